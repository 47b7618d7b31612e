"""Workers and incidents as arrays."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest

from domain.incident import TimelineEntry
from domain.messages import IncidentChanged, WorkerChanged
from domain.picture import Changes, Picture
from domain.positions import WORKER_STATES, PositionBlock
from domain.worker import WorkerState
from maps.projection import to_world
from maps.scene import LATE, PHASES, SILENT, Scene, heading_step
from tests.domain.small_city import middle_of
from tests.maps.town import NOW, matter


@pytest.fixture
def scene(picture: Picture) -> Scene:
    scene = Scene()
    scene.refresh(picture, Changes(reset=True), NOW)
    return scene


def test_workers_stand_where_the_picture_says(scene: Scene, picture: Picture) -> None:
    crew = scene.crew
    assert crew.world[crew.row["g3"]] == pytest.approx(to_world(*middle_of(3)), abs=1e-9)
    assert not crew.known[crew.row["g8"]]
    assert crew.look[crew.row["g7"]] == SILENT
    assert crew.look[crew.row["g6"]] == WORKER_STATES.index(WorkerState.OFF_DUTY)
    assert crew.age[crew.row["g7"]] == pytest.approx(600)


def test_somebody_falls_silent_when_time_goes_on(scene: Scene, picture: Picture) -> None:
    scene.tick(picture, NOW + 170)
    assert scene.crew.look[scene.crew.row["g1"]] == WORKER_STATES.index(WorkerState.FREE)
    scene.tick(picture, NOW + 181)
    assert scene.crew.look[scene.crew.row["g1"]] == SILENT
    assert scene.crew.look[scene.crew.row["g6"]] == WORKER_STATES.index(WorkerState.OFF_DUTY)


def test_only_who_moved_is_moved(scene: Scene, picture: Picture) -> None:
    row = scene.crew.row["g2"]
    others = np.delete(scene.crew.world, row, axis=0).copy()
    one, nothing = np.array([row], np.int32), np.array([65535], np.uint16)
    state = np.array([WORKER_STATES.index(WorkerState.BUSY)], np.uint8)
    lon, lat = np.array([1172000000], np.int32), np.array([342600000], np.int32)
    block = PositionBlock(NOW + 5, one, lon, lat, nothing, nothing, np.zeros(1, np.uint16), state)
    scene.refresh(picture, picture.apply(block), NOW + 5)
    assert scene.crew.world[row] == pytest.approx(to_world(117.2, 34.26))
    assert (np.delete(scene.crew.world, row, axis=0) == others).all()
    assert np.isnan(scene.crew.heading[row])
    assert scene.crew.look[row] == state[0]


def test_a_worker_who_is_new_gets_a_row(scene: Scene, picture: Picture) -> None:
    newcomer = msgspec.structs.replace(picture.workers["g1"], id="new", index=len(picture.positions))
    scene.refresh(picture, picture.apply(WorkerChanged(seq=2, at=NOW, worker=newcomer)), NOW)
    assert scene.crew.row["new"] == newcomer.index
    assert not scene.crew.known[newcomer.index]
    assert scene.crew.known[scene.crew.row["g1"]]


def test_what_hurts_most_comes_last(scene: Scene) -> None:
    assert scene.matters.ids[-1] == "late"
    severities = scene.matters.severity[:-1].tolist()
    assert severities == sorted(severities, reverse=True)
    assert scene.matters.phase[scene.matters.row["late"]] == LATE
    assert PHASES[scene.matters.phase[scene.matters.row["paused"]]] == "paused"
    assert scene.matters.waits[scene.matters.row["yellow"]]
    assert not scene.matters.waits[scene.matters.row["going"]]


def test_what_turns_late_rises_to_the_top(scene: Scene, picture: Picture) -> None:
    edition = scene.matters.edition
    due = picture.incidents["yellow"].deadline.due_at
    scene.tick(picture, due - 1)
    assert scene.matters.edition == edition
    scene.tick(picture, due + 1)
    assert scene.matters.edition > edition
    assert scene.matters.phase[scene.matters.row["yellow"]] == LATE
    assert scene.matters.ids[0] == "paused" or scene.matters.phase[0] != LATE


def test_a_closed_incident_leaves_and_a_new_one_comes(scene: Scene, picture: Picture) -> None:
    closed = msgspec.structs.replace(picture.incidents["yellow"], stage="closed", version=2)
    changes = picture.apply(IncidentChanged(2, closed, TimelineEntry("yellow", 2, NOW, "close", "user:x")))
    new = matter("new", 7)
    changes = changes.joined(picture.apply(IncidentChanged(3, new, TimelineEntry("new", 1, NOW, "open", "rule:x"))))
    scene.refresh(picture, changes, NOW)
    assert "yellow" not in scene.matters.row
    assert scene.matters.world[scene.matters.row["new"]] == pytest.approx(to_world(new.place.lon, new.place.lat))


def test_directions_are_rounded_all_around() -> None:
    heading = np.array([0, 5.7, 350.0, 359.9, 180, np.nan], np.float32)
    assert heading_step(heading, 32).tolist() == [0, 1, 31, 0, 16, -1]
