"""Finds areas, roads and other named ground, people, incidents, overlay grids, cameras and commands by Chinese, pinyin,
initials, code or phone, and places by coordinates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from heapq import nsmallest
from typing import Any

from domain.coordinates import Reading, readings, written
from domain.incident import Incident
from domain.picture import Picture
from widgets.city_entries import camera_entry, matter_entry
from widgets.entry import Entry, order_of, rank_of
from widgets.name_index import NameIndex

#: Cameras looked at more closely at one search; a city may have a hundred thousand.
CAMERAS = 400


class Finder:
    """Names of a city are learnt (``learn``), kind by kind; incidents are looked at afresh at every search."""

    def __init__(self) -> None:
        self._names: dict[str, NameIndex[Any]] = {}
        self._matters: dict[str, tuple[Incident, Entry]] = {}
        self._language = ""

    def learn(self, kind: str, names: NameIndex[Any]) -> None:
        """All things of one kind, instead of those known before."""
        self._names[kind] = names

    def forget(self) -> None:
        """Another city, or another language: the names are no longer true."""
        self._names.clear()
        self._matters.clear()

    def find(self, picture: Picture, needle: str, language: str, commands: Iterable[Entry], count: int) -> list[Entry]:
        """The best ``count`` entries for what was typed; nothing typed gives the commands."""
        needle = needle.strip().lower()
        if not needle:
            return list(commands)[:count]
        if language != self._language:
            self._language = language
            self._matters.clear()
        found = [found for names in self._names.values() for found in names.find(needle, count)]
        every = (*self._incidents(picture), *commands, *_cameras(picture, needle))
        found += [(rank, entry) for entry in every if (rank := rank_of(entry, needle)) is not None]
        best = nsmallest(count, found, key=lambda item: (item[0], *order_of(item[1])))
        return [*map(_spot, readings(needle)), *(entry for _, entry in best)][:count]

    def _incidents(self, picture: Picture) -> Iterator[Entry]:
        for key, incident in picture.incidents.items():
            known = self._matters.get(key)
            if known is None or known[0] is not incident:
                known = self._matters[key] = incident, matter_entry(picture, incident, self._language)
            yield known[1]


def _cameras(picture: Picture, needle: str) -> Iterator[Entry]:
    cameras = picture.city.cameras
    return (camera_entry(cameras[index]) for index in cameras.matching(needle, CAMERAS))


def _spot(reading: Reading) -> Entry:
    """A place that was typed as coordinates; its id is longitude and latitude in WGS-84 degrees."""
    title = written(reading.lon, reading.lat, reading.system)
    return Entry("place", f"{reading.lon:.7f},{reading.lat:.7f}", title)
