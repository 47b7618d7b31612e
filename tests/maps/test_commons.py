"""Several views of one city: each has its own place to look at, and all else only once."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from domain.look import DARK, LIGHT
from domain.picture import Changes, Picture
from domain.positions import PositionBlock
from domain.shapes import DEGREE
from maps.canvas import MapCanvas
from maps.commons import Commons
from maps.distant_map import DistantMap
from maps.map_view import MapView
from maps.projection import to_world
from maps.scene import Scene
from tests.domain.small_city import middle_of
from tests.maps.town import NOW, town


@pytest.fixture
def views(qtbot: QtBot, picture: Picture) -> Iterator[list[MapView]]:
    commons = Commons()
    views = [
        MapCanvas(DARK, "zh", commons=commons),
        DistantMap(DARK, "en", commons=commons),
        MapView(LIGHT, "zh", None, commons),
    ]
    for view in views:
        qtbot.addWidget(view)
        view.resize(500, 300)
        view.navigation.glides = False
        view.open_city(picture.city)
        view.refresh(picture, Changes(reset=True), NOW)
    yield views
    for view in views:
        view.hide()


def step(picture: Picture, worker: str, grid: int) -> Changes:
    """A worker goes to the middle of a grid."""
    row = picture.workers[worker].index
    lon, lat = (np.array([round(axis * DEGREE)], np.int32) for axis in middle_of(grid))
    nothing, zero = np.array([65535], np.uint16), np.zeros(1, np.uint16)
    state = picture.positions.state[[row]]
    block = PositionBlock(NOW + 5, np.array([row], np.int32), lon, lat, nothing, nothing, zero, state)
    return picture.apply(block)


def test_a_second_view_has_no_other_copy_of_the_city(views: list[MapView]) -> None:
    first, second, third = (view._shown for view in views)
    assert first.terrain is second.terrain is third.terrain
    assert first.scene is second.scene is third.scene
    assert views[0]._dressed() is not views[2]._dressed()  # another theme
    assert views[0].navigation is not views[1].navigation


def test_the_same_theme_on_the_same_screen_has_the_same_signs(qtbot: QtBot) -> None:
    commons = Commons()
    one, other = MapView(DARK, "zh", None, commons), MapView(DARK, "en", None, commons)
    for view in (one, other):
        qtbot.addWidget(view)
    assert one._dressed() is other._dressed()
    assert one._dressed() is not MapView(DARK, "zh")._dressed()


def test_a_change_is_taken_once_and_seen_by_all(
    views: list[MapView], picture: Picture, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[Changes] = []
    refresh = Scene.refresh

    def counted(scene: Scene, picture: Picture, changes: Changes, now: float) -> None:
        taken.append(changes)
        refresh(scene, picture, changes, now)

    monkeypatch.setattr(Scene, "refresh", counted)
    changes = step(picture, "g1", 5)
    for view in views:
        view.refresh(picture, changes, NOW + 5)
    assert taken == [changes]
    there = to_world(*middle_of(5)).tolist()
    assert all(view._shown.place_of_worker("g1") == pytest.approx(there, abs=1e-9) for view in views)


def test_each_view_draws_what_it_looks_at(views: list[MapView], picture: Picture) -> None:
    """As a view of its own would, whatever the others look at."""
    shots: list[QImage] = []
    for commons in (views[0].commons, Commons()):
        view = MapView(DARK, "zh", None, commons)
        view.navigation.glides = False
        view.resize(500, 300)
        view.open_city(picture.city)
        view.refresh(picture, Changes(reset=True), NOW)
        view.navigation.zoom_middle(1.5)
        view.grab()
        view.finish()
        shots.append(view.grab().toImage())
    assert shots[0] == shots[1]


def test_a_city_goes_with_its_last_view(qtbot: QtBot, picture: Picture) -> None:
    commons = Commons()
    view = MapView(DARK, "zh", None, commons)
    qtbot.addWidget(view)
    view.open_city(picture.city)
    gone = weakref.ref(commons.stage(picture.city))
    view.open_city(town())
    gc.collect()
    assert gone() is None
