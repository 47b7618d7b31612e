"""The heat of incidents as it is drawn."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from domain.heat import CLASSES, Heat, HeatRequest, heat_of
from domain.look import DARK, LIGHT, Tokens
from domain.picture import Changes
from domain.shapes import DEGREE
from maps.heat import STEP, ShownHeat, classes_in
from maps.layer_choice import AS_SHIPPED
from maps.layers import heat as layer
from maps.map_view import MapView
from maps.projection import to_world
from tests.domain.colour_vision import SIGHT, seen
from tests.domain.small_city import middle_of
from tests.maps.drawing import HEIGHT, WIDTH, draw, draw_ground, frame_of, view_of
from tests.maps.town import NOW, matters, picture_of, town

HERE = middle_of(4)


def heat_at(*places: tuple[float, float], bandwidth: float = 400.0) -> Heat:
    stored = np.rint(np.array(sorted(places)) * DEGREE).astype("<i4")
    return heat_of(HeatRequest(stored.tobytes(), bandwidth))


@given(st.floats(-0.004, 0.004), st.floats(-0.004, 0.004), st.floats(13.0, 17.0))
def test_the_class_at_a_pixel_is_that_of_the_density_there(east: float, north: float, zoom: float) -> None:
    heat = heat_at(HERE, HERE, (HERE[0] + 0.002, HERE[1]))
    viewport = view_of(*HERE, zoom)
    classes = np.concatenate(list(classes_in(heat, viewport)))
    x, y = viewport.to_pixels(to_world(HERE[0] + east, HERE[1] + north)).tolist()
    if not (0 <= x < WIDTH and 0 <= y < HEIGHT):
        return
    column = (HERE[0] + east - heat.west) / heat.step[0]
    row = (HERE[1] + north - heat.south) / heat.step[1]
    around = heat.density[max(int(row) - 1, 0) : int(row) + 3, max(int(column) - 1, 0) : int(column) + 3]
    lowest, highest = np.searchsorted(heat.classes, [around.min(initial=0.0), around.max(initial=0.0)], side="right")
    found = classes[int(y // STEP), int(x // STEP)]
    # Pixels are looked up two apart: beside the edge of a class either is right.
    assert lowest <= found <= highest or not around.size


@pytest.mark.parametrize("ratio", [1.0, 2.0])
@pytest.mark.parametrize("tokens", [DARK, LIGHT], ids=["dark", "light"])
def test_it_is_thickest_where_they_are_and_ends_with_the_bandwidth(
    qtbot: QtBot, tokens: Tokens, ratio: float
) -> None:
    viewport = view_of(*HERE, 15.0)
    pixels = draw_ground(layer.paint, town(), viewport, tokens, ratio, heat=heat_at(HERE))
    middle = pixels[round(200 * ratio), round(300 * ratio)]
    assert middle[0] > 150
    top = QColor(tokens.heat[-1])
    assert np.abs(middle[1:].astype(int) - [top.red(), top.green(), top.blue()]).max() <= 3
    beyond = round((300 + 420 / viewport.metres_per_pixel) * ratio)
    assert pixels[round(200 * ratio), beyond, 0] == 0
    assert not draw_ground(layer.paint, town(), viewport, tokens, ratio).any()


def test_the_key_names_every_class_with_its_unit(qtbot: QtBot) -> None:
    picture = picture_of(town(), [])
    shown = ShownHeat(heat_at(HERE, HERE), 3600.0, True)
    frame = frame_of(picture, view_of(*HERE, 15.0), DARK, heat=shown)
    assert draw(layer.paint_key_of, frame).any()
    assert frame.key_top > 12.0 + 18 * (CLASSES + 3)
    assert layer._notes(shown) == ["arrived in the last 60 min: 2, as filtered", "smoothed over 400 m"]
    assert layer._notes(ShownHeat(heat_at(HERE))) == ["open: 1", "smoothed over 400 m"]
    nothing = frame_of(picture, view_of(*HERE, 15.0), DARK)
    assert not draw(layer.paint_key_of, nothing).any()


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("tokens", [DARK, LIGHT], ids=["dark", "light"])
def test_brightness_alone_tells_the_classes_whatever_one_sees(tokens: Tokens, sight: str) -> None:
    lightness = np.array([seen(color, sight)[0] for color in tokens.heat])
    steps = np.diff(lightness) * (1 if tokens.dark else -1)
    assert steps.min() > 5, lightness


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[MapView]:
    view, picture = MapView(DARK, "zh"), picture_of(town(), matters())
    qtbot.addWidget(view)
    view.navigation.glides = False
    view.resize(900, 300)
    view.open_city(picture.city)
    view.refresh(picture, Changes(reset=True), NOW)
    with qtbot.waitExposed(view):
        view.show()
    yield view
    view.hide()


def test_the_ground_is_drawn_anew_only_when_the_heat_is_another(view: MapView) -> None:
    view.set_layers(AS_SHIPPED.switch("heat", True))
    view.set_heat(ShownHeat(heat_at(HERE)))
    view.grab()
    view.finish()
    view.set_heat(ShownHeat(heat_at(HERE)))  # the same, made again
    view.grab()
    assert not view.drawing
    view.set_heat(ShownHeat(heat_at(HERE, HERE)))
    view.grab()
    assert view.drawing
    view.finish()


def test_heat_that_is_not_shown_keeps_the_ground(view: MapView) -> None:
    view.grab()
    view.finish()
    assert view._shown.content(view.navigation.viewport).lasting is not None
    view.set_heat(ShownHeat(heat_at(HERE)))
    view.grab()
    assert not view.drawing
    view.set_layers(AS_SHIPPED.switch("heat", True))
    assert view._shown.content(view.navigation.viewport).lasting is None
