"""The shapes that say what colour alone must not: severities and states of workers."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from domain.category import Severity
from domain.look import SEVERITY_SIGNS, WORKER_SIGNS
from domain.worker import WorkerState
from widgets.look import Look


def outline(shape: str, box: QRectF) -> QPainterPath:
    """The closed path of a named shape inside ``box``."""
    path = QPainterPath()
    center, half = box.center(), min(box.width(), box.height()) / 2
    x, y = center.x(), center.y()
    if shape == "diamond":
        points = [(x, y - half), (x + half, y), (x, y + half), (x - half, y)]
    elif shape == "triangle":
        points = [(x, y - half * 0.92), (x + half, y + half * 0.78), (x - half, y + half * 0.78)]
    elif shape == "square":
        side = half * 0.8
        points = [(x - side, y - side), (x + side, y - side), (x + side, y + side), (x - side, y + side)]
    elif shape == "arrow":
        points = [
            (x, y - half),
            (x + half * 0.8, y + half * 0.9),
            (x, y + half * 0.4),
            (x - half * 0.8, y + half * 0.9),
        ]
    else:
        path.addEllipse(center, half * 0.85, half * 0.85)
        return path
    path.addPolygon(QPolygonF([QPointF(*point) for point in points]))
    path.closeSubpath()
    return path


def draw_severity(painter: QPainter, box: QRectF, severity: Severity, look: Look, hollow: bool = False) -> None:
    """Shape and colour of a severity; ``hollow`` for matters that are closed."""
    _draw(painter, outline(SEVERITY_SIGNS[severity], box), look.severity(severity), hollow)


def draw_worker(painter: QPainter, box: QRectF, state: WorkerState, look: Look, silent: bool = False) -> None:
    """Sign of a worker's state; a silent one is hollow with a question mark, one off duty hollow."""
    sign = WORKER_SIGNS[state]
    color = QColor(look.tokens.silent if silent else look.tokens.worker[state])
    center, radius = box.center(), min(box.width(), box.height()) / 2 - 0.75
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(color, 1.5))
    hollow = silent or sign in ("cross", "ring", "half")
    painter.setBrush(Qt.BrushStyle.NoBrush if hollow else color)
    if silent:
        painter.drawEllipse(center, radius, radius)
        font = painter.font()
        font.setPixelSize(max(7, round(radius * 1.5)))
        painter.setFont(font)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "?")
    elif sign == "arrow":
        painter.drawPath(outline("arrow", box))
    else:
        painter.drawEllipse(center, radius, radius)
        _draw_inner(painter, sign, center, radius, color, look)
    painter.restore()


def _draw_inner(painter: QPainter, sign: str, center: QPointF, radius: float, color: QColor, look: Look) -> None:
    x, y = center.x(), center.y()
    if sign == "cross":
        reach = radius * 0.4
        painter.drawLine(QPointF(x - reach, y - reach), QPointF(x + reach, y + reach))
        painter.drawLine(QPointF(x - reach, y + reach), QPointF(x + reach, y - reach))
    elif sign == "ring":
        painter.setBrush(color)
        painter.drawEllipse(center, radius * 0.35, radius * 0.35)
    elif sign == "half":
        painter.setBrush(color)
        painter.drawPie(QRectF(x - radius, y - radius, 2 * radius, 2 * radius), 180 * 16, 180 * 16)
    elif sign == "bar":
        painter.fillRect(QRectF(x - radius * 0.55, y - 1, radius * 1.1, 2), look.panel)


def severity_pixmap(severity: Severity, look: Look, size: int, ratio: float) -> QPixmap:
    """The sign as a picture of ``size`` logical pixels."""
    pixmap = QPixmap(round(size * ratio), round(size * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    draw_severity(painter, QRectF(0, 0, size, size).adjusted(1, 1, -1, -1), severity, look)
    painter.end()
    return pixmap


def _draw(painter: QPainter, path: QPainterPath, color: QColor, hollow: bool) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(color, 1.5) if hollow else Qt.PenStyle.NoPen)
    painter.setBrush(Qt.BrushStyle.NoBrush if hollow else color)
    painter.drawPath(path)
    painter.restore()
