"""What came and what was closed, hour by hour, for a wall."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen

from domain.situation import Situation
from widgets.look import Look, faded
from widgets.wall_part import BODY, SMALL, WallPart


class WallHours(WallPart):
    """Two bars an hour since midnight; the hour that is not over yet is drawn pale."""

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self._shown: Situation | None = None

    def show_situation(self, shown: Situation) -> None:
        self._shown = shown
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        unit, look, shown = self.unit, self.look, self._shown
        if shown is None:
            return
        with QPainter(self) as painter:
            x = unit
            title = self.tr("Today by the hour")
            x += self.write(painter, x, 2.6 * unit, title, self.type(BODY, QFont.Weight.DemiBold), look.quiet)
            for color, name, count in (
                (look.quiet, self.tr("arrived"), sum(shown.arrived)),
                (look.good, self.tr("closed"), sum(shown.closed)),
            ):
                x += 2 * unit
                painter.fillRect(QRectF(x, 1.3 * unit, 1.3 * unit, 1.3 * unit), color)
                x += 1.9 * unit
                x += self.write(painter, x, 2.6 * unit, f"{name} {count}", self.type(SMALL), look.text)
            self._bars(painter, shown, QRectF(unit, 4 * unit, self.width() - 2 * unit, self.height() - 7 * unit))

    def _bars(self, painter: QPainter, shown: Situation, box: QRectF) -> None:
        unit, look = self.unit, self.look
        most = max(*shown.arrived, *shown.closed, 1)
        step = box.width() / 24
        current = int(shown.hour)
        for hour in range(24):
            for place, (count, color) in enumerate(
                ((shown.arrived[hour], look.quiet), (shown.closed[hour], look.good))
            ):
                height = box.height() * count / most
                bar = QRectF(
                    box.left() + (hour + 0.12 + 0.38 * place) * step, box.bottom() - height, 0.34 * step, height
                )
                painter.fillRect(bar, faded(color, 0.5) if hour == current else color)
            if hour % 3 == 0:
                x, baseline = box.left() + hour * step, box.bottom() + 2.4 * unit
                self.write(painter, x, baseline, f"{hour:02d}", self.type(SMALL), look.quiet)
        painter.setPen(QPen(look.line, max(1.0, 0.12 * unit)))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        now = box.left() + min(24.0, shown.hour) * step
        painter.setPen(QPen(look.text, max(1.0, 0.15 * unit)))
        painter.drawLine(QPointF(now, box.top()), QPointF(now, box.bottom()))
        text, baseline = self.tr("most {count}").format(count=most), box.top() + 1.2 * unit
        self.write(painter, box.right(), baseline, text, self.type(SMALL), look.quiet, right=True)
