from __future__ import annotations

import msgspec
import numpy as np
import pytest

from domain.candidates import ACCEPT_SECONDS, Flight, responsible, weigh
from domain.incident import Incident, TimelineEntry
from domain.messages import IncidentChanged, WorkerChanged
from domain.orders import Order
from domain.picture import Picture
from domain.refusal import Refusal
from domain.roads import RoadGraph
from domain.worker import SILENT_AFTER, Mode, WorkerState
from domain.workflow import Facts, advance
from tests.domain.small_city import (
    BUILDING,
    CATEGORIES,
    COVER,
    DISPATCHER,
    GRIDS,
    MONDAY_NINE,
    RUBBISH,
    SHANGHAI,
    new_incident,
    picture_with_everybody,
    seven_steps,
    small_city,
)

GRAPH = RoadGraph(small_city().geography.roads)
NOW = MONDAY_NINE + 30


def hold(picture: Picture, incident: Incident, verb: str = "dispatch", actor: str = "user:wang") -> None:
    entry = TimelineEntry(incident.id, incident.version, NOW, verb, actor)
    picture.apply(IncidentChanged(picture.seq + 1, incident, entry))


def put(picture: Picture, worker: str, **changes: object) -> None:
    changed = msgspec.structs.replace(picture.workers[worker], **changes)
    picture.apply(WorkerChanged(picture.seq + 1, NOW, changed))


def given(picture: Picture, incident: Incident, worker: str) -> Incident:
    """The incident dispatched to a worker, and held by the picture."""
    command = Order(f"c-{incident.id}", incident.id, incident.version, "dispatch", worker=worker)
    facts = Facts(SHANGHAI, CATEGORIES, assignee=picture.workers[worker])
    after, entry = advance(seven_steps(), incident, command, DISPATCHER, NOW, facts)
    picture.apply(IncidentChanged(picture.seq + 1, after, entry))
    return after


def in_the_air(picture: Picture, incident: Incident, scope: str = "") -> Flight:
    return weigh(picture, GRAPH, incident, NOW, scope)


def obstacles(flight: Flight) -> dict[str, str]:
    return {worker: candidate.obstacle for worker, candidate in flight.candidates.items() if candidate.obstacle}


def test_the_nearest_own_worker_is_best_and_everybody_has_a_time() -> None:
    picture = picture_with_everybody()
    flight = in_the_air(picture, new_incident(grid=3))
    assert flight.best[0] == "g3"
    assert set(flight.best) == {"g3", "g2", "g4"}
    assert set(flight.candidates) == set(picture.workers)
    own, other = flight.candidates["g3"], flight.candidates["g6"]
    assert own.own and not other.own
    assert own.seconds is not None and other.seconds is not None and own.seconds < other.seconds
    assert not obstacles(flight)
    left = new_incident(grid=3).deadline.due_at - NOW
    assert other.margin == pytest.approx(left - ACCEPT_SECONDS - RUBBISH.handling - other.seconds)
    assert other.holds


def test_the_deadline_holds_or_not() -> None:
    picture = picture_with_everybody()
    incident = new_incident(grid=1, category=COVER)
    deadline = msgspec.structs.replace(incident.deadline, due_at=NOW + ACCEPT_SECONDS + COVER.handling + 700)
    flight = in_the_air(picture, msgspec.structs.replace(incident, deadline=deadline))
    assert flight.candidates["g1"].holds and flight.candidates["g1"].margin > 0
    assert flight.candidates["g8"].holds is False and flight.candidates["g8"].margin < 0
    stopped = msgspec.structs.replace(deadline, due_at=NOW, paused_at=NOW - 1e6)
    assert in_the_air(picture, msgspec.structs.replace(incident, deadline=stopped)).candidates["g8"].holds


def test_everybody_who_cannot_says_why() -> None:
    picture = picture_with_everybody()
    put(picture, "g1", state=WorkerState.OFF_DUTY)
    put(picture, "g2", state=WorkerState.RESTING)
    put(picture, "g3", role="secretary")
    row = {worker.id: worker.index for worker in picture.roster}
    picture.positions.fixed_at[row["g4"]] = NOW - SILENT_AFTER - 1
    picture.positions.fixed_at[row["g5"]] = 0
    picture.positions.lon[row["g6"]] += 10_000_000
    incident = given(picture, new_incident(grid=1), "g7")
    flight = in_the_air(picture, incident)
    assert obstacles(flight) == {
        "g1": "off_duty",
        "g2": "resting",
        "g3": "role_cannot",
        "g4": "silent",
        "g5": "no_position",
        "g6": "no_road",
        "g7": "already_has",
    }
    assert flight.candidates["g5"].seconds is None and flight.candidates["g5"].holds is None
    assert flight.candidates["g4"].seconds is not None
    assert [worker for worker in row if not flight.candidates[worker].allowed] == ["g1", "g3", "g7"]
    assert not {"g1", "g3", "g4", "g5", "g6", "g7"} & set(flight.best)


def test_a_dispatcher_with_an_area_has_only_its_people() -> None:
    flight = in_the_air(picture_with_everybody(), new_incident(grid=4), scope="320302001")
    outside = {worker for worker, code in obstacles(flight).items() if code == "out_of_scope"}
    assert outside == {"s2", "h3", "h4", "g5", "g6", "g7", "g8", "p1"}


def test_load_rest_and_an_earlier_no_count() -> None:
    picture = picture_with_everybody()
    incident = new_incident(grid=3)
    costs = {worker: candidate.cost for worker, candidate in in_the_air(picture, incident).candidates.items()}
    given(picture, new_incident("other", grid=3), "g3")
    put(picture, "g2", state=WorkerState.RESTING)
    hold(picture, incident, "decline", "worker:g4")
    flight = in_the_air(picture, incident)
    assert flight.candidates["g3"].load == 1
    for worker in ("g3", "g2", "g4"):
        assert flight.candidates[worker].cost > costs[worker] + 500
    assert flight.candidates["g6"].cost == costs["g6"]


def test_a_walker_takes_longer() -> None:
    picture = picture_with_everybody()
    before = in_the_air(picture, new_incident(grid=1)).candidates["g4"].seconds
    put(picture, "g4", mode=Mode.FOOT)
    after = in_the_air(picture, new_incident(grid=1)).candidates["g4"].seconds
    assert before is not None and after is not None and after > 2 * before


def test_a_department_takes_what_is_its_own() -> None:
    picture = picture_with_everybody()
    put(picture, "p1", department="urban")
    theirs = in_the_air(picture, new_incident(grid=1, category=BUILDING)).candidates["p1"].cost
    foreign = in_the_air(picture, new_incident(grid=1)).candidates["p1"].cost
    assert foreign == pytest.approx(theirs + 900)


def test_an_area_leads_to_whoever_is_responsible_there_now() -> None:
    picture = picture_with_everybody()
    incident = new_incident(grid=1)
    community, street, district = GRIDS[0][:12], GRIDS[0][:9], GRIDS[0][:6]

    def target(code: str) -> tuple[str, str, str]:
        found = responsible(picture, in_the_air(picture, incident), code, NOW)
        assert found.worker == "" or picture.workers[found.worker].on_duty
        return found.worker, found.sentence_code, found.obstacle

    assert target(GRIDS[0]) == ("g1", "own", "")
    assert target(community) == ("h1", "own", "")
    assert target(street) == ("s1", "own", "")
    put(picture, "g1", state=WorkerState.OFF_DUTY)
    assert target(GRIDS[0]) == ("h1", "head_community", "")
    put(picture, "h1", state=WorkerState.OFF_DUTY)
    assert target(GRIDS[0]) == ("s1", "head_street", "")
    assert target(community) == ("s1", "head_street", "")
    put(picture, "s1", state=WorkerState.OFF_DUTY)
    put(picture, "p1", state=WorkerState.OFF_DUTY)
    assert target(GRIDS[0]) == ("", "nobody", "nobody")
    assert target(community) == ("g2", "inside", "")
    assert target(street)[0] in {"g2", "g3", "g4"}
    assert target(district)[1] == "inside"
    assert target("nowhere") == ("", "nobody", "unknown_region")


def test_who_has_one_grid_comes_before_who_covers_many() -> None:
    picture = picture_with_everybody()
    incident = new_incident(grid=1)
    put(picture, "g2", regions=GRIDS[:6])
    picture.positions.lon[:] = picture.positions.lon[picture.workers["g2"].index]  # all of them where g2 is
    assert responsible(picture, in_the_air(picture, incident), GRIDS[0], NOW).worker == "g1"
    for number in range(2):
        given(picture, new_incident(f"other{number}", grid=1), "g1")
    assert responsible(picture, in_the_air(picture, incident), GRIDS[0], NOW).worker == "g2"


def test_dropping_on_the_area_that_has_it_changes_nothing() -> None:
    picture = picture_with_everybody()
    incident = given(picture, new_incident(grid=1), "g1")
    flight = in_the_air(picture, incident)
    assert responsible(picture, flight, GRIDS[0], NOW).obstacle == "no_change"
    found = responsible(picture, flight, GRIDS[0][:9], NOW)
    assert (found.worker, found.obstacle, found.grids, found.workers_on_duty, found.load) == ("s1", "", 4, 7, 1)


def test_what_a_candidate_forbids_the_flow_refuses_too() -> None:
    picture = picture_with_everybody()
    put(picture, "g1", state=WorkerState.OFF_DUTY)
    put(picture, "g3", role="secretary")
    incident = given(picture, new_incident(grid=1), "g2")
    flight = in_the_air(picture, incident)
    for worker, candidate in flight.candidates.items():
        command = Order("c", incident.id, incident.version, "reassign", worker=worker)
        facts = Facts(SHANGHAI, CATEGORIES, assignee=picture.workers[worker], roles=picture.roles)
        try:
            advance(seven_steps(), incident, command, DISPATCHER, NOW, facts)
            assert candidate.allowed
        except Refusal as refusal:
            assert refusal.code == {"already_has": "no_change"}.get(candidate.obstacle, candidate.obstacle)


def test_an_empty_city_has_nobody() -> None:
    city = small_city()
    city.workers = []
    flight = weigh(Picture(city), GRAPH, new_incident(), NOW)
    assert (flight.best, flight.candidates) == ((), {})
    assert np.isfinite(NOW)
