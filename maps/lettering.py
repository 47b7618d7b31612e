"""Words on the map: cached pictures of them with a halo, and a memory of where there is no room left."""

from __future__ import annotations

from collections import OrderedDict

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPixmap

from maps.style import Style

Box = tuple[float, float, float, float]  # left, top, right, bottom in logical pixels

#: Kept pictures of words; the oldest go first.
KEPT = 1500
_CELL = 96.0


class Occupied:
    """Boxes that are taken. ``take`` claims a box when it meets none that is taken already."""

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], list[Box]] = {}

    def free(self, box: Box) -> bool:
        left, top, right, bottom = box
        return not any(
            left < other[2] and right > other[0] and top < other[3] and bottom > other[1]
            for cell in self._touched(box)
            for other in self._cells.get(cell, ())
        )

    def take(self, *boxes: Box) -> bool:
        """Claims all of the boxes or none."""
        if not all(self.free(box) for box in boxes):
            return False
        self.claim(*boxes)
        return True

    def claim(self, *boxes: Box) -> None:
        for box in boxes:
            for cell in self._touched(box):
                self._cells.setdefault(cell, []).append(box)

    @staticmethod
    def _touched(box: Box) -> list[tuple[int, int]]:
        left, top, right, bottom = (int(edge // _CELL) for edge in box)
        return [(x, y) for x in range(left, right + 1) for y in range(top, bottom + 1)]


class Lettering:
    """Words as pictures for one style and one device pixel ratio."""

    def __init__(self, style: Style, ratio: float) -> None:
        self.style = style
        self.ratio = ratio
        self._stamps: OrderedDict[tuple[str, float, int, int, int], QPixmap] = OrderedDict()
        self._badges: dict[str, QPixmap] = {}
        self._glyphs: dict[tuple[str, float, int], tuple[QPainterPath, float]] = {}

    def width(self, text: str, pixels: float, weight: QFont.Weight = QFont.Weight.Normal) -> float:
        return QFontMetricsF(self.style.font(pixels, weight)).horizontalAdvance(text)

    def stamp(
        self, text: str, pixels: float, color: QColor, weight: QFont.Weight = QFont.Weight.Normal, halo: float = 3.0
    ) -> QPixmap:
        """A picture of one line of words with a halo of ``halo`` pixels around the letters (0: none)."""
        key = (text, pixels, weight.value, color.rgba(), round(halo * 10))
        found = self._stamps.get(key)
        if found is not None:
            self._stamps.move_to_end(key)
            return found
        font = self.style.font(pixels, weight)
        metrics = QFontMetricsF(font)
        rim = halo + 1
        width, height = metrics.horizontalAdvance(text) + 2 * rim, metrics.height() + 2 * rim
        picture = QPixmap(round(width * self.ratio), round(height * self.ratio))
        picture.setDevicePixelRatio(self.ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        base = QPointF(rim, rim + metrics.ascent())
        if halo:
            path = QPainterPath()
            path.addText(base, font, text)
            painter.strokePath(path, _rim(self.style.halo, halo))
        painter.setFont(font)
        painter.setPen(color)
        painter.drawText(base, text)
        painter.end()
        self._stamps[key] = picture
        if len(self._stamps) > KEPT:
            self._stamps.popitem(last=False)
        return picture

    def badge(self, text: str, pixels: float) -> QPixmap:
        """A picture of a number on a light pill."""
        if text in self._badges:
            return self._badges[text]
        number = self.stamp(text, pixels, self.style.ground, QFont.Weight.Bold, 0.0)
        width, height = max(pixels * 1.5, self.width(text, pixels, QFont.Weight.Bold) + pixels * 0.8), pixels * 1.5
        picture = QPixmap(round((width + 2) * self.ratio), round((height + 2) * self.ratio))
        picture.setDevicePixelRatio(self.ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.style.ground, 1.4))
        painter.setBrush(self.style.text)
        painter.drawRoundedRect(QRectF(1, 1, width, height), height / 2, height / 2)
        self.draw_middle(painter, number, 1 + width / 2, 1 + height / 2)
        painter.end()
        self._badges[text] = picture
        return picture

    def glyph(self, sign: str, pixels: float, weight: QFont.Weight) -> tuple[QPainterPath, float]:
        """The outline of one letter around (0, 0) and its width."""
        key = (sign, pixels, weight.value)
        if key not in self._glyphs:
            font = self.style.font(pixels, weight)
            metrics = QFontMetricsF(font)
            advance = metrics.horizontalAdvance(sign)
            path = QPainterPath()
            path.addText(QPointF(-advance / 2, metrics.capHeight() / 2), font, sign)
            self._glyphs[key] = path, advance
        return self._glyphs[key]

    def draw_glyph(self, painter: QPainter, path: QPainterPath, color: QColor, halo: float = 2.6) -> None:
        """One letter where the painter stands."""
        painter.strokePath(path, _rim(self.style.halo, halo))
        painter.fillPath(path, color)

    def draw_middle(self, painter: QPainter, picture: QPixmap, x: float, y: float) -> None:
        """A picture around (x, y), on whole device pixels."""
        size = picture.deviceIndependentSize()
        painter.drawPixmap(self.snapped(x - size.width() / 2, y - size.height() / 2), picture)

    def snapped(self, x: float, y: float) -> QPointF:
        """The nearest whole device pixel."""
        return QPointF(round(x * self.ratio) / self.ratio, round(y * self.ratio) / self.ratio)


def box_around(picture: QPixmap, x: float, y: float, room: float = 0.0) -> Box:
    """The box a picture takes around (x, y) with ``room`` pixels on every side."""
    size = picture.deviceIndependentSize()
    across, down = size.width() / 2 + room, size.height() / 2 + room
    return x - across, y - down, x + across, y + down


def as_box(rect: QRectF) -> Box:
    return rect.left(), rect.top(), rect.right(), rect.bottom()


def _rim(color: QColor, width: float) -> QPen:
    return QPen(color, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
