"""The four numbers a wall is asked for first."""

from __future__ import annotations

from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent

from domain.category import Severity
from domain.situation import Situation
from widgets.look import Look
from widgets.signs import draw_severity
from widgets.wall_part import BODY, HUGE, SMALL, WallPart

#: Below this share of closings in time the number is no longer quiet.
IN_TIME = 0.9


class WallCounters(WallPart):
    """Open, late, closed in time today, people on duty: two by two."""

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self._shown: Situation | None = None

    def show_situation(self, shown: Situation) -> None:
        self._shown = shown
        self.setAccessibleName(self.tr("{open} open, {late} late").format(open=shown.open, late=shown.late))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        shown = self._shown
        if shown is None:
            return
        share = shown.on_time_share
        quiet, text, bad = self.look.quiet, self.look.text, self.look.bad
        rate = "–" if share is None else f"{share:.0%}"
        late = bad if shown.late else text
        slow = bad if share is not None and share < IN_TIME else text
        settled = self.tr("of {count} due today").format(count=shown.due)
        people = self.tr("{reporting} reporting, {people} in all").format(
            reporting=shown.reporting, people=shown.people
        )
        cells = (
            (str(shown.open), text, self.tr("open incidents"), ""),
            (str(shown.late), late, self.tr("past their time"), ""),
            (rate, slow, self.tr("closed in time"), settled),
            (str(shown.on_duty), text, self.tr("people on duty"), people),
        )
        with QPainter(self) as painter:
            for number, (figure, color, name, detail) in enumerate(cells):
                x, y = self.width() / 2 * (number % 2), self.height() / 2 * (number // 2)
                self._cell(painter, x, y, figure, color, name, detail or None, quiet)
                if number == 0:
                    self._severities(painter, x, y, shown)

    def _cell(
        self, painter: QPainter, x: float, y: float, figure: str, color: QColor, name: str, detail: str | None,
        quiet: QColor,
    ) -> None:  # fmt: skip
        unit, room = self.unit, self.width() / 2 - 2 * self.unit
        self.write(painter, x + unit, y + 7.2 * unit, figure, self.type(HUGE, QFont.Weight.DemiBold), color, room)
        self.write(painter, x + unit, y + 10.3 * unit, name, self.type(BODY), quiet, room)
        if detail is not None:
            self.write(painter, x + unit, y + 12.8 * unit, detail, self.type(SMALL), quiet, room)

    def _severities(self, painter: QPainter, x: float, y: float, shown: Situation) -> None:
        """How the open ones divide, by sign and number."""
        unit, at = self.unit, x + self.unit
        font = self.type(SMALL)
        for severity in Severity:
            box = self.rect().toRectF()
            box.setRect(at, y + 11.35 * unit, 1.6 * unit, 1.6 * unit)
            draw_severity(painter, box, severity, self.look)
            at += 2.0 * unit
            at += self.write(painter, at, y + 12.8 * unit, str(shown.by_severity[severity]), font, self.look.text)
            at += 1.1 * unit
