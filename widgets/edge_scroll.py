"""Scrolls a view while something is dragged near its upper or lower edge."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtWidgets import QAbstractItemView

EDGE = 32
STEP = 14
INTERVAL = 25


class EdgeScroll:
    """Call ``at`` with each drag move (viewport coordinates) and ``stop`` when the drag leaves or drops."""

    def __init__(self, view: QAbstractItemView) -> None:
        self._view = view
        self._speed = 0
        self._timer = QTimer(view)
        self._timer.setInterval(INTERVAL)
        self._timer.timeout.connect(self._on_timeout)

    def at(self, position: QPoint) -> None:
        height = self._view.viewport().height()
        if position.y() < EDGE:
            self._speed = -STEP
        elif position.y() > height - EDGE:
            self._speed = STEP
        else:
            self.stop()
            return
        if not self._timer.isActive():
            self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    def _on_timeout(self) -> None:
        bar = self._view.verticalScrollBar()
        bar.setValue(bar.value() + self._speed)
