"""WGS-84 to a flat world and back (web mercator), for whole arrays at once; no Qt.

*World* coordinates: x 0..1 from west to east, y 0..1 from north (85.05°) to south, float64. At zoom ``z`` of the usual
web maps the world is ``256 * 2**z`` pixels wide. The projection keeps angles, so a circle of metres is a circle of
pixels; how many metres a unit has depends on y alone.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from domain.shapes import DEGREE

#: Beyond this latitude the world would be infinitely tall.
STEEPEST = 85.0511287798066
#: Length of the equator of the sphere the projection uses, metres.
EQUATOR = 40_075_016.685578488


def to_world(lon: ArrayLike, lat: ArrayLike) -> NDArray[np.float64]:
    """Degrees to world coordinates, ``(n, 2)``. Latitudes are held inside ±85.05°."""
    x = np.asarray(lon, np.float64) / 360.0 + 0.5
    sine = np.sin(np.radians(np.clip(np.asarray(lat, np.float64), -STEEPEST, STEEPEST)))
    return np.stack([x, 0.5 - np.arctanh(sine) / (2 * np.pi)], axis=-1)


def stored_to_world(points: NDArray[np.int32]) -> NDArray[np.float64]:
    """Stored points (int32 1e-7 degree, ``(n, 2)`` longitude, latitude) to world coordinates, ``(n, 2)``."""
    return to_world(points[..., 0] / DEGREE, points[..., 1] / DEGREE)


def to_degrees(world: ArrayLike) -> NDArray[np.float64]:
    """World coordinates ``(n, 2)`` to longitude and latitude in degrees, ``(n, 2)``."""
    places = np.asarray(world, np.float64)
    lon = (places[..., 0] - 0.5) * 360.0
    lat = np.degrees(np.arctan(np.sinh((0.5 - places[..., 1]) * 2 * np.pi)))
    return np.stack([lon, lat], axis=-1)


def metres_per_unit(y: float) -> float:
    """How many metres one world unit is at height ``y``."""
    return EQUATOR / float(np.cosh((0.5 - y) * 2 * np.pi))
