"""The way to the selected incident: the route that was taken up, or a plain line to who has it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPen

from domain.incident import Incident
from domain.polyline import decode_polyline
from domain.ways import split
from maps.frame import Frame
from maps.primitives import polygon
from maps.projection import to_world
from maps.style import faded

#: World places ``(n, 2)``.
Line = NDArray[np.float64]


def paint(painter: QPainter, frame: Frame) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for id_ in _shown(frame):
        incident = frame.picture.incidents.get(id_)
        if incident is not None and incident.assignment is not None and frame.picture.is_open(incident):
            _paint_one(painter, frame, incident)


def _shown(frame: Frame) -> list[str]:
    """The selected incident, or everything the selected worker has."""
    if frame.incident:
        return [frame.incident]
    return sorted(frame.picture.tasks.get(frame.worker, ())) if frame.worker else []


def _paint_one(painter: QPainter, frame: Frame, incident: Incident) -> None:
    assignment, crew = incident.assignment, frame.scene.crew
    assert assignment is not None
    row = crew.row.get(assignment.worker)
    here = crew.world[row] if row is not None and crew.known[row] else None
    there = to_world(incident.place.lon, incident.place.lat)
    color = frame.style.route
    way = _way(assignment.route)
    if way is None or assignment.arrived_at is not None:
        if here is not None:
            dots = QPen(faded(color, 0.75), 1.6, Qt.PenStyle.DotLine, Qt.PenCapStyle.RoundCap)
            painter.setPen(dots)
            ends = frame.viewport.to_pixels(np.vstack([here, there]))
            painter.drawLine(QPointF(*ends[0]), QPointF(*ends[1]))
        return
    done, ahead = split(way, here)
    for line, strength in ((done, 0.28), (ahead, 1.0)):
        if len(line) < 2:
            continue
        pixels = polygon(frame.viewport.to_pixels(line))
        for width, ink in ((6.5, faded(frame.style.ground, 0.7)), (3.4, faded(color, strength))):
            painter.setPen(QPen(ink, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
            painter.drawPolyline(pixels)


def _way(route: str) -> Line | None:
    if not route:
        return None
    try:
        points = decode_polyline(route)
    except ValueError:
        return None
    return to_world(points[:, 0], points[:, 1]) if len(points) > 1 else None
