"""A strip of small buttons over the map: what a hand may hold, marked places, the overview."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QWidget

from maps.small_buttons import SIGN, SmallButtons
from maps.style import Style


class ToolStrip(SmallButtons):
    """``requested(code)``: one of ``CODES`` was touched."""

    requested = Signal(str)
    CODES = ("measure", "area", "bookmarks", "overview")

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, self.CODES)
        for button in self.buttons.values():
            button.setCheckable(True)
            button.clicked.connect(self._on_clicked)

    def show_held(self, **held: bool) -> None:
        """Which of them are in use, by code."""
        for code, on in held.items():
            self.buttons[code].setChecked(on)

    def dress(self, style: Style, ratio: float) -> None:
        self.wear(style, {code: _picture(draw, style.text, ratio) for code, draw in _SIGNS.items()})

    def _on_clicked(self) -> None:
        self.requested.emit(self.sender().objectName())

    def _names(self) -> dict[str, str]:
        return {
            "measure": QCoreApplication.translate("MapButtons", "Measure distances and areas (D)"),
            "area": QCoreApplication.translate("MapButtons", "Choose incidents by an area (A, or drag with Shift)"),
            "bookmarks": QCoreApplication.translate("MapButtons", "Marked places (B)"),
            "overview": QCoreApplication.translate("MapButtons", "Overview of the whole city (O)"),
        }


def _picture(draw: Callable[[QPainter], None], color: QColor, ratio: float) -> QPixmap:
    picture = QPixmap(round(SIGN * ratio), round(SIGN * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    with QPainter(picture) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(color, 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
        draw(painter)
    return picture


def _ruler(painter: QPainter) -> None:
    painter.translate(9, 9)
    painter.rotate(-45)
    painter.drawRoundedRect(QRectF(-8, -3.2, 16, 6.4), 1, 1)
    for x in (-4.5, -1.5, 1.5, 4.5):
        painter.drawLine(QPointF(x, -3.2), QPointF(x, -0.6))


def _lasso(painter: QPainter) -> None:
    pen = painter.pen()
    pen.setDashPattern([2.2, 1.8])
    painter.setPen(pen)
    painter.drawEllipse(QRectF(2, 2.5, 14, 9.5))
    pen.setStyle(Qt.PenStyle.SolidLine)
    painter.setPen(pen)
    tail = QPainterPath(QPointF(6, 11.6))
    tail.cubicTo(QPointF(4.6, 13.5), QPointF(7.8, 14.2), QPointF(6.2, 16))
    painter.drawPath(tail)


def _flag(painter: QPainter) -> None:
    ribbon = [(5, 2.8), (13, 2.8), (13, 15.2), (9, 11.6), (5, 15.2)]
    painter.drawPolygon(QPolygonF([QPointF(*point) for point in ribbon]))


def _inset(painter: QPainter) -> None:
    painter.drawRoundedRect(QRectF(2.2, 3.2, 13.6, 11.6), 1.5, 1.5)
    painter.drawRect(QRectF(4.6, 8.2, 5.0, 4.2))


_SIGNS = {"measure": _ruler, "area": _lasso, "bookmarks": _flag, "overview": _inset}
