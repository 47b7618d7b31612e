"""Finds places, people, incidents, overlay grids, cameras and commands by Chinese, pinyin, initials, code or phone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from heapq import nsmallest

import msgspec

from domain.cameras import Camera
from domain.coordinates import Reading, readings, written
from domain.incident import Incident
from domain.overlay import OverlayGrid
from domain.picture import Picture
from domain.region import Region, RegionTree
from domain.worker import Worker
from widgets.phonetics import initials, spelled

#: Which kind stands first among equally good finds.
KINDS = ("place", "region", "worker", "incident", "command", "overlay", "camera")
#: Cameras looked at more closely at one search; a city may have a hundred thousand.
CAMERAS = 400
#: From this length on initials may have one wrong letter.
FORGIVING = 4


class Entry(msgspec.Struct, frozen=True):
    """One thing that can be found. ``keys`` are what it is found by, in lower case, the best first; ``sounds`` are
    initials, which may be mistyped by a letter."""

    kind: str
    id: str
    title: str
    detail: str = ""
    keys: tuple[str, ...] = ()
    sounds: str = ""


def command_entry(id: str, title: str, detail: str = "") -> Entry:
    """A command of the desk; ``detail`` may name its key."""
    return Entry("command", id, title, detail, (title.lower(), initials(title), spelled(title)), initials(title))


class Finder:
    """Keeps what does not change of a city; incidents are looked at afresh at every search."""

    def __init__(self) -> None:
        self._tree: RegionTree | None = None
        self._language = ""
        self._places: list[Entry] = []
        self._people: dict[str, Entry] = {}

    def find(self, picture: Picture, needle: str, language: str, commands: Iterable[Entry], count: int) -> list[Entry]:
        """The best ``count`` entries for what was typed; nothing typed gives the commands."""
        needle = needle.strip().lower()
        if not needle:
            return list(commands)[:count]
        self._prepare(picture, language)
        every = self._all(picture, language, commands, needle)
        found = ((rank, entry) for entry in every if (rank := _rank(entry, needle)))
        best = nsmallest(count, found, key=lambda item: (*item[0], item[1].id))
        return [*map(_spot, readings(needle)), *(entry for _, entry in best)][:count]

    def _prepare(self, picture: Picture, language: str) -> None:
        if picture.tree is self._tree and language == self._language:
            return
        self._tree, self._language, self._people = picture.tree, language, {}
        self._places = [_place(picture, region, language) for region in picture.tree]
        overlays, regions = picture.city.overlays, picture.city.geography.regions
        numbers = range(len(overlays)) if overlays.fits(regions) else ()
        self._places += [_overlay(overlays.grid(number, regions), language) for number in numbers]

    def _all(self, picture: Picture, language: str, commands: Iterable[Entry], needle: str) -> Iterator[Entry]:
        yield from self._places
        for worker in picture.roster:
            known = self._people.get(worker.id)
            if known is None:
                known = self._people[worker.id] = _person(picture, worker, language)
            yield known
        for incident in picture.incidents.values():
            yield _matter(picture, incident, language)
        yield from commands
        cameras = picture.city.cameras
        yield from (_eye(cameras[index]) for index in cameras.matching(needle, CAMERAS))


def _spot(reading: Reading) -> Entry:
    """A place that was typed as coordinates; its id is longitude and latitude in WGS-84 degrees."""
    title = written(reading.lon, reading.lat, reading.system)
    return Entry("place", f"{reading.lon:.7f},{reading.lat:.7f}", title)


def _place(picture: Picture, region: Region, language: str) -> Entry:
    above = picture.tree[region.parent].title(language) if region.parent else ""
    sounds = initials(region.name)
    keys = (region.name.lower(), region.name_en.lower(), region.code.lower(), sounds, spelled(region.name))
    return Entry("region", region.code, region.title(language), above, keys, sounds)


def _overlay(grid: OverlayGrid, language: str) -> Entry:
    """Its id is its number in the city."""
    sounds = initials(grid.name.zh)
    keys = (grid.code.lower(), grid.name.zh.lower(), grid.name.en.lower(), sounds, spelled(grid.name.zh))
    return Entry("overlay", str(grid.index), grid.name.text(language), grid.code, keys, sounds)


def _eye(camera: Camera) -> Entry:
    keys = (camera.code.lower(), camera.name.lower())
    return Entry("camera", camera.code, camera.name or camera.code, camera.code, keys)


def _person(picture: Picture, worker: Worker, language: str) -> Entry:
    role = picture.roles.get(worker.role)
    detail = " · ".join(part for part in (role.name.text(language) if role else "", worker.phone) if part)
    sounds = initials(worker.name)
    keys = (worker.name.lower(), worker.name_en.lower(), worker.phone, sounds, spelled(worker.name), worker.id.lower())
    return Entry("worker", worker.id, worker.title(language), detail, keys, sounds)


def _matter(picture: Picture, incident: Incident, language: str) -> Entry:
    stage = picture.stages[incident.stage].name.text(language)
    detail = " · ".join(part for part in (incident.case, stage) if part)
    sounds = initials(incident.title)
    keys = (incident.title.lower(), incident.case.lower(), incident.id.lower(), sounds, incident.place.address.lower())
    return Entry("incident", incident.id, incident.title, detail, keys, sounds)


def _rank(entry: Entry, needle: str) -> tuple[int, int, int] | None:
    """How well an entry answers, lower is better; None when it does not."""
    best: int | None = None
    for key in entry.keys:
        if key == needle:
            rank = 0
        elif key.startswith(needle):
            rank = 1
        elif needle in key:
            rank = 2
        else:
            continue
        best = rank if best is None else min(best, rank)
    if best is None and len(needle) >= FORGIVING and len(needle) == len(entry.sounds):
        wrong = sum(a != b for a, b in zip(needle, entry.sounds, strict=True))
        best = 3 if wrong == 1 else None
    return None if best is None else (best, KINDS.index(entry.kind), len(entry.title))
