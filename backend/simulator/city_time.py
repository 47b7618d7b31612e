"""City time in the simulator's process, from the readings that come with the backend's answers."""

from __future__ import annotations

import time
from collections.abc import Callable

from domain.messages import Clock


class CityTime:
    """City time now. A reading is late by the way it took, so the newest is believed only where it is not behind."""

    #: A reading this many real seconds off means the backend's clock itself changed.
    JUMP = 2.0

    def __init__(self, reading: Clock, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._reading, self._at = reading, monotonic()

    @property
    def rate(self) -> float:
        """City seconds in a real second."""
        return self._reading.rate

    def now(self) -> float:
        return self._reading.time + (self._monotonic() - self._at) * self._reading.rate

    def heard(self, reading: Clock) -> None:
        ahead = reading.time - self.now()
        if reading.rate != self.rate or ahead > 0 or ahead < -self.JUMP * max(self.rate, 1.0):
            self._reading, self._at = reading, self._monotonic()

    def real(self, city_seconds: float) -> float:
        """Real seconds that so many city seconds take."""
        return city_seconds / self.rate
