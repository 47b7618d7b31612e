"""Which city a wall shows."""

from __future__ import annotations

from PySide6.QtGui import QFont, QPainter, QPaintEvent

from domain.city import City
from widgets.look import Look
from widgets.wall_part import LARGE, WallPart


class WallTitle(WallPart):
    """Lies over the map's upper edge."""

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self._city: City | None = None

    def show_city(self, city: City) -> None:
        if city is not self._city:
            self._city = city
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._city is None:
            return
        unit, font = self.unit, self.type(LARGE, QFont.Weight.DemiBold)
        with QPainter(self) as painter:
            name = self._city.name.text(self.look.language)
            self.write(painter, 1.4 * unit, 4 * unit, name, font, self.look.text, self.width() - 2.8 * unit)
