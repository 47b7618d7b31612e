"""The hand on the map: a click, a thing picked up, the ground pushed about and let run; and keys that do the same."""

from __future__ import annotations

import time
from collections import deque

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeyEvent

from maps.navigation import Navigation
from maps.target import Target

#: Pixels an arrow key moves the ground (three times as many with Shift); zoom levels a key or a notch of the wheel
#: goes.
STRIDE, NOTCH = 90.0, 0.6
#: A push counts its speed over this many seconds before the hand lets go.
RECENT = 0.08


class Hand:
    """From press to release."""

    def __init__(self, navigation: Navigation) -> None:
        self._navigation = navigation
        self.down = False
        self.panning = False
        self._target: Target | None = None
        self._pressed = self._last = QPointF()
        self._track: deque[tuple[float, float, float]] = deque(maxlen=12)

    def press(self, place: QPointF, target: Target | None) -> None:
        self._navigation.stop()
        self.down, self.panning = True, False
        self._target = target
        self._pressed = self._last = place
        self._track.clear()

    def move(self, place: QPointF, threshold: int) -> Target | None:
        """The pointer moved with the button down. What was picked up, once it has moved far enough."""
        if not self.down:
            return None
        if not self.panning and (place - self._pressed).manhattanLength() < threshold:
            return None
        if self._target is not None and self._target.kind == "incident":
            return self._target
        self.panning = True
        step = place - self._last
        self._last = place
        self._track.append((time.perf_counter(), place.x(), place.y()))
        self._navigation.pan(step.x(), step.y())
        return None

    def release(self) -> tuple[bool, Target | None]:
        """Whether it was a click, and on what."""
        clicked = not self.panning
        if self.panning:
            self._throw()
        self.let_go()
        return clicked, self._target

    def let_go(self) -> None:
        self.down = self.panning = False

    def _throw(self) -> None:
        now = time.perf_counter()
        recent = [entry for entry in self._track if now - entry[0] <= RECENT]
        if len(recent) >= 2 and recent[-1][0] > recent[0][0]:
            passed = recent[-1][0] - recent[0][0]
            self._navigation.throw((recent[-1][1] - recent[0][1]) / passed, (recent[-1][2] - recent[0][2]) / passed)


def steer(navigation: Navigation, event: QKeyEvent) -> bool:
    """Arrows move the map, + and − zoom, 0 and Home show the whole city. Whether the key was one of these."""
    stride = STRIDE * (3 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
    match event.key():
        case Qt.Key.Key_Left:
            navigation.pan(stride, 0)
        case Qt.Key.Key_Right:
            navigation.pan(-stride, 0)
        case Qt.Key.Key_Up:
            navigation.pan(0, stride)
        case Qt.Key.Key_Down:
            navigation.pan(0, -stride)
        case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
            navigation.zoom_middle(NOTCH)
        case Qt.Key.Key_Minus:
            navigation.zoom_middle(-NOTCH)
        case Qt.Key.Key_0 | Qt.Key.Key_Home:
            navigation.home()
        case _:
            return False
    return True
