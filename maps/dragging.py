"""Picking an incident up from the map."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QPoint, QRectF, Qt
from PySide6.QtGui import QDrag, QFont, QFontMetricsF, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from domain.drag import INCIDENT_MIME
from domain.incident import Incident
from maps.sprites import draw_severity
from maps.style import Style, faded

#: Widest picture under the pointer, logical pixels.
WIDEST = 280.0


def drag(source: QWidget, incident: Incident, style: Style) -> None:
    """Runs until the incident is let go or Esc is pressed."""
    parcel = QMimeData()
    parcel.setData(INCIDENT_MIME, incident.id.encode())
    flight = QDrag(source)
    flight.setMimeData(parcel)
    flight.setPixmap(picture_of(incident, style, source.devicePixelRatioF()))
    # Right of the pointer and below it: what is under the pointer stays visible.
    flight.setHotSpot(QPoint(-14, -10))
    every = Qt.DropAction.MoveAction | Qt.DropAction.CopyAction | Qt.DropAction.LinkAction
    flight.exec(every, Qt.DropAction.MoveAction)


def picture_of(incident: Incident, style: Style, ratio: float) -> QPixmap:
    """What is seen in the air: sign and title on a small card."""
    font = style.font(13, QFont.Weight.DemiBold)
    metrics = QFontMetricsF(font)
    title = metrics.elidedText(incident.title or incident.id, Qt.TextElideMode.ElideRight, WIDEST - 56)
    width, height = metrics.horizontalAdvance(title) + 50, 34.0
    picture = QPixmap(round(width * ratio), round(height * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    color = style.severity[incident.severity - 1]
    painter.setPen(QPen(color, 1.4))
    painter.setBrush(faded(style.raised, 0.96))
    painter.drawRoundedRect(QRectF(1, 1, width - 2, height - 2), 8, 8)
    painter.save()
    painter.translate(20, height / 2)
    draw_severity(painter, incident.severity, 9.0, style, filled=True)
    painter.restore()
    painter.setFont(font)
    painter.setPen(style.text)
    painter.drawText(QRectF(36, 0, width - 42, height), Qt.AlignmentFlag.AlignVCenter, title)
    painter.end()
    return picture
