"""The crowd of the pipeline benchmark, in a process of its own: other desks, residents who report, workers who move.

    python -m benchmarks.crowd '{"url": …}'      (one JSON object, ``Crowd``; "go" on standard input begins the load)

Its desks are real sessions on real sockets (``client.session``, ``client.connection``); only their disk is left out.
Reports go through the public Open311 door, positions through the block door. A report's text carries the moment it was
sent (monotonic seconds, the same in all processes of one machine); whoever shows it can tell how long it took."""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time

import aiohttp
import msgspec
import numpy as np

from client.connection import Connection, open_socket
from client.incoming import Incoming
from client.session import Identity, Session
from domain.messages import IncidentChanged, WorkerChanged
from domain.positions import UNKNOWN, PositionBlock, encode_positions
from domain.shapes import DEGREE

#: Position posts a second; each carries the share of the workers whose turn it is.
POSTS = 10
_MARK = "bench "


class Crowd(msgspec.Struct, frozen=True):
    """What the crowd is told. ``box``: west, south, east, north in degrees, where people move and report."""

    url: str
    token: str
    http: str
    fleet_token: str
    desks: int
    workers: int
    rate: float
    seconds: float
    box: tuple[float, float, float, float]
    #: Reports with a lower number came while everything was still warming up: counted, their time is not.
    cold: int = 0


def stamp(number: int) -> str:
    """A report's text that says when it was sent."""
    return f"{_MARK}{number} {time.monotonic():.6f}"


def sent_at(text: str) -> tuple[int, float] | None:
    """Number and moment in such a text."""
    if not text.startswith(_MARK):
        return None
    number, at = text.removeprefix(_MARK).split()
    return int(number), float(at)


class CrowdDesk:
    """One more desk: takes everything, keeps how long each report took to its socket."""

    def __init__(self, name: str, crowd: Crowd) -> None:
        self.latencies: list[float] = []
        self.out_of_order = 0
        self.seen: set[int] = set()
        self._seq = -1
        self._session = Session(Identity(name, "", crowd.token))
        self._url = crowd.url
        self._cold = crowd.cold

    async def run(self) -> None:
        connection = Connection(await open_socket(self._url), self._session, self._take, lambda _: None, lambda: None)
        ending = await connection.run(())
        print(f"{self._session.identity.desk}: {ending.code} {ending.sentence}", file=sys.stderr)

    @property
    def caught_up(self) -> bool:
        return self._session.caught_up

    def _take(self, message: Incoming) -> None:
        if not isinstance(message, IncidentChanged | WorkerChanged):
            return
        if self._seq >= 0 and message.seq != self._seq + 1:
            self.out_of_order += 1
        self._seq = message.seq
        if isinstance(message, IncidentChanged) and message.incident.version == 1:
            told = sent_at(message.incident.text)
            if told is not None:
                self.seen.add(told[0])
                if told[0] >= self._cold:
                    self.latencies.append(time.monotonic() - told[1])


async def report(http: aiohttp.ClientSession, crowd: Crowd, until: float, refused: list[str]) -> int:
    """Reports at the rate, each on its own so that a slow one holds nobody up; how many were sent."""
    chance, begun, number = random.Random(1), time.monotonic(), 0
    west, south, east, north = crowd.box
    async with asyncio.TaskGroup() as group:
        while time.monotonic() < until:
            lon, lat = chance.uniform(west, east), chance.uniform(south, north)
            group.create_task(_post(http, crowd, number, lon, lat, refused))
            number += 1
            await asyncio.sleep(max(0.0, begun + number / crowd.rate - time.monotonic()))
    return number


async def _post(
    http: aiohttp.ClientSession, crowd: Crowd, number: int, lon: float, lat: float, refused: list[str]
) -> None:
    form = {"service_code": "other", "long": f"{lon:.6f}", "lat": f"{lat:.6f}", "description": stamp(number)}
    async with http.post(f"{crowd.http}/open311/v2/requests.json", data=form) as answer:
        if answer.status != 201:
            refused.append(await answer.text())


async def move(http: aiohttp.ClientSession, crowd: Crowd, city_time: float, until: float, refused: list[str]) -> int:
    """Everybody's fix once a second, in ``POSTS`` posts; how many fixes were taken."""
    chance = np.random.default_rng(1)
    west, south, east, north = crowd.box
    lon = chance.uniform(west, east, crowd.workers)
    lat = chance.uniform(south, north, crowd.workers)
    begun, turn, taken = time.monotonic(), 0, 0
    while time.monotonic() < until:
        index = np.arange(turn % POSTS, crowd.workers, POSTS, dtype=np.int32)
        lon[index] += chance.normal(0, 2e-5, len(index))
        lat[index] += chance.normal(0, 2e-5, len(index))
        nothing = np.zeros(len(index), np.uint16)
        block = PositionBlock(
            time=city_time + time.monotonic() - begun,
            index=index,
            lon=np.rint(lon[index] * DEGREE).astype(np.int32),
            lat=np.rint(lat[index] * DEGREE).astype(np.int32),
            speed=nothing + 140,
            heading=nothing + UNKNOWN,
            age=nothing,
            state=np.ones(len(index), np.uint8),
        )
        body = encode_positions(block)
        headers = {"Content-Type": "application/octet-stream"}
        async with http.post(f"{crowd.http}/intake/positions", data=body, headers=headers) as answer:
            if answer.status == 200:
                taken += (await answer.json())["accepted"]
            else:
                refused.append(await answer.text())
        turn += 1
        await asyncio.sleep(max(0.0, begun + turn / POSTS - time.monotonic()))
    return taken


async def main(crowd: Crowd) -> None:
    desks = [CrowdDesk(f"crowd-{number}", crowd) for number in range(crowd.desks)]
    running = []
    for desk in desks:
        running.append(asyncio.create_task(desk.run()))
        while not desk.caught_up:
            await asyncio.sleep(0.01)
    print("ready", flush=True)
    await asyncio.to_thread(sys.stdin.readline)
    refused: list[str] = []
    authorised = {"Authorization": f"Bearer {crowd.fleet_token}"}
    async with aiohttp.ClientSession(headers=authorised) as http:
        async with http.get(f"{crowd.http}/health") as answer:
            city_time = float((await answer.json())["city_time"])
        until = time.monotonic() + crowd.seconds
        sent, taken = await asyncio.gather(
            report(http, crowd, until, refused), move(http, crowd, city_time, until, refused)
        )
    for _ in range(500):
        if all(len(desk.seen) + len(refused) >= sent for desk in desks):
            break
        await asyncio.sleep(0.01)
    told = {
        "sent": sent,
        "refused": len(refused),
        "first_refusal": refused[0] if refused else "",
        "fixes_per_s": round(taken / crowd.seconds),
        "lost": sum(sent - len(refused) - len(desk.seen) for desk in desks),
        "out_of_order": sum(desk.out_of_order for desk in desks),
        "latencies": [latency for desk in desks for latency in desk.latencies],
    }
    print(json.dumps(told), flush=True)
    for task in running:
        task.cancel()
    await asyncio.gather(*running, return_exceptions=True)


if __name__ == "__main__":
    asyncio.run(main(msgspec.json.decode(sys.argv[1], type=Crowd)))
