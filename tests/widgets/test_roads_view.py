"""The list of closed roads: what it says, what it asks for, and who may."""

from __future__ import annotations

import msgspec
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from domain.closure import Closure
from domain.messages import RoadChanged
from domain.names import Name
from domain.picture import Picture
from tests.widgets.room import NOW, RESET
from widgets.look import Look
from widgets.roads_view import RoadsView

CLOSURE = Closure(
    "r1", 1, (1172000000, 342600000, 1172050000, 342600000), Name("长街", "Long Street"), "", "路面积水", NOW - 60,
    "user:wang", "王调度", NOW + 3600,
)  # fmt: skip


@pytest.fixture
def view(qtbot: QtBot, look: Look, picture: Picture) -> RoadsView:
    view = RoadsView(look)
    qtbot.addWidget(view)
    view.resize(340, 500)
    view.refresh(picture, RESET, NOW)
    with qtbot.waitExposed(view):
        view.show()
    return view


def change(view: RoadsView, picture: Picture, closure: Closure) -> None:
    view.refresh(picture, picture.apply(RoadChanged(picture.seq + 1, NOW, closure, "", "")), NOW)


def test_what_is_closed_is_listed_until_it_is_open(view: RoadsView, picture: Picture, qtbot: QtBot) -> None:
    change(view, picture, CLOSURE)
    (row,) = view.rows.values()
    assert row.name.text() == "Long Street · 路面积水"
    assert "王调度" in row.facts.text() and "1 h 00" in row.facts.text()
    view.tick(NOW + 1800)
    assert "30:00" in row.facts.text()
    with qtbot.waitSignal(view.open_requested) as asked:
        qtbot.mouseClick(row.open, Qt.MouseButton.LeftButton)
    assert asked.args == ["r1"]
    with qtbot.waitSignal(view.road_selected):
        row.show_.click()
    row.open.setFocus(Qt.FocusReason.MouseFocusReason)
    change(view, picture, msgspec.structs.replace(CLOSURE, version=2, opened_at=NOW))
    assert view.rows == {}
    assert view.focusWidget() is view.hint  # the keyboard stays in this pane


def test_closing_needs_a_reason(view: RoadsView, qtbot: QtBot) -> None:
    asked: list[tuple[str, float]] = []
    view.close_requested.connect(lambda reason, seconds: asked.append((reason, seconds)))
    view.ask(Name("长街", "Long Street"), 240.0)
    assert view.focusWidget() is view.reason and not view.confirm.isEnabled()
    qtbot.keyClick(view.reason, Qt.Key.Key_Return)
    assert asked == [] and view.asking
    qtbot.keyClicks(view.reason, "flood")
    view.until.setCurrentIndex(2)
    with qtbot.waitSignal(view.closing_ended):
        qtbot.keyClick(view.reason, Qt.Key.Key_Return)
    assert asked == [("flood", 7200.0)] and not view.asking
    view.ask(Name(""), 20.0)
    assert view.reason.text() == ""  # the last reason is not the next one's
    with qtbot.waitSignal(view.closing_ended):
        qtbot.keyClick(view.reason, Qt.Key.Key_Escape)
    assert len(asked) == 1


def test_who_may_not_cannot(view: RoadsView, picture: Picture) -> None:
    change(view, picture, CLOSURE)
    view.set_role("viewer")
    assert not view.hint.isEnabled() and not view.rows["r1"].open.isEnabled()
    view.set_role("supervisor")
    assert view.hint.isEnabled() and view.rows["r1"].open.isEnabled()
