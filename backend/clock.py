"""City time: wall time, or a simulated day that runs faster; never backwards, not even over a restart."""

from __future__ import annotations

import time
from collections.abc import Callable

from domain.messages import Clock

#: Real seconds the persisted time runs ahead of the clock (see ``CityClock.reserve``).
RESERVED = 10.0


class CityClock:
    """Seconds since 1970 (UTC) of the city.

    ``rate``: city seconds per real second; 0 (simulation off) and 1 are wall time. ``not_before``: the latest city time
    anybody may have seen before this start (None: never started). A city at wall time starts at the wall clock or at
    ``not_before``, whichever is later; a simulated one goes on where it stopped. Once started it runs on the monotonic
    clock, so a wall clock that is set back does not turn it back. Safe to read from any thread.
    """

    def __init__(
        self,
        rate: float = 1.0,
        not_before: float | None = None,
        wall: Callable[[], float] = time.time,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.rate = rate if rate > 0 else 1.0
        self._wall = wall
        self._monotonic = monotonic
        self._begun = monotonic()
        at_wall = wall()
        if not_before is None:
            self._start = at_wall
        elif self.rate == 1.0:
            self._start = max(at_wall, not_before)
        else:
            self._start = not_before
        #: Seconds the city is ahead of the wall clock at the start; above a minute at rate 1 something is odd.
        self.ahead = self._start - at_wall

    def now(self) -> float:
        """City time now."""
        return self._start + (self._monotonic() - self._begun) * self.rate

    def of_wall(self, wall: float) -> float:
        """The city time at which the real world showed ``wall`` (seconds since 1970, UTC)."""
        return self.now() + (wall - self._wall()) * self.rate

    def wall(self) -> float:
        """Real time now, seconds since 1970 (UTC)."""
        return self._wall()

    def reading(self) -> Clock:
        """What desks are told."""
        return Clock(self.now(), self.rate)

    def reserve(self) -> float:
        """A city time not reached within the next ``RESERVED`` real seconds. Written to disk before it comes, it is
        where the next start begins, so a killed backend never shows a time twice."""
        return self.now() + RESERVED * self.rate
