"""Signs walk from one fix to the next instead of leaping, and never beyond the last; no Qt.

A sign is where somebody was a moment ago, on the straight line between his last two fixes, and stands on the newest one
after as long as lies between the two. What is told about him (age, distance, a drop) is of the fix itself."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from maps.scene import Crew
from maps.viewport import Viewport

#: Steps shorter than the first and longer than the second (logical pixels) are leaps: nobody would see the one, and
#: nobody knows the way of the other.
SHORTEST, LONGEST = 1.5, 120.0
#: Fixes farther apart than this (seconds on the wall) are not joined.
APART = 12.0
#: More than so many walk at no time: each picture of them would cost too much.
CROWD = 3000

Rows = NDArray[np.int64]


class Motion:
    """Where the crew's signs are between two fixes. Times are seconds of a clock on the wall."""

    def __init__(self) -> None:
        self._start = self._goal = np.zeros((0, 2))
        self._begun = self._lasts = self._heard = np.zeros(0)
        self._rows: Rows = np.zeros(0, np.int64)

    @property
    def walking(self) -> Rows:
        """Rows whose signs are on their way."""
        return self._rows

    def forget(self, count: int) -> None:
        """Another crew: everybody stands on his fix."""
        self._start, self._goal = np.zeros((count, 2)), np.zeros((count, 2))
        self._begun, self._lasts, self._heard = np.zeros(count), np.zeros(count), np.zeros(count)
        self._rows = np.zeros(0, np.int64)

    def take(
        self, crew: Crew, moved: Rows, before: NDArray[np.float64], seen: NDArray[np.bool_], wall: float, scale: float
    ) -> None:
        """The crew has new fixes of rows that were shown at ``before`` ``(k, 2)`` (``seen``: that were known at all).
        ``scale``: pixels a world unit; 0: nobody walks."""
        pause = wall - self._heard[moved]
        self._heard[moved] = wall
        told = np.zeros(len(crew), bool)
        told[moved] = True
        still = self._rows[~told[self._rows]]
        if not scale:
            self._rows = still
            return
        step = np.hypot(*(crew.world[moved] - before).T) * scale
        walks = seen & (pause > 0) & (pause <= APART) & (step >= SHORTEST) & (step <= LONGEST)
        if np.count_nonzero(walks) + len(still) > CROWD:
            walks[:] = False
        rows = moved[walks]
        self._start[rows], self._goal[rows] = before[walks], crew.world[rows]
        self._begun[rows], self._lasts[rows] = wall, pause[walks]
        self._rows = np.concatenate([still, rows]).astype(np.int64)
        crew.world[rows] = before[walks]

    def step(self, crew: Crew, wall: float) -> bool:
        """Moves the signs of those on their way to where they are now; whether anybody moved."""
        rows = self._rows
        if not len(rows):
            return False
        share = np.clip((wall - self._begun[rows]) / self._lasts[rows], 0.0, 1.0)
        start, goal = self._start[rows], self._goal[rows]
        crew.world[rows] = np.where(share[:, None] < 1.0, start + (goal - start) * share[:, None], goal)
        crew.edition += 1
        self._rows = rows[share < 1.0]
        return True

    def arrive(self, crew: Crew) -> None:
        """Everybody stands on his fix at once."""
        self.step(crew, np.inf)

    def fix(self, crew: Crew, row: int) -> tuple[float, float]:
        """World place of somebody's fix, wherever his sign is."""
        x, y = (self._goal if row in self._rows else crew.world)[row].tolist()
        return x, y

    def seen(self, crew: Crew, viewport: Viewport) -> bool:
        """Whether anybody who walks is in view."""
        west, north, east, south = viewport.bounds
        x, y = crew.world[self._rows].T
        return bool(((x > west) & (x < east) & (y > north) & (y < south)).any())
