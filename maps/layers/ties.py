"""What belongs to the selected incident: thin lines to its look-alikes and to what was merged with it."""

from __future__ import annotations

import math

from PySide6.QtCore import QCoreApplication, QPointF, Qt
from PySide6.QtGui import QPainter, QPen

from domain.ties import Tie, TieKind
from maps.frame import Frame
from maps.lettering import box_around
from maps.projection import to_world
from maps.sprites import severity_path
from maps.style import faded

#: A line at least so long (pixels) says in words what it means; shorter than the second it is not seen.
WORDED, SEEN = 96.0, 4.0
#: Size of the hollow sign of a merged report, which has no mark of its own.
GHOST = 6.0


def paint(painter: QPainter, frame: Frame) -> None:
    if not frame.ties or frame.flight is not None:
        return
    start = _sign(frame, frame.incident)
    if start is None:
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    for tie in frame.ties:
        end = _sign(frame, tie.id)
        if end is not None:
            _tie(painter, frame, tie, start, end)


def _sign(frame: Frame, id_: str) -> QPointF | None:
    """Where an incident is drawn: its own sign, the pile it lies in, or, when it is not open any more, its place."""
    row = frame.scene.matters.row.get(id_)
    if row is not None:
        return QPointF(*frame.marks.pixel(int(frame.marks.leader[row]), frame.scene.matters, frame.viewport))
    incident = frame.picture.incidents.get(id_)
    if incident is None:
        return None
    world = to_world(incident.place.lon, incident.place.lat)
    return QPointF(*frame.viewport.to_pixels(world).tolist())


def _tie(painter: QPainter, frame: Frame, tie: Tie, start: QPointF, end: QPointF) -> None:
    length = math.hypot(end.x() - start.x(), end.y() - start.y())
    if tie.kind is not TieKind.LOOKALIKE and tie.id not in frame.scene.matters.row:
        _ghost(painter, frame, tie, end)
    if length < SEEN:
        return
    line = Qt.PenStyle.DashLine if tie.kind is TieKind.LOOKALIKE else Qt.PenStyle.SolidLine
    for ink, width in ((faded(frame.style.ground, 0.7), 4.0), (faded(frame.style.text, 0.85), 1.4)):
        solid = Qt.PenStyle.SolidLine if width > 2 else line
        painter.setPen(QPen(ink, width, solid, Qt.PenCapStyle.FlatCap))
        painter.drawLine(start, end)
    if length < WORDED:
        return
    x, y = (start.x() + end.x()) / 2, (start.y() + end.y()) / 2
    letters, words = frame.letters, meaning(tie.kind)
    if frame.taken.take(box_around(letters.size(words, 10.5), x, y, -2.0)):
        letters.draw_middle(painter, letters.stamp(words, 10.5, frame.style.label), x, y)


def _ghost(painter: QPainter, frame: Frame, tie: Tie, place: QPointF) -> None:
    """A merged report is no mark of the map any more: its severity as a hollow sign."""
    painter.save()
    painter.translate(place)
    color = frame.style.severity[frame.picture.incidents[tie.id].severity - 1]
    painter.setBrush(faded(frame.style.ground, 0.8))
    painter.setPen(QPen(faded(color, 0.8), 1.4))
    painter.drawPath(severity_path(int(frame.picture.incidents[tie.id].severity), GHOST))
    painter.restore()


def meaning(kind: TieKind) -> str:
    match kind:
        case TieKind.LOOKALIKE:
            return QCoreApplication.translate("MapTies", "look-alike")
        case TieKind.MERGED:
            return QCoreApplication.translate("MapTies", "merged into it")
        case TieKind.MAIN:
            return QCoreApplication.translate("MapTies", "main case")
