"""What is usual: the profile until there are days enough, then the days themselves."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.usual import ENOUGH_DAYS, STEP, STEPS, PastDay, Usual, at_time, by_hour, expected, until


def day(arrived: int, source: str = "hotline") -> PastDay:
    steps = (arrived, *(0,) * (STEPS - 1))
    return PastDay(0.0, True, steps, steps, steps, steps, {source: arrived}, {})


def test_the_profile_until_there_are_days_enough() -> None:
    profile = Usual((2.0,) * 24, 0.5, {"worker": 48.0})
    assert expected(Usual(), [], True) is None
    worked, free = expected(profile, [day(1)], True), expected(profile, [], False)
    assert worked is not None and free is not None
    assert (worked.arrived[3], worked.closed, worked.sources, worked.days) == (2.0, (), {"worker": 48.0}, 0)
    assert (free.arrived[3], free.sources) == (1.0, {"worker": 24.0})
    known = expected(profile, [day(number) for number in range(ENOUGH_DAYS)], True)
    assert known is not None
    assert (known.arrived[0], known.arrived[1], known.closed[0], known.days) == (3.0, 0.0, 3.0, 7)
    assert known.sources == {"hotline": 3.0}


@given(st.lists(st.integers(0, 50), min_size=STEPS, max_size=STEPS), st.floats(0, 100_000))
def test_until_a_time_of_day(steps: list[int], seconds: float) -> None:
    assert sum(by_hour(steps)) == sum(steps) == until(steps, 1e9)
    assert len(by_hour(steps)) == 24
    assert until(steps, 0) == until(steps, -5) == 0
    assert until(steps, seconds) <= until(steps, seconds + STEP)


def test_inside_a_step_its_share() -> None:
    assert until([6, 6], 900) == 9
    assert [at_time([5, 6, 7], seconds) for seconds in (0, 599, 600, 1300, 1e6)] == [5, 5, 5, 6, 7]
    assert at_time([], 5) == 0


def test_a_day_without_all_hours_is_no_rhythm() -> None:
    assert expected(Usual((1.0,) * 23), [], True) is None
    assert pytest.approx(24.0) == sum((expected(Usual((1.0,) * 24), [], True) or pytest.fail()).arrived)
