"""Cameras that would lie on each other, under one sign with their number; no Qt."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from maps.viewport import TILE, Bounds, Viewport

#: From this zoom level on cameras are on the map unasked, and from the second each for itself where it has the room.
FAR, NEAR = 14.0, 15.8
#: Side (pixels) of the squares that are one sign, farther and nearer than ``NEAR``.
WIDE, TIGHT = 96.0, 17.0
#: As near as a group opens.
OPEN = 18.6


@dataclass(frozen=True, slots=True)
class CameraGroups:
    """Signs in view: ``world`` ``(g, 2)`` where each stands, ``count`` ``(g,)`` how many cameras it stands for, and of
    each camera in view (``rows``) the ``sign`` it is under."""

    world: NDArray[np.float64]
    count: NDArray[np.int64]
    rows: NDArray[np.int64]
    sign: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.count)

    def members(self, sign: int) -> list[int]:
        """The numbers of the cameras under a sign."""
        members: list[int] = self.rows[self.sign == sign].tolist()
        return members

    def bounds(self, sign: int, cameras: NDArray[np.float64]) -> Bounds:
        """The box around the cameras under a sign."""
        places = cameras[self.members(sign)]
        (west, north), (east, south) = places.min(axis=0).tolist(), places.max(axis=0).tolist()
        return west, north, east, south


def group(cameras: NDArray[np.float64], viewport: Viewport) -> CameraGroups:
    """The signs of the cameras (world places ``(n, 2)``) in view. Squares lie fast on the ground, so that panning
    changes no group."""
    if not len(cameras):
        none = np.zeros(0, np.int64)
        return CameraGroups(np.zeros((0, 2)), none, none, none)
    pixels = WIDE if viewport.zoom < NEAR else TIGHT
    # Between two halves of a zoom level the squares stay; the nearer ones not beyond where they belong.
    step = np.floor(viewport.zoom * 2) / 2
    side = pixels / (TILE * 2.0**step)
    west, north, east, south = viewport.bounds
    first, last = np.floor(np.array([west, north]) / side), np.floor(np.array([east, south]) / side)
    low, high = (first - 1) * side, (last + 2) * side
    x, y = cameras[:, 0], cameras[:, 1]
    rows = np.flatnonzero((x >= low[0]) & (x < high[0]) & (y >= low[1]) & (y < high[1]))
    square = np.floor(cameras[rows] / side)
    inside = ((square >= first) & (square <= last)).all(axis=1)
    rows, square = rows[inside], (square[inside] - first).astype(np.int64)
    key = square @ np.array([1, int(last[0] - first[0]) + 1])
    _, sign = np.unique(key, return_inverse=True)
    count = np.bincount(sign)
    places = [np.bincount(sign, cameras[rows, axis]) / np.maximum(count, 1) for axis in (0, 1)]
    return CameraGroups(np.stack(places, axis=-1), count, rows, sign)
