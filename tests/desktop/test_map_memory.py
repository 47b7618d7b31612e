"""Where a map was and which layers it showed come back; what nobody understands is refused."""

from __future__ import annotations

import json

import pytest
from pytestqt.qtbot import QtBot

from desktop.map_memory import MapMemory
from domain.look import DARK
from maps.canvas import MapCanvas
from maps.layer_choice import AS_SHIPPED
from maps.layers.table import GROUND_LAYERS
from tests.maps.town import town


@pytest.fixture
def canvas(qtbot: QtBot) -> MapCanvas:
    canvas = MapCanvas(DARK, "zh")
    qtbot.addWidget(canvas)
    canvas.navigation.glides = False
    canvas.resize(600, 400)
    canvas.open_city(town())
    return canvas


def test_a_map_as_it_came_has_nothing_to_remember(canvas: MapCanvas) -> None:
    assert MapMemory(canvas).state() == {}


def test_layers_and_place_come_back_after_a_restart(canvas: MapCanvas) -> None:
    chosen = AS_SHIPPED.switch("roads", False).dim("water", 0.5).move(GROUND_LAYERS, "labels", -2).walk(False)
    canvas.set_layers(chosen)
    x, y = (canvas.navigation.viewport.x, canvas.navigation.viewport.y)
    canvas.navigation.centre(x, y, 15.0, glide=False)
    kept = json.loads(json.dumps(MapMemory(canvas).state()))
    canvas.set_layers(AS_SHIPPED)
    canvas.navigation.home()
    MapMemory(canvas).restore(kept)
    assert canvas.layers == chosen
    assert canvas.navigation.viewport.zoom == pytest.approx(15.0)


def test_a_state_without_layers_means_as_shipped(canvas: MapCanvas) -> None:
    canvas.set_layers(AS_SHIPPED.switch("roads", False))
    MapMemory(canvas).restore({})
    assert canvas.layers == AS_SHIPPED


@pytest.mark.parametrize(
    "state", [{"layers": 3}, {"layers": {"shown": 1}}, {"x": 0.5}, {"x": "here", "y": 1, "zoom": 2}]
)
def test_what_is_not_understood_is_refused(canvas: MapCanvas, state: dict[str, object]) -> None:
    with pytest.raises((TypeError, ValueError, KeyError)):
        MapMemory(canvas).restore(state)
