"""What stays as long as the room is open is not looked through for garbage; what was needed for a moment goes back."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from desktop.loading import MMAP_THRESHOLD, libc

if TYPE_CHECKING:
    from domain.picture import Changes


#: From this size on (bytes) a piece goes back to the system as soon as it is free.
LARGE = 1 << 20
#: What is young is looked through this often, everything that is not permanent every so many times.
BEAT_MS, FULL_EVERY = 1000, 120


class Garbage(QObject):
    """Looks for garbage on the screen's thread, and nobody looks on any other.

    Python would look on whichever thread happens to make one object too many. What is thrown away may hold widgets, and
    a widget that is destroyed on another thread stops the desk for good, or ends it."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._beats = 0
        self._beat = QTimer(self, interval=BEAT_MS)
        self._beat.timeout.connect(self._on_beat)

    def begin(self) -> None:
        """Everything is there: it counts as permanent, and from now on garbage is looked for. What little garbage the
        start left (a thousand objects) stays: to find it would stop the screen's thread for a tenth of a second."""
        gc.disable()
        gc.freeze()
        self._beat.start()

    def end(self) -> None:
        """Python may look for itself again."""
        self._beat.stop()
        gc.enable()

    def settle(self, changes: Changes) -> None:
        """For ``LivePicture.changed`` of a running desk: after a snapshot everything that is there now counts as
        permanent.

        A full collection over a big city stops the screen's thread for 100 to 250 ms; over what came since then it
        takes about 2 ms (15,000 workers). Objects without cycles still go as soon as nobody holds them. Until ``begin``
        there is nothing to settle."""
        if changes.reset and self._beat.isActive():
            gc.collect()
            gc.freeze()

    def _on_beat(self) -> None:
        self._beats += 1
        gc.collect(1 if self._beats % FULL_EVERY else 2)


def give_back() -> None:
    """What the start needed for a moment goes back to the system, and later large pieces as soon as they are free. In
    any thread. To unpack a big city takes tens of megabytes that nobody needs again."""
    libc("malloc_trim", 0)
    libc("mallopt", MMAP_THRESHOLD, LARGE)
