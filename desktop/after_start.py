"""When what the first look at the room does not need may come."""

from __future__ import annotations

from importlib import import_module

from PySide6.QtCore import QObject, QTimer, Signal

#: What is loaded late waits until the room has been seen, ms.
LATE_MS = 150
#: But not longer than this after a city is shown.
LATEST_MS = 2000
#: Once a city is shown the backend is waited for; charts are loaded then. Their library names all of Qt, and what
#: Python knows of Qt is made when it is first named: on another thread than the one that runs Qt that ended the desk
#: with signal 11 now and then, and the live room has no fifth of a second for it.
CHARTS_MS = 40
#: After this time a room counts as started although no city has come.
EMPTY_MS = 30_000


class AfterStart(QObject):
    """``due``: now it may come (once or twice); ``empty``: there is still no city."""

    due = Signal()
    empty = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._empty = self._once(EMPTY_MS)
        self._empty.timeout.connect(self.empty)
        self._late, self._latest, self._charts = self._once(LATE_MS), self._once(LATEST_MS), self._once(CHARTS_MS)
        for timer in (self._late, self._latest):
            timer.timeout.connect(self.due)
        self._charts.timeout.connect(lambda: import_module("widgets.figures_strip"))

    def begin(self) -> None:
        """The room is on the screen, without a city."""
        self._empty.start()

    def city_shown(self) -> None:
        """Its picture may still not be live."""
        self._latest.start()
        self._charts.start()

    def all_shown(self) -> None:
        """Everything was seen once."""
        self._late.start()

    def end(self) -> None:
        for timer in (self._empty, self._late, self._latest, self._charts):
            timer.stop()

    def _once(self, interval: int) -> QTimer:
        return QTimer(self, interval=interval, singleShot=True)
