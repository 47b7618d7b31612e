"""Where workers have been in the last half hour: lines that fade with age; never of somebody off duty."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPen

from domain.trails import KEPT, WINDOW
from maps.frame import Frame
from maps.primitives import draw_lines
from maps.projection import stored_to_world
from maps.scene import OFF_DUTY
from maps.strokes import pieces
from maps.style import faded, mixed

#: A line fades in so many steps, from the first strength to the second.
STEPS, FRESH, OLD = 6, 0.9, 0.16
#: All workers in view: at most so many stretches in one frame, and nothing when that gives each fewer than these.
MOST_LINES, FEWEST_EACH = 8000, 4
#: From this zoom level on the fixes of the selected worker's way are dots: between them it is a straight guess.
NEAR = 14.5


def paint_selected(painter: QPainter, frame: Frame) -> None:
    row = frame.scene.crew.row.get(frame.worker)
    if row is None or frame.flight is not None:
        return
    lines, age = _lines(frame, np.array([row]), KEPT)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setPen(QPen(faded(frame.style.ground, 0.55), 5.0, Qt.PenStyle.SolidLine, Qt.PenCapStyle.SquareCap))
    draw_lines(painter, lines)
    _draw(painter, frame, lines, age, 2.2)
    if frame.viewport.zoom < NEAR:
        return
    painter.setPen(Qt.PenStyle.NoPen)
    for (x, y), old in zip(lines[:, :2].tolist(), age.tolist(), strict=True):
        painter.setBrush(faded(frame.style.text, _strength(old / WINDOW)))
        painter.drawEllipse(QPointF(x, y), 2.4, 2.4)


def paint_all(painter: QPainter, frame: Frame) -> None:
    if frame.trails is None or frame.flight is not None:
        return
    crew = frame.scene.crew
    seen = frame.inside(frame.viewport.to_pixels(crew.world), 200.0)
    rows = np.flatnonzero(seen & crew.known & (crew.state != OFF_DUTY))
    each = min(KEPT, MOST_LINES // max(len(rows), 1))
    if each < FEWEST_EACH:
        return
    lines, age = _lines(frame, rows, each)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    _draw(painter, frame, lines, age, 1.2)


def _lines(frame: Frame, rows: NDArray[np.int64], most: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Pixel lines ``(n, 4)`` and the age of each."""
    if frame.trails is None:
        return np.zeros((0, 4)), np.zeros(0)
    rows = rows[frame.scene.crew.state[rows] != OFF_DUTY]
    stored, age = frame.trails.lines(rows, frame.picture.positions, frame.scene.now, most)
    pixels = frame.viewport.to_pixels(stored_to_world(stored.reshape(-1, 2)))
    return pixels.reshape(-1, 4), age


def _draw(
    painter: QPainter, frame: Frame, lines: NDArray[np.float64], age: NDArray[np.float64], width: float
) -> None:
    # Round ends cost twenty times as much as flat ones.
    color = mixed(frame.style.label, frame.style.text, 0.5)
    step = np.minimum((age / WINDOW * STEPS).astype(np.int64), STEPS - 1)
    for number in range(STEPS - 1, -1, -1):
        strength = _strength(number / (STEPS - 1))
        painter.setPen(QPen(faded(color, strength), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
        draw_lines(painter, pieces(painter, lines[step == number]))


def _strength(share: float) -> float:
    """How strong what is so old (0: new, 1: as old as the window) is drawn."""
    return FRESH + (OLD - FRESH) * min(max(share, 0.0), 1.0)
