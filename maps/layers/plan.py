"""A proposal for many incidents: from each to whoever it is proposed for, the chosen pair on top."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from maps.frame import Frame
from maps.style import faded


def paint(painter: QPainter, frame: Frame) -> None:
    if not frame.plan or frame.flight is not None:
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    chosen = frame.plan.get(frame.incident)
    for incident, worker in frame.plan.items():
        if incident != frame.incident:
            _pair(painter, frame, incident, worker, frame.style.route, 0.62)
    if chosen is not None:
        _pair(painter, frame, frame.incident, chosen, frame.style.selection, 1.0)


def _pair(painter: QPainter, frame: Frame, incident: str, worker: str, color: QColor, strength: float) -> None:
    matters, crew = frame.scene.matters, frame.scene.crew
    row, person = matters.row.get(incident), crew.row.get(worker)
    if row is None or person is None or not crew.known[person]:
        return
    start = QPointF(*frame.viewport.to_pixels(crew.world[person]).tolist())
    end = QPointF(*frame.viewport.to_pixels(matters.world[row]).tolist())
    painter.setPen(QPen(faded(frame.style.ground, 0.6 * strength), 4.6))
    painter.drawLine(start, end)
    painter.setPen(QPen(faded(color, strength), 1.8, Qt.PenStyle.DashLine))
    painter.drawLine(start, end)
    _arrow(painter, start, end, faded(color, strength))


def _arrow(painter: QPainter, start: QPointF, end: QPointF, color: QColor) -> None:
    """A head in the middle, where no sign covers it."""
    way = end - start
    length = math.hypot(way.x(), way.y())
    if length < 34:
        return
    along = QPointF(way.x() / length, way.y() / length)
    tip = start + way * 0.5 + along * 5
    across = QPointF(-along.y(), along.x())
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawPolygon([tip, tip - along * 10 + across * 4.5, tip - along * 10 - across * 4.5])
