"""City time between two words from the backend."""

from __future__ import annotations

from domain.messages import Clock


class CityClock:
    """Runs at the city's rate from the last time it was told. Small corrections never turn it back: it waits until
    the city has caught up; a correction of more than ``JUMP`` real seconds is taken as it is."""

    JUMP = 2.0

    def __init__(self) -> None:
        self._time = 0.0
        self._rate = 0.0
        self._at = 0.0
        self._shown = 0.0

    def set(self, clock: Clock, at: float) -> None:
        """The city's clock as it was at monotonic ``at``."""
        ahead = self._reading(at) - clock.time
        self._time, self._rate, self._at = clock.time, clock.rate, at
        if abs(ahead) > self.JUMP * max(clock.rate, 1.0):
            self._shown = clock.time

    def now(self, at: float) -> float:
        """City time at monotonic ``at``, seconds since 1970 (UTC); 0 when it was never told."""
        self._shown = max(self._shown, self._reading(at))
        return self._shown

    @property
    def rate(self) -> float:
        """City seconds per real second; 0 while the clock stands."""
        return self._rate

    def _reading(self, at: float) -> float:
        return self._time + max(0.0, at - self._at) * self._rate
