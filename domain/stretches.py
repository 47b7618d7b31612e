"""Stretches of road between two junctions: what a dispatcher means when he points at a road."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from domain.network import Roads
from domain.shapes import DEGREE

#: A stretch has at most this many points; of a longer one the part around the place that was pointed at is meant.
MOST_POINTS = 400
_METRES = 111_195.0


class Stretches:
    """A city's roads as one points at them."""

    def __init__(self, roads: Roads) -> None:
        self._roads = roads
        middle = float(roads.nodes[:, 1].mean()) / DEGREE if len(roads.nodes) else 0.0
        self._scale = np.array([np.cos(np.radians(middle)), 1.0]) * _METRES / DEGREE

    def nearest(self, lon: float, lat: float, reach: float) -> int | None:
        """The segment nearest to a place in degrees, at most ``reach`` metres away; None when there is none."""
        roads, here = self._roads, np.array([lon, lat]) * DEGREE
        low, high = self._boxes
        room = reach / self._scale
        near = np.flatnonzero(((low <= here + room) & (high >= here - room)).all(axis=1))
        if not len(near):
            return None
        start = (roads.nodes[roads.start[near]] - here) * self._scale
        step = (roads.nodes[roads.end[near]] - roads.nodes[roads.start[near]]) * self._scale
        length = np.maximum((step**2).sum(axis=1), 1e-9)
        share = np.clip(-(start * step).sum(axis=1) / length, 0.0, 1.0)
        away = np.hypot(*(start + step * share[:, None]).T)
        best = int(np.argmin(away))
        return int(near[best]) if away[best] <= reach else None

    def around(self, segment: int) -> list[int]:
        """The nodes of the stretch a segment belongs to, from junction to junction (or dead end)."""
        nodes = [int(self._roads.start[segment]), int(self._roads.end[segment])]
        for _ in range(2):
            room = MOST_POINTS // 2 + (len(nodes) if len(nodes) > 2 else 0)
            while len(nodes) < min(room, MOST_POINTS):
                beside = self._beside(nodes[-1])
                if len(beside) != 2 or nodes[-1] == nodes[0]:
                    break
                nodes.append(beside[1] if beside[0] == nodes[-2] else beside[0])
            nodes.reverse()
        return nodes

    def path(self, nodes: Sequence[int]) -> tuple[int, ...]:
        """Where nodes lie: longitude and latitude in 1e-7 degree, one after another."""
        return tuple(self._roads.nodes[list(nodes)].astype(int).ravel().tolist())

    def segments(self, path: Sequence[int]) -> list[NDArray[np.int64]]:
        """The segments between each two places of a path that follow each other, in either direction; empty where the
        roads of this city have none."""
        places = np.asarray(path, np.int64).reshape(-1, 2)
        numbers = _place(places)
        keys = _pair(numbers[:-1], numbers[1:])
        first = np.searchsorted(self._sorted_pairs, keys)
        last = np.searchsorted(self._sorted_pairs, keys, side="right")
        found: list[NDArray[np.int64]] = []
        for at, (one, other) in enumerate(pairwise(map(tuple, places.tolist()))):
            candidates = self._pair_order[first[at] : last[at]].tolist()
            found.append(np.array([row for row in candidates if self._ends(row) == {one, other}], np.int64))
        return found

    def name(self, segments: Sequence[int]) -> int:
        """The name most of some segments have, a number into ``names``; -1 for none."""
        names = self._roads.name[list(segments)]
        known = names[names >= 0]
        return int(np.bincount(known).argmax()) if len(known) else -1

    def _ends(self, segment: int) -> set[tuple[int, ...]]:
        return {tuple(self._roads.nodes[int(node)].tolist()) for node in self._of(segment)}

    def _of(self, segment: int) -> tuple[int, int]:
        return int(self._roads.start[segment]), int(self._roads.end[segment])

    def _beside(self, node: int) -> list[int]:
        """The other ends of a node's segments, each once."""
        first, last = self._first[node], self._first[node + 1]
        return sorted(set(self._others[first:last].tolist()) - {node})

    @cached_property
    def _boxes(self) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """The south-western and north-eastern corner of every segment."""
        start, end = self._roads.nodes[self._roads.start], self._roads.nodes[self._roads.end]
        return np.minimum(start, end), np.maximum(start, end)

    @cached_property
    def _order(self) -> NDArray[np.int64]:
        ends = np.concatenate([self._roads.start, self._roads.end])
        return np.argsort(ends, kind="stable")

    @cached_property
    def _others(self) -> NDArray[np.int64]:
        return np.concatenate([self._roads.end, self._roads.start]).astype(np.int64)[self._order]

    @cached_property
    def _first(self) -> NDArray[np.int64]:
        ends = np.concatenate([self._roads.start, self._roads.end])
        count = np.bincount(ends, minlength=len(self._roads.nodes))
        return np.concatenate([[0], np.cumsum(count)]).astype(np.int64)

    @cached_property
    def _pairs(self) -> NDArray[np.uint64]:
        places = _place(self._roads.nodes.astype(np.int64))
        return _pair(places[self._roads.start], places[self._roads.end])

    @cached_property
    def _pair_order(self) -> NDArray[np.int64]:
        return np.argsort(self._pairs, kind="stable")

    @cached_property
    def _sorted_pairs(self) -> NDArray[np.uint64]:
        return self._pairs[self._pair_order]


def length_of(points: NDArray[np.float64]) -> float:
    """Metres along places ``(n, 2)`` in degrees."""
    if len(points) < 2:
        return 0.0
    scale = np.array([np.cos(np.radians(points[0, 1])), 1.0]) * _METRES
    return float(np.hypot(*(np.diff(points, axis=0) * scale).T).sum())


def _place(nodes: NDArray[np.int64]) -> NDArray[np.uint64]:
    """A number for each place; two places may share one, so what is found by it is compared."""
    east, north = nodes[..., 0].astype(np.uint64), nodes[..., 1].astype(np.uint64)
    return np.asarray((east << np.uint64(32)) ^ (north & np.uint64(0xFFFFFFFF)), np.uint64)


def _pair(one: NDArray[np.uint64], other: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """A number for two places, whichever comes first."""
    low, high = np.minimum(one, other), np.maximum(one, other)
    return np.asarray(low * np.uint64(0x9E3779B97F4A7C15) ^ high, np.uint64)
