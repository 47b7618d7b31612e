"""The pen that draws an area: freehand, or a box from corner to corner."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPen

from domain.drawn_area import Corners, simplified
from maps.primitives import polygon
from maps.projection import to_degrees
from maps.style import faded
from maps.tools import Tools
from maps.viewport import Viewport

#: A hand that moved less than this (pixels) drew nothing.
LEAST = 6.0
#: How far (pixels) the kept corners may be from what the hand drew.
TOLERANCE = 1.5


class AreaPen:
    """In pixels while it draws: the map stands still meanwhile. ``drawing``: the button is down."""

    def __init__(self) -> None:
        self.drawing = False
        self._boxed = False
        self._track: list[tuple[float, float]] = []

    def begin(self, place: QPointF, boxed: bool) -> None:
        self.drawing, self._boxed = True, boxed
        self._track = [(place.x(), place.y())]

    def draw_to(self, place: QPointF) -> None:
        if self._boxed:
            del self._track[1:]
        self._track.append((place.x(), place.y()))

    def put_away(self) -> None:
        self.drawing, self._track = False, []

    def close(self, viewport: Viewport) -> Corners:
        """The button is let go: the area, corners in degrees; empty when nothing was drawn."""
        outline = self._outline()
        self.put_away()
        if len(outline) < 3 or float(np.ptp(outline, axis=0).max()) < LEAST:
            return ()
        return _in_degrees(simplified(outline, TOLERANCE), viewport)

    def whole(self, viewport: Viewport) -> Corners:
        """Everything in view as an area."""
        width, height = viewport.width, viewport.height
        return _in_degrees(np.array([(0.0, 0.0), (width, 0.0), (width, height), (0.0, height)]), viewport)

    def paint(self, painter: QPainter, tools: Tools) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(QPen(tools.style.selection, 2.0, Qt.PenStyle.DashLine, Qt.PenCapStyle.RoundCap))
        painter.setBrush(faded(tools.style.selection, 0.12))
        painter.drawPolygon(polygon(self._outline()))

    def _outline(self) -> np.ndarray:
        if not self._boxed or len(self._track) < 2:
            return np.array(self._track).reshape(-1, 2)
        (x0, y0), (x1, y1) = self._track[0], self._track[-1]
        return np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1)])


def _in_degrees(pixels: np.ndarray, viewport: Viewport) -> Corners:
    places = to_degrees(viewport.to_world(pixels)).round(6)
    return tuple((float(lon), float(lat)) for lon, lat in places.tolist())
