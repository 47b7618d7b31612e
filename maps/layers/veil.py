"""While an incident is in the air the ground steps back."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from maps.frame import Frame


def paint(painter: QPainter, frame: Frame) -> None:
    if frame.flight is not None:
        painter.fillRect(QRectF(0, 0, frame.viewport.width, frame.viewport.height), frame.style.veil)
