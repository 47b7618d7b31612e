"""Lines on a sheet cut it into blocks; the mesh knows the blocks, who lies beside whom, and the road graph.

All vertices lie on a lattice of ``QUANTUM`` metres, so neighbours share their border points exactly."""

from __future__ import annotations

import msgspec
import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from backend.geography.plane import Floats

#: Metres between two possible vertices.
QUANTUM = 0.5

#: Rank of a line that is no road: an outline, a shore, a railway, the middle of a river.
NO_ROAD = -1

#: How unwelcome a metre of region border is by the rank of the road under it; the last is for no road at all.
BORDER_WEIGHT = np.array([0.15, 0.2, 0.4, 0.7, 1.0, 1.25, 1.5])

Ints = NDArray[np.int64]


class Line(msgspec.Struct, frozen=True):
    """A line that parts the ground. ``points``: metres ``(n, 2)``. ``rank`` as in ``domain.roads`` or ``NO_ROAD``;
    ``name`` is a number of its own to be named later, -1 for none; ``barrier``: people do not cross it (rail, river);
    ``oneway`` runs along the points; a ``tunnel`` runs below."""

    points: Floats
    rank: int
    name: int = -1
    barrier: bool = False
    oneway: bool = False
    tunnel: bool = False


class Mesh(msgspec.Struct):
    """``vertices``: metres ``(V, 2)``. ``blocks``: shapely polygons. Directed border segments, block on their left, in
    the order of blocks: ``tail``, ``head`` vertex numbers, ``block`` and ``across`` (the block on the other side, -1
    outside), ``barrier``, and ``weight``: how unwelcome a metre of region border is there (main streets welcome it).
    Road segments: ``start``, ``end`` vertex numbers and ``source``, the number of the line they come from."""

    vertices: Floats
    blocks: NDArray[np.object_]
    tail: Ints
    head: Ints
    block: Ints
    across: Ints
    barrier: NDArray[np.bool_]
    weight: Floats
    start: Ints
    end: Ints
    source: Ints

    def neighbours(self) -> list[dict[int, tuple[float, bool]]]:
        """For each block: neighbour → (metres of shared border times their weight, whether all of it is a barrier)."""
        found: list[dict[int, tuple[float, bool]]] = [{} for _ in self.blocks]
        length = np.hypot(*(self.vertices[self.tail] - self.vertices[self.head]).T) * self.weight
        rows = np.flatnonzero(self.across >= 0)
        columns = (self.block[rows], self.across[rows], length[rows], self.barrier[rows])
        for block, other, metres, barrier in zip(*(column.tolist() for column in columns), strict=True):
            before, closed = found[block].get(other, (0.0, True))
            found[block][other] = (before + metres, closed and barrier)
        return found

    def outline(self, members: list[int]) -> list[Floats]:
        """Rings (metres, not closed) around the blocks ``members``; outer rings turn left, holes right."""
        blocks = np.sort(np.array(members, np.int64))
        low, high = np.searchsorted(self.block, blocks), np.searchsorted(self.block, blocks, side="right")
        rows = np.concatenate([np.arange(a, b) for a, b in zip(low.tolist(), high.tolist(), strict=True)])
        place = np.minimum(np.searchsorted(blocks, self.across[rows]), len(blocks) - 1)
        rows = rows[blocks[place] != self.across[rows]]
        leaving: dict[int, list[int]] = {}
        for tail, head in zip(self.tail[rows].tolist(), self.head[rows].tolist(), strict=True):
            leaving.setdefault(tail, []).append(head)
        rings = []
        while leaving:
            first = next(iter(leaving))
            ring = [first]
            here, before = self._leave(leaving, first, -1), first
            while here != first:
                ring.append(here)
                here, before = self._leave(leaving, here, before), here
            rings.append(self.vertices[ring])
        return rings

    def _leave(self, leaving: dict[int, list[int]], here: int, before: int) -> int:
        ways = leaving[here]
        if len(ways) == 1:
            del leaving[here]
            return ways[0]
        # Where a region touches itself in one point, the sharpest right turn keeps every ring simple.
        came = self.vertices[here] - self.vertices[before] if before >= 0 else np.array([1.0, 0.0])
        turns = self.vertices[ways] - self.vertices[here]
        sine = came[0] * turns[:, 1] - came[1] * turns[:, 0]
        cosine = turns @ came
        return ways.pop(int(np.argmin(np.arctan2(sine, cosine))))


def noded(lines: list[Line], outline: shapely.Geometry) -> tuple[NDArray[np.object_], NDArray[np.object_]]:
    """All lines cut at their crossings (on the lattice, inside the outline), and the blocks between them."""
    whole = shapely.union_all(np.append(_drawn(lines), outline.boundary), grid_size=QUANTUM)
    parts = shapely.get_parts(whole)
    blocks = shapely.get_parts(shapely.polygonize(parts))
    shapely.prepare(outline)
    return parts, blocks[shapely.intersects(outline, shapely.point_on_surface(blocks))]


def arrange(lines: list[Line], outline: shapely.Geometry) -> Mesh:
    """The mesh of these lines inside ``outline``. Dead ends stay roads but bound no block; roads outside the largest
    connected network are left out of the graph."""
    parts, blocks = noded(lines, outline)
    blocks = shapely.orient_polygons(blocks)
    rings, owner = shapely.get_rings(blocks, return_index=True)
    border, ring = shapely.get_coordinates(rings, return_index=True)
    inside, line = shapely.get_coordinates(parts, return_index=True)

    lattice = np.rint(np.vstack([border, inside]) / QUANTUM).astype(np.int64)
    low = lattice.min(axis=0)
    key = (lattice[:, 0] - low[0]) * (1 << 32) + (lattice[:, 1] - low[1])
    unique, number = np.unique(key, return_inverse=True)
    vertices = np.column_stack([unique // (1 << 32) + low[0], unique % (1 << 32) + low[1]]) * QUANTUM
    count = len(vertices)

    at_border, at_line = number[: len(border)], number[len(border) :]
    same = ring[1:] == ring[:-1]
    tail, head = at_border[:-1][same], at_border[1:][same]
    block = owner[ring[:-1][same]]
    forth, back = tail * count + head, head * count + tail
    order = np.argsort(forth)
    place = np.clip(np.searchsorted(forth, back, sorter=order), 0, len(forth) - 1)
    across = np.where(forth[order[place]] == back, block[order[place]], -1)

    same = line[1:] == line[:-1]
    one, two = at_line[:-1][same], at_line[1:][same]
    pair = np.unique(np.minimum(one, two) * count + np.maximum(one, two))
    one, two = pair // count, pair % count
    source = sources(lines, (vertices[one] + vertices[two]) / 2)
    closed = np.array([line.barrier for line in lines] + [False], bool)
    undirected = np.minimum(tail, head) * count + np.maximum(tail, head)
    beneath = source[np.clip(np.searchsorted(pair, undirected), 0, len(pair) - 1)]
    barrier = closed[beneath]

    rank = np.array([line.rank for line in lines] + [NO_ROAD], int)
    weight = np.where(barrier, 0.12, BORDER_WEIGHT[rank[beneath]])
    road = _largest(one, two, rank[source] >= 0, count)
    return Mesh(vertices, blocks, tail, head, block, across, barrier, weight, one[road], two[road], source[road])


def _drawn(lines: list[Line]) -> NDArray[np.object_]:
    return np.array([shapely.LineString(line.points) for line in lines], object)


def sources(lines: list[Line], middles: Floats) -> Ints:
    """The line each segment came from; the road of best rank where several run together; -1 for the outline alone."""
    found = np.full(len(middles), -1, np.int64)
    if not lines:
        return found
    # Piece by piece: the box around a long street would hold half the city.
    ends = np.concatenate([np.stack([line.points[:-1], line.points[1:]], axis=1) for line in lines])
    owner = np.repeat(np.arange(len(lines)), [len(line.points) - 1 for line in lines])
    pieces = shapely.STRtree(shapely.linestrings(ends))
    segment, piece = pieces.query(shapely.points(middles), predicate="dwithin", distance=1.6 * QUANTUM)
    line = owner[piece]
    worth = np.array([line.rank if line.rank >= 0 else 50 - line.barrier for line in lines])
    order = np.lexsort((line, worth[line], segment))
    segment, line = segment[order], line[order]
    first = np.append(True, segment[1:] != segment[:-1])
    found[segment[first]] = line[first]
    return found


def _largest(start: Ints, end: Ints, usable: NDArray[np.bool_], count: int) -> Ints:
    """Numbers of the usable segments that belong to the largest connected network."""
    rows = np.flatnonzero(usable)
    if not len(rows):
        return rows
    graph = coo_matrix((np.ones(len(rows), np.int8), (start[rows], end[rows])), shape=(count, count))
    _, label = connected_components(graph, directed=False)
    found: Ints = rows[label[start[rows]] == np.bincount(label[start[rows]]).argmax()]
    return found
