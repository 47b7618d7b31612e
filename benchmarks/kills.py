"""Kills the backend again and again under load, and looks whether anything accepted was lost or acted twice.

``python -m benchmarks.kills [--kills 200] [--json]``. Desks keep sending orders, each again with its id after a restart
until it is answered; a kill comes at a random moment. At the end the journal is compared with the answers.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sqlite3
import sys
import tempfile
import time
from pathlib import Path

import aiohttp
import msgspec

from backend.cityfile import open_city
from backend.cityprofile import load_profile
from backend.data_folder import NOTE, Note
from backend.log import set_up_logging
from backend.store.history import import_incidents
from backend.store.location import url_of
from backend.store.store import Store
from benchmarks.report import show
from domain.city import City
from domain.codec import decode_from_backend, encode
from domain.incident import Source
from domain.messages import PROTOCOL, Accepted, Hello, Refused, Snapshot
from domain.orders import Order, Report
from domain.workflow import open_incident

ROOT = Path(__file__).parent.parent
DESKS = 4
EACH = 12
"""Incidents a desk works on at the same time; nobody else touches them."""


class Outcome(msgspec.Struct):
    """What the journal says about what was answered. All but the first three must be 0."""

    kills: int = 0
    accepted: int = 0
    repeated: int = 0
    lost: int = 0
    doubled: int = 0
    other_answer: int = 0
    refused: int = 0
    gaps: int = 0


class Desk:
    """One order at a time for each of its incidents; an unanswered one is said again after a reconnect."""

    def __init__(self, number: int, incidents: list[str]) -> None:
        self.number = number
        self.versions = dict.fromkeys(incidents, 1)
        self.pending: dict[str, Order] = {}
        self.accepted: dict[str, int] = {}
        self.other_answer = self.refused = self.repeated = 0
        self._made = 0

    async def work(self, http: aiohttp.ClientSession, note: Note) -> None:
        """Until the link breaks."""
        try:
            async with http.ws_connect(note.url, max_msg_size=0) as socket:
                await socket.send_str(encode(Hello(PROTOCOL, f"desk-{self.number}", "", note.token)))
                async for message in socket:
                    if message.type is not aiohttp.WSMsgType.TEXT:
                        continue
                    await self._hear(socket, message.data)
        except (aiohttp.ClientError, ConnectionError):
            pass

    async def _hear(self, socket: aiohttp.ClientWebSocketResponse, text: str) -> None:
        said = decode_from_backend(text)
        if isinstance(said, Snapshot):
            self.repeated += len(self.pending)
            for incident in self.versions:
                await self._say(socket, incident)
        elif isinstance(said, Accepted):
            if self.accepted.setdefault(said.command_id, said.seq) != said.seq:
                self.other_answer += 1
            incident = said.command_id.split("/")[1]
            del self.pending[incident]
            self.versions[incident] += 1
            await self._say(socket, incident)
        elif isinstance(said, Refused):
            self.refused += 1
            print(said, file=sys.stderr)

    async def _say(self, socket: aiohttp.ClientWebSocketResponse, incident: str) -> None:
        order = self.pending.get(incident)
        if order is None:
            self._made += 1
            command = f"{self.number}/{incident}/{self._made}"
            order = Order(command, incident, self.versions[incident], "note", note=f"第{self._made}条")
            self.pending[incident] = order
        await socket.send_str(encode(order))


def seed(data: Path, city: City) -> list[str]:
    """Open incidents to work on; their ids."""
    store = Store.open(url_of(data / city.code, None), city.code)
    rules = city.rules
    region = city.geography.regions[-1]
    rows = []
    for number in range(DESKS * EACH):
        report = Report(Source.HOTLINE, "…", region.lon, region.lat, time.time(), external=f"kills:{number}")
        category = rules.categories[0]
        rows.append(
            open_incident(
                rules.workflow, report, id="", now=time.time(), region=region.code, category=category,
                severity=category.severity, lookalikes=(), calendar=rules.calendar,
            )
        )  # fmt: skip
    first = store.newest()[0]
    list(import_incidents(store, rows, frozenset({rules.workflow.first}), "user:benchmark"))
    ids = [f"i{seq}" for seq in range(first + 1, first + 1 + len(rows))]
    store.close()
    return ids


async def run(data: Path, city: str, incidents: list[str], kills: int, choose: random.Random) -> Outcome:
    """Start, load, kill, start again …; then compare."""
    desks = [Desk(number, incidents[number::DESKS]) for number in range(DESKS)]
    async with aiohttp.ClientSession() as http:
        for _ in range(kills):
            process, note = await _start(data, city)
            working = [asyncio.create_task(desk.work(http, note)) for desk in desks]
            before = sum(len(desk.accepted) for desk in desks)
            while sum(len(desk.accepted) for desk in desks) < before + 20:
                await asyncio.sleep(0.005)
            await asyncio.sleep(choose.uniform(0, 0.4))
            process.kill()
            await process.wait()
            await asyncio.gather(*working)
    return compare(data / city / "city.sqlite", desks, kills)


async def _start(data: Path, city: str) -> tuple[asyncio.subprocess.Process, Note]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, str(ROOT / "main.py"), "serve", "--data", str(data), "--city", city, "--log", "ERROR",
        stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    line = await process.stdout.readline()
    assert line.startswith(b"listening on"), line
    return process, msgspec.json.decode((data / city / NOTE).read_bytes(), type=Note)


def compare(database: Path, desks: list[Desk], kills: int) -> Outcome:
    """The journal against the answers."""
    outcome = Outcome(kills)
    connection = sqlite3.connect(database)
    try:
        rows = connection.execute("SELECT command_id, seq FROM journal WHERE command_id IS NOT NULL").fetchall()
        count, newest = connection.execute("SELECT count(*), max(seq) FROM journal").fetchone()
    finally:
        connection.close()
    written = dict(rows)
    outcome.gaps = newest - count
    outcome.doubled = len(rows) - len(written)
    for desk in desks:
        outcome.accepted += len(desk.accepted)
        outcome.repeated += desk.repeated
        outcome.other_answer += desk.other_answer
        outcome.refused += desk.refused
        outcome.lost += sum(1 for command, seq in desk.accepted.items() if written.get(command) != seq)
    return outcome


def main() -> int:
    """The command line; 1 when anything was lost or doubled."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    set_up_logging("WARNING")
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        city, _, _ = open_city(data / "gulou", load_profile("gulou"), 1, lambda *_: None)
        outcome = asyncio.run(run(data, "gulou", seed(data, city), given.kills, random.Random(given.seed)))
    show("kills", msgspec.structs.asdict(outcome), given.json)
    return 1 if outcome.lost + outcome.doubled + outcome.other_answer + outcome.refused + outcome.gaps else 0


if __name__ == "__main__":
    sys.exit(main())
