"""Waits between tries."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from client.policy import ReconnectPolicy, next_attempt, next_delay

POLICY = ReconnectPolicy()
attempts = st.integers(0, 10**9)
uptimes = st.floats(0, 1e6)
chances = st.floats(0, 1, exclude_max=True)


@given(attempts, uptimes, chances)
def test_never_hot_and_never_longer_than_two_seconds(attempt: int, uptime: float, chance: float) -> None:
    assert POLICY.first * (1 - POLICY.jitter) <= next_delay(POLICY, attempt, uptime, chance) < 2.0


@given(attempts, st.floats(0, POLICY.steady, exclude_max=True), chances)
def test_waits_never_shrink_while_it_fails(attempt: int, uptime: float, chance: float) -> None:
    assert next_delay(POLICY, attempt, uptime, chance) <= next_delay(POLICY, attempt + 1, uptime, chance)
    assert next_attempt(POLICY, attempt, uptime) == attempt + 1


@given(attempts, st.floats(POLICY.steady, 1e6), chances)
def test_a_steady_link_begins_anew(attempt: int, uptime: float, chance: float) -> None:
    assert next_delay(POLICY, attempt, uptime, chance) == next_delay(POLICY, 0, 0.0, chance)
    assert next_attempt(POLICY, attempt, uptime) == 1


def test_a_room_full_of_desks_spreads() -> None:
    waits = [next_delay(POLICY, 10, 0.0, desk / 200) for desk in range(200)]
    assert max(waits) - min(waits) > 1.0
