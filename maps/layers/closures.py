"""Roads that are closed, drawn as barriers with the sign for it; and the one that is about to be."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from domain.closure import Closure
from maps.chips import Chip
from maps.frame import Frame
from maps.primitives import polygon
from maps.projection import to_world
from maps.style import faded
from maps.viewport import Viewport

#: From these zoom levels on the whole sign is drawn, and what is closed and why is told.
SIGNED, TOLD = 12.5, 15.0
#: How near (logical pixels) the pointer must be to mean a closed road.
REACH = 9.0

Line = NDArray[np.float64]


def paint(painter: QPainter, frame: Frame) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    told: list[tuple[Closure, QPointF]] = []
    for closure in frame.picture.closures.values():
        pixels = frame.viewport.to_pixels(world_of(closure))
        if not _in_view(frame, pixels):
            continue
        _barrier(painter, frame, pixels, frame.style.bad)
        middle = _middle(pixels)
        _sign(painter, frame, middle)
        told.append((closure, middle))
    if len(frame.closing) > 1:
        pixels = frame.viewport.to_pixels(frame.closing)
        _barrier(painter, frame, pixels, frame.style.warn)
    if frame.viewport.zoom >= TOLD:
        for closure, middle in told:
            _tell(painter, frame, closure, middle)


def world_of(closure: Closure) -> Line:
    """Its world places ``(n, 2)``."""
    points = closure.points
    return to_world(points[:, 0], points[:, 1])


def closure_at(closures: Iterable[Closure], viewport: Viewport, x: float, y: float) -> Closure | None:
    """The closed road under a pixel, None when there is none that near."""
    best, found = REACH, None
    for closure in closures:
        away = _away(viewport.to_pixels(world_of(closure)), x, y)
        if away <= best:
            best, found = away, closure
    return found


def _away(pixels: Line, x: float, y: float) -> float:
    start, step = pixels[:-1], np.diff(pixels, axis=0)
    length = np.maximum((step**2).sum(axis=1), 1e-9)
    share = np.clip((((x, y) - start) * step).sum(axis=1) / length, 0.0, 1.0)
    return float(np.hypot(*(start + step * share[:, None] - (x, y)).T).min())


def _in_view(frame: Frame, pixels: Line) -> bool:
    low, high = pixels.min(axis=0), pixels.max(axis=0)
    inside = low[0] < frame.viewport.width + 24 and high[0] > -24
    return bool(inside and low[1] < frame.viewport.height + 24 and high[1] > -24)


def _barrier(painter: QPainter, frame: Frame, pixels: Line, color: QColor) -> None:
    """Tape: a coloured line with dashes of the ground in it."""
    width = float(np.clip(frame.viewport.zoom - 9.5, 2.4, 7.0))
    line = polygon(pixels)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    flat, joined = Qt.PenCapStyle.FlatCap, Qt.PenJoinStyle.RoundJoin
    rounded = Qt.PenCapStyle.RoundCap
    painter.setPen(QPen(faded(frame.style.ground, 0.85), width + 3.0, Qt.PenStyle.SolidLine, rounded, joined))
    painter.drawPolyline(line)
    painter.setPen(QPen(color, width, Qt.PenStyle.SolidLine, flat, joined))
    painter.drawPolyline(line)
    tape = QPen(faded(QColor("#FFFFFF"), 0.9), max(1.2, width - 2.4), Qt.PenStyle.CustomDashLine, flat, joined)
    tape.setDashPattern([2.2, 2.6])
    painter.setPen(tape)
    painter.drawPolyline(line)


def _middle(pixels: Line) -> QPointF:
    run = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(pixels, axis=0).T))])
    half = float(run[-1]) / 2
    return QPointF(float(np.interp(half, run, pixels[:, 0])), float(np.interp(half, run, pixels[:, 1])))


def _sign(painter: QPainter, frame: Frame, middle: QPointF) -> None:
    """No entry: a red disc with a white bar; a plain dot from far away."""
    radius = 9.0 if frame.viewport.zoom >= SIGNED else 4.5
    painter.setPen(QPen(frame.style.ground, 1.6))
    painter.setBrush(frame.style.bad)
    painter.drawEllipse(middle, radius, radius)
    if frame.viewport.zoom >= SIGNED:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor("#FFFFFF"))
        painter.drawRoundedRect(QRectF(middle.x() - 5.4, middle.y() - 1.7, 10.8, 3.4), 1.0, 1.0)
    frame.taken.claim((middle.x() - radius, middle.y() - radius, middle.x() + radius, middle.y() + radius))


def _tell(painter: QPainter, frame: Frame, closure: Closure, middle: QPointF) -> None:
    style = frame.style
    name = closure.road.text(frame.language)
    parts = [(name + " · ", style.text)] if name else []
    chip = Chip((*parts, (closure.reason, style.bad)), style.bad, 11.5, QFont.Weight.Medium)
    width, height = chip.size(frame.letters)
    for left, top in (
        (middle.x() - width / 2, middle.y() - 15 - height),
        (middle.x() - width / 2, middle.y() + 15),
        (middle.x() + 15, middle.y() - height / 2),
        (middle.x() - 15 - width, middle.y() - height / 2),
    ):
        if frame.taken.take(chip.box(frame.letters, left - 2, top - 2)):
            chip.paint(painter, frame.letters, style, left, top)
            return
