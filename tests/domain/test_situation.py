"""The few numbers of a wall agree with the picture, and its worst incidents with the queue's order."""

from __future__ import annotations

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from domain.incident import Incident
from domain.messages import Clock, Snapshot
from domain.picture import Picture
from domain.situation import situation, time_left
from domain.urgency import hurt
from tests.domain.small_city import COVER, MONDAY_NINE, RUBBISH, new_incident, picture_with_everybody

NOW = MONDAY_NINE + 1800.0
HOUR = 3600.0


def picture_of(incidents: list[Incident]) -> Picture:
    picture = picture_with_everybody(NOW)
    picture.apply(Snapshot("e", 1, Clock(NOW), incidents, {}, picture.roster))
    return picture


@st.composite
def matters(draw: st.DrawFn) -> list[Incident]:
    """Some open, some late, some closed today or before; any grid."""
    found = []
    for number in range(draw(st.integers(0, 12))):
        received = NOW - draw(st.floats(0, 5 * 24)) * HOUR
        incident = new_incident(
            f"i{number}", draw(st.integers(1, 8)), draw(st.sampled_from([COVER, RUBBISH])), received
        )
        if draw(st.booleans()):
            closed = draw(st.floats(received, NOW))
            stage = draw(st.sampled_from(["closed", "void", "merged"]))
            incident = msgspec.structs.replace(incident, stage=stage, closed_at=closed)
        found.append(incident)
    return found


@given(matters(), st.integers(1, 6))
def test_the_parts_agree_with_the_whole(incidents: list[Incident], count: int) -> None:
    picture = picture_of(incidents)
    told = situation(picture, NOW, count)
    still_open = picture.open_incidents()
    assert told.open == len(still_open) == sum(told.by_severity.values()) == sum(area.open for area in told.areas)
    assert told.late == sum(area.late for area in told.areas) == sum(i.deadline.due_at < NOW for i in still_open)
    assert sum(told.arrived) == sum(i.received_at >= told.midnight for i in incidents)
    assert sum(told.closed) == told.settled >= told.in_time
    assert told.due == told.settled + told.late
    assert told.on_time_share is None if not told.due else 0 <= (told.on_time_share or 0) <= 1


@given(matters(), st.integers(1, 6))
def test_the_worst_are_the_first_of_the_queue(incidents: list[Incident], count: int) -> None:
    picture = picture_of(incidents)
    calendar = picture.city.rules.calendar
    queue = sorted(picture.open_incidents(), key=lambda i: hurt(i, NOW, picture.stages.get(i.stage), calendar))
    assert situation(picture, NOW, count).worst == tuple(i.id for i in queue[:count])


def test_what_is_voided_or_merged_is_not_counted_as_settled() -> None:
    one = new_incident("i1")
    gone = [
        msgspec.structs.replace(one, id=stage, stage=stage, closed_at=NOW) for stage in ("closed", "void", "merged")
    ]
    assert situation(picture_of(gone), NOW).settled == 1


def test_what_is_late_and_open_was_due_and_did_not_come_in_time() -> None:
    late = new_incident("late", 1, COVER, NOW - 24 * HOUR)
    closed = msgspec.structs.replace(new_incident("closed", 1, COVER, NOW - 60), stage="closed", closed_at=NOW)
    told = situation(picture_of([late, closed, new_incident("fresh", 1, COVER, NOW)]), NOW)
    assert (told.settled, told.in_time, told.late, told.due) == (1, 1, 1, 2)
    assert told.on_time_share == 0.5


def test_people_and_areas() -> None:
    told = situation(picture_of([new_incident("a", 1), new_incident("b", 8), new_incident("c", 7)]), NOW)
    assert (told.on_duty, told.reporting, told.people) == (15, 15, 15)
    assert [(area.code, area.open) for area in told.areas] == [("320302002", 2), ("320302001", 1)]
    assert told.hour == 9.5


def test_the_time_that_is_left() -> None:
    incident = new_incident("a", 1, COVER, NOW)
    assert time_left(picture_of([incident]), incident, NOW) == (2 * HOUR, "ok")
    assert time_left(picture_of([incident]), incident, NOW + 3 * HOUR) == (-HOUR, "late")
