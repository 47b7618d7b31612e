"""The bottom line of a wall: the time, how old the picture is, and what happened last."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtGui import QFont, QPainter, QPaintEvent

from widgets import wording
from widgets.look import Look
from widgets.wall_part import BODY, LARGE, WallPart

#: A live picture that was not heard of for longer (seconds) is not called fresh.
FRESH = 3.0


class WallFoot(WallPart):
    """``phase`` is a link's phase as ``client.link`` names them."""

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self._phase, self._age = "connecting", None  # type: tuple[str, float | None]
        self._moment: tuple[float, ZoneInfo] | None = None
        self._news = ""

    def show_link(self, phase: str, age: float | None) -> None:
        """``age``: seconds since the backend was last heard; None: never."""
        self._phase, self._age = phase, age
        self.update()

    def show_moment(self, now: float, zone: ZoneInfo) -> None:
        """City time ``now``."""
        self._moment = now, zone
        self.update()

    def show_news(self, news: str) -> None:
        self._news = news
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        unit, look = self.unit, self.look
        baseline = self.height() / 2 + 1.1 * unit
        x = 1.4 * unit
        with QPainter(self) as painter:
            if self._moment is not None:
                now, zone = self._moment
                large = self.type(LARGE, QFont.Weight.DemiBold)
                x += self.write(painter, x, baseline, wording.clock(now, zone), large, look.text) + 1.5 * unit
                date = datetime.fromtimestamp(now, zone).strftime("%Y-%m-%d")
                x += self.write(painter, x, baseline, date, self.type(BODY), look.quiet) + 2.5 * unit
            live = self._phase == "live" and self._age is not None and self._age <= FRESH
            font = self.type(BODY, QFont.Weight.Normal if live else QFont.Weight.DemiBold)
            x += self.write(painter, x, baseline, self._link(live), font, look.quiet if live else look.bad)
            x += 3 * unit
            room = self.width() - x - 1.4 * unit
            self.write(painter, self.width() - 1.4 * unit, baseline, self._news, self.type(BODY), look.text, room, True)

    def _link(self, live: bool) -> str:
        old = wording.age(self._age) if self._age is not None else ""
        if live:
            return self.tr("data {age} old").format(age=old)
        if self._phase == "refused":
            return self.tr("Not let in by the backend")
        if not old:
            return self.tr("Waiting for the backend")
        return self.tr("NO LINK · this is the picture of {age} ago").format(age=old)
