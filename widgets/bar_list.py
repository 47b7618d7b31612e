"""A few names with a bar and a number each, the largest on top."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.look import Look, sized

GAP = 8.0


class BarList(QWidget):
    """Rows are (key, name, open, late); the late share of a bar is drawn in the colour of what is wrong. Rows that do
    not fit are summed up in the last one. ``chosen(key)`` when a row is clicked."""

    chosen = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._rows: Sequence[tuple[str, str, int, int]] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        look.changed.connect(self.update)

    def show_rows(self, rows: Sequence[tuple[str, str, int, int]]) -> None:
        if rows != self._rows:
            self._rows = rows
            self.setAccessibleDescription(", ".join(f"{name} {count}" for _, name, count, _ in rows))
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(240, round(self._line() * 5))

    def minimumSizeHint(self) -> QSize:
        return QSize(160, round(self._line() * 3))

    def _line(self) -> float:
        return QFontMetricsF(sized(self.font(), -1)).height() + 3

    def visible_rows(self) -> list[tuple[str, str, int, int]]:
        """What there is room for; the last may be the sum of the rest (its key is empty)."""
        room = max(1, int(self.height() // self._line()))
        rows = list(self._rows)
        if len(rows) <= room:
            return rows
        rest = rows[room - 1 :]
        others = self.tr("{count} others").format(count=len(rest))
        return [*rows[: room - 1], ("", others, sum(row[2] for row in rest), sum(row[3] for row in rest))]

    def paintEvent(self, _event: QPaintEvent) -> None:
        rows, look = self.visible_rows(), self._look
        painter = QPainter(self)
        font = sized(self.font(), -1)
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        line = self._line()
        name_room = min(self.width() * 0.48, max((metrics.horizontalAdvance(row[1]) for row in rows), default=0.0))
        number = metrics.horizontalAdvance("0000")
        top = max((row[2] for row in rows if row[0]), default=1)
        room = self.width() - name_room - number - 2 * GAP
        for place, (key, name, count, late) in enumerate(rows):
            y = place * line
            painter.setPen(look.text if key else look.quiet)
            shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, name_room + 1)
            painter.drawText(QRectF(0, y, name_room + 1, line), Qt.AlignmentFlag.AlignVCenter, shown)
            if key:
                width = max(1.0, room * count / top)
                bar = QRectF(name_room + GAP, y + line / 2 - 4, width, 8)
                painter.fillRect(bar, look.line)
                bar.setWidth(width * late / max(1, count))
                painter.fillRect(bar, look.bad)
            painter.setPen(look.text)
            spot = QRectF(self.width() - number, y, number, line)
            painter.drawText(spot, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(count))
        painter.end()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        point: QPoint = event.position().toPoint()
        rows, place = self.visible_rows(), int(point.y() // self._line())
        if event.button() is Qt.MouseButton.LeftButton and 0 <= place < len(rows) and rows[place][0]:
            self.chosen.emit(rows[place][0])
