"""What a hand may hold over the map instead of moving it: a measuring tape, a pen that draws an area."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter

from maps import wording
from maps.area_pen import AreaPen
from maps.measuring import Tape
from maps.navigation import Navigation
from maps.tools import Tools


class Instruments(QObject):
    """At most one is in the hand; every event is offered to it first. ``changed``: another one is held, or it shows
    something else; ``area_drawn(corners)``: an area was closed, corners as ``domain.drawn_area`` has them."""

    changed = Signal()
    area_drawn = Signal(object)

    def __init__(self, navigation: Navigation, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._navigation = navigation
        self.tape, self.pen = Tape(), AreaPen()
        self.held: Tape | AreaPen | None = None

    def take(self, instrument: Tape | AreaPen | None) -> None:
        """Hold this one (None, or the one that is held already: none)."""
        if self.held is not None:
            self.held.put_away()
        self.held = None if instrument is self.held else instrument
        self.changed.emit()

    @property
    def advice(self) -> str:
        """What can be done with what is held; empty for nothing."""
        if self.held is self.tape:
            return self.tape.result() or wording.measure_advice()
        return wording.draw_advice() if self.held is self.pen else ""

    def press(self, place: QPointF, modifiers: Qt.KeyboardModifier) -> bool:
        """Whether an instrument takes the button. Shift draws a box without taking the pen first."""
        if self.held is None and modifiers & Qt.KeyboardModifier.ShiftModifier:
            self.pen.begin(place, boxed=True)
            return True
        if self.held is None:
            return False
        if self.held is self.pen:
            self.pen.begin(place, boxed=bool(modifiers & Qt.KeyboardModifier.ShiftModifier))
        else:
            self.tape.add(self._navigation.viewport.to_world((place.x(), place.y())))
        self.changed.emit()
        return True

    def move(self, place: QPointF) -> bool:
        if self.pen.drawing:
            self.pen.draw_to(place)
        elif self.held is self.tape and self.tape.measuring:
            self.tape.point_at(self._navigation.viewport.to_world((place.x(), place.y())))
        else:
            return self.held is not None
        self.changed.emit()
        return True

    def release(self) -> bool:
        """Whether it was the instrument's button that was let go."""
        if not self.pen.drawing:
            return self.held is not None
        corners = self.pen.close(self._navigation.viewport)
        if corners:
            self._finish(corners)
        self.changed.emit()
        return True

    def double_click(self) -> bool:
        if self.held is self.tape:
            self.tape.end()
            self.changed.emit()
        return self.held is not None

    def key(self, event: QKeyEvent) -> bool:
        """Esc puts it away, Enter ends what is measured or takes all that is in view, Backspace takes back a point."""
        if self.held is None and not self.pen.drawing:
            return False
        match event.key():
            case Qt.Key.Key_Escape:
                self.take(None)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if self.held is self.pen:
                self._finish(self.pen.whole(self._navigation.viewport))
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                viewport = self._navigation.viewport
                # Without a mouse: the point is what lies in the middle.
                self.tape.add(viewport.to_world((viewport.width / 2, viewport.height / 2)))
            case Qt.Key.Key_Backspace if self.held is self.tape:
                self.tape.take_back()
            case _:
                return False
        self.changed.emit()
        return True

    def paint(self, painter: QPainter, tools: Tools) -> None:
        if self.held is self.tape:
            self.tape.paint(painter, self._navigation.viewport, tools)
        if self.pen.drawing:
            self.pen.paint(painter, tools)

    def _finish(self, corners: tuple[tuple[float, float], ...]) -> None:
        self.pen.put_away()
        self.held = None
        self.area_drawn.emit(corners)
