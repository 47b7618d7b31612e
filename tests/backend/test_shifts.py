from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.shifts import Shifts
from domain.worker import Worker
from tests.domain.small_city import MONDAY_NINE

MIDNIGHT = MONDAY_NINE - 9 * 3600
WORKER = Worker("w", 0, "员", "grid_worker", ())


def with_shift(begin: float, end: float) -> Worker:
    return msgspec.structs.replace(WORKER, shift=(int(begin * 60), int(end * 60)))


@pytest.mark.parametrize(
    ("begin", "end", "hour", "is_in"),
    [
        (8, 18, 8, True),
        (8, 18, 17.99, True),
        (8, 18, 18, False),
        (8, 18, 3, False),
        (22, 6, 23, True),
        (22, 6, 5, True),
        (22, 6, 6, False),
        (22, 30, 2, True),  # over midnight, written as 30:00
        (0, 24, 12, True),
        (9, 9, 9, False),
    ],
)
def test_who_is_in_his_shift(begin: float, end: float, hour: float, is_in: bool) -> None:
    shifts = Shifts("Asia/Shanghai", [], None)
    assert shifts.in_shift(with_shift(begin, end), MIDNIGHT + hour * 3600) is is_in


def test_at_first_everybody_is_looked_at_and_then_only_whose_shift_turns() -> None:
    early, late = with_shift(8, 18), msgspec.structs.replace(with_shift(10, 20), id="late")
    shifts = Shifts("Asia/Shanghai", [early, late], None)
    shifts.pass_to(MONDAY_NINE)
    assert shifts.due(10) == ["w", "late"]
    shifts.pass_to(MONDAY_NINE + 1800)
    assert shifts.due(10) == []
    shifts.pass_to(MONDAY_NINE + 3600)
    assert shifts.due(10) == ["late"]
    shifts.pass_to(MONDAY_NINE + 9 * 3600 + 30)
    assert shifts.due(10) == ["w"]


def test_few_at_a_time_and_nobody_twice() -> None:
    crowd = [msgspec.structs.replace(WORKER, id=f"w{number}") for number in range(10)]
    shifts = Shifts("Asia/Shanghai", crowd, None)
    shifts.pass_to(MONDAY_NINE)
    assert shifts.due(4) == ["w0", "w1", "w2", "w3"]
    assert shifts.watched_until is None
    assert shifts.due(100) == ["w4", "w5", "w6", "w7", "w8", "w9"]
    assert shifts.watched_until == MONDAY_NINE
    assert shifts.watched_until is None  # told once a minute


def test_who_stays_for_a_task_is_asked_again() -> None:
    shifts = Shifts("Asia/Shanghai", [WORKER], None)
    shifts.pass_to(MONDAY_NINE)
    shifts.due(10)
    shifts.look_again("w")
    assert shifts.watched_until is None
    assert shifts.due(10) == ["w"]
    assert shifts.due(10) == []


@given(st.lists(st.floats(1, 4 * 3600), min_size=1, max_size=40))
def test_no_turn_of_a_shift_is_missed_however_time_passes(steps: list[float]) -> None:
    """Whatever steps time takes, a worker whose state follows ``due`` is on duty exactly in his shift."""
    worker = with_shift(8, 18)
    shifts = Shifts("Asia/Shanghai", [worker], MIDNIGHT)
    on_duty, now = False, MIDNIGHT
    for step in steps:
        now += step
        shifts.pass_to(now)
        if shifts.due(10):
            on_duty = shifts.in_shift(worker, now)
        assert on_duty is shifts.in_shift(worker, now)
