"""Roads between towns: the cheapest way over the land from each to its neighbours, using what is already built."""

from __future__ import annotations

import math
from collections.abc import Sequence

import msgspec
import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import Delaunay, QhullError, cKDTree

from backend.geography.curves import smooth, wander
from backend.geography.ground import Course
from backend.geography.plane import Floats
from backend.geography.territory import Land

#: Towns farther apart than this (metres) have no road of their own between them.
_LONGEST = 18_000.0
#: Two dense places nearer than this are joined by the streets of the town itself.
_NEAR = 6_000.0
#: What a metre costs: over hills, across a small river, on a road that is there already.
_HILL, _RIVER, _BUILT = 7.0, 2.6, 0.4
#: A new piece of road is at least so many cells long; shorter ones would only run beside what is there.
_SHORTEST = 4
#: From this many people in both towns on their road is a main one.
_MAIN = 45_000.0


class Town(msgspec.Struct, frozen=True):
    """A place roads lead to: metres, people."""

    x: float
    y: float
    residents: float


class TownRoad(msgspec.Struct, frozen=True):
    """A road from town ``one`` to town ``two`` (their numbers): metres ``(n, 2)`` and rank as in ``domain.roads``."""

    one: int
    two: int
    rank: int
    points: Floats


def town_roads(
    land: Land,
    rivers: NDArray[np.bool_],
    dense: NDArray[np.bool_],
    towns: Sequence[Town],
    given: Sequence[Course],
    rng: np.random.Generator,
) -> list[TownRoad]:
    """The roads that are missing between neighbouring towns. ``rivers`` ``(n,)``: cells in a river that is bridged
    easily; wide water is not crossed. ``dense`` ``(n,)``: cells of towns so dense that they have streets enough."""
    if len(towns) < 2:
        return []
    spots = np.array([(town.x, town.y) for town in towns])
    tree = cKDTree(land.places)
    at = tree.query(spots)[1]
    built = np.zeros(len(land.places), bool)
    known: list[Floats] = []
    for road in given:
        if road.rank > 0:
            traced = shapely.get_coordinates(shapely.segmentize(shapely.LineString(road.points), land.cell / 3))
            far, cells = tree.query(traced, distance_upper_bound=land.cell)
            built[cells[np.isfinite(far)]] = True
            known.append(traced)
    ground = np.where(land.wet, np.inf, np.where(land.steep, _HILL, np.where(rivers, _RIVER, 1.0)))
    found = []
    graph = land.graph(np.ones(len(land.places)))
    rows = np.repeat(np.arange(len(land.places)), np.diff(graph.indptr))
    metres = graph.data.copy()
    for one, two in _neighbours(spots):
        length = math.dist(spots[one], spots[two])
        near = dense[at[one]] and dense[at[two]] and length < _NEAR
        if near or land.wet[at[one]] or land.wet[at[two]]:
            continue
        cost = np.where(built & ~land.wet, _BUILT, ground)
        graph.data = metres * np.minimum((cost[rows] + cost[graph.indices]) / 2, 1e6)
        far, before = dijkstra(graph, indices=int(at[one]), limit=2.6 * length, return_predecessors=True)
        if not np.isfinite(far[at[two]]):
            continue
        way = [int(at[two])]
        while way[-1] != at[one]:
            way.append(int(before[way[-1]]))
        way.reverse()
        rank = 1 if min(towns[one].residents, towns[two].residents) >= _MAIN else 2
        for piece in _new_pieces(way, built | dense):
            points = land.places[piece]
            if piece[0] == at[one]:
                points[0] = spots[one]
            if piece[-1] == at[two]:
                points[-1] = spots[two]
            points = _joined(points, known, land.cell)
            line = wander(smooth(_straighter(points, land.cell), 90.0), 22.0, 1400.0, rng)
            found.append(TownRoad(one, two, rank, line))
            known.append(shapely.get_coordinates(shapely.segmentize(shapely.LineString(line), land.cell / 3)))
        built[way] = True
    return found


def _neighbours(spots: Floats) -> list[tuple[int, int]]:
    """Pairs of places with no third in the circle between them, the nearest first."""
    if len(spots) == 2:
        pairs = {(0, 1)}
    else:
        try:
            corners = Delaunay(spots).simplices
        except (QhullError, ValueError):
            return []
        edges = np.sort(np.vstack([corners[:, [0, 1]], corners[:, [1, 2]], corners[:, [2, 0]]]), axis=1)
        pairs = {(one, two) for one, two in edges.tolist()}
    tree, kept = cKDTree(spots), []
    for one, two in sorted(pairs):
        length = math.dist(spots[one], spots[two])
        middle = (spots[one] + spots[two]) / 2
        if 1.0 < length <= _LONGEST and tree.query(middle)[0] >= 0.499 * length:
            kept.append((length, one, two))
    return [(one, two) for _, one, two in sorted(kept)]


def _new_pieces(way: list[int], built: NDArray[np.bool_]) -> list[list[int]]:
    """The parts of a way that are not built yet, each with a cell of what it joins at either end."""
    pieces, first = [], None
    for number in range(len(way) + 1):
        fresh = number < len(way) and not built[way[number]]
        if fresh and first is None:
            first = max(number - 1, 0)
        if not fresh and first is not None:
            piece = way[first : min(number + 1, len(way))]
            if len(piece) >= _SHORTEST:
                pieces.append(piece)
            first = None
    return pieces


def _joined(points: Floats, known: list[Floats], cell: float) -> Floats:
    """The ends moved onto the road beside them."""
    if not known:
        return points
    roads = np.vstack(known)
    for end in (0, -1):
        apart = np.hypot(*(roads - points[end]).T)
        nearest = int(apart.argmin())
        if 0 < apart[nearest] < 1.3 * cell:
            points[end] = roads[nearest]
    return points


def _straighter(points: Floats, cell: float) -> Floats:
    """Without the steps from cell to cell."""
    line = shapely.simplify(shapely.LineString(points), 0.9 * cell)
    found: Floats = shapely.get_coordinates(line)
    return found
