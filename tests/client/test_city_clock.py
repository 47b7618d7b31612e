"""City time between two words from the backend."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from client.city_clock import CityClock
from domain.messages import Clock


def test_before_anything_was_told() -> None:
    assert CityClock().now(5000.0) == 0.0


def test_it_runs_at_the_rate() -> None:
    clock = CityClock()
    clock.set(Clock(1000.0, 60.0), 10.0)
    assert clock.now(10.0) == 1000.0
    assert clock.now(10.5) == 1030.0


def test_a_small_correction_back_stands_still_a_large_one_jumps() -> None:
    clock = CityClock()
    clock.set(Clock(1000.0, 1.0), 10.0)
    assert clock.now(20.0) == 1010.0
    clock.set(Clock(1009.5, 1.0), 20.0)
    assert clock.now(20.0) == 1010.0
    assert clock.now(20.6) == 1010.1
    clock.set(Clock(500.0, 1.0), 21.0)
    assert clock.now(21.0) == 500.0


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(-1, 1)), max_size=50), st.sampled_from([0.0, 1.0, 60.0]))
def test_it_never_turns_back_for_what_a_network_does(steps: list[tuple[float, float]], rate: float) -> None:
    clock, at, shown = CityClock(), 10.0, 0.0
    for wait, error in steps:
        at += wait
        clock.set(Clock(1000.0 + at * rate + error, rate), at)
        assert clock.now(at) >= shown
        shown = clock.now(at)
