"""Arrivals and closings of the day by hour."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count

import pyqtgraph
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from widgets.look import Look, sized

WIDTH = 0.38


def _steps() -> Iterator[int]:
    """1, 2, 5, 10, 20, 50 … : distances between marks that a person reads easily."""
    for power in count():
        yield from (factor * 10**power for factor in (1, 2, 5))


class HoursChart(QWidget):
    """Two bars an hour; the axis ends with the day. Not zoomed by the mouse: it is read, not explored."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._data: tuple[Sequence[int], Sequence[int]] = ((), ())
        self._plot = pyqtgraph.PlotWidget(self, background=None)
        item = self._plot.getPlotItem()
        item.setMenuEnabled(False)
        item.hideButtons()
        item.setMouseEnabled(False, False)
        item.getViewBox().setDefaultPadding(0.0)
        self._bars = [pyqtgraph.BarGraphItem(x=[], height=[], width=WIDTH) for _ in range(2)]
        for bars in self._bars:
            item.addItem(bars)
        axis = item.getAxis("bottom")
        axis.setTicks([[(hour, f"{hour:02d}") for hour in range(0, 25, 3)]])
        self._plot.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._plot.setMinimumSize(220, 90)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._plot)
        look.changed.connect(self._draw)
        self._draw()

    def show_hours(self, arrived: Sequence[int], closed: Sequence[int]) -> None:
        """Counts of each hour of the day."""
        if self._data != (arrived, closed):
            self._data = (arrived, closed)
            self._draw()

    @property
    def colors(self) -> tuple[str, str]:
        """Of arrivals and of closings, for the legend."""
        return self._look.tokens.quiet, self._look.tokens.good

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.ApplicationFontChange:
            self._draw()
        super().changeEvent(event)

    def _draw(self) -> None:
        item = self._plot.getPlotItem()
        for bars, data, offset, color in zip(self._bars, self._data, (0.3, 0.7), self.colors, strict=True):
            hours = [hour + offset for hour in range(len(data))]
            bars.setOpts(x=hours, height=list(data), width=WIDTH, brush=color, pen=None)
        top = max([4, *self._data[0], *self._data[1]])
        item.setXRange(0, 24, padding=0)
        item.setYRange(0, top * 1.05, padding=0)
        for side in ("bottom", "left"):
            axis = item.getAxis(side)
            axis.setPen(self._look.tokens.line)
            axis.setTextPen(self._look.tokens.quiet)
            axis.setStyle(tickLength=0, tickFont=sized(self.font(), -1.5))
        step = next(step for step in _steps() if top / step <= 4)
        item.getAxis("left").setTicks([[(value, str(value)) for value in range(0, top + 1, step)]])
