"""What the signs of the map mean, drawn with the map's own signs."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from desktop.export import say
from desktop.export.canvas import Canvas
from domain.category import Severity
from domain.positions import WORKER_STATES
from domain.worker import WorkerState
from maps.scene import SILENT
from maps.sprites import draw_severity, draw_worker
from maps.style import Style
from widgets import words

STATES = (WorkerState.FREE, WorkerState.HEADING, WorkerState.ON_SCENE, WorkerState.BUSY, WorkerState.RESTING)
_Sign = Callable[[QPainter], None]


def entries(style: Style, people: bool) -> list[tuple[_Sign, str]]:
    """How each sign is drawn around (0, 0), and what it means."""
    found: list[tuple[_Sign, str]] = [
        (lambda painter, s=severity: draw_severity(painter, int(s), 6.5, style, True), words.severity(severity))  # type: ignore[misc]
        for severity in Severity
    ]
    found.append((lambda painter: draw_severity(painter, 3, 6.5, style, False), say.somebody_on_it()))
    found.append((lambda painter: _ring(painter, style), say.ring_means()))
    if people:
        looks = [(WORKER_STATES.index(state), words.state(state.value)) for state in STATES]
        for look, name in [*looks, (SILENT, words.state("silent"))]:
            found.append((lambda painter, at=look: draw_worker(painter, at, 5.0, style), name))  # type: ignore[misc]
    return found


def paint_legend(canvas: Canvas, style: Style, box: QRectF, people: bool) -> None:
    """In one line, as far as there is room."""
    at = box.left()
    for number, (sign, name) in enumerate(entries(style, people)):
        wide = canvas.width(name, 12)
        if at + wide + 24 > box.right():
            return
        at += 14 if number == 6 else 0
        canvas.painter.save()
        canvas.painter.translate(at + 8, box.center().y())
        sign(canvas.painter)
        canvas.painter.restore()
        canvas.text(QRectF(at + 20, box.top(), wide + 4, box.height()), name, 12, canvas.tokens.text)
        at += wide + 36


def _ring(painter: QPainter, style: Style) -> None:
    box = QRectF(-7, -7, 14, 14)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(style.line), 2.0))
    painter.drawEllipse(box)
    painter.setPen(QPen(style.warn, 2.0, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
    painter.drawArc(box, 90 * 16, 100 * 16)
