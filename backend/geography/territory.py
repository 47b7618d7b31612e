"""Which street the ground belongs to, before there is any road: cells of land claimed by the streets' known places.

A cell belongs to the street it is nearest to on foot, measured in the spacing of streets there (a suburb reaches
farther than a lane of the old town); rivers and hills are long ways, and nobody reaches over the border of a district.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import msgspec
import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import cKDTree

from backend.geography.ground import Ground
from backend.geography.plane import Floats
from backend.geography.terrain import Waves

Ints = NDArray[np.int64]

#: Not more cells than this, and none smaller than this (metres).
_CELLS, _FINEST = 150_000, 90.0
#: How much longer a metre is across wide water, over hills, and across a small river.
_WATER, _HILL, _RIVER = 9.0, 2.2, 3.0
#: How far the spacing of places around a street decides over its reach (0: not at all, 1: fully).
_SPACING = 0.6


class Claim(msgspec.Struct, frozen=True):
    """A street: where it lies (metres), the number of the outline its ground is in, and how many people it has."""

    x: float
    y: float
    outline: int
    residents: float


class Land(msgspec.Struct):
    """Square cells of ``cell`` metres on which the city lies. ``places`` ``(n, 2)`` metres; ``outline`` ``(n,)`` which
    outline each is in; ``wet``, ``steep`` ``(n,)`` in wide water, on a hill. ``links`` ``(m, 2)`` cells side by side
    (each once) and ``metres`` ``(m,)`` between them. ``lattice`` holds the number of each cell by row and column from
    the corner ``west``, ``south`` (-1: outside)."""

    cell: float
    west: float
    south: float
    lattice: Ints
    places: Floats
    outline: Ints
    wet: NDArray[np.bool_]
    steep: NDArray[np.bool_]
    links: Ints
    metres: Floats

    def at(self, x: float, y: float) -> int:
        """The cell that holds a place; -1 for none."""
        column, row = int((x - self.west) // self.cell), int((y - self.south) // self.cell)
        rows, columns = self.lattice.shape
        return int(self.lattice[row, column]) if 0 <= row < rows and 0 <= column < columns else -1

    def graph(self, cost: Floats, kept: NDArray[np.bool_] | None = None) -> csr_array:
        """Links as a graph; ``cost`` ``(n,)`` is how many metres a metre in each cell counts for. Links are left out
        where ``kept`` ``(m,)`` says so."""
        one, two = self.links.T
        weight = self.metres * (cost[one] + cost[two]) / 2
        usable = np.isfinite(weight) if kept is None else np.isfinite(weight) & kept
        one, two, weight = one[usable], two[usable], weight[usable]
        count = len(self.places)
        rows, columns = np.concatenate([one, two]), np.concatenate([two, one])
        return csr_array((np.concatenate([weight, weight]), (rows, columns)), shape=(count, count))


def land_of(outlines: Sequence[shapely.Geometry], ground: Ground) -> Land:
    """The land inside ``outlines`` (metres; they do not overlap)."""
    area = sum(outline.area for outline in outlines)
    cell = max(_FINEST, math.sqrt(area / _CELLS))
    west, south, east, north = shapely.total_bounds(np.array(outlines, object)).tolist()
    xs, ys = np.arange(west + cell / 2, east, cell), np.arange(south + cell / 2, north, cell)
    grid_x, grid_y = np.meshgrid(xs, ys)
    home = np.full(grid_x.shape, -1)
    for index, outline in enumerate(outlines):
        left, low, right, high = outline.bounds
        columns = slice(*np.searchsorted(xs, [left - cell, right + cell]).tolist())
        rows = slice(*np.searchsorted(ys, [low - cell, high + cell]).tolist())
        shapely.prepare(outline)
        held = shapely.contains_xy(outline, grid_x[rows, columns], grid_y[rows, columns])
        home[rows, columns] = np.where(held, index, home[rows, columns])
    inside = home >= 0
    number = np.full(home.shape, -1, np.int64)
    number[inside] = np.arange(inside.sum())
    links, metres = [], []
    for down, right in ((0, 1), (1, 0), (1, 1), (1, -1)):
        a = number[: number.shape[0] - down, max(0, -right) : number.shape[1] - max(0, right)]
        b = number[down:, max(0, right) : number.shape[1] + min(0, right)]
        both = (a >= 0) & (b >= 0)
        links.append(np.column_stack([a[both], b[both]]))
        metres.append(np.full(int(both.sum()), cell * math.hypot(down, right)))
    places = np.column_stack([grid_x[inside], grid_y[inside]])
    return Land(
        cell,
        west,
        south,
        number,
        places,
        home[inside].astype(np.int64),
        _held(ground.wide_water(), places),
        _held(shapely.union_all([body.shape for body in (*ground.hills, *ground.parks)]), places),
        np.concatenate(links),
        np.concatenate(metres),
    )


def rough(land: Land, rivers: NDArray[np.bool_], rng: np.random.Generator) -> Floats:
    """How much longer a metre is in each cell: across water and hills, and by chance, as no land is even. ``rivers``:
    cells with a river that is not wide."""
    chance = 0.45 * Waves(rng, 3600)(land.places) + 0.3 * Waves(rng, 1300)(land.places)
    found: Floats = np.exp(np.clip(chance, -0.9, 0.9))
    return found * np.where(land.wet, _WATER, np.where(land.steep, _HILL, np.where(rivers, _RIVER, 1.0)))


def claimed(land: Land, claims: Sequence[Claim], cost: Floats) -> Ints:
    """For each cell the number of the claim it belongs to. ``cost`` ``(n,)`` as of ``rough``. Every outline needs a
    claim in it."""
    spots = np.array([(claim.x, claim.y) for claim in claims])
    reach = _reach(spots)
    found = np.full(len(land.places), -1, np.int64)
    same = land.outline[land.links[:, 0]] == land.outline[land.links[:, 1]]
    graph = land.graph(cost, same)
    for outline in np.unique(land.outline).tolist():
        cells = np.flatnonzero(land.outline == outline)
        here = [number for number, claim in enumerate(claims) if claim.outline == outline]
        if not here:
            raise ValueError(f"no street lies in outline {outline}; give each district a street")
        # Water is nobody's place: a street begins on the dry cell next to where it is said to lie.
        dry = cells[~land.wet[cells]] if (~land.wet[cells]).any() else cells
        starts = dry[cKDTree(land.places[dry]).query(spots[here])[1]]
        ways = np.atleast_2d(dijkstra(graph[cells][:, cells], indices=np.searchsorted(cells, starts)))
        straight = np.hypot(*(land.places[cells][None] - spots[here][:, None]).transpose(2, 0, 1))
        # Land cut off by water inside its outline (an island) still belongs to somebody: the nearest.
        ways = np.where(np.isfinite(ways), ways, 1e7 + straight)
        found[cells] = np.array(here, np.int64)[(ways / reach[here][:, None]).argmin(axis=0)]
    return found


class Territory:
    """The claimed land, asked by place."""

    def __init__(self, land: Land, owner: Ints) -> None:
        self.land, self.owner = land, owner
        self._tree = cKDTree(land.places)

    def owners(self, points: Floats, outline: Ints) -> Ints:
        """For each place (metres ``(n, 2)``) in outline ``(n,)`` the number of its claim."""
        found: Ints = self.owner[self._tree.query(points)[1]]
        for number in np.unique(outline).tolist():
            asked = outline == number
            cells = np.flatnonzero(self.land.outline == number)
            if len(cells):
                found[asked] = self.owner[cells[cKDTree(self.land.places[cells]).query(points[asked])[1]]]
        return found


def _reach(spots: Floats) -> Floats:
    """How far each place reaches, in relation to the others: by its distance to the nearest three of them."""
    if len(spots) < 2:
        return np.ones(len(spots))
    count = min(4, len(spots))
    apart = cKDTree(spots).query(spots, k=count)[0][:, 1:].mean(axis=1)
    found: Floats = np.maximum(apart, 200.0) ** _SPACING
    return found


def _held(area: shapely.Geometry, places: Floats) -> NDArray[np.bool_]:
    if area.is_empty:
        return np.zeros(len(places), bool)
    shapely.prepare(area)
    return np.asarray(shapely.contains_xy(area, places[:, 0], places[:, 1]))
