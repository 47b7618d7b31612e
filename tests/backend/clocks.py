"""Clocks that stand still until a test moves them."""

from __future__ import annotations

from backend.clock import CityClock
from tests.domain.small_city import MONDAY_NINE


class Hands:
    """The wall clock and the monotonic one, moved together by ``pass_by`` or the wall alone by ``set_wall``."""

    def __init__(self, wall: float = MONDAY_NINE) -> None:
        self._wall = wall
        self._monotonic = 1000.0

    def wall(self) -> float:
        return self._wall

    def monotonic(self) -> float:
        return self._monotonic

    def pass_by(self, seconds: float) -> None:
        self._wall += seconds
        self._monotonic += seconds

    def set_wall(self, wall: float) -> None:
        self._wall = wall

    def city(self, rate: float = 1.0, not_before: float | None = None) -> CityClock:
        return CityClock(rate, not_before, self.wall, self.monotonic)
