"""Moving over the map."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from maps.canvas import MapCanvas
from maps.navigation import Navigation

HOME = (0.50, 0.40, 0.51, 0.41)


@pytest.fixture
def navigation(qtbot: QtBot) -> Navigation:
    navigation = Navigation()
    navigation.resize(800, 600)
    navigation.open(HOME)
    return navigation


def test_it_opens_at_home_and_comes_back(qtbot: QtBot, navigation: Navigation) -> None:
    home = navigation.viewport
    assert home == home.fitting(HOME)
    navigation.pan(200, 100)
    assert navigation.viewport != home
    navigation.home()
    qtbot.waitUntil(lambda: navigation.still)
    assert navigation.viewport == home


def test_the_whole_city_stays_whole_in_a_window_of_another_size(navigation: Navigation) -> None:
    navigation.resize(1600, 900)
    assert navigation.viewport == navigation.viewport.fitting(HOME)
    navigation.pan(10, 0)
    middle = navigation.viewport.x, navigation.viewport.scale
    navigation.resize(700, 500)
    assert (navigation.viewport.x, navigation.viewport.scale) == middle


def test_the_whole_city_stands_beside_what_stands_on_the_map(canvas: MapCanvas) -> None:
    """An incident at the very border can be seen and taken: no button lies over it, nor the line at the foot."""
    west, north, east, south = canvas._shown.terrain.bounds
    corners = canvas.navigation.viewport.to_pixels([[west, north], [east, south]]).ravel()
    ring = 16
    assert corners[2] + ring <= canvas.furniture.strip.geometry().left()
    assert corners[3] + ring <= canvas.height() - canvas.furniture.readout.sizeHint().height() - 8


def test_a_zoom_glides_and_holds_the_place_under_the_pointer(qtbot: QtBot, navigation: Navigation) -> None:
    place = navigation.viewport.to_world((300.0, 250.0))
    zoom = navigation.viewport.zoom
    seen: list[float] = []
    navigation.moved.connect(lambda: seen.append(navigation.viewport.zoom))
    navigation.zoom(1.0, 300, 250)
    navigation.zoom(1.0, 300, 250)  # turned again before the first has ended: both count
    qtbot.waitUntil(lambda: navigation.still)
    assert seen == sorted(seen)
    assert navigation.viewport.zoom == pytest.approx(zoom + 2)
    assert navigation.viewport.to_pixels(place) == pytest.approx((300, 250), abs=0.5)


def test_only_a_hand_is_a_gesture(qtbot: QtBot, navigation: Navigation) -> None:
    gestures: list[None] = []
    navigation.gestured.connect(lambda: gestures.append(None))
    navigation.glides = False
    navigation.show((0.502, 0.402, 0.503, 0.403))
    navigation.centre(0.505, 0.405)
    navigation.resize(500, 400)
    navigation.home(by_hand=False)
    assert not gestures
    navigation.pan(5, 5)
    navigation.zoom(1, 0, 0)
    navigation.home()
    assert len(gestures) == 3


def test_a_thrown_map_comes_to_rest(qtbot: QtBot, navigation: Navigation) -> None:
    navigation.zoom(3, 400, 300)
    qtbot.waitUntil(lambda: navigation.still)
    before = navigation.viewport
    navigation.throw(900.0, 0.0)
    qtbot.waitUntil(lambda: navigation.still)
    assert navigation.viewport.x < before.x
    assert navigation.viewport.y == before.y


def test_a_slow_hand_throws_nothing(navigation: Navigation) -> None:
    navigation.throw(20.0, 10.0)
    assert navigation.still


def test_it_is_held_over_the_city(navigation: Navigation) -> None:
    navigation.pan(1e6, -1e6)
    assert HOME[0] <= navigation.viewport.x <= HOME[2]
    assert HOME[1] <= navigation.viewport.y <= HOME[3]
