"""Fixes that wait to be written as history: one growing block of columns, so that a fix that comes alone costs no more
memory than one of thousands."""

from __future__ import annotations

import numpy as np

from backend.position_history import Fixes

_ROW = np.dtype(
    [("index", np.int32), ("at", np.float64), ("lon", np.int32), ("lat", np.int32), ("speed", np.float32),
     ("heading", np.float32)]
)  # fmt: skip
_FIRST = 1024


class WaitingFixes:
    """At most ``most`` of them, in the order they came."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._rows = np.empty(_FIRST, _ROW)
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def add(self, index: int, at: float, lon: int, lat: int, speed: float, heading: float) -> bool:
        """One fix; False when there is no room."""
        if not self._has_room(1):
            return False
        self._rows[self._count] = (index, at, lon, lat, speed, heading)
        self._count += 1
        return True

    def extend(self, fixes: Fixes) -> bool:
        """All of some fixes, or none when there is no room for all."""
        count = len(fixes)
        if not self._has_room(count):
            return False
        new = self._rows[self._count : self._count + count]
        for name in _ROW.names or ():
            new[name] = getattr(fixes, name)
        self._count += count
        return True

    def take(self) -> Fixes | None:
        """All of them, and none are left; None when there were none."""
        if self._count == 0:
            return None
        rows = self._rows[: self._count]
        taken = Fixes(**{name: np.ascontiguousarray(rows[name]) for name in _ROW.names or ()})
        self._rows, self._count = np.empty(_FIRST, _ROW), 0
        return taken

    def _has_room(self, more: int) -> bool:
        wanted = self._count + more
        if wanted > self._most:
            return False
        if wanted > len(self._rows):
            rows = np.empty(max(wanted, 2 * len(self._rows)), _ROW)
            rows[: self._count] = self._rows[: self._count]
            self._rows = rows
        return True
