"""Cameras: from afar how many there are, nearer each with what it sees."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from maps.camera_groups import FAR, NEAR, group
from maps.ground_view import GroundView
from maps.style import faded

#: From this zoom level on it is drawn what they see: so many metres far.
SIGHTED, SIGHT = 17.0, 45.0
_SIDE = 14.0
#: So many signs or views are drawn in one stroke.
_STROKE = 120


def paint(painter: QPainter, view: GroundView) -> Iterator[None]:
    if view.viewport.zoom >= FAR:
        yield from _paint(painter, view)


def paint_afar(painter: QPainter, view: GroundView) -> Iterator[None]:
    """How many there are where, also over the whole city."""
    if view.viewport.zoom < FAR:
        yield from _paint(painter, view)


def _paint(painter: QPainter, view: GroundView) -> Iterator[None]:
    viewport = view.viewport
    groups = group(view.terrain.cameras, viewport)
    if viewport.zoom >= SIGHTED:
        yield from _sights(painter, view, groups.rows)
    sign = _sign(view)
    places = viewport.to_pixels(groups.world).tolist()
    for number, ((x, y), count) in enumerate(zip(places, groups.count.tolist(), strict=True)):
        if count > 1 and viewport.zoom < NEAR:
            _pill(painter, view, sign, x, y, count)
        else:
            view.letters.draw_middle(painter, sign, x, y)
            if count > 1:
                digits = view.letters.stamp(str(count), 9.0, view.style.label, QFont.Weight.DemiBold, 2.0)
                view.letters.draw_middle(painter, digits, x + 8.0, y - 7.0)
        if number % _STROKE == _STROKE - 1:
            yield
    yield


def _sights(painter: QPainter, view: GroundView, rows: np.ndarray) -> Iterator[None]:
    """What the cameras see, for those of whom it is known: sectors, and circles for those that turn all around."""
    heading, angle = view.terrain.camera_heading, view.terrain.camera_angle
    if not len(heading):
        return
    rows = rows[(heading[rows] >= 0) & (angle[rows] > 0)]
    radius = SIGHT / view.viewport.metres_per_pixel
    pixels = view.viewport.to_pixels(view.terrain.cameras[rows])
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setPen(QPen(faded(view.style.quiet, 0.35), 0.8))
    painter.setBrush(faded(view.style.quiet, 0.16 if view.style.dark else 0.11))
    for at in range(0, len(rows), _STROKE):
        piece = slice(at, at + _STROKE)
        path = QPainterPath()
        path.setFillRule(Qt.FillRule.WindingFill)
        for (x, y), north, wide in zip(
            pixels[piece].tolist(), heading[rows[piece]].tolist(), angle[rows[piece]].tolist(), strict=True
        ):
            box = QRectF(x - radius, y - radius, 2 * radius, 2 * radius)
            if wide >= 360:
                path.addEllipse(box)
                continue
            path.moveTo(x, y)
            path.arcTo(box, 90.0 - north + wide / 2, -wide)
            path.closeSubpath()
        painter.drawPath(path)
        yield


def _pill(painter: QPainter, view: GroundView, sign: QPixmap, x: float, y: float, count: int) -> None:
    """A camera and a number on a quiet ground."""
    style, letters = view.style, view.letters
    digits = letters.stamp(str(count), 10.0, style.quiet, QFont.Weight.Medium, 0.0)
    width = _SIDE + digits.deviceIndependentSize().width() + 2.0
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setPen(QPen(faded(style.quiet, 0.3), 1.0))
    painter.setBrush(faded(style.panel, 0.78))
    painter.drawRoundedRect(QRectF(x - width / 2, y - 8.0, width, 16.0), 8.0, 8.0)
    letters.draw_middle(painter, sign, x - width / 2 + _SIDE / 2 + 1.0, y)
    letters.draw_middle(painter, digits, x + _SIDE / 2 - 1.0, y)


def _sign(view: GroundView) -> QPixmap:
    """A small body with a lens."""
    ratio, style = view.letters.ratio, view.style
    picture = QPixmap(round(_SIDE * ratio), round(_SIDE * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    strength = min(1.0, 0.45 + max(view.viewport.zoom - FAR, 0.0) * 0.16)
    painter.setPen(Qt.PenStyle.NoPen)
    for color, rim in ((faded(style.casing, 0.9 * strength), 1.0), (faded(style.quiet, strength), 0.0)):
        painter.setBrush(color)
        painter.drawRoundedRect(QRectF(2.5 - rim, 4.6 - rim, 6.0 + 2 * rim, 4.8 + 2 * rim), 1.2, 1.2)
        lens = [(8.7, 6.4), (11.6 + rim, 4.7 - rim), (11.6 + rim, 9.3 + rim), (8.7, 7.6)]
        painter.drawPolygon(QPolygonF([QPointF(*point) for point in lens]))
    painter.end()
    return picture
