"""Panes on the screen: moved with the mouse, by double click and from outside, hidden, closed, and always somewhere."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QTranslator
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.docking import tree
from desktop.docking.arrangement import Arrangement, Landing, Outside, Place
from desktop.docking.group import Group
from desktop.docking.tree import Side, column, row, tabs
from resources import FOLDER
from tests.desktop.docking.conftest import Stage
from tests.desktop.docking.layouts import PANES, arrangements
from tests.seeking import tried

STANDING = Arrangement(
    column(
        (row((tabs("queue"), 300), (tabs("map"), 400), (tabs("people", "areas"), 200)), 500),
        (row((tabs("incident"), 400), (tabs("figures"), 500)), 200),
    )
)


@pytest.fixture(autouse=True)
def standing(stage: Stage) -> None:
    stage.docks.apply(STANDING)


def group_of(stage: Stage, code: str) -> Group:
    for area in (stage.docks.area, *(window.area for window in stage.docks.windows)):
        group = area.group_of(code)
        if group is not None:
            return group
    raise AssertionError(f"{code} is in no group")


def head_of(stage: Stage, code: str) -> tuple[QWidget, QPoint]:
    """The head of a pane and where to take hold of it."""
    group = group_of(stage, code)
    if group.tabs is not None:
        return group.tabs, group.tabs.tabRect(group.codes.index(code)).center()
    return group._head, QPoint(20, group._head.height() // 2)


def mouse(widget: QWidget, kind: QEvent.Type, where: QPoint) -> None:
    """What Qt tells a widget that holds the mouse, wherever the mouse is."""
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    button = none if kind is QEvent.Type.MouseMove else left
    buttons = none if kind is QEvent.Type.MouseButtonRelease else left
    at = QPointF(widget.mapFromGlobal(where))
    event = QMouseEvent(kind, at, QPointF(where), button, buttons, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(widget, event)


def carry(stage: Stage, code: str, *way: QPoint, drop: bool = True) -> None:
    """Take a pane by its head and let it go at the end of the way (places of the screen)."""
    head, at = head_of(stage, code)
    mouse(head, QEvent.Type.MouseButtonPress, head.mapToGlobal(at))
    mouse(head, QEvent.Type.MouseMove, head.mapToGlobal(at) + QPoint(15, 15))
    for where in way:
        mouse(head, QEvent.Type.MouseMove, where)
    if drop:
        mouse(head, QEvent.Type.MouseButtonRelease, way[-1])


def inside(stage: Stage, code: str, across: float = 0.5, down: float = 0.5) -> QPoint:
    """A place of the screen within a group, as shares of its width and height."""
    group = group_of(stage, code)
    return group.mapToGlobal(QPoint(round(group.width() * across), round(group.height() * down)))


def home(stage: Stage) -> object:
    node = stage.docks.arrangement.shown_at_home
    assert node is not None
    return tree.form(node)


# --- by mouse ---------------------------------------------------------------------------------------------------------


def test_beside_another_pane(stage: Stage) -> None:
    carry(stage, "figures", inside(stage, "map", 0.1))
    assert home(stage) == (False, ((True, (("queue",), ("figures",), ("map",), ("people", "areas"))), ("incident",)))
    assert stage.seen("figures") is stage.window


def test_into_the_middle_it_becomes_a_tab(stage: Stage) -> None:
    carry(stage, "queue", inside(stage, "map"))
    assert group_of(stage, "queue").codes == ("map", "queue")
    assert group_of(stage, "queue").front == "queue"
    assert stage.views["queue"].isVisible()
    assert not stage.views["map"].isVisible()


def test_a_tab_is_taken_out_and_put_before_another(stage: Stage) -> None:
    bar = group_of(stage, "people").tabs
    assert bar is not None
    carry(stage, "areas", bar.mapToGlobal(bar.tabRect(0).center() - QPoint(8, 0)))
    assert group_of(stage, "people").codes == ("areas", "people")
    carry(stage, "people", inside(stage, "queue", 0.5, 0.9))
    assert group_of(stage, "people").codes == ("people",)
    assert group_of(stage, "areas").tabs is None  # alone it has a title


def test_out_of_the_window_it_gets_a_window_of_its_own_there(stage: Stage, qtbot: QtBot) -> None:
    carry(stage, "incident", QPoint(1400, 300))
    window = stage.seen("incident")
    assert window is stage.docks.windows[0]
    assert window.windowTitle() == "Incident – Grid Command"
    qtbot.waitUntil(lambda: window.geometry().contains(QPoint(1400, 312)))
    assert stage.docks.arrangement.windows[0].place.screen == 1


def test_into_another_window_and_back(stage: Stage, qtbot: QtBot) -> None:
    stage.docks.toggle_window("incident")
    window = stage.seen("incident")
    qtbot.waitUntil(lambda: window.windowHandle().isExposed())
    carry(stage, "queue", inside(stage, "incident", 0.5, 0.9))
    assert stage.seen("queue") is window
    assert window.windowTitle() == "Incident · Queue – Grid Command"
    carry(stage, "queue", inside(stage, "map", 0.9))
    assert stage.seen("queue") is stage.window
    assert tree.panes(stage.docks.windows[0].area._node) == ("incident",)


def test_escape_leaves_everything_as_it_was(stage: Stage) -> None:
    carry(stage, "figures", inside(stage, "map", 0.1), drop=False)
    assert stage.docks.carrying.pane == "figures"
    assert stage.docks.carrying.text == "Left of: Map"
    QTest.keyClick(stage.window, Qt.Key.Key_Escape)
    head, _ = head_of(stage, "figures")
    mouse(head, QEvent.Type.MouseButtonRelease, inside(stage, "map", 0.1))
    assert stage.docks.arrangement == STANDING
    assert stage.docks.carrying.pane == ""


@pytest.mark.parametrize(
    ("pane", "over", "across", "down", "words"),
    [
        ("figures", "map", 0.9, 0.5, "Right of: Map"),
        ("figures", "map", 0.5, 0.2, "Above: Map"),
        ("figures", "map", 0.5, 0.9, "Below: Map"),
        ("figures", "map", 0.5, 0.5, "As a tab with: Map"),
        ("figures", "queue", 0.01, 0.5, "Along the left edge"),
        ("figures", "figures", 0.5, 0.5, "Stays where it is"),
    ],
)
def test_in_the_air_it_says_what_letting_go_would_mean(
    stage: Stage, pane: str, over: str, across: float, down: float, words: str
) -> None:
    carry(stage, pane, inside(stage, over, across, down), drop=False)
    assert stage.docks.carrying.text == words
    veil = stage.docks.area._veil
    assert (veil is not None and veil.isVisible()) == (words != "Stays where it is")
    stage.docks.carrying.move(QPoint(1700, 900))
    assert stage.docks.carrying.text == "In a window of its own"
    assert veil is None or not veil.isVisible()


def test_a_double_click_on_the_head_opens_and_brings_back(stage: Stage) -> None:
    head, at = head_of(stage, "queue")
    QTest.mouseDClick(head, Qt.MouseButton.LeftButton, pos=at)
    assert stage.docks.away("queue")
    head, at = head_of(stage, "queue")
    QTest.mouseDClick(head, Qt.MouseButton.LeftButton, pos=at)
    assert stage.docks.arrangement == STANDING


def test_a_click_on_a_tab_brings_it_to_the_front_and_moves_nothing(stage: Stage) -> None:
    bar = group_of(stage, "people").tabs
    assert bar is not None
    QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(1).center())
    assert stage.views["areas"].isVisible()
    assert stage.docks.arrangement == STANDING.in_front("areas")


def test_the_small_button_opens_and_brings_back(stage: Stage) -> None:
    button = group_of(stage, "map").findChildren(QToolButton)[0]
    assert button.toolTip() == "Open in a window of its own"
    button.click()
    button = group_of(stage, "map").findChildren(QToolButton)[0]
    assert button.toolTip() == "Bring back into the desk window"
    button.click()
    assert stage.docks.arrangement == STANDING


# --- otherwise --------------------------------------------------------------------------------------------------------


def test_closing_its_window_brings_all_in_it_home(stage: Stage) -> None:
    stage.docks.toggle_window("incident")
    stage.docks.land("queue", Landing(0, "incident", Side.BELOW))
    stage.docks.windows[0].close()
    assert stage.docks.windows == ()
    assert home(stage) == tree.form(STANDING.home)
    assert stage.seen("queue") is stage.seen("incident") is stage.window


def test_hidden_and_shown(stage: Stage) -> None:
    stage.docks.hide("map")
    assert not stage.views["map"].isVisible()
    stage.docks.reveal("map")
    assert stage.docks.arrangement == STANDING
    stage.docks.reveal("areas")  # behind the people
    assert stage.views["areas"].isVisible()


def test_with_everything_elsewhere_the_window_says_so(stage: Stage) -> None:
    nothing = stage.docks.area._empty
    assert nothing is not None
    assert not nothing.isVisible()
    for code in PANES:
        stage.docks.hide(code)
    assert nothing.isVisible()
    stage.docks.toggle_window("map")
    carry(stage, "map", stage.docks.area.mapToGlobal(QPoint(300, 300)))
    assert stage.seen("map") is stage.window
    assert not nothing.isVisible()


def test_a_new_language_is_on_heads_and_windows_at_once(stage: Stage) -> None:
    stage.docks.toggle_window("map")
    translator = QTranslator()
    assert translator.load(str(FOLDER / "translations" / "zh.qm"))
    QApplication.installTranslator(translator)
    try:
        for top in (stage.window, *stage.docks.windows):
            QApplication.sendEvent(top, QEvent(QEvent.Type.LanguageChange))
        assert stage.docks.windows[0].windowTitle() == "地图 – 网格指挥台"
        assert tab_texts(stage) == ("人员", "区域")
    finally:
        QApplication.removeTranslator(translator)


def tab_texts(stage: Stage) -> tuple[str, str]:
    bar = group_of(stage, "people").tabs
    assert bar is not None
    return bar.tabText(0), bar.tabText(1)


def test_sizes_are_those_of_the_layout_and_what_a_hand_makes_of_them(stage: Stage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: stage.views["queue"].width() == 300)
    assert stage.views["people"].width() == 200
    stage.window.resize(1200, 700)
    qtbot.waitUntil(lambda: stage.docks.area.width() == 1200)
    assert (stage.views["queue"].width(), stage.views["people"].width()) == (300, 200)  # the map has taken the rest
    assert stage.docks.settle()
    middle = stage.docks.arrangement.home
    assert isinstance(middle, tree.Split)
    assert isinstance(middle.parts[0], tree.Split)
    assert middle.parts[0].sizes == (300, 696, 200)


def test_a_pane_in_the_keyboards_hand_keeps_it_when_it_moves(stage: Stage, qtbot: QtBot) -> None:
    with qtbot.waitActive(stage.window):
        stage.window.activateWindow()
    view = stage.views["queue"]
    view.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    view.setFocus()
    qtbot.waitUntil(view.hasFocus)
    stage.docks.land("queue", Landing(None, "map", Side.RIGHT))
    assert view.hasFocus()


@tried(12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(arrangements=st.lists(arrangements(), min_size=2, max_size=3))
def test_any_layout_after_any_other_shows_what_it_says(stage: Stage, arrangements: list[Arrangement]) -> None:
    for one in arrangements:
        on_screens = tuple(Outside(window.node, Place(1, 0, 0, 300, 200)) for window in one.windows)
        wanted = Arrangement(one.home, on_screens, one.hidden)
        stage.docks.apply(wanted)
        assert stage.docks.arrangement == wanted
        for code, view in stage.views.items():
            number = wanted.window_of(code)
            top = stage.window if number is None else stage.docks.windows[number]
            group = tree.group_of(wanted.node_of(number), code)
            assert view.isVisible() == (code not in wanted.hidden and group is not None and group.front == code)
            assert code in wanted.hidden or view.window() is top
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    groups = len(stage.docks.area.findChildren(Group))
    assert groups == len(stage.docks.area.groups())  # nothing is left of what was shown before
