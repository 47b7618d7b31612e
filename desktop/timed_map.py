"""The map of a desk: every frame's time is taken, and its first ground is kept for the next start."""

from __future__ import annotations

import time
from pathlib import Path

from PySide6.QtCore import QTimer, qVersion
from PySide6.QtGui import QPainter

from desktop.frames import FrameTimes
from maps.canvas import MapCanvas
from maps.commons import Commons
from maps.ground_store import GroundStore
from resources import FOLDER
from widgets.look import Look

_MAPS = Path(__file__).parents[1] / "maps"


class TimedMap(MapCanvas):
    """Counts its frames in ``frames``. ``ground_folder``: where drawn ground is kept; None keeps none."""

    def __init__(self, look: Look, frames: FrameTimes, commons: Commons | None = None) -> None:
        super().__init__(look.tokens, look.language, commons=commons)
        self._frames = frames
        self.ground_folder: Path | None = None

    def store_of(self, digest: str) -> GroundStore | None:
        """Where the drawn ground of a city is kept between two starts."""
        if self.ground_folder is None or not digest:
            return None
        return GroundStore(self.ground_folder, digest, program_that_draws())

    def _paint_frame(self, painter: QPainter) -> None:
        started = time.perf_counter()
        super()._paint_frame(painter)
        self._frames.add((time.perf_counter() - started) * 1000)
        if self._frames.awaited and not self.drawing:
            QTimer.singleShot(0, self, self._frames.whole)  # the other views of the window are painted by then too


def program_that_draws() -> str:
    """Changes whenever what draws the ground does: the map's source files, the fonts, Qt."""
    files = [*_MAPS.glob("*.py"), *(_MAPS / "layers").glob("*.py"), *(FOLDER / "fonts").glob("*.ttf")]
    known = sorted((file.name, (found := file.stat()).st_size, found.st_mtime_ns) for file in files)
    return f"{qVersion()} {known}"
