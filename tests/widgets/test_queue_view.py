"""The queue under the hand: keys, filters, drag, blinking."""

from __future__ import annotations

from unittest import mock

import msgspec
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QGraphicsColorizeEffect
from pytestqt.qtbot import QtBot

from domain.messages import IncidentChanged
from domain.picture import Picture
from tests.domain.small_city import COVER
from tests.widgets.room import NOW, RESET, change, matter
from widgets import queue_view
from widgets.look import Look
from widgets.queue_rows import Shelf
from widgets.queue_view import BLINKERS, QueueView

Key = Qt.Key


@pytest.fixture
def view(qtbot: QtBot, look: Look, picture: Picture) -> QueueView:
    view = QueueView(look)
    qtbot.addWidget(view)
    view.resize(360, 600)
    view.refresh(picture, RESET, NOW)
    with qtbot.waitExposed(view):
        view.show()
    return view


def test_arrows_select_and_say_so(qtbot: QtBot, view: QueueView) -> None:
    told: list[str] = []
    view.incident_selected.connect(told.append)
    qtbot.keyClick(view.list, Key.Key_Down)
    qtbot.keyClick(view.list, Key.Key_Down)
    qtbot.keyClick(view.list, Key.Key_Up)
    assert told[-1] == view.selected == view.model.incident(view.list.currentIndex()).id


def test_select_from_outside_tells_nobody(view: QueueView) -> None:
    told: list[str] = []
    view.incident_selected.connect(told.append)
    view.select_incident("field")
    assert view.selected == "field"
    assert view.model.incident(view.list.currentIndex()).id == "field"
    assert told == []


def test_what_left_the_shelf_and_came_back_is_selected_again(view: QueueView, picture: Picture) -> None:
    view.select_incident("late")
    before = picture.incidents["late"]
    merged = msgspec.structs.replace(before, stage="merged", merged_into="red", version=before.version + 1)
    view.refresh(picture, change(picture, merged), NOW)
    assert not view.list.currentIndex().isValid()  # no key may reach another incident than the one that is looked at
    assert view.selected == "late"
    back = msgspec.structs.replace(before, version=before.version + 2)
    view.refresh(picture, change(picture, back), NOW)
    assert view.model.incident(view.list.currentIndex()).id == "late"
    view.show_shelf(Shelf.CLOSED)
    view.show_shelf(Shelf.ALL)
    assert view.model.incident(view.list.currentIndex()).id == "late"


def test_keys_are_intents(qtbot: QtBot, view: QueueView) -> None:
    view.select_incident("late")
    best: list[tuple[str, int]] = []
    opened: list[str] = []
    menus: list[str] = []
    view.best_requested.connect(lambda incident, n: best.append((incident, n)))
    view.incident_opened.connect(opened.append)
    view.menu_requested.connect(lambda incident, _at: menus.append(incident))
    for key in (Key.Key_D, Key.Key_1, Key.Key_2, Key.Key_3, Key.Key_Return, Key.Key_M):
        qtbot.keyClick(view.list, key)
    assert best == [("late", 1), ("late", 1), ("late", 2), ("late", 3)]
    assert opened == ["late"]
    assert menus == ["late"]


def test_a_letter_is_the_step_it_means_here(qtbot: QtBot, view: QueueView) -> None:
    steps: list[tuple[str, str]] = []
    view.step_requested.connect(lambda *step: steps.append(step))
    for incident, key in (("late", Key.Key_P), ("reported", Key.Key_V), ("late", Key.Key_V), ("late", Key.Key_Q)):
        view.select_incident(incident)
        qtbot.keyClick(view.list, key)
    assert steps == [("late", "suspend"), ("reported", "verify"), ("late", "verify")]


def test_who_has_it_is_not_overruled_by_one_key(qtbot: QtBot, view: QueueView) -> None:
    best: list[tuple[str, int]] = []
    steps: list[tuple[str, str]] = []
    view.best_requested.connect(lambda *what: best.append(what))
    view.step_requested.connect(lambda *step: steps.append(step))
    view.select_incident("field")
    for key in (Key.Key_D, Key.Key_1, Key.Key_3):
        qtbot.keyClick(view.list, key)
    assert (best, steps) == ([], [("field", "reassign")] * 3)


def test_a_key_that_is_held_gives_one_order(view: QueueView) -> None:
    best: list[tuple[str, int]] = []
    view.best_requested.connect(lambda *what: best.append(what))
    view.select_incident("late")
    for repeated in (False, True, True):
        event = QKeyEvent(QEvent.Type.KeyPress, Key.Key_D, Qt.KeyboardModifier.NoModifier, "d", repeated)
        QApplication.sendEvent(view.list, event)
    assert best == [("late", 1)]


def test_from_the_list_to_the_filter_and_back_by_keys(qtbot: QtBot, view: QueueView) -> None:
    view.activateWindow()
    view.list.setFocus()
    qtbot.keyClicks(view.list, "/")
    qtbot.waitUntil(view.search.hasFocus)
    qtbot.keyClicks(view.search, "late")
    qtbot.keyClick(view.search, Key.Key_Return)
    qtbot.waitUntil(view.list.hasFocus)
    assert view.selected == "late"
    view.search.setFocus()
    qtbot.keyClick(view.search, Key.Key_Escape)
    assert view.search.text() == ""
    qtbot.keyClick(view.search, Key.Key_Escape)
    qtbot.waitUntil(view.list.hasFocus)
    assert view.selected == "late"


def test_a_view_changes_nothing_by_itself(qtbot: QtBot, view: QueueView, picture: Picture) -> None:
    before = dict(picture.incidents)
    view.select_incident("red")
    for key in (Key.Key_D, Key.Key_1, Key.Key_Return, Key.Key_Delete):
        qtbot.keyClick(view.list, key)
    assert picture.incidents == before


def test_shelves_by_click(qtbot: QtBot, view: QueueView) -> None:
    qtbot.mouseClick(view._chips[Shelf.LATE], Qt.MouseButton.LeftButton)
    assert view.model.order == ["late"]
    assert view._chips[Shelf.LATE].count == 1


def test_empty_states_say_what_will_appear(qtbot: QtBot, view: QueueView) -> None:
    qtbot.keyClicks(view.search, "zzz")
    assert view._empty.isVisible()
    view.search.clear()
    assert not view._empty.isVisible()


def test_drag_tells_before_and_after_and_holds_the_rows(view: QueueView, picture: Picture) -> None:
    view.select_incident("field")
    told: list[str] = []
    before = list(view.model.order)

    def carry(*_args: object) -> None:
        told.append("carried")
        new, _ = matter(picture, "new", category=COVER, received=NOW - 20_000)
        view.refresh(picture, change(picture, new), NOW)
        assert view.model.order == [*before, "new"]

    view.drag_started.connect(lambda incident: told.append(f"started {incident}"))
    view.drag_ended.connect(lambda: told.append("ended"))
    with mock.patch.object(queue_view, "carry", carry):
        view.list.startDrag(Qt.DropAction.MoveAction)
    assert told == ["started field", "carried", "ended"]
    assert view.model.order[0] == "new"


def test_a_pressed_row_stays_under_the_cursor(qtbot: QtBot, view: QueueView, picture: Picture) -> None:
    index = view.model.index(view.model.row_of("field"))
    at = view.list.visualRect(index).center()
    qtbot.mousePress(view.list.viewport(), Qt.MouseButton.LeftButton, pos=at)
    new, _ = matter(picture, "new", category=COVER, received=NOW - 20_000)
    view.refresh(picture, change(picture, new), NOW)
    view.tick(NOW + 1)
    assert view.model.incident(view.list.indexAt(at)).id == "field"
    qtbot.mouseRelease(view.list.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert view.model.order[0] == "new"


def test_scrolled_rows_stay_where_they_are_looked_at(qtbot: QtBot, view: QueueView, picture: Picture) -> None:
    for number in range(40):
        view.refresh(picture, change(picture, matter(picture, f"n{number:02d}", received=NOW - number)[0]), NOW)
    view.list.executeDelayedItemsLayout()
    view.list.verticalScrollBar().setValue(400)
    looked_at = view.model.incident(view.list.indexAt(QPoint(20, 4))).id
    view.refresh(picture, change(picture, matter(picture, "new", category=COVER, received=NOW - 20_000)[0]), NOW)
    view.list.executeDelayedItemsLayout()
    assert view.model.incident(view.list.indexAt(QPoint(20, 4))).id == looked_at


def test_at_most_three_blink_and_only_until_somebody_knows(view: QueueView, picture: Picture) -> None:
    for number in range(5):
        view.refresh(picture, change(picture, matter(picture, f"red{number}", category=COVER)[0]), NOW)
    assert view._blink.isActive()
    view._on_blink()
    assert len(view._row.blinked_off) == BLINKERS
    view._on_blink()
    assert view._row.blinked_off == frozenset()
    for key in list(view.model.unacknowledged()):
        known = msgspec.structs.replace(picture.incidents[key], acknowledged_at=NOW)
        view.refresh(picture, change(picture, known), NOW)
    view.tick(NOW + 1)
    assert not view._blink.isActive()


def test_nothing_blinks_in_a_room_that_is_grey(view: QueueView) -> None:
    view._on_blink()
    assert view._row.blinked_off == {"red"}
    view.setGraphicsEffect(QGraphicsColorizeEffect(view))
    view.tick(NOW + 1)
    assert not view._blink.isActive()
    assert view._row.blinked_off == frozenset()
    view.setGraphicsEffect(None)  # type: ignore[arg-type]  # None takes the effect away
    view.tick(NOW + 2)
    assert view._blink.isActive()


def test_pending_is_marked(view: QueueView) -> None:
    view.set_pending({"red"})
    assert view.model.pending == {"red"}
    view.set_pending(())
    assert view.model.pending == frozenset()


def test_what_lies_outside_the_city_is_shown_too(qtbot: QtBot, view: QueueView, picture: Picture) -> None:
    incident, timeline = matter(picture, "abroad")
    picture.apply(IncidentChanged(picture.seq + 1, msgspec.structs.replace(incident, region=""), timeline[-1]))
    view.refresh(picture, RESET, NOW)
    view.resize(300, 600)
    assert not view.grab().isNull()
    assert view.model.row_of("abroad") >= 0
