"""The land of villages: which fields are whose, the lines between them, and the ways that lead to every village."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import cKDTree

from backend.geography.curves import smooth, wander
from backend.geography.mesh import NO_ROAD, Line
from backend.geography.plane import Floats
from backend.geography.settlements import Village
from backend.geography.terrain import Waves
from backend.geography.territory import Ints, Land

#: Ground that is more urban than this belongs to a town and to no village.
TOWN = 0.2
#: What a metre costs on the way from a village to the next road, over hills and small rivers.
_HILL, _RIVER = 4.0, 2.2
#: Villages of at least this radius (metres) have a proper road.
_LARGE = 150.0
#: Share of the lines between villages that are field tracks.
_TRACKS = 0.3


def fields_of(land: Land, owner: Ints, villages: Sequence[Village], urban: Floats, cost: Floats) -> Ints:
    """For each cell the number of the village it belongs to, -1 in towns. A hamlet's fields are those of the village it
    lies beside; nobody has fields under another street (``owner``). ``cost`` ``(n,)``: what a metre costs."""
    found = np.full(len(land.places), -1, np.int64)
    if not villages:
        return found
    one, two = land.links.T
    open_ground = (urban < TOWN) | land.wet
    kept = (owner[one] == owner[two]) & open_ground[one] & open_ground[two]
    starts = cKDTree(land.places).query([(village.x, village.y) for village in villages])[1]
    seats, first = np.unique(starts, return_index=True)
    _, _, source = dijkstra(land.graph(cost, kept), indices=seats, min_only=True, return_predecessors=True)
    reached = source >= 0
    village_at = np.full(len(land.places), -1, np.int64)
    village_at[seats] = first
    found[reached] = village_at[source[reached]]
    found[~open_ground] = -1
    return found


def dividing_lines(land: Land, label: Ints, rng: np.random.Generator) -> list[Line]:
    """Lines between cells of different labels, smooth, running where nobody built; some are field tracks."""
    one, two = land.links.T
    straight = land.metres < 1.01 * land.cell
    parted = straight & (label[one] != label[two]) & (label[one] >= 0) & (label[two] >= 0)
    parted &= ~(land.wet[one] & land.wet[two])  # the river is the border there
    a, b = land.places[one[parted]], land.places[two[parted]]
    middle, across = (a + b) / 2, (b - a) / 2
    turned = np.column_stack([-across[:, 1], across[:, 0]])
    corners = np.stack([middle - turned, middle + turned], axis=1)
    if not len(corners):
        return []
    origin = land.places[0]
    corners = np.rint((corners - origin) / (land.cell / 2)) * (land.cell / 2) + origin
    merged = shapely.get_parts(shapely.line_merge(shapely.multilinestrings(shapely.linestrings(corners))))
    lines = []
    for line in merged:
        points = _without_steps(line, land.cell)
        if line.length >= 2.5 * land.cell:
            points = wander(smooth(points, 110.0), 0.16 * land.cell, 700.0, rng)
            points = shapely.get_coordinates(shapely.LineString(points).simplify(6.0))
        lines.append(Line(points, 5 if rng.random() < _TRACKS else NO_ROAD))
    return lines


def _without_steps(line: shapely.Geometry, cell: float) -> Floats:
    """A line along the sides of cells drawn through the middles of those sides: what runs aslant has no stairs."""
    corners = shapely.get_coordinates(shapely.segmentize(line, cell))
    middles = np.vstack([corners[:1], (corners[1:] + corners[:-1]) / 2, corners[-1:]])
    found: Floats = shapely.get_coordinates(shapely.LineString(middles).simplify(0.6 * cell))
    return found


def village_ways(
    land: Land,
    rivers: NDArray[np.bool_],
    villages: Sequence[Village],
    roads: Sequence[Floats],
    rng: np.random.Generator,
) -> list[Line]:
    """The way from every village to the next road, shared where ways meet. ``rivers``: cells that need a small
    bridge."""
    if not villages or not roads:
        return []
    tree = cKDTree(land.places)
    dense = shapely.segmentize(np.array([shapely.LineString(road) for road in roads], object), land.cell / 3)
    known = shapely.get_coordinates(dense)
    far, at = tree.query(known, distance_upper_bound=land.cell)
    near = np.isfinite(far)
    if not near.any():
        return []
    touched = np.full(len(land.places), -1, np.int64)
    touched[at[near]] = np.flatnonzero(near)  # a point of the road in each cell it passes
    built = np.flatnonzero(touched >= 0)
    rough = np.maximum(1.0 + 0.5 * Waves(rng, 1300)(land.places), 0.3)
    cost = rough * np.where(land.wet, 1e6, np.where(land.steep, _HILL, np.where(rivers, _RIVER, 1.0)))
    reach, before, _ = dijkstra(land.graph(cost), indices=built, min_only=True, return_predecessors=True)
    seats = tree.query([(village.x, village.y) for village in villages])[1]
    place = land.places.copy()
    place[seats] = [(village.x, village.y) for village in villages]
    place[built] = known[touched[built]]
    used = touched >= 0
    lines = []
    large = np.array([village.radius > _LARGE for village in villages])
    for number in np.lexsort((reach[seats], ~large)).tolist():
        here = int(seats[number])
        if used[here] or not reach[here] < 1e5:
            continue
        way = [here]
        while not used[way[-1]]:
            used[way[-1]] = True
            way.append(int(before[way[-1]]))
        points = place[way]
        if len(way) > 3:
            points = shapely.get_coordinates(shapely.LineString(points).simplify(0.7 * land.cell))
        bends = wander(smooth(points, 70.0), 14.0, 600.0, rng)
        bends = shapely.get_coordinates(shapely.LineString(bends).simplify(4.0))
        lines.append(Line(bends, 3 if large[number] else 4))
    return lines
