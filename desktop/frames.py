"""How long frames take, and when the first complete one was shown."""

from __future__ import annotations

import time
from collections import deque

import numpy as np
import psutil

_KEPT = 2000


class FrameTimes:
    """Milliseconds of the newest frames.

    ``start_ms``: from the start of the process to the first complete frame, 0 before it."""

    def __init__(self) -> None:
        self.painted = 0
        self.start_ms = 0
        self._times: deque[float] = deque(maxlen=_KEPT)

    def add(self, milliseconds: float) -> None:
        """One frame of the map was painted."""
        self.painted += 1
        self._times.append(milliseconds)

    def complete(self) -> None:
        """The desk shows everything for the first time; later calls change nothing."""
        if not self.start_ms:
            self.start_ms = round((time.time() - psutil.Process().create_time()) * 1000)

    def p95_ms(self) -> float:
        return round(float(np.percentile(self._times, 95)), 2) if self._times else 0.0
