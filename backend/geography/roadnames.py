"""What the roads of a city are called."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from backend.geography.country import Country
from backend.geography.ground import Ground
from backend.geography.layout import Layout
from backend.geography.locality import Locality
from backend.geography.mesh import Line
from backend.geography.naming import Namer, base
from backend.geography.plane import Floats
from domain.names import Name
from domain.network import Roads

#: Metres of a side street that is worth a name, in town and in the country.
_SHORTEST, _IN_COUNTRY = 380.0, 900.0
#: Streets longer than this (metres) are main ones: the city's own names go to them first.
_MAIN = 2_500.0


def main_names(
    lines: Sequence[Line], layout: Layout, ground: Ground, country: Country, where: Locality, namer: Namer
) -> dict[int, Name]:
    """A name for every name number, the longest and most important roads first."""
    length: dict[int, float] = {}
    rank: dict[int, int] = {}
    middle: dict[int, Floats] = {}
    for line in lines:
        if line.name >= 0:
            length[line.name] = length.get(line.name, 0.0) + float(np.hypot(*np.diff(line.points, axis=0).T).sum())
            rank[line.name] = line.rank
            middle.setdefault(line.name, line.points[len(line.points) // 2])
    found = {number: ground.roads[index].name for number, index in layout.given.items()}
    for name in found.values():
        namer.reserve("roads", name.zh)
    bases = [base(street.name) for street in country.streets]
    linked: dict[tuple[int, int], Name] = {}
    for number, (one, two) in layout.linking.items():
        if number in length:
            if (one, two) not in linked:
                linked[one, two] = namer.linking(bases[one], bases[two])
            found[number] = linked[one, two]
    for number in sorted(length, key=lambda number: (rank[number], -length[number], number)):
        if number not in found:
            local = [] if length[number] > _MAIN else where.names_at(middle[number][None])[0]
            found[number] = namer.road(local, main=length[number] > _MAIN)
    return found


def name_side_streets(
    roads: Roads, english: list[str], points: Floats, urban: Floats, where: Locality, namer: Namer
) -> None:
    """Name the longer nameless streets: segments that run straight on through a junction are one street. ``points``:
    the nodes in metres; ``urban``: how urban it is there."""
    if namer.silent:
        return
    rows = np.flatnonzero((roads.name < 0) & (roads.rank <= 4))
    if not len(rows):
        return
    along = points[roads.end[rows]] - points[roads.start[rows]]
    length = np.hypot(along[:, 0], along[:, 1])
    street = _straight_on(roads, rows, along / (length[:, None] + 1e-9))
    count = int(street.max()) + 1
    total = np.bincount(street, length, count)
    dense = np.bincount(street, urban[roads.start[rows]] * length, count) / np.maximum(total, 1e-9)
    wanted = np.flatnonzero(total >= np.where(dense > 0.2, _SHORTEST, _IN_COUNTRY))
    order = wanted[np.argsort(-total[wanted], kind="stable")]
    first = np.full(count, -1, np.int64)
    first[street[::-1]] = rows[::-1]
    places = where.names_at(points[roads.start[first[order]]])
    number = np.full(count, -1, np.int64)
    for one, local in zip(order.tolist(), places, strict=True):
        name = namer.road(local, main=False)
        number[one] = len(roads.names)
        roads.names.append(name.zh)
        english.append(name.en)
    roads.name[rows] = number[street]


def _straight_on(roads: Roads, rows: np.ndarray, along: Floats) -> np.ndarray:
    """The street (a number) of each of the segments ``rows``, which run ``along``."""
    beside: dict[int, list[tuple[int, float, float]]] = {}
    ends = zip(roads.start[rows].tolist(), roads.end[rows].tolist(), along.tolist(), strict=True)
    for row, (start, end, (dx, dy)) in enumerate(ends):
        beside.setdefault(start, []).append((row, dx, dy))
        beside.setdefault(end, []).append((row, -dx, -dy))
    one, two = [], []
    for ways in beside.values():
        if len(ways) == 2:  # a bend
            (a, ax, ay), (b, bx, by) = ways
            if ax * bx + ay * by < -0.6:
                one.append(a)
                two.append(b)
            continue
        pairs = sorted((ax * bx + ay * by, a, b) for i, (a, ax, ay) in enumerate(ways) for b, bx, by in ways[i + 1 :])
        joined: set[int] = set()
        for cosine, a, b in pairs:
            if cosine < -0.88 and not joined & {a, b}:
                joined |= {a, b}
                one.append(a)
                two.append(b)
    graph = coo_matrix((np.ones(len(one), np.int8), (one, two)), shape=(len(rows), len(rows)))
    return np.asarray(connected_components(graph, directed=False)[1])
