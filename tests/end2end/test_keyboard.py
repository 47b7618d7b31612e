"""The desk without a mouse: every place the keyboard can stand on is seen, and the keys lead there and back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.domain.small_city import middle_of
from tests.end2end.backend_process import BackendProcess
from tests.end2end.fleet import Fleet
from tests.end2end.hand import Hand
from tests.end2end.open_desk import OpenDesk
from widgets import refusals
from widgets.bar_list import BarList


@pytest.fixture
def incident(town: BackendProcess, desk: OpenDesk) -> str:
    lon, lat = middle_of(3)
    incident = town.report(lon - 0.003, lat + 0.003, "门口有垃圾", "r3")
    desk.until_known(incident)
    return incident


def looks(desk: OpenDesk, widget: QWidget) -> QImage:
    """The part of the window around a widget."""
    corner = widget.mapTo(desk.window, widget.rect().topLeft())
    return desk.window.grab(widget.rect().translated(corner).adjusted(-3, -3, 3, 3)).toImage()


def test_it_is_seen_wherever_the_keyboard_stands(desk: OpenDesk, incident: str) -> None:
    """Round the whole window with Tab: every stop looks different from what it looks like without the keyboard."""
    desk.window.activateWindow()
    desk.desk.show_incident(incident)
    desk.until(lambda: desk.window.findChildren(BarList))
    desk.views.queue.list.setFocus()
    desk.until(desk.views.queue.list.hasFocus)
    stops: list[QWidget] = []
    unseen: list[str] = []
    for _ in range(150):
        widget = QApplication.focusWidget()
        assert widget is not None
        if stops and widget is stops[0]:
            break
        if widget not in stops:  # from one link of a text to the next it is the same one
            stops.append(widget)
            with_it = looks(desk, widget)
            widget.clearFocus()
            if looks(desk, widget) == with_it:
                unseen.append(f"{type(widget).__name__} {widget.accessibleName()}")
            widget.setFocus(Qt.FocusReason.TabFocusReason)
        QTest.keyClick(widget, Qt.Key.Key_Tab)
    assert unseen == []
    panel = desk.views.panel
    places = [stops.index(one) for one in (
        desk.views.queue.list, desk.views.map, *panel.steps.buttons.values(), panel.candidates.rows[0],
        desk.views.roster.list,
    )]  # fmt: skip
    assert places == sorted(places)


def test_a_dispatchers_minute_without_a_mouse(
    town: BackendProcess, desk: OpenDesk, fleet: Fleet, hand: Hand, incident: str
) -> None:
    """It comes in, F2, the arrow, D; then the check and the closing, each a letter; never a mouse."""
    desk.window.activateWindow()
    desk.until(desk.window.isActiveWindow)
    hand.key("F3", "F4", "F2", "Home")
    queue = desk.views.queue.list
    desk.until(lambda: not hand.busy and queue.hasFocus() and desk.desk.selected == incident)
    hand.key("d")
    desk.until(lambda: desk.incident(incident).worker and not hand.busy)
    for answer in ("accept", "arrive", "report"):
        fleet.say(incident, answer)
    desk.until(lambda: desk.incident(incident).stage == "reported")
    hand.key("v")
    desk.until(lambda: desk.incident(incident).stage == "verified" and not hand.busy)
    hand.key("c")
    desk.until(lambda: desk.incident(incident).stage == "closed")


def test_a_letter_that_means_nothing_here_is_told_so(desk: OpenDesk, hand: Hand, incident: str) -> None:
    desk.window.activateWindow()
    desk.desk.select_incident(incident)
    desk.views.queue.list.setFocus()
    desk.until(desk.views.queue.list.hasFocus)
    hand.key("v")
    desk.until(lambda: desk.window.toast.texts)
    assert desk.window.toast.texts == [refusals.sentence("wrong_stage", "")]
    assert desk.incident(incident).version == 1


def test_keys_lead_to_each_part_of_the_desk(desk: OpenDesk, hand: Hand, incident: str) -> None:
    desk.window.activateWindow()
    desk.until(desk.window.isActiveWindow)
    views = desk.views
    parts = (("F3", views.map), ("F4", views.roster.list), ("F5", views.regions.tree), ("F2", views.queue.list))
    for key, part in parts:
        hand.key(key)
        desk.until(lambda part=part: part.hasFocus() and not hand.busy)  # type: ignore[misc]
    views.map.setFocus()
    hand.key("F7")
    desk.until(lambda: desk.desk.selected == incident and views.queue.list.hasFocus())


def test_the_sheet_of_keys_names_the_letters_of_the_citys_own_flow(desk: OpenDesk) -> None:
    helping = desk.room.helping
    steps = {key: words for part in helping._part_of_steps() for key, words in part.lines}
    assert steps["P"] == "挂账 / 恢复"
    assert steps["D"] == "派遣 / 转派"  # on the map the same letter may mean something else
    assert {"V", "W", "Y"} <= steps.keys()
    everything = {key for part in helping._parts() for key, _ in part.lines}
    assert {"F7", "Ctrl+Z", "M", "/", "← →", "Ctrl+G", "Ctrl+F", "Ctrl+,", *steps} <= everything
