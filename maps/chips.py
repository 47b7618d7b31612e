"""Small labels with a frame: figures beside a worker, sentences beside the pointer, notices over the map."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from maps.lettering import Box, Lettering
from maps.style import Style, faded

Part = tuple[str, QColor]


@dataclass(frozen=True, slots=True)
class Chip:
    """One line of coloured parts. ``edge``: the colour of its frame; ``pixels``: size of the letters."""

    parts: tuple[Part, ...]
    edge: QColor
    pixels: float = 11.0
    weight: QFont.Weight = QFont.Weight.Medium

    def size(self, letters: Lettering) -> tuple[float, float]:
        """Width and height in logical pixels."""
        width = sum(letters.width(text, self.pixels, self.weight) for text, _ in self.parts)
        return width + self.pixels * 1.3, round(self.pixels * 1.75)

    def box(self, letters: Lettering, left: float, top: float) -> Box:
        width, height = self.size(letters)
        return left, top, left + width, top + height

    def paint(self, painter: QPainter, letters: Lettering, style: Style, left: float, top: float) -> None:
        width, height = self.size(letters)
        corner = letters.snapped(left, top)
        box = QRectF(corner.x(), corner.y(), width, height)
        radius = min(height / 2, 9.0)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(QPen(self.edge, 1.2))
        painter.setBrush(faded(style.panel, 0.94))
        painter.drawRoundedRect(box, radius, radius)
        font = style.font(self.pixels, self.weight)
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        x = box.left() + self.pixels * 0.65
        base = box.top() + (height + metrics.capHeight()) / 2
        for text, color in self.parts:
            painter.setPen(color)
            painter.drawText(QPointF(x, base), text)
            x += letters.width(text, self.pixels, self.weight)
        painter.setBrush(Qt.BrushStyle.NoBrush)


def kept_inside(box: Box, width: float, height: float, room: float = 4.0) -> tuple[float, float]:
    """The top left corner at which a box lies wholly inside a view."""
    left = max(room, min(box[0], width - room - (box[2] - box[0])))
    top = max(room, min(box[1], height - room - (box[3] - box[1])))
    return left, top
