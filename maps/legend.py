"""What the colours of the areas mean: classes, unit, level and moment, over a corner of the map."""

from __future__ import annotations

import math
from math import isinf

from PySide6.QtCore import QCoreApplication, QRectF, Qt
from PySide6.QtGui import QBrush, QFont, QPainter, QPixmap

from domain.area_figures import AreaFigure
from domain.region import Level
from maps import wording
from maps.area_colours import AreaColours, place_of
from maps.layers.areas import fills
from maps.lettering import Lettering
from maps.style import Style, faded

#: Logical pixels: height of a line, size of a colour, room around everything.
LINE, SWATCH, ROOM = 18.0, 13.0, 10.0
TITLE, WORDS = 13.0, 11.5


class Legend:
    """Of one figure at one level; it knows its size before it is painted."""

    def __init__(self, colours: AreaColours, level: Level, zone: str, language: str, letters: Lettering) -> None:
        self._letters, self._style = letters, letters.style
        self.title = colours.figure.name.text(language)
        self.notes = notes_of(colours, level, zone, language)
        brushes = fills(letters.style)
        self.rows: list[tuple[QBrush, str]] = [
            (brushes[place], text) for place, text in classes_of(colours.figure, level, language)
        ]
        self.size = self._measured()
        self._picture: QPixmap | None = None

    def _measured(self) -> tuple[float, float]:
        """Width and height in logical pixels."""
        letters = self._letters
        widths = [letters.width(self.title, TITLE, QFont.Weight.DemiBold)]
        widths += [letters.width(note, WORDS) for note in self.notes]
        widths += [SWATCH + 8 + letters.width(text, WORDS) for _, text in self.rows]
        return max(widths) + 2 * ROOM, LINE * (1 + len(self.notes) + len(self.rows)) + 6 + 2 * ROOM - 4

    def paint(self, painter: QPainter, left: float, top: float) -> None:
        if self._picture is None:
            self._picture = self._drawn()
        painter.drawPixmap(self._letters.snapped(left, top), self._picture)

    def _drawn(self) -> QPixmap:
        ratio = self._letters.ratio
        picture = QPixmap(*(math.ceil((side + 1) * ratio) for side in self.size))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        with QPainter(picture) as painter:
            self._draw(painter)
        return picture

    def _draw(self, painter: QPainter) -> None:
        style, box = self._style, QRectF(0.5, 0.5, *self.size)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(style.line)
        painter.setBrush(faded(style.panel, 0.92))
        painter.drawRoundedRect(box, 6, 6)
        y = self._line(painter, box, box.top() + ROOM - 2, self.title, style, TITLE, QFont.Weight.DemiBold)
        for note in self.notes:
            y = self._line(painter, box, y, note, style, WORDS, QFont.Weight.Normal, quiet=True)
        y += 6
        for brush, text in self.rows:
            swatch = QRectF(box.left() + ROOM, y + (LINE - SWATCH) / 2, SWATCH, SWATCH)
            painter.setPen(style.line)
            painter.setBrush(style.land[0])
            painter.drawRect(swatch)
            painter.setBrush(brush)
            painter.drawRect(swatch)
            self._line(painter, box, y, text, style, WORDS, QFont.Weight.Normal, indent=SWATCH + 8)
            y += LINE

    def _line(
        self,
        painter: QPainter,
        box: QRectF,
        y: float,
        text: str,
        style: Style,
        pixels: float,
        weight: QFont.Weight,
        indent: float = 0.0,
        quiet: bool = False,
    ) -> float:
        """One line of words; where the next one begins."""
        stamp = self._letters.stamp(text, pixels, style.quiet if quiet else style.text, weight, 0.0)
        high = stamp.deviceIndependentSize().height()
        painter.drawPixmap(self._letters.snapped(box.left() + ROOM + indent - 1, y + (LINE - high) / 2), stamp)
        return y + LINE


def notes_of(colours: AreaColours, level: Level, zone: str, language: str) -> tuple[str, str]:
    """What the classes of a level are of: unit and level, and when it was counted."""
    return _about(colours.figure, level, language), _period(colours, zone)


def classes_of(figure: AreaFigure, level: Level, language: str) -> list[tuple[int, str]]:
    """The classes of a level, the worst first, each with its place in the colours of a theme (−1, the last one: no
    data) and its values in words."""
    ranges = figure.ranges(level)
    worst_first = sorted(range(len(ranges)), key=lambda number: _rank(figure, number, level), reverse=True)
    found = [(place_of(figure, number, level), words(figure, *ranges[number], language)) for number in worst_first]
    return [*found, (-1, no_data())]


def no_data() -> str:
    return QCoreApplication.translate("MapLegend", "no data")


def words(figure: AreaFigure, low: float, high: float, language: str) -> str:
    """The values of a class: from ``low`` up to, but without, ``high``."""
    if isinf(low):
        text = figure.number(high - 1) if figure.form == "count" else f"< {figure.number(high)}"
        return "0" if text == "0" else text if figure.form != "count" else f"0–{text}"
    if isinf(high):
        text = f"≥ {figure.number(low)}"
        return f"{text} · {figure.endless.text(language)}" if figure.endless.zh else text
    if figure.form == "count":
        return figure.number(low) if high - low <= 1 else f"{figure.number(low)}–{figure.number(high - 1)}"
    return f"{figure.number(low)}–{figure.number(high)}"


def _rank(figure: AreaFigure, number: int, level: Level) -> tuple[bool, int]:
    strong, place, _ = figure.badness(number, level)
    return strong, place


def _about(figure: AreaFigure, level: Level, language: str) -> str:
    return f"{figure.unit.text(language)} · {wording.level_name(level)}"


def _period(colours: AreaColours, zone: str) -> str:
    """When it was counted, and of which stretch of time."""
    clock = wording.clock(colours.at, zone)[:5]
    if colours.figure.period == "today":
        return QCoreApplication.translate("MapLegend", "today until {clock}").format(clock=clock)
    return QCoreApplication.translate("MapLegend", "at {clock}").format(clock=clock)
