"""Which part of the world a view shows, and where each place falls on it; no Qt."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from maps.projection import metres_per_unit

#: West, north, east, south in world coordinates.
Bounds = tuple[float, float, float, float]

TILE = 256.0
#: The nearest and the farthest a view goes, in zoom levels of the usual web maps.
NEAREST, FARTHEST = 20.0, 3.0


@dataclass(frozen=True, slots=True)
class Viewport:
    """``x``, ``y``: the world place in the middle; ``scale``: logical pixels a world unit; ``width``, ``height``:
    logical pixels. A viewport never changes: moving it gives another one."""

    x: float
    y: float
    scale: float
    width: float
    height: float

    @property
    def zoom(self) -> float:
        """Zoom level of the usual web maps (one more is twice as near)."""
        return math.log2(self.scale / TILE)

    @property
    def metres_per_pixel(self) -> float:
        """In the middle of the view."""
        return metres_per_unit(self.y) / self.scale

    @property
    def bounds(self) -> Bounds:
        across, down = self.width / self.scale / 2, self.height / self.scale / 2
        return self.x - across, self.y - down, self.x + across, self.y + down

    def to_pixels(self, world: ArrayLike) -> NDArray[np.float64]:
        """World places ``(…, 2)`` to logical pixels from the top left corner, ``(…, 2)``."""
        shift = (self.width / 2 - self.x * self.scale, self.height / 2 - self.y * self.scale)
        return np.asarray(world, np.float64) * self.scale + shift

    def to_world(self, pixels: ArrayLike) -> NDArray[np.float64]:
        """Logical pixels ``(…, 2)`` to world places, ``(…, 2)``."""
        corner = (self.x - self.width / self.scale / 2, self.y - self.height / self.scale / 2)
        return np.asarray(pixels, np.float64) / self.scale + corner

    def panned(self, dx: float, dy: float) -> Viewport:
        """The ground moved by (dx, dy) pixels: what was at (0, 0) is then at (dx, dy)."""
        return replace(self, x=self.x - dx / self.scale, y=self.y - dy / self.scale)

    def zoomed(self, steps: float, px: float, py: float) -> Viewport:
        """Nearer by ``steps`` zoom levels (negative: farther); what is under the pixel (px, py) stays there."""
        zoom = min(max(self.zoom + steps, FARTHEST), NEAREST)
        scale = TILE * 2.0**zoom
        across, down = px - self.width / 2, py - self.height / 2
        return replace(
            self,
            x=self.x + across / self.scale - across / scale,
            y=self.y + down / self.scale - down / scale,
            scale=scale,
        )

    def centred(self, x: float, y: float) -> Viewport:
        return replace(self, x=x, y=y)

    def resized(self, width: float, height: float) -> Viewport:
        """The same middle and scale on a view of another size."""
        return replace(self, width=width, height=height)

    def fitting(self, bounds: Bounds, margin: float = 24.0, right: float = 0.0, foot: float = 0.0) -> Viewport:
        """So near that ``bounds`` just fit with ``margin`` pixels around them, and ``right`` and ``foot`` more at these
        edges, where something else stands."""
        west, north, east, south = bounds
        room = max(self.width - 2 * margin - right, 16.0), max(self.height - 2 * margin - foot, 16.0)
        scale = min(room[0] / max(east - west, 1e-12), room[1] / max(south - north, 1e-12))
        scale = min(max(scale, TILE * 2.0**FARTHEST), TILE * 2.0**NEAREST)
        return replace(self, x=(west + east + right / scale) / 2, y=(north + south + foot / scale) / 2, scale=scale)

    def held(self, bounds: Bounds) -> Viewport:
        """The same view with its middle pulled back into ``bounds``: nobody gets lost outside the city."""
        west, north, east, south = bounds
        return replace(self, x=min(max(self.x, west), east), y=min(max(self.y, north), south))

    def widened(self, margin: float) -> Viewport:
        """The same middle and scale with ``margin`` more pixels on every side."""
        return replace(self, width=self.width + 2 * margin, height=self.height + 2 * margin)
