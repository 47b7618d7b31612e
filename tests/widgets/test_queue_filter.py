"""The queue shows exactly what is chosen, open or closed, says so, and gives everything back at a touch."""

from __future__ import annotations

import msgspec
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from domain.casefilter import EVERYTHING, CaseFilter, Standing
from domain.category import Severity
from domain.incident import Source
from domain.names import Name
from domain.picture import Picture
from tests.domain.indicator_data import CATALOGUE
from tests.domain.small_city import COVER
from tests.widgets.room import NOW, RESET, change, matter
from widgets import filter_words
from widgets.look import Look
from widgets.queue_rows import Shelf
from widgets.queue_view import QueueView

STREET = CaseFilter(regions=("320302001",))


@pytest.fixture
def view(qtbot: QtBot, look: Look, picture: Picture) -> QueueView:
    view = QueueView(look)
    qtbot.addWidget(view)
    view.resize(420, 600)
    view.refresh(picture, RESET, NOW)
    with qtbot.waitExposed(view):
        view.show()
    return view


def test_only_what_is_chosen_and_closed_ones_too(view: QueueView) -> None:
    view.set_filter(STREET)
    assert set(view.model.order) == {"red", "field", "reported", "closed"}
    assert view.model.order[-1] == "closed"
    assert (view.model.counts[Shelf.ALL], view.model.counts[Shelf.CLOSED], view.model.outside) == (4, 1, 1)
    view.show_shelf(Shelf.CLOSED)
    assert view.model.order == ["closed"]
    view.set_filter(EVERYTHING)
    view.show_shelf(Shelf.ALL)
    assert set(view.model.order) == {"red", "field", "reported", "late"}


def test_it_says_what_is_chosen_and_can_be_taken_away(qtbot: QtBot, view: QueueView) -> None:
    assert view.sign.isHidden()
    view.show_shelf(Shelf.LATE)
    view.set_filter(CaseFilter(regions=("320302002",), standings=(Standing.LATE,)))
    assert view.model.order == ["late"]
    assert (view.sign.words.text(), view.sign.counts.text()) == ("街道2 · late", "1 shown, 3 open ones not")
    with qtbot.waitSignal(view.filter_cleared):
        qtbot.mouseClick(view.sign.close_button, Qt.MouseButton.LeftButton)
    assert not view.sign.isHidden()  # it goes when the filter goes
    view.set_filter(EVERYTHING)
    assert view.sign.isHidden()


def test_what_changes_comes_and_goes(view: QueueView, picture: Picture) -> None:
    view.set_filter(CaseFilter(severities=(Severity.RED,)))
    assert view.model.order == ["red"]
    fresh, _ = matter(picture, "fresh", category=COVER, grid=7)
    view.refresh(picture, change(picture, fresh), NOW)
    assert set(view.model.order) == {"red", "fresh"}
    paler = msgspec.structs.replace(fresh, severity=Severity.BLUE, version=2)
    view.refresh(picture, change(picture, paler), NOW)
    assert view.model.order == ["red"]
    assert view.model.outside == 4


def test_somebody_may_know_already_which(view: QueueView) -> None:
    view.set_filter(STREET, {"red", "closed", "of another city"})
    assert view.model.order == ["red", "closed"]


def test_nothing_chosen_says_how_to_go_on(view: QueueView) -> None:
    view.set_filter(CaseFilter(groups=("none",)))
    assert view.model.order == []
    assert view._empty.isVisible()


def test_the_text_field_filters_what_is_chosen(view: QueueView) -> None:
    view.set_filter(STREET)
    view.search.setText("红 井盖")
    assert view.model.order == []
    view.search.setText("井盖")
    assert view.model.order == ["red"]


def test_in_words(picture: Picture) -> None:
    one = CATALOGUE["on_time_closing"]
    chosen = CaseFilter(
        regions=("320302001", ""),
        groups=("市容环境",),
        categories=("0101", "?"),
        sources=(Source.HOTLINE,),
        severities=(Severity.RED,),
        stages=("filed", "closed", "void", "handling"),
        standings=(Standing.PAUSED, Standing.SOON),
        hours=(9, 10),
        arrived=(NOON - 7200, NOON),
        closed=(NOON - 86400 * 2, NOON + 12 * 3600),
        words="a b",
        behind=msgspec.structs.replace(one.behind(filter_words.Period.TODAY, "rest"), name=Name("x", "y")),
    )
    assert filter_words.describe(chosen, picture, "en") == [
        "y (today)",
        "街道1, outside the city",
        "City appearance",
        "Manhole cover missing, ?",
        "Hotline 12345",
        "I red",
        "suspended, soon due",
        "Filed, Closed and 2 more",
        "arrived 10:00–12:00",
        "closed 02-28 12:00–24:00",
        "arrived at 9, 10 o'clock",
        "“a b”",
    ]
    assert filter_words.describe(EVERYTHING, picture, "zh") == []
    held = CaseFilter(workers=("g1", "g2"), stages=("handling",))
    assert filter_words.describe(held, picture, "en") == ["in the hands of 2 people"]
    open_now = CaseFilter(behind=CATALOGUE["open"].behind(filter_words.Period.TODAY))
    assert filter_words.describe(open_now, picture, "zh") == ["在办数"]


NOON = 1772413200.0 + 3 * 3600
