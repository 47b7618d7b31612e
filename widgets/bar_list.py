"""A few names with a bar and a number each; touched, a row chooses what it counts."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from widgets.look import Look, faded, sized

GAP = 8.0
#: The key of the last row where the rest is summed up.
REST = "\0rest"


class Row(msgspec.Struct, frozen=True):
    """``size`` is how long the bar is, ``bad`` how much of it is wrong, ``text`` the number beside it (empty: the
    size), ``hint`` everything there is to say, ``usual`` where a mark is set for what would be usual."""

    key: str
    name: str
    size: float
    bad: float = 0.0
    text: str = ""
    hint: str = ""
    usual: float | None = None

    @property
    def number(self) -> str:
        return self.text or f"{self.size:.0f}"


class BarList(QWidget):
    """The late share of a bar is drawn in the colour of what is wrong. Rows that do not fit are summed up in the last
    one, unless ``summed`` is False: then they are left out. ``chosen(key)`` when a row is clicked or Enter is pressed
    on it; ``cleared`` on Esc."""

    chosen = Signal(str)
    cleared = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None, *, summed: bool = True) -> None:
        super().__init__(parent)
        self._look = look
        self._summed = summed
        self._rows: Sequence[Row] = ()
        self._selected: frozenset[str] = frozenset()
        self._hover = self._cursor = -1
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        look.changed.connect(self.update)

    def show_rows(self, rows: Sequence[Row], selected: Sequence[str] = ()) -> None:
        """``selected``: keys of what is chosen; the others step back."""
        chosen = frozenset(selected)
        if (rows, chosen) != (self._rows, self._selected):
            self._rows, self._selected = rows, chosen
            self.setAccessibleDescription(", ".join(f"{row.name} {row.number}" for row in rows))
            self.update()

    @property
    def line(self) -> float:
        """Height of a row."""
        return QFontMetricsF(sized(self.font(), -1)).height() + 3

    def sizeHint(self) -> QSize:
        return QSize(240, round(self.line * max(5, len(self._rows))))

    def minimumSizeHint(self) -> QSize:
        return QSize(150, round(self.line * 3))

    def visible_rows(self) -> list[Row]:
        """What there is room for."""
        room = max(1, int(self.height() // self.line))
        rows = list(self._rows)
        if len(rows) <= room or not self._summed:
            return rows[:room]
        rest = rows[room - 1 :]
        others = self.tr("{count} others").format(count=len(rest))
        return [*rows[: room - 1], Row(REST, others, sum(row.size for row in rest), sum(row.bad for row in rest))]

    def place_of(self, key: str) -> QPoint:
        """The middle of a row on the widget. Raises ValueError when it is not shown."""
        place = [row.key for row in self.visible_rows()].index(key)
        return QPoint(self.width() // 2, round((place + 0.5) * self.line))

    # --- drawing ---

    def paintEvent(self, _event: QPaintEvent) -> None:
        rows, look = self.visible_rows(), self._look
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hasFocus() and not rows:  # nothing to stand on yet, and still seen
            painter.setPen(look.selection)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        font = sized(self.font(), -1)
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        line = self.line
        name_room = min(self.width() * 0.46, max((metrics.horizontalAdvance(row.name) for row in rows), default=0.0))
        number = max([metrics.horizontalAdvance("000"), *(metrics.horizontalAdvance(row.number) for row in rows)])
        sizes = [max(row.size, row.usual or 0.0) for row in rows if row.key != REST]
        top = max([1e-9, *sizes])
        room = max(1.0, self.width() - name_room - number - 2 * GAP - 8)
        for place, row in enumerate(rows):
            box = QRectF(0, place * line, self.width(), line)
            self._ground(painter, box, place, row)
            strength = 1.0 if not self._selected or row.key in self._selected else 0.42
            painter.setPen(faded(look.text if row.key != REST else look.quiet, strength))
            shown = metrics.elidedText(row.name, Qt.TextElideMode.ElideRight, name_room + 1)
            painter.drawText(QRectF(3, box.y(), name_room + 1, line), Qt.AlignmentFlag.AlignVCenter, shown)
            if row.key != REST:
                self._bar(painter, row, name_room + GAP + 3, box.center().y(), room / top, strength)
            painter.setPen(faded(look.text, strength))
            spot = QRectF(self.width() - number - 3, box.y(), number, line)
            painter.drawText(spot, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, row.number)
        painter.end()

    def _ground(self, painter: QPainter, box: QRectF, place: int, row: Row) -> None:
        look = self._look
        painter.setPen(Qt.PenStyle.NoPen)
        if row.key in self._selected:
            painter.setBrush(faded(look.selection, 0.2))
            painter.drawRoundedRect(box, 3, 3)
        elif place == self._hover and row.key != REST:
            painter.setBrush(faded(look.text, 0.06))
            painter.drawRoundedRect(box, 3, 3)
        if self.hasFocus() and place == self._cursor:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(look.selection)
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)

    def _bar(self, painter: QPainter, row: Row, x: float, y: float, scale: float, strength: float) -> None:
        look = self._look
        bar = QRectF(x, y - 4, max(1.0, row.size * scale), 8)
        painter.fillRect(bar, faded(look.quiet, 0.5 * strength))
        if row.bad:
            bar.setWidth(max(2.0, row.bad * scale))
            painter.fillRect(bar, faded(look.bad, strength))
        if row.usual is not None:
            at = x + row.usual * scale
            painter.setPen(QPen(faded(look.text, strength), 1.5))
            painter.drawLine(QPointF(at, y - 6), QPointF(at, y + 6))

    # --- touching ---

    def _at(self, y: float) -> int:
        place = int(y // self.line)
        return place if 0 <= place < len(self.visible_rows()) else -1

    def _choose(self, place: int) -> None:
        rows = self.visible_rows()
        if 0 <= place < len(rows) and rows[place].key != REST:
            self.chosen.emit(rows[place].key)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = self._at(event.position().y())
        if place != self._hover:
            self._hover = place
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self._cursor = self._at(event.position().y())
            self._choose(self._cursor)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover = -1
        self.update()
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        last, key = len(self.visible_rows()) - 1, event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            step = 1 if key == Qt.Key.Key_Down else -1
            self._cursor = max(0, min(last, self._cursor + step))
            self.update()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._choose(self._cursor)
        elif key == Qt.Key.Key_Escape and self._selected:
            self.cleared.emit()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn and self._cursor < 0:
            self._cursor = 0  # it is seen where the keyboard stands
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            rows, place = self.visible_rows(), self._at(event.pos().y())
            hint = rows[place].hint or f"{rows[place].name}  {rows[place].number}" if place >= 0 else ""
            QToolTip.showText(event.globalPos(), hint, self)
            return True
        return super().event(event)
