"""Frames a map paints by itself: while signs walk from fix to fix, and while the worst blinks."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from maps.navigation import Navigation
from maps.presentation import Presentation

#: Half a period (ms) of what blinks.
BLINK = 500
#: Signs that walk are drawn so often (ms), where a frame costs no more (ms).
WALK, AFFORDED = 100, 20.0


class Pulse(QObject):
    """``frame_due``: paint one, something looks another way now. Nothing beats while ``view`` is hidden."""

    frame_due = Signal()

    def __init__(self, shown: Presentation, navigation: Navigation, view: QWidget) -> None:
        super().__init__(view)
        self._shown, self._navigation, self._view = shown, navigation, view
        #: What a frame costs (ms), one slow one (another program, a first use) counting little.
        self.cost = 0.0
        self._walk, self._blink = QTimer(self), QTimer(self)
        self._walk.setInterval(WALK)
        self._walk.timeout.connect(self.step)
        self._blink.setInterval(BLINK)
        self._blink.timeout.connect(self._on_blink)

    @property
    def smooth(self) -> bool:
        """Whether signs walk. Where that is chosen they still leap without glides, when the link is down, while an
        incident is in the air, and where a picture costs more than ``AFFORDED``."""
        shown = self._shown
        wanted = shown.choice.smooth and self._navigation.glides and shown.flight is None
        return wanted and shown.live and self._view.isVisible() and self.cost <= AFFORDED

    @property
    def walking(self) -> bool:
        return self._walk.isActive()

    def beat(self) -> None:
        """There is something new: what walks and what blinks is shown from now on."""
        if not self._shown.choice.smooth and self._view.isVisible():
            self._shown.arrive()  # another map of this city may have set them walking
        elif self.smooth and self._shown.walks(self._navigation.viewport):
            self._walk.start()
        if not (self._shown.blinks and self._view.isVisible()):
            self._blink.stop()
            self._shown.shine = False
        elif not self._blink.isActive():
            self._blink.start()

    def step(self) -> None:
        """The next frame of what walks."""
        if not self.smooth:
            self.arrive()
        elif self._shown.walks(self._navigation.viewport):
            self.frame_due.emit()
        else:
            self._walk.stop()

    def arrive(self) -> None:
        """Every sign leaps to its fix."""
        self._walk.stop()
        self._shown.arrive()
        self.frame_due.emit()

    def stop(self) -> None:
        self._walk.stop()
        self._blink.stop()

    @contextmanager
    def frame(self) -> Iterator[None]:
        """A frame is painted, with every sign where it is by now."""
        begun = time.perf_counter()
        self._shown.walk(time.monotonic())
        yield
        self.cost += ((time.perf_counter() - begun) * 1000 - self.cost) / 8

    def _on_blink(self) -> None:
        self._shown.shine = not self._shown.shine
        self.frame_due.emit()
