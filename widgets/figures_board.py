"""All figures: every indicator with its formula, and every chart."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from domain.period import Period
from widgets import filter_words
from widgets.figure_charts import STAGE_TIME, AllCharts
from widgets.figures_now import FiguresNow, period_words, usual_words
from widgets.filter_sign import FilterSign
from widgets.indicator_card import IndicatorCard
from widgets.look import Look

#: A card is this many lines of text wide at the least.
CARD_LINES = 9.5
#: Lines of text that a chart beside others is high.
CHART_LINES = 11


class FiguresBoard(QWidget):
    """Signals of ``charts`` are its own; ``card_chosen(code, card)``: an indicator was touched; ``period_chosen``: the
    cards shall speak of another period."""

    card_chosen = Signal(str, object)
    period_chosen = Signal(object)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._look = look
        self._now: FiguresNow | None = None
        self.charts = AllCharts(look, self)
        self.sign = FilterSign(look)
        self.sign.cleared.connect(self.charts.cleared)
        self.period = QLabel()
        self.usual = QLabel()
        for label in (self.period, self.usual):
            label.setProperty("quiet", True)
        self.periods = {period: QPushButton() for period in Period}
        group = QButtonGroup(self)
        for period, button in self.periods.items():
            button.setCheckable(True)
            group.addButton(button)
            button.clicked.connect(lambda _checked=False, period=period: self.period_chosen.emit(period))
        self.periods[Period.TODAY].setChecked(True)
        self.cards: dict[str, IndicatorCard] = {}
        self._grid = QGridLayout()
        self._grid.setSpacing(8)
        self._columns = 0
        self._boxes = {chart: self.charts.titled(chart) for chart in self.charts.headings}
        self._charts = QGridLayout()
        self._charts.setHorizontalSpacing(28)
        self._charts.setVerticalSpacing(18)
        self._lay_out()
        look.changed.connect(self._name_things)
        self._name_things()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(14, 8, 14, 6)
        head.setSpacing(6)
        for button in self.periods.values():
            head.addWidget(button)
        head.addSpacing(8)
        head.addWidget(self.period)
        head.addWidget(self.sign)
        head.addStretch(1)
        head.addWidget(self.usual)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(14, 4, 14, 14)
        column.setSpacing(18)
        column.addLayout(self._grid)
        column.addLayout(self._charts)
        column.addStretch(1)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addWidget(self._area, 1)

    def show_figures(self, now: FiguresNow) -> None:
        """The newest figures."""
        self._now = now
        self._make_cards(now)
        self.charts.show_figures(now)
        behind = now.chosen.behind
        for code, card in self.cards.items():
            card.show_reading(now, now.reading(code), behind is not None and behind.code == code)
        self.periods[now.figures.period].setChecked(True)
        self.sign.show_filter(filter_words.describe(now.chosen, now.picture, now.language))
        self.period.setText(period_words(now) if now.figures.complete else self.tr("counting …"))
        usual = usual_words(now)
        if now.narrowed:
            usual = self.tr("A part has no usual day")
        if now.figures.period is Period.WEEK and now.narrowed:
            usual = self.tr("Seven days are known of the whole city only")
        self.usual.setText(usual)
        self._fit()

    def _make_cards(self, now: FiguresNow) -> None:
        codes = [one.code for one in now.catalogue.indicators if not one.code.startswith(STAGE_TIME)]
        if codes == list(self.cards):
            return
        for card in self.cards.values():
            card.deleteLater()
        self.cards = {code: IndicatorCard(self._look, code, formula=True) for code in codes}
        for code, card in self.cards.items():
            card.clicked.connect(lambda _checked=False, code=code, card=card: self.card_chosen.emit(code, card))
        self._columns = 0

    def _fit(self) -> None:
        """As many columns as there is room for."""
        room = max(1, self.width() - 28)
        columns = max(2, min(8, int(room // (self.fontMetrics().height() * CARD_LINES))))
        if columns == self._columns or not self.cards:
            return
        self._columns = columns
        for place, card in enumerate(self.cards.values()):
            self._grid.addWidget(card, place // columns, place % columns)
        for column in range(8):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        charts, wide = self.charts, columns >= 6
        for chart in charts.headings:
            chart.setMinimumHeight(round(charts.groups.line * CHART_LINES))
        rows: list[list[QWidget]] = [[charts.hours, charts.spread], [charts.groups, charts.streets]]
        rows += [[charts.sources, charts.stages], [charts.stage_times]]
        if wide:
            rows = [[charts.hours, charts.spread, charts.stage_times]]
            rows += [[charts.groups, charts.streets, charts.sources, charts.stages]]
        for number, row in enumerate(rows):
            span = 12 // len(row)
            for place, chart in enumerate(row):
                self._charts.addWidget(self._boxes[chart], number, place * span, 1, span)
        for column in range(12):
            self._charts.setColumnStretch(column, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _name_things(self) -> None:
        names = {
            Period.TODAY: self.tr("Today"),
            Period.LAST_DAY: self.tr("24 h"),
            Period.WEEK: self.tr("7 days"),
        }
        for period, name in names.items():
            self.periods[period].setText(name)
        if self._now is None:
            self.period.setText(self.tr("counting …"))
        else:
            self.show_figures(msgspec.structs.replace(self._now, language=self._look.language))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.charts.name()
            self._name_things()
        super().changeEvent(event)
