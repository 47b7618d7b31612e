"""Where workers have been lately: a bounded memory of their fixes, columns only."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from domain.positions import WORKER_STATES, Positions
from domain.worker import SILENT_AFTER, WorkerState

#: City seconds between two kept fixes of one worker, and how many are kept: half an hour.
STEP, KEPT = 20.0, 90
#: The time window of a trail, city seconds.
WINDOW = STEP * KEPT

_OFF_DUTY = WORKER_STATES.index(WorkerState.OFF_DUTY)

#: Lines ``(n, 4)`` longitude, latitude, longitude, latitude in 1e-7 degree, from the older to the newer end; the age
#: of each newer end in seconds ``(n,)``.
Lines = tuple[NDArray[np.int32], NDArray[np.float64]]


class Trails:
    """A ring of ``KEPT`` fixes a worker, at most one each ``STEP`` seconds: 12 bytes a fix, never more than that,
    whatever the time and the rate of fixes.

    Only who is on duty leaves a trail; going off duty wipes it."""

    def __init__(self) -> None:
        self._grow(0)

    def _grow(self, count: int) -> None:
        self._lon = np.zeros((count, KEPT), np.int32)
        self._lat = np.zeros((count, KEPT), np.int32)
        #: Whole seconds since ``_epoch``.
        self._at = np.zeros((count, KEPT), np.int32)
        self._last = np.full(count, -np.inf)  # city time of the newest kept fix
        self._next = np.zeros(count, np.int64)  # slot that is written next
        self._held = np.zeros(count, np.int64)
        self._epoch = 0.0

    def __len__(self) -> int:
        return len(self._last)

    @property
    def nbytes(self) -> int:
        """Memory of all columns."""
        columns = (self._lon, self._lat, self._at, self._last, self._next, self._held)
        return sum(column.nbytes for column in columns)

    def clear(self) -> None:
        """Forget everything: other people stand behind the same numbers now."""
        self._grow(0)

    def take(self, positions: Positions, moved: NDArray[np.int32]) -> None:
        """Keep the new fixes of the workers ``moved`` that are due; wipe the trails of those who went off duty."""
        if len(self) != len(positions):
            self._fit(len(positions))
        away = (positions.state == _OFF_DUTY) & (self._held > 0)
        self._held[away], self._last[away] = 0, -np.inf
        fixed_at = positions.fixed_at[moved]
        due = (positions.state[moved] != _OFF_DUTY) & (fixed_at >= self._last[moved] + STEP)
        rows, fixed_at = moved[due], fixed_at[due]
        if not len(rows):
            return
        if not self._epoch:
            self._epoch = float(np.floor(fixed_at.min()))
        slot = self._next[rows]
        self._lon[rows, slot], self._lat[rows, slot] = positions.lon[rows], positions.lat[rows]
        self._at[rows, slot] = fixed_at - self._epoch
        self._next[rows] = (slot + 1) % KEPT
        self._held[rows] = np.minimum(self._held[rows] + 1, KEPT)
        self._last[rows] = fixed_at

    def lines(self, rows: NDArray[np.int64], positions: Positions, now: float, most: int = KEPT) -> Lines:
        """The ways of some workers inside the window before city time ``now``, up to where they are now; of each at
        most the ``most`` newest stretches. Nothing is drawn across a time in which nobody heard of him."""
        rows = rows[(rows < len(self))]
        rows = rows[self._held[rows] > 0]
        most = max(1, min(most, KEPT))
        # the newest first: column 0 is where he is, column 1 the newest kept fix, …
        back = np.arange(most)
        slot = (self._next[rows][:, None] - 1 - back) % KEPT
        there = back < self._held[rows][:, None]
        lon = np.concatenate([positions.lon[rows][:, None], np.take_along_axis(self._lon[rows], slot, 1)], axis=1)
        lat = np.concatenate([positions.lat[rows][:, None], np.take_along_axis(self._lat[rows], slot, 1)], axis=1)
        kept_at = self._epoch + np.take_along_axis(self._at[rows], slot, 1)
        at = np.concatenate([positions.fixed_at[rows][:, None], kept_at], axis=1)
        gap = at[:, :-1] - at[:, 1:]
        shown = there & (gap <= SILENT_AFTER) & (now - at[:, 1:] <= WINDOW)
        shown &= (lon[:, 1:] != lon[:, :-1]) | (lat[:, 1:] != lat[:, :-1])
        lines = np.stack([lon[:, 1:], lat[:, 1:], lon[:, :-1], lat[:, :-1]], axis=-1)[shown]
        return lines, np.maximum(now - at[:, :-1][shown], 0.0)

    def _fit(self, count: int) -> None:
        """Room for as many workers as the picture has; who is known keeps what is known of him."""
        before = self.__dict__.copy()
        self._grow(count)
        both = min(count, len(before["_last"]))
        for name in ("_lon", "_lat", "_at", "_last", "_next", "_held"):
            getattr(self, name)[:both] = before[name][:both]
        self._epoch = before["_epoch"]
