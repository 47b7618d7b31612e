"""Distances and areas on the ground, for what is measured on the map."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

#: WGS-84 ellipsoid (NIMA TR8350.2): equatorial radius in metres, squared eccentricity.
_AXIS, _ECCENTRICITY_SQUARED = 6_378_137.0, 6.694_379_990_14e-3


def metres_per_degree(lat: float) -> tuple[float, float]:
    """Length of a degree of longitude and of latitude at a latitude, on the WGS-84 ellipsoid: the radii of curvature in
    the prime vertical and in the meridian (Bomford, Geodesy, 1980, section 2.02)."""
    sine = np.sin(np.radians(lat))
    bent = 1 - _ECCENTRICITY_SQUARED * sine * sine
    across = _AXIS / np.sqrt(bent) * np.cos(np.radians(lat))
    along = _AXIS * (1 - _ECCENTRICITY_SQUARED) / bent**1.5
    return float(np.radians(across)), float(np.radians(along))


def legs(places: NDArray[np.float64]) -> NDArray[np.float64]:
    """Metres between each of ``(n, 2)`` places (degrees) and the next, ``(n - 1,)``: on the ellipsoid with the scale of
    each leg's own middle latitude, good to a millionth part for legs of a city's size."""
    steps = []
    for (x0, y0), (x1, y1) in zip(places[:-1].tolist(), places[1:].tolist(), strict=True):
        across, along = metres_per_degree((y0 + y1) / 2)
        steps.append(float(np.hypot((x1 - x0) * across, (y1 - y0) * along)))
    return np.array(steps, np.float64)


def area(places: NDArray[np.float64]) -> float:
    """Square metres inside a ring of ``(n, 2)`` places (degrees), by the surveyor's formula in the plane that touches
    its middle; good to a thousandth part for areas of a city's size."""
    if len(places) < 3:
        return 0.0
    middle = places.mean(axis=0)
    across, along = metres_per_degree(float(middle[1]))
    x, y = (places[:, 0] - middle[0]) * across, (places[:, 1] - middle[1]) * along
    return abs(float((x * np.roll(y, -1) - np.roll(x, -1) * y).sum())) / 2
