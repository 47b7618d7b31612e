"""A desk arranged with a real mouse: out of the window, back after a restart, home when its monitor goes."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.workspaces import shape
from tests.domain.small_city import middle_of
from tests.end2end.backend_process import BackendProcess
from tests.end2end.hand import Hand
from tests.end2end.open_desk import OpenDesk

#: Room for another window at the right.
SMALL = (1250, 900)


@pytest.fixture
def small_desk(open_desk: Callable[..., OpenDesk]) -> OpenDesk:
    return open_desk(size=SMALL)


def head(desk: OpenDesk, pane: str) -> QPoint:
    """Where to take hold of a pane."""
    group = desk.window.docks.area.group_of(pane)
    assert group is not None
    if group.tabs is None:
        return group.mapToGlobal(QPoint(30, 12))
    return group.tabs.mapToGlobal(group.tabs.tabRect(group.codes.index(pane)).center())


def again(qtbot: QtBot, desk: OpenDesk, data: Path, url: str) -> OpenDesk:
    """The desk ended and opened anew, with nothing said of language or colours."""
    desk.room.end()
    for window in desk.window.docks.windows:
        window.close()  # as Qt does when the application quits: that is not a person's wish
    desk.close()
    return OpenDesk(qtbot, data, url, language="", size=SMALL).until_live()


def test_dragged_out_it_is_there_after_a_restart_with_all_that_was_shown(
    qtbot: QtBot, town: BackendProcess, data: Path, hand: Hand
) -> None:
    desk = OpenDesk(qtbot, data, town.url, size=SMALL).until_live()
    try:
        lon, lat = middle_of(3)
        incident = town.report(lon, lat, "门口有垃圾", "r3")
        desk.until_known(incident)
        desk.until(lambda: desk.resting_place(desk.views.roster))
        hand.drag(head(desk, "areas"), QPoint(1500, 400))
        desk.until(lambda: desk.window.docks.away("areas") and not hand.busy)
        hand.drag(head(desk, "figures"), desk.middle_of(desk.views.queue), hold=0.6)
        desk.until(lambda: not hand.busy and desk.views.figures.isVisible() and not desk.views.queue.isVisible())
        desk.room.set_language("en")
        desk.room.set_theme("light")
        desk.desk.select_incident(incident)
        desk.views.map.show_place(lon, lat, 17.0)
        before = shape(desk.window.docks.arrangement)
        window = desk.window.docks.windows[0]
        desk.until(lambda: window.geometry().contains(QPoint(1500, 412)))
        place, view = window.geometry(), desk.views.map.navigation.viewport

        desk = again(qtbot, desk, data, town.url)
        assert shape(desk.window.docks.arrangement) == before
        desk.until(lambda: desk.window.docks.windows[0].geometry() == place)
        assert desk.window.docks.windows[0].windowTitle() == "Areas – Grid Command"
        assert (desk.room.look.language, desk.room.look.tokens.dark) == ("en", False)
        desk.until(lambda: desk.desk.selected == incident)
        now = desk.views.map.navigation.viewport
        assert (now.x, now.y, now.zoom) == pytest.approx((view.x, view.y, view.zoom))
    finally:
        desk.close()


def test_the_desks_keys_work_in_the_window_of_a_pane(small_desk: OpenDesk, hand: Hand) -> None:
    desk = small_desk
    desk.window.docks.toggle_window("people")
    window = desk.window.docks.windows[0]
    window.setGeometry(1300, 100, 500, 700)
    desk.until(lambda: window.geometry().x() == 1300 and window.isVisible())
    window.activateWindow()
    desk.until(window.isActiveWindow)
    hand.key("ctrl+k")
    desk.until(lambda: desk.window.palette_box.isVisible() and not hand.busy)
    assert desk.window.palette_box.window() is window  # where the person is
    hand.key("Escape")
    desk.until(lambda: not desk.window.palette_box.isVisible() and not hand.busy)
    hand.key("ctrl+4")  # home again, with its own key
    desk.until(lambda: not desk.window.docks.away("people") and not hand.busy)
    assert desk.window.palette_box.window() is desk.window


@pytest.fixture
def two_monitors(qtbot: QtBot, qapp: QApplication) -> Iterator[Callable[[bool], None]]:
    """The screen of the tests as two monitors side by side; call it to plug the second one in or out."""
    names = qapp.primaryScreen().name()

    def plug(there: bool) -> None:
        order = ["--setmonitor", "R", "960/250x1080/280+960+0", "none"] if there else ["--delmonitor", "R"]
        subprocess.run(["xrandr", *order], check=True, capture_output=True)

    subprocess.run(["xrandr", "--setmonitor", "L", "960/250x1080/280+0+0", names], check=True, capture_output=True)
    plug(True)
    qtbot.waitUntil(lambda: len(qapp.screens()) == 2)
    yield plug
    for name in ("R", "L"):
        subprocess.run(["xrandr", "--delmonitor", name], check=False, capture_output=True)
    qtbot.waitUntil(lambda: [one.name() for one in qapp.screens()] == [names])


def test_unplugged_its_windows_come_home_plugged_in_they_go_back(
    two_monitors: Callable[[bool], None], small_desk: OpenDesk
) -> None:
    desk = small_desk
    docks, workspaces = desk.window.docks, desk.desk.arranging.workspaces
    assert workspaces.chosen == "two"
    before = shape(docks.arrangement)
    desk.until(lambda: docks.windows[0].geometry().x() == 960)
    two_monitors(False)
    desk.until(lambda: not docks.windows and desk.views.map.isVisible())
    assert desk.views.map.window() is desk.window
    two_monitors(True)
    desk.until(lambda: bool(docks.windows) and docks.windows[0].isVisible())
    assert shape(docks.arrangement) == before
    desk.until(lambda: docks.windows[0].geometry().x() == 960)
    assert desk.views.map.window() is docks.windows[0]
