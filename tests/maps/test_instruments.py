"""Measuring, drawing areas, marking places, coordinates: with real mouse and keys on the map."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from domain.coordinates import System, readings
from domain.drawn_area import holds
from domain.look import DARK
from domain.picture import Picture
from domain.surveying import area, legs
from maps.canvas import MapCanvas
from maps.projection import to_degrees, to_world
from tests.domain.small_city import middle_of
from tests.maps.hand import point_at, pull
from tests.maps.screen import on_screen

LEFT, NONE, SHIFT = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def canvas(qtbot: QtBot, picture: Picture) -> Iterator[MapCanvas]:
    with on_screen(qtbot, MapCanvas(DARK, "zh"), picture, 1200, 500) as canvas:
        canvas.setFocus()
        yield canvas


def degrees(canvas: MapCanvas, *pixels: QPoint) -> np.ndarray:
    return to_degrees(canvas.navigation.viewport.to_world([(one.x(), one.y()) for one in pixels]))


def press(qtbot: QtBot, canvas: MapCanvas, key: Qt.Key) -> None:
    qtbot.keyClick(canvas, key)


# --- measuring --------------------------------------------------------------------------------------------------------


def test_the_tape_measures_from_click_to_click(qtbot: QtBot, canvas: MapCanvas) -> None:
    press(qtbot, canvas, Qt.Key.Key_D)
    points = [QPoint(200, 100), QPoint(500, 120), QPoint(480, 300)]
    for point in points:
        qtbot.mouseClick(canvas, LEFT, NONE, point)
    places = degrees(canvas, *points)
    tape = canvas.instruments.tape
    assert legs(tape.places()).sum() == pytest.approx(legs(places).sum(), rel=1e-6)
    assert area(tape.places()) == pytest.approx(area(places), rel=1e-6)
    assert f"{legs(places).sum() / 1000:.2f}" in canvas.instruments.advice


def test_the_last_point_follows_the_pointer_until_a_double_click(qtbot: QtBot, canvas: MapCanvas) -> None:
    press(qtbot, canvas, Qt.Key.Key_D)
    qtbot.mouseClick(canvas, LEFT, NONE, QPoint(200, 100))
    point_at(qtbot, canvas, QPoint(400, 100))
    assert len(canvas.instruments.tape.places()) == 2
    qtbot.mouseClick(canvas, LEFT, NONE, QPoint(400, 100))
    qtbot.mouseDClick(canvas, LEFT, NONE, QPoint(400, 100))
    told = canvas.instruments.advice
    point_at(qtbot, canvas, QPoint(700, 300))
    assert canvas.instruments.advice == told
    qtbot.mouseClick(canvas, LEFT, NONE, QPoint(300, 300))  # after the end it begins anew
    assert len(canvas.instruments.tape.places()) == 1


def test_backspace_takes_back_and_escape_puts_away(qtbot: QtBot, canvas: MapCanvas) -> None:
    press(qtbot, canvas, Qt.Key.Key_D)
    before = canvas.grab().toImage()
    for point in (QPoint(200, 100), QPoint(500, 120), QPoint(480, 300)):
        qtbot.mouseClick(canvas, LEFT, NONE, point)
    assert canvas.grab().toImage() != before
    press(qtbot, canvas, Qt.Key.Key_Backspace)
    assert len(canvas.instruments.tape.places()) == 2
    press(qtbot, canvas, Qt.Key.Key_Escape)
    assert canvas.instruments.held is None and canvas.instruments.advice == ""


def test_without_a_mouse_points_are_set_in_the_middle(qtbot: QtBot, canvas: MapCanvas) -> None:
    canvas.navigation.zoom_middle(2.0)
    press(qtbot, canvas, Qt.Key.Key_D)
    press(qtbot, canvas, Qt.Key.Key_Return)
    press(qtbot, canvas, Qt.Key.Key_Right)
    press(qtbot, canvas, Qt.Key.Key_Return)
    pixels = canvas.navigation.viewport.to_pixels(to_world(*canvas.instruments.tape.places().T))
    assert np.hypot(*(pixels[1] - pixels[0])) == pytest.approx(90, abs=0.5)


def test_while_a_tape_is_held_nothing_is_picked_up_or_moved(qtbot: QtBot, canvas: MapCanvas, picture: Picture) -> None:
    started = []
    canvas.drag_started.connect(started.append)
    place = picture.incidents["red"].place
    at = QPointF(*canvas.navigation.viewport.to_pixels(to_world(place.lon, place.lat)).tolist()).toPoint()
    viewport = canvas.navigation.viewport
    press(qtbot, canvas, Qt.Key.Key_D)
    qtbot.mousePress(canvas, LEFT, NONE, at)
    pull(canvas, at + QPoint(80, 0))
    qtbot.mouseRelease(canvas, LEFT, NONE, at + QPoint(80, 0))
    assert not started and canvas.navigation.viewport == viewport


# --- drawing an area --------------------------------------------------------------------------------------------------


def drag(qtbot: QtBot, canvas: MapCanvas, track: list[QPoint], modifiers: Qt.KeyboardModifier = NONE) -> None:
    qtbot.mousePress(canvas, LEFT, modifiers, track[0])
    pull(canvas, *track[1:], modifiers=modifiers)
    qtbot.mouseRelease(canvas, LEFT, modifiers, track[-1])


def test_a_drag_with_shift_draws_a_box(qtbot: QtBot, canvas: MapCanvas) -> None:
    with qtbot.waitSignal(canvas.area_drawn) as drawn:
        drag(qtbot, canvas, [QPoint(100, 100), QPoint(300, 150), QPoint(600, 350)], SHIFT)
    corners = np.array(drawn.args[0])
    expected = degrees(canvas, QPoint(100, 100), QPoint(600, 350))
    assert len(corners) == 4
    assert corners.min(axis=0) == pytest.approx(expected.min(axis=0), abs=2e-6)
    assert corners.max(axis=0) == pytest.approx(expected.max(axis=0), abs=2e-6)


def test_the_pen_draws_freehand_and_is_put_away_by_itself(qtbot: QtBot, canvas: MapCanvas) -> None:
    press(qtbot, canvas, Qt.Key.Key_A)
    circle = [QPoint(round(400 + 120 * np.cos(t)), round(250 + 120 * np.sin(t))) for t in np.linspace(0, 6.1, 60)]
    with qtbot.waitSignal(canvas.area_drawn) as drawn:
        drag(qtbot, canvas, circle)
    inside, outside = degrees(canvas, QPoint(400, 250)), degrees(canvas, QPoint(400, 100))
    assert holds(drawn.args[0], *inside.T).all() and not holds(drawn.args[0], *outside.T).any()
    assert 8 < len(drawn.args[0]) < 60
    assert canvas.instruments.held is None


def test_enter_takes_everything_in_view(qtbot: QtBot, canvas: MapCanvas) -> None:
    press(qtbot, canvas, Qt.Key.Key_A)
    with qtbot.waitSignal(canvas.area_drawn) as drawn:
        press(qtbot, canvas, Qt.Key.Key_Return)
    assert holds(drawn.args[0], *degrees(canvas, QPoint(3, 3), QPoint(1197, 497)).T).all()


def test_a_hand_that_hardly_moved_drew_nothing(qtbot: QtBot, canvas: MapCanvas) -> None:
    drawn = []
    canvas.area_drawn.connect(drawn.append)
    press(qtbot, canvas, Qt.Key.Key_A)
    drag(qtbot, canvas, [QPoint(100, 100), QPoint(102, 101)])
    assert not drawn and canvas.instruments.held is canvas.instruments.pen


def test_the_chosen_area_stays_on_the_map(canvas: MapCanvas) -> None:
    before = canvas.grab().toImage()
    (west, south), (east, north) = degrees(canvas, QPoint(300, 300), QPoint(700, 100)).tolist()
    canvas.set_drawn(((west, south), (east, south), (east, north), (west, north)))
    after = canvas.grab().toImage()
    assert after.pixelColor(500, 200) != before.pixelColor(500, 200)
    assert after.pixelColor(900, 200) == before.pixelColor(900, 200)
    canvas.set_drawn(())
    assert canvas.grab().toImage() == before


# --- places -----------------------------------------------------------------------------------------------------------


def test_a_marked_place_is_gone_back_to_by_its_number(qtbot: QtBot, canvas: MapCanvas) -> None:
    canvas.navigation.centre(*to_world(*middle_of(3)).tolist(), 15.0)
    marked = canvas.navigation.viewport
    press(qtbot, canvas, Qt.Key.Key_B)
    sheet = canvas.furniture.sheet
    assert sheet.isVisible() and sheet.field.text()  # it offers the name of the area
    sheet.field.setText("河口")
    qtbot.keyClick(sheet.field, Qt.Key.Key_Return)
    assert not sheet.isVisible() and canvas.notice == "Marked: 河口. 1 on the map goes there."
    canvas.navigation.home()
    press(qtbot, canvas, Qt.Key.Key_1)
    assert canvas.navigation.viewport.zoom == pytest.approx(marked.zoom)
    assert (canvas.navigation.viewport.x, canvas.navigation.viewport.y) == (marked.x, marked.y)
    assert [one.name for one in canvas.furniture.marks] == ["河口"]


def test_the_sheet_of_marked_places_is_as_high_as_what_it_shows(qtbot: QtBot, canvas: MapCanvas) -> None:
    sheet = canvas.furniture.sheet
    heights = []
    for name in ("a", "b", "c"):
        press(qtbot, canvas, Qt.Key.Key_B)
        heights.append(sheet.height())
        sheet.field.setText(name)
        qtbot.keyClick(sheet.field, Qt.Key.Key_Return)
    assert heights[0] < heights[1] < heights[2] < heights[0] * 2
    assert canvas.rect().contains(sheet.geometry())


def test_a_marked_place_is_forgotten_and_gone_to_by_mouse(qtbot: QtBot, canvas: MapCanvas) -> None:
    sheet = canvas.furniture.sheet
    for name in ("a", "b"):
        press(qtbot, canvas, Qt.Key.Key_B)
        sheet.field.setText(name)
        qtbot.keyClick(sheet.field, Qt.Key.Key_Return)
    press(qtbot, canvas, Qt.Key.Key_B)
    assert [one.toolTip() for one in sheet.bins] == ["Forget a", "Forget b"]
    qtbot.mouseClick(sheet.bins[0], LEFT)
    assert [one.name for one in canvas.furniture.marks] == ["b"] and sheet.isVisible()
    view = sheet.list.viewport()
    at = sheet.list.visualItemRect(sheet.list.item(0)).center()
    over = view.childAt(at) or view  # as a mouse would: the row's own widget lies over the list
    with qtbot.waitSignal(sheet.chosen) as chosen:
        qtbot.mouseClick(over, LEFT, NONE, over.mapFrom(view, at))
    assert chosen.args[0].name == "b"


def test_a_marked_place_is_forgotten_by_delete(qtbot: QtBot, canvas: MapCanvas) -> None:
    for name in ("a", "b"):
        press(qtbot, canvas, Qt.Key.Key_B)
        canvas.furniture.sheet.field.setText(name)
        qtbot.keyClick(canvas.furniture.sheet.field, Qt.Key.Key_Return)
    press(qtbot, canvas, Qt.Key.Key_B)
    qtbot.keyClick(canvas.furniture.sheet.field, Qt.Key.Key_Down)
    qtbot.keyClick(canvas.furniture.sheet.list, Qt.Key.Key_Delete)
    assert [one.name for one in canvas.furniture.marks] == ["b"]
    qtbot.keyClick(canvas.furniture.sheet, Qt.Key.Key_Escape)
    assert not canvas.furniture.sheet.isVisible()


def test_the_readout_tells_the_place_under_the_pointer_in_the_chosen_system(qtbot: QtBot, canvas: MapCanvas) -> None:
    point_at(qtbot, canvas, QPoint(420, 210))
    readout = canvas.furniture.readout
    for system in System:
        assert readout.text().endswith(system)
        (found,) = readings(readout.text())
        assert (found.lon, found.lat) == pytest.approx(degrees(canvas, QPoint(420, 210))[0].tolist(), abs=2e-6)
        qtbot.mouseClick(readout, LEFT)
    assert readout.system is System.WGS84  # once around


def test_the_readout_goes_along_when_the_map_moves_below_the_pointer(qtbot: QtBot, canvas: MapCanvas) -> None:
    """By key, by a jump to a place, by a throw: the hand did not move, and the place is another one."""
    at = QPoint(400, 200)
    point_at(qtbot, canvas, at)
    for move in (lambda: press(qtbot, canvas, Qt.Key.Key_Plus), lambda: canvas.navigation.home()):
        before = canvas.furniture.readout.text()
        move()
        qtbot.waitUntil(lambda: canvas.navigation.still)
        (found,) = readings(canvas.furniture.readout.text())
        assert (found.lon, found.lat) == pytest.approx(tuple(degrees(canvas, at)[0]), abs=2e-6)
        assert canvas.furniture.readout.text() != before



def test_c_copies_coordinates_with_their_tag(qtbot: QtBot, canvas: MapCanvas) -> None:
    press(qtbot, canvas, Qt.Key.Key_C)
    (found,) = readings(QGuiApplication.clipboard().text())
    assert found.system is System.WGS84
    assert canvas.notice


def test_a_right_click_on_empty_ground_asks_for_the_menu_of_the_place(qtbot: QtBot, canvas: MapCanvas) -> None:
    empty = QPoint(30, 480)
    with qtbot.waitSignal(canvas.place_menu_requested) as asked:
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, empty, canvas.mapToGlobal(empty))
        QApplication.sendEvent(canvas, event)
    assert asked.args[:2] == pytest.approx(degrees(canvas, empty)[0].tolist())


def test_what_was_asked_to_be_shown_is_marked_until_a_hand_comes(qtbot: QtBot, canvas: MapCanvas) -> None:
    canvas.show_place(*middle_of(3))
    canvas.finish()
    marked = canvas.grab().toImage()
    middle = QPoint(600, 250)
    qtbot.mouseClick(canvas, LEFT, NONE, QPoint(50, 470))
    assert canvas.grab().toImage().copy(middle.x() - 15, middle.y() - 15, 30, 30) != marked.copy(
        middle.x() - 15, middle.y() - 15, 30, 30
    )
