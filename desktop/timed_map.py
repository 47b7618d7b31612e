"""The map, with every frame's time taken."""

from __future__ import annotations

import time

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent

from desktop.frames import FrameTimes
from maps.canvas import MapCanvas
from widgets.look import Look


class TimedMap(MapCanvas):
    """Counts its frames in ``frames``."""

    def __init__(self, look: Look, frames: FrameTimes) -> None:
        super().__init__(look.tokens, look.language)
        self._frames = frames

    def paintEvent(self, event: QPaintEvent) -> None:
        started = time.perf_counter()
        super().paintEvent(event)
        self._frames.add((time.perf_counter() - started) * 1000)
        if self._frames.awaited and not self.drawing:
            QTimer.singleShot(0, self, self._frames.whole)  # the other views of the window are painted by then too
