"""The system's wish that the program ends (SIGTERM, Ctrl+C), told between two events and never in the middle of one.

Python calls a signal's handler wherever it happens to be: inside a widget that is just being painted, or a model that
is just being read. To leave from there (a picture of the window, closing it) would pull the window away under Qt, which
may end the process with signal 11. So the handler does nothing; Python also writes the signal's number into a socket,
which the event loop reads like everything else."""

from __future__ import annotations

import signal
import socket

from PySide6.QtCore import QObject, QSocketNotifier, Signal

ENDING = (signal.SIGINT, signal.SIGTERM)


class EndSignals(QObject):
    """``asked``: the program shall end. From ``__init__`` to ``close`` these signals do nothing else."""

    asked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ours, self._theirs = socket.socketpair()
        self._ours.setblocking(False)
        self._theirs.setblocking(False)
        self._notifier = QSocketNotifier(self._ours.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_written)
        self._woken = signal.set_wakeup_fd(self._theirs.fileno(), warn_on_full_buffer=False)
        self._before = {number: signal.signal(number, lambda *_: None) for number in ENDING}

    def close(self) -> None:
        """The signals do again what they did before."""
        for number, handler in self._before.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(self._woken)
        self._notifier.setEnabled(False)
        self._ours.close()
        self._theirs.close()

    def _on_written(self) -> None:
        numbers = self._ours.recv(64)
        if any(number in numbers for number in ENDING):
            self.asked.emit()
