"""Incidents by severity (shape and colour) inside the arc of their deadline; many on one spot under the worst of
them; what a filter leaves out stays as a faint sign."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from maps.frame import Frame
from maps.primitives import OPACITY, SCALE_X, SCALE_Y
from maps.style import faded

#: How much is left of a sign that a filter leaves out.
FAINT, FAINT_SIZE = 0.32, 0.7
#: At most this many marks shine at a time.
MOST_SHINING = 3


def paint(painter: QPainter, frame: Frame) -> None:
    matters, sprites = frame.scene.matters, frame.incident_sprites
    _plates(painter, frame)
    _faint(painter, frame)
    rows = frame.marks.rows
    pixels = frame.marks.pixels(matters, frame.viewport)
    seen = frame.inside(pixels, 40.0)
    rows, pixels, count = rows[seen], pixels[seen], frame.marks.count[seen]
    if not len(rows):
        return
    _shine(painter, frame)
    arc = sprites.arc_step(matters.used[rows], matters.phase[rows])
    sign = sprites.sign_column(matters.severity[rows], matters.waits[rows])
    # A mark is one picture, so that a worse one covers the whole of a lesser one.
    fragments = sprites.marks.fragments(pixels, sprites.mark(sign, arc))
    if frame.flight is not None:
        fragments[rows != matters.row.get(frame.flight.incident, -1), OPACITY] = 0.28
    sprites.marks.draw(painter, fragments)
    many = count > 1
    if frame.flight is None and many.any():
        frame.badges.paint(painter, pixels[many] + (sprites.ring * 0.8, -sprites.ring * 0.8), count[many])
    if frame.pending:
        _pending(painter, frame)


def _pending(painter: QPainter, frame: Frame) -> None:
    """Dots under marks with an order that is on its way to the backend and not yet confirmed."""
    matters = frame.scene.matters
    rows = np.array([matters.row[id_] for id_ in frame.pending if id_ in matters.row], np.int64)
    rows = rows[np.isin(rows, frame.marks.rows)]
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    for row in rows.tolist():
        x, y = frame.marks.pixel(row, matters, frame.viewport)
        _dots(painter, frame, x, y + frame.incident_sprites.ring)


def _shining(frame: Frame) -> list[QPointF]:
    """Where the worst are that nobody has acknowledged yet: the only ones that blink."""
    if not frame.shine or frame.flight is not None:
        return []
    matters = frame.scene.matters
    worst = np.flatnonzero(matters.calls)[::-1][:MOST_SHINING]
    leaders = frame.marks.leader[worst].tolist()
    return [QPointF(*frame.marks.pixel(leader, matters, frame.viewport)) for leader in leaders]


def _plates(painter: QPainter, frame: Frame) -> None:
    """What those that shine stand on, below all signs."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(frame.style.plate)
    for place in _shining(frame):
        painter.drawEllipse(place, _glow(frame), _glow(frame))


def _shine(painter: QPainter, frame: Frame) -> None:
    color = frame.style.severity[0]
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setPen(QPen(faded(color, 0.7), 2.0))
    painter.setBrush(faded(color, 0.16))
    for place in _shining(frame):
        painter.drawEllipse(place, _glow(frame), _glow(frame))


def _glow(frame: Frame) -> float:
    """How far the shine reaches, logical pixels."""
    return frame.incident_sprites.ring + 6


def _faint(painter: QPainter, frame: Frame) -> None:
    """What a filter leaves out: still there, and out of the way."""
    matters, sprites, rows = frame.scene.matters, frame.incident_sprites, frame.marks.faint
    if not len(rows):
        return
    pixels = frame.viewport.to_pixels(matters.world[rows])
    seen = frame.inside(pixels)
    rows = rows[seen]
    sign = sprites.sign_column(matters.severity[rows], matters.waits[rows])
    fragments = sprites.atlas.fragments(pixels[seen], sign, 0)
    fragments[:, [SCALE_X, SCALE_Y]] = FAINT_SIZE
    fragments[:, OPACITY] = FAINT
    sprites.atlas.draw(painter, fragments)


def _dots(painter: QPainter, frame: Frame, x: float, y: float) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(faded(frame.style.ground, 0.9))
    painter.drawRoundedRect(QRectF(x - 11, y - 5, 22, 10), 5, 5)
    painter.setBrush(frame.style.pending)
    for shift in (-5.5, 0.0, 5.5):
        painter.drawEllipse(QPointF(x + shift, y), 1.8, 1.8)
