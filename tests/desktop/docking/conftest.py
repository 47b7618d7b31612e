"""Six plain views in a window, with docks, on monitors that can be plugged in and out."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.docking.arrangement import Berth
from desktop.docking.docks import Docks
from desktop.docking.pane import Pane
from desktop.docking.tree import Side
from desktop.screens import Monitor, Screens
from desktop.theme import TintedIcons
from domain.look import DARK
from tests.desktop.docking.layouts import PANES
from widgets.look import Look

#: The tests' screen as two monitors side by side.
TWO = [Monitor("L", (0, 0, 960, 1080), (0, 0, 960, 1080)), Monitor("R", (960, 0, 960, 1080), (960, 0, 960, 1080))]


class Plugs:
    """The monitors that are plugged in."""

    def __init__(self) -> None:
        self.monitors = list(TWO)
        self.screens = Screens(lambda: self.monitors)

    def plug(self, *monitors: Monitor) -> None:
        """These are there from now on; the desk has seen it when this returns."""
        self.monitors = list(monitors)
        self.screens.look()
        self.screens._settle.stop()
        self.screens._on_settled()


class Stage:
    """The window, its docks and the views."""

    def __init__(self, plugs: Plugs) -> None:
        self.plugs = plugs
        self.look = Look(DARK, TintedIcons(), "en")
        self.window = QWidget()
        self.views = {code: QLabel(code) for code in PANES}
        panes = [
            Pane(code, view, code.title(), Berth("queue", Side.RIGHT), code == "map")
            for code, view in self.views.items()
        ]
        for view in self.views.values():
            view.setMinimumSize(60, 40)
        self.docks = Docks(self.look, panes, plugs.screens, QPushButton("nothing"), self.window)
        box = QVBoxLayout(self.window)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.docks.area)
        self.window.setGeometry(0, 0, 900, 700)

    def seen(self, code: str) -> QWidget:
        """The window a view is seen in."""
        view = self.views[code]
        assert view.isVisible()
        return view.window()


@pytest.fixture
def plugs(qapp: QApplication) -> Plugs:
    return Plugs()


@pytest.fixture
def stage(plugs: Plugs, qtbot: QtBot) -> Iterator[Stage]:
    stage = Stage(plugs)
    with qtbot.waitExposed(stage.window):
        stage.window.show()
    stage.docks.open_windows()
    yield stage
    stage.docks.close()
    plugs.screens.close()
    stage.window.close()
    stage.window.deleteLater()
