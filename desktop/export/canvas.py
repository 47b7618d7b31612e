"""Words, bars and signs on a picture, in one type family and the colours of one theme."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from domain.category import Severity
from domain.look import SEVERITY_SIGNS, Tokens
from widgets.signs import outline

Align = Qt.AlignmentFlag
LEFT, RIGHT, MIDDLE = Align.AlignLeft, Align.AlignRight, Align.AlignHCenter


class Canvas:
    """Everything in logical pixels of ``painter``."""

    def __init__(self, painter: QPainter, tokens: Tokens, family: str) -> None:
        self.painter, self.tokens, self._family = painter, tokens, family
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing, True)

    def font(self, pixels: float, bold: bool = False) -> QFont:
        font = QFont(self._family)
        font.setPixelSize(max(6, round(pixels)))
        font.setWeight(QFont.Weight.Bold if bold else QFont.Weight.Normal)
        font.setFeature(QFont.Tag("tnum"), 1)
        return font

    def width(self, text: str, pixels: float, bold: bool = False) -> float:
        return QFontMetricsF(self.font(pixels, bold)).horizontalAdvance(text)

    def fill(self, box: QRectF, color: str, radius: float = 0.0) -> None:
        self.painter.setPen(Qt.PenStyle.NoPen)
        self.painter.setBrush(QColor(color))
        if radius:
            self.painter.drawRoundedRect(box, radius, radius)
        else:
            self.painter.fillRect(box, QColor(color))

    def line(self, x1: float, y1: float, x2: float, y2: float, color: str, width: float = 1.0) -> None:
        self.painter.setPen(QPen(QColor(color), width))
        self.painter.drawLine(QPointF(x1, y1), QPointF(x2, y2))

    def text(self, box: QRectF, text: str, pixels: float, color: str, align: Align = LEFT, bold: bool = False) -> float:
        """One line in the vertical middle of ``box``, shortened where it does not fit; how wide it became."""
        font = self.font(pixels, bold)
        metrics = QFontMetricsF(font)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        self.painter.setFont(font)
        self.painter.setPen(QColor(color))
        self.painter.drawText(box, align | Align.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)
        return metrics.horizontalAdvance(shown)

    def severity(self, x: float, y: float, size: float, severity: Severity) -> None:
        """The sign around (x, y)."""
        box = QRectF(x - size / 2, y - size / 2, size, size)
        self.painter.setPen(Qt.PenStyle.NoPen)
        self.painter.setBrush(QColor(self.tokens.severity_colour(severity)))
        self.painter.drawPath(outline(SEVERITY_SIGNS[severity], box))
