"""Work that may wait for a disk or a server, each piece in a thread of its own beside the screen's."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

log = logging.getLogger(__name__)


class Beside(QObject):
    """``run`` hands over what a piece of work gave on the screen's thread. After ``end`` nothing is handed over, and
    nobody waits for what may take long: its thread ends with the program."""

    _done = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lock = threading.Lock()
        self._ended = False
        self._done.connect(self._on_done, Qt.ConnectionType.QueuedConnection)

    def run(self, work: Callable[[], Any], then: Callable[[Any], None]) -> None:
        """``then`` gets what ``work`` returns; work that fails is logged and left out."""
        threading.Thread(target=self._do, args=(work, then), name="beside", daemon=True).start()

    def end(self) -> None:
        with self._lock:
            self._ended = True

    def _do(self, work: Callable[[], Any], then: Callable[[Any], None]) -> None:
        try:
            made = work()
        except Exception:
            log.exception("Something that was to be done beside the screen failed")
            return
        with self._lock:
            if not self._ended:
                self._done.emit(then, made)

    def _on_done(self, then: Callable[[Any], None], made: object) -> None:
        if not self._ended:
            then(made)
