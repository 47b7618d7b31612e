"""From the link's thread to Qt's: one signal up, one method down."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from client.desk_client import DeskClient
from client.inbox import Arrivals

#: Seconds between two wakes at the least: no screen shows more than 60 pictures a second.
FRAME = 1 / 60


class Bridge(QObject):
    """Emits ``arrived`` in Qt's thread when the client has something, at once after a pause and at most once a frame;
    whoever hears it calls ``drain``."""

    arrived = Signal()
    _ready = Signal()

    def __init__(self, client: DeskClient, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._client = client
        self._clock = clock
        self._last = -FRAME
        self._timer = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tell)
        # emitted in the client's thread, delivered in ours
        self._ready.connect(self._on_ready, Qt.ConnectionType.QueuedConnection)
        client.on_ready = self._ready.emit

    def drain(self) -> Arrivals:
        """All that came since the last time."""
        return self._client.drain()

    def close(self) -> None:
        """Emits nothing any more. The client may go on."""
        self._client.on_ready = _deaf
        self._timer.stop()

    def _on_ready(self) -> None:
        if self._timer.isActive():
            return
        wait = self._last + FRAME - self._clock()
        if wait <= 0:
            self._tell()
        else:
            self._timer.start(max(1, round(wait * 1000)))

    def _tell(self) -> None:
        self._last = self._clock()
        self.arrived.emit()


def _deaf() -> None:
    pass
