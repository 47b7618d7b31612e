"""How long a server is left alone after it failed, so that a line that is down is not hammered; no Qt."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable

from maps.tiles.trouble import Kind, TileTrouble

#: Seconds until the first new try after a failure, doubled with each further one up to the longest.
FIRST, LONGEST = 1.0, 60.0
#: What does not get better in seconds: a refused key.
STUBBORN, STUBBORN_LONGEST = 30.0, 600.0


class Patience:
    """One for each server, for all threads. ``clock`` in seconds, ever growing."""

    def __init__(self, clock: Callable[[], float], jitter: Callable[[], float] = random.random) -> None:
        self._clock, self._jitter = clock, jitter
        self._lock = threading.Lock()
        self._failures = 0
        self._failed_at = 0.0
        self._until = 0.0
        self.trouble: TileTrouble | None = None

    @property
    def wait(self) -> float:
        """Seconds until the next try is allowed."""
        return max(0.0, self._until - self._clock())

    def check(self) -> float:
        """The moment a try begins. Raises what went wrong last when it is too early for one."""
        now = self._clock()
        if self.trouble is not None and now < self._until:
            raise TileTrouble(self.trouble.kind, self.trouble.detail)
        return now

    def succeeded(self) -> None:
        self._failures, self._until, self.trouble = 0, 0.0, None

    def failed(self, trouble: TileTrouble, begun: float) -> None:
        """A try that began at ``begun`` failed; with others that began before the last failure it counts as one."""
        with self._lock:
            now = self._clock()
            if self.trouble is not None and begun <= self._failed_at:
                return
            self._failures += 1
            slow = trouble.kind in (Kind.REFUSED, Kind.SECURITY, Kind.NO_KEY)
            first, longest = (STUBBORN, STUBBORN_LONGEST) if slow else (FIRST, LONGEST)
            pause = min(longest, first * 2.0 ** min(self._failures - 1, 16)) * (0.8 + 0.4 * self._jitter())
            self._failed_at, self._until = now, now + max(pause, min(trouble.again, STUBBORN_LONGEST))
            self.trouble = trouble
