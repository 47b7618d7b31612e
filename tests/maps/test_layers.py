"""The layers of the map: switched, dimmed and put in order by a person, without the map becoming untrue."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from domain.look import DARK
from maps.layer_choice import AS_SHIPPED, FAINTEST, LayerChoice
from maps.layers.table import BY_CODE, GROUND_LAYERS, LIVE_LAYERS
from maps.map_view import MapView
from maps.projection import to_world
from maps.target import Target
from tests.domain.small_city import middle_of
from tests.maps.screen import on_screen
from tests.maps.town import matters, picture_of, town

CODES = sorted(BY_CODE)
MOVABLE = [layer.code for layer in (*GROUND_LAYERS, *LIVE_LAYERS) if not layer.fixed]
codes = st.sampled_from([*CODES, "a layer of a later version"])
acts = st.lists(
    st.one_of(
        st.tuples(st.just("switch"), codes, st.booleans()),
        st.tuples(st.just("dim"), codes, st.floats(0, 1)),
        st.tuples(st.just("move"), codes, st.integers(-20, 20)),
        st.tuples(st.just("walk"), codes, st.integers(0, 1)),
    ),
    max_size=12,
)


def after(steps: list[tuple[str, str, float]]) -> LayerChoice:
    choice = AS_SHIPPED
    for act, code, value in steps:
        if act == "switch":
            choice = choice.switch(code, bool(value))
        elif act == "dim":
            choice = choice.dim(code, value)
        elif act == "walk":
            choice = choice.walk(bool(value))
        else:
            band = GROUND_LAYERS if code in {layer.code for layer in GROUND_LAYERS} else LIVE_LAYERS
            choice = choice.move(band, code, int(value))
    return choice


def test_every_layer_has_a_code_of_its_own_and_a_name() -> None:
    assert len(BY_CODE) == len(GROUND_LAYERS) + len(LIVE_LAYERS)
    assert all(layer.title for layer in BY_CODE.values())


@given(acts)
def test_whatever_is_chosen_no_layer_is_lost_and_the_fixed_ones_stay(steps: list[tuple[str, str, float]]) -> None:
    choice = after(steps)
    for band in (GROUND_LAYERS, LIVE_LAYERS):
        arranged = choice.arranged(band)
        assert sorted(layer.code for layer in arranged) == sorted(layer.code for layer in band)
        for place, layer in enumerate(band):
            if layer.fixed:
                assert arranged[place] is layer
                assert choice.shows(layer)
                assert choice.strength(layer) == 1.0
    assert all(FAINTEST <= choice.strength(layer) <= 1.0 for layer in BY_CODE.values())


@given(acts)
def test_a_choice_that_was_kept_is_the_same_choice(steps: list[tuple[str, str, float]]) -> None:
    choice = after(steps)
    assert LayerChoice.of(choice.state()) == choice


@given(acts)
def test_what_concerns_the_ground_is_all_the_ground_needs(steps: list[tuple[str, str, float]]) -> None:
    choice = after(steps)
    ground = choice.about({layer.code for layer in GROUND_LAYERS})
    assert ground.arranged(GROUND_LAYERS) == choice.arranged(GROUND_LAYERS)
    assert ground.visible(GROUND_LAYERS) == choice.visible(GROUND_LAYERS)
    assert [ground.strength(layer) for layer in GROUND_LAYERS] == [choice.strength(layer) for layer in GROUND_LAYERS]
    assert ground == choice.walk(not choice.smooth).switch("workers", False).about({one.code for one in GROUND_LAYERS})


@given(st.sampled_from(MOVABLE), st.integers(-20, 20))
def test_a_layer_moves_past_all_others_of_its_band_and_nothing_else_moves(code: str, steps: int) -> None:
    band = GROUND_LAYERS if code in {layer.code for layer in GROUND_LAYERS} else LIVE_LAYERS
    before = [layer.code for layer in band if not layer.fixed]
    choice = AS_SHIPPED.move(band, code, steps)
    moved = [layer.code for layer in choice.arranged(band) if not layer.fixed]
    assert moved.index(code) == min(max(before.index(code) + steps, 0), len(before) - 1)
    assert (choice is AS_SHIPPED) == (moved == before)
    assert [one for one in moved if one != code] == [one for one in before if one != code]


@pytest.mark.parametrize("state", [{"shown": ["roads"]}, {"strength": {"roads": "thick"}}, {"order": 3}])
def test_what_is_no_choice_is_refused(state: dict[str, object]) -> None:
    with pytest.raises((TypeError, ValueError)):
        LayerChoice.of(state)


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[MapView]:
    picture = picture_of(town(), matters())
    with on_screen(qtbot, MapView(DARK, "zh"), picture, 900, 300) as view:
        yield view


def drawn(view: MapView, choice: LayerChoice) -> np.ndarray:
    """The whole map with a choice, as numbers."""
    view.set_layers(choice)
    view.grab()
    view.finish()
    image = view.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return np.frombuffer(image.constBits(), np.uint8).astype(np.int64)


@pytest.mark.parametrize("code", ["roads", "water", "labels", "borders", "workers"])
def test_switching_a_layer_off_takes_it_from_the_picture_and_on_brings_it_back(view: MapView, code: str) -> None:
    whole = drawn(view, AS_SHIPPED)
    assert (drawn(view, AS_SHIPPED.switch(code, False)) != whole).any()
    assert (drawn(view, AS_SHIPPED) == whole).all()


@pytest.mark.parametrize("code", ["roads", "workers"])
def test_a_dimmed_layer_lies_between_on_and_off(view: MapView, code: str) -> None:
    on = drawn(view, AS_SHIPPED)
    half, off = drawn(view, AS_SHIPPED.dim(code, 0.5)), drawn(view, AS_SHIPPED.switch(code, False))
    assert 0 < np.abs(half - off).sum() < np.abs(on - off).sum()


def test_the_order_of_layers_is_the_order_of_drawing(view: MapView) -> None:
    above = AS_SHIPPED.move(GROUND_LAYERS, "water", 20)
    assert (drawn(view, above) != drawn(view, AS_SHIPPED)).any()


@pytest.mark.parametrize("change", [AS_SHIPPED.switch("workers", False), AS_SHIPPED.walk(False)])
def test_what_lives_is_no_reason_to_draw_the_ground_anew(view: MapView, change: LayerChoice) -> None:
    drawn(view, AS_SHIPPED)
    view.set_layers(change)
    view.grab()
    assert not view.drawing
    view.set_layers(change.switch("roads", False))
    view.grab()
    assert view.drawing


def worker_at(view: MapView, grid: int) -> Target | None:
    lon, lat = middle_of(grid)
    x, y = view.navigation.viewport.to_pixels(to_world(lon, lat)).tolist()
    found = view._shown.thing(x, y, view.navigation.viewport)
    return found if found is not None and found.kind == "worker" else None


def test_what_is_not_shown_cannot_be_pointed_at(view: MapView) -> None:
    assert worker_at(view, 2) is not None
    view.set_layers(AS_SHIPPED.switch("workers", False))
    assert worker_at(view, 2) is None
