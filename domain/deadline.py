"""Counting time against a deadline: four kinds of time, a clock that can stand still, approved extensions.

- *Urgent hours* run day and night and never stop, not even while a case is suspended.
- *Natural days* run day and night; a day later is the same time of day, also where clocks are put forward or back.
- *Working hours* run while the city's calendar works.
- *Working days* are working hours by the day: from Monday 15:00 one working day leads to Tuesday 15:00.
"""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

import msgspec

from domain.category import Allowance, DeadlineKind
from domain.incident import Deadline
from domain.workcalendar import WorkCalendar, after_working, working_seconds

HOUR = 3600.0
DAY = 86400.0
_WORKING = (DeadlineKind.WORKING_HOURS, DeadlineKind.WORKING_DAYS)


def due_at(start: float, allowance: Allowance, calendar: WorkCalendar) -> float:
    """When ``allowance`` is used up if its clock starts at ``start`` (seconds since 1970) and never stands still."""
    match allowance.kind:
        case DeadlineKind.URGENT_HOURS:
            return start + allowance.amount * HOUR
        case DeadlineKind.NATURAL_DAYS:
            return _same_time_of_day(start, allowance.amount, calendar.zone)
        case DeadlineKind.WORKING_HOURS:
            return after_working(calendar, start, allowance.amount * HOUR)
        case DeadlineKind.WORKING_DAYS:
            return after_working(calendar, start, allowance.amount * calendar.day_seconds)


def begin(start: float, allowance: Allowance, calendar: WorkCalendar) -> Deadline:
    """A deadline whose clock starts now."""
    return Deadline(started_at=start, due_at=due_at(start, allowance, calendar), allowance=allowance)


def spent(deadline: Deadline, now: float, calendar: WorkCalendar) -> float:
    """How much of the time is used, from 0; 1 at the moment it is due, more when it is late."""
    moment = now if deadline.paused_at is None else deadline.paused_at
    whole = _passed(deadline.allowance.kind, deadline.started_at, deadline.due_at, calendar)
    used = _passed(deadline.allowance.kind, deadline.started_at, moment, calendar)
    if whole <= 0:
        return 0.0 if used <= 0 else 1.0 + used / HOUR
    return max(0.0, used / whole)


def moment_of(deadline: Deadline, share: float, calendar: WorkCalendar) -> float:
    """When this share of its time is used, if its clock does not stand still; within rounding of a moment."""
    kind = deadline.allowance.kind
    whole = _passed(kind, deadline.started_at, deadline.due_at, calendar)
    return _later(kind, deadline.started_at, share * whole, calendar)


def extend(deadline: Deadline, hours: float, calendar: WorkCalendar) -> Deadline:
    """The deadline with ``hours`` more of its own kind of time."""
    later = _later(deadline.allowance.kind, deadline.due_at, hours * HOUR, calendar)
    return msgspec.structs.replace(deadline, due_at=later, extended=deadline.extended + 1)


def pause(deadline: Deadline, now: float) -> Deadline:
    """The deadline with its clock standing still; urgent hours and clocks that stand already are left as they are."""
    if deadline.paused_at is not None or deadline.allowance.kind is DeadlineKind.URGENT_HOURS:
        return deadline
    return msgspec.structs.replace(deadline, paused_at=now)


def resume(deadline: Deadline, now: float, calendar: WorkCalendar) -> Deadline:
    """The deadline running again with as much time left, and as much used, as when its clock was stopped: both
    ``started_at`` and ``due_at`` move on by the time it stood."""
    if deadline.paused_at is None:
        return deadline
    kind, paused_at = deadline.allowance.kind, deadline.paused_at
    used = _passed(kind, deadline.started_at, paused_at, calendar)
    left = _passed(kind, paused_at, deadline.due_at, calendar)
    return msgspec.structs.replace(
        deadline,
        started_at=_later(kind, now, -used, calendar),
        due_at=max(deadline.due_at, _later(kind, now, left, calendar)),
        paused_at=None,
    )


def reallow(deadline: Deadline, allowance: Allowance, calendar: WorkCalendar) -> Deadline:
    """The deadline under another allowance from the same start; time won by extensions stays won."""
    plain = due_at(deadline.started_at, deadline.allowance, calendar)
    won = max(0.0, _passed(deadline.allowance.kind, plain, deadline.due_at, calendar)) if deadline.extended else 0.0
    due = _later(allowance.kind, due_at(deadline.started_at, allowance, calendar), won, calendar)
    return msgspec.structs.replace(deadline, due_at=due, allowance=allowance)


def _passed(kind: DeadlineKind, start: float, end: float, calendar: WorkCalendar) -> float:
    return working_seconds(calendar, start, end) if kind in _WORKING else end - start


def _later(kind: DeadlineKind, start: float, seconds: float, calendar: WorkCalendar) -> float:
    return after_working(calendar, start, seconds) if kind in _WORKING else start + seconds


def _same_time_of_day(start: float, days: float, zone: str) -> float:
    """The first moment from ``start`` on when the clock on the wall shows ``days`` days more."""
    wall = start + _offset(zone, start) + days * DAY
    around = wall - _offset(zone, start)
    earlier, later = _offset(zone, around - DAY), _offset(zone, around + DAY)
    for offset in (earlier, later):
        if wall - offset >= start and _offset(zone, wall - offset) == offset:
            return wall - offset
    # The wall never shows that time: the moment the clocks jump over it.
    low, high = wall - later, wall - earlier
    while high - low > 0.5:
        middle = (low + high) / 2
        low, high = (middle, high) if _offset(zone, middle) == earlier else (low, middle)
    return max(start, float(round(high)))


def _offset(zone: str, moment: float) -> float:
    return _utc_offset(zone, int(moment // 1))


@lru_cache(maxsize=4096)
def _utc_offset(zone: str, second: int) -> float:
    offset = datetime.fromtimestamp(second, ZoneInfo(zone)).utcoffset()
    return offset.total_seconds() if offset is not None else 0.0
