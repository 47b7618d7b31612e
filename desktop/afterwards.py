"""What nobody needs for the first look at the room is made ready afterwards, beside the screen's thread. Nothing that
loads modules made with Qt belongs here: two threads that name Qt's types for the first time at once end the program."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

#: Adds work beside the screen's thread, and what takes up what it gave.
AddWork = Callable[[Callable[[], Any], Callable[[Any], None]], None]

log = logging.getLogger(__name__)


class Afterwards(QObject):
    """Pieces of work, one after another from ``begin`` on. Each is done in a thread of its own, then what it gave is
    handed over on the screen's thread. A piece that fails is logged and left out."""

    _done = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: deque[tuple[Callable[[], Any], Callable[[Any], None]]] = deque()
        self._begun = self._ended = False
        self._thread: threading.Thread | None = None
        self._done.connect(self._on_done, Qt.ConnectionType.QueuedConnection)

    def add(self, work: Callable[[], Any], then: Callable[[Any], None]) -> None:
        """``then`` gets what ``work`` returns."""
        self._waiting.append((work, then))
        self._go_on()

    def begin(self) -> None:
        """The first look is over. Later calls change nothing."""
        self._begun = True
        self._go_on()

    def end(self) -> None:
        """Nothing is begun or handed over any more; waits for what is being done. Later calls change nothing."""
        if self._ended:
            return
        self._begun, self._ended = False, True
        self._waiting.clear()
        self._done.disconnect()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _go_on(self) -> None:
        if self._begun and self._thread is None and self._waiting:
            work, then = self._waiting.popleft()
            self._thread = threading.Thread(target=self._do, args=(work, then), name="afterwards", daemon=True)
            self._thread.start()

    def _do(self, work: Callable[[], Any], then: Callable[[Any], None]) -> None:
        made, hand_over = None, None
        try:
            made, hand_over = work(), then
        except Exception:
            log.exception("Something that was to be made ready is left out")
        self._done.emit(hand_over, made)

    def _on_done(self, hand_over: Callable[[Any], None] | None, made: object) -> None:
        if self._thread is not None:
            self._thread.join()
            self._thread = None
        if hand_over is not None:
            hand_over(made)
        self._go_on()
