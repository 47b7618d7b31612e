"""Nonsense at every door of a running backend: nearly right requests, broken heads, mutated messages and frames.

``python -m benchmarks.doors [--inputs 300000] [--seed N] [--json]``. A real ``serve`` process with gulou's geography
and tokens for many devices and systems; this process knocks. Counted: answers by status, whole requests that were not
answered in ``PATIENCE`` seconds (``hung``), the backend's own mistakes (``server_errors``), its memory and open files,
and how long an honest question took meanwhile. An attack that is told to wait (429) counts as an answer.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import struct
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import msgspec
import numpy as np
import psutil
import uvloop

from backend.channels import Channel, digest_of_token
from backend.data_folder import Note
from backend.store.location import url_of
from backend.store.people import People
from backend.store.store import Store
from benchmarks.bench_city import make_city, open_incidents, start
from benchmarks.nonsense import ODD, mutated, twisted
from benchmarks.report import Value, percentile, show
from domain.city import City
from domain.messages import PROTOCOL, Browse, Fetch, Hello, Ping, Statistics
from domain.orders import Order
from domain.positions import PositionBlock, encode_positions

#: Seconds in which every whole request is answered or its link closed, also on a busy machine.
PATIENCE = 20.0
#: Who knocks at the same time.
KNOCKERS = 8

Make = Callable[[random.Random], bytes]


class Tally:
    """What came of it."""

    def __init__(self) -> None:
        self.inputs = 0
        self.answers: Counter[str] = Counter()
        self.hung: list[bytes] = []
        self.server_errors: list[bytes] = []
        self.honest: list[float] = []


class Attacks:
    """Makes what is sent. Tokens are good ones, or nobody's."""

    def __init__(self, city: City, note: Note, tokens: dict[str, list[str]], incidents: list[str]) -> None:
        self._host = urlsplit(note.http).netloc
        self._tokens, self._incidents, self._desk_token = tokens, incidents, note.token
        self._workers = [worker.id for worker in city.workers[:200]]
        region = city.geography.regions[-1]
        self._lon, self._lat = region.lon, region.lat
        self._service = city.rules.categories[0].code
        self._doors: list[Make] = [
            self._osmand, self._osmand_json, self._owntracks, self._positions, self._open311, self._pictures, self._cap,
            self._task, self._finding, self._duty, self._question,
        ]  # fmt: skip

    def request(self, dice: random.Random) -> bytes:
        """A whole request; its head is right."""
        return dice.choice(self._doors)(dice)

    def message(self, dice: random.Random) -> bytes:
        """What a desk says, nearly."""
        order = Order(f"c{dice.randrange(10**9)}", dice.choice(self._incidents), dice.randrange(4), "note", note="核实")
        said = dice.choice((
            Ping(1.5), order, Fetch("photo", "p-1.jpg"), Browse("b1", "井盖", count=5), Statistics(1), self.hello(),
        ))  # fmt: skip
        if dice.random() < 0.5:
            return json.dumps(twisted(msgspec.to_builtins(said), dice)).encode()
        return mutated(msgspec.json.encode(said), dice)

    def hello(self) -> Hello:
        return Hello(PROTOCOL, "knocker", "", self._desk_token)

    def _token(self, kind: str, dice: random.Random) -> str:
        return dice.choice(self._tokens[kind]) if dice.random() < 0.98 else "nobody"

    def _whole(self, path: str, kind: str, body: bytes, content: str, dice: random.Random) -> bytes:
        method = "POST" if content else "GET"
        return (
            f"{method} {path} HTTP/1.1\r\nHost: {self._host}\r\nAuthorization: Bearer {self._token(kind, dice)}\r\n"
            f"Content-Type: {content or 'text/plain'}\r\nContent-Length: {len(body)}\r\n\r\n"
        ).encode() + body

    def _osmand(self, dice: random.Random) -> bytes:
        fix = {"id": self._token("device", dice), "lat": self._lat, "lon": self._lon, "timestamp": time.time()}
        params = {name: str(value)[:200] for name, value in twisted({**fix, "speed": 2, "bearing": 90}, dice).items()}
        if dice.random() < 0.5:
            return self._whole(f"/intake/osmand?{urlencode(params)}", "device", b"", "", dice)
        body = mutated(urlencode(params).encode(), dice)
        return self._whole("/intake/osmand", "device", body, "application/x-www-form-urlencoded", dice)

    def _osmand_json(self, dice: random.Random) -> bytes:
        coords = {"latitude": self._lat, "longitude": self._lon, "speed": 2.5, "heading": 271.0}
        location = {"timestamp": datetime.now(UTC).isoformat(), "coords": coords}
        fix = {"location": location, "device_id": self._token("device", dice)}
        return self._whole("/intake/osmand", "device", self._json(fix, dice), "application/json", dice)

    def _owntracks(self, dice: random.Random) -> bytes:
        fix = {"_type": "location", "lat": self._lat, "lon": self._lon, "tst": int(time.time()), "vel": 4, "cog": 90}
        return self._whole("/intake/owntracks", "device", self._json(fix, dice), "application/json", dice)

    def _positions(self, dice: random.Random) -> bytes:
        count = dice.choice((0, 1, 2, 50))
        index = np.arange(count, dtype=np.int32)
        place = np.full((2, count), [[round(self._lon * 1e7)], [round(self._lat * 1e7)]], np.int32)
        small = np.zeros(count, np.uint16)
        block = PositionBlock(time.time(), index, place[0], place[1], small, small, small, np.ones(count, np.uint8))
        body = mutated(encode_positions(block), dice)
        return self._whole("/intake/positions", "fleet", body, "application/octet-stream", dice)

    def _open311(self, dice: random.Random) -> bytes:
        report = {"service_code": self._service, "lat": str(self._lat), "long": str(self._lon), "description": "井盖"}
        path = "/open311/v2/requests.json"
        if dice.random() < 0.5:
            return self._whole(path, "open311", self._json(report, dice), "application/json", dice)
        fields = {name: str(value)[:500] for name, value in twisted(report, dice).items()}
        body = mutated(urlencode(fields).encode(), dice)
        return self._whole(path, "open311", body, "application/x-www-form-urlencoded", dice)

    def _pictures(self, dice: random.Random) -> bytes:
        part = b"--b\r\nContent-Disposition: form-data; name="
        picture = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x02\0\0\0\x90wS\xde"
        body = part + b'"note"\r\n\r\nok\r\n' + part + b'"photo"; filename="a.png"\r\n\r\n' + picture + b"\r\n--b--\r\n"
        path = dice.choice((f"/field/tasks/{dice.choice(self._incidents)}/report", "/open311/v2/requests.json"))
        return self._whole(path, "fleet", mutated(body, dice), "multipart/form-data; boundary=b", dice)

    def _cap(self, dice: random.Random) -> bytes:
        alert = (
            '<?xml version="1.0"?><alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>W-1</identifier>'
            f"<sender>qx</sender><sent>{datetime.now(UTC).isoformat(timespec='seconds')}</sent><status>Actual</status>"
            "<msgType>Alert</msgType><scope>Public</scope><info><category>Met</category><event>Storm</event>"
            "<urgency>Immediate</urgency><severity>Severe</severity><certainty>Likely</certainty><area><areaDesc>x"
            f"</areaDesc><circle>{self._lat},{self._lon} 1</circle></area></info></alert>"
        )
        return self._whole("/intake/cap", "warning", mutated(alert.encode(), dice), "application/xml", dice)

    def _task(self, dice: random.Random) -> bytes:
        said = dice.choice(("accept", "decline", "arrive", "report", "done", "x"))
        task = dice.choice((*self._incidents[:5], "..%2f..", "%00", "%e9%95%bf"))
        body = self._json({"worker": dice.choice(self._workers), "reason": "x", "note": "y", "version": 1}, dice)
        return self._whole(f"/field/tasks/{task}/{said}", "fleet", body, "application/json", dice)

    def _finding(self, dice: random.Random) -> bytes:
        found = {"worker": dice.choice(self._workers), "text": "井盖", "lon": self._lon, "lat": self._lat, "photos": []}
        return self._whole("/field/reports", "fleet", self._json(found, dice), "application/json", dice)

    def _duty(self, dice: random.Random) -> bytes:
        body = self._json({"worker": dice.choice(self._workers), "state": "free"}, dice)
        return self._whole("/field/duty", "fleet", body, "application/json", dice)

    def _question(self, dice: random.Random) -> bytes:
        odd = urlencode({dice.choice(("since", "status", "start_date", "page", "at")): str(dice.choice(ODD))[:80]})
        path = dice.choice((
            f"/field/tasks?{odd}", f"/open311/v2/requests.json?{odd}", "/field/photos/..%2f..", "/past?at=1e400",
            "/ready", "/open311/v2/requests/%00.json", f"/past?{odd}", "/nowhere", "/open311/v2/services/%ff.json",
            "/ws",
        ))  # fmt: skip
        return self._whole(path, "fleet", b"", "", dice)

    def _json(self, message: Mapping[str, object], dice: random.Random) -> bytes:
        if dice.random() < 0.5:
            return json.dumps(twisted(message, dice)).encode()
        return mutated(json.dumps(message).encode(), dice)


class Knocker:
    """Sends one input after another over links that it opens anew when the backend closes them."""

    def __init__(self, note: Note, attacks: Attacks, tally: Tally, dice: random.Random) -> None:
        self._address = urlsplit(note.http)
        self._attacks, self._tally, self._dice = attacks, tally, dice
        self._link: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def knock(self, until: Callable[[], bool]) -> None:
        """Until it is enough."""
        while not until():
            kind = self._dice.random()
            try:
                if kind < 0.8:
                    await self._ask(self._attacks.request(self._dice))
                elif kind < 0.9:
                    await self._break_in(mutated(self._attacks.request(self._dice), self._dice))
                else:
                    await self._be_a_desk()
            except (ConnectionError, asyncio.IncompleteReadError):
                self._tally.answers["closed"] += 1
                await self._leave()
        await self._leave()

    async def _opened(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        self._link = await asyncio.open_connection(self._address.hostname, self._address.port, limit=1 << 24)
        return self._link

    async def _leave(self) -> None:
        if self._link is not None:
            self._link[1].close()
            self._link = None

    async def _ask(self, request: bytes) -> None:
        self._tally.inputs += 1
        reader, writer = self._link or await self._opened()
        writer.write(request)
        try:
            async with asyncio.timeout(PATIENCE):
                await self._answer(reader, request)
        except TimeoutError:
            self._tally.hung.append(request)
            await self._leave()

    async def _answer(self, reader: asyncio.StreamReader, request: bytes) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        status = head[9:12].decode(errors="replace")
        self._tally.answers[status] += 1
        if status == "500":
            self._tally.server_errors.append(request)
        for line in head.lower().split(b"\r\n"):
            if line.startswith(b"content-length:"):
                await reader.readexactly(int(line.split(b":")[1]))
        if b"connection: close" in head.lower():
            await self._leave()

    async def _break_in(self, request: bytes) -> None:
        """A head may promise more than comes, so nobody waits for an answer for long."""
        await self._leave()
        self._tally.inputs += 1
        reader, writer = await self._opened()
        writer.write(request)
        try:
            async with asyncio.timeout(0.05):
                await self._answer(reader, request)
        except TimeoutError:
            self._tally.answers["left waiting"] += 1
        await self._leave()

    async def _be_a_desk(self) -> None:
        """Up to twenty messages, until the backend has had enough."""
        await self._leave()
        reader, writer = await self._opened()
        writer.write(
            b"GET /ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
        )
        await reader.readuntil(b"\r\n\r\n")
        if self._dice.random() < 0.9:
            writer.write(self._frame(0x81, msgspec.json.encode(self._attacks.hello())))
        for _ in range(self._dice.randint(1, 20)):
            self._tally.inputs += 1
            frame = self._frame(0x81, self._attacks.message(self._dice))
            kind = self._dice.random()
            if kind < 0.1:
                frame = mutated(frame, self._dice)
            elif kind < 0.2:
                frame = self._frame(self._dice.randrange(256), self._dice.randbytes(self._dice.randrange(200)))
            writer.write(frame)
            await writer.drain()
            if reader.at_eof():
                break
        self._tally.answers["as a desk"] += 1
        await asyncio.sleep(0)
        await self._leave()

    def _frame(self, first: int, payload: bytes) -> bytes:
        size = len(payload)
        head = bytes((first, 0x80 | size)) if size < 126 else struct.pack("!BBH", first, 0xFE, min(size, 65535))
        return head + b"\0\0\0\0" + payload


async def _honest(note: Note, tally: Tally) -> None:
    """A question of an honest program, again and again."""
    address = urlsplit(note.http)
    while True:
        await asyncio.sleep(0.25)
        begun = time.perf_counter()
        reader, writer = await asyncio.open_connection(address.hostname, address.port)
        writer.write(b"GET /ready HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        if not (await reader.read()).startswith(b"HTTP/1.1 200"):
            tally.server_errors.append(b"/ready")
        writer.close()
        tally.honest.append(time.perf_counter() - begun)


def _tokens(data: Path, city: City) -> dict[str, list[str]]:
    """A token for many devices and systems, so that what they send is read and not only told to wait."""
    store = Store.open(url_of(data / city.code, None), city.code)
    people, tokens = People(store), dict[str, list[str]]()
    for kind, count in (("device", 150), ("open311", 40), ("warning", 60)):
        tokens[kind] = [f"{kind}-{number}" for number in range(count)]
        for number, token in enumerate(tokens[kind]):
            worker = city.workers[number].id if kind == "device" else ""
            people.add_channel(Channel(token, kind, token, worker), digest_of_token(token))
    store.close()
    return tokens


async def measure(data: Path, inputs: int, seed: int) -> dict[str, Value]:
    city = make_city(data, 800)
    incidents = open_incidents(data, city, 100)
    tokens = _tokens(data, city)
    process, note = await start(data)
    tokens["fleet"] = [note.fleet_token]
    backend, tally = psutil.Process(process.pid), Tally()
    attacks = Attacks(city, note, tokens, incidents)
    honest = asyncio.create_task(_honest(note, tally))
    memory = [backend.memory_info().rss]
    begun, files = time.perf_counter(), backend.num_fds()
    try:
        for part in range(1, 5):
            enough = inputs * part // 4
            dice = [random.Random(seed * 1000 + part * 100 + number) for number in range(KNOCKERS)]
            knockers = [Knocker(note, attacks, tally, one) for one in dice]
            await asyncio.gather(*(one.knock(lambda enough=enough: tally.inputs >= enough) for one in knockers))  # type: ignore[misc]
            memory.append(backend.memory_info().rss)
        seconds = time.perf_counter() - begun
        await asyncio.sleep(11.0)  # what was left half said is let go by now
        alive = process.returncode is None
        left = backend.num_fds() - files
    finally:
        honest.cancel()
        await asyncio.gather(honest, return_exceptions=True)
        if process.returncode is None:
            process.terminate()
        code = await process.wait()
    for request in (*tally.hung[:5], *tally.server_errors[:5]):
        print(request[:600], file=sys.stderr)
    return {
        "inputs": tally.inputs,
        "seconds": seconds,
        "crashed": int(not alive),
        "exit_code": code,
        "hung": len(tally.hung),
        "server_errors": len(tally.server_errors),
        "honest_ms_p50": percentile(tally.honest, 0.5) * 1000,
        "honest_ms_max": max(tally.honest, default=0.0) * 1000,
        "files_left_open": left,
        "memory_mb": {f"after_{part}_quarters": round(size / 1e6) for part, size in enumerate(memory)},
        "answers": dict(sorted(tally.answers.items())),
    }


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description="Knock at every door with nonsense; see docs/operations.md.")
    parser.add_argument("--inputs", type=int, default=300_000, help="how many")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true", help="one JSON object as the last line")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        show("doors", uvloop.run(measure(Path(folder), given.inputs, given.seed)), given.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
