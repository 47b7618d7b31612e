"""The table of what the desk can do."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.actions import Actions, Group


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    with qtbot.waitActive(widget):
        widget.show()
        widget.activateWindow()
    return widget


def test_a_key_does_it(window: QWidget, qtbot: QtBot) -> None:
    done: list[str] = []
    actions = Actions(window)
    actions.add("greet", Group.ROOM, lambda: "Greet", lambda: done.append("greet"), "Ctrl+G")
    qtbot.keyClick(window, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: done == ["greet"])


def test_the_palette_offers_them_in_the_order_of_their_groups(window: QWidget) -> None:
    actions = Actions(window)
    actions.add("help", Group.HELP, lambda: "Help", lambda: None, "F1")
    actions.add("find", Group.FIND, lambda: "Find", lambda: None, hidden=True)
    actions.add("next", Group.INCIDENT, lambda: "Next", lambda: None)
    assert [(entry.id, entry.title, entry.detail) for entry in actions.entries()] == [
        ("next", "Next", ""),
        ("help", "Help", "F1"),
    ]
    assert [action.code for action in actions] == ["next", "find", "help"]


@pytest.mark.parametrize(("code", "key"), [("greet", ""), ("other", "Ctrl+G")])
def test_neither_code_nor_key_is_given_twice(window: QWidget, code: str, key: str) -> None:
    actions = Actions(window)
    actions.add("greet", Group.ROOM, lambda: "Greet", lambda: None, "Ctrl+G")
    with pytest.raises(ValueError, match="already"):
        actions.add(code, Group.ROOM, lambda: "Other", lambda: None, key)
