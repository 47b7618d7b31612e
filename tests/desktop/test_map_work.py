"""What the palette offers of the map."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QObject, QPointF, Signal
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.actions import Actions
from desktop.desk_maps import DeskMaps
from desktop.map_work import MapWork
from desktop.second_map import SecondMap
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
        look = Look(DARK, TintedIcons(), "en")
        second = SecondMap()
        second.setParent(window)
        maps = DeskMaps(look, canvas, second)  # type: ignore[arg-type]
        views = SimpleNamespace(map=canvas, maps=maps, look=look)
        work = MapWork(views, window, Selection(window), actions, window)  # type: ignore[arg-type]
        canvas.worker_selected.connect(canvas.select_worker)
        yield SimpleNamespace(map=canvas, actions=actions, revealed=window.revealed, menu=work.place_menu)
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


def right_click(room: SimpleNamespace, x: float, y: float) -> list[str]:
    """What the menu there offers."""
    at = QPointF(x, y).toPoint()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, room.map.mapToGlobal(at))
    QApplication.sendEvent(room.map, event)
    assert room.menu.menu is not None
    texts = [action.text() for action in room.menu.menu.actions()]
    return [text for text in texts if text]


def test_a_worker_is_followed_from_his_menu_and_from_the_palette(room: SimpleNamespace, qtbot: QtBot) -> None:
    x, y = room.map.navigation.viewport.to_pixels(room.map._shown.place_of_worker("g1")).tolist()
    assert not any("ollow" in title for title in titles(room))
    name = room.map._shown.name_of_worker("g1")
    assert right_click(room, x, y)[0] == f"Follow {name}"
    room.menu.menu.actions()[0].trigger()
    room.menu.menu.close()
    assert room.map.follow_chip.isVisible() and f"Stop following {name}" in titles(room)
    room.actions.run("follow")
    assert not room.map.follow_chip.isVisible() and f"Follow {name}" in titles(room)
    room.map.select_worker("")
    assert not any("ollow" in title for title in titles(room))
