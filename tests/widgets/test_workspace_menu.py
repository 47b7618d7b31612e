"""The menu of workspaces: what it shows, what it asks for, and that it changes nothing by itself."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QToolButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from widgets.look import Look
from widgets.named_rows import NamedRow
from widgets.workspace_menu import WorkspaceMenu
from widgets.workspace_rows import PaneRow, WorkspaceButton

ROWS = [
    NamedRow("one", "One monitor", False, False, "Ctrl+Shift+1"),
    NamedRow("own-1", "Night", True, True, "Ctrl+Shift+2"),
]
PANES = [PaneRow("queue", "Incidents", True, False, "Ctrl+1"), PaneRow("map", "Map", False, True, "Ctrl+2")]
SIGNALS = (
    "chosen", "save_requested", "rename_requested", "delete_requested", "undelete_requested", "reset_requested",
    "update_requested", "pane_toggled", "pane_window_toggled",
)  # fmt: skip


@pytest.fixture
def window(qtbot: QtBot, look: Look) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(900, 700)
    box = QVBoxLayout(window)
    box.addWidget(WorkspaceButton(look), 0, Qt.AlignmentFlag.AlignRight)
    box.addWidget(QLabel("the room"), 1)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    return window


@pytest.fixture
def menu(window: QWidget, look: Look) -> WorkspaceMenu:
    menu = WorkspaceMenu(look, window)
    menu.show_rows(ROWS)
    menu.show_panes(PANES)
    menu.toggle(window.findChildren(WorkspaceButton)[0])
    return menu


@pytest.fixture
def asked(menu: WorkspaceMenu) -> list[tuple[Any, ...]]:
    """Everything the menu asks for."""
    asked: list[tuple[Any, ...]] = []
    for name in SIGNALS:
        getattr(menu, name).connect(lambda *told, name=name: asked.append((name, *told)))
    return asked


def button(menu: WorkspaceMenu, code: str) -> QPushButton:
    found = menu.findChild(QPushButton, code)
    assert isinstance(found, QPushButton)
    return found


def tool(menu: WorkspaceMenu, code: str, name: str) -> QToolButton:
    return next(one for one in button(menu, code).parentWidget().findChildren(QToolButton) if one.toolTip() == name)


def test_nothing_of_it_is_cut_off(menu: WorkspaceMenu, qtbot: QtBot) -> None:
    menu.show_rows([*ROWS, NamedRow("own-2", "Flood", True, False)])
    rows = menu.findChildren(QPushButton)
    qtbot.waitUntil(lambda: all(row.height() >= row.fontMetrics().height() + 6 for row in rows if row.isVisible()))
    assert menu.window().rect().contains(menu.geometry())
    assert menu.height() >= menu.sizeHint().height()


def test_a_workspace_is_chosen_and_shown_as_chosen_only_when_it_is_so(
    menu: WorkspaceMenu, asked: list[tuple[Any, ...]]
) -> None:
    button(menu, "one").click()
    assert asked == [("chosen", "one")]
    assert [button(menu, code).isChecked() for code in ("one", "own-1")] == [False, True]
    menu.show_rows([NamedRow("one", "One monitor", False, True), ROWS[1]])
    assert button(menu, "one").isChecked()


def test_saved_by_name_and_over_an_own_one(menu: WorkspaceMenu, asked: list[tuple[Any, ...]]) -> None:
    assert not menu.save.isEnabled()
    QTest.keyClicks(menu.name, "Flood")
    assert menu.save.text() == "Save"
    QTest.keyClick(menu.name, Qt.Key.Key_Return)
    QTest.keyClicks(menu.name, "Night")
    assert menu.save.text() == "Replace"
    menu.save.click()
    QTest.keyClicks(menu.name, "  ")
    QTest.keyClick(menu.name, Qt.Key.Key_Return)
    assert asked == [("save_requested", "Flood"), ("save_requested", "Night")]


def test_renamed_in_place(menu: WorkspaceMenu, asked: list[tuple[Any, ...]]) -> None:
    tool(menu, "own-1", "Rename").click()
    field = menu.findChild(QLineEdit, "rename")
    assert field is not None
    QTest.keyClicks(field, "Late shift")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert asked == [("rename_requested", "own-1", "Late shift")]
    tool(menu, "own-1", "Rename").click()
    QTest.keyClick(menu.findChild(QLineEdit, "rename"), Qt.Key.Key_Escape)
    assert len(asked) == 1
    assert menu.isVisible()


def test_deleted_and_brought_back_in_place(menu: WorkspaceMenu, asked: list[tuple[Any, ...]]) -> None:
    tool(menu, "own-1", "Delete").click()
    menu.show_rows(ROWS[:1])
    undo = button(menu, "undelete")
    assert undo.isVisible()
    undo.click()
    assert asked == [("delete_requested", "own-1"), ("undelete_requested",)]
    assert menu.findChild(QPushButton, "undelete") is None


def test_only_an_own_one_takes_changes_and_can_be_renamed(menu: WorkspaceMenu, asked: list[tuple[Any, ...]]) -> None:
    assert "Night" in menu.update_button.text()
    menu.update_button.click()
    menu.reset.click()
    assert asked == [("update_requested",), ("reset_requested",)]
    menu.show_rows([NamedRow("one", "One monitor", False, True)])
    assert not menu.update_button.isVisible()
    assert menu.reset.text() == "Back to the ready-made layout"
    assert not button(menu, "one").parentWidget().findChildren(QToolButton)


def test_panes_are_shown_hidden_and_sent_away(menu: WorkspaceMenu, asked: list[tuple[Any, ...]]) -> None:
    button(menu, "map").click()
    tool(menu, "queue", "Open in a window of its own").click()
    tool(menu, "map", "Bring back into the desk window").click()
    assert asked == [("pane_toggled", "map"), ("pane_window_toggled", "queue"), ("pane_window_toggled", "map")]


def test_by_keys_alone(menu: WorkspaceMenu, asked: list[tuple[Any, ...]], qtbot: QtBot) -> None:
    qtbot.waitUntil(button(menu, "own-1").hasFocus)  # the chosen one
    QTest.keyClick(button(menu, "own-1"), Qt.Key.Key_Up)
    assert button(menu, "one").hasFocus()
    QTest.keyClick(button(menu, "one"), Qt.Key.Key_Space)
    assert asked == [("chosen", "one")]
    QTest.keyClick(menu.focusWidget(), Qt.Key.Key_Escape)
    assert not menu.isVisible()


def test_a_click_beside_it_closes_it_one_in_it_does_not(menu: WorkspaceMenu, window: QWidget) -> None:
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton)
    assert menu.isVisible()
    QTest.mouseClick(window.findChildren(QLabel)[0], Qt.MouseButton.LeftButton)
    assert not menu.isVisible()


def test_in_chinese(menu: WorkspaceMenu, chinese: None, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: menu.reset.text() == "恢复为保存时的布局")
    assert menu.name.placeholderText() == "将当前布局另存为…"
