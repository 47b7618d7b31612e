"""The stretches of city time figures speak of: today, the last 24 hours, the last seven days, or one past day."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from math import inf
from zoneinfo import ZoneInfo

import msgspec

HOUR = 3600.0
DAY = 86400.0


class Window(msgspec.Struct, frozen=True):
    """``start`` (with it) to ``until`` (without it), seen at ``now``; all city time. A period that goes on ends in
    infinity: what is received this very moment belongs to it, however the clocks differ."""

    start: float
    until: float
    now: float

    def values(self) -> dict[str, float]:
        """By the names formulas use."""
        return {"start": self.start, "until": self.until, "now": self.now}


class Period(StrEnum):
    """Which stretch of time a figure counts."""

    TODAY = "today"
    LAST_DAY = "last_day"  # 24 hours
    WEEK = "week"  # seven times 24 hours

    def window(self, now: float, zone: str) -> Window:
        """The period as of city time ``now`` in an IANA time zone."""
        match self:
            case Period.TODAY:
                return Window(midnight(now, zone), inf, now)
            case Period.LAST_DAY:
                return Window(now - DAY, inf, now)
            case Period.WEEK:
                return Window(now - 7 * DAY, inf, now)


def midnight(now: float, zone: str, days: int = 0) -> float:
    """When the local day of ``now`` began, or the one ``days`` later (earlier when negative)."""
    return _midnight(zone, int(now // 60), days)


@lru_cache(maxsize=512)
def _midnight(zone: str, minute: int, days: int) -> float:
    local = datetime.fromtimestamp(minute * 60, ZoneInfo(zone)).replace(hour=0, minute=0, second=0, microsecond=0)
    return (local + timedelta(days=days)).timestamp()  # a day later on the wall, whatever the clocks did


def local_day(at: float, zone: str) -> date:
    """The date on the wall."""
    return datetime.fromtimestamp(at, ZoneInfo(zone)).date()


def hour_of(at: float, zone: str) -> int:
    """Local hour of the day."""
    return datetime.fromtimestamp(at, ZoneInfo(zone)).hour
