"""Where the members of an opened pile stand around it; no Qt."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

#: Pixels between the middles of two signs, and from the pile to the nearest of them.
APART, NEAREST = 44.0, 48.0
#: So many stand on one circle; more wind outwards.
ON_CIRCLE = 10
#: A pile with more members than this is opened by going nearer, as long as that parts them.
MOST = 24


def fan(count: int) -> NDArray[np.float64]:
    """Offsets ``(count, 2)`` in pixels, the first straight above, the others clockwise; any two are at least ``APART``
    from each other and ``NEAREST`` from the pile."""
    if count <= ON_CIRCLE:
        around = max(NEAREST, APART / 2 / math.sin(math.pi / count)) if count > 1 else NEAREST
        angles = 2 * np.pi * np.arange(count) / max(count, 1)
        return np.stack([around * np.sin(angles), -around * np.cos(angles)], axis=-1)
    angle, radius = 0.0, max(NEAREST, APART / 2 / math.sin(math.pi / ON_CIRCLE))
    places = []
    for _ in range(count):
        places.append((radius * math.sin(angle), -radius * math.cos(angle)))
        turn = 2 * math.asin(APART / 2 / radius) * 1.02
        angle += turn
        radius += APART * 1.06 * turn / (2 * math.pi)  # a turn of the spiral lies outside the last one
    return np.array(places)
