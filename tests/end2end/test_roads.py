"""Roads and proposals by a real hand: closed with the right button, seen at every desk, taken back with a key, opened
again; everything that waits sent with one key."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu

from domain.worker import Mode
from tests.domain.small_city import SIDE, SOUTH, WEST, middle_of
from tests.end2end.backend_process import BackendProcess
from tests.end2end.hand import Hand
from tests.end2end.open_desk import OpenDesk

#: On the road between the second and the third grid, and its ends.
HERE = (WEST + 2 * SIDE, SOUTH + SIDE / 4)
ENDS = (WEST + 2 * SIDE, SOUTH), (WEST + 2 * SIDE, SOUTH + SIDE / 2)


def metres(desk: OpenDesk) -> float:
    return desk.desk.roads.graph.route(*ENDS, Mode.EBIKE).metres


def menu_of(desk: OpenDesk) -> QMenu | None:
    return desk.desk.map_work.place_menu.menu


def entry(menu: QMenu, words: str) -> QPoint:
    action = next(action for action in menu.actions() if words in action.text())
    return menu.mapToGlobal(menu.actionGeometry(action).center())


def ask(desk: OpenDesk, hand: Hand, words: str) -> None:
    """The right button on the road, and the entry of its menu."""
    hand.click(desk.on_map(*HERE), 3)
    desk.until(lambda: menu_of(desk) is not None and menu_of(desk).isVisible() and not hand.busy)  # type: ignore[union-attr]
    menu = menu_of(desk)
    assert menu is not None
    hand.click(entry(menu, words))


def test_a_road_closed_by_hand(
    desk: OpenDesk, hand: Hand, open_desk: Callable[..., OpenDesk], town: BackendProcess
) -> None:
    other = open_desk()
    desk.come_forward()
    desk.views.map.show_place(*HERE, zoom=15.0)
    straight = metres(desk)
    ask(desk, hand, "封闭")
    view = desk.views.roads
    desk.until(lambda: view.asking and view.reason.hasFocus() and not hand.busy)
    hand.type("flood")
    desk.until(lambda: view.reason.text() == "flood" and not hand.busy)
    hand.key("Return")
    desk.until(lambda: len(desk.picture.closures) == 1)
    (closure,) = desk.picture.closures.values()
    assert closure.reason == "flood" and closure.until is None
    other.until(lambda: other.picture.closures == desk.picture.closures)
    for one in (desk, other):
        one.until(lambda one=one: metres(one) > 1.5 * straight)
        assert list(one.views.roads.rows) == [closure.id]
    assert "flood" in desk.views.map.explanation(desk.views.map.mapFromGlobal(desk.on_map(*HERE)))
    desk.until(lambda: bool(desk.window.toast.texts))
    hand.key("ctrl+z")  # taken back
    desk.until(lambda: not desk.picture.closures and metres(desk) == straight)
    ask(desk, hand, "封闭")
    desk.until(lambda: view.asking and view.reason.hasFocus() and not hand.busy)
    hand.type("again")
    desk.until(lambda: view.reason.text() == "again" and not hand.busy)
    hand.key("Return")
    desk.until(lambda: len(desk.picture.closures) == 1 and not hand.busy)
    ask(desk, hand, "恢复")
    desk.until(lambda: not desk.picture.closures)
    other.until(lambda: not other.picture.closures and not other.views.roads.rows)


def test_everything_that_waits_is_sent_with_keys(desk: OpenDesk, hand: Hand, town: BackendProcess) -> None:
    incidents = [town.report(*middle_of(grid), "门口有垃圾", f"batch-{grid}") for grid in (1, 3, 6)]
    desk.until_known(*incidents)
    desk.window.activateWindow()
    hand.click(desk.queue_row(incidents[0]))
    desk.until(lambda: desk.views.queue.list.hasFocus() and not hand.busy)
    hand.key("ctrl+p")
    desk.until(lambda: desk.desk.planning.proposal is not None and not hand.busy)
    desk.until(desk.views.plan.table.hasFocus)
    assert {one.incident for one in desk.views.plan.model.pairs} == set(incidents)
    assert set(desk.views.map._shown.plan) == set(incidents)
    hand.key("Return")
    desk.until(lambda: all(desk.incident(one).worker for one in incidents))
    assert len({desk.incident(one).worker for one in incidents}) == 3
    assert {desk.timeline(one)[-1].verb for one in incidents} == {"dispatch"}
    desk.until(lambda: desk.window.toast.texts == ["已按方案派出 3 件"] and not hand.busy)
    undo = desk.window.toast._slips[0].undo
    hand.click(desk.middle_of(undo))  # all of it, with one press
    desk.until(lambda: {desk.timeline(one)[-1].verb for one in incidents} == {"undo"})
    assert {(desk.incident(one).stage, desk.incident(one).worker) for one in incidents} == {("received", "")}
    assert desk.window.toast.texts == []
