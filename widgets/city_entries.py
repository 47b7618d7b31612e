"""What of a city can be found by name, as entries of the palette: areas, people, overlay grids, named ground."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QCoreApplication

from domain.cameras import Camera
from domain.gazetteer import Named, named_ground
from domain.incident import Incident
from domain.overlay import OverlayGrid
from domain.picture import Picture
from domain.region import Region
from domain.worker import Worker
from widgets.entry import Entry
from widgets.name_index import NameIndex
from widgets.phonetics import initials, spelled


def sources(picture: Picture, language: str) -> dict[str, Callable[[], NameIndex[Any]]]:
    """By kind, what makes the index of all that are known now: for work beside the screen, since a large city takes a
    second."""
    city, roster = picture.city, list(picture.roster)
    regions, kinds = city.geography.regions, _kinds()
    overlays = range(len(city.overlays)) if city.overlays.fits(regions) else range(0)
    return {
        "region": lambda: NameIndex(list(picture.tree), partial(_area, picture, language)),
        "worker": lambda: NameIndex(roster, partial(_person, picture, language)),
        "overlay": lambda: NameIndex(
            overlays, lambda number: _overlay(city.overlays.grid(number, regions), language)
        ),
        "ground": lambda: NameIndex(named_ground(city.geography), partial(_ground, kinds, language)),
    }  # fmt: skip


def matter_entry(picture: Picture, incident: Incident, language: str) -> Entry:
    """An incident, by title, case number, id and address."""
    stage = picture.stages[incident.stage].name.text(language)
    detail = " · ".join(part for part in (incident.case, stage) if part)
    sounds = initials(incident.title)
    keys = (incident.title.lower(), incident.case.lower(), incident.id.lower(), sounds, incident.place.address.lower())
    return Entry("incident", incident.id, incident.title, detail, keys, sounds)


def camera_entry(camera: Camera) -> Entry:
    keys = (camera.code.lower(), camera.name.lower())
    return Entry("camera", camera.code, camera.name or camera.code, camera.code, keys)


def _area(picture: Picture, language: str, region: Region) -> Entry:
    above = picture.tree[region.parent].title(language) if region.parent else ""
    sounds = initials(region.name)
    keys = (region.name.lower(), region.name_en.lower(), region.code.lower(), sounds, spelled(region.name))
    return Entry("region", region.code, region.title(language), above, keys, sounds)


def _person(picture: Picture, language: str, worker: Worker) -> Entry:
    role = picture.roles.get(worker.role)
    detail = " · ".join(part for part in (role.name.text(language) if role else "", worker.phone) if part)
    sounds = initials(worker.name)
    keys = (worker.name.lower(), worker.name_en.lower(), worker.phone, sounds, spelled(worker.name), worker.id.lower())
    return Entry("worker", worker.id, worker.title(language), detail, keys, sounds)


def _overlay(grid: OverlayGrid, language: str) -> Entry:
    """Its id is its number in the city."""
    sounds = initials(grid.name.zh)
    keys = (grid.code.lower(), grid.name.zh.lower(), grid.name.en.lower(), sounds, spelled(grid.name.zh))
    return Entry("overlay", str(grid.index), grid.name.text(language), grid.code, keys, sounds)


def _ground(kinds: dict[str, str], language: str, ground: Named) -> Entry:
    """Its id is longitude and latitude in WGS-84 degrees."""
    sounds = initials(ground.name.zh)
    keys = (ground.name.zh.lower(), ground.name.en.lower(), sounds, spelled(ground.name.zh))
    place = f"{ground.lon:.7f},{ground.lat:.7f}"
    return Entry("ground", place, ground.name.text(language), kinds[ground.kind], keys, sounds)


def _kinds() -> dict[str, str]:
    """What each kind of named ground is called in the language of the screen."""
    translate = QCoreApplication.translate
    return {
        "road": translate("Ground", "road"),
        "water": translate("Ground", "water"),
        "park": translate("Ground", "park, hill"),
        "estate": translate("Ground", "housing estate"),
        "station": translate("Ground", "station"),
        "airport": translate("Ground", "airport"),
        "harbour": translate("Ground", "harbour"),
        "square": translate("Ground", "square"),
        "hospital": translate("Ground", "hospital"),
        "school": translate("Ground", "school"),
        "market": translate("Ground", "market"),
        "government": translate("Ground", "public office"),
        "police": translate("Ground", "police station"),
        "fire": translate("Ground", "fire station"),
        "museum": translate("Ground", "museum"),
        "temple": translate("Ground", "temple"),
        "stadium": translate("Ground", "stadium"),
        "sight": translate("Ground", "sight"),
        "works": translate("Ground", "works"),
        "village": translate("Ground", "village"),
        "bridge": translate("Ground", "bridge"),
    }
