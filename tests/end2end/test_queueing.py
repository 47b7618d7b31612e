"""The queue as a tool, on a real desk: ordered, grouped, filtered by name, by mouse and by key, and as it was after a
restart."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from domain.casefilter import CaseFilter, Standing
from domain.casematch import matcher
from domain.category import Severity
from tests.domain.small_city import middle_of
from tests.end2end.backend_process import BackendProcess
from tests.end2end.hand import Hand
from tests.end2end.open_desk import OpenDesk
from widgets.queue_order import Grouping, Sorting
from widgets.queue_rows import Shelf

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def incidents(town: BackendProcess, desk: OpenDesk) -> list[str]:
    """A red one and two others, each in a grid of its own."""
    found = []
    for grid, text in ((3, "路上井盖丢失"), (1, "门口有垃圾"), (5, "门口有垃圾")):
        lon, lat = middle_of(grid)
        found.append(town.report(lon - 0.003, lat + 0.003, text, f"r{grid}"))
    desk.until_known(*found)
    return found


def press(desk: OpenDesk, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    desk.window.activateWindow()
    desk.until(lambda: QApplication.activeWindow() is not None)
    QTest.keyClick(QApplication.activePopupWidget() or QApplication.focusWidget() or desk.window, key, modifier)


def test_a_grouped_row_is_dragged_like_any_other(desk: OpenDesk, hand: Hand, incidents: list[str]) -> None:
    press(desk, Qt.Key.Key_G, CTRL)
    desk.until(QApplication.activePopupWidget)
    press(desk, Qt.Key.Key_2)  # under headings by community
    queue = desk.views.queue
    assert queue.model.grouping is Grouping.COMMUNITY
    assert queue.model.rowCount() > len(queue.model.order) == 3
    incident = queue.model.order[-1]
    hand.drag(desk.queue_row(incident), desk.worker_on_map("g4"))
    desk.until(lambda: not hand.busy and desk.incident(incident).worker == "g4")


def test_a_filter_is_saved_chosen_by_key_and_there_after_a_restart(
    desk: OpenDesk, open_desk: Callable[..., OpenDesk], incidents: list[str]
) -> None:
    desk.views.queue.show_shelf(Shelf.DESK)
    desk.views.queue.search.setText("井盖")
    press(desk, Qt.Key.Key_F, CTRL)
    menu = desk.desk.queueing.menu
    desk.until(menu.isVisible)
    assert menu.isAncestorOf(QApplication.focusWidget())  # arrows, Enter and Esc work at once
    QTest.keyClicks(menu.name, "Covers")
    QTest.keyClick(menu.name, Qt.Key.Key_Return)
    selection = desk.desk.selection
    assert selection.filter.words == "井盖" and selection.filter.stages
    assert desk.views.queue.search.text() == ""
    assert desk.views.queue.model.order == [incidents[0]]
    QTest.keyClick(menu, Qt.Key.Key_Escape)
    place = [one.name for one in desk.desk.queueing.filters.listed()].index("Covers")
    press(desk, Qt.Key(Qt.Key.Key_1 + place), ALT)
    assert not selection.filter
    press(desk, Qt.Key(Qt.Key.Key_1 + place), ALT)
    assert selection.filter.words == "井盖"
    desk.desk.queueing.sort(Sorting.NEWEST)
    desk.desk.queueing.group(Grouping.STAGE)
    was = selection.filter
    desk.room.memory.close()  # as a desk that falls: what was written is all there is
    again = open_desk()
    again.until(lambda: again.desk.selection.filter == was)
    assert "Covers" in [one.name for one in again.desk.queueing.filters.listed()]
    model = again.views.queue.model
    assert (model.sorting, model.grouping) == (Sorting.NEWEST, Grouping.STAGE)
    again.until(lambda: model.order == [incidents[0]])


def test_found_in_the_palette_and_seen_on_the_map(desk: OpenDesk, incidents: list[str]) -> None:
    press(desk, Qt.Key.Key_K, CTRL)
    palette = desk.window.palette_box
    desk.until(palette.isVisible)
    palette.field.setText("筛选：红橙")  # QTest types no Chinese
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    chosen = desk.desk.selection.filter
    assert chosen.severities == (Severity.RED, Severity.ORANGE)
    desk.until(lambda: desk.views.queue.model.order == [incidents[0]])
    desk.until(lambda: desk.views.map._shown.filter == frozenset([incidents[0]]))


def test_the_filter_of_a_shelf_is_what_the_shelf_shows(desk: OpenDesk, incidents: list[str]) -> None:
    queue, queueing = desk.views.queue, desk.desk.queueing
    for shelf in Shelf:
        queue.show_shelf(shelf)
        shown = set(queue.model.order)
        made = queueing.shown()
        matches = matcher(made, desk.picture, desk.live.now())
        assert {key for key, one in desk.picture.incidents.items() if matches(one)} == shown
    assert made == CaseFilter(standings=(Standing.CLOSED,))
