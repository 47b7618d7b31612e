"""What lies over the map without being part of the city: buttons, scale bar, origin of the lines, notices."""

from __future__ import annotations

import math

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QPushButton, QWidget

from maps import wording
from maps.chips import Chip
from maps.lettering import Lettering
from maps.small_buttons import SmallButtons
from maps.style import Style, faded
from maps.viewport import Viewport

#: Longest scale bar, logical pixels.
LONGEST = 120.0


class Buttons(SmallButtons):
    """Layers, nearer, farther, the whole city."""

    layers_requested = Signal()
    zoom_requested = Signal(float)
    home_requested = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, ("≡", "+", "−", "⌂"))
        self.buttons["≡"].clicked.connect(self.layers_requested)
        self.buttons["+"].clicked.connect(lambda: self.zoom_requested.emit(1.0))
        self.buttons["−"].clicked.connect(lambda: self.zoom_requested.emit(-1.0))
        self.buttons["⌂"].clicked.connect(self.home_requested)

    def dress(self, style: Style, ratio: float) -> None:
        self.wear(style, {sign: _button_sign(sign, style.text, ratio) for sign in self.buttons})

    def _names(self) -> dict[str, str]:
        return {
            "≡": QCoreApplication.translate("MapButtons", "Layers (L)"),
            "+": QCoreApplication.translate("MapButtons", "Nearer (+)"),
            "−": QCoreApplication.translate("MapButtons", "Farther (−)"),
            "⌂": QCoreApplication.translate("MapButtons", "The whole city (0)"),
        }


class FollowChip(QPushButton):
    """Says whom the map follows; after a gesture of the hand it offers to resume."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def tell(self, worker: str, paused: bool) -> None:
        """``worker``: his name, empty when nobody is followed."""
        self.setVisible(bool(worker))
        self.setText(wording.resume(worker) if paused else wording.following(worker))
        self.setProperty("paused", paused)
        self.adjustSize()

    def dress(self, style: Style) -> None:
        edge, panel, raised = style.selection.name(), style.panel.name(), style.raised.name()
        self.setFont(style.font(13, QFont.Weight.DemiBold))
        self.setStyleSheet(
            f"QPushButton {{ background: {panel}; color: {style.text.name()}; border: 1px solid {edge};"
            f" border-radius: 14px; padding: 5px 14px; }}"
            f"QPushButton:hover {{ background: {raised}; }}"
        )
        self.adjustSize()


def paint_scale(
    painter: QPainter, viewport: Viewport, letters: Lettering, style: Style, credit: tuple[str, bool] | None = None
) -> None:
    """How long a round number of metres is, bottom left; where the lines come from, bottom right, or above the scale
    where the map is too narrow for both. ``credit``: what there is to say of a base that is not the city's own, and
    whether it is a warning."""
    metres = _round(LONGEST * viewport.metres_per_pixel)
    length = metres / viewport.metres_per_pixel
    left, base = 16.0, viewport.height - 14.0
    label = letters.stamp(wording.distance(metres), 11.0, style.label, halo=0.0)
    words, warns = credit or (wording.schematic(), False)
    note = letters.stamp(words, 10.5, style.warn if warns else style.quiet, halo=0.0)
    note_size, label_size = note.deviceIndependentSize(), label.deviceIndependentSize()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(faded(style.panel, 0.72))
    plate, note_plate = foot(viewport, length + label_size.width(), note_size)
    for ground in (plate, note_plate):
        painter.drawRoundedRect(ground, 6, 6)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(QPen(style.quiet, 2.0, Qt.PenStyle.SolidLine, Qt.PenCapStyle.SquareCap))
    bar = [(left, base - 5), (left, base), (left + length, base), (left + length, base - 5)]
    painter.drawPolyline(QPolygonF([QPointF(*point) for point in bar]))
    _paint_north(painter, letters, style, plate.right() + 12, base - 2)
    painter.drawPixmap(letters.snapped(left + length + 6, base - label_size.height() / 2 - 3), label)
    painter.drawPixmap(letters.snapped(note_plate.x() + 6, note_plate.y() + 2), note)


def _paint_north(painter: QPainter, letters: Lettering, style: Style, x: float, base: float) -> None:
    """The map never turns: north is up."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(faded(style.panel, 0.72))
    painter.drawRoundedRect(QRectF(x - 8, base - 14, 16, 24).translated(0, -4), 6, 6)
    painter.setBrush(style.quiet)
    painter.drawPolygon(QPolygonF([QPointF(x, base - 16), QPointF(x + 3.4, base - 9), QPointF(x - 3.4, base - 9)]))
    letters.draw_middle(painter, letters.stamp("N", 9.5, style.label, halo=0.0), x, base - 2.5)


def foot(viewport: Viewport, scale: float, note: QSizeF) -> tuple[QRectF, QRectF]:
    """The grounds of the scale, ``scale`` pixels long with its words, and of the note; they never meet."""
    plate = QRectF(8, viewport.height - 30, scale + 20, 24)
    size = QSizeF(note.width() + 12, note.height() + 4)
    beside = QPointF(viewport.width - size.width() - 10, viewport.height - size.height() - 8)
    if beside.x() > plate.right() + 6:
        return plate, QRectF(beside, size)
    return plate, QRectF(QPointF(plate.left(), plate.top() - size.height() - 4), size)


def paint_notice(
    painter: QPainter, text: str, color: QColor, top: float, viewport: Viewport, letters: Lettering
) -> None:
    """A sentence in the middle of the upper edge."""
    chip = Chip(((text, color),), color, 14.0, QFont.Weight.DemiBold)
    width, _ = chip.size(letters)
    chip.paint(painter, letters, letters.style, (viewport.width - width) / 2, top)


def paint_stopped(painter: QPainter, text: str, viewport: Viewport, letters: Lettering, style: Style) -> None:
    """The link is lost: an edge around the whole map and since when."""
    painter.setPen(QPen(faded(style.warn, 0.8), 3.0))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(QRectF(1.5, 1.5, viewport.width - 3, viewport.height - 3))
    paint_notice(painter, text, style.warn, 14.0, viewport, letters)


def _round(metres: float) -> float:
    """The largest of 1, 2, 5, 10, 20 … that is not longer."""
    power = 10.0 ** math.floor(math.log10(max(metres, 1e-6)))
    return next(step * power for step in (5.0, 2.0, 1.0) if step * power <= metres * (1 + 1e-9))


def _button_sign(sign: str, color: QColor, ratio: float) -> QPixmap:
    picture = QPixmap(round(18 * ratio), round(18 * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(color, 1.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    if sign in "+−":
        painter.drawLine(QPointF(4, 9), QPointF(14, 9))
    if sign == "+":
        painter.drawLine(QPointF(9, 4), QPointF(9, 14))
    if sign == "≡":  # sheets lying over each other
        painter.drawPolygon(QPolygonF([QPointF(9, 2.5), QPointF(16, 6.4), QPointF(9, 10.3), QPointF(2, 6.4)]))
        for low in (9.6, 12.8):
            painter.drawPolyline(QPolygonF([QPointF(2, low), QPointF(9, low + 3.9), QPointF(16, low)]))
    if sign == "⌂":
        roof = [(3, 9.2), (9, 3.6), (15, 9.2)]
        walls = [(4.8, 8.6), (4.8, 14.6), (13.2, 14.6), (13.2, 8.6)]
        for line in (roof, walls):
            painter.drawPolyline(QPolygonF([QPointF(*point) for point in line]))
    painter.end()
    return picture
