from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.workcalendar import WorkCalendar, after_working, check_calendar, working_seconds
from tests.domain.small_city import SHANGHAI

NEW_YORK = WorkCalendar("America/New_York", ((0, 180), (540, 1020)), (1, 2, 3, 4, 5, 6, 7))
LORD_HOWE = WorkCalendar("Australia/Lord_Howe", ((60, 240), (300, 1440)), (2, 6, 7), holidays=("2026-10-03",))
calendars = st.sampled_from([SHANGHAI, NEW_YORK, LORD_HOWE])
moments = st.floats(1_600_000_000, 1_900_000_000)
HOUR = 3600.0


def at(text: str, zone: str = "Asia/Shanghai") -> float:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp()


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2026-03-02 09:00", "2026-03-02 11:00", 2),
        ("2026-03-02 11:00", "2026-03-02 15:00", 2),  # lunch does not count
        ("2026-03-02 17:00", "2026-03-03 09:00", 2),  # the night does not count
        ("2026-03-06 17:00", "2026-03-09 09:00", 2),  # nor does the weekend
        ("2026-04-03 17:00", "2026-04-07 09:00", 2),  # nor the holiday on Monday the 6th
        ("2026-05-08 18:00", "2026-05-09 18:00", 8),  # this Saturday makes up for a holiday
        ("2026-12-31 17:00", "2027-01-01 09:00", 2),  # the year's end (no holiday given)
    ],
)
def test_only_working_time_counts(start: str, end: str, hours: float) -> None:
    assert working_seconds(SHANGHAI, at(start), at(end)) == hours * HOUR
    assert working_seconds(SHANGHAI, at(end), at(start)) == -hours * HOUR


def test_the_end_of_working_time_is_found_at_its_earliest() -> None:
    assert after_working(SHANGHAI, at("2026-03-06 16:00"), 2 * HOUR) == at("2026-03-06 18:00")
    assert after_working(SHANGHAI, at("2026-03-06 16:00"), 2 * HOUR + 60) == at("2026-03-09 08:01")
    assert after_working(SHANGHAI, at("2026-03-07 10:00"), HOUR) == at("2026-03-09 09:00")


def test_a_night_with_a_missing_hour_has_an_hour_less_work() -> None:
    midnight, noon = at("2026-03-08 00:00", "America/New_York"), at("2026-03-08 08:00", "America/New_York")
    assert working_seconds(NEW_YORK, midnight, noon) == 2 * HOUR
    autumn, later = at("2026-11-01 00:00", "America/New_York"), at("2026-11-01 08:00", "America/New_York")
    assert working_seconds(NEW_YORK, autumn, later) == 4 * HOUR


@given(calendars, moments, st.floats(0.001, 3_000_000))
def test_after_working_is_the_inverse_of_counting(calendar: WorkCalendar, start: float, seconds: float) -> None:
    end = after_working(calendar, start, seconds)
    assert working_seconds(calendar, start, end) == pytest.approx(seconds, abs=1e-3)
    back = after_working(calendar, end, -seconds)
    assert working_seconds(calendar, back, end) == pytest.approx(seconds, abs=1e-3)


@given(calendars, moments, moments, moments)
def test_counting_adds_up(calendar: WorkCalendar, one: float, two: float, three: float) -> None:
    whole = working_seconds(calendar, one, three)
    parts = working_seconds(calendar, one, two) + working_seconds(calendar, two, three)
    assert whole == pytest.approx(parts, abs=1e-3)
    assert abs(whole) <= abs(three - one) + 1e-3


@given(calendars, moments, st.floats(0, 1e6), st.floats(0, 1e6))
def test_more_time_never_ends_earlier(calendar: WorkCalendar, start: float, one: float, two: float) -> None:
    less, more = sorted((one, two))
    assert start <= after_working(calendar, start, less) <= after_working(calendar, start, more)


def test_a_calendar_without_work_says_so() -> None:
    never = WorkCalendar("Asia/Shanghai", (), ())
    with pytest.raises(ValueError, match="no working time"):
        after_working(never, 1.7e9, 60)
    assert working_seconds(never, 1.6e9, 1.7e9) == 0


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"zone": "Asia/Xuzhou"}, "no time zone 'Asia/Xuzhou'"),
        ({"zone": "../etc/passwd"}, "no time zone"),
        ({"windows": ((480, 720), (700, 1080))}, "700–1080"),
        ({"windows": ((480, 1500),)}, "480–1500"),
        ({"windows": ()}, "no working time"),
        ({"weekdays": (0, 1)}, "ISO numbers"),
        ({"weekdays": ()}, "no working time"),
        ({"holidays": ("2026-02-30",)}, "2026-02-30"),
        ({"holidays": ("2026-05-09",)}, "both a holiday and a make-up day"),
    ],
)
def test_a_wrong_calendar_is_refused_with_its_place(changes: dict[str, object], sentence: str) -> None:
    check_calendar(SHANGHAI)
    with pytest.raises(ValueError, match=sentence):
        check_calendar(msgspec.structs.replace(SHANGHAI, **changes))
