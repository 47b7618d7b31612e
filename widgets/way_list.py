"""The way to an incident, turn by turn: what to do, along which road, how far; what lies behind is faint."""

from __future__ import annotations

import math
from zoneinfo import ZoneInfo

import msgspec
from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from domain.directions import Leg, Turn
from domain.incident import Assignment, Incident
from domain.picture import Picture
from domain.ways import under_way
from widgets import wording
from widgets.look import Look, faded, sized

SIGN, ROOM = 16.0, 26.0
#: Degrees by which the arrow of a turn bends to the right.
_BENDS = {
    Turn.STRAIGHT: 0.0,
    Turn.SLIGHT_LEFT: -40.0,
    Turn.SLIGHT_RIGHT: 40.0,
    Turn.LEFT: -90.0,
    Turn.RIGHT: 90.0,
    Turn.U_TURN: 180.0,
}


#: What to do, along a road with a name and without.
_SPOKEN = {
    Turn.DEPART: (QT_TRANSLATE_NOOP("WayList", "Set out along {road}"), QT_TRANSLATE_NOOP("WayList", "Set out")),
    Turn.STRAIGHT: (
        QT_TRANSLATE_NOOP("WayList", "Straight on along {road}"), QT_TRANSLATE_NOOP("WayList", "Straight on")
    ),
    Turn.SLIGHT_LEFT: (
        QT_TRANSLATE_NOOP("WayList", "Half left into {road}"), QT_TRANSLATE_NOOP("WayList", "Half left")
    ),
    Turn.SLIGHT_RIGHT: (
        QT_TRANSLATE_NOOP("WayList", "Half right into {road}"), QT_TRANSLATE_NOOP("WayList", "Half right")
    ),
    Turn.LEFT: (QT_TRANSLATE_NOOP("WayList", "Left into {road}"), QT_TRANSLATE_NOOP("WayList", "Turn left")),
    Turn.RIGHT: (QT_TRANSLATE_NOOP("WayList", "Right into {road}"), QT_TRANSLATE_NOOP("WayList", "Turn right")),
    Turn.U_TURN: (QT_TRANSLATE_NOOP("WayList", "Turn back on {road}"), QT_TRANSLATE_NOOP("WayList", "Turn back")),
    Turn.ARRIVE: (QT_TRANSLATE_NOOP("WayList", "There"), QT_TRANSLATE_NOOP("WayList", "There")),
}  # fmt: skip


def spoken(leg: Leg, road: str) -> str:
    """What to do at the beginning of a leg; ``road``: its road's name in the language of the screen, if it has one."""
    named, plain = _SPOKEN[leg.turn]
    return QCoreApplication.translate("WayList", str(named if road else plain)).format(road=road)


class Way(msgspec.Struct, frozen=True):
    """``passed``: so many legs lie behind; ``heading`` says how far and how long it still is."""

    legs: tuple[Leg, ...]
    passed: int
    heading: str


def way_of(picture: Picture, incident: Incident, now: float) -> Way | None:
    """The way of whoever is under way to an incident; None when nobody is."""
    assignment = incident.assignment
    if assignment is None or assignment.arrived_at is not None or not assignment.legs or not picture.is_open(incident):
        return None
    worker = picture.workers.get(assignment.worker)
    here = picture.place_of(worker) if worker else None
    at, share = under_way(assignment.route, here)
    legs = assignment.legs
    passed = max(0, sum(leg.at <= at for leg in legs) - 1)
    left = sum(leg.metres for leg in legs) * (1 - share)
    text = QCoreApplication.translate("WayList", "The way · {length} to go")
    due = _there_at(assignment, now, share, known=here is not None)
    if due is not None:
        zone = ZoneInfo(picture.city.rules.calendar.zone)
        text = QCoreApplication.translate("WayList", "The way · {length} to go, there about {clock}")
        # To the nearest minute: cut off it would promise up to a minute too much.
        clock = wording.clock(due + 30.0, zone)[:5]
        return Way(legs, passed, text.format(length=wording.distance(left), clock=clock))
    return Way(legs, passed, text.format(length=wording.distance(left)))


def _there_at(assignment: Assignment, now: float, share: float, known: bool) -> float | None:
    """City time at which he will be there: by what is left of the way when it is ``known`` where he is, else as it was
    promised when he set out."""
    takes = assignment.way_takes
    if known and takes is not None:
        return now + takes * (1 - share)
    if assignment.eta is not None and assignment.accepted_at is not None:
        return assignment.accepted_at + assignment.eta
    return None


def road_names(picture: Picture) -> dict[str, str]:
    """English names of the city's roads by their Chinese ones."""
    geography = picture.city.geography
    return dict(zip(geography.roads.names, geography.road_names_en, strict=False))


class WayList(QWidget):
    """Painted rows; grows in height with its legs."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._legs: tuple[Leg, ...] = ()
        self._english: dict[str, str] = {}
        self._passed = 0
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizePolicy(policy)
        look.changed.connect(self._write)

    def show_way(self, legs: tuple[Leg, ...], english: dict[str, str], passed: int = 0) -> None:
        """``english``: English names of roads by their Chinese ones; ``passed``: so many legs lie behind."""
        if (legs, passed) != (self._legs, self._passed):
            self._legs, self._english, self._passed = legs, english, passed
            self._write()

    @property
    def texts(self) -> list[str]:
        """What each row says."""
        return [self._text(leg) + (f" · {wording.distance(leg.metres)}" if leg.metres else "") for leg in self._legs]

    def _text(self, leg: Leg) -> str:
        english = self._english.get(leg.road, "") if self._look.language.startswith("en") else ""
        return spoken(leg, english or leg.road)

    def _write(self) -> None:
        self.setAccessibleName(self.tr("The way, turn by turn"))
        self.setAccessibleDescription("\n".join(self.texts))
        self.setFixedHeight(self.sizeHint().height())
        self.update()

    def _row(self) -> float:
        return QFontMetricsF(self.font()).height() + 7

    def sizeHint(self) -> QSize:
        return QSize(240, round(self._row() * len(self._legs)) + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(140, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        look, font, small = self._look, self.font(), sized(self.font(), -1)
        metrics, row = QFontMetricsF(font), self._row()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for number, leg in enumerate(self._legs):
                behind = number < self._passed
                box = QRectF(0, number * row, self.width(), row)
                painter.setOpacity(0.45 if behind else 1.0)
                here = number == self._passed
                self._sign(painter, QPointF(SIGN / 2, box.center().y()), leg.turn, here)
                far = wording.distance(leg.metres) if leg.metres else ""
                painter.setFont(small)
                painter.setPen(look.quiet)
                painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, far)
                left = box.adjusted(ROOM, 0, -QFontMetricsF(small).horizontalAdvance(far) - 8, 0)
                painter.setFont(font)
                painter.setPen(look.text)
                text = metrics.elidedText(self._text(leg), Qt.TextElideMode.ElideRight, left.width())
                painter.drawText(left, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)

    def _sign(self, painter: QPainter, middle: QPointF, turn: Turn, here: bool) -> None:
        color = self._look.selection if here else self._look.quiet
        painter.setPen(QPen(color, 2.0, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if turn in (Turn.DEPART, Turn.ARRIVE):
            painter.setBrush(color if turn is Turn.ARRIVE else faded(color, 0.25))
            painter.drawEllipse(middle, 4.0, 4.0)
            return
        bend = math.radians(_BENDS[turn])
        way = QPainterPath(middle + QPointF(0, 7))
        corner = middle + QPointF(0, -1)
        tip = corner + QPointF(math.sin(bend), -math.cos(bend)) * 7
        if turn is Turn.U_TURN:
            way.lineTo(middle + QPointF(0, -3))
            way.arcTo(QRectF(middle.x() - 6, middle.y() - 6, 6, 6), 0, 180)
            tip = middle + QPointF(-6, 5)
        else:
            way.lineTo(corner)
        way.lineTo(tip)
        for side in (-150.0, 150.0):
            edge = bend + math.radians(side)
            way.moveTo(tip)
            way.lineTo(tip + QPointF(math.sin(edge), -math.cos(edge)) * 4.2)
        painter.drawPath(way)
