"""The roster: who is found, in which order, and on whom an incident may be dropped."""

from __future__ import annotations

import msgspec
import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from domain.messages import WorkerChanged
from domain.picture import Picture
from domain.worker import SILENT_AFTER, WorkerState
from tests.widgets.room import NOW, RESET, Drag, flight
from widgets.candidate_list import consequence
from widgets.look import Look
from widgets.roster_model import Crew
from widgets.roster_row import RosterRow
from widgets.roster_view import RosterView
from widgets.wording import clock


@pytest.fixture
def view(qtbot: QtBot, look: Look, picture: Picture) -> RosterView:
    view = RosterView(look)
    qtbot.addWidget(view)
    view.resize(340, 900)
    view.refresh(picture, RESET, NOW)
    with qtbot.waitExposed(view):
        view.show()
    return view


def at(view: RosterView, worker: str) -> QPoint:
    index = view.model.index(view.model.order.index(worker))
    view.list.scrollTo(index)
    return view.list.visualRect(index).center()


def set_state(view: RosterView, picture: Picture, worker: str, state: WorkerState) -> None:
    after = msgspec.structs.replace(picture.workers[worker], state=state)
    view.refresh(picture, picture.apply(WorkerChanged(picture.seq + 1, NOW, after)), NOW)


def test_order_is_free_first_and_changes_once_a_second(view: RosterView, picture: Picture) -> None:
    set_state(view, picture, "s1", WorkerState.BUSY)
    assert view.model.order[0] == "s1"
    view.tick(NOW + 1)
    assert view.model.order[0] != "s1"
    assert view.model.order[-1] == "s1"


def test_crews(view: RosterView, picture: Picture) -> None:
    set_state(view, picture, "g1", WorkerState.OFF_DUTY)
    set_state(view, picture, "g2", WorkerState.HEADING)
    view.tick(NOW + 1)
    assert "g1" not in view.model.order
    view.show_crew(Crew.ENGAGED)
    assert view.model.order == ["g2"]
    view.show_crew(Crew.ALL)
    assert len(view.model.order) == len(picture.roster)
    counts = view.model.counts
    assert (counts[Crew.ON_DUTY], counts[Crew.ENGAGED]) == (len(picture.roster) - 1, 1)


def test_silent_after_three_minutes(view: RosterView) -> None:
    view.show_crew(Crew.SILENT)
    assert view.model.order == []
    view.tick(NOW + SILENT_AFTER + 1)
    assert len(view.model.order) == view.model.counts[Crew.ON_DUTY]


@pytest.mark.parametrize(
    ("needle", "found"), [("员g3", ["g3"]), ("yuang3", ["g3"]), ("yg3", ["g3"]), ("网格3", ["g3"])]
)
def test_found_by_name_pinyin_initials_and_grid(qtbot: QtBot, view: RosterView, needle: str, found: list[str]) -> None:
    view.search.setText(needle)
    assert view.model.order == found


def test_the_best_three_lead_and_the_impossible_trail(view: RosterView, picture: Picture) -> None:
    set_state(view, picture, "g4", WorkerState.OFF_DUTY)
    weighed = flight(picture, "red")
    view.set_flight(weighed)
    order = view.model.order
    assert tuple(order[:3]) == weighed.best
    assert order[-1] == "g4"  # shown although the filter hides who is off duty: the drag must say why not
    costs = [weighed.candidates[key].cost for key in order[3:] if weighed.candidates[key].allowed]
    assert costs == sorted(costs)


def test_nobody_moves_while_in_the_air(view: RosterView, picture: Picture) -> None:
    view.set_flight(flight(picture, "red"))
    before = list(view.model.order)
    set_state(view, picture, before[0], WorkerState.BUSY)
    view.tick(NOW + 1)
    assert view.model.order == before
    view.set_flight(None)
    assert view.model.order[0] != before[0]


def test_an_honest_drop(view: RosterView, picture: Picture) -> None:
    drag, asked = Drag("red"), []
    view.worker_drop_requested.connect(lambda incident, worker: asked.append((incident, worker)))
    view.set_flight(flight(picture, "red"))
    view.list.dragEnterEvent(drag.enter())
    move = drag.move(at(view, "g3"))
    view.list.dragMoveEvent(move)
    assert move.isAccepted()
    drop = drag.drop(at(view, "g3"))
    view.list.dropEvent(drop)
    assert drop.isAccepted()
    assert asked == [("red", "g3")]


def test_who_is_off_duty_or_has_it_already_refuses_and_says_why(view: RosterView, picture: Picture) -> None:
    set_state(view, picture, "g4", WorkerState.OFF_DUTY)
    drag, asked = Drag("field"), []
    view.worker_drop_requested.connect(lambda *drop: asked.append(drop))
    weighed = flight(picture, "field")
    view.set_flight(weighed)
    view.list.dragEnterEvent(drag.enter())
    for worker, reason in (("g4", "off duty"), ("g1", "has it already")):
        move, drop = drag.move(at(view, worker)), drag.drop(at(view, worker))
        view.list.dragMoveEvent(move)
        view.list.dropEvent(drop)
        assert not move.isAccepted()
        assert not drop.isAccepted()
        assert consequence(weighed.candidates[worker]) == reason
    assert asked == []


def test_a_drag_nobody_has_weighed_asks_first(view: RosterView) -> None:
    asked: list[str] = []
    view.drag_entered.connect(asked.append)
    drag = Drag("red")
    view.list.dragEnterEvent(drag.enter())
    move = drag.move(at(view, "g3"))
    view.list.dragMoveEvent(move)
    assert asked == ["red"]
    assert not move.isAccepted()


def test_a_drag_at_the_edge_scrolls_and_stops_when_it_leaves(qtbot: QtBot, view: RosterView, picture: Picture) -> None:
    view.resize(340, 300)
    view.set_flight(flight(picture, "red"))
    drag = Drag("red")
    view.list.dragEnterEvent(drag.enter())
    view.list.dragMoveEvent(drag.move(QPoint(40, view.list.viewport().height() - 4)))
    qtbot.waitUntil(lambda: view.list.verticalScrollBar().value() > 0)
    view.set_flight(None)
    assert not view.list._edges._timer.isActive()


def test_double_click_and_enter_choose_a_worker(qtbot: QtBot, view: RosterView) -> None:
    told: list[str] = []
    view.worker_selected.connect(told.append)
    view.select_worker("g5")
    qtbot.keyClick(view.list, Qt.Key.Key_Return)
    where = at(view, "g6")
    qtbot.mouseClick(view.list.viewport(), Qt.MouseButton.LeftButton, pos=where)
    qtbot.mouseDClick(view.list.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert told == ["g5", "g6"]


def test_weighed_again_nobody_slips_under_the_hand(view: RosterView, picture: Picture) -> None:
    view.resize(340, 300)
    weighed = flight(picture, "red")
    view.set_flight(weighed)
    order = list(view.model.order)
    view.list.verticalScrollBar().setValue(60)
    turned = {
        key: msgspec.structs.replace(one, cost=-one.cost, seconds=(one.seconds or 0) + 60)
        for key, one in weighed.candidates.items()
    }
    view.set_flight(msgspec.structs.replace(weighed, candidates=turned, best=weighed.best[::-1]))
    assert view.model.order == order
    assert view.list.verticalScrollBar().value() == 60
    assert view.model.candidate("g3") == turned["g3"]


def test_scrolled_under_a_resting_hand_the_row_that_came_is_the_one_that_is_meant(
    qtbot: QtBot, view: RosterView, picture: Picture
) -> None:
    view.resize(340, 300)
    weighed = flight(picture, "red")
    view.set_flight(weighed)
    drag, asked = Drag("red"), []
    view.worker_drop_requested.connect(lambda _incident, worker: asked.append(worker))
    hand = QPoint(40, view.list.viewport().height() - 4)
    view.list.dragEnterEvent(drag.enter())
    view.list.dragMoveEvent(drag.move(hand))
    first = view.list._row.target
    qtbot.waitUntil(lambda: view.list._row.target != first)
    meant = view.list._row.target
    view.list._edges.stop()
    view.list.dropEvent(drag.drop(hand))
    assert asked == [meant]


def test_over_a_picture_that_stands_still_it_says_when_and_not_how_long_ago(view: RosterView, picture: Picture) -> None:
    row, worker = view.list.itemDelegate(), picture.workers["g1"]
    assert isinstance(row, RosterRow)
    age = view.model.age(worker)
    assert age is not None and "ago" in row._seen(worker)[0]
    view.set_live(False)
    assert row._seen(worker)[0] == f"Free · seen {clock(NOW - age, view.model.zone)}"
    view.set_live(True)
    assert "ago" in row._seen(worker)[0]
