"""An incident held over the map: what letting go would mean, and the map moving along at its edges."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPointF, Qt, QTimer, Signal

from domain.candidates import FORBIDDING
from maps.flight_view import FlightView
from maps.target import Target

#: The map moves when the pointer is nearer than this to its edge (logical pixels), at most so fast (pixels a step of 30
#: ms).
EDGE, FASTEST = 44.0, 18.0


class DropAim(QObject):
    """``find(x, y, steps)`` gives what lies under a pixel. ``changed``: another target or pointer; ``pushed(dx, dy)``:
    the ground should move."""

    changed = Signal()
    pushed = Signal(float, float)

    def __init__(self, find: Callable[[float, float, int], Target | None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._find = find
        self.target: Target | None = None
        self.pointer: tuple[float, float] | None = None
        self._size = (1.0, 1.0)
        self._steps = 0
        self._pan = QTimer(self)
        self._pan.setInterval(30)
        self._pan.timeout.connect(self._push)

    def move(self, place: QPointF, modifiers: Qt.KeyboardModifier, width: float, height: float) -> Target | None:
        """The pointer is here now."""
        self.pointer, self._size = (place.x(), place.y()), (width, height)
        self._steps = bool(modifiers & Qt.KeyboardModifier.ShiftModifier) - bool(
            modifiers & Qt.KeyboardModifier.ControlModifier
        )
        self.look_again()
        if any(self._drift()):
            self._pan.start()
        else:
            self._pan.stop()
        return self.target

    def look_again(self) -> None:
        """Ground or workers moved under the pointer."""
        if self.pointer is not None:
            self.target = self._find(*self.pointer, self._steps)
            self.changed.emit()

    def leave(self) -> None:
        """It is over another view, was let go, or the drag has ended."""
        self._pan.stop()
        self.target = self.pointer = None
        self.changed.emit()

    def _drift(self) -> tuple[float, float]:
        if self.pointer is None:
            return 0.0, 0.0
        drift = []
        for at, whole in zip(self.pointer, self._size, strict=True):
            near = EDGE - at if at < whole / 2 else at - whole + EDGE
            speed = FASTEST * min(1.0, max(0.0, near) / EDGE)
            drift.append(speed if at < whole / 2 else -speed)
        return drift[0], drift[1]

    def _push(self) -> None:
        self.pushed.emit(*self._drift())
        self.look_again()


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
