"""The way to the selected incident: the route that was taken up, or a plain line to who has it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPen

from domain.incident import Incident
from domain.polyline import decode_polyline
from domain.ways import split
from maps import wording
from maps.chips import Chip
from maps.frame import Frame
from maps.primitives import polygon
from maps.projection import metres_per_unit, to_world
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
    if len(ahead) > 1:
        _tell(painter, frame, incident, ahead, share_of(ahead, done))


def share_of(ahead: Line, done: Line) -> float:
    """How much of the way is still ahead, 0..1."""
    left, behind = _length(ahead), _length(done)
    return left / (left + behind) if left + behind > 0 else 0.0


def promise(incident: Incident, share: float, metres: float) -> str:
    """The time left, if it is known for the whole way, and the distance left."""
    assert incident.assignment is not None
    distance = wording.distance(round(metres, -1) if metres < 1000 else round(metres, -2))
    takes = incident.assignment.way_takes
    return f"{wording.minutes(takes * share)} · {distance}" if takes is not None else distance


def _tell(painter: QPainter, frame: Frame, incident: Incident, ahead: Line, share: float) -> None:
    """Beside the end of the way, where there is room: when he will be there, and how far it is."""
    style, letters = frame.style, frame.letters
    assert incident.assignment is not None
    takes = incident.assignment.way_takes
    text = promise(incident, share, _length(ahead) * metres_per_unit(float(ahead[-1, 1])))
    late = takes is not None and frame.scene.now + takes * share > incident.deadline.due_at
    chip = Chip(((text, style.text),), style.bad if late else style.route)
    width, height = chip.size(letters)
    x, y = frame.viewport.to_pixels(ahead[-1]).tolist()
    away = frame.incident_sprites.ring + 8.0
    frame.taken.claim((x - away, y - away, x + away, y + away))
    corners = [
        (x + away, y - height / 2),
        (x - away - width, y - height / 2),
        (x - width / 2, y - away - height),
        (x - width / 2, y + away),
    ]
    for left, top in corners:
        inside = 0 <= left <= frame.viewport.width - width and 0 <= top <= frame.viewport.height - height
        if inside and frame.taken.take(chip.box(letters, left, top)):
            chip.paint(painter, letters, style, left, top)
            return


def _length(line: Line) -> float:
    """In world units."""
    return float(np.hypot(*np.diff(line, axis=0).T).sum()) if len(line) > 1 else 0.0


def _way(route: str) -> Line | None:
    if not route:
        return None
    try:
        points = decode_polyline(route)
    except ValueError:
        return None
    return to_world(points[:, 0], points[:, 1]) if len(points) > 1 else None
