"""What the palette offers of the map."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.actions import Actions
from desktop.map_work import MapWork
from desktop.theme import TintedIcons
from domain.look import DARK
from maps.canvas import MapCanvas
from maps.layers.table import BY_CODE
from tests.maps.screen import on_screen
from tests.maps.town import matters, picture_of, town
from widgets.look import Look


class Selection(QObject):
    changed = Signal(object)


class Window(QWidget):
    """As much of the desk's window as it needs: which pane was asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.revealed: list[str] = []
        self.docks = SimpleNamespace(reveal=self.revealed.append)


@pytest.fixture
def room(qtbot: QtBot) -> Iterator[SimpleNamespace]:
    with on_screen(qtbot, MapCanvas(DARK, "en"), picture_of(town(), matters()), 600, 400) as canvas:
        window = Window()
        qtbot.addWidget(window)
        actions = Actions(window)
        views = SimpleNamespace(map=canvas, look=Look(DARK, TintedIcons(), "en"))
        work = MapWork(views, window, Selection(window), actions, window)  # type: ignore[arg-type]
        yield SimpleNamespace(map=canvas, actions=actions, revealed=window.revealed)
        work.end()
        actions.end()


def titles(room: SimpleNamespace) -> set[str]:
    return {action.title() for action in room.actions}


def test_every_layer_that_can_be_hidden_is_switched_by_its_name(room: SimpleNamespace) -> None:
    assert {"Show layer: Police grids", "Hide layer: Roads"} <= titles(room)
    before = room.map.layers
    for layer in BY_CODE.values():
        offered = f"layer-{layer.code}" in {action.code for action in room.actions}
        assert offered is (not layer.fixed and layer.code not in ("figures", "heat", "reach", "beside"))
        if offered:
            shown = room.map.shows(layer.code)
            room.actions.run(f"layer-{layer.code}")
            assert room.map.shows(layer.code) is not shown and room.revealed[-1] == "map"
            room.actions.run(f"layer-{layer.code}")
    assert {"Show layer: Police grids", "Hide layer: Roads"} <= titles(room)
    assert all(room.map.layers.shows(layer) is before.shows(layer) for layer in BY_CODE.values())
