"""What an incident in the air makes of the workers."""

from __future__ import annotations

import numpy as np
import pytest

from domain.candidates import Candidate, Flight
from domain.picture import Changes
from maps.dropping import refusal
from maps.flight_view import DOUBTFUL, FAR, FORBIDDEN, LATE, NEAR, REACHABLE, REMOTE, FlightView
from maps.layers.workers import size_class
from maps.pointing import worker_in_reach
from maps.scene import Scene
from maps.sprites import RADII
from maps.target import Target
from maps.viewport import TILE, Viewport
from tests.maps.town import NOW, matters, picture_of, town


def candidate(worker: str, seconds: float | None, holds: bool | None = True, obstacle: str = "") -> Candidate:
    cost = seconds if seconds is not None else float("inf")
    return Candidate(worker, seconds, 0, holds, 0.0, obstacle, cost)


@pytest.fixture
def scene() -> Scene:
    scene = Scene()
    scene.refresh(picture_of(town(), matters()), Changes(reset=True), NOW)
    return scene


@pytest.fixture
def flight(scene: Scene) -> FlightView:
    candidates = [
        candidate("g1", 700),
        candidate("g2", 200),
        candidate("g3", 1100, holds=False),
        candidate("g4", 2000),
        candidate("g5", 500, obstacle="resting"),
        candidate("g6", 100, obstacle="off_duty"),
        candidate("g7", None, None, "silent"),
        candidate("h1", 400, obstacle="already_has"),
        candidate("stranger", 10),
    ]
    return FlightView(Flight("red", NOW, {c.worker: c for c in candidates}, ("g2", "g1")), scene.crew, None)


def test_looks_follow_from_time_deadline_and_obstacle(scene: Scene, flight: FlightView) -> None:
    looks = {id_: int(flight.look[row]) for id_, row in scene.crew.row.items() if flight.look[row] >= 0}
    assert looks == {
        "g1": FAR,
        "g2": NEAR,
        "g3": LATE,
        "g4": REMOTE,
        "g5": DOUBTFUL,
        "g7": DOUBTFUL,
        "h1": FORBIDDEN,
    }
    assert REACHABLE not in looks.values()


def test_chips_go_to_those_without_obstacles_the_best_first(scene: Scene, flight: FlightView) -> None:
    names = [scene.crew.workers[row].id for row in flight.order]  # type: ignore[union-attr]
    assert names == ["g2", "g1", "g3", "g4"]
    assert [scene.crew.workers[row].id for row in flight.best] == ["g2", "g1"]  # type: ignore[union-attr]


def test_a_drop_snaps_to_who_may_have_it(scene: Scene, flight: FlightView) -> None:
    row, forbidden = scene.crew.row["g2"], scene.crew.row["h1"]
    place = scene.crew.world[row]
    viewport = Viewport(place[0], place[1], TILE * 2.0**15, 400, 400)
    # Somebody who may not have it stands nearer to the pointer.
    scene.crew.world[forbidden] = viewport.to_world((212.0, 200.0))
    assert worker_in_reach(211, 200, viewport, scene, flight) == Target("worker", "g2")
    assert worker_in_reach(221, 200, viewport, scene, flight) == Target("worker", "h1")
    assert worker_in_reach(240, 240, viewport, scene, flight) is None


@pytest.mark.parametrize("zoom", [11, 13, 15])
def test_a_drop_right_on_somebody_off_duty_means_him_and_beside_him_the_area(
    scene: Scene, flight: FlightView, zoom: int
) -> None:
    place = scene.crew.world[scene.crew.row["g6"]]
    viewport = Viewport(place[0], place[1], TILE * 2.0**zoom, 400, 400)
    for other in set(scene.crew.row) - {"g6"}:
        scene.crew.world[scene.crew.row[other]] = viewport.to_world((20.0, 20.0))
    sign = RADII[size_class(zoom, 9)]
    assert worker_in_reach(200, 200 + sign, viewport, scene, flight) == Target("worker", "g6")
    assert worker_in_reach(200, 200 + sign + 3, viewport, scene, flight) is None
    assert refusal(Target("worker", "g6"), flight) == "off_duty"


def test_who_may_have_it_comes_before_who_is_off_duty(scene: Scene, flight: FlightView) -> None:
    place = scene.crew.world[scene.crew.row["g6"]]
    viewport = Viewport(place[0], place[1], TILE * 2.0**15, 400, 400)
    scene.crew.world[scene.crew.row["g2"]] = viewport.to_world((210.0, 200.0))
    assert worker_in_reach(201, 200, viewport, scene, flight) == Target("worker", "g2")


@pytest.mark.parametrize(("worker", "reason"), [("g2", None), ("g5", None), ("h1", "already_has"), ("nobody", "")])
def test_a_drop_is_refused_with_its_reason(flight: FlightView, worker: str, reason: str | None) -> None:
    assert refusal(Target("worker", worker), flight) == reason


def test_without_a_flight_nothing_can_be_dropped() -> None:
    assert refusal(Target("worker", "g2"), None) == ""
    assert np.isfinite(NOW)
