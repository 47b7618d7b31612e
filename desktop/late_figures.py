"""The day's figures, loaded after the first frame: their charts take longer to load than the whole desk to start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from widgets.look import Look

if TYPE_CHECKING:
    from widgets.figures_strip import FiguresStrip


#: So many lines of text the strip is high at the least: its place is the same before it is there.
LINES = 11


class LateFigures(QWidget):
    """Holds the place of ``FiguresStrip`` and becomes it with ``arrive``; ``arrived`` says so, once."""

    arrived = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.strip: FiguresStrip | None = None
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self.setMinimumHeight(self.fontMetrics().height() * LINES)

    def arrive(self) -> None:
        """Loads and shows the charts; later calls change nothing."""
        if self.strip is not None:
            return
        from widgets.figures_strip import FiguresStrip

        self.strip = FiguresStrip(self._look)
        self._box.addWidget(self.strip)
        self.arrived.emit()
