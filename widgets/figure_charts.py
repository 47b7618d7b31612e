"""The charts of the day, what each shows of it, and what choosing in them means."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from domain.day_figures import Bar, bar_chosen, hour_chosen
from domain.incident import Source
from domain.period import HOUR
from widgets import wording, words
from widgets.bar_list import BarList, Row
from widgets.figures_now import FiguresNow, usual_words
from widgets.hours_chart import ARRIVED, CLOSED, HoursChart
from widgets.look import Look
from widgets.spread_chart import SpreadChart

STAGE_TIME = "stage_time"


class FigureCharts(QObject):
    """Charts for one view, each with its heading; whoever shows them lays them out.

    ``filter_chosen(CaseFilter)``: what a bar counts; ``indicator_chosen(code)``; ``load_chosen(n)``: what people with
    ``n`` cases in hand hold; ``cleared``: everything."""

    filter_chosen = Signal(object)
    indicator_chosen = Signal(str)
    load_chosen = Signal(int)
    cleared = Signal()

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._now: FiguresNow | None = None
        self.hours = HoursChart(look)
        self.groups = BarList(look)
        self.sources = BarList(look)
        self.streets = BarList(look)
        self._make_more()
        self.headings: dict[QWidget, QLabel] = {chart: QLabel() for chart in self._all()}
        for label in self.headings.values():
            label.setProperty("heading", True)
        self.hours.touched.connect(self._on_hour)
        self.groups.chosen.connect(lambda key: self._on_bar("groups", key))
        self.sources.chosen.connect(lambda key: self._on_bar("sources", Source(key)))
        self.streets.chosen.connect(lambda key: self._on_bar("regions", key))
        for chart in self._all():
            chart.cleared.connect(self.cleared)
        look.changed.connect(self.name)
        self.name()

    def _make_more(self) -> None:
        """Further charts; called once, before they are named and connected."""

    def _all(self) -> tuple[HoursChart | SpreadChart | BarList, ...]:
        return (self.hours, self.groups, self.sources, self.streets)

    def titled(self, chart: QWidget) -> QWidget:
        """A chart below its heading."""
        box = QWidget()
        box.setMinimumWidth(chart.minimumSizeHint().width())
        box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)  # beside each other all are as wide
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addWidget(self.headings[chart])
        column.addWidget(chart, 1)
        return box

    # --- in ---

    def show_figures(self, now: FiguresNow) -> None:
        drilled = self._now is not None and self._now.figures.drilled
        self._now = now
        figures, chosen, picture = now.figures, now.chosen, now.picture
        if figures.drilled != drilled:
            self.name()
        expected = None if now.narrowed or figures.drilled else now.expected
        selected = None
        for series, span in ((ARRIVED, chosen.arrived), (CLOSED, chosen.closed)):
            if span is not None and span[1] - span[0] == HOUR:
                selected = (round((span[0] - figures.since) / HOUR), series)
        self.hours.show_hours(figures.arrived, figures.closed, figures.on_time, expected, selected)
        kinds = {kind.group.zh: kind.group for kind in picture.categories.values()}
        late = self.tr("{name}: {count} cases, {late} of them late")
        self.groups.show_rows(
            [self._open_row(bar, kinds[bar.key].text(now.language) if bar.key in kinds else bar.key, late)
             for bar in figures.groups],
            chosen.groups,
        )  # fmt: skip
        outside = self.tr("outside the city")
        streets = ((bar, picture.tree[bar.key].title(now.language) if bar.key else outside) for bar in figures.streets)
        self.streets.show_rows([self._open_row(bar, name, late) for bar, name in streets], chosen.regions)
        self.sources.show_rows(self._source_rows(now), [source.value for source in chosen.sources])
        self.headings[self.hours].setToolTip(usual_words(now))

    def _open_row(self, bar: Bar, name: str, hint: str) -> Row:
        return Row(bar.key, name, bar.count, bar.bad, "", hint.format(name=name, count=bar.count, late=bar.bad))

    def _source_rows(self, now: FiguresNow) -> list[Row]:
        rows, expected = [], None if now.narrowed or now.figures.drilled else now.expected
        so_far = now.usual_so_far()
        share = so_far / (sum(expected.arrived) or 1.0) if expected is not None and so_far is not None else None
        for bar in now.figures.sources:
            name = words.source(bar.key)
            usual = expected.sources.get(bar.key, 0.0) * share if expected is not None and share is not None else None
            hint = self.tr("{name}: {count} cases").format(name=name, count=bar.count)
            if usual is not None:
                hint += self.tr(", usual by now {count}").format(count=f"{usual:.0f}")
            rows.append(Row(bar.key, name, bar.count, 0.0, "", hint, usual))
        return rows

    # --- out ---

    def _on_hour(self, slot: int, series: int) -> None:
        if self._now is not None:
            self.filter_chosen.emit(hour_chosen(self._now.figures, self._now.chosen, slot, series == CLOSED))

    def _on_bar(self, part: str, key: object) -> None:
        if self._now is not None:
            self.filter_chosen.emit(bar_chosen(self._now.figures, self._now.chosen, part, key))

    # --- words ---

    def name(self) -> None:
        """Put the words of the language of the moment on the headings."""
        names, late = self._names(), key(self._look.tokens.bad, self.tr("late"))
        for chart in self._all():
            self.headings[chart].setText(names[chart])
            chart.setAccessibleName(names[chart])
        arrived, closed = self.hours.colors
        legend = key(arrived, self.tr("arrived")) + key(closed, self.tr("closed")) + late + self._usual_key()
        self.headings[self.hours].setText(legend)
        for chart in self._with_late():
            self.headings[chart].setText(f"{names[chart]} &nbsp; {late}")

    def _with_late(self) -> tuple[BarList, ...]:
        return (self.groups, self.streets)

    def _names(self) -> dict[QWidget, str]:
        drilled = self._now is not None and self._now.figures.drilled
        return {
            self.hours: self.tr("Arrivals and closings by hour"),
            self.groups: self.tr("Chosen by kind") if drilled else self.tr("Open by kind"),
            self.sources: self.tr("Chosen by source") if drilled else self.tr("Arrived by source"),
            self.streets: self.tr("Chosen by street") if drilled else self.tr("Open by street"),
        }

    def _usual_key(self) -> str:
        text = self.tr("usual day")
        return f'<span style="color:{self._look.tokens.text}">╌</span> {text}'


class AllCharts(FigureCharts):
    """These, and how cases stand in the stages, how long they take there, and who carries how much."""

    def _make_more(self) -> None:
        look = self._look
        self.stages, self.stage_times, self.spread = BarList(look), BarList(look), SpreadChart(look)
        self.stages.chosen.connect(lambda key: self._on_bar("stages", key))
        self.stage_times.chosen.connect(lambda key: self.indicator_chosen.emit(f"{STAGE_TIME}:{key}"))
        self.spread.touched.connect(lambda slot, _series: self.load_chosen.emit(slot + 1))

    def _all(self) -> tuple[HoursChart | SpreadChart | BarList, ...]:
        return (*super()._all(), self.stages, self.stage_times, self.spread)

    def _with_late(self) -> tuple[BarList, ...]:
        return (*super()._with_late(), self.stages)

    def show_figures(self, now: FiguresNow) -> None:
        super().show_figures(now)
        late = self.tr("{name}: {count} cases, {late} of them late")
        stages = ((bar, now.picture.stages[bar.key].name.text(now.language)) for bar in now.figures.stages)
        rows = [self._open_row(bar, name, late) for bar, name in stages if bar.count]
        self.stages.show_rows(rows, () if now.chosen.workers else now.chosen.stages)
        self._show_stage_times(now)
        self.spread.show_load(now.figures.load, now.load)
        self._name_spread(now)

    def _show_stage_times(self, now: FiguresNow) -> None:
        rows = []
        for stage in now.picture.city.rules.workflow.stages:
            reading = now.reading(f"{STAGE_TIME}:{stage.code}")
            if reading is None or reading.value is None:
                continue
            name = stage.name.text(now.language)
            over = stage.limit is not None and reading.value > stage.limit
            hint = self.tr("{name}: {time} on average, of {count} cases").format(
                name=name, time=wording.span(reading.value), count=reading.whole
            )
            if stage.limit is not None:
                hint += self.tr(", limit {time}").format(time=wording.span(stage.limit))
            bad = reading.value if over else 0.0
            rows.append(Row(stage.code, name, reading.value, bad, wording.span(reading.value), hint, stage.limit))
        behind = now.chosen.behind
        chosen = [behind.stage] if behind is not None and behind.code.startswith(f"{STAGE_TIME}:") else []
        self.stage_times.show_rows(rows, chosen)

    def name(self) -> None:
        super().name()
        self.headings[self.spread].setWordWrap(True)
        if self._now is not None:
            self._name_spread(self._now)

    def _names(self) -> dict[QWidget, str]:
        return {
            **super()._names(),
            self.stages: self.tr("Open by stage"),
            self.stage_times: self.tr("Mean time in each stage"),
            self.spread: self.tr("Cases in hand a person"),
        }

    def _name_spread(self, now: FiguresNow) -> None:
        load = now.figures.load
        template = self.tr("{people} on duty, {free} of them with none, {mean} each, {most} at most")
        told = template.format(people=load.count, free=load.people[0], mean=f"{load.mean:.1f}", most=load.most)
        self.headings[self.spread].setText(f"{self.tr('Cases in hand a person')} · {told}")


def key(color: str, text: str) -> str:
    """An entry of a legend, as rich text."""
    return f'<span style="color:{color}">■</span> {text} &nbsp; '
