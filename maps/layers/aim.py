"""The area under the pointer while an incident is in the air, and the area that is selected."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPen

from maps.frame import Frame
from maps.primitives import outline, polygon
from maps.style import faded


def paint(painter: QPainter, frame: Frame) -> None:
    target, terrain = frame.target, frame.terrain
    if frame.flight is None or target is None or target.kind != "region" or target.id not in terrain.tree:
        return
    forbidden = target.area is not None and bool(target.area.obstacle)
    color = frame.style.quiet if forbidden else frame.style.selection
    rings = terrain.outlines.rings_of(terrain.tree.index(target.id))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    line = Qt.PenStyle.DashLine if forbidden else Qt.PenStyle.SolidLine
    painter.setPen(QPen(color, 2.2, line, Qt.PenCapStyle.FlatCap, Qt.PenJoinStyle.RoundJoin))
    painter.setBrush(faded(color, 0.10 if forbidden else 0.20))
    painter.drawPath(outline(polygon(frame.viewport.to_pixels(ring)) for ring in rings))
