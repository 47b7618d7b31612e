"""The figures of a desk: what is touched anywhere is chosen everywhere, and every number opens exactly its cases."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from client.link import Link, LinkPhase
from desktop.actions import Actions
from desktop.figures import Figures
from desktop.frames import FrameTimes
from desktop.selection import Selection
from desktop.theme import TintedIcons, dress, load_fonts
from desktop.views import Views
from domain.casefilter import EVERYTHING, CaseFilter, Standing
from domain.look import DARK
from domain.messages import History, IncidentChanged
from domain.period import DAY, Period
from domain.picture import Changes, Picture
from domain.usual import Counted
from tests.domain.cases import NOON, filled, walked
from tests.widgets.figures_room import TODAY, a_day, a_morning
from widgets.figures_board import FiguresBoard
from widgets.hours_chart import ARRIVED
from widgets.look import Look
from widgets.queue_rows import Shelf

LEFT = Qt.MouseButton.LeftButton


class Live(QObject):
    """What the figures need of a live picture."""

    city_opened = Signal(object)
    changed = Signal(object)
    history_arrived = Signal(object)

    def __init__(self, picture: Picture) -> None:
        super().__init__()
        self.picture, self.opened, self.at = picture, True, NOON
        self.link = Link(LinkPhase.LIVE, since=0.0)
        self.asked: list[bool] = []

    def now(self) -> float:
        return self.at

    def ask_past_days(self, week: bool = False) -> None:
        self.asked.append(week)


class Desk:
    """Figures over real views in one window."""

    def __init__(self, qtbot: QtBot, picture: Picture) -> None:
        look = Look(DARK, TintedIcons(), "en")
        self.live, self.views, self.window = Live(picture), Views(look, FrameTimes()), QWidget()
        self.qtbot = qtbot
        column = QVBoxLayout(self.window)
        for view in (self.views.top_bar, self.views.queue, self.views.map, self.views.regions, self.views.figures):
            column.addWidget(view)
        here = {self.views.top_bar, self.views.queue, self.views.map, self.views.regions, self.views.figures}
        self.rest = [part for part in vars(self.views).values() if isinstance(part, QWidget) and part not in here]
        for part in self.rest:
            part.setParent(self.window)
        self.window.resize(1500, 1000)
        self.actions = Actions(self.window)
        self.selection = Selection()
        self.figures = Figures(
            self.live,
            self.views,
            self.window,
            self.selection,
            self.actions,
            self.live,  # type: ignore[arg-type]
        )
        self.views.open_city(picture.city, "")
        self.tell(Changes(reset=True))

    def tell(self, changes: Changes) -> None:
        self.views.refresh(self.live.picture, changes, self.live.now())
        self.live.changed.emit(changes)

    def arrive(self) -> Desk:
        self.views.figures.arrive()
        self.qtbot.waitUntil(lambda: self.figures.now is not None and self.figures.now.figures.complete)
        with self.qtbot.waitExposed(self.window):
            self.window.show()
        return self

    def open_board(self) -> FiguresBoard:
        place = self.views.board
        place.resize(1400, 900)
        place.setWindowFlag(Qt.WindowType.Window)
        with self.qtbot.waitExposed(place):
            place.show()
        board = place.findChild(FiguresBoard)
        assert isinstance(board, FiguresBoard)
        return board

    def shown(self) -> set[str]:
        return set(self.views.queue.model.order)

    def on_map(self) -> frozenset[str] | None:
        return self.views.map._shown.filter

    def close(self) -> None:
        self.figures.end()
        self.actions.end()
        self.views.map.hide()
        self.window.close()
        self.window.deleteLater()
        vars(self).clear()


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication) -> Iterator[Desk]:
    font, palette = QFont(qapp.font()), QPalette(qapp.palette())
    dress(qapp, DARK, load_fonts())
    desk = Desk(qtbot, a_morning())
    yield desk
    desk.close()
    qapp.setStyleSheet("")  # other tests measure what they show as it was
    qapp.setPalette(palette)
    qapp.setFont(font)


def test_nothing_is_counted_before_the_charts_are_there(desk: Desk) -> None:
    desk.figures.tick()
    assert desk.figures.now is None
    desk.arrive()
    assert desk.figures.now is not None
    assert desk.figures.now.figures.readings["open"].value == 4
    assert desk.live.asked == [False]


def test_a_street_touched_in_the_strip_is_chosen_everywhere(desk: Desk, qtbot: QtBot) -> None:
    strip = desk.arrive().views.figures.strip
    assert strip is not None
    streets = strip.charts.streets
    qtbot.mouseClick(streets, LEFT, pos=streets.place_of("320302002"))
    assert desk.selection.filter == CaseFilter(regions=("320302002",), standings=(Standing.OPEN,))
    assert desk.shown() == {"late"} and desk.on_map() == {"late"}
    assert strip.sign.isVisible() and desk.views.queue.sign.isVisible()
    assert desk.views.regions.model.region(desk.views.regions.tree.currentIndex()).code == "320302002"  # type: ignore[union-attr]
    qtbot.mouseClick(streets, LEFT, pos=streets.place_of("320302002"))
    assert not desk.selection.filter and desk.on_map() is None
    assert desk.shown() == {"a", "b", "c", "late"}


def test_every_number_lists_exactly_its_cases(desk: Desk, qtbot: QtBot) -> None:
    board = desk.arrive().open_board()
    for code, card in board.cards.items():
        reading = desk.figures.now.reading(code)  # type: ignore[union-attr]
        assert reading is not None
        qtbot.mouseClick(card, LEFT)
        assert len(desk.shown()) == reading.whole, code
        note = desk.figures._note
        assert note is not None and note.code == code
        for side in reading.indicator.sides():
            if reading.count(side):
                qtbot.mouseClick(note.side(side), LEFT)
                assert len(desk.shown()) == reading.count(side), (code, side)
        qtbot.mouseClick(note.close_button, LEFT)
        desk.selection.clear()


def test_the_formula_beside_the_figure(desk: Desk, qtbot: QtBot) -> None:
    strip = desk.arrive().views.figures.strip
    assert strip is not None
    card = strip.cards["on_time_closing"]
    qtbot.mouseClick(card, LEFT)
    note = desk.figures._note
    assert note is not None and note.isVisible()
    assert note.formula.text() == "closed on time ÷ due to be closed × 100 %"
    assert note.sum.text() == "closed on time 1 ÷ due to be closed 3 = 33.33 %"
    assert note.about.text() == "today 00:00 – 12:00:00"
    assert desk.window.rect().contains(note.geometry())
    qtbot.mouseClick(note.side("rest"), LEFT)
    assert desk.shown() == {"slow", "late"}
    desk.live.at += 60
    desk.figures.tick()
    assert note.about.text() == "today 00:00 – 12:01:00"
    qtbot.mouseClick(card, LEFT)  # once more: both go
    assert note.isHidden() and not desk.selection.filter


def test_escape_closes_the_note_and_then_takes_the_filter(desk: Desk, qtbot: QtBot) -> None:
    strip = desk.arrive().views.figures.strip
    assert strip is not None
    qtbot.mouseClick(strip.cards["closed"], LEFT)
    assert desk.shown() == {"done", "slow"}
    desk.window.setFocus()
    qtbot.keyClick(desk.window, Qt.Key.Key_Escape)
    assert desk.figures._note is not None and desk.figures._note.isHidden()
    assert desk.selection.filter
    qtbot.keyClick(desk.window, Qt.Key.Key_Escape)
    assert desk.selection.filter == EVERYTHING


def test_escape_counts_in_every_window_of_the_desk(desk: Desk, qtbot: QtBot) -> None:
    other = QWidget()
    qtbot.addWidget(other)
    desk.figures.watch(other)
    desk.selection.choose(CaseFilter(regions=("320302001",)))
    qtbot.keyClick(other, Qt.Key.Key_Escape)
    assert desk.selection.filter == EVERYTHING


def test_counters_of_the_bar_are_of_the_whole_city(desk: Desk) -> None:
    desk.arrive()
    desk.selection.choose(CaseFilter(regions=("320302001",)))
    figures = desk.views.top_bar.figures
    assert desk.figures.open_counter("late", figures["late"])
    assert (desk.selection.filter, desk.shown()) == (EVERYTHING, {"late"})
    assert desk.figures.open_counter("closed", figures["closed"])
    assert desk.shown() == {"done", "slow"}
    assert figures["closed"].value == "2"
    assert desk.figures.open_counter("open", figures["open"])
    assert desk.shown() == {"a", "b", "c", "late"}
    assert not desk.figures.open_counter("on_duty", figures["on_duty"])


def test_what_changes_joins_what_is_chosen(desk: Desk) -> None:
    desk.arrive()
    desk.selection.choose(CaseFilter(regions=("320302002",)))
    assert desk.shown() == {"late", "slow"}
    incident, timeline = walked("new", grid=8, received=NOON)
    desk.tell(desk.live.picture.apply(IncidentChanged(2, incident, timeline[0])))
    assert desk.shown() == desk.on_map() == {"late", "slow", "new"}
    desk.live.at += 1
    desk.figures.tick()
    assert desk.figures.now is not None and desk.figures.now.figures.readings["arrived"].whole == 3


def test_an_area_of_the_tree_narrows_and_the_root_lets_go(desk: Desk) -> None:
    desk.arrive()
    desk.figures.choose_region("320302001001")
    assert desk.shown() == {"a", "c"}
    assert desk.figures.now is not None and desk.figures.now.narrowed
    desk.figures.choose_region("320302")
    assert desk.selection.filter == EVERYTHING
    desk.figures.choose_region("320302")
    assert desk.selection.filter == EVERYTHING


def test_people_with_much_in_hand(desk: Desk, qtbot: QtBot) -> None:
    spread = desk.arrive().open_board().charts.spread
    qtbot.mouseClick(spread, LEFT, pos=spread.place_of(1))
    assert desk.shown() == {"b", "c"}
    assert desk.figures.now is not None and desk.figures.now.load == 2
    qtbot.mouseClick(spread, LEFT, pos=spread.place_of(1))
    assert desk.selection.filter == EVERYTHING


def test_past_days_are_what_today_is_compared_with(desk: Desk) -> None:
    desk.arrive()
    late = desk.views.top_bar.figures["late"]
    assert late.comparison == ""
    yesterday = a_day(14, closing=Counted(0.9, 9, 10))
    desk.live.history_arrived.emit(History(NOON, TODAY - 3 * DAY, (yesterday,)))
    assert late.comparison == "yesterday by now 1"
    strip = desk.views.figures.strip
    assert strip is not None
    assert "yesterday by now 14 ↓," in strip.cards["arrived"].accessibleDescription()
    desk.selection.choose(CaseFilter(regions=("320302001",)))
    assert late.comparison == "yesterday by now 1"  # the bar is of the whole city all the same


def test_seven_days_are_asked_for(desk: Desk, qtbot: QtBot) -> None:
    board = desk.arrive().open_board()
    qtbot.mouseClick(board.cards["closing"], LEFT)
    qtbot.mouseClick(board.periods[Period.WEEK], LEFT)
    assert desk.live.asked[-1] is True
    behind = desk.selection.filter.behind
    assert behind is not None and behind.period is Period.WEEK
    wanted: list[CaseFilter] = []
    desk.figures.archive_requested.connect(wanted.append)
    note = desk.figures._note
    assert note is not None and note.all.isVisibleTo(note)  # of seven days the desk holds a part only
    note.all.click()
    assert wanted == [desk.selection.filter]
    kept = desk.figures.state()
    desk.figures.restore({"period": "today"})
    assert not note.all.isVisibleTo(note)
    desk.figures.restore(kept)
    assert desk.figures.state() == {"period": "week"}
    desk.live.history_arrived.emit(History(NOON, TODAY - 9 * DAY, (), {"closing": Counted(0.9372, 911, 972)}))
    assert board.cards["closing"].value == "93.7 %"


def test_what_was_asked_for_without_a_link_is_asked_for_with_it(desk: Desk) -> None:
    desk.arrive()
    desk.live.link = Link(LinkPhase.LOST, since=0.0)
    before = len(desk.live.asked)
    desk.figures.restore({"period": "week"})  # as after a restart: the city is there before the link
    desk.figures.tick()
    assert len(desk.live.asked) == before
    desk.live.link = Link(LinkPhase.LIVE, since=0.0)
    desk.figures.tick()
    desk.figures.tick()
    assert desk.live.asked[before:] == [True]


def test_another_picture_is_counted_anew(desk: Desk, qtbot: QtBot) -> None:
    desk.arrive()
    desk.selection.choose(CaseFilter(regions=("320302001",)))
    desk.live.picture = filled([walked("other", grid=2)])
    desk.live.city_opened.emit(desk.live.picture.city)
    assert desk.selection.filter == EVERYTHING
    desk.tell(Changes(reset=True))
    qtbot.waitUntil(lambda: desk.figures.now is not None and desk.figures.now.figures.readings["open"].value == 1)


def test_a_filter_before_everything_is_counted(desk: Desk) -> None:
    desk.selection.choose(CaseFilter(regions=("320302002",), standings=(Standing.OPEN,)))
    assert desk.shown() == {"late"}
    desk.views.queue.filter_cleared.emit()
    assert desk.shown() == {"a", "b", "c", "late"}


def test_hours_and_shelves_together(desk: Desk, qtbot: QtBot) -> None:
    strip = desk.arrive().views.figures.strip
    assert strip is not None
    qtbot.mouseClick(strip.charts.hours, LEFT, pos=strip.charts.hours.place_of(9, ARRIVED))
    assert desk.shown() == {"a", "b", "c", "late", "done", "slow", "gone"}
    desk.views.queue.show_shelf(Shelf.CLOSED)
    assert desk.shown() == {"done", "slow", "gone"}


def test_the_palette_knows_the_board(desk: Desk, qtbot: QtBot) -> None:
    strip = desk.arrive().views.figures.strip
    assert strip is not None
    for ask in (lambda: desk.actions.run("figures"), lambda: qtbot.mouseClick(strip.all_button, LEFT)):
        with qtbot.waitSignal(desk.figures.board_requested):
            ask()
    held = msgspec.json.encode(CaseFilter(regions=("320302001",)))
    desk.selection.choose(msgspec.json.decode(held, type=CaseFilter))
    desk.actions.run("unfilter")
    assert desk.selection.filter == EVERYTHING
