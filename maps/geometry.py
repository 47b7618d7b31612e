"""Outlines and lines in world coordinates, ready to be cut to a view and drawn; no Qt."""

from __future__ import annotations

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
    """A line in pixels ``(n, 2)`` without points in the same cell of ``cell`` pixels as the one before: it looks the
    same, costs less."""
    if len(line) < 3:
        return line
    whole = np.rint(line / cell)
    kept = np.ones(len(line), bool)
    kept[1:-1] = (whole[1:-1] != whole[:-2]).any(axis=1)
    return line[kept]


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

    def in_view(self, view: Bounds) -> Numbers:
        return np.flatnonzero(crossing(self.bounds, view))

    @staticmethod
    def of(shapes: Shapes) -> WorldShapes:
        points = stored_to_world(shapes.points)
        rings, ends = shapes.rings.astype(np.int64), shapes.shapes.astype(np.int64)
        return WorldShapes(points, rings, ends, boxes_of(points, rings[ends]))

    def anchor(self, index: int) -> tuple[float, float]:
        """A place well inside the shape, for its name: the middle of its widest part along a few level cuts."""
        west, north, east, south = self.bounds[index]
        best, place = -1.0, ((west + east) / 2, (north + south) / 2)
        rings = self.rings_of(index)
        for share in (0.5, 0.42, 0.58, 0.34, 0.66):
            y = north + (south - north) * share
            cuts = np.sort(np.concatenate([_cuts(ring, y) for ring in rings]))
            for left, right in zip(cuts[::2], cuts[1::2], strict=False):
                # A cut far from the middle must be clearly wider to win.
                width = (right - left) * (1 - abs(share - 0.5))
                if width > best:
                    best, place = float(width), (float(left + right) / 2, float(y))
        return place


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

    def segments(self, chosen: Numbers, cell: float) -> Array:
        """The chosen chains as separate lines ``(n, 4)`` x0 y0 x1 y1, for drawing very many at once; a point in the
        same cell of ``cell`` world units as the one before is left out."""
        if not len(chosen):
            return np.zeros((0, 4))
        counts = self.offsets[chosen + 1] - self.offsets[chosen]
        ends = np.cumsum(counts)
        numbers = np.arange(ends[-1]) + np.repeat(self.offsets[chosen] - (ends - counts), counts)
        points = self.points[numbers]
        cells = np.floor(points / cell)
        kept = np.ones(len(points), bool)
        kept[1:] = (cells[1:] != cells[:-1]).any(axis=1)
        kept[ends - 1] = kept[ends - counts] = True
        chain = np.repeat(np.arange(len(chosen)), counts)[kept]
        points = points[kept]
        lines = np.hstack([points[:-1], points[1:]])
        return np.asarray(lines[chain[1:] == chain[:-1]])

    @staticmethod
    def of(roads: Roads) -> Chains:
        nodes: list[int] = []
        offsets = [0]
        kinds: list[int] = []
        for run, edge in _runs(roads):
            nodes.extend(run)
            offsets.append(len(nodes))
            kinds.append(edge)
        world = stored_to_world(roads.nodes)
        points = world[np.asarray(nodes, np.int64)] if nodes else np.zeros((0, 2))
        ends = np.asarray(offsets, np.int64)
        steps = np.hypot(*np.diff(points, axis=0, append=points[-1:]).T) if nodes else np.zeros(0)
        if nodes:
            steps[ends[1:] - 1] = 0.0
        length = np.add.reduceat(steps, ends[:-1]) if nodes else np.zeros(0)
        edges = np.asarray(kinds, np.int64)
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


def _runs(roads: Roads) -> list[tuple[list[int], int]]:
    """Node numbers of each chain and one of its edges."""
    count = len(roads.start)
    start, end = roads.start.astype(np.int64), roads.end.astype(np.int64)
    kind = roads.rank.astype(np.int64) * (len(roads.names) + 1) + roads.name + 1
    # The two ends of every edge, grouped by (kind, node); a group of exactly two is where a chain goes on.
    end_node = np.concatenate([start, end])
    end_kind = np.concatenate([kind, kind])
    order = np.lexsort((end_node, end_kind))
    changes = (np.diff(end_node[order]) != 0) | (np.diff(end_kind[order]) != 0)
    group = np.concatenate([[0], np.cumsum(changes)]) if count else np.zeros(0, np.int64)
    pairs = np.flatnonzero(np.bincount(group) == 2) if count else np.zeros(0, np.int64)
    first = np.searchsorted(group, pairs)
    partner_of = np.full(2 * count, -1, np.int64)
    partner_of[order[first]], partner_of[order[first + 1]] = order[first + 1], order[first]
    partner, from_, to = partner_of.tolist(), start.tolist(), end.tolist()
    seen = [False] * count

    def follow(edge_end: int) -> list[int]:
        """Nodes from an end of an edge along the chain, the node at that end first."""
        run: list[int] = []
        while True:
            edge = edge_end % count
            seen[edge] = True
            other = edge_end + count if edge_end < count else edge_end - count
            run.append(from_[edge] if edge_end < count else to[edge])
            onward = partner[other]
            if onward < 0 or seen[onward % count]:
                run.append(to[edge] if edge_end < count else from_[edge])
                return run
            edge_end = onward

    runs: list[tuple[list[int], int]] = []
    loose = [end for end in range(2 * count) if partner[end] < 0]
    for edge_end in loose + list(range(count)):  # what is left after the loose ends are rings
        if not seen[edge_end % count]:
            runs.append((follow(edge_end), edge_end % count))
    return runs
