"""The wall: a map and the few things a room must see from far away. Nobody touches it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from domain.incident import TimelineEntry
from domain.picture import Changes, Picture
from domain.situation import Situation, situation
from widgets.greying import set_grey
from widgets.look import Look
from widgets.wall_areas import WallAreas
from widgets.wall_counters import WallCounters
from widgets.wall_foot import WallFoot
from widgets.wall_hours import WallHours
from widgets.wall_part import UNITS, WallPart
from widgets.wall_title import WallTitle
from widgets.wall_worst import ROWS, WallWorst

#: Real seconds between two counts of everything: a wall is looked at, not worked with.
COUNT_EVERY = 1.0
FOOT, BAND, SIDE = 6.0, 24.0, 0.34


class WallView(QWidget):
    """``map`` is a view of the same picture, sized for the same distance; this view only places it."""

    def __init__(self, look: Look, map: QWidget) -> None:
        super().__init__()
        self._look = look
        self._map = map
        map.setParent(self)
        self.counters = WallCounters(look)
        self.worst = WallWorst(look)
        self.hours = WallHours(look)
        self.areas = WallAreas(look)
        self.foot = WallFoot(look)
        self.title = WallTitle(look)
        self._parts: tuple[WallPart, ...] = (
            self.counters, self.worst, self.hours, self.areas, self.foot, self.title
        )  # fmt: skip
        for part in self._parts:
            part.setParent(self)
        self.situation: Situation | None = None
        self._grey = False
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        look.changed.connect(self.update)

    @property
    def unit(self) -> float:
        """A hundredth of the wall's height; a wall wider than usual is not taller for it, a narrow one is smaller."""
        return min(self.height(), self.width() * 0.62) / UNITS

    def refresh(self, picture: Picture, changes: Changes, now: float) -> None:
        """Take what changed; city time ``now``."""
        newest = self._newest(picture, changes)
        if newest is not None:
            self.foot.show_news(self._told(picture, newest))
        if changes.reset or self.situation is None:
            self.tick(picture, now)

    def tick(self, picture: Picture, now: float) -> None:
        """Count everything anew at city time ``now``."""
        shown = self.situation = situation(picture, now, ROWS)
        self.counters.show_situation(shown)
        self.worst.show_worst(picture, shown.worst, now)
        self.hours.show_situation(shown)
        self.areas.show_areas(picture, shown.areas)
        self.title.show_city(picture.city)

    def set_grey(self, grey: bool) -> None:
        """Takes the colour out of the figures while the link is lost; the map greys itself, the foot says why."""
        if grey != self._grey:
            self._grey = grey
            for part in (self.counters, self.worst, self.hours, self.areas):
                set_grey(part, grey)

    def resizeEvent(self, event: QResizeEvent) -> None:
        unit, width, height = self.unit, self.width(), self.height()
        side, foot, band = round(width * SIDE), round(FOOT * unit), round(BAND * unit)
        body = height - foot
        self._map.setGeometry(0, 0, width - side, body - band)
        above, counters = round(0.8 * unit), round(28.8 * unit)
        self.counters.setGeometry(width - side, above, side, counters - above)
        self.worst.setGeometry(width - side, counters, side, body - counters - band)
        self.hours.setGeometry(0, body - band, width - side, band)
        self.areas.setGeometry(width - side, body - band, side, band)
        self.foot.setGeometry(0, body, width, foot)
        self.title.setGeometry(0, 0, width - side, round(5 * unit))
        for part in self._parts:
            part.set_unit(unit)

    def paintEvent(self, event: QPaintEvent) -> None:
        line = max(1, round(0.15 * self.unit))
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), self._look.panel)
            painter.fillRect(self.foot.geometry(), self._look.ground)
            for part in (self.worst, self.areas):
                painter.fillRect(part.x(), part.y(), part.width(), line, self._look.line)
            painter.fillRect(self.worst.x() - line, 0, line, self.foot.y(), self._look.line)
            painter.fillRect(0, self.hours.y(), self.hours.width(), line, self._look.line)

    @staticmethod
    def _newest(picture: Picture, changes: Changes) -> TimelineEntry | None:
        told = (picture.timelines[one][-1] for one in changes.incidents if picture.timelines.get(one))
        return max(told, key=lambda entry: entry.at, default=None)

    def _told(self, picture: Picture, entry: TimelineEntry) -> str:
        incident, language = picture.incidents[entry.incident], self._look.language
        stage = picture.stages[incident.stage].name.text(language)
        return " · ".join(part for part in (stage, incident.title, incident.place.address) if part)
