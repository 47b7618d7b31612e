"""Keys to colours of the map: a small plate at its upper left edge, one under the other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from maps.frame import Frame
from maps.style import faded

#: Logical pixels: to the left edge, height of a line, size of a colour, room around everything, to the next key.
LEFT, LINE, SWATCH, ROOM, GAP = 12.0, 18.0, 13.0, 9.0, 8.0
TITLE, WORDS = 12.5, 11.5


@dataclass(frozen=True, slots=True)
class Row:
    """A colour, what it means, and what lies under it when one sees through it."""

    color: QColor
    text: str
    under: QColor | None = None


def paint_key(painter: QPainter, frame: Frame, title: str, notes: Iterable[str], rows: Iterable[Row]) -> None:
    """Where the last key ended."""
    style, letters, notes, rows = frame.style, frame.letters, list(notes), list(rows)
    widths = [letters.width(title, TITLE, QFont.Weight.DemiBold), *(letters.width(note, WORDS) for note in notes)]
    widths += [SWATCH + 8 + letters.width(row.text, WORDS) for row in rows]
    height = LINE * (1 + len(notes) + len(rows)) + 2 * ROOM
    box = QRectF(LEFT, frame.key_top, max(widths) + 2 * ROOM, height)
    frame.key_top += height + GAP
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setPen(QPen(style.line, 1.0))
    painter.setBrush(faded(style.panel, 0.92))
    painter.drawRoundedRect(box, 6, 6)
    y = box.top() + ROOM
    y = _line(painter, frame, box.left() + ROOM, y, title, TITLE, QFont.Weight.DemiBold, style.text)
    for note in notes:
        y = _line(painter, frame, box.left() + ROOM, y, note, WORDS, QFont.Weight.Normal, style.quiet)
    for row in rows:
        swatch = QRectF(box.left() + ROOM, y + (LINE - SWATCH) / 2, SWATCH, SWATCH)
        for color in (row.under, row.color):
            if color is not None:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(color)
                painter.drawRect(swatch)
        y = _line(painter, frame, swatch.right() + 8, y, row.text, WORDS, QFont.Weight.Normal, style.text)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _line(
    painter: QPainter, frame: Frame, x: float, y: float, text: str, pixels: float, weight: QFont.Weight, color: QColor
) -> float:
    """One line of words; where the next one begins."""
    font = frame.style.font(pixels, weight)
    painter.setFont(font)
    painter.setPen(color)
    painter.drawText(QPointF(x, y + (LINE + QFontMetricsF(font).capHeight()) / 2), text)
    return y + LINE
