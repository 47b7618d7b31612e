"""An area somebody drew on the map: what lies in it, and how it is simplified to a few corners."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

#: Corners (longitude, latitude in WGS-84 degrees) in order, the last one joined to the first.
Corners = tuple[tuple[float, float], ...]

#: More corners than this a drawn area never has: it is kept in filters and tested case by case.
MOST_CORNERS = 200


def holds(corners: Sequence[tuple[float, float]], lon: ArrayLike, lat: ArrayLike) -> NDArray[np.bool_]:
    """Which places ``(n,)`` in degrees lie in an area (even-odd rule; fewer than three corners hold nothing).

    An area across the 180th meridian is not meant."""
    east, north = np.atleast_1d(np.asarray(lon, float)), np.atleast_1d(np.asarray(lat, float))
    inside = np.zeros(len(east), bool)
    if len(corners) < 3:
        return inside
    ring = np.asarray(corners, float)
    for (x0, y0), (x1, y1) in zip(ring.tolist(), np.roll(ring, -1, axis=0).tolist(), strict=True):
        if y0 == y1:
            continue
        spans = (y0 > north) != (y1 > north)
        inside ^= spans & (east < x0 + (north - y0) / (y1 - y0) * (x1 - x0))
    return inside


def simplified(corners: NDArray[np.float64], tolerance: float) -> NDArray[np.float64]:
    """A drawn line ``(n, 2)`` with fewer points, each point left out at most ``tolerance`` away from what remains
    (Ramer 1972, Douglas and Peucker 1973); at most ``MOST_CORNERS`` of them."""
    keep = np.zeros(len(corners), bool)
    if len(corners) < 3:
        return corners
    while True:
        keep[:] = False
        keep[[0, -1]] = True
        waiting = [(0, len(corners) - 1)]
        while waiting:
            first, last = waiting.pop()
            if last - first < 2:
                continue
            apart = _from_chord(corners[first + 1 : last], corners[first], corners[last])
            farthest = int(np.argmax(apart))
            if apart[farthest] > tolerance:
                at = first + 1 + farthest
                keep[at] = True
                waiting += [(first, at), (at, last)]
        if keep.sum() <= MOST_CORNERS:
            return corners[keep]
        tolerance *= 1.5


def _from_chord(
    points: NDArray[np.float64], start: NDArray[np.float64], end: NDArray[np.float64]
) -> NDArray[np.float64]:
    """How far points are from the line between two others."""
    way = end - start
    length = float((way**2).sum())
    share = ((points - start) @ way / length).clip(0.0, 1.0) if length else np.zeros(len(points))
    feet = start + share[:, None] * way
    return np.asarray(np.hypot(*(points - feet).T), np.float64)
