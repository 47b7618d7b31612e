"""The legs of an opened pile: from each sign to where its incident is."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPen

from maps.frame import Frame
from maps.primitives import draw_lines
from maps.style import faded


def paint(painter: QPainter, frame: Frame) -> None:
    if not frame.marks.offsets:
        return
    rows = list(frame.marks.offsets)
    places = frame.viewport.to_pixels(frame.scene.matters.world[rows])
    lines = np.hstack([places, places + np.array(list(frame.marks.offsets.values()))])
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    for ink, width in ((faded(frame.style.ground, 0.7), 3.6), (faded(frame.style.text, 0.7), 1.3)):
        painter.setPen(QPen(ink, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        draw_lines(painter, lines)
    painter.setPen(QPen(frame.style.ground, 1.2))
    painter.setBrush(frame.style.text)
    for x, y in np.unique(np.round(places, 1), axis=0).tolist():
        painter.drawEllipse(QPointF(x, y), 3.0, 3.0)
