"""Which days and hours count as working time; the yearly holiday notice is data."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

#: Working time is searched for this many years ahead; a calendar without any is a mistake in the data.
_YEARS_AHEAD = 50


class WorkCalendar(msgspec.Struct, frozen=True):
    """``zone``: IANA time zone. ``windows``: minutes after local midnight, (start, end) pairs in order.

    ``weekdays``: ISO weekdays that are worked (1 Monday). ``holidays``: ISO dates that are free although a weekday;
    ``makeup``: ISO dates that are worked although a weekend day."""

    zone: str
    windows: tuple[tuple[int, int], ...]
    weekdays: tuple[int, ...]
    holidays: tuple[str, ...] = ()
    makeup: tuple[str, ...] = ()

    @property
    def day_seconds(self) -> float:
        """Working time of a whole working day."""
        return 60.0 * sum(end - start for start, end in self.windows)

    def is_worked(self, day: date) -> bool:
        """Whether there is work on a local date. A make-up day wins over everything."""
        name = day.isoformat()
        return name in self.makeup or (day.isoweekday() in self.weekdays and name not in self.holidays)


def check_calendar(calendar: WorkCalendar) -> None:
    """Raises ValueError with the exact place when a calendar cannot be counted with."""
    try:
        ZoneInfo(calendar.zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"calendar: there is no time zone {calendar.zone!r}; use a name like Asia/Shanghai") from error
    before = 0
    for start, end in calendar.windows:
        if not before <= start < end <= 24 * 60:
            raise ValueError(f"calendar: the window {start}–{end} is not in order or leaves the day (0–1440 minutes)")
        before = end
    if not calendar.windows or not set(calendar.weekdays) & set(range(1, 8)):
        raise ValueError("calendar: there is no working time; give windows and ISO weekdays 1–7")
    if set(calendar.weekdays) - set(range(1, 8)):
        raise ValueError("calendar: weekdays are ISO numbers from 1 (Monday) to 7 (Sunday)")
    for name in (*calendar.holidays, *calendar.makeup):
        try:
            date.fromisoformat(name)
        except ValueError as error:
            raise ValueError(f"calendar: {name!r} is not a date like 2026-10-01") from error
    both = set(calendar.holidays) & set(calendar.makeup)
    if both:
        raise ValueError(f"calendar: {min(both)} is both a holiday and a make-up day")


def working_seconds(calendar: WorkCalendar, start: float, end: float) -> float:
    """Working time between two moments (seconds since 1970); negative when ``end`` is before ``start``."""
    if end < start:
        return -working_seconds(calendar, end, start)
    first, last = _year_of(calendar.zone, start), _year_of(calendar.zone, end)
    if first == last:
        year = _worked(calendar, first)
        return year.done(end) - year.done(start)
    between = sum(_worked(calendar, year).total for year in range(first + 1, last))
    begun = _worked(calendar, first)
    return begun.total - begun.done(start) + between + _worked(calendar, last).done(end)


def after_working(calendar: WorkCalendar, start: float, seconds: float) -> float:
    """The moment ``seconds`` of working time after ``start`` (before it when negative): the earliest such moment going
    forward, the latest going back. Raises ValueError when the calendar holds no working time."""
    if seconds == 0:
        return start
    first = _year_of(calendar.zone, start)
    year = _worked(calendar, first)
    wanted = year.done(start) + seconds
    if seconds > 0:
        for ahead in range(1, _YEARS_AHEAD + 1):
            if wanted <= year.total:
                # Rounding may swallow a tiny addition; the answer still never lies before the start.
                return max(start, year.first_at(wanted))
            wanted -= year.total
            year = _worked(calendar, first + ahead)
    else:
        for back in range(1, _YEARS_AHEAD + 1):
            if wanted >= 0 and year.total > 0:
                return min(start, year.last_at(wanted))
            year = _worked(calendar, first - back)
            wanted += year.total
    raise ValueError("the calendar holds no working time; give it windows and weekdays")


class _Year:
    """The working windows of one local year as moments, with the working time before each."""

    def __init__(self, windows: list[tuple[float, float]]) -> None:
        self._starts = [start for start, _ in windows]
        self._ends = [end for _, end in windows]
        self._before = [0.0]
        for start, end in windows:
            self._before.append(self._before[-1] + end - start)
        self.total = self._before[-1]

    def done(self, moment: float) -> float:
        """Working time of this year before ``moment``."""
        window = bisect_right(self._starts, moment) - 1
        if window < 0:
            return 0.0
        return self._before[window] + min(moment, self._ends[window]) - self._starts[window]

    def first_at(self, done: float) -> float:
        """The earliest moment with this much working time behind it; ``0 < done <= total``."""
        window = min(max(0, bisect_right(self._before, done) - 1), len(self._starts) - 1)
        while window > 0 and done <= self._before[window]:
            window -= 1
        return min(self._starts[window] + done - self._before[window], self._ends[window])

    def last_at(self, done: float) -> float:
        """The latest moment with this much working time behind it; ``0 <= done <= total``."""
        window = min(bisect_right(self._before, done) - 1, len(self._starts) - 1)
        return min(self._starts[window] + done - self._before[window], self._ends[window])


@lru_cache(maxsize=256)
def _worked(calendar: WorkCalendar, year: int) -> _Year:
    zone = ZoneInfo(calendar.zone)
    windows: list[tuple[float, float]] = []
    day = date(year, 1, 1)
    while day.year == year:
        if calendar.is_worked(day):
            midnight = datetime(day.year, day.month, day.day)
            for start, end in calendar.windows:
                opens = (midnight + timedelta(minutes=start)).replace(tzinfo=zone).timestamp()
                closes = (midnight + timedelta(minutes=end)).replace(tzinfo=zone).timestamp()
                # Where the clocks spring forward a window may lose all its time.
                if closes > opens:
                    windows.append((opens, closes))
        day += timedelta(days=1)
    return _Year(windows)


@lru_cache(maxsize=4096)
def _year_starts(zone: str, year: int) -> float:
    return datetime(year, 1, 1, tzinfo=ZoneInfo(zone)).timestamp()


def _year_of(zone: str, moment: float) -> int:
    """The local year a moment lies in."""
    year = 1970 + int(moment // 31_556_952)
    if moment < _year_starts(zone, year):
        return year - 1
    return year + 1 if moment >= _year_starts(zone, year + 1) else year
