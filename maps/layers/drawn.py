"""The area somebody drew: what lies in it is what the queue shows."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPen

from maps.frame import Frame
from maps.primitives import polygon
from maps.projection import to_world
from maps.style import faded


def paint(painter: QPainter, frame: Frame) -> None:
    if len(frame.drawn) < 3:
        return
    corners = np.array(frame.drawn)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setPen(QPen(frame.style.selection, 1.8, Qt.PenStyle.DashLine, Qt.PenCapStyle.RoundCap))
    painter.setBrush(faded(frame.style.selection, 0.07))
    painter.drawPolygon(polygon(frame.viewport.to_pixels(to_world(corners[:, 0], corners[:, 1]))))
