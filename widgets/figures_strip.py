"""How the day goes, in one row: arrivals and closings by hour, open matters by kind and street, arrivals by source, and
the rates people look at first."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from widgets import filter_words
from widgets.figure_charts import FigureCharts
from widgets.figures_now import FiguresNow, period_words, usual_words
from widgets.filter_sign import FilterSign
from widgets.indicator_card import IndicatorCard
from widgets.look import Look

#: What stands beside the charts: the rates people look at first.
CARDS = ("arrived", "on_time_closing", "closed", "closing_time")


class FiguresStrip(QWidget):
    """Signals of ``charts`` are its own; ``card_chosen(code, card)``: a rate was touched; ``all_requested``: the whole
    board."""

    card_chosen = Signal(str, object)
    all_requested = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._now: FiguresNow | None = None
        self.charts = FigureCharts(look, self)
        self.sign = FilterSign(look)
        self.period = QLabel()
        self.usual = QLabel()
        for label in (self.period, self.usual):
            label.setProperty("quiet", True)
        self.all_button = QPushButton()
        self.all_button.setProperty("flat", True)
        self.cards = {code: IndicatorCard(look, code) for code in CARDS}
        for code, card in self.cards.items():
            card.clicked.connect(lambda _checked=False, code=code, card=card: self.card_chosen.emit(code, card))
        self.all_button.clicked.connect(self.all_requested)
        self.sign.cleared.connect(self.charts.cleared)
        self._lay_out()
        look.changed.connect(self._name_things)
        self._name_things()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.period)
        head.addWidget(self.sign)
        head.addStretch(1)
        head.addWidget(self.usual)
        head.addWidget(self.all_button)
        row = QHBoxLayout()
        row.setSpacing(22)
        charts = self.charts
        for chart, share in ((charts.hours, 6), (charts.groups, 4), (charts.streets, 4), (charts.sources, 4)):
            row.addWidget(charts.titled(chart), share)
        rates = self._rates = QGridLayout()
        rates.setSpacing(2)
        for place, card in enumerate(self.cards.values()):
            rates.addWidget(card, place // 2, place % 2)
        rates.setRowStretch(2, 1)
        row.addLayout(rates, 5)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 4, 10, 8)
        column.setSpacing(4)
        column.addLayout(head)
        column.addLayout(row, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a low strip the rates of the second row give way; the board has them."""
        super().resizeEvent(event)
        cards = list(self.cards.values())
        both = 2 * cards[0].sizeHint().height() + self._rates.verticalSpacing()
        low = self.contentsRect().height() - self.all_button.sizeHint().height() - 20 < both
        for card in cards[2:]:
            card.setVisible(not low)

    def minimumSizeHint(self) -> QSize:
        charts = self.charts
        lines = max(chart.minimumSizeHint().height() for chart in charts.headings)
        beside = max(lines + self.period.sizeHint().height() + 3, next(iter(self.cards.values())).sizeHint().height())
        return QSize(super().minimumSizeHint().width(), beside + self.all_button.sizeHint().height() + 16)

    def show_figures(self, now: FiguresNow) -> None:
        """The newest figures."""
        self._now = now
        self.charts.show_figures(now)
        behind = now.chosen.behind
        for code, card in self.cards.items():
            card.show_reading(now, now.reading(code), behind is not None and behind.code == code)
        self.sign.show_filter(filter_words.describe(now.chosen, now.picture, now.language))
        self.period.setText(period_words(now) if now.figures.complete else self.tr("counting …"))
        self.usual.setText(usual_words(now) if not now.narrowed else self.tr("A part has no usual day"))

    def _name_things(self) -> None:
        self.all_button.setText(self.tr("All figures"))
        self.all_button.setIcon(self._look.icons.icon("chart-bar", self._look.tokens.quiet))
        if self._now is None:
            self.period.setText(self.tr("counting …"))
        else:
            self.show_figures(msgspec.structs.replace(self._now, language=self._look.language))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.charts.name()
            self._name_things()
        super().changeEvent(event)
