"""Outlines and lines in world coordinates, ready to be cut to a view and drawn; no Qt."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from domain.network import Roads
from domain.shapes import Shapes
from maps.projection import stored_to_world
from maps.viewport import Bounds

Array = NDArray[np.float64]
Numbers = NDArray[np.int64]


def crossing(boxes: Array, view: Bounds) -> NDArray[np.bool_]:
    """Which boxes ``(n, 4)`` (west, north, east, south) share a point with the view."""
    west, north, east, south = view
    return (boxes[:, 0] <= east) & (boxes[:, 2] >= west) & (boxes[:, 1] <= south) & (boxes[:, 3] >= north)


def thinned(line: Array, cell: float = 0.5) -> Array:
    """One line in pixels ``(n, 2)``, as ``Runs.thinned``."""
    return Runs(line, np.array([len(line)])).thinned(cell).points if len(line) > 2 else line


@dataclass(frozen=True, slots=True)
class Runs:
    """Many lines or rings in one array: run ``i`` is ``points[ends[i - 1]:ends[i]]`` (the first begins at 0)."""

    points: Array
    ends: Numbers

    def __len__(self) -> int:
        return len(self.ends)

    def __iter__(self) -> Iterator[Array]:
        first = 0
        for end in self.ends.tolist():
            yield self.points[first:end]
            first = end

    def thinned(self, cell: float) -> Runs:
        """Without points in the same cell of ``cell`` units as the one before: it looks the same, costs less. First and
        last points stay."""
        if not len(self.ends):
            return self
        kept = np.ones(len(self.points), bool)
        cells = np.rint(self.points / cell)
        kept[1:] = (cells[1:, 0] != cells[:-1, 0]) | (cells[1:, 1] != cells[:-1, 1])
        kept[self.ends - 1] = True
        kept[0] = True
        kept[self.ends[:-1]] = True
        return Runs(self.points[kept], np.cumsum(kept)[self.ends - 1])

    def straightened(self, within: float) -> Runs:
        """Without points that lie on the line from the point before to the one behind, to ``within`` units. Every other
        point is looked at, twice: what is left is nowhere farther from the lines than twice that."""
        thin = self
        for parity in (0, 1):
            points = thin.points
            if len(points) < 3:
                break
            span = points[2:] - points[:-2]
            step = points[1:-1] - points[:-2]
            length = np.hypot(span[:, 0], span[:, 1])
            beside = np.abs(step[:, 0] * span[:, 1] - step[:, 1] * span[:, 0])
            along = (step * span).sum(axis=1)
            dropped = np.zeros(len(points), bool)
            dropped[1:-1] = (beside <= within * length) & (along > 0) & (along < length * length)
            # counted from where its run begins: how a run looks does not depend on those beside it
            starts = np.concatenate([[0], thin.ends[:-1]])
            place = np.arange(len(points)) - np.repeat(starts, thin.ends - starts)
            dropped[place % 2 == parity] = False
            dropped[thin.ends - 1] = False
            dropped[starts[starts < len(points)]] = False
            thin = Runs(points[~dropped], np.cumsum(~dropped)[thin.ends - 1])
        return thin

    def snapped(self, cell: float) -> Runs:
        """Rings with every corner on a lattice of ``cell`` units, each place once in a row; less than three are left
        where a ring is nothing at this scale.

        Where a corner comes to lie depends on the corner alone. Neighbours share the corners of their border, so they
        share it afterwards too: between them is never a gap, and what overlaps is smaller than a cell. Ground of all
        levels can be thinned so to any scale without cracks (vertex clustering, J. Rossignac and P. Borrel, 1993)."""
        if not len(self.ends):
            return self
        places = np.rint(self.points / cell)
        starts = np.concatenate([[0], self.ends[:-1]])
        before = np.arange(len(places)) - 1
        whole = self.ends > starts
        before[starts[whole]] = self.ends[whole] - 1
        kept = (places != places[before]).any(axis=1)
        return Runs(places[kept] * cell, np.concatenate([[0], np.cumsum(kept)])[self.ends])

    def segments(self) -> tuple[Array, Numbers]:
        """Separate lines ``(n, 4)`` x0 y0 x1 y1 and the run each belongs to."""
        lines = np.hstack([self.points[:-1], self.points[1:]])
        run = np.repeat(np.arange(len(self.ends)), np.diff(self.ends, prepend=0))
        inner = run[1:] == run[:-1]
        return np.asarray(lines[inner]), run[1:][inner]

    def dashes(self, on: float, off: float) -> Array:
        """Lines ``(n, 4)`` of the runs as dashes: ``on`` units drawn, ``off`` left out, counted from where each run
        begins."""
        lines, run = self.segments()
        if not len(lines):
            return lines
        step = lines[:, 2:] - lines[:, :2]
        length = np.hypot(step[:, 0], step[:, 1])
        behind = np.cumsum(length) - length
        fresh = np.flatnonzero(np.diff(run, prepend=-1))
        behind -= np.repeat(behind[fresh], np.diff(fresh, append=len(run)))
        period = on + off
        first, last = np.floor(behind / period), np.floor((behind + length) / period)
        count = (last - first).astype(np.int64) + 1
        line = np.repeat(np.arange(len(lines)), count)
        number = np.arange(len(line)) - np.repeat(np.cumsum(count) - count, count)
        begins = (first[line] + number) * period - behind[line]
        start, end = np.maximum(begins, 0.0), np.minimum(begins + on, length[line])
        drawn = end > start
        line, start, end = line[drawn], start[drawn], end[drawn]
        along = step[line] / length[line][:, None]
        corner = lines[line, :2]
        return np.hstack([corner + along * start[:, None], corner + along * end[:, None]])

    @staticmethod
    def chosen(points: Array, offsets: Numbers, rows: Numbers) -> Runs:
        """Some of the runs ``points[offsets[i]:offsets[i + 1]]``."""
        counts = offsets[rows + 1] - offsets[rows]
        ends = np.cumsum(counts)
        total = int(ends[-1]) if len(ends) else 0
        return Runs(points[np.arange(total) + np.repeat(offsets[rows] - (ends - counts), counts)], ends)


def boxes_of(points: Array, offsets: Numbers) -> Array:
    """Bounding boxes ``(n, 4)`` of runs of points; run ``i`` is ``points[offsets[i]:offsets[i + 1]]``, never empty."""
    if len(offsets) < 2:
        return np.zeros((0, 4))
    low = np.minimum.reduceat(points, offsets[:-1], axis=0)
    high = np.maximum.reduceat(points, offsets[:-1], axis=0)
    return np.hstack([low, high])


@dataclass(frozen=True, slots=True)
class WorldShapes:
    """``domain.shapes.Shapes`` in world coordinates, with the bounding box ``(S, 4)`` of each."""

    points: Array
    rings: Numbers
    shapes: Numbers
    bounds: Array

    def __len__(self) -> int:
        return len(self.shapes) - 1

    def rings_of(self, index: int) -> list[Array]:
        first, last = int(self.shapes[index]), int(self.shapes[index + 1])
        return [self.points[self.rings[ring] : self.rings[ring + 1]] for ring in range(first, last)]

    def outlines(self, chosen: Numbers) -> tuple[Runs, Numbers]:
        """The rings of the chosen shapes, and how many each has."""
        counts = self.shapes[chosen + 1] - self.shapes[chosen]
        ends = np.cumsum(counts)
        total = int(ends[-1]) if len(ends) else 0
        rings = np.arange(total) + np.repeat(self.shapes[chosen] - (ends - counts), counts)
        return Runs.chosen(self.points, self.rings, rings), counts

    def in_view(self, view: Bounds) -> Numbers:
        return np.flatnonzero(crossing(self.bounds, view))

    @staticmethod
    def of(shapes: Shapes) -> WorldShapes:
        points = stored_to_world(shapes.points)
        rings, ends = shapes.rings.astype(np.int64), shapes.shapes.astype(np.int64)
        return WorldShapes(points, rings, ends, boxes_of(points, rings[ends]))

    def anchor(self, index: int) -> tuple[float, float]:
        """A place well inside the shape, for its name: the middle of its widest part along a few level cuts."""
        best, place = -1.0, self._middle(index)
        for share in (0.5, 0.42, 0.58, 0.34, 0.66):
            width, found = self._widest(index, share)
            # A cut far from the middle must be clearly wider to win.
            width *= 1 - abs(share - 0.5)
            if width > best:
                best, place = width, found
        return place

    def places_inside(self, index: int) -> list[tuple[float, float]]:
        """Places well inside the shape where a name may stand too: the middles of its widest parts, from its own middle
        to the north and south."""
        cuts = [self._widest(index, share) for share in (0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8, 0.1, 0.9)]
        return [place for width, place in cuts if width > 0]

    def _middle(self, index: int) -> tuple[float, float]:
        west, north, east, south = self.bounds[index].tolist()
        return (west + east) / 2, (north + south) / 2

    def _widest(self, index: int, share: float) -> tuple[float, tuple[float, float]]:
        """The widest part of a shape on a level cut, ``share`` of the way from north to south: how wide, and its
        middle."""
        _, north, _, south = self.bounds[index].tolist()
        y = north + (south - north) * share
        cuts = np.sort(np.concatenate([_cuts(ring, y) for ring in self.rings_of(index)]))
        widest, place = -1.0, self._middle(index)
        for left, right in zip(cuts[::2].tolist(), cuts[1::2].tolist(), strict=False):
            if right - left > widest:
                widest, place = right - left, ((left + right) / 2, y)
        return widest, place


def _cuts(ring: Array, y: float) -> Array:
    x0, y0 = ring[:, 0], ring[:, 1]
    x1, y1 = np.roll(x0, -1), np.roll(y0, -1)
    spans = (y0 > y) != (y1 > y)
    return np.asarray(x0[spans] + (y - y0[spans]) / (y1[spans] - y0[spans]) * (x1[spans] - x0[spans]))


@dataclass(frozen=True, slots=True)
class Chains:
    """Roads or borders as long lines: segments of one rank and name that follow each other are one chain.

    Chain ``i`` is ``points[offsets[i]:offsets[i + 1]]``; ``rank`` and ``name`` (−1: none) as in ``Roads``; ``length``
    in world units."""

    points: Array
    offsets: Numbers
    rank: NDArray[np.uint8]
    name: NDArray[np.int32]
    boxes: Array
    length: Array

    def __len__(self) -> int:
        return len(self.rank)

    def line(self, index: int) -> Array:
        return self.points[self.offsets[index] : self.offsets[index + 1]]

    def lines(self, chosen: Numbers) -> Runs:
        """The chosen chains."""
        return Runs.chosen(self.points, self.offsets, chosen)

    @staticmethod
    def of(roads: Roads) -> Chains:
        nodes, ends, edges = _runs(roads)
        points = stored_to_world(roads.nodes)[nodes] if len(nodes) else np.zeros((0, 2))
        length = np.zeros(len(edges))
        if len(nodes):
            steps = np.hypot(*np.diff(points, axis=0, append=points[-1:]).T)
            steps[ends[1:] - 1] = 0.0
            length = np.add.reduceat(steps, ends[:-1])
        return Chains(points, ends, roads.rank[edges], roads.name[edges], boxes_of(points, ends), length)


def borders_of(shapes: Shapes, depth: NDArray[np.uint8]) -> Chains:
    """The border lines of all shapes, each once however many areas share it. ``depth`` ``(S,)`` is the level of each
    shape; the rank of a line is the highest level (smallest depth) it bounds."""
    points = shapes.points.astype(np.int64)
    following = np.arange(1, len(points) + 1)
    filled = np.flatnonzero(shapes.rings[1:] > shapes.rings[:-1])
    following[shapes.rings[1:][filled] - 1] = shapes.rings[:-1][filled]
    ring_depth = np.repeat(depth, np.diff(shapes.shapes))
    point_depth = np.repeat(ring_depth, np.diff(shapes.rings)).astype(np.uint8)
    # A number for every place: 32 bits of each coordinate, then its rank among all.
    _, first, node = np.unique((points[:, 0] << 32) + points[:, 1], return_index=True, return_inverse=True)
    low, high = np.minimum(node, node[following]), np.maximum(node, node[following])
    order = np.lexsort((point_depth, high, low))
    low, high = low[order], high[order]
    fresh = np.ones(len(order), bool)
    fresh[1:] = (low[1:] != low[:-1]) | (high[1:] != high[:-1])
    fresh &= low != high
    count = int(fresh.sum())
    lines = Roads(
        nodes=shapes.points[first],
        start=low[fresh].astype(np.int32),
        end=high[fresh].astype(np.int32),
        rank=point_depth[order][fresh],
        oneway=np.zeros(count, np.uint8),
        name=np.full(count, -1, np.int32),
        names=[],
    )
    return Chains.of(lines)


def _runs(roads: Roads) -> tuple[Numbers, Numbers, Numbers]:
    """All chains: their node numbers one after another, where each begins and ends among them (as ``Chains.offsets``),
    and one edge of each.

    An edge has two ends, ``e`` and ``e + E``, and a walk enters it by one of them. All walks are made at once, each
    round twice as far as the one before: step by step a big city's borders would take half a second."""
    count = len(roads.start)
    node = np.concatenate([roads.start, roads.end]).astype(np.int64)
    ends = np.arange(2 * count)
    other = np.where(ends < count, ends + count, ends - count)
    partner = _partners(roads, node)
    loose = partner < 0
    # From where an edge was entered back to where the one before it was, down to a loose end, which is its own.
    head = np.where(loose, ends, other[partner])
    far = (~loose).astype(np.int64)
    arrived, before = int(loose[head].sum()), -1
    while arrived > before:
        far, head = far + far[head], head[head]
        arrived, before = int(loose[head].sum()), arrived
    # Every chain is walked from both its ends; the walk from the smaller one counts. Rings have no end.
    walked = loose[head]
    kept = np.flatnonzero(walked & (head < head[other]))
    order = kept[np.lexsort((far[kept], head[kept]))]
    first = np.flatnonzero(far[order] == 0)
    lengths = np.diff(first, append=len(order))
    offsets = np.concatenate([[0], np.cumsum(lengths + 1)])
    nodes = np.empty(offsets[-1], np.int64)
    nodes[np.arange(len(order)) + np.repeat(np.arange(len(first)), lengths)] = node[order]
    nodes[offsets[1:] - 1] = node[other[order[first + lengths - 1]]]
    rings = _rings(np.flatnonzero(~walked[:count]), other, partner)
    nodes = np.concatenate([nodes, *(node[[*ring, ring[0]]] for ring in rings)])
    offsets = np.concatenate([offsets, offsets[-1] + np.cumsum([len(ring) + 1 for ring in rings], dtype=np.int64)])
    return nodes, offsets, np.concatenate([order[first] % max(count, 1), [ring[0] for ring in rings]]).astype(np.int64)


def _partners(roads: Roads, node: Numbers) -> Numbers:
    """For each end of an edge the end of another one where its chain goes on: exactly two ends of one rank and name
    meet there. −1: it does not go on."""
    kind = roads.rank.astype(np.int64) * (len(roads.names) + 1) + roads.name + 1
    end_kind = np.concatenate([kind, kind])
    order = np.lexsort((node, end_kind))
    partner = np.full(len(node), -1, np.int64)
    if len(node):
        fresh = np.ones(len(node), bool)
        fresh[1:] = (np.diff(node[order]) != 0) | (np.diff(end_kind[order]) != 0)
        begins = np.flatnonzero(fresh)
        pairs = begins[np.diff(begins, append=len(node)) == 2]
        partner[order[pairs]], partner[order[pairs + 1]] = order[pairs + 1], order[pairs]
    return partner


def _rings(edges: Numbers, other: Numbers, partner: Numbers) -> list[list[int]]:
    """Chains that end where they begin, as the ends by which their edges are entered. They are few."""
    left, rings = set(edges.tolist()), list[list[int]]()
    for edge in edges.tolist():
        ring, end = list[int](), edge
        while end % (len(other) // 2) in left:
            left.remove(end % (len(other) // 2))
            ring.append(end)
            end = int(partner[other[end]])
        if ring:
            rings.append(ring)
    return rings
