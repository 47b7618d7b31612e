"""The day's figures, made after the first frame: their charts take longer to load than the whole desk to start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from widgets.look import Look

if TYPE_CHECKING:
    from widgets.figures_strip import FiguresStrip


#: So many lines of text the strip is high at the least.
LINES = 6
#: The whole board wants so much room, until somebody gives it less.
WIDE = QSize(1360, 840)


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


class LateBoard(QWidget):
    """Holds the place of the whole board. ``opened``: it can be seen, and wants to be ``put`` there and up to date."""

    opened = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)

    def sizeHint(self) -> QSize:
        return WIDE

    def put(self, board: QWidget) -> None:
        """Here it is."""
        self._box.addWidget(board)
        board.show()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.opened.emit()
