"""Three ages that nobody takes for each other: of the position, of the state, of the link."""

from __future__ import annotations

import msgspec
import pytest

from domain.messages import WorkerChanged
from domain.picture import Changes, Picture
from domain.worker import Worker, WorkerState
from maps.layers.worker_names import ages
from maps.scene import Scene
from maps.target import Target
from maps.terrain import Terrain
from maps.tooltips import Heard, lines_for
from tests.maps.town import NOW, picture_of, town

TEN_DAYS = 10 * 86400.0


@pytest.fixture
def picture() -> Picture:
    picture = picture_of(town(), [])
    old = msgspec.structs.replace(picture.workers["g3"], state_at=NOW - TEN_DAYS)
    picture.apply(WorkerChanged(2, NOW, old))
    return picture


def said(picture: Picture, worker: str, heard: Heard) -> list[str]:
    scene = Scene()
    scene.refresh(picture, Changes(reset=True), NOW)
    return lines_for(Target("worker", worker), picture, scene, Terrain(picture.city), "zh", heard)


def test_an_old_state_beside_a_fresh_position_says_what_is_old(picture: Picture) -> None:
    lines = said(picture, "g3", Heard(True, 1.0, NOW - 1))
    assert "State: on scene for 10 d" in lines
    assert "Position: 0 s old" in lines
    assert "Link: heard 1 s ago" in lines
    assert [line for line in lines if "10 d" in line] == ["State: on scene for 10 d"]


def test_who_is_silent_keeps_his_last_state_and_says_so_of_the_position(picture: Picture) -> None:
    lines = said(picture, "g7", Heard())
    assert "State: free" in lines  # since when nobody knows
    assert "Position: 10 min old · silent" in lines


def test_who_was_never_seen_has_no_age(picture: Picture) -> None:
    assert "Position: never seen" in said(picture, "g8", Heard())


def test_of_a_picture_that_stands_still_moments_are_told(picture: Picture) -> None:
    lines = said(picture, "g3", Heard(False, 3600.0, NOW))
    assert "Position: of 09:09:59" in lines
    assert any(line.startswith("State: on scene since ") for line in lines)
    assert "Link: lost; last heard at 09:10:00" in lines
    assert not any(" old" in line or " ago" in line for line in lines)


def worker(state: WorkerState, since: float | None) -> Worker:
    return Worker("w", 0, "李", "r", (), state=state, state_at=since)


def test_beside_the_sign_each_age_says_what_it_is_of() -> None:
    on_scene = worker(WorkerState.ON_SCENE, NOW - 2520)
    assert ages(on_scene, 2.0, NOW) == "on scene for 42 min"
    assert ages(on_scene, 300.0, NOW) == "on scene for 42 min · position 5 min old"
    assert ages(worker(WorkerState.FREE, NOW - 9000), 2.0, NOW) == ""
    assert ages(worker(WorkerState.ON_SCENE, None), 2.0, NOW) == ""
