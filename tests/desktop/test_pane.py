"""A pane goes into a window of its own and comes home."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.pane import Pane


@pytest.fixture
def pane(qtbot: QtBot) -> Pane:
    pane = Pane(QLabel("the view"), QIcon())
    qtbot.addWidget(pane)
    pane.set_title("Queue")
    pane.resize(300, 200)
    pane.show()
    qtbot.waitExposed(pane)
    return pane


def test_out_and_home_again(pane: Pane) -> None:
    view = pane._view
    pane.toggle_window()
    assert pane.away
    assert view.window() is not pane.window()
    assert view.window().windowTitle() == "Queue"
    pane.toggle_window()
    assert not pane.away
    assert view.window() is pane.window()
    assert view.isVisible()


def test_closing_its_window_brings_it_home(pane: Pane) -> None:
    pane.toggle_window()
    pane._view.window().close()
    assert not pane.away
    assert pane._view.isVisible()
