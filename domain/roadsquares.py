"""Which roads come near a place: every square of the ground keeps those that lead past it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

#: How far past its square a road may lead and is still kept for it, metres: further than most places are from a road.
PAST = 48.0
#: The side of a square, metres. Smaller ones keep fewer roads each, but there are more to fill.
_SIDE = 100.0
#: So many shelves there are for every road at most.
_SHELVES = 4
#: So many roads are put on their shelves at once.
_AT_ONCE = 20_000


class RoadSquares:
    """``origin``, ``way`` float64 ``(N, 2)`` metres on a plane: where ``N`` straight roads begin, and how they lead."""

    def __init__(self, origin: Floats, way: Floats) -> None:
        corners = np.concatenate([origin, origin + way]) if len(origin) else np.zeros((1, 2))
        self._low, self._high = corners.min(axis=0) - PAST, corners.max(axis=0) + PAST
        self._columns, rows = ((self._high - self._low) // _SIDE + 1).astype(int).tolist()
        # Most squares of a wide land are empty: some that lie far apart share a shelf, which only makes it longer.
        self._shelves = min(self._columns * rows, _SHELVES * len(origin) + 1)
        kept = np.concatenate([self._fill(origin, way, first) for first in range(0, len(origin) + 1, _AT_ONCE)])
        kept.sort()
        self._roads = (kept & 0xFFFFFFFF).astype(np.int32)
        self._first = np.zeros(self._shelves + 1, np.int32)
        np.cumsum(np.bincount(kept >> 32, minlength=self._shelves), out=self._first[1:])

    def _fill(self, origin: Floats, way: Floats, first: int) -> Ints:
        """What some roads from the ``first`` on add, each once: the shelf (upper half) and the road (lower half). Of
        each piece of a road, no longer than a square, the squares around the box it lies in."""
        origin, way = origin[first : first + _AT_ONCE], way[first : first + _AT_ONCE]
        pieces = np.maximum(1, np.ceil(np.hypot(*way.T) / _SIDE)).astype(np.int64)
        road, nth = _each(pieces)
        begin = nth / pieces[road]
        end = begin + 1 / pieces[road]
        south_west, extent = [], []
        for axis in (0, 1):
            one = origin[road, axis] + way[road, axis] * begin - self._low[axis]
            other = origin[road, axis] + way[road, axis] * end - self._low[axis]
            # Whole squares, as float64: that is as exact and takes half the time.
            low = np.maximum(np.floor((np.minimum(one, other) - PAST) / _SIDE), 0.0)
            south_west.append(low)
            extent.append(np.floor((np.maximum(one, other) + PAST) / _SIDE) - low + 1)
        piece, nth = _each((extent[0] * extent[1]).astype(np.int64))
        wide = extent[0][piece]
        north = np.floor((nth + 0.5) / wide)
        square = (south_west[1] * self._columns + south_west[0])[piece] + north * (self._columns - wide) + nth
        shelf = square.astype(np.int64) % self._shelves
        kept = shelf << 32 | (road[piece] + first)
        kept.sort()
        return np.concatenate([kept[:1], kept[1:][kept[1:] != kept[:-1]]])

    def near(self, places: Floats) -> tuple[NDArray[np.int32], Ints]:
        """The roads that may lead nearer than ``PAST`` to places ``(n, 2)``, one place after another, and of each place
        how many: all that do, and some more."""
        inside = ((places >= self._low) & (places <= self._high)).all(axis=1)
        at = (np.where(inside[:, None], places - self._low, 0.0) / _SIDE).astype(np.int64)
        shelf = (at[:, 1] * self._columns + at[:, 0]) % self._shelves
        first = self._first[shelf].astype(np.int64)
        count = np.where(inside, self._first[shelf + 1] - first, 0)
        passed = np.cumsum(count) - count
        return self._roads[np.repeat(first - passed, count) + np.arange(count.sum())], count


def _each(count: Ints) -> tuple[Ints, Ints]:
    """For things of which there are so many of each: which, and the how manieth of them."""
    which = np.repeat(np.arange(len(count)), count)
    return which, np.arange(len(which)) - (np.cumsum(count) - count)[which]
