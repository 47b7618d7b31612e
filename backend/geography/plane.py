"""A flat sheet in metres over a city, and the way back to degrees."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from domain.shapes import DEGREE

Floats = NDArray[np.float64]

#: Metres in a degree of latitude (mean).
METRES = 111_195.0


class Plane:
    """East and north in metres from a place (longitude, latitude in WGS-84 degrees)."""

    def __init__(self, lon: float, lat: float) -> None:
        self.lon, self.lat = lon, lat
        self._scale = np.array([METRES * math.cos(math.radians(lat)), METRES])
        self._origin = np.array([lon, lat])

    def metres(self, degrees: object) -> Floats:
        """Degrees ``(n, 2)`` longitude, latitude → metres ``(n, 2)``."""
        found: Floats = (np.asarray(degrees, float) - self._origin) * self._scale
        return found

    def degrees(self, metres: object) -> Floats:
        """Metres ``(n, 2)`` → degrees ``(n, 2)``."""
        found: Floats = np.asarray(metres, float) / self._scale + self._origin
        return found

    def stored(self, metres: object) -> NDArray[np.int32]:
        """Metres ``(n, 2)`` → int32 1e-7 degree ``(n, 2)``, the form of ``domain.shapes`` and ``domain.roads``."""
        return np.rint(self.degrees(metres) * DEGREE).astype(np.int32)
