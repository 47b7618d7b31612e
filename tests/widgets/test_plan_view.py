"""A proposal to be looked at: taken whole, in part or not at all, by mouse and by keys."""

from __future__ import annotations

import msgspec
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from domain.batch import Pair, Proposal
from domain.picture import Picture
from tests.widgets.room import NOW
from widgets.look import Look
from widgets.plan_model import COLUMNS
from widgets.plan_view import PlanView


def proposal(picture: Picture) -> Proposal:
    first, second, third = list(picture.incidents)[:3]
    pairs = (
        Pair(first, "g1", 240.0, 1, 1800.0, True, 10.0, next="g2", extra=130.0, moved=2),
        Pair(second, "g3", 400.0, 0, -60.0, False, 400.0, first="g1", first_for=first, first_extra=90.0),
        Pair(third),
    )
    return Proposal(NOW, pairs, 410.0)


@pytest.fixture
def view(qtbot: QtBot, look: Look, picture: Picture) -> PlanView:
    view = PlanView(look)
    qtbot.addWidget(view)
    view.resize(1000, 420)
    with qtbot.waitExposed(view):
        view.show()
    view.show_proposal(proposal(picture), picture)
    return view


def row(view: PlanView, number: int) -> list[str]:
    return [str(view.model.data(view.model.index(number, column))) for column in range(len(COLUMNS))]


def test_each_pair_says_why_and_what_would_change_it(view: PlanView, picture: Picture) -> None:
    first = picture.incidents[view.model.pairs[0].incident].title
    one, two, three = (row(view, number) for number in range(3))
    assert one[0] == first and one[1] == picture.workers["g1"].title("en")
    assert "his own area" in one[4] and "1 in hand" in one[4] and "30:00" in one[3]
    assert "3 min" in one[5] and "2 others" in one[5]
    assert first in two[4] and two[3] == "late by 01:00" and "nobody is left" in two[5]
    assert three[1] == "—" and "Nobody" in three[4]
    assert "3 wait, 2 can be sent" in view.head.text()


def test_all_some_or_none(view: PlanView, picture: Picture, qtbot: QtBot) -> None:
    first, second, _ = (pair.incident for pair in view.model.pairs)
    taken: list[dict[str, str]] = []
    view.take_requested.connect(taken.append)
    view.take_all.click()
    index = view.model.index(0, 0)
    view.model.setData(index, Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole)
    assert view.model.data(index, Qt.ItemDataRole.CheckStateRole) is Qt.CheckState.Unchecked
    view.take_chosen.click()
    assert taken == [{first: "g1", second: "g3"}, {second: "g3"}]
    with qtbot.waitSignal(view.dismissed):
        view.none.click()
    view.show_proposal(proposal(picture), picture)
    assert view.model.ticked == {second: "g3"}  # weighed again, what was left out is left out
    view.show_proposal(None, None)
    assert view.model.rowCount() == 0 and not view.take_all.isEnabled() and not view.none.isEnabled()
    view.show_proposal(proposal(picture), picture)
    assert len(view.model.ticked) == 2


def test_keys_do_the_same(view: PlanView, qtbot: QtBot) -> None:
    chosen: list[str] = []
    view.incident_selected.connect(chosen.append)
    view.table.setFocus()
    view.table.selectRow(1)
    assert chosen == [view.model.pairs[1].incident] and view.current == chosen[0]
    assert "→" in view.detail.text()
    shown: list[dict[str, str]] = []
    view.pairs_shown.connect(shown.append)
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert list(shown[-1]) == [view.model.pairs[0].incident]
    with qtbot.waitSignal(view.take_requested) as taken:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert list(taken.args[0]) == [view.model.pairs[0].incident]
    with qtbot.waitSignal(view.dismissed):
        qtbot.keyClick(view, Qt.Key.Key_Escape)


def test_weighing_is_told_and_can_be_stopped(view: PlanView, qtbot: QtBot) -> None:
    view.show_progress(3, 10)
    assert view.progress.isVisible() and view.progress.value() == 3 and not view.again.isEnabled()
    with qtbot.waitSignal(view.cancel_requested):
        view.cancel.click()
    view.show_progress(0, 0)
    assert not view.progress.isVisible() and view.again.isEnabled()


def test_a_worker_or_case_that_is_gone_is_called_by_its_number(view: PlanView, picture: Picture) -> None:
    odd = msgspec.structs.replace(view.model.pairs[0], worker="w-gone", incident="i-gone")
    view.show_proposal(Proposal(NOW, (odd,), 1.0), picture)
    assert row(view, 0)[:2] == ["i-gone", "w-gone"]
