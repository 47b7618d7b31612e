"""A halo around what is selected, and a finer one around what the pointer is over."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPen

from maps.frame import Frame
from maps.style import faded


def paint(painter: QPainter, frame: Frame) -> None:
    crew, matters = frame.scene.crew, frame.scene.matters
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    target = frame.target if frame.flight is None else None
    if target is not None and target.kind == "worker" and target.id in crew.row:
        _halo(painter, frame, crew.world[crew.row[target.id]].tolist(), 10.0, 0.45)
    if target is not None and target.kind == "incident" and target.id in matters.row:
        _halo(painter, frame, matters.world[matters.row[target.id]].tolist(), frame.incident_sprites.ring + 4, 0.45)
    row = crew.row.get(frame.worker)
    if row is not None and crew.known[row]:
        _halo(painter, frame, crew.world[row].tolist(), 12.0, 1.0)
    if frame.incident in matters.row:
        place = matters.world[matters.row[frame.incident]].tolist()
        _halo(painter, frame, place, frame.incident_sprites.ring + 5.0, 1.0)


def _halo(painter: QPainter, frame: Frame, world: list[float], radius: float, strength: float) -> None:
    middle = QPointF(*frame.viewport.to_pixels(world).tolist())
    color = frame.style.selection
    painter.setBrush(faded(color, 0.16 * strength))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawEllipse(middle, radius + 4, radius + 4)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(faded(color, strength), 2.0))
    painter.drawEllipse(middle, radius, radius)
