"""Places put onto the nearest road: on which segment, how far along it, and how far away.

Most places are near a road: of those that lead past their square (``roadsquares``) the nearest is theirs, if it is
nearer than the square looks. The others look for the marks around them, which stand on all roads at most ``_GAP``
apart. A road whose next mark is further than others is at most half a gap nearer than that mark: so a place looks at
more and more marks until one that it has not seen cannot stand on a nearer road."""

from __future__ import annotations

import msgspec
import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from domain.roadsquares import PAST, RoadSquares

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

#: A place further from any road than this has no way there, metres.
OFF_ROAD = 3000.0
#: Marks on roads are at most so far apart, metres.
_GAP = 160.0
#: So many marks a place looks at first, and so many pairs of a place and a mark are held at once.
_MARKS, _PAIRS = 6, 500_000
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
    """``nodes`` float64 ``(N, 2)`` metres on a plane; ``start``, ``end`` of all segments."""

    def __init__(self, nodes: Floats, start: NDArray[np.integer], end: NDArray[np.integer]) -> None:
        origin, way = nodes[start], nodes[end] - nodes[start]
        length = np.hypot(*way.T)
        # One row for a segment: its figures lie side by side in memory.
        self._lines = np.column_stack([origin, way, 1 / np.maximum(length**2, 1e-9)])
        self._squares = RoadSquares(origin, way)
        count = np.maximum(1, np.ceil(length / _GAP)).astype(np.int64)
        segment = np.repeat(np.arange(len(start)), count)
        share = (np.arange(len(segment)) - (np.cumsum(count) - count)[segment] + 0.5) / count[segment]
        # The last stands for a mark that is not there.
        self._segment = np.append(segment, -1).astype(np.int32)
        # Splitting at the middle of a box instead of the median builds five times as fast and asks no slower.
        marks = origin[segment] + way[segment] * share[:, None]
        self._tree = cKDTree(marks, balanced_tree=False, compact_nodes=False)

    def nearest(self, places: Floats, usable: NDArray[np.bool_]) -> Spots:
        """Where on the ``usable`` segments (one for each) places ``(n, 2)`` on the plane are; those that are not finite
        numbers are on none."""
        spots = Spots(np.full(len(places), -1, np.int32), np.zeros(len(places)), np.full(len(places), np.inf))
        if not usable.any():
            return spots
        usable = np.append(usable, False)
        segment, count = self._squares.near(places)
        rows = np.flatnonzero(count)
        metres = self._choose(spots, places, rows, segment, count[rows], usable)
        far = np.ones(len(places), np.bool_)
        far[rows[metres <= PAST]] = False
        far &= np.isfinite(places).all(axis=1)
        self._look_far(spots, places, np.flatnonzero(far), usable)
        return spots

    def _look_far(self, spots: Spots, places: Floats, rows: Ints, usable: NDArray[np.bool_]) -> None:
        """The same for some ``rows`` of the places, however far they are."""
        marks = _MARKS
        while len(rows):
            open_ = []
            for some in np.array_split(rows, len(rows) * marks // _PAIRS + 1):
                threads = -1 if len(some) > _FEW else 1
                reach = OFF_ROAD + _GAP / 2
                away, mark = self._tree.query(places[some], k=marks, distance_upper_bound=reach, workers=threads)
                count = np.full(len(some), marks)
                metres = self._choose(spots, places, some, self._segment[mark].ravel(), count, usable)
                open_.append(some[away[:, -1] < np.minimum(metres, OFF_ROAD) + _GAP / 2])
            rows, marks = np.concatenate(open_), marks * 2

    def _choose(
        self, spots: Spots, places: Floats, rows: Ints, segment: NDArray[np.int32], count: Ints,
        usable: NDArray[np.bool_],
    ) -> Floats:  # fmt: skip
        """Put some ``rows`` of the places onto the nearest of their segments, of which each has ``count`` (one or more)
        in ``segment``, one place after another; the metres to it."""
        if not len(rows):
            return np.zeros(0)
        place = np.repeat(rows, count)
        line = self._lines.take(segment, axis=0)
        east, north = places[:, 0].take(place) - line[:, 0], places[:, 1].take(place) - line[:, 1]
        share = np.clip((east * line[:, 2] + north * line[:, 3]) * line[:, 4], 0.0, 1.0)
        east -= line[:, 2] * share
        north -= line[:, 3] * share
        square = np.where(usable[segment], east * east + north * north, np.inf)
        least = np.minimum.reduceat(square, np.cumsum(count) - count)
        # Of several as near the first is taken, so written last.
        chosen = np.flatnonzero(square == np.repeat(least, count))[::-1]
        metres = np.sqrt(least)
        spots.segment[place[chosen]], spots.share[place[chosen]] = segment[chosen], share[chosen]
        spots.metres[rows] = metres
        lost = rows[metres > OFF_ROAD]
        spots.segment[lost], spots.share[lost], spots.metres[lost] = -1, 0.0, np.inf
        return metres
