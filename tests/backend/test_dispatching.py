"""What the room does by itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from backend.dispatching import OVERDUE, OWN_SMALL, UNANSWERED, Dispatching
from domain.refusal import Refusal
from domain.worker import WorkerState
from tests.backend.desk_room import Room, open_room, worker_actor
from tests.domain.small_city import COVER, RUBBISH, SUPERVISOR


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with open_room(tmp_path) as room:
        yield room


G1 = worker_actor("g1")


# --- a worker's state follows his tasks ------------------------------------------------------------------------------


def test_a_worker_is_heading_then_on_scene_then_free_again(room: Room) -> None:
    incident = room.report(category=COVER).id
    room.order(incident, "dispatch", worker="g1")
    assert room.state("g1") is WorkerState.FREE
    room.order(incident, "accept", G1)
    assert room.state("g1") is WorkerState.HEADING
    room.order(incident, "arrive", G1)
    assert room.state("g1") is WorkerState.ON_SCENE
    room.order(incident, "report", G1, note="已补装")
    assert room.state("g1") is WorkerState.FREE
    room.order(incident, "verify")
    room.order(incident, "close")
    assert room.state("g1") is WorkerState.FREE
    assert room.picture.load("g1") == 0


@pytest.mark.parametrize("verb", ["recall", "suspend", "reassign", "decline"])
def test_nobody_stays_heading_to_what_was_taken_from_him(room: Room, verb: str) -> None:
    incident = room.report(category=COVER).id
    room.order(incident, "dispatch", worker="g1")
    room.order(incident, "accept", G1)
    if verb == "decline":
        room.order(incident, verb, G1, reason="车坏了")
    else:
        room.order(incident, verb, reason="换人", worker="g2" if verb == "reassign" else "")
    assert room.state("g1") is WorkerState.FREE
    assert room.state("g2") is WorkerState.FREE


def test_with_two_tasks_the_one_on_the_scene_counts_and_the_other_comes_next(room: Room) -> None:
    first, second = room.report(1, COVER).id, room.report(2, COVER).id
    for incident in (first, second):
        room.order(incident, "dispatch", worker="g1")
        room.order(incident, "accept", G1)
    room.order(first, "arrive", G1)
    assert room.state("g1") is WorkerState.ON_SCENE
    room.order(first, "report", G1)
    assert room.state("g1") is WorkerState.HEADING
    room.order(second, "arrive", G1)
    room.order(second, "report", G1)
    assert room.state("g1") is WorkerState.FREE


def test_work_that_must_be_done_again_calls_its_worker_back(room: Room) -> None:
    incident = room.report(category=COVER).id
    room.order(incident, "dispatch", worker="g1")
    for verb in ("accept", "arrive", "report"):
        room.order(incident, verb, G1)
    room.order(incident, "rework", reason="照片不清")
    assert room.state("g1") is WorkerState.FREE
    room.order(incident, "accept", G1)
    assert room.state("g1") is WorkerState.HEADING


def test_who_says_he_is_busy_stays_so_until_he_says_otherwise(room: Room) -> None:
    room.judge.set_worker_state("g1", WorkerState.BUSY, G1, room.now)
    incident = room.report(2, COVER).id
    room.order(incident, "dispatch", worker="g1")
    assert room.state("g1") is WorkerState.BUSY
    room.order(incident, "recall", reason="换人")
    assert room.state("g1") is WorkerState.BUSY


# --- small matters a worker finds himself ----------------------------------------------------------------------------


def test_a_small_matter_found_in_the_own_grid_is_the_finders_at_once(room: Room) -> None:
    incident = room.report(1, RUBBISH, G1, reported_by="g1").id
    assert room.incident(incident).worker == "g1"
    assert room.incident(incident).case
    for verb in ("accept", "arrive", "report"):
        room.order(incident, verb, G1)
    assert room.incident(incident).stage == "closed"
    assert room.verbs(incident) == ["open", "dispatch", "accept", "arrive", "report", "verify", "close"]
    by_rule = [entry for entry in room.picture.timelines[incident] if entry.actor == "rule:dispatching"]
    assert {entry.reason for entry in by_rule} == {OWN_SMALL}
    assert room.state("g1") is WorkerState.FREE


def test_settled_on_the_spot_it_is_closed_in_one_go(room: Room) -> None:
    incident = room.report(1, RUBBISH, G1, reported_by="g1", settled=True).id
    assert room.incident(incident).stage == "closed"
    assert room.verbs(incident) == ["open", "self_handle", "verify", "close"]
    assert room.state("g1") is WorkerState.FREE


@pytest.mark.parametrize(("grid", "category"), [(2, RUBBISH), (1, COVER)])
def test_elsewhere_or_not_small_it_waits_for_the_desk(room: Room, grid: int, category: object) -> None:
    incident = room.report(grid, category, G1, reported_by="g1").id  # type: ignore[arg-type]
    assert room.incident(incident).stage == "received"


def test_somebody_elses_small_matter_is_not_closed_by_rule(room: Room) -> None:
    incident = room.report(1, RUBBISH).id
    room.order(incident, "dispatch", worker="g1")
    for verb in ("accept", "arrive", "report"):
        room.order(incident, verb, G1)
    assert room.incident(incident).stage == "reported"


# --- time ------------------------------------------------------------------------------------------------------------


def test_an_overdue_incident_is_escalated_once_per_level(room: Room) -> None:
    incident = room.report(category=COVER).id
    due_at = room.incident(incident).deadline.due_at
    room.rules.tick(due_at - 1)
    assert room.incident(incident).level == "grid"
    levels = []
    for half_allowances in range(8):
        for _ in range(3):
            room.rules.tick(due_at + half_allowances * 3600 + 1)
        levels.append(room.incident(incident).level)
    assert levels == ["community", "street", "district", *["district"] * 5]
    reasons = [entry.reason for entry in room.picture.timelines[incident] if entry.verb == "escalate"]
    assert reasons == [OVERDUE] * 3


def test_an_incident_whose_clock_stands_still_is_left_alone(room: Room) -> None:
    incident = room.report(category=COVER).id
    room.order(incident, "suspend", reason="等材料")
    room.rules.tick(room.now + 30 * 86400)
    assert room.verbs(incident) == ["open", "suspend"]


def test_more_time_means_a_later_escalation(room: Room) -> None:
    incident = room.report(category=COVER).id
    room.order(incident, "file")
    due_at = room.incident(incident).deadline.due_at
    room.order(incident, "extend", SUPERVISOR, reason="下雨", hours=2.0)
    room.rules.tick(due_at + 1)
    assert room.incident(incident).level == "grid"
    room.rules.tick(due_at + 2 * 3600 + 1)
    assert room.incident(incident).level == "community"


def test_who_does_not_answer_is_told_on_once_per_dispatch(room: Room) -> None:
    incident = room.report(category=COVER).id
    room.order(incident, "dispatch", worker="g1")
    room.rules.tick(room.now + 179)
    assert room.verbs(incident) == ["open", "dispatch"]
    for later in (180, 181, 600):
        room.rules.tick(room.now + later)
    assert room.verbs(incident) == ["open", "dispatch", "escalate"]
    assert room.picture.timelines[incident][-1].reason == UNANSWERED
    room.hands.pass_by(700)
    room.order(incident, "reassign", worker="g2")
    room.rules.tick(room.now + 181)
    assert room.verbs(incident)[-1] == "escalate"


def test_who_has_accepted_has_answered(room: Room) -> None:
    incident = room.report(category=COVER).id
    room.order(incident, "dispatch", worker="g1")
    room.order(incident, "accept", G1)
    room.rules.tick(room.now + 1000)
    assert room.verbs(incident) == ["open", "dispatch", "accept"]


def test_workers_come_and_go_by_their_shifts(room: Room) -> None:
    evening = room.now + 9 * 3600 + 60  # 18:01
    room.rules.tick(evening)
    assert not any(worker.on_duty for worker in room.picture.roster)
    room.rules.tick(evening + 14 * 3600)  # 08:01
    assert all(worker.on_duty for worker in room.picture.roster)


def test_nobody_is_sent_home_from_an_accepted_task(room: Room) -> None:
    incident = room.report(category=COVER).id
    room.order(incident, "dispatch", worker="g1")
    room.order(incident, "accept", G1)
    evening = room.now + 9 * 3600 + 60
    room.rules.tick(evening)
    assert room.state("g1") is WorkerState.HEADING
    assert room.state("g2") is WorkerState.OFF_DUTY
    room.order(incident, "arrive", G1)
    room.order(incident, "report", G1)
    room.rules.tick(evening + 1)
    assert room.state("g1") is WorkerState.OFF_DUTY


def test_who_went_home_ill_is_not_called_back_before_his_next_shift(room: Room) -> None:
    room.judge.set_worker_state("g1", WorkerState.OFF_DUTY, G1, room.now)
    for minutes in range(0, 300, 7):
        room.rules.tick(room.now + minutes * 60)
    assert room.state("g1") is WorkerState.OFF_DUTY


def test_going_off_duty_with_an_accepted_task_is_refused(room: Room) -> None:
    incident = room.report(category=COVER).id
    room.order(incident, "dispatch", worker="g1")
    room.order(incident, "accept", G1)
    with pytest.raises(Refusal) as refused:
        room.judge.set_worker_state("g1", WorkerState.OFF_DUTY, G1, room.now)
    assert refused.value.code == "has_tasks"


def test_a_flow_without_these_steps_leaves_everything_to_people(tmp_path: Path) -> None:
    with open_room(tmp_path) as room:
        flow = room.city.rules.workflow
        people = tuple(
            msgspec.structs.replace(step, by=tuple(role for role in step.by if role != "rule") or ("admin",))
            for step in flow.steps
        )
        room.city.rules.workflow = msgspec.structs.replace(flow, steps=people)
        room.rules = Dispatching(room.city, room.judge, room.now)
        incident = room.report(1, RUBBISH, G1, reported_by="g1").id
        room.rules.tick(room.now + 40 * 86400)
        assert room.verbs(incident) == ["open"]
