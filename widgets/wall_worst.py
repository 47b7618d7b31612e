"""The five incidents that hurt most, as a wall shows them."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont, QPainter, QPaintEvent

from domain.incident import Incident
from domain.picture import Picture
from domain.situation import time_left
from domain.urgency import deadline_state
from widgets import wording
from widgets.look import Look, faded
from widgets.signs import draw_severity
from widgets.wall_part import BODY, SMALL, WallPart

#: How many rows there is room for.
ROWS = 5


class WallWorst(WallPart):
    """Sign, title, where and with whom, and the time that is left."""

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self._picture: Picture | None = None
        self._worst: tuple[str, ...] = ()
        self._now = 0.0

    def show_worst(self, picture: Picture, worst: tuple[str, ...], now: float) -> None:
        """The incidents of these ids, in this order, at city time ``now``."""
        self._picture, self._worst, self._now = picture, worst, now
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        unit, picture = self.unit, self._picture
        with QPainter(self) as painter:
            title = self.type(BODY, QFont.Weight.DemiBold)
            self.write(painter, unit, 2.6 * unit, self.tr("What hurts most"), title, self.look.quiet)
            if picture is None:
                return
            known = [picture.incidents[one] for one in self._worst if one in picture.incidents]
            if not known:
                self.write(
                    painter, unit, 8 * unit, self.tr("Nothing is open."), self.type(BODY), self.look.quiet,
                    self.width() - 2 * unit,
                )  # fmt: skip
            row = (self.height() - 4.8 * unit) / ROWS
            for number, incident in enumerate(known):
                self._row(painter, picture, incident, QRectF(0, 4 * unit + number * row, self.width(), row))

    def _row(self, painter: QPainter, picture: Picture, incident: Incident, box: QRectF) -> None:
        unit, look, language = self.unit, self.look, self.look.language
        left, phase = time_left(picture, incident, self._now)
        late = phase == "late"
        if late:
            painter.fillRect(box.adjusted(0.5 * unit, 0.15 * unit, -0.5 * unit, -0.15 * unit), faded(look.bad, 0.14))
        middle = box.center().y()
        sign = QRectF(1.3 * unit, middle - 1.5 * unit, 3 * unit, 3 * unit)
        draw_severity(painter, sign, incident.severity, look)
        font = self.type(BODY, QFont.Weight.DemiBold)
        color = look.bad if late else look.warn if phase == "soon" else look.text
        time = wording.remaining(left) if phase != "paused" else self.tr("paused")
        edge = box.right() - 1.3 * unit
        width = self.write(painter, edge, middle + 0.8 * unit, time, font, color, right=True)
        room = edge - width - 7 * unit
        self.write(painter, 5.4 * unit, middle - 0.35 * unit, incident.title, font, look.text, room)
        stage = picture.stages[incident.stage].name.text(language)
        worker = picture.workers.get(incident.worker)
        place = picture.tree.path(incident.region, language) if incident.region else incident.place.address
        parts = (stage, worker.title(language) if worker is not None else "", place)
        detail = " · ".join(part for part in parts if part)
        self.write(painter, 5.4 * unit, middle + 2.3 * unit, detail, self.type(SMALL), look.quiet, room)
        used = min(1.0, max(0.0, deadline_state(incident, self._now, picture.city.rules.calendar).fraction))
        bar = QRectF(5.4 * unit, box.bottom() - 0.55 * unit, box.right() - 6.7 * unit, 0.28 * unit)
        painter.fillRect(bar, look.line)
        painter.fillRect(QRectF(bar.left(), bar.top(), bar.width() * used, bar.height()), color)
