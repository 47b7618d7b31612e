from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from domain.category import Allowance, DeadlineKind
from domain.deadline import begin, due_at, extend, pause, reallow, resume, spent
from domain.workcalendar import WorkCalendar
from tests.domain.small_city import SHANGHAI
from tests.domain.test_workcalendar import LORD_HOWE, NEW_YORK, at, calendars, moments

kinds = st.sampled_from(DeadlineKind)
amounts = st.floats(0.01, 60)
HOUR = 3600.0


@pytest.mark.parametrize(
    ("kind", "amount", "start", "due"),
    [
        (DeadlineKind.URGENT_HOURS, 2, "2026-03-06 17:00", "2026-03-06 19:00"),  # manhole cover missing
        (DeadlineKind.WORKING_HOURS, 4, "2026-03-06 17:00", "2026-03-09 11:00"),  # manhole cover broken
        (DeadlineKind.WORKING_DAYS, 1, "2026-03-02 15:00", "2026-03-03 15:00"),  # exposed rubbish
        (DeadlineKind.WORKING_DAYS, 1, "2026-03-06 15:00", "2026-03-09 15:00"),
        (DeadlineKind.WORKING_DAYS, 1, "2026-03-07 15:00", "2026-03-09 18:00"),
        (DeadlineKind.WORKING_DAYS, 15, "2026-04-20 09:00", "2026-05-13 09:00"),  # illegal building, over 1 May
        (DeadlineKind.NATURAL_DAYS, 3, "2026-03-06 15:00", "2026-03-09 15:00"),
    ],
)
def test_the_four_kinds_of_time(kind: DeadlineKind, amount: float, start: str, due: str) -> None:
    assert due_at(at(start), Allowance(kind, amount), SHANGHAI) == at(due)


@pytest.mark.parametrize(
    ("calendar", "start", "days", "due"),
    [
        (NEW_YORK, "2026-03-07 12:00", 1, "2026-03-08 12:00"),  # 23 hours
        (NEW_YORK, "2026-10-31 12:00", 1, "2026-11-01 12:00"),  # 25 hours
        (NEW_YORK, "2026-03-07 02:30", 1, "2026-03-08 03:00"),  # half past two does not exist that day
        (NEW_YORK, "2026-10-31 01:30", 1, "2026-11-01 01:30"),  # there are two of it: the first
        (LORD_HOWE, "2026-10-03 02:15", 1, "2026-10-04 02:30"),  # clocks that jump by half an hour
    ],
)
def test_a_natural_day_later_is_the_same_time_of_day(calendar: WorkCalendar, start: str, days: float, due: str) -> None:
    allowance = Allowance(DeadlineKind.NATURAL_DAYS, days)
    assert due_at(at(start, calendar.zone), allowance, calendar) == at(due, calendar.zone)


@given(calendars, kinds, moments, amounts, amounts)
def test_more_time_is_never_due_earlier(
    calendar: WorkCalendar, kind: DeadlineKind, start: float, one: float, two: float
) -> None:
    less, more = sorted((one, two))
    first, second = (due_at(start, Allowance(kind, amount), calendar) for amount in (less, more))
    assert start < first <= second


@given(calendars, kinds, moments, amounts)
def test_all_is_spent_when_it_is_due(calendar: WorkCalendar, kind: DeadlineKind, start: float, amount: float) -> None:
    deadline = begin(start, Allowance(kind, amount), calendar)
    assert spent(deadline, deadline.due_at, calendar) == pytest.approx(1)
    assert spent(deadline, start, calendar) == 0
    assert spent(deadline, start - 1e5, calendar) == 0


@given(calendars, kinds, moments, amounts, st.floats(0, 1e6), st.floats(0, 1e6))
def test_what_is_spent_never_shrinks(
    calendar: WorkCalendar, kind: DeadlineKind, start: float, amount: float, one: float, two: float
) -> None:
    deadline = begin(start, Allowance(kind, amount), calendar)
    sooner, later = sorted((one, two))
    assert 0 <= spent(deadline, start + sooner, calendar) <= spent(deadline, start + later, calendar)


@given(calendars, kinds, moments, amounts, st.floats(0, 1e6), st.floats(0, 1e6))
def test_a_pause_gives_back_all_its_time(
    calendar: WorkCalendar, kind: DeadlineKind, start: float, amount: float, until_pause: float, length: float
) -> None:
    deadline = begin(start, Allowance(kind, amount), calendar)
    stopped = pause(deadline, start + until_pause)
    going_on = resume(stopped, start + until_pause + length, calendar)
    assert going_on.paused_at is None
    assert going_on.due_at >= deadline.due_at
    if kind is DeadlineKind.URGENT_HOURS:
        assert going_on == deadline
    else:
        used = spent(deadline, start + until_pause, calendar)
        assert spent(stopped, start + until_pause + length, calendar) == pytest.approx(used)
        assert spent(going_on, start + until_pause + length, calendar) == pytest.approx(used, rel=1e-3, abs=1e-4)
        assert spent(going_on, going_on.due_at, calendar) == pytest.approx(1)


def test_a_weekend_in_suspension_costs_no_working_time() -> None:
    deadline = begin(at("2026-03-06 16:00"), Allowance(DeadlineKind.WORKING_HOURS, 4), SHANGHAI)
    assert deadline.due_at == at("2026-03-09 10:00")
    stopped = pause(deadline, at("2026-03-06 17:00"))
    assert pause(stopped, at("2026-03-07 17:00")) == stopped
    assert resume(stopped, at("2026-03-10 09:00"), SHANGHAI).due_at == at("2026-03-10 12:00")
    assert resume(deadline, at("2026-03-10 09:00"), SHANGHAI) == deadline


@given(calendars, kinds, moments, amounts, st.floats(0.1, 1000))
def test_an_extension_is_later_in_its_own_kind_of_time(
    calendar: WorkCalendar, kind: DeadlineKind, start: float, amount: float, hours: float
) -> None:
    deadline = begin(start, Allowance(kind, amount), calendar)
    longer = extend(deadline, hours, calendar)
    assert longer.extended == 1
    assert longer.due_at >= deadline.due_at + hours * HOUR - 1e-3
    assert spent(longer, longer.due_at, calendar) == pytest.approx(1)


def test_an_extension_by_two_working_hours_on_friday_evening() -> None:
    deadline = begin(at("2026-03-06 13:00"), Allowance(DeadlineKind.WORKING_HOURS, 3), SHANGHAI)
    assert deadline.due_at == at("2026-03-06 17:00")
    assert extend(deadline, 2, SHANGHAI).due_at == at("2026-03-09 09:00")


@given(calendars, kinds, kinds, moments, amounts, amounts)
def test_another_category_counts_from_the_same_start(
    calendar: WorkCalendar, kind: DeadlineKind, other: DeadlineKind, start: float, amount: float, more: float
) -> None:
    first, second = Allowance(kind, amount), Allowance(other, more)
    assert reallow(begin(start, first, calendar), second, calendar) == begin(start, second, calendar)
    extended = reallow(extend(begin(start, first, calendar), 5, calendar), second, calendar)
    assume(kind is not DeadlineKind.NATURAL_DAYS)
    assert extended.due_at >= begin(start, second, calendar).due_at + 5 * HOUR - 1e-2
