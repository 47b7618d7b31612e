"""The archive asks only for what is looked at, and shows what it was given."""

from __future__ import annotations

import msgspec
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from domain.incident import Incident, TimelineEntry
from domain.picture import Picture
from tests.domain.small_city import new_incident
from tests.widgets.room import NOW
from widgets.archive_view import ArchiveView
from widgets.look import Look


def closed(number: int) -> Incident:
    return msgspec.structs.replace(new_incident(f"x{number}"), stage="closed", closed_at=NOW - 60 * number)


@pytest.fixture
def view(look: Look, picture: Picture, qtbot: QtBot) -> ArchiveView:
    view = ArchiveView(look)
    view.resize(1200, 600)
    qtbot.addWidget(view)
    with qtbot.waitExposed(view):
        view.show()
    view.open(picture, NOW)
    return view


def test_a_page_at_a_time_as_somebody_scrolls(view: ArchiveView, qtbot: QtBot) -> None:
    asked: list[bool] = []
    view.more_requested.connect(lambda: asked.append(True))
    view.show_page(tuple(closed(n) for n in range(100)), True, 250)
    qtbot.wait(1)
    assert len(asked) <= 1
    view.table.scrollToBottom()
    qtbot.waitUntil(lambda: len(asked) == 1)
    view.show_page(tuple(closed(n) for n in range(100, 200)), False, 250)
    view.table.scrollToBottom()
    assert view.model.rowCount() == 200
    assert not view.model.canFetchMore()
    assert len(asked) == 1
    assert "200" in view.count.text()
    assert "250" in view.count.text()


def test_what_is_typed_is_looked_for_once_the_hand_rests(view: ArchiveView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.search_requested) as asked:
        qtbot.keyClicks(view.field, "cover")
    assert asked.args == ["cover", ""]
    with qtbot.waitSignal(view.search_requested) as asked:
        view.set_region("320302001")
    assert asked.args == ["cover", "320302001"]
    with qtbot.waitSignal(view.search_requested) as asked:
        qtbot.mouseClick(view.area, Qt.MouseButton.LeftButton)
    assert asked.args == ["cover", ""]


def test_the_first_is_chosen_and_its_timeline_asked_for(view: ArchiveView, picture: Picture, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.case_requested) as asked:
        view.show_page((closed(1), closed(2)), False, 2)
    assert asked.args == ["x1"]
    entry = TimelineEntry("x1", 1, NOW, "open", "channel:hotline", to_stage="received")
    view.show_case(closed(1), [entry])
    assert view.title.text() == closed(1).title
    assert view.timeline.isVisible()
    with qtbot.waitSignal(view.case_requested) as asked:
        view.table.setFocus()
        qtbot.keyClick(view.table, Qt.Key.Key_Down)
    assert asked.args == ["x2"]


def test_nothing_found_is_said(view: ArchiveView) -> None:
    view.show_page((), False, 46610)
    assert view.count.text() == "0 of 46,610 closed"
    assert view.title.text() == ""
