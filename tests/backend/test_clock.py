from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.clock import RESERVED, WAITS, CityClock, steady
from tests.backend.clocks import Hands


@pytest.mark.parametrize("rate", [0.0, 1.0])
def test_without_simulation_city_time_is_wall_time(rate: float) -> None:
    hands = Hands()
    clock = hands.city(rate)
    hands.pass_by(12.5)
    assert clock.now() == hands.wall()
    assert clock.reading().rate == 1.0


def test_a_simulated_city_runs_faster() -> None:
    hands = Hands()
    clock, begun = hands.city(60), hands.wall()
    hands.pass_by(2)
    assert clock.now() == begun + 120


def test_a_simulated_city_goes_on_where_it_stopped() -> None:
    hands = Hands()
    clock = hands.city(60, not_before=hands.wall() - 7200)
    assert clock.now() == hands.wall() - 7200


def test_real_time_after_a_simulation_begins_no_earlier_than_what_was_seen() -> None:
    hands = Hands()
    clock = hands.city(1, not_before=hands.wall() + 3600)
    assert clock.now() == hands.wall() + 3600
    assert clock.ahead == 3600


def test_a_wall_clock_that_is_set_back_does_not_turn_city_time_back() -> None:
    hands = Hands()
    clock = hands.city()
    before = clock.now()
    hands.set_wall(before - 3600)
    hands.pass_by(1)
    assert clock.now() == before + 1


@given(
    rates=st.lists(st.sampled_from([0.0, 1.0, 5.0, 60.0, 600.0]), min_size=2, max_size=6),
    stops=st.lists(st.floats(0, RESERVED - 0.001), min_size=6, max_size=6),
    pauses=st.lists(st.floats(-86400, 86400), min_size=6, max_size=6),
)
def test_killed_and_started_again_it_never_goes_back(
    rates: list[float], stops: list[float], pauses: list[float]
) -> None:
    """Each life writes its reservation at once and is killed before the next one would be written."""
    hands, kept, seen = Hands(), None, 0.0
    for rate, life, pause in zip(rates, stops, pauses, strict=False):
        clock = hands.city(rate, kept)
        assert clock.now() >= seen
        kept = clock.reserve()
        hands.pass_by(life)
        seen = clock.now()
        hands.set_wall(hands.wall() + pause)


def test_a_real_time_city_killed_again_and_again_does_not_run_ahead() -> None:
    hands, kept = Hands(), None
    for _ in range(100):
        kept = hands.city(1, kept).reserve()
        hands.pass_by(0.3)
    clock = hands.city(1, kept)
    assert clock.now() <= hands.wall() + RESERVED
    hands.pass_by(RESERVED)
    assert clock.now() == hands.wall()


def test_moments_of_the_real_world_have_a_city_time() -> None:
    hands = Hands()
    clock = hands.city(60)
    hands.pass_by(10)
    assert clock.of_wall(hands.wall() - 5) == pytest.approx(clock.now() - 300)


# --- what is wrong with the wall clock -------------------------------------------------------------------------------


def told(clock: CityClock) -> tuple[str, dict[str, str]] | None:
    trouble = clock.trouble()
    return None if trouble is None else (trouble.code, trouble.facts)


def test_a_clock_that_is_right_is_no_trouble() -> None:
    hands = Hands()
    for clock in (hands.city(), hands.city(60), hands.city(1, hands.wall() + WAITS)):
        hands.pass_by(3600)
        assert clock.trouble() is None


def test_a_clock_before_this_program_existed_cannot_be_right() -> None:
    hands = Hands(12_345.0)
    assert told(hands.city()) == ("clock_impossible", {"shows_at": "12360"})
    assert told(hands.city(60)) == ("clock_impossible", {"shows_at": "12360"})


def test_a_clock_before_what_was_seen_is_said_until_it_is_right() -> None:
    hands = Hands()
    clock = hands.city(1, not_before=hands.wall() + 7200)
    assert told(clock) == ("city_ahead", {"ahead_s": "7200"})
    hands.pass_by(100)
    assert told(clock) == ("city_ahead", {"ahead_s": "7200"})
    hands.set_wall(hands.wall() + 7200)
    assert clock.trouble() is None


def test_a_clock_that_jumps_is_said_until_it_jumps_back() -> None:
    hands = Hands()
    real, simulated = hands.city(), hands.city(60)
    hands.pass_by(10)
    hands.set_wall(hands.wall() + 86_400)
    assert told(real) == ("city_behind", {"behind_s": "86400"})
    assert told(simulated) == ("clock_jumped", {"jump_s": "86400"})
    hands.set_wall(hands.wall() - 2 * 86_400)
    assert told(real) == ("city_ahead", {"ahead_s": "86400"})
    assert told(simulated) == ("clock_jumped", {"jump_s": "86400"})
    hands.set_wall(hands.wall() + 86_400)
    assert (real.trouble(), simulated.trouble()) == (None, None)
    assert hands.city(not_before=real.now()).trouble() is None


@pytest.mark.skipif(not hasattr(time, "CLOCK_BOOTTIME"), reason="this system cannot tell how long it slept")
def test_the_city_goes_on_while_the_machine_sleeps() -> None:
    assert abs(steady() - time.clock_gettime(time.CLOCK_BOOTTIME)) < 5
