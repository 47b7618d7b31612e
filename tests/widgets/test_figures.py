"""The figures under the hand: what is touched is what is chosen, and everything can be done by keyboard too."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from domain.casefilter import EVERYTHING, CaseFilter, Standing
from domain.incident import Source
from domain.look import LIGHT
from domain.period import HOUR, Period
from domain.usual import Counted
from tests.domain.cases import filled, walked
from tests.domain.small_city import MONDAY_NINE
from tests.widgets.figures_room import CLOSED as WHOLE_WAY
from tests.widgets.figures_room import TODAY, a_day, figures_now
from widgets.bar_list import REST, BarList, Row
from widgets.figures_board import FiguresBoard
from widgets.figures_strip import CARDS, FiguresStrip
from widgets.hours_chart import ARRIVED, CLOSED
from widgets.look import Look

LEFT, Key = Qt.MouseButton.LeftButton, Qt.Key


@pytest.fixture
def strip(qtbot: QtBot, look: Look) -> FiguresStrip:
    strip = FiguresStrip(look)
    qtbot.addWidget(strip)
    strip.resize(1500, 240)
    strip.show_figures(figures_now())
    with qtbot.waitExposed(strip):
        strip.show()
    return strip


@pytest.fixture
def board(qtbot: QtBot, look: Look) -> FiguresBoard:
    board = FiguresBoard(look)
    qtbot.addWidget(board)
    board.resize(1400, 900)
    board.show_figures(figures_now())
    with qtbot.waitExposed(board):
        board.show()
    return board


def hint_at(widget: QWidget, at: QPoint) -> str:
    QApplication.sendEvent(widget, QHelpEvent(QEvent.Type.ToolTip, at, widget.mapToGlobal(at)))
    text = QToolTip.text()
    QToolTip.hideText()
    return text


# --- the strip --------------------------------------------------------------------------------------------------------


def test_an_hour_is_chosen_by_its_bars(qtbot: QtBot, strip: FiguresStrip) -> None:
    chosen: list[CaseFilter] = []
    strip.charts.filter_chosen.connect(chosen.append)
    hours = strip.charts.hours
    qtbot.mouseClick(hours, LEFT, pos=hours.place_of(9, ARRIVED))
    qtbot.mouseClick(hours, LEFT, pos=hours.place_of(11, CLOSED))
    nine, eleven = (TODAY + 9 * HOUR, TODAY + 10 * HOUR), (TODAY + 11 * HOUR, TODAY + 12 * HOUR)
    assert chosen == [CaseFilter(arrived=nine), CaseFilter(closed=eleven)]
    strip.show_figures(figures_now(chosen=chosen[0]))
    qtbot.mouseClick(hours, LEFT, pos=hours.place_of(9, ARRIVED))
    assert chosen[-1] == EVERYTHING


def test_hours_by_keyboard(qtbot: QtBot, strip: FiguresStrip) -> None:
    chosen: list[CaseFilter] = []
    cleared: list[bool] = []
    strip.charts.filter_chosen.connect(chosen.append)
    strip.charts.cleared.connect(lambda: cleared.append(True))
    hours = strip.charts.hours
    hours.setFocus()
    for key in [Key.Key_Right] * 10 + [Key.Key_Left, Key.Key_Down, Key.Key_Return]:
        qtbot.keyClick(hours, key)
    QToolTip.hideText()
    assert chosen == [CaseFilter(closed=(TODAY + 9 * HOUR, TODAY + 10 * HOUR))]
    qtbot.keyClick(hours, Key.Key_Escape)
    assert cleared == []  # nothing is chosen here: Esc is for somebody else
    strip.show_figures(figures_now(chosen=chosen[0]))
    qtbot.keyClick(hours, Key.Key_Escape)
    assert cleared == [True]


def test_hovering_tells_exactly(strip: FiguresStrip) -> None:
    hours = strip.charts.hours
    assert hint_at(hours, hours.place_of(9, ARRIVED)) == "09:00–10:00: 7 arrived, usual 1.0"
    assert hint_at(hours, hours.place_of(11, CLOSED)) == "11:00–12:00: 1 closed, 1 of them late"
    groups = strip.charts.groups
    assert hint_at(groups, groups.place_of("公用设施")) == "Public utility: 1 cases, 1 of them late"
    sources = strip.charts.sources
    assert hint_at(sources, sources.place_of("hotline")) == "Hotline 12345: 7 cases, usual by now 10"


def test_kinds_streets_and_sources(qtbot: QtBot, strip: FiguresStrip) -> None:
    chosen: list[CaseFilter] = []
    strip.charts.filter_chosen.connect(chosen.append)
    charts = strip.charts
    qtbot.mouseClick(charts.groups, LEFT, pos=charts.groups.place_of("公用设施"))
    qtbot.mouseClick(charts.streets, LEFT, pos=charts.streets.place_of("320302002"))
    qtbot.mouseClick(charts.sources, LEFT, pos=charts.sources.place_of("hotline"))
    assert [one.given() for one in chosen] == [
        ("groups", "standings"),
        ("regions", "standings"),
        ("sources", "arrived"),
    ]
    assert chosen[1].regions == ("320302002",) and chosen[1].standings == (Standing.OPEN,)


def test_what_is_chosen_is_said_and_let_go(qtbot: QtBot, strip: FiguresStrip) -> None:
    assert strip.sign.isHidden()
    assert strip.period.text() == "today 00:00 – 12:00:00"
    assert strip.usual.text() == "Usual day: what the city's profile expects"
    strip.show_figures(figures_now(chosen=CaseFilter(regions=("320302002",))))
    assert strip.sign.words.text() == "街道2"
    assert strip.usual.text() == "A part has no usual day"
    with qtbot.waitSignal(strip.charts.cleared):
        qtbot.mouseClick(strip.sign.close_button, LEFT)


def test_cards_lead_to_their_cases(qtbot: QtBot, strip: FiguresStrip) -> None:
    assert [strip.cards[code].value for code in CARDS] == ["7", "33.3 %", "2", "1 h 18"]
    told: list[tuple[str, object]] = []
    strip.card_chosen.connect(lambda code, card: told.append((code, card)))
    qtbot.mouseClick(strip.cards["on_time_closing"], LEFT)
    assert told == [("on_time_closing", strip.cards["on_time_closing"])]
    with qtbot.waitSignal(strip.all_requested):
        qtbot.mouseClick(strip.all_button, LEFT)


def test_chosen_cases_are_counted_open_or_not(strip: FiguresStrip) -> None:
    behind = figures_now().catalogue["on_time_closing"].behind(Period.TODAY, "rest")
    strip.show_figures(figures_now(chosen=CaseFilter(behind=behind)))
    assert strip.cards["on_time_closing"].isChecked()
    assert "Chosen by street" in strip.charts.headings[strip.charts.streets].text()
    assert [(row.key, row.size) for row in strip.charts.streets.visible_rows()] == [("320302002", 2)]
    strip.show_figures(figures_now())
    assert "Open by street" in strip.charts.headings[strip.charts.streets].text()


def test_both_themes_and_languages_draw(strip: FiguresStrip, look: Look, chinese: None) -> None:
    look.set_tokens(LIGHT)
    look.set_language("zh")
    strip.show_figures(figures_now(language="zh"))
    QApplication.sendEvent(strip, QEvent(QEvent.Type.LanguageChange))
    assert strip.period.text() == "今日 00:00 – 12:00:00"
    assert strip.charts.groups.visible_rows()[0].name == "市容环境"
    assert not strip.grab().isNull()


# --- the board --------------------------------------------------------------------------------------------------------


def test_the_board_has_every_indicator_with_its_formula(board: FiguresBoard) -> None:
    assert {"filing", "handling", "rework", "satisfaction", "late"} <= set(board.cards)
    assert "÷" in board.cards["closing"].accessibleDescription()
    assert [row.key for row in board.charts.stage_times.visible_rows()][:2] == ["received", "dispatched"]


def test_mean_times_lead_to_their_cases(qtbot: QtBot, board: FiguresBoard) -> None:
    told: list[str] = []
    board.charts.indicator_chosen.connect(told.append)
    times = board.charts.stage_times
    qtbot.mouseClick(times, LEFT, pos=times.place_of("dispatched"))
    assert told == ["stage_time:dispatched"]


def test_where_all_was_settled_on_the_spot_there_is_no_mean_and_the_card_says_why(strip: FiguresStrip) -> None:
    way = ("self_handle", "verify", "close")
    spot = [walked(f"s{n}", way, step=0, source=Source.WORKER, found_by="g1") for n in range(3)]
    strip.show_figures(figures_now(filled(spot)))
    card = strip.cards["closing_time"]
    assert card.value == "–"
    assert card.accessibleDescription() == "settled on the spot 3, Σ (closed − received) ÷ closed, not on the spot"
    strip.show_figures(figures_now(filled([*spot, walked("long", WHOLE_WAY, step=100)])))
    assert (card.value, card.accessibleDescription()[:4]) == ("10:00", "of 1")


def test_the_spread_of_work_names_nobody(qtbot: QtBot, board: FiguresBoard) -> None:
    told: list[int] = []
    board.charts.load_chosen.connect(told.append)
    spread = board.charts.spread
    assert "15 on duty, 14 of them with none, 0.1 each, 2 at most" in board.charts.headings[spread].text()
    assert hint_at(spread, spread.place_of(1)) == "1 people with 2 cases in hand, 2 cases in all"
    assert "员" not in spread.accessibleDescription()
    qtbot.mouseClick(spread, LEFT, pos=spread.place_of(1))
    assert told == [2]


def test_another_period(qtbot: QtBot, board: FiguresBoard) -> None:
    told: list[Period] = []
    board.period_chosen.connect(told.append)
    qtbot.mouseClick(board.periods[Period.WEEK], LEFT)
    assert told == [Period.WEEK]
    board.show_figures(figures_now(period=Period.WEEK, week={"closing": Counted(0.9372, 911, 972)}))
    assert board.cards["closing"].value == "93.7 %"
    assert (board.cards["filing"].value, board.cards["open"].value) == ("–", "4")  # not known yet; of this moment
    assert board.period.text() == "last 7 days until 12:00:00"
    part = CaseFilter(regions=("320302001",))
    board.show_figures(figures_now(chosen=part, period=Period.WEEK, week={"closing": Counted(0.9372, 911, 972)}))
    assert board.cards["closing"].value == "–"
    assert board.usual.text() == "Seven days are known of the whole city only"


def test_it_fits_narrow_and_wide(board: FiguresBoard) -> None:
    for width in (520, 900, 1800):
        board.resize(width, 700)
        QApplication.processEvents()
        columns = len({card.x() for card in board.cards.values()})
        assert columns >= 2
        assert all(card.width() >= card.minimumSizeHint().width() for card in board.cards.values())


# --- what it is compared with -----------------------------------------------------------------------------------------


def test_today_beside_yesterday_and_the_usual_day(strip: FiguresStrip) -> None:
    assert strip.cards["arrived"].accessibleDescription() == "usual by now 12 ↓, cases received in the period"
    yesterday = a_day(40, on_time_closing=Counted(0.5, 1, 2), closing_time=Counted(3000.0, 4, 4))
    strip.show_figures(figures_now(past=(yesterday,)))
    told = {code: strip.cards[code].accessibleDescription() for code in CARDS}
    assert told["arrived"].startswith("yesterday by now 40 ↓82 %")
    assert "yesterday 50.0 % ↓16.7" in told["on_time_closing"]
    assert strip.cards["on_time_closing"]._worse and strip.cards["closing_time"]._worse
    strip.show_figures(figures_now(chosen=CaseFilter(groups=("市容环境",)), past=(yesterday,)))
    assert "yesterday" not in strip.cards["arrived"].accessibleDescription()
    strip.show_figures(figures_now(past=tuple(a_day(number) for number in range(7))))
    assert strip.usual.text() == "Usual day: mean of the last 7 days"


# --- bars -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def bars(qtbot: QtBot, look: Look) -> BarList:
    bars = BarList(look)
    qtbot.addWidget(bars)
    bars.resize(300, round(bars.line * 4) + 2)
    bars.show_rows([Row(str(n), f"name {n}", 10 - n, 1) for n in range(8)])
    with qtbot.waitExposed(bars):
        bars.show()
    return bars


def test_what_does_not_fit_is_summed_up(qtbot: QtBot, bars: BarList) -> None:
    rows = bars.visible_rows()
    assert [row.key for row in rows] == ["0", "1", "2", REST]
    assert (rows[-1].name, rows[-1].size, rows[-1].bad) == ("5 others", 7 + 6 + 5 + 4 + 3, 5)
    told: list[str] = []
    bars.chosen.connect(told.append)
    qtbot.mouseClick(bars, LEFT, pos=QPoint(20, round(3.5 * bars.line)))
    assert told == []
    qtbot.mouseClick(bars, LEFT, pos=bars.place_of("1"))
    assert told == ["1"]


def test_bars_by_keyboard(qtbot: QtBot, bars: BarList) -> None:
    told: list[str] = []
    bars.chosen.connect(told.append)
    bars.setFocus()
    for key in (Key.Key_Down, Key.Key_Down, Key.Key_Down, Key.Key_Up, Key.Key_Space):
        qtbot.keyClick(bars, key)
    assert told == ["1"]
    cleared: list[bool] = []
    bars.cleared.connect(lambda: cleared.append(True))
    qtbot.keyClick(bars, Key.Key_Escape)
    bars.show_rows(list(bars._rows), ["1"])
    qtbot.keyClick(bars, Key.Key_Escape)
    assert cleared == [True]
    assert "name 0 10" in bars.accessibleDescription()


def test_received_at_nine(strip: FiguresStrip) -> None:
    assert strip.charts.hours._series[ARRIVED].values[round((MONDAY_NINE - TODAY) / HOUR)] == 7
