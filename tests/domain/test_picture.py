from __future__ import annotations

import msgspec
import numpy as np

from domain.incident import Assignment, TimelineEntry
from domain.messages import Clock, IncidentChanged, WorkerChanged
from domain.picture import Changes, Picture
from domain.positions import WORKER_STATES
from domain.worker import Worker, WorkerState
from tests.domain.small_city import new_incident, picture_with_everybody, small_city

ENTRY = TimelineEntry("i1", 1, 5.0, "open", "channel:hotline")


def test_changes_apply_once_and_in_order() -> None:
    picture = Picture(small_city())
    first = IncidentChanged(1, new_incident(), ENTRY)
    assert picture.apply(first).incidents == {"i1"}
    assert not picture.apply(first)
    assert picture.apply(IncidentChanged(3, new_incident(), ENTRY)).gap
    assert (picture.seq, len(picture.timelines["i1"])) == (1, 1)


def test_nobody_stays_busy_after_a_case_is_closed() -> None:
    picture = Picture(small_city())
    given = msgspec.structs.replace(new_incident(), stage="dispatched", assignment=Assignment("g1", 5.0), version=2)
    picture.apply(IncidentChanged(1, given, ENTRY))
    assert (picture.load("g1"), picture.load("g2")) == (1, 0)
    moved = msgspec.structs.replace(given, assignment=Assignment("g2", 6.0), version=3)
    picture.apply(IncidentChanged(2, moved, ENTRY))
    assert (picture.load("g1"), picture.load("g2")) == (0, 1)
    picture.apply(IncidentChanged(3, msgspec.structs.replace(moved, stage="reported", version=4), ENTRY))
    assert (picture.load("g2"), picture.tasks["g2"]) == (0, {"i1"})  # it waits for the desk now
    picture.apply(IncidentChanged(4, msgspec.structs.replace(moved, stage="closed", version=5), ENTRY))
    assert (picture.load("g2"), picture.tasks["g2"]) == (0, set())
    assert picture.open_incidents() == []


def test_a_snapshot_is_the_whole_and_is_not_touched_by_what_follows() -> None:
    picture = picture_with_everybody()
    picture.apply(IncidentChanged(1, new_incident(), ENTRY))
    picture.epoch, picture.clock = "e", Clock(9.0, 60.0)
    snapshot = picture.snapshot()
    other = Picture(small_city())
    assert other.apply(snapshot).reset
    assert (other.epoch, other.seq, other.incidents, other.workers) == ("e", 1, picture.incidents, picture.workers)
    resting = msgspec.structs.replace(picture.workers["g1"], state=WorkerState.RESTING)
    picture.apply(WorkerChanged(2, 5.0, resting))
    picture.apply(IncidentChanged(3, new_incident("i2"), ENTRY))
    assert all(worker.state is WorkerState.FREE for worker in snapshot.workers)
    assert [incident.id for incident in snapshot.incidents] == ["i1"]


def test_what_was_closed_long_ago_is_let_go() -> None:
    picture = Picture(small_city())
    for id_, stage, at in (("old", "closed", 5.0), ("new", "closed", 15.0), ("open", "filed", 5.0)):
        closed_at = at if stage == "closed" else None
        incident = msgspec.structs.replace(new_incident(id_), stage=stage, changed_at=at, closed_at=closed_at)
        picture.apply(IncidentChanged(picture.seq + 1, incident, TimelineEntry(id_, 1, at, "note", "user:wang")))
    assert [one.id for one in picture.snapshot(10.0).incidents] == ["new", "open"]
    assert picture.let_go(10.0).reset
    assert picture.incidents.keys() == picture.timelines.keys() == {"new", "open"}
    assert picture.seq == 3
    assert not picture.let_go(10.0)


def test_a_change_that_brings_its_timeline_along_is_whole_for_everybody() -> None:
    back, entry = msgspec.structs.replace(new_incident(), version=2), msgspec.structs.replace(ENTRY, version=2)
    for held in (new_incident("i1"), new_incident("another")):
        picture = Picture(small_city())
        picture.apply(IncidentChanged(1, held, msgspec.structs.replace(ENTRY, incident=held.id)))
        picture.apply(IncidentChanged(2, back, entry, [ENTRY]))
        assert picture.timelines["i1"] == [ENTRY, entry]


def test_the_columns_follow_the_roster() -> None:
    picture = picture_with_everybody()
    columns = picture.columns
    row = columns.ids.index("g1")
    resting = msgspec.structs.replace(picture.workers["g1"], state=WorkerState.RESTING, version=1)
    assert picture.apply(WorkerChanged(1, 5.0, resting)).workers == {"g1"}
    assert picture.columns is columns
    assert picture.roster[row].state is WorkerState.RESTING
    head = msgspec.structs.replace(resting, role="head", version=2)
    picture.apply(WorkerChanged(2, 5.0, head))
    assert picture.columns is not columns
    newcomer = Worker("n1", len(picture.roster), "新", "grid_worker", ())
    picture.apply(WorkerChanged(3, 5.0, newcomer))
    assert picture.columns.ids[-1] == "n1"
    assert len(picture.positions) == len(picture.roster)
    assert picture.place_of(newcomer) is None
    assert picture.place_of(head) is not None


def test_changes_join() -> None:
    one = Changes(incidents=frozenset({"i1"}), moved=np.array([3, 1], np.int32))
    two = Changes(workers=frozenset({"g1"}), moved=np.array([1], np.int32))
    both = one.joined(two)
    assert (both.incidents, both.workers, both.moved.tolist()) == ({"i1"}, {"g1"}, [1, 3])
    assert both and not Changes()


def test_a_fix_from_before_somebody_went_home_does_not_bring_him_back() -> None:
    picture = picture_with_everybody()
    row = picture.workers["g1"].index
    before = picture.positions.block(np.array([row], np.int32), 100.0)
    fix = msgspec.structs.replace(before, time=100.0, age=np.array([50], np.uint16))  # taken at 95
    picture = Picture(small_city())
    home = msgspec.structs.replace(picture.workers["g1"], state=WorkerState.OFF_DUTY, state_at=98.0, version=1)
    picture.apply(WorkerChanged(1, 98.0, home))
    assert picture.apply(fix).moved.tolist() == [row]
    assert picture.positions.fixed_at[row] == 95.0
    assert WORKER_STATES[picture.positions.state[row]] is WorkerState.OFF_DUTY
    later = msgspec.structs.replace(fix, age=np.array([10], np.uint16))  # taken at 99: another word is on its way
    picture.apply(later)
    assert WORKER_STATES[picture.positions.state[row]] is WorkerState.FREE
