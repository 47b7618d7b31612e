"""Where things happen in this city, with people's words for it: roads, crossings, estates, parks, banks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import Literal

import msgspec
import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from backend.simulator.streets import Floats, Plane
from domain.city import City, Landmarks
from domain.placing import Placer
from domain.region import Level, RegionTree
from domain.shapes import DEGREE

Dice = np.random.Generator
#: What people speak in a simulated city.
Language = Literal["zh", "en"]

#: Incidents keep this far (metres) from the middle of the road they are on.
KERB = (2.0, 9.0)
#: Tries to put a place inside the city before any is taken.
_TRIES = 12


class _Address(msgspec.Struct, frozen=True):
    """How people say where something is. ``sides`` of a house are put into ``house`` as they are."""

    between: str
    estate: str
    crossing: str
    house: str
    near: str
    sides: tuple[str, str, str, str]


_ADDRESSES: dict[Language, _Address] = {
    "zh": _Address(
        "", "{area}{estate}", "{road}与{other}交叉口", "{road}{number}号{side}", "{area}，{road}附近",
        ("旁", "对面", "门前", "路边"),
    ),
    "en": _Address(
        ", ", "{estate}, {area}", "{road} and {other}", "{number} {road}{side}", "near {road}, {area}",
        ("", " (opposite)", " (in front)", " (at the kerb)"),
    ),
}  # fmt: skip


def language_of(city: City) -> Language:
    """Chinese where the city or its roads have Chinese names, otherwise English."""
    names: Iterable[str] = (city.name.zh, *city.geography.roads.names)
    return "zh" if any(re.search("[\u3400-\u9fff]", name) for name in names) else "en"


class Kind(StrEnum):
    """What sort of place: the keys of a template's ``places``."""

    ROAD = "road"
    CROSSING = "crossing"
    ESTATE = "estate"
    PARK = "park"
    WATER = "water"


class Spot(msgspec.Struct, frozen=True):
    """One place in WGS-84 degrees. ``address`` for people, ``name`` its shortest form (estate, road or community);
    ``region`` the grid's code."""

    lon: float
    lat: float
    address: str
    name: str
    region: str


class Gazetteer:
    """The places of a city, drawn by how many people live around them, told in one language."""

    def __init__(self, city: City, language: Language = "zh") -> None:
        geography = city.geography
        self._language: Language = language
        self._words = _ADDRESSES[language]
        roads = geography.roads
        self._tree = RegionTree(geography.regions)
        self._placer = Placer(geography)
        self._grids = self._tree.at_level(Level.GRID)
        nodes = roads.nodes / DEGREE
        self.plane = Plane(float(nodes[:, 0].mean()), float(nodes[:, 1].mean()))
        self._roads, self._nodes = roads, self.plane.metres(nodes)
        self.node_grid = self._grid_numbers(nodes)
        self._names_at = self._road_names()
        self._named = np.flatnonzero([bool(names) for names in self._names_at])
        # Searched once an incident, among a hundred thousand and more.
        self._near = cKDTree(self._nodes)
        self._near_named = cKDTree(self._nodes[self._named]) if len(self._named) else None
        self._estates = self._middles(geography.estates)
        self._parks = self._corners(geography.parks)
        self._banks = self._corners(geography.water)
        degree = np.bincount(np.concatenate([roads.start, roads.end]), minlength=len(nodes))
        inside = self.node_grid >= 0
        lively = np.array([len(names) > 1 for names in self._names_at])
        edge = (roads.rank >= 1) & inside[roads.start]
        self._edges, self._edge_odds = self._shared(np.flatnonzero(edge), self.node_grid[roads.start[edge]])
        crossing = np.flatnonzero((degree >= 3) & inside & lively)
        crossing = crossing if len(crossing) else np.flatnonzero(inside)
        self._crossings, self._crossing_odds = self._shared(crossing, self.node_grid[crossing])

    def draw(self, kinds: tuple[Kind, ...], dice: Dice) -> Spot:
        """A place of one of these kinds; a road where the city has none of them."""
        for _ in range(_TRIES):
            spot = self._draw(kinds[int(dice.integers(len(kinds)))], dice)
            if spot.region:
                return spot
        return self._on_road(dice)

    def beside(self, spot: Spot, metres: float, dice: Dice) -> Spot:
        """Almost the same place, as somebody else would point at it."""
        angle, reach = dice.uniform(0, 2 * np.pi), dice.uniform(0.3, 1.0) * metres
        moved = self.plane.metres(np.array([[spot.lon, spot.lat]])) + reach * np.array([[np.cos(angle), np.sin(angle)]])
        lon, lat = self.plane.degrees(moved)[0]
        return msgspec.structs.replace(spot, lon=float(lon), lat=float(lat))

    def at(self, lon: float, lat: float, dice: Dice) -> Spot:
        """The place where somebody stands, named after the road next to it."""
        here = self.plane.metres(np.array([[lon, lat]]))[0]
        node = int(self._near.query(here)[1])
        return self._spot(here, node, "", dice)

    def title_of(self, region: str) -> str:
        """Street and community of a grid, as on a form: 丰财街道万通社区; in English the community first."""
        areas = [area for area in self._tree.lineage(region) if area.level in (Level.STREET, Level.COMMUNITY)]
        if self._language == "zh":
            areas.reverse()
        return self._words.between.join(area.title(self._language) for area in areas)

    def _draw(self, kind: Kind, dice: Dice) -> Spot:
        if kind is Kind.CROSSING and len(self._crossings):
            node = _one(self._crossings, self._crossing_odds, dice)
            return self._spot(self._nodes[node] + dice.normal(0, 7, 2), node, "", dice, crossing=True)
        if kind is Kind.ESTATE and self._estates:
            name, middle, reach = self._estates[int(dice.integers(len(self._estates)))]
            here = middle + dice.normal(0, 0.3, 2) * reach
            node = int(self._near.query(here)[1])
            return self._spot(here, node, name, dice)
        if kind in (Kind.PARK, Kind.WATER):
            pool = self._parks if kind is Kind.PARK else self._banks
            if not pool:
                return self._on_road(dice)
            name, corners = pool[int(dice.integers(len(pool)))]
            here = corners[int(dice.integers(len(corners)))] + dice.normal(0, 4, 2)
            node = int(self._near.query(here)[1])
            return self._spot(here, node, name, dice)
        return self._on_road(dice)

    def _on_road(self, dice: Dice) -> Spot:
        edge = _one(self._edges, self._edge_odds, dice)
        start, end = int(self._roads.start[edge]), int(self._roads.end[edge])
        way = self._nodes[end] - self._nodes[start]
        across = np.array([-way[1], way[0]]) / max(float(np.hypot(*way)), 1e-6)
        here = self._nodes[start] + way * dice.random() + across * dice.uniform(*KERB) * dice.choice((-1, 1))
        number = int(self._roads.name[edge])
        road = self._roads.names[number] if number >= 0 else ""
        return self._spot(here, start, "", dice, road=road)

    def _spot(
        self, here: Floats, node: int, estate: str, dice: Dice, *, road: str = "", crossing: bool = False
    ) -> Spot:
        lon, lat = (float(value) for value in self.plane.degrees(here[None, :])[0])
        names = self._names_at[node]
        at_road = bool(road or names)
        road = road or (names[0] if names else self._road_near(here))
        region = self._placer.grid_at(lon, lat)
        area = self.title_of(region)
        words = self._words
        if estate:
            address = words.estate.format(area=area, estate=estate)
        elif crossing and len(names) > 1:
            address = words.crossing.format(road=names[0], other=names[1])
        elif road and at_road:
            number, side = int(dice.integers(2, 380)), words.sides[int(dice.integers(4))]
            address = words.house.format(road=road, number=number, side=side)
        else:
            address = words.near.format(area=area, road=road) if road else area
        return Spot(lon, lat, address, estate or road or area, region)

    def _road_near(self, here: Floats) -> str:
        """The named road nearest to a place in metres; empty where no road has a name."""
        if self._near_named is None:
            return ""
        return self._names_at[int(self._named[int(self._near_named.query(here)[1])])][0]

    def _grid_numbers(self, degrees: Floats) -> NDArray[np.int32]:
        number = {grid.code: place for place, grid in enumerate(self._grids)}
        codes = self._placer.grids_at(degrees[:, 0], degrees[:, 1])
        return np.array([number.get(code, -1) for code in codes], np.int32)

    def _shared(self, items: NDArray[np.int64], grids: NDArray[np.int32]) -> tuple[NDArray[np.int64], Floats]:
        """Things, and their odds added up to 1: each as likely as the residents of its grid, shared among what lies in
        it, are many."""
        residents = np.array([max(grid.residents, 30) for grid in self._grids], float)
        within = np.bincount(grids[grids >= 0], minlength=len(residents))
        share = np.where(grids >= 0, residents[grids] / np.maximum(within[grids], 1), 0.0)
        odds = share.cumsum()
        return items, odds / odds[-1]

    def _road_names(self) -> list[list[str]]:
        roads = self._roads
        found: list[list[str]] = [[] for _ in range(len(roads.nodes))]
        order = np.argsort(roads.rank, kind="stable")
        for edge in order[roads.name[order] >= 0].tolist():
            name = roads.names[int(roads.name[edge])]
            for node in (int(roads.start[edge]), int(roads.end[edge])):
                if name not in found[node]:
                    found[node].append(name)
        return found

    def _corners(self, marks: Landmarks) -> list[tuple[str, Floats]]:
        return [
            (name.text(self._language), self.plane.metres(np.vstack(marks.shapes.rings_of(index)) / DEGREE))
            for index, name in enumerate(marks.names)
            if len(marks.shapes.rings_of(index))
        ]

    def _middles(self, marks: Landmarks) -> list[tuple[str, Floats, Floats]]:
        return [
            (name, corners.mean(axis=0), np.maximum(np.ptp(corners, axis=0) / 2, 5.0))
            for name, corners in self._corners(marks)
        ]


def _one(items: NDArray[np.int64], odds: Floats, dice: Dice) -> int:
    """One of the things by its odds."""
    return int(items[min(int(odds.searchsorted(dice.random(), side="right")), len(items) - 1)])
