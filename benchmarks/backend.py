"""The backend alone: commands, their acknowledgement, positions, fan-out — beside the raw limits of the same run.

``python -m benchmarks.backend [--json] [--long]``. A real ``serve`` process with gulou's geography and 15,000 workers;
this process plays the desks. All times include both processes on the same machine.

- ``commands_per_s``: orders through the whole path (socket, judgement, version check, journal, COMMIT, answer, change
  frames to four desks), many in flight.
- ``durable_ack_ms_p50/p99``: from sending an order to its ``accepted``, 200 orders a second.
- ``positions_per_s``: fixes taken in blocks over HTTP; ``position_requests_per_s``: single fixes, one a request.
- ``fanout_ms_p50/p99``: from sending an order to the change at each of ``fanout_desks`` desks, 31 orders and 15,000
  fixes a second, positions going out to every desk; ``spread_ms_p99``: of that, from the first desk that has it to each
  (the rest is the commit, above all the disk); ``cpu_s_per_s``: processor seconds of the backend meanwhile.
- ``fanout_frames_per_s``: changes handed to all those desks a second, with as many orders in flight as above.
- ``raw``: SQLite with one row a commit, with 64, and how long one takes at 200 a second; frames a second one process
  writes to as many sockets.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import aiohttp
import numpy as np
import psutil
import uvloop

from backend.data_folder import Note
from benchmarks.bench_city import make_city, open_incidents, start
from benchmarks.light_desk import LightDesk
from benchmarks.raw_limits import commit_ms, commits_per_s, fan_out_per_s
from benchmarks.report import Value, percentile, show
from domain.orders import Order
from domain.positions import UNKNOWN, PositionBlock, encode_positions

WORKERS = 15_000
DESKS = 200
IN_FLIGHT = 256
INCIDENTS = 600


class Sender:
    """Gives orders about its incidents, one at a time for each, and takes the answers."""

    def __init__(self, incidents: list[str], name: str) -> None:
        self.free = list(incidents)
        self.accepted = 0
        self.acks: list[float] = []
        self.on_ack: Callable[[], None] = lambda: None
        self.desk: LightDesk | None = None
        self._versions = dict.fromkeys(incidents, 1)
        self._sent: dict[str, float] = {}
        self._name = name
        self._made = 0

    def order(self) -> bool:
        """Give one more order, if an incident is free."""
        if not self.free:
            return False
        assert self.desk is not None
        incident = self.free.pop()
        self._made += 1
        now = time.perf_counter()
        command = f"{self._name}-{self._made}/{incident}"
        note = f"@{now:.6f}@ 已联系网格员，正在核实现场情况"
        self.desk.say(Order(command, incident, self._versions[incident], "note", note=note))
        self._sent[command] = now
        return True

    def hear(self, text: bytes) -> None:
        if not text.startswith(b'{"kind":"accepted"'):
            if text.startswith(b'{"kind":"refused"'):
                raise RuntimeError(text.decode())
            return
        command = text[text.index(b'"command_id":"') + 14 :].split(b'"', 1)[0].decode()
        self.acks.append(time.perf_counter() - self._sent.pop(command))
        incident = command.split("/")[1]
        self._versions[incident] += 1
        self.free.append(incident)
        self.accepted += 1
        self.on_ack()


async def connect(note: Note, name: str, on_text: Callable[[bytes], None]) -> LightDesk:
    host, port = note.http.removeprefix("http://").rsplit(":", 1)
    loop = asyncio.get_running_loop()
    _, desk = await loop.create_connection(lambda: LightDesk(host, note.token, name, on_text), host, int(port))
    await desk.ready
    return desk


async def most_commands(note: Note, senders: list[Sender], seconds: float) -> float:
    """Commands a second with many in flight."""
    going = True

    def again(sender: Sender) -> Callable[[], None]:
        return lambda: (going and sender.order()) or None  # type: ignore[func-returns-value]

    for sender in senders:
        sender.on_ack = again(sender)
        for _ in range(IN_FLIGHT // len(senders)):
            sender.order()
    await asyncio.sleep(0.5)
    before, begun = sum(sender.accepted for sender in senders), time.perf_counter()
    await asyncio.sleep(seconds)
    done, taken = sum(sender.accepted for sender in senders) - before, time.perf_counter() - begun
    going = False
    await asyncio.sleep(0.5)
    return done / taken


async def paced(senders: list[Sender], rate: float, seconds: float) -> list[float]:
    """Acknowledgement times at a steady rate, whatever the backend does."""
    for sender in senders:
        sender.acks.clear()
        sender.on_ack = lambda: None
    begun = time.perf_counter()
    for number in range(int(rate * seconds)):
        await asyncio.sleep(max(0.0, begun + number / rate - time.perf_counter()))
        senders[number % len(senders)].order()
    await asyncio.sleep(0.5)
    return [ack for sender in senders for ack in sender.acks]


class Fleet:
    """All workers on their way, told in blocks."""

    def __init__(self, note: Note, west: int, south: int) -> None:
        self._url = f"{note.http}/intake/positions"
        self._headers = {"Authorization": f"Bearer {note.fleet_token}"}
        self._random = np.random.default_rng(1)
        self._west, self._south = west, south
        self.taken = 0

    def block(self, first: int, count: int) -> bytes:
        place = self._random.integers(0, 500_000, (count, 2), np.int32)
        return encode_positions(
            PositionBlock(
                time.time(),
                np.arange(first, first + count, dtype=np.int32),
                (self._west + place[:, 0]).astype(np.int32),
                (self._south + place[:, 1]).astype(np.int32),
                np.full(count, 130, np.uint16),
                np.full(count, UNKNOWN, np.uint16),
                np.zeros(count, np.uint16),
                np.ones(count, np.uint8),
            )
        )

    async def send(self, http: aiohttp.ClientSession, block: bytes, count: int) -> None:
        async with http.post(self._url, data=block, headers=self._headers) as answer:
            if answer.status != 200:
                raise RuntimeError(await answer.text())
            await answer.read()
        self.taken += count

    async def flow(self, http: aiohttp.ClientSession, rate: float) -> None:
        """A steady stream in twenty blocks a second."""
        part, begun, number = int(rate / 20), time.perf_counter(), 0
        while True:
            await asyncio.sleep(max(0.0, begun + number / 20 - time.perf_counter()))
            await self.send(http, self.block(number * part % WORKERS, part), part)
            number += 1

    async def most(self, http: aiohttp.ClientSession, seconds: float, size: int) -> float:
        """Fixes a second, four requests of ``size`` under way at a time."""
        before, begun = self.taken, time.perf_counter()

        async def repeat(first: int) -> None:
            while time.perf_counter() - begun < seconds:
                await self.send(http, self.block(first, size), size)

        await asyncio.gather(*(repeat(at * (WORKERS // 4)) for at in range(4)))
        return (self.taken - before) / (time.perf_counter() - begun)


async def measure(data: Path, long: bool) -> dict[str, Value]:
    scale = 3.0 if long else 1.0
    city = make_city(data, WORKERS)
    incidents = open_incidents(data, city, INCIDENTS)
    process, note = await start(data)
    figures: dict[str, Value] = {}
    try:
        backend = psutil.Process(process.pid)
        senders = [Sender(incidents[at::4], f"d{at}") for at in range(4)]
        for at, sender in enumerate(senders):
            sender.desk = await connect(note, f"sender-{at}", sender.hear)
        figures["commands_per_s"] = await most_commands(note, senders, 4 * scale)
        acks = await paced(senders, 200, 4 * scale)
        figures["durable_ack_ms_p50"] = percentile(acks, 0.5) * 1000
        figures["durable_ack_ms_p99"] = percentile(acks, 0.99) * 1000
        west, south = city.geography.roads.nodes.min(axis=0).tolist()
        fleet = Fleet(note, west, south)
        async with aiohttp.ClientSession() as http:
            figures["positions_per_s"] = await fleet.most(http, 2 * scale, WORKERS // 4)
            figures["position_requests_per_s"] = await fleet.most(http, 2 * scale, 1)
            latencies: list[float] = []
            lost = await _fan_out(note, senders, fleet, http, backend, latencies, figures, 6 * scale)
        figures["fanout_frames_per_s"] = await _most_frames(note, senders, 3 * scale)
        figures["fanout_desks"] = DESKS
        figures["fanout_ms_p50"] = percentile(latencies, 0.5) * 1000
        figures["fanout_ms_p99"] = percentile(latencies, 0.99) * 1000
        figures["fanout_lost"] = lost
        figures["backend_rss_mb"] = backend.memory_info().rss / 1e6
        for sender in senders:
            if sender.desk is not None:
                sender.desk.leave()
    finally:
        process.terminate()
        await process.wait()
    return figures


async def _fan_out(
    note: Note,
    senders: list[Sender],
    fleet: Fleet,
    http: aiohttp.ClientSession,
    backend: psutil.Process,
    latencies: list[float],
    figures: dict[str, Value],
    seconds: float,
) -> int:
    """Event latencies at every desk while everything flows; how many events did not come."""
    measuring = False
    first: dict[bytes, float] = {}
    spread: list[float] = []

    def heard(text: bytes) -> None:
        if measuring and text.startswith(b'{"kind":"incident"'):
            at, now = text.rfind(b'"note":"@') + 9, time.perf_counter()
            sent = text[at : text.index(b"@", at)]
            latencies.append(now - float(sent))
            spread.append(now - first.setdefault(sent, now))

    desks = [await connect(note, f"desk-{number}", heard) for number in range(DESKS)]
    flow = asyncio.create_task(fleet.flow(http, WORKERS))
    await asyncio.sleep(1.5)
    measuring = True
    before, begun = backend.cpu_times(), time.perf_counter()
    acks = await paced(senders, 31, seconds)
    after, taken = backend.cpu_times(), time.perf_counter() - begun
    figures["cpu_s_per_s"] = (after.user + after.system - before.user - before.system) / taken
    figures["position_frames_per_s"] = sum(desk.binaries for desk in desks) / (taken + 1.5)
    figures["spread_ms_p99"] = percentile(spread, 0.99) * 1000
    flow.cancel()
    await asyncio.gather(flow, return_exceptions=True)
    for desk in desks:
        desk.leave()
    return len(acks) * DESKS - len(latencies)


async def _most_frames(note: Note, senders: list[Sender], seconds: float) -> float:
    """Changes that arrive at all desks together, a second."""
    got = [0] * DESKS

    def counting(number: int) -> Callable[[bytes], None]:
        def heard(text: bytes) -> None:
            got[number] += text.startswith(b'{"kind":"incident"')

        return heard

    desks = [await connect(note, f"more-{number}", counting(number)) for number in range(DESKS)]
    before = sum(sender.accepted for sender in senders)
    begun = time.perf_counter()
    await most_commands(note, senders, seconds)
    wanted = sum(sender.accepted for sender in senders) - before
    while min(got) < wanted and time.perf_counter() - begun < 60:
        await asyncio.sleep(0.01)
    taken = time.perf_counter() - begun
    if min(got) < wanted:
        raise RuntimeError(f"{wanted} changes were accepted, a desk got {min(got)}")
    for desk in desks:
        desk.leave()
    return wanted * DESKS / taken


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description="Measure the backend; see docs/performance.md.")
    parser.add_argument("--json", action="store_true", help="one JSON object as the last line")
    parser.add_argument("--long", action="store_true", help="three times as long")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        raw: dict[str, Value] = {
            "commits_per_s": commits_per_s(Path(folder), 1, 1),
            "rows_per_s_in_commits_of_64": commits_per_s(Path(folder), 1, 64),
            "fanout_frames_per_s": fan_out_per_s(DESKS, 2),
        }
        paced_commits = commit_ms(Path(folder), 200, 2)
        raw["commit_ms_p50"] = percentile(paced_commits, 0.5)
        raw["commit_ms_p99"] = percentile(paced_commits, 0.99)
        gc.disable()  # what this process forgets late must not look like the backend's delay
        figures = uvloop.run(measure(Path(folder), given.long))
    show("backend", {**figures, "raw": raw}, given.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
