"""Words on the map: cached pictures of them with a halo, and a memory of where there is no room left."""

from __future__ import annotations

import math
from collections import OrderedDict
from functools import cache

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPainterPath, QPen, QPixmap

from maps.style import Style, whole_pixels

Box = tuple[float, float, float, float]  # left, top, right, bottom in logical pixels

#: Kept pictures of words; the oldest go first.
KEPT = 1500
_CELL = 96.0
#: Directions letters along a line are drawn in, and their halo.
TURNS = 128
_TURNED_HALO = 2.6


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
        self._stamps: OrderedDict[tuple[str, int, int, int, int], QPixmap] = OrderedDict()
        self._signs: dict[tuple[str, int, int, int, int], tuple[QPixmap, QPixmap]] = {}
        self._metrics: dict[tuple[int, int], QFontMetricsF] = {}
        self._widths: dict[tuple[str, int, int], float] = {}
        self._badges: dict[str, QPixmap] = {}
        self._turned: dict[tuple[str, int, int, int, int], QPixmap] = {}

    def width(self, text: str, pixels: float, weight: QFont.Weight = QFont.Weight.Normal) -> float:
        """Logical pixels from the first letter to behind the last."""
        key = text, whole_pixels(pixels), weight.value
        if key not in self._widths:
            if len(self._widths) > 4 * KEPT:
                self._widths.clear()
            if len(text) > 1 and all(_chinese(sign) for sign in text):  # all of them are squares of one size
                self._widths[key] = self.width(text[0], pixels, weight) * len(text)
            else:
                self._widths[key] = self._measure(pixels, weight).horizontalAdvance(text)
        return self._widths[key]

    def size(
        self, text: str, pixels: float, weight: QFont.Weight = QFont.Weight.Normal, halo: float = 3.0
    ) -> tuple[float, float]:
        """How large a stamp of these words is, logical pixels; far cheaper than the stamp."""
        rim = 2 * (halo + 1)
        return self.width(text, pixels, weight) + rim, self._measure(pixels, weight).height() + rim

    def stamp(
        self, text: str, pixels: float, color: QColor, weight: QFont.Weight = QFont.Weight.Normal, halo: float = 3.0
    ) -> QPixmap:
        """A picture of one line of words with a halo of ``halo`` pixels around the letters (0: none)."""
        key = (text, whole_pixels(pixels), weight.value, color.rgba(), round(halo * 10))
        found = self._stamps.get(key)
        if found is not None:
            self._stamps.move_to_end(key)
            return found
        width, height = self.size(text, pixels, weight, halo)
        picture = self._blank(width, height)
        with QPainter(picture) as painter:
            if len(text) > 1 and self._fits_together(text, pixels, weight):
                self._put_together(painter, text, pixels, color, weight, halo)
            else:
                self._write(painter, text, pixels, color, weight, halo)
        self._stamps[key] = picture
        if len(self._stamps) > KEPT:
            self._stamps.popitem(last=False)
        return picture

    def _write(
        self, painter: QPainter, text: str, pixels: float, color: QColor, weight: QFont.Weight, halo: float
    ) -> None:
        face = self._face(text, pixels, color, weight, halo)
        if halo:
            painter.drawPixmap(0, 0, widened(face, halo / 2 * self.ratio, self.style.halo))
        painter.drawPixmap(0, 0, face)

    def _face(self, text: str, pixels: float, color: QColor, weight: QFont.Weight, halo: float) -> QPixmap:
        """The letters alone, with room for a halo."""
        picture, edge = self._blank(*self.size(text, pixels, weight, halo)), halo + 1
        with QPainter(picture) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(self.style.font(pixels, weight))
            painter.setPen(color)
            painter.drawText(QPointF(edge, edge + self._measure(pixels, weight).ascent()), text)
        return picture

    def _fits_together(self, text: str, pixels: float, weight: QFont.Weight) -> bool:
        """Whether words are Chinese signs, each of them so many whole device pixels wide: then they are laid beside
        each other like type."""
        step = self.width(text[0], pixels, weight) * self.ratio
        return step == round(step) and all(_chinese(sign) for sign in text)

    def _put_together(
        self, painter: QPainter, text: str, pixels: float, color: QColor, weight: QFont.Weight, halo: float
    ) -> None:
        step = self.width(text[0], pixels, weight)
        signs = [self._sign(sign, pixels, color, weight, halo) for sign in text]
        if halo:
            for at, (rim, _) in enumerate(signs):
                painter.drawPixmap(QPointF(at * step, 0), rim)
            # The rims are solid and meet: the halo as a whole is as faint as it should be.
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationIn)
            painter.fillRect(painter.viewport(), QColor(0, 0, 0, self.style.halo.alpha()))
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        for at, (_, face) in enumerate(signs):
            painter.drawPixmap(QPointF(at * step, 0), face)

    def _sign(
        self, sign: str, pixels: float, color: QColor, weight: QFont.Weight, halo: float
    ) -> tuple[QPixmap, QPixmap]:
        """The solid rim of one letter and its face, apart."""
        key = (sign, whole_pixels(pixels), weight.value, color.rgba(), round(halo * 10))
        if key not in self._signs:
            if len(self._signs) > 4 * KEPT:
                self._signs.clear()
            face = self._face(sign, pixels, color, weight, halo)
            solid = QColor(self.style.halo)
            solid.setAlpha(255)
            rim = widened(face, halo / 2 * self.ratio, solid) if halo else face
            self._signs[key] = rim, face
        return self._signs[key]

    def _measure(self, pixels: float, weight: QFont.Weight) -> QFontMetricsF:
        key = whole_pixels(pixels), weight.value
        if key not in self._metrics:
            self._metrics[key] = QFontMetricsF(self.style.font(pixels, weight))
        return self._metrics[key]

    def _blank(self, width: float, height: float) -> QPixmap:
        picture = QPixmap(round(width * self.ratio), round(height * self.ratio))
        picture.setDevicePixelRatio(self.ratio)
        picture.fill(Qt.GlobalColor.transparent)
        return picture

    def badge(self, text: str, pixels: float) -> QPixmap:
        """A picture of a number on a light pill."""
        if text in self._badges:
            return self._badges[text]
        number = self.stamp(text, pixels, self.style.ground, QFont.Weight.Bold, 0.0)
        width, height = max(pixels * 1.5, self.width(text, pixels, QFont.Weight.Bold) + pixels * 0.8), pixels * 1.5
        picture = self._blank(width + 2, height + 2)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.style.ground, 1.4))
        painter.setBrush(self.style.text)
        painter.drawRoundedRect(QRectF(1, 1, width, height), height / 2, height / 2)
        self.draw_middle(painter, number, 1 + width / 2, 1 + height / 2)
        painter.end()
        self._badges[text] = picture
        return picture

    def turned(self, sign: str, pixels: float, color: QColor, weight: QFont.Weight, angle: float) -> QPixmap:
        """A picture of one letter with a halo, turned clockwise by ``angle`` (radians, to the next of ``TURNS``)."""
        turn = round(angle / math.tau * TURNS) % TURNS
        key = (sign, whole_pixels(pixels), weight.value, color.rgba(), turn)
        if key not in self._turned:
            if len(self._turned) > 4 * KEPT:
                self._turned.clear()
            font, metrics = self.style.font(pixels, weight), self._measure(pixels, weight)
            path = QPainterPath()
            path.addText(QPointF(-self.width(sign, pixels, weight) / 2, metrics.capHeight() / 2), font, sign)
            side = metrics.height() + 2 * _TURNED_HALO + 2
            face = self._blank(side, side)
            with QPainter(face) as painter:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.translate(side / 2, side / 2)
                painter.rotate(turn * 360 / TURNS)
                painter.fillPath(path, color)
            picture = widened(face, _TURNED_HALO / 2 * self.ratio, self.style.halo)
            with QPainter(picture) as painter:
                painter.drawPixmap(0, 0, face)
            self._turned[key] = picture
        return self._turned[key]

    def draw_middle(self, painter: QPainter, picture: QPixmap, x: float, y: float) -> None:
        """A picture around (x, y), on whole device pixels."""
        size = picture.deviceIndependentSize()
        painter.drawPixmap(self.snapped(x - size.width() / 2, y - size.height() / 2), picture)

    def snapped(self, x: float, y: float) -> QPointF:
        """The nearest whole device pixel."""
        return QPointF(round(x * self.ratio) / self.ratio, round(y * self.ratio) / self.ratio)


def box_around(size: tuple[float, float], x: float, y: float, room: float = 0.0) -> Box:
    """The box something of a size takes around (x, y) with ``room`` pixels on every side."""
    across, down = size[0] / 2 + room, size[1] / 2 + room
    return x - across, y - down, x + across, y + down


def as_box(rect: QRectF) -> Box:
    return rect.left(), rect.top(), rect.right(), rect.bottom()


def widened(face: QPixmap, radius: float, color: QColor) -> QPixmap:
    """What lies at most ``radius`` device pixels from anything on a picture, in one colour."""
    image = face.toImage().convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
    high, across = image.height(), image.bytesPerLine() // 4
    reach, kernel = _kernel(radius)
    room = np.zeros((high + 2 * reach, across + 2 * reach), np.float32)
    room[reach : reach + high, reach : reach + across] = np.frombuffer(image.constBits(), np.uint8)[3::4].reshape(
        high, across
    )
    wide = room[reach : reach + high, reach : reach + across].copy()
    for down, right, share in kernel:
        part = room[down : down + high, right : right + across]
        np.maximum(wide, part if share == 1.0 else part * share, out=wide)
    rim = np.empty((high, across, 4), np.uint8)
    for channel, ink in enumerate((color.blueF(), color.greenF(), color.redF(), 1.0)):
        rim[..., channel] = wide * np.float32(ink * color.alphaF()) + np.float32(0.5)
    result = QImage(rim.data, across, high, across * 4, QImage.Format.Format_ARGB32_Premultiplied)
    picture = QPixmap.fromImage(result.copy(0, 0, image.width(), high))
    picture.setDevicePixelRatio(face.devicePixelRatio())
    return picture


@cache
def _kernel(radius: float) -> tuple[int, list[tuple[int, int, np.float32]]]:
    """How far a disc reaches, and its pixels: steps from its corner and how much of each is inside. The rim is as soft
    as the letters: what lies just beyond counts for the part of it that is inside."""
    reach = math.ceil(radius + 0.5)
    span = range(2 * reach + 1)
    inside = [(y, x, min(radius + 0.5 - math.hypot(y - reach, x - reach), 1.0)) for y in span for x in span]
    return reach, [(y, x, np.float32(share)) for y, x, share in inside if share > 0.02 and (y, x) != (reach, reach)]


def _chinese(sign: str) -> bool:
    return "\u4e00" <= sign <= "\u9fff"
