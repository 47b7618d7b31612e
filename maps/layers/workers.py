"""Workers by state: a sign each, fading with the age of the position, and a ring as wide as he may have walked
since."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPen

from maps.flight_view import FORBIDDEN
from maps.frame import Frame
from maps.scene import AGEING, HEADING, OFF_DUTY
from maps.sprites import RADII
from maps.style import faded

#: Zoom levels from which the second and third size is drawn.
LARGER = (12.2, 14.6)
#: How fast a person nobody hears of may get away (m/s), and how far his ring grows at most (m).
WALKING, FARTHEST = 1.2, 400.0
#: Not more rings than this: beyond it they say nothing.
MOST_RINGS = 250


def size_class(zoom: float, crowd: int) -> int:
    """Which of the sizes is drawn at a zoom level when so many workers are in view."""
    size = sum(zoom >= step for step in LARGER)
    return min(size, 1) if crowd > 2500 else size


def paint(painter: QPainter, frame: Frame) -> None:
    crew, sprites = frame.scene.crew, frame.worker_sprites
    pixels = frame.viewport.to_pixels(crew.world)
    shown = frame.inside(pixels) & crew.known & (frame.crowds.crowd < 0)
    rows = crew.order[shown[crew.order]]
    if not len(rows):
        return
    size = size_class(frame.viewport.zoom, len(rows))
    column, facing, fade = crew.look[rows].astype(np.int64), crew.facing[rows], crew.fade[rows].astype(np.int64)
    moving = (column == HEADING) & (facing >= 0)
    column[moving] = sprites.arrow + facing[moving]
    if frame.flight is not None:
        weighed = frame.flight.look[rows].astype(np.int64)
        flying = weighed >= 0
        column[flying], fade[flying] = sprites.flight + weighed[flying], 0
        fade[~flying] = 2
        order = np.argsort(np.where(flying, 10 - np.minimum(weighed, FORBIDDEN), 0), kind="stable")
        rows, column, fade = rows[order], column[order], fade[order]
    elif size == len(RADII) - 1:
        _rings(painter, frame, pixels, rows)
    atlas = sprites.atlases[size]
    atlas.draw(painter, atlas.fragments(pixels[rows], column, fade))


def _rings(painter: QPainter, frame: Frame, pixels: NDArray[np.float64], rows: NDArray[np.int64]) -> None:
    crew = frame.scene.crew
    metres = np.minimum(crew.age[rows] * WALKING, FARTHEST)
    radius = metres / frame.viewport.metres_per_pixel
    shown = (crew.state[rows] != OFF_DUTY) & (crew.age[rows] > AGEING[0] / 2)
    shown &= radius > RADII[-1] + 3.0
    chosen = np.flatnonzero(shown)
    if not 0 < len(chosen) <= MOST_RINGS:
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setPen(QPen(faded(frame.style.quiet, 0.30), 1.0, Qt.PenStyle.SolidLine))
    painter.setBrush(faded(frame.style.quiet, 0.035))
    for at in chosen.tolist():
        x, y = pixels[rows[at]].tolist()
        painter.drawEllipse(QPointF(x, y), radius[at], radius[at])
