"""Marks that would lie on each other, gathered under the one that hurts most; no Qt."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int64]

#: So many rows are looked at together.
_BLOCK = 256
#: In a square as wide as the reach at most so many leaders lie that are further apart than it.
_CROWD = 4
_AROUND = [(i, j) for i in (-1, 0, 1) for j in (-1, 0, 1)]


def leaders(places: NDArray[np.float64], reach: float) -> Rows:
    """For every place ``(n, 2)`` the row that stands for it: its own, or that of a later (worse) row at most ``reach``
    away.

    Rows are ordered from harmless to worst. Every row has exactly one leader and a leader leads itself, so nothing is
    lost and nothing counted twice."""
    leader = np.arange(len(places))
    if not len(places):
        return leader
    scaled = places / reach
    cell, around = _cells(scaled)
    held = np.full((len(around) + 1, _CROWD), -1)  # leaders by cell; the last cell is the empty outside
    filled = np.zeros(len(around) + 1, np.int64)
    members = np.append(np.bincount(cell), 0)
    crowded = np.flatnonzero((members[around].sum(axis=1) > 1)[cell])  # the others have nobody near
    for end in range(len(crowded), 0, -_BLOCK):
        # the worst block first: most rows lie near a leader that is known, and are done in a few steps for all
        rows = crowded[max(0, end - _BLOCK) : end]
        near = _nearest(rows, held[around[cell[rows]]].reshape(len(rows), -1), scaled)
        leader[rows] = np.where(near >= 0, near, rows)
        alone = rows[near < 0][::-1]
        leader[alone] = _among(alone.tolist(), scaled)
        chosen = alone[leader[alone] == alone]
        chosen = chosen[np.argsort(cell[chosen], kind="stable")]
        cells = cell[chosen]
        first = np.flatnonzero(np.diff(cells, prepend=-1))
        count = np.diff(first, append=len(cells))
        place = np.arange(len(cells)) - np.repeat(first, count)
        held[cells, filled[cells] + place] = chosen
        filled[cells[first]] += count
    return leader


def _cells(scaled: NDArray[np.float64]) -> tuple[Rows, Rows]:
    """Of each row its cell of side 1, and of each cell itself and its eight neighbours (``(cells, 9)``; where there is
    none, the number of cells)."""
    whole = np.floor(scaled).astype(np.int64)
    whole -= whole.min(axis=0) - 1
    width = int(whole[:, 1].max()) + 2
    keys, cell = np.unique(whole[:, 0] * width + whole[:, 1], return_inverse=True)
    wanted = keys[:, None] + np.array([i * width + j for i, j in _AROUND])
    found = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return cell, np.where(keys[found] == wanted, found, len(keys))


def _nearest(rows: Rows, others: Rows, scaled: NDArray[np.float64]) -> Rows:
    """Of each row the nearest of its ``others`` (−1: none there) at most 1 away, −1 when there is none."""
    line, column = np.nonzero(others >= 0)  # most are empty
    other = others[line, column]
    gaps = scaled[other] - scaled[rows[line]]
    apart = np.hypot(gaps[:, 0], gaps[:, 1])
    near = np.flatnonzero(apart <= 1.0)
    near = near[np.lexsort((apart[near], line[near]))]
    found = np.full(len(rows), -1)
    near = near[np.diff(line[near], prepend=-1) > 0]
    found[line[near]] = other[near]
    return found


def _among(rows: list[int], scaled: NDArray[np.float64]) -> list[int]:
    """Leaders of rows (the worst first) that are held against each other alone."""
    places = scaled[rows].tolist()
    held: dict[tuple[int, int], list[int]] = {}
    found = []
    for at, (x, y) in enumerate(places):
        cell_x, cell_y = math.floor(x), math.floor(y)
        best, nearest = 1.0, -1
        for i, j in _AROUND:
            for other in held.get((cell_x + i, cell_y + j), ()):
                apart = math.hypot(places[other][0] - x, places[other][1] - y)
                if apart <= best:
                    best, nearest = apart, other
        if nearest < 0:
            held.setdefault((cell_x, cell_y), []).append(at)
        found.append(rows[at if nearest < 0 else nearest])
    return found
