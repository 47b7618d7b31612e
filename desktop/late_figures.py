"""The day's figures, loaded after the first frame: their charts take longer to load than the whole desk to start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from domain.picture import Changes, Picture
from widgets.look import Look

if TYPE_CHECKING:
    from widgets.figures_strip import FiguresStrip


class LateFigures(QWidget):
    """Holds the place of ``FiguresStrip`` and becomes it with ``arrive``."""

    region_selected = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._strip: FiguresStrip | None = None
        self._last: tuple[Picture, float] | None = None
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self.setMinimumHeight(120)

    def arrive(self) -> None:
        """Loads and shows the charts; later calls change nothing."""
        if self._strip is not None:
            return
        from widgets.figures_strip import FiguresStrip

        self._strip = FiguresStrip(self._look)
        self._strip.region_selected.connect(self.region_selected)
        self._box.addWidget(self._strip)
        if self._last is not None:
            self._strip.refresh(self._last[0], Changes(reset=True), self._last[1])

    def refresh(self, picture: Picture, changes: Changes, now: float) -> None:
        self._last = (picture, now)
        if self._strip is not None:
            self._strip.refresh(picture, changes, now)

    def tick(self, now: float) -> None:
        if self._strip is not None:
            self._strip.tick(now)
