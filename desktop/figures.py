"""The figures of this desk: counted from the live picture, shown in strip, board and bar; what is touched in them
chooses what queue, map and tree show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop.actions import Actions, Group
from desktop.live_picture import LivePicture
from desktop.selection import Selection
from desktop.views import Views
from domain.casefilter import EVERYTHING, CaseFilter
from domain.casematch import matcher
from domain.casetable import CaseTable
from domain.city import City
from domain.day_figures import bar_chosen, carried, day_figures
from domain.indicators import Catalogue, measure, read_indicators
from domain.messages import History
from domain.period import Period, local_day
from domain.picture import Changes
from domain.usual import Expected, PastDay, expected
from maps.canvas import MapCanvas
from resources import FOLDER
from widgets.figures_now import FiguresNow, comparison
from widgets.formula_note import FormulaNote
from widgets.queue_rows import Shelf

if TYPE_CHECKING:
    from widgets.figure_charts import FigureCharts
    from widgets.figures_board import FiguresBoard

#: How past days went is asked for so often, seconds on the wall.
ASK_EVERY_MS = 60_000
#: The counters of the top bar by indicator, and the shelf where the cases of some lie.
COUNTERS = {"open": "open", "late": "late", "closed": "closed"}
_SHELVES = {"open": Shelf.ALL, "late": Shelf.LATE}


class Figures(QObject):
    """The board is made when it is first seen. Call ``tick`` once a second. ``board_requested``: it shall be seen.
    ``archive_requested(CaseFilter)``: all cases behind a figure are wanted, also those this desk does not hold."""

    board_requested = Signal()
    archive_requested = Signal(object)

    def __init__(
        self, live: LivePicture, views: Views, window: QWidget, selection: Selection, actions: Actions, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._live, self._views, self._window = live, views, window
        self.selection = selection
        self._catalogue: Catalogue | None = None
        self._of_city: Catalogue | None = None
        self._table: CaseTable | None = None
        self._period = Period.TODAY
        self._past: tuple[PastDay, ...] = ()
        self._history: History | None = None
        self._now: FiguresNow | None = None
        self._pushed: frozenset[str] | None = None
        self._load: int | None = None
        self._owed = False
        self._board: FiguresBoard | None = None
        self._note: FormulaNote | None = None
        self._reading = QTimer(self, interval=0)
        self._reading.timeout.connect(self._read_on)
        self._asking = QTimer(self, interval=ASK_EVERY_MS)
        self._asking.timeout.connect(self._ask)
        live.city_opened.connect(self._on_city)
        live.changed.connect(self._on_changed)
        live.history_arrived.connect(self._on_history)
        views.figures.arrived.connect(self._on_arrived)
        views.board.opened.connect(self._on_board_opened)
        views.queue.filter_cleared.connect(selection.clear)
        selection.changed.connect(self._on_chosen)
        self.watch(window)
        actions.add("figures", Group.WINDOW, lambda: self.tr("All figures"), self.board_requested.emit, "F6")
        actions.add("unfilter", Group.FIND, lambda: self.tr("Show everything again"), selection.clear)

    @property
    def now(self) -> FiguresNow | None:
        """What is shown, None before the first count."""
        return self._now

    def _make_board(self) -> FiguresBoard:
        """Loads the charts when it is the first to need them."""
        if self._board is None:
            from widgets.figures_board import FiguresBoard

            self._views.figures.arrive()
            self._board = FiguresBoard(self._views.look)
            self._board.period_chosen.connect(self._on_period)
            self._connect_charts(self._board.charts)
            self._board.card_chosen.connect(self.open)
            self._views.board.put(self._board)
        return self._board

    def _on_board_opened(self) -> None:
        board = self._make_board()
        if self._now is not None:
            board.show_figures(self._now)

    def cases(self) -> CaseTable | None:
        """All cases as columns; None while they are still read, or nobody needs them yet."""
        table = self._table
        whole = table is not None and table.complete and self._live.opened and table.picture is self._live.picture
        return table if whole else None

    def watch(self, window: QWidget) -> None:
        """One more window of this desk: Esc counts there too."""
        window.installEventFilter(self)

    def state(self) -> dict[str, Any]:
        """The period the figures speak of."""
        return {"period": self._period.value}

    def restore(self, state: dict[str, Any]) -> None:
        """Raises ValueError for a period that there is not."""
        self._on_period(Period(state.get("period", Period.TODAY)))

    def end(self) -> None:
        """Nothing runs any more."""
        self._reading.stop()
        self._asking.stop()
        self._window.removeEventFilter(self)

    # --- what the picture says ---

    def _on_city(self, _city: City) -> None:
        self._table, self._of_city, self._history, self._past, self._now = None, None, None, (), None
        self.selection.clear()

    def _on_changed(self, changes: Changes) -> None:
        if self._views.figures.strip is None:
            return  # the first frame has the machine for itself
        table = self._table_of_picture()
        table.refresh(changes)
        if not table.complete:
            self._reading.start()
        elif changes.incidents and self.selection.filter:
            self._push_to_map(table.chosen(self.selection.filter, self._live.now()))  # the queue keeps itself up

    def tick(self) -> None:
        """City time went on; once a second."""
        if self._owed:
            self._ask()
        if self._table is not None and not self._reading.isActive():
            self._count()
            if self.selection.filter:
                self._push()

    def _on_arrived(self) -> None:
        """The charts are loaded: begin to count."""
        strip = self._views.figures.strip
        assert strip is not None
        strip.card_chosen.connect(self.open)
        strip.all_requested.connect(self.board_requested)
        self._connect_charts(strip.charts)
        if self._live.opened:
            self._table_of_picture()
            self._reading.start()
        self._asking.start()
        self._ask()

    def _connect_charts(self, charts: FigureCharts) -> None:
        charts.filter_chosen.connect(self.selection.choose)
        charts.indicator_chosen.connect(lambda code: self._choose_cases(code, "whole"))
        charts.load_chosen.connect(self._on_load)
        charts.cleared.connect(self.selection.clear)

    def _table_of_picture(self) -> CaseTable:
        picture = self._live.picture
        if self._table is None or self._table.picture is not picture:
            self._table = CaseTable(picture)
            self._table.refresh(Changes(reset=True))
        return self._table

    def _read_on(self) -> None:
        """A part of a large picture; the desk stays quick meanwhile."""
        table = self._table
        if table is None or table.catch_up():
            self._reading.stop()
            self._count()
            self._push()

    # --- counting ---

    def _count(self) -> None:
        table = self._table
        if table is None or not self._live.opened:
            return
        now, picture = self._live.now(), self._live.picture
        catalogue = self._catalogue_of_city()
        figures = day_figures(table, catalogue.indicators, self.selection.filter, self._period, now)
        self._now = FiguresNow(
            picture,
            catalogue,
            figures,
            self.selection.filter,
            self._views.look.language,
            self._expected(now),
            self._past,
            self._history.week if self._history is not None else {},
            self._load if self.selection.filter.workers else None,
            self._history.begun if self._history is not None else None,
        )
        strip = self._views.figures.strip
        if strip is not None:
            strip.show_figures(self._now)
        if self._board is not None and self._board.isVisible():
            self._board.show_figures(self._now)
        if self._note is not None and shiboken6.isValid(self._note):
            self._note.refresh(self._now)
        self._compare_counters()

    def _expected(self, now: float) -> Expected | None:
        calendar = self._live.picture.city.rules.calendar
        worked = calendar.is_worked(local_day(now, calendar.zone))
        return expected(self._live.picture.city.usual, self._past, worked)

    def _catalogue_of_city(self) -> Catalogue:
        if self._catalogue is None:
            self._catalogue = read_indicators((FOLDER / "indicators.toml").read_bytes())
        if self._of_city is None:
            self._of_city = self._catalogue.of(self._live.picture.city.rules.workflow)
        return self._of_city

    def _compare_counters(self) -> None:
        """The counters of the bar are of the whole city, whatever is chosen; so is what they are compared with."""
        now, table = self._now, self._table
        if now is None or table is None:
            return
        window = Period.TODAY.window(now.figures.now, table.zone)
        of_today = msgspec.structs.replace(now.figures, period=Period.TODAY)
        of_all = msgspec.structs.replace(now, chosen=EVERYTHING, figures=of_today)
        for counter, code in COUNTERS.items():
            against = comparison(of_all, measure(now.catalogue[code], table, window))
            figure = self._views.top_bar.figures[counter]
            figure.set_comparison(against.text if against else "", against.worse if against else False)

    def _ask(self) -> None:
        """Now, or as soon as there is a link."""
        self._owed = not self._live.link.live
        if not self._owed:
            self._live.ask_past_days(week=self._period is Period.WEEK)

    def _on_history(self, history: History) -> None:
        week = history.week or (self._history.week if self._history is not None else {})
        self._history = History(history.at, history.begun, history.days, week)
        self._past = history.days
        if not self._reading.isActive():
            self._count()

    # --- what is touched ---

    def open(self, code: str, anchor: QWidget) -> None:
        """A figure was touched: its cases are listed and its formula stands beside it; touched again, both go."""
        note = self._note if self._note is not None and shiboken6.isValid(self._note) else None
        behind = self.selection.filter.behind
        if note is not None and note.code == code and behind is not None and behind.code == code:
            note.leave()
            self.selection.choose(self.selection.filter.without("behind"))
            return
        self._choose_cases(code, "whole", again=False)
        self._explain(code, anchor)

    def open_counter(self, counter: str, anchor: QWidget) -> bool:
        """A counter of the top bar, which is about the whole city; whether there is anything to say of it."""
        if self._now is None or counter not in COUNTERS:
            return False
        code = COUNTERS[counter]
        if code in _SHELVES:
            self.selection.clear()
            self._views.queue.show_shelf(_SHELVES[code])
        else:
            self.selection.choose(CaseFilter(behind=self._now.catalogue[code].behind(Period.TODAY)))
        self._explain(code, anchor)
        return True

    def _explain(self, code: str, anchor: QWidget) -> None:
        if self._now is None:
            return
        if self._note is None or not shiboken6.isValid(self._note):
            self._note = FormulaNote(self._views.look)
            self._note.side_chosen.connect(lambda code, side: self._choose_cases(code, side, again=False))
            self._note.archive_requested.connect(self._on_archive)
        self._note.open(anchor, code, self._now)

    def _choose_cases(self, code: str, side: str, again: bool = True) -> None:
        """The cases of one side of a figure; ``again``: chosen already, they are let go."""
        if self._now is None:
            return
        behind = self._now.catalogue[code].behind(self._period, side)  # type: ignore[arg-type]
        chosen = self.selection.filter.without("standings")  # a figure counts open and closed cases alike
        self.selection.choose(chosen.toggled(behind=behind) if again else chosen.also(behind=behind))

    def _on_archive(self, code: str) -> None:
        """Of the side that is chosen, or of all of the figure."""
        behind = self.selection.filter.behind
        if behind is None or behind.code != code:
            self._choose_cases(code, "whole", again=False)
        self.archive_requested.emit(self.selection.filter)

    def choose_region(self, code: str) -> None:
        """Figures, queue and map of an area; chosen again, or at the root of the tree, of the whole city."""
        tree, chosen, now = self._live.picture.tree, self.selection.filter, self._now
        if code in tree and not tree[code].parent:
            code = chosen.regions[0] if chosen.regions else ""
        if now is not None and code:
            self.selection.choose(bar_chosen(now.figures, chosen, "regions", code))

    def _on_load(self, count: int) -> None:
        if self._table is None:
            return
        chosen = self.selection.filter
        if chosen.workers and self._load == count:
            self.selection.choose(chosen.without("workers", "stages"))
            return
        self._load = count
        self.selection.choose(carried(self._table, chosen, count, self._live.now()))

    def _on_period(self, period: Period) -> None:
        self._period = period
        behind = self.selection.filter.behind
        if period is Period.WEEK:
            self._ask()
        if behind is not None and behind.code and self._now is not None:
            self._choose_cases(behind.code, behind.side, again=False)
        self._count()

    def _on_chosen(self, chosen: CaseFilter) -> None:
        self._pushed = None
        if not self._reading.isActive():
            self._count()
        self._push()
        regions = chosen.regions
        if len(regions) == 1 and regions[0]:
            self._views.map.show_region(regions[0])
            self._views.regions.show_region(regions[0])

    def _push(self) -> None:
        """Which cases are chosen, to the views that show cases; only when these are others than before."""
        chosen, views = self.selection.filter, self._views
        if not chosen:
            if self._pushed is not None or views.queue.model.filter:
                views.queue.set_filter(chosen)
                views.maps.tell(MapCanvas.set_filter, None)
            self._pushed = None
            return
        now, table = self._live.now(), self._table
        if table is not None and table.complete:
            ids = table.chosen(chosen, now)
        else:
            picture = self._live.picture
            matches = matcher(chosen, picture, now)
            ids = frozenset(key for key, one in picture.incidents.items() if matches(one))
        model = views.queue.model
        if model.filter != chosen or (model.complete and model.chosen != ids):
            views.queue.set_filter(chosen, ids)
        self._push_to_map(ids)

    def _push_to_map(self, ids: frozenset[str]) -> None:
        if ids != self._pushed:
            self._pushed = ids
            self._views.maps.tell(MapCanvas.set_filter, ids)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc that nobody else had a use for takes the filter away."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            note = self._note if self._note is not None and shiboken6.isValid(self._note) else None
            if note is not None and note.code:
                note.leave()
                return True
            if self.selection.filter:
                self.selection.clear()
                return True
        return False
