"""Workspaces: ready-made and a person's own, on monitors that come and go."""

from __future__ import annotations

import msgspec
import pytest
from PySide6.QtCore import QPoint
from pytestqt.qtbot import QtBot

from desktop.docking import tree
from desktop.docking.area import Splitter
from desktop.docking.arrangement import Arrangement, Landing, Place
from desktop.docking.tree import Side
from desktop.ready_made import READY_MADE, usual
from desktop.workspaces import OwnWorkspaces, Standing, Workspaces, shape
from tests.desktop.docking.conftest import TWO, Plugs, Stage, plugs, stage
from tests.desktop.docking.layouts import PANES

__all__ = ["plugs", "stage"]
LEFT, RIGHT = TWO


@pytest.fixture
def workspaces(stage: Stage) -> Workspaces:
    """On two monitors, begun for the first time."""
    workspaces = Workspaces(stage.docks, stage.plugs.screens, stage.docks)
    workspaces.begin(None, None)
    return workspaces


def names(workspaces: Workspaces) -> list[str]:
    return [one.name for one in workspaces.listed()]


def again(stage: Stage, before: Workspaces) -> Workspaces:
    """As after a restart: what was kept, through JSON."""
    own = msgspec.json.decode(msgspec.json.encode(before.own()), type=OwnWorkspaces)
    standing = msgspec.json.decode(msgspec.json.encode(before.standing()), type=dict[str, Standing])
    stage.docks.apply(Arrangement(tree.tabs(*PANES)))
    after = Workspaces(stage.docks, stage.plugs.screens, stage.docks)
    after.begin(own, standing)
    return after


# --- ready-made -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ready", READY_MADE, ids=lambda ready: ready.code)
def test_a_ready_made_one_has_every_pane_and_fits_its_monitors(ready: object) -> None:
    made = ready.make()  # type: ignore[attr-defined]
    assert made.panes == set(PANES)
    assert all(window.place.screen < ready.monitors for window in made.windows)  # type: ignore[attr-defined]


def test_what_is_usual() -> None:
    assert [usual(count).code for count in (1, 2, 3, 4)] == ["one", "two", "three", "three"]


def test_only_what_fits_is_offered(stage: Stage, workspaces: Workspaces) -> None:
    assert names(workspaces) == ["One monitor", "Two monitors", "Large map", "Casework"]
    assert workspaces.chosen == "two"
    stage.plugs.plug(LEFT)
    assert names(workspaces) == ["One monitor", "Large map", "Casework"]


def test_with_two_monitors_the_map_fills_the_second(stage: Stage, workspaces: Workspaces) -> None:
    window = stage.seen("map")
    assert window is not stage.window
    assert stage.plugs.screens.screen_of(window.geometry()) == 1
    assert window.isMaximized()


def test_the_desk_window_does_not_stay_under_a_window_that_fills_its_monitor(
    stage: Stage, workspaces: Workspaces, qtbot: QtBot
) -> None:
    workspaces.choose("one")
    stage.plugs.screens.put(stage.window, Place(1, 20, 20, 600, 500))
    qtbot.waitUntil(lambda: stage.plugs.screens.screen_of(stage.window.geometry()) == 1)
    workspaces.choose("two")
    qtbot.waitUntil(lambda: stage.plugs.screens.screen_of(stage.window.geometry()) == 0)


# --- choosing, saving -------------------------------------------------------------------------------------------------


def test_each_is_left_as_it_was_made_until_it_is_reset(stage: Stage, workspaces: Workspaces) -> None:
    workspaces.choose("one")
    fresh = shape(stage.docks.arrangement)
    stage.docks.land("figures", Landing(None, "map", Side.ABOVE))
    mine = shape(stage.docks.arrangement)
    workspaces.choose("large-map")
    workspaces.choose("one")
    assert shape(stage.docks.arrangement) == mine != fresh
    workspaces.reset()
    assert shape(stage.docks.arrangement) == fresh


def test_saved_renamed_deleted_and_brought_back(stage: Stage, workspaces: Workspaces) -> None:
    stage.docks.hide("figures")
    mine = shape(stage.docks.arrangement)
    workspaces.save_as("  夜班 ")
    code = workspaces.chosen
    assert [(one.name, one.own, one.chosen) for one in workspaces.listed()][-1] == ("夜班", True, True)
    workspaces.choose("one")
    workspaces.rename(code, "Night")
    workspaces.choose(code)
    assert names(workspaces)[-1] == "Night"
    assert shape(stage.docks.arrangement) == mine
    workspaces.delete(code)
    assert "Night" not in names(workspaces)
    assert shape(stage.docks.arrangement) == mine  # what is on the screen stays
    assert workspaces.chosen == ""
    workspaces.undelete()
    assert names(workspaces)[-1] == "Night"


def test_a_name_is_not_given_twice_and_not_empty(stage: Stage, workspaces: Workspaces) -> None:
    workspaces.save_as("A")
    first = workspaces.chosen
    stage.docks.hide("figures")
    workspaces.save_as("A")  # over it
    assert workspaces.chosen == first
    workspaces.save_as("B")
    workspaces.rename(workspaces.chosen, "A")
    workspaces.rename(workspaces.chosen, " ")
    workspaces.save_as(" ")
    assert names(workspaces)[-2:] == ["A", "B"]
    stage.docks.reveal("figures")
    workspaces.choose(first)
    assert stage.docks.hidden("figures")


def test_kept_changes_are_what_it_goes_back_to(stage: Stage, workspaces: Workspaces) -> None:
    workspaces.save_as("A")
    stage.docks.hide("figures")
    workspaces.save()
    stage.docks.hide("areas")
    workspaces.reset()
    assert stage.docks.hidden("figures")
    assert not stage.docks.hidden("areas")


def test_steps_are_taken_back_also_a_choice(stage: Stage, workspaces: Workspaces) -> None:
    seen = [(workspaces.chosen, shape(stage.docks.arrangement))]
    for step in (
        lambda: stage.docks.hide("figures"),
        lambda: workspaces.choose("casework"),
        lambda: stage.docks.land("people", Landing(None, "queue", Side.BELOW)),
        workspaces.reset,
    ):
        step()
        seen.append((workspaces.chosen, shape(stage.docks.arrangement)))
    while workspaces.take_back():
        seen.pop()
        assert (workspaces.chosen, shape(stage.docks.arrangement)) == seen[-1]
    assert len(seen) == 1


def test_sizes_and_tabs_are_taken_back_all_of_one_pull_at_once(
    stage: Stage, workspaces: Workspaces, qtbot: QtBot
) -> None:
    workspaces.choose("one")
    stage.docks.settle()
    before = stage.docks.arrangement
    splitter = next(one for one in stage.docks.area.findChildren(Splitter) if one.isVisible() and one.count() > 1)
    for width in (300, 320, 340):  # one pull at a handle
        splitter.setSizes([width, *splitter.sizes()[1:]])
        splitter.splitterMoved.emit(width, 1)
    pulled = stage.docks.arrangement
    assert pulled != before
    qtbot.waitUntil(lambda: not workspaces._pulling.isActive())
    tabs = next(group for group in stage.docks.area.groups() if len(group.codes) > 1)
    behind = next(code for code in tabs.codes if code not in tree.fronts(pulled.home))
    stage.docks.reveal(behind)
    tabs.raised.emit(behind)
    assert behind in tree.fronts(stage.docks.arrangement.home)
    assert workspaces.take_back()
    assert tree.fronts(stage.docks.arrangement.home) == tree.fronts(pulled.home)
    assert workspaces.take_back()
    stage.docks.settle()  # as the screen gives them
    assert sizes(stage.docks.arrangement.home) == sizes(before.home) != sizes(pulled.home)


def sizes(node: tree.Node) -> list[tuple[float, ...]]:
    """Of every split, to whole shares of a hundred."""
    if isinstance(node, tree.Tabs):
        return []
    whole = sum(node.sizes)
    mine = tuple(round(100 * size / whole) for size in node.sizes)
    return [mine, *(one for part in node.parts for one in sizes(part))]


# --- after a restart --------------------------------------------------------------------------------------------------


def test_after_a_restart_everything_stands_where_it_stood(stage: Stage, workspaces: Workspaces, qtbot: QtBot) -> None:
    workspaces.choose("one")
    stage.docks.toggle_window("incident")
    window = stage.docks.windows[0]
    stage.plugs.screens.put(window, Place(1, 100, 120, 420, 380))
    qtbot.waitUntil(lambda: window.geometry().topLeft() == QPoint(1060, 120) and window.width() == 420)
    workspaces.save_as("Mine")
    stage.docks.land("queue", Landing(None, "map", Side.RIGHT))
    mine = shape(stage.docks.arrangement)
    after = again(stage, workspaces)
    assert (after.chosen, names(after)[-1]) == (workspaces.chosen, "Mine")
    assert shape(stage.docks.arrangement) == mine
    assert stage.docks.arrangement.windows[0].place == Place(1, 100, 120, 420, 380)
    after.reset()
    assert shape(stage.docks.arrangement) != mine


def test_kept_for_other_monitors_it_is_not_forced_on_these(stage: Stage, workspaces: Workspaces) -> None:
    workspaces.choose("casework")
    workspaces.save_as("Mine")
    stage.docks.toggle_window("map")
    stage.plugs.plug(LEFT)
    after = again(stage, workspaces)
    assert stage.docks.windows == ()
    assert names(after)[-1] == "Mine"
    after.choose(after.listed()[-1].code)
    assert stage.seen("map") is stage.window


# --- monitors come and go ---------------------------------------------------------------------------------------------


def test_unplugged_windows_come_home_plugged_in_they_go_back(stage: Stage, workspaces: Workspaces) -> None:
    told: list[str] = []
    workspaces.noticed.connect(told.append)
    stage.docks.land("people", Landing(0, "map", Side.RIGHT))
    before = shape(stage.docks.arrangement)
    stage.plugs.plug(LEFT)
    assert stage.seen("map") is stage.seen("people") is stage.window
    assert (stage.docks.windows, workspaces.chosen) == ((), "one")
    assert told == ["A monitor is gone: its windows have come home."]
    stage.docks.hide("figures")  # on one monitor only
    stage.plugs.plug(LEFT, RIGHT)
    assert shape(stage.docks.arrangement) == before
    assert stage.seen("people") is stage.docks.windows[0]
    assert stage.plugs.screens.screen_of(stage.docks.windows[0].geometry()) == 1
    stage.plugs.plug(LEFT)
    assert stage.docks.hidden("figures")


def test_what_a_person_has_opened_comes_home_to_where_it_was(stage: Stage, workspaces: Workspaces) -> None:
    workspaces.choose("casework")
    before = shape(stage.docks.arrangement)
    stage.docks.to_screen("areas", 1)
    stage.plugs.plug(LEFT)
    assert (shape(stage.docks.arrangement), workspaces.chosen) == (before, "casework")
    assert stage.seen("areas") is stage.window  # in front, as it was there


def test_where_the_system_puts_windows_of_a_lost_monitor_is_not_remembered(
    stage: Stage, workspaces: Workspaces
) -> None:
    """The system moves them before anybody is told that the monitor is gone."""
    before = stage.docks.arrangement.windows[0].place
    stage.plugs.monitors.remove(RIGHT)
    stage.docks.windows[0].setGeometry(10, 10, 300, 200)
    stage.docks._on_rest()
    workspaces.standing()
    assert stage.docks.arrangement.windows[0].place == before
    stage.plugs.plug(LEFT)
    stage.plugs.plug(LEFT, RIGHT)
    assert stage.docks.arrangement.windows[0].place.screen == 1


def test_the_desk_window_comes_along_when_its_monitor_goes(stage: Stage, workspaces: Workspaces, qtbot: QtBot) -> None:
    workspaces.choose("one")
    stage.plugs.screens.put(stage.window, Place(1, 20, 20, 600, 500))
    qtbot.waitUntil(lambda: stage.plugs.screens.screen_of(stage.window.geometry()) == 1)
    workspaces.standing()
    stage.plugs.plug(LEFT)
    qtbot.waitUntil(lambda: stage.plugs.screens.visible(stage.window.geometry()))
    stage.plugs.plug(LEFT, RIGHT)
    qtbot.waitUntil(lambda: stage.plugs.screens.screen_of(stage.window.geometry()) == 1)


def test_a_new_monitor_moves_nothing_and_is_offered(stage: Stage, plugs: Plugs) -> None:
    plugs.plug(LEFT)
    workspaces = Workspaces(stage.docks, plugs.screens, stage.docks)
    workspaces.begin(None, None)
    before = shape(stage.docks.arrangement)
    told: list[str] = []
    workspaces.noticed.connect(told.append)
    plugs.plug(LEFT, RIGHT)
    assert shape(stage.docks.arrangement) == before
    assert "Another monitor" in told[0]
    assert "Two monitors" in names(workspaces)
