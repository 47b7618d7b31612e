"""City time: wall time, or a simulated day that runs faster; never backwards, not even over a restart."""

from __future__ import annotations

import time
from collections.abc import Callable

from domain.messages import Clock
from domain.trouble import Trouble

#: Real seconds the persisted time runs ahead of the clock (see ``CityClock.reserve``).
RESERVED = 10.0
#: A city at wall time that is ahead by no more than this many seconds waits until the wall clock has caught up.
WAITS = 60.0
#: A wall clock before this cannot be right (seconds since 1970): this program did not exist.
NOT_BEFORE = 1_760_000_000.0


def steady() -> float:
    """Seconds that no clock setting touches and that go on while the machine sleeps, where the system can tell them."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot is None else time.clock_gettime(boot)


class CityClock:
    """Seconds since 1970 (UTC) of the city.

    ``rate``: city seconds per real second; 0 (simulation off) and 1 are wall time. ``not_before``: the latest city time
    anybody may have seen before this start (None: never started). A city at wall time starts at the wall clock or at
    ``not_before``, whichever is later; a little ahead it stands still until the wall clock is there, far ahead (it was
    simulated before) it runs on from there. A simulated one goes on where it stopped. Once started it runs on a
    steady clock, so a wall clock that is set back does not turn it back. Safe to read from any thread.
    """

    def __init__(
        self,
        rate: float = 1.0,
        not_before: float | None = None,
        wall: Callable[[], float] = time.time,
        monotonic: Callable[[], float] = steady,
    ) -> None:
        self.rate = rate if rate > 0 else 1.0
        self._wall = wall
        self._monotonic = monotonic
        self._begun = monotonic()
        self._at_wall = at_wall = wall()
        if not_before is None:
            self._start = at_wall
        elif self.rate == 1.0:
            self._start = max(at_wall, not_before)
        else:
            self._start = not_before
        #: Seconds the city is ahead of the wall clock at the start; above ``WAITS`` at rate 1 something is odd.
        self.ahead = self._start - at_wall
        #: Where time that runs begins; behind ``_start`` while the city waits for the wall clock.
        self._runs_from = at_wall if self.rate == 1.0 and self.ahead <= WAITS else self._start

    def now(self) -> float:
        """City time now."""
        return self._after(0.0)

    def of_wall(self, wall: float) -> float:
        """The city time at which the real world showed ``wall`` (seconds since 1970, UTC)."""
        return self.now() + (wall - self._wall()) * self.rate

    def wall(self) -> float:
        """Real time now, seconds since 1970 (UTC)."""
        return self._wall()

    def reading(self) -> Clock:
        """What desks are told."""
        return Clock(self.now(), self.rate)

    def trouble(self) -> Trouble | None:
        """What is wrong with the wall clock just now, as far as it can be told; None while nothing is. Told by the
        minute, so that it is not news every second."""
        wall = self.wall()
        if wall < NOT_BEFORE:
            sentence = "The clock of this machine is wrong; set it right, then restart the backend."
            return Trouble("clock_impossible", sentence, {"shows_at": _minutes(wall)})
        if self.rate != 1.0:
            jump = (wall - self._at_wall) - (self._monotonic() - self._begun)
            if abs(jump) <= WAITS:
                return None
            sentence = "The clock of this machine jumped. If it is right now, restart the backend; else set it right."
            return Trouble("clock_jumped", sentence, {"jump_s": _minutes(abs(jump))})
        ahead = self.now() - wall
        if ahead > WAITS:
            sentence = (
                "City time is ahead of the clock of this machine: the city ran simulated, or the clock was set back. "
                "City time never goes back; set the clock right, or begin with another --data."
            )
            return Trouble("city_ahead", sentence, {"ahead_s": _minutes(ahead)})
        if ahead < -WAITS:
            sentence = (
                "The clock of this machine was set forward and city time is behind it. If it is right now, restart "
                "the backend; else set it right."
            )
            return Trouble("city_behind", sentence, {"behind_s": _minutes(-ahead)})
        return None

    def reserve(self) -> float:
        """A city time not reached within the next ``RESERVED`` real seconds. Written to disk before it comes, it is
        where the next start begins, so a killed backend never shows a time twice."""
        return self._after(RESERVED)

    def _after(self, seconds: float) -> float:
        """City time some real seconds from now."""
        return max(self._start, self._runs_from + (self._monotonic() - self._begun + seconds) * self.rate)


def _minutes(seconds: float) -> str:
    return str(round(seconds / 60) * 60)
