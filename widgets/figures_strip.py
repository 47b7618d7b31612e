"""How the day goes: arrivals and closings by hour, open matters by group and street, and the share closed in time."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from domain.picture import Changes, Picture
from widgets.bar_list import BarList
from widgets.day_figures import DayFigures, day_figures
from widgets.hours_chart import HoursChart
from widgets.look import Look, sized


class FiguresStrip(QWidget):
    """Counted once a second at most. ``region_selected(code)`` when a street's bar is touched."""

    region_selected = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._picture: Picture | None = None
        self._now = 0.0
        self.figures: DayFigures | None = None
        self._titles = [QLabel() for _ in range(4)]
        self.hours = HoursChart(look)
        self.groups = BarList(look)
        self.streets = BarList(look)
        self.on_time = _Share(look)
        self.streets.chosen.connect(self.region_selected)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 14, 10)
        row.setSpacing(28)
        charts: list[tuple[QWidget, int]] = [(self.hours, 5), (self.groups, 4), (self.streets, 4), (self.on_time, 2)]
        for title, (chart, share) in zip(self._titles, charts, strict=True):
            title.setProperty("heading", True)
            title.setTextFormat(Qt.TextFormat.RichText)
            column = QVBoxLayout()
            column.setSpacing(4)
            column.addWidget(title)
            column.addWidget(chart, 1)
            row.addLayout(column, share)
        look.changed.connect(self._name_things)
        look.changed.connect(self._count)
        self._name_things()

    def refresh(self, picture: Picture, changes: Changes, now: float) -> None:
        fresh = changes.reset or picture is not self._picture
        self._picture, self._now = picture, now
        if fresh:
            self._count()

    def tick(self, now: float) -> None:
        self._now = now
        self._count()

    def _count(self) -> None:
        picture, language = self._picture, self._look.language
        if picture is None:
            return
        figures = self.figures = day_figures(picture, self._now, language)
        self.hours.show_hours(figures.arrived, figures.closed)
        self.groups.show_rows([(key, key, count, late) for key, count, late in figures.groups])
        outside = self.tr("outside the city")
        names = {key: picture.tree[key].title(language) if key else outside for key, _, _ in figures.streets}
        self.streets.show_rows([(key, names[key], count, late) for key, count, late in figures.streets])
        self.on_time.show_share(figures.on_time_share, figures.on_time, figures.closed_today)

    def _name_things(self) -> None:
        arrived, closed = self.hours.colors
        kinds, streets, late = self.tr("Open by kind"), self.tr("Open by street"), self.tr("late")
        late_key = _key(self._look.tokens.bad, late)
        texts = (
            _key(arrived, self.tr("arrived today")) + _key(closed, self.tr("closed today")),
            f"{kinds} &nbsp; {late_key}",
            f"{streets} &nbsp; {late_key}",
            self.tr("Closed in time today"),
        )
        for title, text in zip(self._titles, texts, strict=True):
            title.setText(text)
        self.hours.setAccessibleName(self.tr("Arrivals and closings by hour"))
        self.groups.setAccessibleName(kinds)
        self.streets.setAccessibleName(streets)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._name_things()
            self._count()
        super().changeEvent(event)


class _Share(QWidget):
    """A percentage and what it is made of."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._share: float | None = None
        self._of = (0, 0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        look.changed.connect(self.update)

    def show_share(self, share: float | None, part: int, whole: int) -> None:
        self._share, self._of = share, (part, whole)
        self.setAccessibleName(self.text)
        self.update()

    @property
    def text(self) -> str:
        """What it says."""
        if self._share is None:
            return self.tr("nothing closed yet")
        return self.tr("{part} of {whole}").format(part=self._of[0], whole=self._of[1])

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = self._look
        painter = QPainter(self)
        large = sized(self.font(), 9, QFont.Weight.Medium)
        metrics = QFontMetricsF(large)
        painter.setFont(large)
        painter.setPen(look.text if self._share is not None else look.quiet)
        number = "–" if self._share is None else f"{self._share * 100:.1f} %"
        painter.drawText(QRectF(0, 4, self.width(), metrics.height()), Qt.AlignmentFlag.AlignLeft, number)
        painter.setFont(sized(self.font(), -1))
        painter.setPen(look.quiet)
        below = QRectF(0, metrics.height() + 6, self.width(), self.height())
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap, self.text)
        painter.end()


def _key(color: str, text: str) -> str:
    """An entry of a legend, as rich text."""
    return f'<span style="color:{color}">■</span> {text} &nbsp; '
