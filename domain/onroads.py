"""Places put onto the nearest road: on which segment, how far along it, and how far away."""

from __future__ import annotations

import msgspec
import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

Floats = NDArray[np.float64]

#: A place further from any road than this has no way there, metres.
OFF_ROAD = 3000.0
#: Roads are looked up by marks on them that are at most so far apart, metres. Where two roads run side by side closer
#: than that the other may be taken for the nearest (1 place in 200 over ten metres off).
_MARK = 80.0
#: Places are looked up in the order of squares of this size (metres): neighbours find the tree still in the cache.
_SQUARE = 500.0
#: So many places are looked up by one thread: more threads cost more than a few places take.
_FEW = 500


class Spots(msgspec.Struct, frozen=True):
    """``n`` places on roads: the number of the ``segment`` int32 (-1: no road near), the ``share`` float64 of it that
    lies behind, from its start (0) to its end (1), and the ``metres`` from there to the place."""

    segment: NDArray[np.int32]
    share: Floats
    metres: Floats

    def __len__(self) -> int:
        return len(self.segment)

    def one(self, row: int) -> Spots:
        """One of them alone."""
        return Spots(self.segment[row : row + 1], self.share[row : row + 1], self.metres[row : row + 1])


class OnRoads:
    """``nodes`` float64 ``(N, 2)`` metres on a plane; ``start``, ``end`` of all segments; ``usable``: numbers of those
    one may be put on."""

    def __init__(
        self, nodes: Floats, start: NDArray[np.integer], end: NDArray[np.integer], usable: NDArray[np.integer]
    ) -> None:
        # Column by column: a sum over two figures in a row costs ten times as much.
        self._east, self._north = np.ascontiguousarray(nodes[:, 0]), np.ascontiguousarray(nodes[:, 1])
        self._start, self._end = start, end
        origin, way = nodes[start[usable]], nodes[end[usable]] - nodes[start[usable]]
        count = np.maximum(1, np.ceil(np.hypot(*way.T) / _MARK)).astype(np.int64)
        row = np.repeat(np.arange(len(usable)), count)
        share = (np.arange(len(row)) - (np.cumsum(count) - count)[row] + 0.5) / count[row]
        self._segment = usable[row].astype(np.int32)
        # Splitting at the middle of a box instead of the median builds five times as fast and asks no slower.
        marks = origin[row] + way[row] * share[:, None]
        self._tree = cKDTree(marks, balanced_tree=False, compact_nodes=False)

    def nearest(self, places: Floats) -> Spots:
        """Where on the roads places ``(n, 2)`` on the plane are; those that are not finite numbers are on none."""
        count = len(places)
        spots = Spots(np.full(count, -1, np.int32), np.zeros(count), np.full(count, np.inf))
        if not len(self._segment):
            return spots
        east, north = places.T
        asked = np.flatnonzero(np.isfinite(east) & np.isfinite(north))
        if len(asked) > 1:
            square = np.floor(east[asked] / _SQUARE) * 1_000_003 + np.floor(north[asked] / _SQUARE)
            asked = asked[np.argsort(square)]
        threads = -1 if len(asked) > _FEW else 1
        away, mark = self._tree.query(places[asked], distance_upper_bound=OFF_ROAD + _MARK / 2, workers=threads)
        found = np.isfinite(away)
        asked, segment = asked[found], self._segment[mark[found]]
        start, end = self._start[segment], self._end[segment]
        from_east, from_north = self._east[start], self._north[start]
        way_east, way_north = self._east[end] - from_east, self._north[end] - from_north
        off_east, off_north = east[asked] - from_east, north[asked] - from_north
        length = np.maximum(way_east * way_east + way_north * way_north, 1e-9)
        share = np.clip((off_east * way_east + off_north * way_north) / length, 0.0, 1.0)
        metres = np.hypot(off_east - way_east * share, off_north - way_north * share)
        near = metres <= OFF_ROAD
        spots.segment[asked] = np.where(near, segment, -1)
        spots.share[asked], spots.metres[asked] = share, np.where(near, metres, np.inf)
        return spots
