"""Marks that would lie on each other, gathered under the one that hurts most; no Qt."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray


def leaders(places: NDArray[np.float64], reach: float) -> NDArray[np.int64]:
    """For every place ``(n, 2)`` the row that stands for it: its own, or that of a later (worse) row at most ``reach``
    away.

    Rows are ordered from harmless to worst. Every row has exactly one leader and a leader leads itself, so nothing is
    lost and nothing counted twice."""
    leader = np.arange(len(places))
    held: dict[tuple[int, int], list[int]] = {}
    columns = (places / reach).tolist() if len(places) else []
    limit = 1.0
    for row in range(len(columns) - 1, -1, -1):
        x, y = columns[row]
        cell_x, cell_y = math.floor(x), math.floor(y)
        best, found = limit, -1
        for cell in ((cell_x + i, cell_y + j) for i in (-1, 0, 1) for j in (-1, 0, 1)):
            for other in held.get(cell, ()):
                apart = math.hypot(columns[other][0] - x, columns[other][1] - y)
                if apart <= best:
                    best, found = apart, other
        if found < 0:
            held.setdefault((cell_x, cell_y), []).append(row)
        else:
            leader[row] = found
    return leader
