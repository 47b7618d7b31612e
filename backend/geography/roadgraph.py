"""From the lines of a city to its road graph: names, one-way pairs, and nothing that leads nowhere."""

from __future__ import annotations

import math

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from backend.geography.mesh import Line, Mesh
from backend.geography.naming import Namer
from backend.geography.plane import Plane
from backend.geography.terrain import Terrain
from domain.names import Name
from domain.network import Roads
from domain.shapes import DEGREE

#: How dense the city is where streets become one-way.
OLD_TOWN = 0.72

#: Metres of a side street that is worth a name.
SHORTEST_NAMED = 380.0


def named(lines: list[Line], given: dict[int, Name], namer: Namer) -> dict[int, Name]:
    """A name for every name number, the longest and most important roads first."""
    length: dict[int, float] = {}
    rank: dict[int, int] = {}
    for line in lines:
        if line.name >= 0:
            length[line.name] = length.get(line.name, 0.0) + float(np.hypot(*np.diff(line.points, axis=0).T).sum())
            rank[line.name] = line.rank
    found = dict(given)
    for number in sorted(length, key=lambda number: (rank[number], -length[number], number)):
        if number not in found:
            found[number] = namer.road()
    return found


def with_side_streets(roads: Roads, english: list[str], namer: Namer, plane: Plane) -> None:
    """Name the longer nameless streets: segments that run straight on through a junction are one street."""
    points = plane.metres(roads.nodes / DEGREE)
    rows = np.flatnonzero((roads.name < 0) & (roads.rank <= 4))
    along = points[roads.end[rows]] - points[roads.start[rows]]
    length = np.hypot(along[:, 0], along[:, 1])
    along /= length[:, None] + 1e-9
    beside: dict[int, list[tuple[int, float, float]]] = {}
    ends = zip(roads.start[rows].tolist(), roads.end[rows].tolist(), along.tolist(), strict=True)
    for row, (start, end, (dx, dy)) in enumerate(ends):
        beside.setdefault(start, []).append((row, dx, dy))
        beside.setdefault(end, []).append((row, -dx, -dy))
    one, two = [], []
    for ways in beside.values():
        pairs = sorted((ax * bx + ay * by, a, b) for i, (a, ax, ay) in enumerate(ways) for b, bx, by in ways[i + 1 :])
        joined: set[int] = set()
        for cosine, a, b in pairs:
            if cosine < -0.88 and not joined & {a, b}:
                joined |= {a, b}
                one.append(a)
                two.append(b)
    graph = coo_matrix((np.ones(len(one), np.int8), (one, two)), shape=(len(rows), len(rows)))
    count, street = connected_components(graph, directed=False)
    total = np.bincount(street, length, count)
    for number in np.argsort(-total, kind="stable").tolist():
        if total[number] < SHORTEST_NAMED:
            break
        name = namer.road()
        if not name.zh:
            break
        roads.name[rows[street == number]] = len(roads.names)
        roads.names.append(name.zh)
        english.append(name.en)


def one_way_pairs(lines: list[Line], terrain: Terrain, rng: np.random.Generator) -> set[int]:
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
    mesh: Mesh, lines: list[Line], names: dict[int, Name], one_way: set[int], plane: Plane
) -> tuple[Roads, list[str]]:
    """The graph in the form desks use, and the English names parallel to its ``names``."""
    used, number = np.unique(np.concatenate([mesh.start, mesh.end]), return_inverse=True)
    start, end = number[: len(mesh.start)].astype(np.int64), number[len(mesh.start) :].astype(np.int64)
    points = mesh.vertices[used]
    rank = np.array([line.rank for line in lines], np.int64)[mesh.source] if len(mesh.source) else np.zeros(0, np.int64)
    single = np.isin(mesh.source, list(one_way))
    _direct(start, end, mesh.source, single, lines, points)
    single &= ~_traps(start, end, single, len(used))
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
    roads = Roads(
        plane.stored(points),
        start.astype(np.int32),
        end.astype(np.int32),
        rank.astype(np.uint8),
        single.astype(np.uint8),
        column[mesh.source] if len(mesh.source) else np.zeros(0, np.int32),
        texts,
    )
    return roads, english


def _direct(
    start: np.ndarray, end: np.ndarray, source: np.ndarray, single: np.ndarray, lines: list[Line], points: np.ndarray
) -> None:
    """Turn one-way segments the way their line runs (every other line the other way round)."""
    for row in np.flatnonzero(single).tolist():
        line = lines[int(source[row])].points
        along = (line[-1] - line[0]) * (1 if int(source[row]) % 2 else -1)
        if float((points[end[row]] - points[start[row]]) @ along) < 0:
            start[row], end[row] = end[row], start[row]


def _traps(start: np.ndarray, end: np.ndarray, single: np.ndarray, count: int) -> np.ndarray:
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
