"""Takes hold of the head of a pane: tells a click, a double click and a drag apart."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget


class Grip(QObject):
    """Watches ``head``. ``lifted(place on the head, where)`` begins a drag, ``moved(where)`` and ``let_go(where)`` go
    on with it; ``opened(place)``: a double click; ``asked(place, where)``: for the menu. ``where`` is a place of the
    whole desktop."""

    lifted = Signal(QPoint, QPoint)
    moved = Signal(QPoint)
    let_go = Signal(QPoint)
    opened = Signal(QPoint)
    asked = Signal(QPoint, QPoint)

    def __init__(self, head: QWidget) -> None:
        super().__init__(head)
        self._from = self._at = QPoint()
        self._held = self._carrying = False
        head.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QContextMenuEvent):
            self.asked.emit(event.pos(), event.globalPos())
            return True
        if not isinstance(event, QMouseEvent):
            return False
        at, where = event.position().toPoint(), event.globalPosition().toPoint()
        left = event.button() is Qt.MouseButton.LeftButton
        match event.type():
            case QEvent.Type.MouseButtonPress if left:
                self._from, self._at, self._held, self._carrying = where, at, True, False
            case QEvent.Type.MouseMove if self._held and event.buttons() & Qt.MouseButton.LeftButton:
                self._on_move(where)
                return self._carrying
            case QEvent.Type.MouseButtonRelease if left:
                carried, self._held, self._carrying = self._carrying, False, False
                if carried:
                    self.let_go.emit(where)
                return carried
            case QEvent.Type.MouseButtonDblClick if left:
                self.opened.emit(at)
                return True
            case _:
                pass
        return False

    def _on_move(self, where: QPoint) -> None:
        if self._carrying:
            self.moved.emit(where)
        elif (where - self._from).manhattanLength() >= QApplication.startDragDistance():
            self._carrying = True
            self.lifted.emit(self._at, where)
