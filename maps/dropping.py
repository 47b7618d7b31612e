"""An incident held over the map: what letting go would mean, and the map moving along at its edges."""

from __future__ import annotations

import math

from PySide6.QtCore import QObject, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QCursor, QDragEnterEvent, QDragMoveEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from domain.candidates import FORBIDDING
from domain.drag import INCIDENT_MIME, incident_in
from maps.flight_view import FlightView
from maps.navigation import Navigation
from maps.presentation import Presentation
from maps.target import Target

#: The map moves when the pointer is nearer than this to its edge (logical pixels), at most so fast (pixels a step of
#: ``STEP`` ms).
EDGE, FASTEST, STEP = 44.0, 18.0, 30
#: So many steps it must be seen to rest there first: whoever comes in from the queue only crosses the edge. A program
#: that was busy has seen one step, however long that took, and hears next that the hand has gone on.
RESTS = 10
#: A pointer that rests so long (ms) on people who cannot be told apart, without moving more than ``STIRS`` pixels,
#: opens the crowd: the map comes nearer by ``NEARER`` zoom levels, down to ``NEAREST``.
OPENS, STIRS, NEARER, NEAREST = 800, 5.0, 1.5, 17.5

#: How files of map tiles are called.
TILE_FILES = (".mbtiles", ".pmtiles")


class DropZone(QObject):
    """Takes the drag events of one map. ``target`` is what the pointer is over and ``pointer`` where it is, None while
    nothing is held over the map.

    Signals: ``changed`` another target or pointer; ``entered`` an incident nobody has weighed yet; ``left`` a drag that
    began in another program is over; ``worker_requested``, ``region_requested`` it was let go; ``refused`` (a code, the
    target) it was let go where it cannot be; ``tile_file_dropped`` (its path) no incident at all."""

    changed = Signal()
    entered = Signal(str)
    left = Signal()
    worker_requested = Signal(str, str)
    region_requested = Signal(str, str)
    refused = Signal(str, object)
    tile_file_dropped = Signal(str)

    def __init__(self, shown: Presentation, navigation: Navigation, parent: QWidget) -> None:
        super().__init__(parent)
        self._map = parent
        self._shown = shown
        self._navigation = navigation
        self.target: Target | None = None
        self.pointer: tuple[float, float] | None = None
        self._steps = 0
        self._guest = False
        self._at_edge = QTimer(self)
        self._at_edge.setInterval(STEP)
        self._at_edge.timeout.connect(self._on_step)
        self._rested = 0
        self._spring = QTimer(self)
        self._spring.setSingleShot(True)
        self._spring.setInterval(OPENS)
        self._spring.timeout.connect(self._open_crowd)
        self._rested_at: tuple[float, float] | None = None

    def enter(self, event: QDragEnterEvent) -> bool:
        """Whether it is an incident."""
        id_ = incident_of(event)
        if not id_ and tile_file_in(event):
            event.acceptProposedAction()
            return False
        if not id_:
            event.ignore()
            return False
        event.acceptProposedAction()
        self._guest = event.source() is None
        if self._shown.flight is None or self._shown.flight.incident != id_:
            self.entered.emit(id_)
        return True

    def move(self, event: QDragMoveEvent) -> None:
        if tile_file_in(event):
            event.acceptProposedAction()
            return
        self._aim(event.position(), event.modifiers())
        if refusal(self.target, self._shown.flight) is None:
            event.acceptProposedAction()
        else:
            event.ignore()

    def leave(self) -> None:
        """It is over something else now, or was let go where nothing can take it (Qt says "leave" to both)."""
        target, code = self.target, refusal(self.target, self._shown.flight)
        if code and not QApplication.mouseButtons() & Qt.MouseButton.LeftButton:
            self.refused.emit(code, target)
        self.clear()
        self._see_off_guest()

    def drop(self, event: QDropEvent) -> None:
        id_, file = incident_of(event), tile_file_in(event)
        if not id_ and file:
            event.acceptProposedAction()
            self.tile_file_dropped.emit(file)
            return
        self._aim(event.position(), event.modifiers())
        target, code = self.target, refusal(self.target, self._shown.flight)
        self.clear()
        if not id_ or target is None or code is not None:
            event.ignore()
            if code:
                self.refused.emit(code, target)
        else:
            event.acceptProposedAction()
            requested = self.worker_requested if target.kind == "worker" else self.region_requested
            requested.emit(id_, target.id)
        self._see_off_guest()

    def look_again(self) -> None:
        """Ground, workers or what is known of them changed under the pointer."""
        if self.pointer is not None:
            self.target = self._shown.drop_target(*self.pointer, self._navigation.viewport, self._steps)
            self.changed.emit()

    def clear(self) -> None:
        """Nothing is held over the map any more."""
        self._at_edge.stop()
        self._spring.stop()
        self.target = self.pointer = self._rested_at = None
        self.changed.emit()

    def _aim(self, place: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        self.pointer = place.x(), place.y()
        self._steps = bool(modifiers & Qt.KeyboardModifier.ShiftModifier) - bool(
            modifiers & Qt.KeyboardModifier.ControlModifier
        )
        self.look_again()
        self._watch_rest((place.x(), place.y()))
        if not any(self._drift()):
            self._at_edge.stop()
        elif not self._at_edge.isActive():
            self._rested = 0
            self._at_edge.start()

    def _drift(self) -> tuple[float, float]:
        if self.pointer is None:
            return 0.0, 0.0
        drift = []
        for at, whole in zip(self.pointer, (self._map.width(), self._map.height()), strict=True):
            near = EDGE - at if at < whole / 2 else at - whole + EDGE
            speed = FASTEST * min(1.0, max(0.0, near) / EDGE)
            drift.append(speed if at < whole / 2 else -speed)
        return drift[0], drift[1]

    def _watch_rest(self, pointer: tuple[float, float]) -> None:
        before = self._rested_at
        if before is None or math.hypot(pointer[0] - before[0], pointer[1] - before[1]) > STIRS:
            self._rested_at = pointer
            self._spring.start()

    def _open_crowd(self) -> None:
        """The hand rests on a crowd: come nearer, until they stand apart."""
        viewport = self._navigation.viewport
        if self.pointer is None or viewport.zoom >= NEAREST or self._shown.crowd(*self.pointer, viewport) < 2:
            return
        self._navigation.zoom(min(NEARER, NEAREST - viewport.zoom), *self.pointer)
        self._spring.start()

    def _on_step(self) -> None:
        """The hand is at the edge; once it has rested there the map moves along.

        A drag from another program tells late where it goes, and not at all that it has come to rest: where the mouse
        is elsewhere than was told last, the hand does not rest here."""
        self._rested = 0 if self._gone_on() else self._rested + 1
        if self._rested > RESTS:
            self._navigation.pan(*self._drift())
            self.look_again()

    def _gone_on(self) -> bool:
        """Whether the mouse is no longer where the drag was told to be. Wayland does not say where it is."""
        if self.pointer is None or QGuiApplication.platformName().startswith("wayland"):
            return False
        place = self._map.mapFromGlobal(QCursor.pos())
        return math.hypot(place.x() - self.pointer[0], place.y() - self.pointer[1]) > 2 * STIRS

    def _see_off_guest(self) -> None:
        """A drag that began in another program tells nobody here when it ends."""
        if self._guest:
            self._guest = False
            self.left.emit()


def incident_of(event: QDropEvent) -> str:
    """The id of the incident a drag carries, empty when it carries something else."""
    return incident_in(bytes(event.mimeData().data(INCIDENT_MIME).data()))


def tile_file_in(event: QDropEvent) -> str:
    """The path of a file of map tiles a drag carries, empty when it carries none."""
    files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
    return next((file for file in files if file.lower().endswith(TILE_FILES)), "")


def refusal(target: Target | None, flight: FlightView | None) -> str | None:
    """Why nothing can be dropped on a target: an obstacle's code, empty when nothing is there, None when it can."""
    if target is None or flight is None:
        return ""
    if target.kind == "region":
        return target.area.obstacle or None if target.area is not None else None
    candidate = flight.candidate(target.id)
    if candidate is None:
        return ""
    return candidate.obstacle if candidate.obstacle in FORBIDDING else None
