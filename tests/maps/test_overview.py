"""The whole city in a corner of the map: when it is there, what it shows, and where it stands."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from domain.look import DARK
from domain.picture import Picture
from maps.canvas import MapCanvas
from maps.projection import to_degrees, to_world
from tests.domain.small_city import middle_of
from tests.maps.screen import on_screen

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def canvas(qtbot: QtBot, picture: Picture) -> Iterator[MapCanvas]:
    with on_screen(qtbot, MapCanvas(DARK, "zh"), picture, 1200, 500) as canvas:
        canvas.setFocus()
        yield canvas


def degrees(canvas: MapCanvas, *pixels: QPoint) -> np.ndarray:
    return to_degrees(canvas.navigation.viewport.to_world([(one.x(), one.y()) for one in pixels]))


def press(qtbot: QtBot, canvas: MapCanvas, key: Qt.Key) -> None:
    qtbot.keyClick(canvas, key)


def test_the_overview_is_there_when_there_is_more_to_see(qtbot: QtBot, canvas: MapCanvas) -> None:
    overview = canvas.furniture.overview
    assert not overview.isVisible()
    canvas.navigation.zoom_middle(2.0)
    assert overview.isVisible()
    press(qtbot, canvas, Qt.Key.Key_O)
    assert not overview.isVisible()
    press(qtbot, canvas, Qt.Key.Key_O)
    assert overview.isVisible()


def test_the_overview_is_grey_while_the_link_is_lost(canvas: MapCanvas) -> None:
    def colourful() -> int:
        """Pixels that are not grey, without the frame of what the map shows."""
        overview.grab()
        overview._ground.finish()
        image = overview.grab().toImage()
        colours = [image.pixelColor(x, y).getRgb()[:3] for x in range(image.width()) for y in range(image.height())]
        return sum(max(colour) - min(colour) > 12 for colour in colours)

    overview = canvas.furniture.overview
    canvas.navigation.centre(*to_world(*middle_of(7)).tolist(), 19.0)
    live = colourful()
    canvas.set_link(False, 20.0, 0.0)
    assert live > 40 and colourful() < live / 3  # the frame alone
    canvas.set_link(True, 0.0, 0.0)
    assert colourful() == live


def test_a_click_in_the_overview_looks_there(qtbot: QtBot, canvas: MapCanvas) -> None:
    canvas.navigation.zoom_middle(2.0)
    overview = canvas.furniture.overview
    at = QPoint(overview.width() // 3, overview.height() // 2)
    qtbot.mouseClick(overview, LEFT, NONE, at)
    world = overview._viewport().to_world((float(at.x()), float(at.y())))
    viewport = canvas.navigation.viewport
    assert (viewport.x, viewport.y) == pytest.approx(tuple(world.tolist()))


def test_the_overview_shares_the_ground_of_the_map(canvas: MapCanvas) -> None:
    assert canvas.furniture.overview._ground._terrain is canvas._shown.terrain


def bring(canvas: MapCanvas, id_: str, pixel: tuple[float, float]) -> None:
    """Moves the map by hand until an incident lies on a pixel."""
    place = canvas._shown.place_of_incident(id_)
    assert place is not None
    x, y = canvas.navigation.viewport.to_pixels(place).tolist()
    canvas.navigation.pan(pixel[0] - x, pixel[1] - y)


@pytest.fixture
def chosen(canvas: MapCanvas) -> MapCanvas:
    """Near enough for an overview, with an incident chosen that somebody is on his way to."""
    canvas.navigation.zoom_middle(2.5)
    canvas.select_incident("going")
    return canvas


def test_the_overview_steps_aside_where_the_end_of_a_way_lies_below_it(chosen: MapCanvas) -> None:
    overview, columns = chosen.furniture.overview, (chosen.furniture.buttons, chosen.furniture.strip)
    bring(chosen, "going", (600.0, 200.0))
    home = overview.geometry()
    bring(chosen, "going", (home.center().x(), home.center().y()))
    aside = overview.geometry()
    assert overview.isVisible()
    assert not home.intersects(aside)
    assert chosen.rect().contains(aside)
    assert not any(aside.intersects(column.geometry()) for column in columns)
    chosen.grab()
    chosen.finish()
    spot = chosen.grab().toImage().copy(home.center().x() - 9, home.center().y() - 9, 19, 19)
    yellow = chosen._tools.style.severity[2].rgb()  # type: ignore[union-attr]
    assert any(spot.pixel(x, y) == yellow for x in range(19) for y in range(19)), "the sign is seen"
    bring(chosen, "going", (aside.center().x(), aside.center().y()))
    assert overview.geometry() == home
    bring(chosen, "going", (home.center().x(), home.center().y()))
    assert overview.geometry() == aside
    chosen.select_incident("")
    assert overview.geometry() == home, "nothing keeps it away"


def test_the_ends_of_all_ways_of_the_selected_worker_are_seen(chosen: MapCanvas) -> None:
    home = chosen.furniture.overview.geometry()
    chosen.select_incident("")
    chosen.select_worker("g2")
    bring(chosen, "going", (home.center().x(), home.center().y()))
    assert not chosen.furniture.overview.geometry().intersects(home)


def test_the_overview_does_not_leap_to_and_fro(chosen: MapCanvas) -> None:
    home = chosen.furniture.overview.geometry()
    moves = []
    for x in (home.right() + 20, home.right() + 40, home.right() + 20, home.right() + 40):
        bring(chosen, "going", (x, home.center().y()))
        moves.append(chosen.furniture.overview.x())
    assert moves[0] > home.right()
    assert len(set(moves)) == 1
    bring(chosen, "going", (home.right() + 80, home.center().y()))
    assert chosen.furniture.overview.geometry() == home


def test_the_overview_stays_under_the_hand_that_moves_the_map_with_it(qtbot: QtBot, chosen: MapCanvas) -> None:
    overview = chosen.furniture.overview
    bring(chosen, "going", (600.0, 200.0))
    home = overview.geometry()
    overview.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, True)
    bring(chosen, "going", (home.center().x(), home.center().y()))
    assert overview.geometry() == home
    overview.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, False)
    chosen.navigation.pan(1.0, 0.0)
    assert overview.geometry() != home


def test_beside_open_marks_the_overview_keeps_its_corner(qtbot: QtBot, chosen: MapCanvas) -> None:
    home = chosen.furniture.overview.geometry()
    press(qtbot, chosen, Qt.Key.Key_B)
    bring(chosen, "going", (home.center().x(), home.center().y()))
    assert chosen.furniture.overview.geometry() == home


def test_words_about_a_way_are_not_put_below_what_lies_over_the_map(chosen: MapCanvas) -> None:
    overview = chosen.furniture.overview
    bring(chosen, "going", (600.0, 200.0))
    covered = chosen._shown.covered
    for thing in (overview, chosen.furniture.buttons):
        box = thing.geometry()
        assert (box.left(), box.top(), box.left() + box.width(), box.top() + box.height()) in covered
    chosen.navigation.home()
    assert not overview.isVisible()
    assert len(chosen._shown.covered) == len(covered) - 1
