"""From the lines of a city to its road graph: one-way pairs, motorways on a level of their own, no needless points."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from backend.geography.bridges import decks
from backend.geography.ground import Ground
from backend.geography.mesh import Line, Mesh
from backend.geography.plane import Floats, Plane
from backend.geography.settlements import Lived
from backend.geography.terrain import Terrain
from domain.names import Name
from domain.network import Roads

Ints = NDArray[np.int64]

#: How dense the city is where streets become one-way.
OLD_TOWN = 0.72
#: A bend may be left out when the road then runs at most this many metres beside where it was.
_STRAIGHT = 1.6
#: Roads of this rank meet a motorway at a junction; lesser ones pass under it.
_JOINS = 1
#: What runs between houses and fields; so many metres of it in the water are a bridge.
_LANE, _CROSSING = 4, 220.0
#: A street of a village is no better than this, and no longer (metres).
_IN_VILLAGE, _THROUGH_VILLAGE = 3, 1_500.0
#: Better roads than this end nowhere inside the city; no road has this rank.
_STREET, _NO_RANK = 2, 9


def one_way_pairs(lines: Sequence[Line], terrain: Terrain, rng: np.random.Generator) -> set[int]:
    """Numbers of the lines that are one-way (along their points): narrow streets of the old town."""
    chosen = set()
    for number, line in enumerate(lines):
        if line.rank in (3, 4) and len(line.points) > 1:
            x, y = line.points[len(line.points) // 2].tolist()
            long = math.dist(line.points[0], line.points[-1]) > 90
            if long and terrain.urban.at(x, y) > OLD_TOWN and rng.random() < 0.3:
                chosen.add(number)
    return chosen


def road_graph(
    mesh: Mesh,
    lines: Sequence[Line],
    names: dict[int, Name],
    one_way: set[int],
    ground: Ground,
    lived: Lived,
    plane: Plane,
) -> tuple[Roads, list[str], Floats]:
    """The graph in the form desks use, the English names parallel to its ``names``, and its nodes in metres.
    ``lived``: where somebody does."""
    rank_of = np.array([line.rank for line in lines], np.int64)
    start, end, source, points = mesh.start.copy(), mesh.end.copy(), mesh.source, mesh.vertices
    rank = rank_of[source] if len(source) else np.zeros(0, np.int64)
    start, end, points = _raised(start, end, rank, points)
    start, end, kept = _largest(start, end, len(points))
    dry = _out_of_water(start, end, rank[kept], points, ground)
    start, end, kept = start[dry], end[dry], kept[dry]
    start, end, left = _largest(start, end, len(points))
    kept = kept[left]
    start, end, left = _without_stubs(start, end, rank[kept], _ends(points, mesh, lived))
    kept = kept[left]
    source, rank = source[kept], rank[kept]
    rank = np.where(_of_village(start, end, source, rank, points, lived), _IN_VILLAGE, rank)
    single = np.isin(source, list(one_way))
    _direct(start, end, source, single, lines, points)
    texts, english, column = _texts(lines, names)
    name = column[source] if len(source) else np.zeros(0, np.int32)
    below = np.array([line.tunnel for line in lines], bool)[source] if len(source) else np.zeros(0, bool)
    kind = ((rank * 2 + single) * (len(texts) + 1) + name + 1) * 2 + below
    start, end, first = _straightened(start, end, kind, points)
    rank, single, name, below = rank[first], single[first], name[first], below[first]
    used, number = np.unique(np.concatenate([start, end]), return_inverse=True)
    start, end, points = number[: len(start)].astype(np.int64), number[len(start) :].astype(np.int64), points[used]
    single &= ~_traps(start, end, single, len(used))
    roads = Roads(
        plane.stored(points),
        start.astype(np.int32),
        end.astype(np.int32),
        rank.astype(np.uint8),
        single.astype(np.uint8),
        name.astype(np.int32),
        texts,
        decks(points, start, end, below, ground),
    )
    return roads, english, points


def _texts(lines: Sequence[Line], names: dict[int, Name]) -> tuple[list[str], list[str], NDArray[np.int32]]:
    """Names in Chinese and English, each once, and for each line its number among them (-1 for none)."""
    texts: list[str] = []
    english: list[str] = []
    at: dict[str, int] = {}
    column = np.full(len(lines), -1, np.int32)
    for index, line in enumerate(lines):
        name = names.get(line.name)
        if name is not None and name.zh:
            if name.zh not in at:
                at[name.zh] = len(texts)
                texts.append(name.zh)
                english.append(name.en)
            column[index] = at[name.zh]
    return texts, english, column


def _raised(start: Ints, end: Ints, rank: Ints, points: Floats) -> tuple[Ints, Ints, Floats]:
    """Motorways get points of their own where they cross a lesser road, so that nobody turns off there."""
    high = rank == 0
    if not high.any():
        return start, end, points
    count = len(points)
    on_motorway = np.bincount(np.concatenate([start[high], end[high]]), minlength=count) > 0
    lesser = ~high
    best = np.full(count, 9, np.int64)
    for column in (start, end):
        np.minimum.at(best, column[lesser], rank[lesser])
    # Where a motorway ends it meets whatever is there.
    ends = np.bincount(np.concatenate([start[high], end[high]]), minlength=count) == 1
    apart = np.flatnonzero(on_motorway & (best > _JOINS) & (best < 9) & ~ends)
    copy = np.arange(count)
    copy[apart] = count + np.arange(len(apart))
    return np.where(high, copy[start], start), np.where(high, copy[end], end), np.vstack([points, points[apart]])


def _largest(start: Ints, end: Ints, count: int) -> tuple[Ints, Ints, Ints]:
    """Only the segments of the largest connected network, and their numbers."""
    graph = coo_matrix((np.ones(len(start), np.int8), (start, end)), shape=(count, count))
    _, label = connected_components(graph, directed=False)
    if not len(start):
        return start, end, np.zeros(0, np.int64)
    kept = np.flatnonzero(label[start] == np.bincount(label[start]).argmax())
    return start[kept], end[kept], kept


def _out_of_water(start: Ints, end: Ints, rank: Ints, points: Floats, ground: Ground) -> NDArray[np.bool_]:
    """Which segments stay: lanes cross water, they do not run in it."""
    water = shapely.union_all([body.shape for body in ground.waters])
    stay = np.ones(len(start), bool)
    lanes = np.flatnonzero(rank >= _LANE)
    if water.is_empty or not len(lanes):
        return stay
    shapely.prepare(water)
    middles = (points[start[lanes]] + points[end[lanes]]) / 2
    lanes = lanes[shapely.contains_xy(water, middles[:, 0], middles[:, 1])]
    one, two = start[lanes], end[lanes]
    count = len(points)
    graph = coo_matrix((np.ones(len(lanes), np.int8), (one, two)), shape=(count, count))
    run = connected_components(graph, directed=False)[1][one]
    length = np.hypot(*(points[two] - points[one]).T)
    stay[lanes] = np.bincount(run, length)[run] <= _CROSSING if len(lanes) else True
    return stay


def _of_village(start: Ints, end: Ints, source: Ints, rank: Ints, points: Floats, lived: Lived) -> NDArray[np.bool_]:
    """Segments of streets that are short, lie in and around a village, and are no better than its other ways."""
    if not len(start):
        return np.zeros(0, bool)
    count = int(source.max()) + 1
    length = np.bincount(source, np.hypot(*(points[end] - points[start]).T), count)
    away = np.bincount(source, ~(lived.near_village(points[start]) & lived.near_village(points[end])), count)
    found: NDArray[np.bool_] = ((length < _THROUGH_VILLAGE) & (away == 0))[source] & (rank > 0) & (rank < _IN_VILLAGE)
    return found


def _ends(points: Floats, mesh: Mesh, lived: Lived) -> Ints:
    """The best rank of a road that may end at each point: any where it leaves the city, streets and lanes where
    somebody lives."""
    rim = np.unique(np.concatenate([column[mesh.across < 0] for column in (mesh.tail, mesh.head)]))
    leaving = np.isin(points @ [1, 1j], mesh.vertices[rim] @ [1, 1j])
    return np.where(leaving, 0, np.where(lived(points), _STREET, _NO_RANK))


def _without_stubs(start: Ints, end: Ints, rank: Ints, best: Ints) -> tuple[Ints, Ints, Ints]:
    """Without roads that lead nowhere; the numbers of what is left. ``best``: the best rank that may end at a point."""
    left = np.arange(len(start))
    while True:
        alone = np.bincount(np.concatenate([start, end]), minlength=len(best)) == 1
        going = (alone[start] & (rank[left] < best[start])) | (alone[end] & (rank[left] < best[end]))
        if not going.any():
            return start, end, left
        start, end, left = start[~going], end[~going], left[~going]


def _straightened(start: Ints, end: Ints, kind: Ints, points: Floats) -> tuple[Ints, Ints, Ints]:
    """Without bends that nobody sees. ``kind``: only segments of one kind become one. Gives the ends of what is left
    and for each one of the segments it was made of."""
    first = np.arange(len(start))
    for _ in range(6):
        count = len(points)
        ends = np.concatenate([start, end])
        order = np.argsort(ends, kind="stable")
        degree = np.bincount(ends, minlength=count)
        offset = np.concatenate([[0], np.cumsum(degree)])
        middle = np.flatnonzero(degree == 2)
        one, two = order[offset[middle]] % len(start), order[offset[middle] + 1] % len(start)
        a = np.where(start[one] == middle, end[one], start[one])
        b = np.where(start[two] == middle, end[two], start[two])
        line, to = points[b] - points[a], points[middle] - points[a]
        length = np.hypot(line[:, 0], line[:, 1])
        aside = np.abs(line[:, 0] * to[:, 1] - line[:, 1] * to[:, 0]) / np.maximum(length, 1e-9)
        # One-way segments must run on in the same direction.
        along = (start[one] == middle) != (start[two] == middle)
        fit = (kind[first[one]] == kind[first[two]]) & (one != two) & (a != b) & along & (aside < _STRAIGHT)
        fit &= length < 450
        middle, one, two, a, b, aside = (column[fit] for column in (middle, one, two, a, b, aside))
        # Of neighbours only one goes in each round, the straighter first.
        turn = np.argsort(aside, kind="stable")
        taken = np.zeros(len(start), bool)
        going = []
        for index, x, y in zip(turn.tolist(), one[turn].tolist(), two[turn].tolist(), strict=True):
            if not taken[x] and not taken[y]:
                taken[x] = taken[y] = True
                going.append(index)
        if len(going) < 0.002 * len(start):
            break
        chosen = np.array(going)
        keep, drop = one[chosen], two[chosen]
        forward = end[keep] == middle[chosen]
        start[keep] = np.where(forward, a[chosen], b[chosen])
        end[keep] = np.where(forward, b[chosen], a[chosen])
        left = np.ones(len(start), bool)
        left[drop] = False
        start, end, first = start[left], end[left], first[left]
    return start, end, first


def _direct(
    start: Ints, end: Ints, source: Ints, single: NDArray[np.bool_], lines: Sequence[Line], points: Floats
) -> None:
    """Turn one-way segments the way their line runs (every other line the other way round)."""
    for row in np.flatnonzero(single).tolist():
        line = lines[int(source[row])].points
        along = (line[-1] - line[0]) * (1 if int(source[row]) % 2 else -1)
        if float((points[end[row]] - points[start[row]]) @ along) < 0:
            start[row], end[row] = end[row], start[row]


def _traps(start: Ints, end: Ints, single: NDArray[np.bool_], count: int) -> NDArray[np.bool_]:
    """One-way segments that must be two-way after all, so that everybody can get everywhere and back."""
    both = np.zeros(len(start), bool)
    while True:
        two = ~single | both
        heads, tails = np.concatenate([start, end[two]]), np.concatenate([end, start[two]])
        graph = coo_matrix((np.ones(len(heads), np.int8), (heads, tails)), shape=(count, count))
        groups, label = connected_components(graph, directed=True, connection="strong")
        trapped = single & ~both & (label[start] != label[end])
        if groups == 1 or not trapped.any():
            return both
        both |= trapped
