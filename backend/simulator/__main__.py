"""``python -m backend.simulator --backend DATA/CITY/backend.json``: run the simulated city beside a backend.

Ends when its standard input does, so it never outlives the backend that started it.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import sys
import threading
from collections.abc import Coroutine
from pathlib import Path

import msgspec
import structlog

from backend.cityfile import RESOURCES, Behaviour, Rhythm, kept_profile, load_profile, profiles
from backend.field_messages import Fleet
from backend.simulator.life import PAUSES, Life
from backend.simulator.link import Away, Link, No, until_back
from domain.city import City, unpack_city

#: How a city lives whose profile nobody kept.
_USUAL = RESOURCES / "templates" / "place.toml"


class Note(msgspec.Struct):
    """What is needed of ``backend.json``."""

    http: str
    fleet_token: str
    city: str


def main() -> int:
    parser = argparse.ArgumentParser(prog="simulator", description="The simulated city of a Grid Command backend.")
    parser.add_argument("--backend", type=Path, required=True, help="the backend's note, DATA/CITY/backend.json")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rate", type=float, default=1.0, help="told for the log; the backend's own clock counts")
    options = parser.parse_args()
    # Standard output and error belong to the backend: nothing but trouble is written.
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(30), logger_factory=structlog.PrintLoggerFactory(sys.stderr)
    )
    sys.setswitchinterval(0.002)
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_until_alone(_live(options.backend, options.seed)))
    return 0


async def _until_alone(life: Coroutine[None, None, None]) -> None:
    loop = asyncio.get_running_loop()
    task = loop.create_task(life)

    def watch() -> None:
        with contextlib.suppress(OSError):
            while os.read(0, 4096):
                pass
        with contextlib.suppress(RuntimeError):  # the loop may be closed already
            loop.call_soon_threadsafe(task.cancel)

    threading.Thread(target=watch, name="parent", daemon=True).start()
    with contextlib.suppress(asyncio.CancelledError):
        await task


async def _live(path: Path, seed: int) -> None:
    note = msgspec.json.decode(path.read_bytes(), type=Note)
    rhythm, behaviour = _manners(note.city, path.parent)
    async with Link.opened(note.http, note.fleet_token) as link:
        fleet, city = await _met(link)
        await Life(link, city, fleet, rhythm, behaviour, seed).run()


def _manners(city: str, folder: Path) -> tuple[Rhythm, Behaviour]:
    """Of a city that ships, or of one that ``load`` made in this folder."""
    profile = load_profile(city) if city in profiles() else kept_profile(folder) or load_profile(_USUAL)
    return profile.rhythm, profile.behaviour


async def _met(link: Link) -> tuple[Fleet, City]:
    attempt = 0
    while True:
        try:
            fleet = await link.fleet()
            return fleet, unpack_city(await link.city())
        except (Away, No) as trouble:
            structlog.get_logger("simulator").info("backend away", why=str(trouble))
            await until_back(PAUSES, attempt)
            attempt += 1


if __name__ == "__main__":
    sys.exit(main())
