"""The density of incidents as a map shows it; no Qt."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from domain.heat import Heat
from maps.projection import to_degrees
from maps.viewport import Viewport

#: Logical pixels between two places the density is looked up at, and rows of them that are looked up in one stroke.
STEP, ROWS = 2.0, 48


@dataclass(frozen=True, slots=True)
class ShownHeat:
    """A density and what it is of: ``span`` seconds back from the moment it was asked for, None for what is open;
    ``filtered``: only what the desk's filter leaves."""

    heat: Heat
    span: float | None = None
    filtered: bool = False


def classes_in(heat: Heat, viewport: Viewport) -> Iterator[NDArray[np.uint8]]:
    """The class (0: below the lowest) at places ``STEP`` pixels apart, from the top, some rows at a time
    ``(rows, columns)``; between the nodes of the grid the density is taken as even."""
    across, down = int(viewport.width // STEP) + 1, int(viewport.height // STEP) + 1
    lon = to_degrees(viewport.to_world(np.stack([(np.arange(across) + 0.5) * STEP, np.zeros(across)], -1)))[:, 0]
    lat = to_degrees(viewport.to_world(np.stack([np.zeros(down), (np.arange(down) + 0.5) * STEP], -1)))[:, 1]
    column, right, inside_x = _places((lon - heat.west) / heat.step[0], heat.density.shape[1])
    row, up, inside_y = _places((lat - heat.south) / heat.step[1], heat.density.shape[0])
    begins = np.array(heat.classes)
    for start in range(0, down, ROWS):
        rows = slice(start, start + ROWS)
        low, high = heat.density[row[rows]], heat.density[np.minimum(row[rows] + 1, len(heat.density) - 1)]
        lines = low + (high - low) * up[rows, None]
        left, next_ = lines[:, column], lines[:, np.minimum(column + 1, lines.shape[1] - 1)]
        value = (left + (next_ - left) * right) * inside_x * inside_y[rows, None]
        yield np.searchsorted(begins, value, side="right").astype(np.uint8)


def _places(at: NDArray[np.float64], count: int) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.bool_]]:
    """Of places along one axis of a grid the node before, the share of the way to the next, and whether it is on it."""
    inside = (at >= 0) & (at <= count - 1)
    held = np.clip(at, 0, count - 1)
    node = np.floor(held).astype(np.int64)
    return node, held - node, inside
