"""Bars along an axis that are read, hovered and chosen by mouse or keyboard: drawn by pyqtgraph, touched by us.

Not zoomed by the mouse: it is read, not explored.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count

import msgspec
import pyqtgraph
from PySide6.QtCore import QEvent, QPoint, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QKeyEvent, QMouseEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QVBoxLayout, QWidget

from widgets.look import Look, faded, sized


class Series(msgspec.Struct, frozen=True):
    """Bars of one kind, one for each slot. ``bad``: how much of each is wrong (drawn on the ground, in its colour)."""

    values: tuple[float, ...]
    color: str
    bad: tuple[float, ...] = ()


def steps() -> Iterator[int]:
    """1, 2, 5, 10, 20, 50 … : distances between marks that a person reads easily."""
    for power in count():
        yield from (factor * 10**power for factor in (1, 2, 5))


class BarPlot(QWidget):
    """``touched(slot, series)``: a bar, or the room above it, was clicked, or Enter was pressed on it; ``cleared``:
    Esc. Whoever derives from it says what a bar means with ``_hint``."""

    touched = Signal(int, int)
    cleared = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._series: tuple[Series, ...] = ()
        self._labels: tuple[tuple[float, str], ...] = ()
        self._usual: tuple[float, ...] = ()
        self._slots = 0
        self._selected: tuple[int, int] | None = None
        self._hover: tuple[int, int] | None = None
        self._cursor = (0, 0)
        # Axes and a box instead of a whole PlotWidget: its menus and their forms are never wanted here.
        self.plot = pyqtgraph.GraphicsView(self, background=None)
        self.plot.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._box = pyqtgraph.ViewBox(enableMenu=False, enableMouse=False, defaultPadding=0.0)
        self._axes = {side: pyqtgraph.AxisItem(side) for side in ("bottom", "left")}
        self._layout = pyqtgraph.GraphicsLayout()
        self._layout.setContentsMargins(0, 4, 4, 0)
        self._layout.setSpacing(0)
        for part, row, place in ((self._axes["left"], 0, 0), (self._box, 0, 1), (self._axes["bottom"], 1, 1)):
            self._layout.addItem(part, row, place)
        for axis in self._axes.values():
            axis.linkToView(self._box)
        self.plot.setCentralItem(self._layout)
        self._slot = pyqtgraph.BarGraphItem(x=[], height=[], width=1)
        self._bars: list[pyqtgraph.BarGraphItem] = []
        self._line = pyqtgraph.PlotCurveItem()
        for drawn in (self._slot, self._line):
            self._box.addItem(drawn)
        self._line.setZValue(10)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.plot)
        look.changed.connect(self._draw)
        self._draw()

    def sizeHint(self) -> QSize:
        return QSize(320, 120)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, round(3 * self.fontMetrics().height()))

    def place_of(self, slot: int, series: int = 0) -> QPoint:
        """The middle of a bar's room on the widget."""
        view, top = self._box, self._box.viewRange()[1][1]
        spot = view.mapViewToScene(QPointF(slot + self._offset(series), top / 2))
        on_plot: QPoint = self.plot.mapFromScene(spot)
        return self.plot.mapTo(self, on_plot)  # type: ignore[no-any-return]  # pyqtgraph has no types

    def _show(
        self,
        series: Sequence[Series],
        labels: Sequence[tuple[float, str]],
        usual: Sequence[float] = (),
        selected: tuple[int, int] | None = None,
    ) -> None:
        """Bars, the marks below them (place on the axis, words), a line of what is usual in each slot, and which bar is
        chosen."""
        data = (tuple(series), tuple(labels), tuple(usual), selected)
        if data == (self._series, self._labels, self._usual, self._selected):
            return
        self._series, self._labels, self._usual, self._selected = data
        self._slots = max((len(one.values) for one in series), default=0)
        self._draw()
        self.setAccessibleDescription(", ".join(hint for hint in self._hints() if hint))

    def _hint(self, slot: int, series: int) -> str:
        """What a bar says, exactly."""
        raise NotImplementedError

    def _hints(self) -> Iterator[str]:
        for slot in range(self._slots):
            for number, one in enumerate(self._series):
                if one.values[slot]:
                    yield self._hint(slot, number)

    # --- drawing ---

    def _offset(self, series: int) -> float:
        return (series + 0.5) / max(1, len(self._series)) * 0.84 + 0.08

    def _draw(self) -> None:
        look = self._look
        while len(self._bars) < 2 * len(self._series):
            bars = pyqtgraph.BarGraphItem(x=[], height=[], width=0.4)
            self._box.addItem(bars)
            self._bars.append(bars)
        width = 0.8 / max(1, len(self._series)) * 0.92
        for number, one in enumerate(self._series):
            places = [slot + self._offset(number) for slot in range(len(one.values))]
            brushes = [self._shade(QColor(one.color), (slot, number)) for slot in range(len(one.values))]
            self._bars[2 * number].setOpts(x=places, height=list(one.values), width=width, brushes=brushes, pen=None)
            bad = one.bad or (0.0,) * len(places)
            brushes = [self._shade(look.bad, (slot, number)) for slot in range(len(one.values))]
            self._bars[2 * number + 1].setOpts(x=places, height=list(bad), width=width, brushes=brushes, pen=None)
        highest = max([4.0, *self._usual, *(value for one in self._series for value in one.values)])
        self._draw_slot(highest * 1.06)
        across = [edge for slot in range(len(self._usual)) for edge in (slot, slot + 1)]
        self._line.setData(across, [value for value in self._usual for _ in range(2)])
        pen = QPen(faded(look.text, 0.75), 1.2, Qt.PenStyle.DashLine)
        pen.setCosmetic(True)
        self._line.setPen(pen)
        self._box.setRange(xRange=(0, max(1, self._slots)), yRange=(0, highest * 1.06), padding=0)
        for axis in self._axes.values():
            axis.setPen(look.tokens.line)
            axis.setTextPen(look.tokens.quiet)
            axis.setStyle(tickLength=0, tickFont=sized(self.font(), -1.5))
        self._axes["bottom"].setTicks([list(self._labels)])
        step = next(step for step in steps() if highest / step <= 4)
        self._axes["left"].setTicks([[(value, str(value)) for value in range(0, round(highest) + 1, step)]])

    def _draw_slot(self, top: float) -> None:
        """The room of the bar under the pointer, or under the cursor."""
        spot = self._hover if self._hover is not None else self._cursor if self.hasFocus() else None
        if spot is None or not self._series:
            self._slot.setOpts(x=[], height=[])
            return
        width = 0.84 / len(self._series)
        color = faded(self._look.selection, 0.2) if self._hover is None else faded(self._look.text, 0.08)
        self._slot.setOpts(x=[spot[0] + self._offset(spot[1])], height=[top], width=width, brush=color, pen=None)

    def _shade(self, color: QColor, spot: tuple[int, int]) -> QColor:
        """What is not chosen steps back."""
        return color if self._selected in (None, spot) else faded(color, 0.3)

    # --- touching ---

    def _spot(self, place: QPoint) -> tuple[int, int] | None:
        view = self._box
        scene = self.plot.mapToScene(self.plot.mapFrom(self, place))
        if not self._series or not view.sceneBoundingRect().contains(scene):
            return None
        across = view.mapSceneToView(scene).x()
        slot = int(across)
        inside = (across - slot - 0.08) / 0.84 * len(self._series)
        return (slot, max(0, min(len(self._series) - 1, int(inside)))) if 0 <= slot < self._slots else None

    def _point_at(self, spot: tuple[int, int] | None) -> None:
        if spot != self._hover:
            self._hover = spot
            self._draw_slot(self._box.viewRange()[1][1])

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point_at(self._spot(event.position().toPoint()))

    def leaveEvent(self, event: QEvent) -> None:
        self._point_at(None)
        super().leaveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        spot = self._spot(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and spot is not None:
            self._cursor = spot
            self.touched.emit(*spot)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        slot, series = self._cursor
        key = event.key()
        moves = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}
        if key in moves and self._slots:
            across, down = moves[Qt.Key(key)]
            lines = len(self._series)
            self._cursor = (max(0, min(self._slots - 1, slot + across)), max(0, min(lines - 1, series + down)))
            self._hover = None
            self._draw_slot(self._box.viewRange()[1][1])
            where = self.mapToGlobal(self.place_of(*self._cursor))
            QToolTip.showText(where, self._hint(*self._cursor), self)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._slots:
            self.touched.emit(slot, series)
        elif key == Qt.Key.Key_Escape and self._selected is not None:
            self.cleared.emit()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            spot = self._spot(event.pos())
            QToolTip.showText(event.globalPos(), self._hint(*spot) if spot is not None else "", self)
            return True
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self._draw_slot(self._box.viewRange()[1][1])
        return super().event(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.ApplicationFontChange:
            self._draw()
        super().changeEvent(event)
