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
        _halo(painter, frame, _worker(frame, crew.row[target.id]), 10.0, 0.45)
    if target is not None and target.kind == "incident" and target.id in matters.row:
        _halo(painter, frame, _incident(frame, matters.row[target.id]), frame.incident_sprites.ring + 4, 0.45)
    if frame.pin is not None:
        _pin(painter, frame, frame.pin)
    row = crew.row.get(frame.worker)
    if row is not None and crew.known[row]:
        _halo(painter, frame, _worker(frame, row), 12.0, 1.0)
    if frame.incident in matters.row:
        _halo(painter, frame, _incident(frame, matters.row[frame.incident]), frame.incident_sprites.ring + 5.0, 1.0)


def _worker(frame: Frame, row: int) -> QPointF:
    return QPointF(*frame.viewport.to_pixels(frame.scene.crew.world[row]).tolist())


def _incident(frame: Frame, row: int) -> QPointF:
    return QPointF(*frame.marks.pixel(row, frame.scene.matters, frame.viewport))


def _halo(painter: QPainter, frame: Frame, middle: QPointF, radius: float, strength: float) -> None:
    color = frame.style.selection
    painter.setBrush(faded(color, 0.16 * strength))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawEllipse(middle, radius + 4, radius + 4)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(faded(color, strength), 2.0))
    painter.drawEllipse(middle, radius, radius)


def _pin(painter: QPainter, frame: Frame, world: tuple[float, float]) -> None:
    """A ring with four arms: exactly there."""
    x, y = frame.viewport.to_pixels(world).tolist()
    for color, width in ((faded(frame.style.ground, 0.8), 4.5), (frame.style.selection, 2.0)):
        painter.setPen(QPen(color, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(QPointF(x, y), 7.0, 7.0)
        for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            painter.drawLine(QPointF(x + 7 * dx, y + 7 * dy), QPointF(x + 13 * dx, y + 13 * dy))
