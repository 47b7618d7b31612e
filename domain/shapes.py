"""Many polygons in three arrays: the form in which outlines are stored, sent and drawn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

#: One degree in stored units. Longitudes and latitudes are kept as int32 in 1e-7 degree (about 1 cm).
DEGREE = 10_000_000


class Shapes(msgspec.Struct):
    """``S`` polygons, each of one or more rings; inside is even-odd, so holes and islands need no flag.

    ``points``: int32 ``(P, 2)`` longitude, latitude in 1e-7 degree (WGS-84), rings not closed (the last point is
    not the first). ``rings``: int32 ``(R + 1,)`` offsets into points. ``shapes``: int32 ``(S + 1,)`` offsets into
    rings.
    """

    points: np.ndarray
    rings: np.ndarray
    shapes: np.ndarray

    def __len__(self) -> int:
        return len(self.shapes) - 1

    def rings_of(self, index: int) -> list[NDArray[np.int32]]:
        """The rings of one polygon, each int32 ``(n, 2)`` in 1e-7 degree."""
        first, last = int(self.shapes[index]), int(self.shapes[index + 1])
        return [self.points[self.rings[ring] : self.rings[ring + 1]] for ring in range(first, last)]

    def bounds(self) -> NDArray[np.int32]:
        """Bounding boxes, int32 ``(S, 4)``: west, south, east, north. Every polygon must have a point."""
        if len(self) == 0:
            return np.zeros((0, 4), np.int32)
        starts = self.rings[self.shapes[:-1]]
        low = np.minimum.reduceat(self.points, starts, axis=0)
        high = np.maximum.reduceat(self.points, starts, axis=0)
        return np.hstack([low, high]).astype(np.int32)

    @staticmethod
    def of(polygons: Iterable[Sequence[Sequence[tuple[float, float]]]]) -> Shapes:
        """From polygons, each a list of rings, each a list of (longitude, latitude) in degrees.

        Closing points are dropped."""
        return _joined([[_stored(ring) for ring in polygon] for polygon in polygons])

    @staticmethod
    def stored(polygons: Sequence[Sequence[NDArray[np.int32]]]) -> Shapes:
        """From polygons of rings in stored units, as ``rings_of`` gives them."""
        return _joined(polygons)

    def only(self, rows: Iterable[int]) -> Shapes:
        """These polygons, in this order."""
        return _joined([self.rings_of(row) for row in rows])


def _stored(ring: Sequence[tuple[float, float]]) -> NDArray[np.int32]:
    array: NDArray[np.int32] = np.rint(np.asarray(ring, float)[:, :2] * DEGREE).astype(np.int32)
    return array[:-1] if len(array) > 1 and (array[0] == array[-1]).all() else array


def _joined(polygons: Sequence[Sequence[NDArray[np.int32]]]) -> Shapes:
    """Polygons of stored rings in one piece."""
    points = [ring for polygon in polygons for ring in polygon]
    return Shapes(
        np.vstack(points) if points else np.zeros((0, 2), np.int32),
        np.cumsum([0, *map(len, points)], dtype=np.int32),
        np.cumsum([0, *map(len, polygons)], dtype=np.int32),
    )
