"""The road network as walkers need it: a flat plane in metres, and at every node the few ways on."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from domain.roads import Roads
from domain.shapes import DEGREE

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]

#: Ways on that are kept at one node; crossings of more roads are rare and lose the rest.
MOST_WAYS = 8
#: Nobody patrols a motorway.
LOWEST_RANK = 1
_METRES_A_DEGREE = 111_320.0


class Plane:
    """Degrees to metres and back around one latitude; exact inverses of each other, true to 0.1 % across a city."""

    def __init__(self, lon: float, lat: float) -> None:
        self._origin = np.array([lon, lat])
        self._scale = np.array([_METRES_A_DEGREE * math.cos(math.radians(lat)), _METRES_A_DEGREE])

    def metres(self, degrees: Floats) -> Floats:
        """float64 ``(n, 2)`` longitude, latitude → east, north."""
        found: Floats = (np.asarray(degrees, float) - self._origin) * self._scale
        return found

    def degrees(self, metres: Floats) -> Floats:
        """float64 ``(n, 2)`` east, north → longitude, latitude."""
        found: Floats = np.asarray(metres, float) / self._scale + self._origin
        return found


class Streets:
    """``at``: float64 ``(N, 2)`` metres of each node. ``ways``: int32 ``(N, MOST_WAYS)`` neighbours, -1 for none.

    Nodes without a way on (motorways, islands of the data) are never entered."""

    def __init__(self, roads: Roads, plane: Plane) -> None:
        self.plane = plane
        self.at: Floats = plane.metres(roads.nodes / DEGREE)
        kept = roads.rank >= LOWEST_RANK
        if not kept.any():
            kept = np.ones(len(roads.rank), bool)
        start = np.concatenate([roads.start[kept], roads.end[kept]]).astype(np.int64)
        end = np.concatenate([roads.end[kept], roads.start[kept]]).astype(np.int64)
        loose = start != end
        pairs = np.unique(start[loose] * len(self.at) + end[loose])
        start, end = pairs // len(self.at), pairs % len(self.at)
        first = np.searchsorted(start, np.arange(len(self.at)))
        slot = np.arange(len(start)) - first[start]
        self.ways: Ints = np.full((len(self.at), MOST_WAYS), -1, np.int32)
        room = slot < MOST_WAYS
        self.ways[start[room], slot[room]] = end[room]
        self.usable: Ints = np.flatnonzero(self.ways[:, 0] >= 0).astype(np.int32)
        self.crossings: Ints = np.flatnonzero(self.ways[:, 2] >= 0).astype(np.int32)
        self._tree = cKDTree(self.at[self.usable])

    def nearest(self, metres: Floats) -> Ints:
        """The usable node nearest to each of float64 ``(n, 2)`` places."""
        _, row = self._tree.query(metres)
        found: Ints = self.usable[row]
        return found
