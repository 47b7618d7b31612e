"""Starting a drag of an incident, and reading one that comes in."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QMimeData, QPoint, QRectF, Qt
from PySide6.QtGui import QDrag, QFont, QFontMetricsF, QPainter, QPixmap
from PySide6.QtWidgets import QWidget

from domain.drag import INCIDENT_MIME, incident_in
from domain.incident import Incident
from widgets.look import Look, sized
from widgets.signs import draw_severity


def carry(source: QWidget, incident: Incident, look: Look) -> None:
    """Drag ``incident`` out of ``source``; returns when it was dropped or let go."""
    data = QMimeData()
    data.setData(INCIDENT_MIME, QByteArray(incident.id.encode()))
    data.setText(f"{incident.title} {incident.case or incident.id}")
    drag = QDrag(source)
    drag.setMimeData(data)
    drag.setPixmap(_label(incident, look, source.font(), source.devicePixelRatioF()))
    drag.setHotSpot(QPoint(-12, -8))
    drag.exec(Qt.DropAction.MoveAction | Qt.DropAction.CopyAction, Qt.DropAction.MoveAction)


def carried(data: QMimeData) -> str:
    """The id of the incident in a drag, empty when it is something else."""
    return incident_in(bytes(data.data(INCIDENT_MIME).data()))


def _label(incident: Incident, look: Look, font: QFont, ratio: float) -> QPixmap:
    bold = sized(font, 0, QFont.Weight.Medium)
    metrics = QFontMetricsF(bold)
    words = metrics.elidedText(incident.title, Qt.TextElideMode.ElideRight, 240)
    width, height = metrics.horizontalAdvance(words) + 42, metrics.height() + 12
    pixmap = QPixmap(round(width * ratio), round(height * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(look.selection)
    painter.setBrush(look.raised)
    painter.drawRoundedRect(QRectF(0.5, 0.5, width - 1, height - 1), 4, 4)
    draw_severity(painter, QRectF(10, (height - 14) / 2, 14, 14), incident.severity, look)
    painter.setFont(bold)
    painter.setPen(look.text)
    painter.drawText(QRectF(32, 0, width - 36, height), Qt.AlignmentFlag.AlignVCenter, words)
    painter.end()
    return pixmap
