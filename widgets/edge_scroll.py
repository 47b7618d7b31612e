"""Scrolls a view while something is dragged near its upper or lower edge."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtWidgets import QAbstractItemView

#: So near the edge (pixels, at most a sixth of the height) it begins; right at the edge so many pixels a step of so
#: many milliseconds.
EDGE = 28
FASTEST = 14
INTERVAL = 25


class EdgeScroll:
    """Call ``at`` with each drag move (viewport coordinates) and ``stop`` when the drag leaves or drops. ``moved`` is
    told the same place again whenever other rows have come under it: the hand may rest."""

    def __init__(self, view: QAbstractItemView, moved: Callable[[QPoint], object]) -> None:
        self._view = view
        self._moved = moved
        self._place = QPoint()
        self._timer = QTimer(view)
        self._timer.setInterval(INTERVAL)
        self._timer.timeout.connect(self._on_timeout)

    def at(self, position: QPoint) -> None:
        self._place = position
        if self._speed() == 0:
            self.stop()
        elif not self._timer.isActive():
            self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    def _speed(self) -> int:
        """Pixels a step, the faster the nearer to the edge; up is negative."""
        height = self._view.viewport().height()
        above, below = self._place.y(), height - self._place.y()
        edge = max(1, min(EDGE, height // 6))
        speed = max(0, round(FASTEST * (edge - min(above, below)) / edge))
        return -speed if above < below else speed

    def _on_timeout(self) -> None:
        bar = self._view.verticalScrollBar()
        before = bar.value()
        bar.setValue(before + self._speed())
        if bar.value() != before:
            self._moved(self._place)
