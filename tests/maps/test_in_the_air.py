"""An incident over the map: real drag events, from elsewhere and of the map's own, and where they go."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QCursor, QDragLeaveEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from domain.picture import Picture
from domain.region import Level
from maps.canvas import MapCanvas
from tests.domain.small_city import GRIDS, middle_of
from tests.maps.hand import NONE, flight_of, hold, let_go, parcel, pixel, point_at, shot, wheel


def test_a_parcel_from_elsewhere_asks_to_be_weighed(canvas: MapCanvas, picture: Picture) -> None:
    entered: list[str] = []
    canvas.drag_entered.connect(entered.append)
    assert not hold(canvas, parcel("yellow"), QPoint(300, 200))  # not weighed yet: no target
    assert entered == ["yellow"]
    canvas.set_flight(flight_of(picture, "yellow")[0], picture)
    hold(canvas, parcel("yellow"), QPoint(300, 200))
    assert entered == ["yellow"]
    text = QMimeData()
    text.setText("yellow")
    assert not hold(canvas, text, QPoint(300, 200))
    canvas.set_flight(None, picture)


def test_let_go_over_a_worker(canvas: MapCanvas, picture: Picture) -> None:
    asked: list[tuple[str, str]] = []
    canvas.worker_drop_requested.connect(lambda incident, worker: asked.append((incident, worker)))
    flight, area_of = flight_of(picture, "yellow")
    canvas.set_flight(flight, picture, area_of)
    near = pixel(canvas, *middle_of(3)) + QPoint(9, -9)
    assert hold(canvas, parcel("yellow"), near)
    shot(canvas)
    let_go(canvas, parcel("yellow"), near)
    assert asked == [("yellow", "g3")]


@pytest.mark.parametrize(
    ("modifiers", "level"),
    [
        (NONE, Level.GRID),
        (Qt.KeyboardModifier.ControlModifier, Level.COMMUNITY),
        (Qt.KeyboardModifier.ShiftModifier, Level.GRID),
    ],
)
def test_let_go_over_the_ground_means_an_area(
    canvas: MapCanvas, picture: Picture, modifiers: Qt.KeyboardModifier, level: Level
) -> None:
    asked: list[tuple[str, str]] = []
    canvas.region_drop_requested.connect(lambda incident, region: asked.append((incident, region)))
    flight, area_of = flight_of(picture, "yellow")
    canvas.set_flight(flight, picture, area_of)
    place = pixel(canvas, middle_of(5)[0] - 0.003, middle_of(5)[1] - 0.003)
    assert hold(canvas, parcel("yellow"), place, modifiers)
    shot(canvas)
    let_go(canvas, parcel("yellow"), place, modifiers)
    (incident, region), *others = asked
    assert (incident, picture.tree[region].level, others) == ("yellow", level, [])
    assert picture.tree.within(GRIDS[4], region)


def test_who_has_it_already_refuses_and_says_why(canvas: MapCanvas, picture: Picture) -> None:
    asked: list[str] = []
    canvas.worker_drop_requested.connect(lambda incident, worker: asked.append(worker))
    canvas.set_flight(flight_of(picture, "going")[0], picture)
    place = pixel(canvas, *middle_of(2))
    assert not hold(canvas, parcel("going"), place)
    let_go(canvas, parcel("going"), place)
    assert asked == []
    assert canvas.notice


def test_a_guest_from_another_program_is_seen_off(canvas: MapCanvas, picture: Picture) -> None:
    told: list[str] = []
    canvas.drag_entered.connect(lambda id_: told.append(f"entered {id_}"))
    canvas.drag_ended.connect(lambda: told.append("ended"))
    hold(canvas, parcel("yellow"), QPoint(300, 200))
    QApplication.sendEvent(canvas, QDragLeaveEvent())
    assert told == ["entered yellow", "ended"]


def rest(canvas: MapCanvas, id_: str, at: QPoint) -> None:
    """An incident held over the map by a mouse that is there."""
    QCursor.setPos(canvas.mapToGlobal(at))
    hold(canvas, parcel(id_), at)


def test_at_the_edge_the_map_moves_along(qtbot: QtBot, canvas: MapCanvas, picture: Picture) -> None:
    wheel(canvas, QPoint(600, 200), 3)
    canvas.set_flight(flight_of(picture, "yellow")[0], picture)
    before = canvas.navigation.viewport.x
    drops = canvas._drops
    rest(canvas, "yellow", QPoint(1195, 200))
    assert drops._at_edge.isActive()  # it may only be crossing
    rest(canvas, "yellow", QPoint(600, 200))
    assert not drops._at_edge.isActive() and canvas.navigation.viewport.x == before
    rest(canvas, "yellow", QPoint(1195, 200))
    time.sleep(0.5)  # a program that is busy hears late of a hand that only crossed the edge
    QApplication.processEvents()
    assert canvas.navigation.viewport.x == before
    qtbot.waitUntil(lambda: canvas.navigation.viewport.x > before)
    canvas.set_flight(None, picture)  # the drag has ended: so has the moving
    after = canvas.navigation.viewport
    qtbot.wait(80)
    assert canvas.navigation.viewport == after


def test_a_hand_that_has_gone_on_unheard_does_not_move_the_map(
    qtbot: QtBot, canvas: MapCanvas, picture: Picture
) -> None:
    """A drag of another program whose last words were of the edge, while the mouse is elsewhere already."""
    wheel(canvas, QPoint(600, 200), 3)
    canvas.set_flight(flight_of(picture, "yellow")[0], picture)
    before = canvas.navigation.viewport.x
    QCursor.setPos(canvas.mapToGlobal(QPoint(600, 200)))
    hold(canvas, parcel("yellow"), QPoint(1195, 200))
    qtbot.wait(700)
    assert canvas.navigation.viewport.x == before
    QCursor.setPos(canvas.mapToGlobal(QPoint(1195, 200)))
    qtbot.waitUntil(lambda: canvas.navigation.viewport.x > before)
    canvas.set_flight(None, picture)


def test_coordinates_give_way_to_what_is_said_about_a_drop(qtbot: QtBot, canvas: MapCanvas, picture: Picture) -> None:
    point_at(qtbot, canvas, QPoint(300, 200))
    qtbot.waitUntil(canvas.furniture.readout.isVisible)
    canvas.set_flight(flight_of(picture, "yellow")[0], picture)
    assert not canvas.furniture.readout.isVisible()
