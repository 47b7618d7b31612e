"""What a hand does to a map of a test, and what it sees there."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QCursor, QDragEnterEvent, QDragMoveEvent, QDropEvent, QImage, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from domain.candidates import AreaTarget, Flight, responsible, weigh
from domain.drag import INCIDENT_MIME
from domain.picture import Picture
from domain.roads import RoadGraph
from maps.canvas import MapCanvas
from maps.projection import to_world
from tests.maps.town import NOW

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def pixel(canvas: MapCanvas, lon: float, lat: float) -> QPoint:
    return QPointF(*canvas.navigation.viewport.to_pixels(to_world(lon, lat)).tolist()).toPoint()


def pixel_of(canvas: MapCanvas, picture: Picture, incident: str) -> QPoint:
    place = picture.incidents[incident].place
    return pixel(canvas, place.lon, place.lat)


def shot(canvas: MapCanvas) -> QImage:
    """What is on the screen once the ground is drawn to its end."""
    canvas.grab()
    canvas.finish()
    return canvas.grab().toImage()


def flight_of(picture: Picture, incident: str) -> tuple[Flight, Callable[[str], AreaTarget]]:
    flight = weigh(picture, RoadGraph(picture.city.geography.roads), picture.incidents[incident], NOW)
    return flight, lambda code: responsible(picture, flight, code, NOW)


class _Ear(QObject):
    """Where a widget last heard of the pointer."""

    at = QPoint(-1, -1)

    def eventFilter(self, widget: QObject, event: QEvent) -> bool:
        if isinstance(event, QMouseEvent) and event.type() is QEvent.Type.MouseMove:
            self.at = event.position().toPoint()
        return False


def point_at(qtbot: QtBot, widget: QWidget, at: QPoint) -> None:
    """The pointer of the screen goes there, no button pressed, and the widget has heard of it when this returns (a
    screen tells nobody of a pointer that stays where it is)."""
    ear, goal = _Ear(), widget.mapToGlobal(at)
    widget.installEventFilter(ear)
    if QCursor.pos() == goal:
        QCursor.setPos(goal + QPoint(1, 0))
        qtbot.waitUntil(lambda: QCursor.pos() != goal)
    QCursor.setPos(goal)
    qtbot.waitUntil(lambda: ear.at == at)
    widget.removeEventFilter(ear)


def pull(widget: QWidget, *track: QPoint, modifiers: Qt.KeyboardModifier = NONE) -> None:
    """The left button is held (the pointer of a screen without hands knows of no button) while the hand moves."""
    for at in track:
        here, there = QPointF(at), QPointF(widget.mapToGlobal(at))
        moved = QMouseEvent(QEvent.Type.MouseMove, here, there, Qt.MouseButton.NoButton, LEFT, modifiers)
        QApplication.sendEvent(widget, moved)


def wheel(canvas: MapCanvas, at: QPoint, notches: int) -> None:
    turned, phase = QPoint(0, 120 * notches), Qt.ScrollPhase.NoScrollPhase
    here = QPointF(at)
    event = QWheelEvent(
        here, QPointF(canvas.mapToGlobal(at)), QPoint(), turned, Qt.MouseButton.NoButton, NONE, phase, False
    )
    QApplication.sendEvent(canvas, event)


def parcel(incident: str) -> QMimeData:
    data = QMimeData()
    data.setData(INCIDENT_MIME, incident.encode())
    return data


def hold(canvas: MapCanvas, data: QMimeData, at: QPoint, modifiers: Qt.KeyboardModifier = NONE) -> bool:
    """Carry a parcel over the map; whether it could be let go here."""
    action = Qt.DropAction.MoveAction
    enter = QDragEnterEvent(at, action, data, LEFT, modifiers)
    QApplication.sendEvent(canvas, enter)
    move = QDragMoveEvent(at, action, data, LEFT, modifiers)
    QApplication.sendEvent(canvas, move)
    return enter.isAccepted() and move.isAccepted()


def let_go(canvas: MapCanvas, data: QMimeData, at: QPoint, modifiers: Qt.KeyboardModifier = NONE) -> None:
    QApplication.sendEvent(canvas, QDropEvent(QPointF(at), Qt.DropAction.MoveAction, data, LEFT, modifiers))


def colours(image: QImage, around: QPoint, reach: int = 9) -> set[str]:
    return {
        image.pixelColor(x, y).name()
        for x in range(around.x() - reach, around.x() + reach + 1)
        for y in range(around.y() - reach, around.y() + reach + 1)
    }
