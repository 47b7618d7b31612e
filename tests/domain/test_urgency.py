from __future__ import annotations

from math import inf

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.category import Allowance, DeadlineKind, Severity
from domain.deadline import begin, pause
from domain.incident import Incident
from domain.urgency import deadline_state, hurt, next_turn, stuck
from tests.domain.small_city import COVER, MONDAY_NINE, RUBBISH, SHANGHAI, new_incident, seven_steps

STAGES = {stage.code: stage for stage in seven_steps().stages}
HOUR = 3600.0


def test_phases_of_two_urgent_hours() -> None:
    incident = new_incident(category=COVER)
    for minutes, fraction, phase in (
        (0, 0, "ok"),
        (60, 0.5, "ok"),
        (90, 0.75, "soon"),
        (120, 1, "soon"),
        (180, 1.5, "late"),
    ):
        state = deadline_state(incident, MONDAY_NINE + 60 * minutes, SHANGHAI)
        assert (state.fraction, state.phase) == (pytest.approx(fraction), phase)
        assert state.remaining == pytest.approx(2 * HOUR - 60 * minutes)


def test_a_stopped_clock_and_a_closed_case_stand_still() -> None:
    incident = new_incident(category=RUBBISH)
    later = MONDAY_NINE + 40 * HOUR
    stopped = msgspec.structs.replace(incident, deadline=pause(incident.deadline, MONDAY_NINE + HOUR))
    assert deadline_state(stopped, later, SHANGHAI).phase == "paused"
    assert deadline_state(stopped, later, SHANGHAI).remaining == 23 * HOUR
    closed = msgspec.structs.replace(incident, closed_at=MONDAY_NINE + HOUR, stage="closed")
    assert deadline_state(closed, later, SHANGHAI) == deadline_state(incident, MONDAY_NINE + HOUR, SHANGHAI)


def test_late_in_the_night_is_late_although_no_work_was_missed() -> None:
    incident = new_incident(now=MONDAY_NINE - 15 * HOUR, category=RUBBISH)  # Sunday 18:00: due Monday 18:00
    state = deadline_state(incident, MONDAY_NINE + 10 * HOUR, SHANGHAI)
    assert (state.phase, state.remaining, state.fraction) == ("late", -HOUR, 1.0)


def test_a_stage_has_its_own_limit() -> None:
    incident = new_incident()
    assert stuck(incident, MONDAY_NINE + 299, STAGES["received"]) == 0
    assert stuck(incident, MONDAY_NINE + 310, STAGES["received"]) == 10
    assert stuck(incident, MONDAY_NINE + 1e6, STAGES["accepted"]) == stuck(incident, MONDAY_NINE, None) == 0


def test_what_hurts_first() -> None:
    now = MONDAY_NINE + 3 * HOUR
    changed = {"stage_at": now}

    def case(id: str, category: object, at: float, **changes: object) -> Incident:
        made = new_incident(id, category=category, now=at)  # type: ignore[arg-type]
        return msgspec.structs.replace(made, **{**changed, **changes})

    late_red = case("late red", COVER, MONDAY_NINE)
    later_red = case("later red", COVER, MONDAY_NINE - HOUR)
    late_blue = case("late blue", COVER, MONDAY_NINE - HOUR, severity=Severity.BLUE)
    soon_red = case("soon red", COVER, now - 1.6 * HOUR)
    stuck_yellow = case("stuck yellow", RUBBISH, MONDAY_NINE, stage_at=now - 400)
    red = case("red", COVER, now)
    yellow = case("yellow", RUBBISH, now)
    paused = msgspec.structs.replace(
        case("paused", RUBBISH, MONDAY_NINE), deadline=pause(new_incident().deadline, MONDAY_NINE + 1)
    )
    wanted = [later_red, late_red, late_blue, soon_red, stuck_yellow, red, yellow, paused]
    found = sorted(reversed(wanted), key=lambda one: hurt(one, now, STAGES[one.stage], SHANGHAI))
    assert [incident.id for incident in found] == [incident.id for incident in wanted]


ALLOWANCES = st.builds(Allowance, st.sampled_from(list(DeadlineKind)), st.sampled_from([0.1, 0.5, 1, 2, 15]))


@given(ALLOWANCES, st.integers(0, 14 * 24 * 60), st.booleans(), st.sampled_from(list(STAGES)))
def test_nothing_turns_before_it_is_said_to(allowance: Allowance, minutes: int, paused: bool, stage: str) -> None:
    """From turn to turn until it is late and stuck: in between its place is as it was, and the turns come to an end."""
    now = MONDAY_NINE + 60.0 * minutes
    deadline = begin(MONDAY_NINE, allowance, SHANGHAI)
    incident = msgspec.structs.replace(new_incident(), stage=stage, stage_at=MONDAY_NINE, deadline=deadline)
    if paused:
        incident = msgspec.structs.replace(incident, deadline=pause(deadline, MONDAY_NINE + HOUR))

    def rank(at: float) -> int:
        return hurt(incident, at, STAGES[stage], SHANGHAI).rank

    for _ in range(12):
        turn = next_turn(incident, now, STAGES[stage], SHANGHAI, deadline_state(incident, now, SHANGHAI))
        last = min(turn, now + 60 * 24 * HOUR)
        for share in (0.01, 0.3, 0.7, 0.99, 0.999999):
            between = now + share * (last - now)
            if between < last and turn > now + 1:  # within that second it may turn
                assert rank(between) == rank(now)
        if turn == inf:
            break
        now = turn
    assert turn == inf
    assert rank(now) in ((4,) if incident.deadline.paused_at else (0,))
