"""What every part of a wall has in common: it is read from far away, touched by nobody, and sized by the wall."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QWidget

from widgets.look import Look

#: A wall is this many units high; no glyph on it is smaller than a two-hundredth of its height.
UNITS = 100.0
#: The smallest type on a wall, in units: its small letters are still a hundredth of the wall high.
SMALL, BODY, LARGE, HUGE = 1.9, 2.3, 3.2, 7.2


class WallPart(QWidget):
    """``unit``: a hundredth of the wall's height in logical pixels."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        self.unit = 10.8
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        look.changed.connect(self.update)

    def set_unit(self, unit: float) -> None:
        self.unit = unit
        self.update()

    def type(self, units: float, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
        """The room's type, ``units`` high, its digits all of one width."""
        font = QFont(self.font())
        font.setPixelSize(max(1, round(units * self.unit)))
        font.setWeight(weight)
        font.setFeature(QFont.Tag("tnum"), 1)
        return font

    def write(
        self,
        painter: QPainter,
        x: float,
        baseline: float,
        text: str,
        font: QFont,
        color: QColor,
        room: float | None = None,
        right: bool = False,
    ) -> float:
        """Text from ``x`` (or up to ``x`` when ``right``), shortened with … where ``room`` is less; its width."""
        metrics = QFontMetricsF(font)
        if room is not None:
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        width = metrics.horizontalAdvance(text)
        painter.setFont(font)
        painter.setPen(color)
        painter.drawText(round(x - width if right else x), round(baseline), text)
        return width
