"""Cameras, once the view is near enough to tell them apart."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap, QPolygonF

from maps.ground_view import GroundView
from maps.primitives import HEIGHT, LEFT, OPACITY, SCALE_X, SCALE_Y, TOP, WIDTH, X, Y, draw_fragments
from maps.style import faded

#: From this zoom level on.
NEAR = 15.8
_SIDE = 14.0


def paint(painter: QPainter, view: GroundView) -> Iterator[None]:
    viewport = view.viewport
    if viewport.zoom < NEAR or not len(view.terrain.cameras):
        return
    pixels = viewport.to_pixels(view.terrain.cameras)
    seen = pixels[((pixels > -_SIDE) & (pixels < (viewport.width + _SIDE, viewport.height + _SIDE))).all(axis=1)]
    sign = _sign(view)
    rows = np.zeros((len(seen), 10))
    rows[:, [X, Y]] = np.rint(seen * view.letters.ratio)
    rows[:, [LEFT, TOP]] = 0.0
    rows[:, WIDTH], rows[:, HEIGHT] = sign.width(), sign.height()
    rows[:, SCALE_X] = rows[:, SCALE_Y] = rows[:, OPACITY] = 1.0
    painter.save()
    painter.scale(1 / view.letters.ratio, 1 / view.letters.ratio)
    draw_fragments(painter, rows, sign)
    painter.restore()
    yield


def _sign(view: GroundView) -> QPixmap:
    """A small body with a lens."""
    ratio, style = view.letters.ratio, view.style
    picture = QPixmap(round(_SIDE * ratio), round(_SIDE * ratio))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(ratio, ratio)
    strength = min(1.0, 0.45 + (view.viewport.zoom - NEAR) * 0.3)
    painter.setPen(Qt.PenStyle.NoPen)
    for color, rim in ((faded(style.casing, 0.9 * strength), 1.0), (faded(style.quiet, strength), 0.0)):
        painter.setBrush(color)
        painter.drawRoundedRect(QRectF(2.5 - rim, 4.6 - rim, 6.0 + 2 * rim, 4.8 + 2 * rim), 1.2, 1.2)
        lens = [(8.7, 6.4), (11.6 + rim, 4.7 - rim), (11.6 + rim, 9.3 + rim), (8.7, 7.6)]
        painter.drawPolygon(QPolygonF([QPointF(*point) for point in lens]))
    painter.end()
    return picture
