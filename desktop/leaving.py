"""What a run leaves behind when it was asked to: a picture of its window, and a report of what it knew."""

from __future__ import annotations

import contextlib
import logging
import sys
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from client.link import LinkPhase
from desktop.frames import FrameTimes
from desktop.live_picture import LivePicture
from desktop.options import DeskOptions
from desktop.report import write_report

log = logging.getLogger(__name__)

#: When a picture is left unasked (no display): so long after it is live, then at the end.
_PICTURE_MS = 4000


class Leaving(QObject):
    """For one ``window``. Without a display (``offscreen``) there is always a picture, named ``unasked`` in the data
    folder."""

    def __init__(
        self, window: QWidget, live: LivePicture, frames: FrameTimes, options: DeskOptions, version: str,
        offscreen: bool, unasked: str,
    ) -> None:  # fmt: skip
        super().__init__()
        self._window, self._live, self._frames = window, live, frames
        self._report, self._version = options.report, version
        self._picture = options.shot or (options.data / unasked if offscreen else None)

    def announce(self) -> None:
        """Says that there is no display and where the picture will be; leaves a first one soon after the room lives."""
        print(f"No display: it works offscreen and leaves its picture in {self._picture}. Ctrl+C ends it.", flush=True)
        self._live.link_changed.connect(self._on_link)

    def leave(self, why_not: str) -> bool:
        """Leaves what was asked for; False when something could not be left. ``why_not``: why there is no room yet."""
        return self._leave_picture() and self._leave_report(why_not)

    def _on_link(self) -> None:
        if self._live.link.phase is LinkPhase.LIVE:
            self._live.link_changed.disconnect(self._on_link)
            QTimer.singleShot(_PICTURE_MS, self, self._leave_picture)

    def _leave_picture(self) -> bool:
        """False when there should be one and it could not be written."""
        path = self._picture
        if path is None:
            return True
        with contextlib.suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            if self._window.grab().save(str(path)):
                log.info("Picture left in %s", path)
                return True
        print(f"The picture could not be written to {path}; check the folder and the name.", file=sys.stderr)
        return False

    def _leave_report(self, why_not: str) -> bool:
        """False when one was asked for and there is nothing to report, or nowhere to write it."""
        path: Path | None = self._report
        if path is None:
            return True
        if not self._live.opened:
            why = self._live.link.sentence or why_not
            print(f"There is no report: the city was never seen. {why}", file=sys.stderr)
            return False
        try:
            write_report(path, self._live, self._frames, self._version)
        except OSError as problem:
            print(f"The report could not be written to {path} ({problem.strerror}); check the folder.", file=sys.stderr)
            return False
        return True
