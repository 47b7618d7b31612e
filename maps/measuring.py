"""The measuring tape: how far along a line of points, and how large what they enclose."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPen

from domain.surveying import area, legs
from maps import wording
from maps.chips import Chip, kept_inside
from maps.primitives import polygon
from maps.projection import to_degrees
from maps.style import faded
from maps.tools import Tools
from maps.viewport import Viewport

#: Two points nearer than this (world units; about a centimetre) are one: a double click sets its point once.
SAME = 2.5e-10
#: A leg shorter than this many pixels does not bear its length.
ROOM = 54.0

World = NDArray[np.float64]


class Tape:
    """Points in world coordinates. ``measuring``: the last one follows the pointer."""

    def __init__(self) -> None:
        self._points: list[World] = []
        self._pointer: World | None = None
        self._ended = False

    @property
    def measuring(self) -> bool:
        return bool(self._points) and not self._ended

    def add(self, place: World) -> None:
        """One more point; after the end it begins anew."""
        if self._ended:
            self.put_away()
        if not self._points or float(np.abs(self._points[-1] - place).max()) > SAME:
            self._points.append(place)
        self._pointer = None

    def point_at(self, place: World) -> None:
        self._pointer = place

    def take_back(self) -> None:
        self._points[-1:] = []
        self._ended = False

    def end(self) -> None:
        self._ended, self._pointer = len(self._points) > 1, None

    def put_away(self) -> None:
        self._points, self._pointer, self._ended = [], None, False

    def places(self) -> World:
        """Everything that is measured, ``(n, 2)`` degrees."""
        points = [*self._points, *([self._pointer] if self._pointer is not None else [])]
        return to_degrees(np.array(points).reshape(-1, 2))

    def result(self) -> str:
        """In words; empty before there are two points."""
        places = self.places()
        if len(places) < 2:
            return ""
        return wording.measured(float(legs(places).sum()), area(places))

    def paint(self, painter: QPainter, viewport: Viewport, tools: Tools) -> None:
        points = [*self._points, *([self._pointer] if self._pointer is not None else [])]
        if not points:
            return
        style, pixels = tools.style, viewport.to_pixels(np.array(points))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        if len(pixels) > 2:
            painter.setPen(QPen(faded(style.selection, 0.7), 1.2, Qt.PenStyle.DashLine))
            painter.setBrush(faded(style.selection, 0.10))
            painter.drawPolygon(polygon(pixels))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        solid, cap, join = Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
        for color, width in ((faded(style.ground, 0.8), 5.0), (style.selection, 2.2)):
            painter.setPen(QPen(color, width, solid, cap, join))
            painter.drawPolyline(polygon(pixels))
        painter.setPen(QPen(style.ground, 1.4))
        painter.setBrush(style.selection)
        for x, y in pixels.tolist():
            painter.drawEllipse(QPointF(x, y), 4.0, 4.0)
        self._label(painter, viewport, tools, pixels)

    def _label(self, painter: QPainter, viewport: Viewport, tools: Tools, pixels: NDArray[np.float64]) -> None:
        """The length of each leg that has room for it, in its middle."""
        steps = np.hypot(*np.diff(pixels, axis=0).T)
        for start, end, metres, long in zip(
            pixels[:-1].tolist(), pixels[1:].tolist(), legs(self.places()).tolist(), steps.tolist(), strict=True
        ):
            if long < ROOM:
                continue
            chip = Chip(((wording.length(metres), tools.style.text),), tools.style.selection)
            width, height = chip.size(tools.letters)
            left, top = (start[0] + end[0] - width) / 2, (start[1] + end[1] - height) / 2
            box = left, top, left + width, top + height
            chip.paint(painter, tools.letters, tools.style, *kept_inside(box, viewport.width, viewport.height))
