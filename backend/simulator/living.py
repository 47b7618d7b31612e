"""Meets the backend, learns from it which city this is, and lives in it."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import msgspec
import structlog

from backend.cityprofile import RESOURCES, Behaviour, Rhythm, kept_profile, load_profile, profiles
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


def live(note: Path, seed: int) -> None:
    """Beside the backend that left ``note``, until the process ends."""
    # Standard output and error belong to the backend: nothing but trouble is written.
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(30), logger_factory=structlog.PrintLoggerFactory(sys.stderr)
    )
    sys.setswitchinterval(0.002)
    asyncio.run(_live(note, seed))


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
