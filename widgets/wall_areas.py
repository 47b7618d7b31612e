"""Where most is open, for a wall."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent

from domain.picture import Picture
from domain.situation import Area
from widgets.look import Look
from widgets.wall_part import BODY, SMALL, WallPart

#: How many areas there is room for.
ROWS = 5


class WallAreas(WallPart):
    """A bar for each area with most open incidents; what is late in it is filled with the warning colour."""

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self._rows: tuple[tuple[str, int, int], ...] = ()

    def show_areas(self, picture: Picture, areas: tuple[Area, ...]) -> None:
        """The first of ``areas`` (most open first), named as the picture names them."""
        language, tree = self.look.language, picture.tree
        named = ((tree[one.code].title(language) if one.code else self.tr("Outside"), one) for one in areas[:ROWS])
        self._rows = tuple((name, one.open, one.late) for name, one in named)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        unit, look = self.unit, self.look
        with QPainter(self) as painter:
            title = self.type(BODY, QFont.Weight.DemiBold)
            self.write(painter, unit, 2.6 * unit, self.tr("Where most is open"), title, look.quiet)
            most = max((count for _, count, _ in self._rows), default=1)
            row = (self.height() - 4.2 * unit) / ROWS
            name_room = 0.36 * self.width()
            full = self.width() - name_room - 2 * unit - self._room_for_numbers()
            for number, (name, count, late) in enumerate(self._rows):
                y = 4.2 * unit + number * row
                baseline = y + row / 2 + 0.75 * unit
                self.write(painter, unit, baseline, name, self.type(SMALL), look.text, name_room - 2 * unit)
                bar = QRectF(name_room, y + 0.22 * row, full * count / most, 0.56 * row)
                painter.fillRect(bar, look.line)
                share = late / max(1, count)
                painter.fillRect(QRectF(bar.left(), bar.top(), bar.width() * share, bar.height()), look.bad)
                x = bar.right() + unit
                x += self.write(painter, x, baseline, str(count), self.type(SMALL, QFont.Weight.DemiBold), look.text)
                if late:
                    self.write(painter, x + 0.9 * unit, baseline, self._late(late), self.type(SMALL), look.bad)

    def _room_for_numbers(self) -> float:
        """What stands behind the longest bar is never cut off, whatever the language."""
        plain, strong = QFontMetricsF(self.type(SMALL)), QFontMetricsF(self.type(SMALL, QFont.Weight.DemiBold))
        widths = (
            strong.horizontalAdvance(str(count)) + (plain.horizontalAdvance(self._late(late)) if late else 0.0)
            for _, count, late in self._rows
        )
        return max(widths, default=0.0) + 0.9 * self.unit

    def _late(self, count: int) -> str:
        return self.tr("{count} late").format(count=count)
