"""How long frames take, and when the first things and the first complete frame were shown."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

import numpy as np

from desktop.process_start import process_age_ms

_KEPT = 2000


class FrameTimes:
    """Milliseconds of the newest frames.

    ``start_ms``: from the start of the process to the first complete frame, 0 before it. ``steps``: the same for what
    came before it, by name, in the order it came."""

    def __init__(self) -> None:
        self.painted = 0
        self.start_ms = 0
        self.steps: dict[str, int] = {}
        self._then: Callable[[], None] | None = None
        self._times: deque[float] = deque(maxlen=_KEPT)

    def add(self, milliseconds: float) -> None:
        """One frame of the map was painted."""
        self.painted += 1
        self._times.append(milliseconds)
        if self._then is not None:
            self.reached("live_frame")

    def reached(self, step: str) -> None:
        """The start came this far; only the first time counts, and nothing after the first complete frame."""
        if step not in self.steps and not self.start_ms:
            self.steps[step] = round(process_age_ms())

    @property
    def awaited(self) -> bool:
        """Whether the next whole frame is the first complete one."""
        return self._then is not None

    def await_complete(self, then: Callable[[], None]) -> None:
        """The picture is live: the next frame with all of the ground in it is complete. ``then`` is called once."""
        self._then = then

    def whole(self) -> None:
        """A frame with all of the ground in it was painted."""
        if self._then is not None:
            then, self._then = self._then, None
            self.start_ms = round(process_age_ms())
            then()

    def p95_ms(self) -> float:
        return round(float(np.percentile(self._times, 95)), 2) if self._times else 0.0
