"""Cameras: gathered so that nothing is lost, with what they see when near, and picked right."""

from __future__ import annotations

import math
from collections.abc import Iterator

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint
from pytestqt.qtbot import QtBot

from domain.cameras import Camera, Cameras
from domain.city import City
from domain.look import DARK, LIGHT, Tokens
from domain.picture import Changes
from maps.camera_groups import FAR, NEAR, group
from maps.canvas import MapCanvas
from maps.layer_choice import AS_SHIPPED
from maps.layers import cameras as layer
from maps.projection import to_world
from maps.viewport import Viewport
from tests.domain.small_city import middle_of
from tests.maps.drawing import draw_ground, inked, view_of
from tests.maps.hand import LEFT, NONE
from tests.maps.town import NOW, picture_of, town

HERE = middle_of(4)
zooms = st.floats(9.0, 20.0)


def scattered(seed: int, count: int, spread: float) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return to_world(HERE[0] + rng.normal(0, spread, count), HERE[1] + rng.normal(0, spread, count)).reshape(-1, 2)


crowds = st.builds(scattered, st.integers(0, 999), st.integers(0, 400), st.sampled_from([0.0, 1e-4, 0.003, 0.05]))


@given(crowds, zooms)
def test_every_camera_in_view_is_under_exactly_one_sign(cameras: np.ndarray, zoom: float) -> None:
    viewport = view_of(*HERE, zoom)
    groups = group(cameras, viewport)
    assert groups.count.sum() == len(groups.rows) == len(set(groups.rows.tolist()))
    members = [row for sign in range(len(groups)) for row in groups.members(sign)]
    assert sorted(members) == sorted(groups.rows.tolist())
    pixels = viewport.to_pixels(cameras)
    inside = ((pixels >= 0) & (pixels <= (viewport.width, viewport.height))).all(axis=1)
    assert set(np.flatnonzero(inside).tolist()) <= set(members)


@given(crowds, zooms, st.floats(-200, 200), st.floats(-150, 150))
def test_panning_changes_no_group(cameras: np.ndarray, zoom: float, right: float, down: float) -> None:
    viewport = view_of(*HERE, zoom)
    before, after = group(cameras, viewport), group(cameras, viewport.panned(right, down))
    first = {tuple(before.members(sign)) for sign in range(len(before))}
    both = set(before.rows.tolist()) & set(after.rows.tolist())
    for sign in range(len(after)):
        members = after.members(sign)
        assert not both.intersection(members) or tuple(members) in first


def test_near_enough_each_stands_for_itself() -> None:
    cameras = to_world([HERE[0], HERE[0] + 1e-4], [HERE[1], HERE[1]])  # ten metres
    assert group(cameras, view_of(*HERE, NEAR)).count.max() == 2
    assert group(cameras, view_of(*HERE, 18.5)).count.tolist() == [1, 1]


# --- on the screen ----------------------------------------------------------------------------------------------------


def seen_city() -> City:
    """One that looks east, 60 degrees wide, one that turns all around, and five on one mast far from them."""
    lon, lat = HERE
    eyes = [Camera("E", "东望", lon, lat, "g", 90, 60), Camera("O", "环视", lon, lat - 0.002, "g", 0, 360)]
    eyes += [Camera(f"M{n}", f"杆{n}", lon + 0.004, lat, "g") for n in range(5)]
    return msgspec.structs.replace(town(), cameras=Cameras.of(eyes))


@pytest.mark.parametrize("ratio", [1.0, 2.0])
@pytest.mark.parametrize("tokens", [DARK, LIGHT], ids=["dark", "light"])
def test_what_a_camera_sees_is_drawn_where_it_looks(qtbot: QtBot, tokens: Tokens, ratio: float) -> None:
    viewport = view_of(*HERE, 18.0)
    pixels = draw_ground(layer.paint, seen_city(), viewport, tokens, ratio)
    radius = layer.SIGHT / viewport.metres_per_pixel
    for bearing, seen in ((90, True), (70, True), (110, True), (135, False), (270, False), (0, False)):
        x, y = math.sin(math.radians(bearing)), -math.cos(math.radians(bearing))
        ink = inked(pixels, 300 + x * radius * 0.7, 200 + y * radius * 0.7, ratio, 0)
        assert (ink > 0) == seen, bearing
    assert inked(pixels, 300 + radius * 1.2, 200, ratio) == 0
    far = draw_ground(layer.paint, seen_city(), view_of(*HERE, layer.SIGHTED - 0.1), tokens, ratio)
    assert inked(far, 300 + 14, 200, ratio, 0) == 0


def test_one_that_turns_sees_all_around(qtbot: QtBot) -> None:
    viewport = view_of(HERE[0], HERE[1] - 0.002, 18.0)
    pixels = draw_ground(layer.paint, seen_city(), viewport, DARK)
    radius = layer.SIGHT / viewport.metres_per_pixel * 0.8
    assert all(inked(pixels, 300 + radius * math.cos(a), 200 + radius * math.sin(a), 1.0, 0) > 0 for a in range(7))


def test_from_afar_they_are_numbers_when_asked_for(qtbot: QtBot) -> None:
    near, far = view_of(*HERE, FAR + 0.2), view_of(*HERE, FAR - 2.0)
    assert draw_ground(layer.paint, seen_city(), near, DARK).any()
    assert not draw_ground(layer.paint, seen_city(), far, DARK).any()
    assert draw_ground(layer.paint_afar, seen_city(), far, DARK).any()
    assert not draw_ground(layer.paint_afar, seen_city(), near, DARK).any()


@pytest.fixture
def canvas(qtbot: QtBot) -> Iterator[MapCanvas]:
    canvas, picture = MapCanvas(DARK, "zh"), picture_of(seen_city(), [])
    qtbot.addWidget(canvas)
    canvas.navigation.glides = False
    canvas.resize(600, 400)
    canvas.open_city(picture.city)
    canvas.refresh(picture, Changes(reset=True), NOW)
    canvas.set_layers(AS_SHIPPED.switch("workers", False))
    with qtbot.waitExposed(canvas):
        canvas.show()
    yield canvas
    canvas.hide()


def pixel_at(canvas: MapCanvas, lon: float, lat: float) -> QPoint:
    viewport: Viewport = canvas.navigation.viewport
    return QPoint(*(round(value) for value in viewport.to_pixels(to_world(lon, lat)).tolist()))


def test_a_camera_says_what_it_is_and_what_it_sees(canvas: MapCanvas) -> None:
    canvas.navigation.centre(*to_world(*HERE).tolist(), 17.5)
    text = canvas.explanation(pixel_at(canvas, *HERE))
    assert "东望" in text and ">E</div>" in text and "looks east, 60° wide" in text
    assert "sees all around" in canvas.explanation(pixel_at(canvas, HERE[0], HERE[1] - 0.002))
    assert "东望" not in canvas.explanation(pixel_at(canvas, *HERE) + QPoint(12, 0))


def test_a_group_is_named_and_a_click_goes_nearer(qtbot: QtBot, canvas: MapCanvas) -> None:
    mast = HERE[0] + 0.004, HERE[1]
    canvas.navigation.centre(*to_world(*mast).tolist(), 16.0)
    text = canvas.explanation(pixel_at(canvas, *mast))
    assert "5 cameras here" in text and "杆3" in text
    zoom = canvas.navigation.viewport.zoom
    qtbot.mouseClick(canvas, LEFT, NONE, pixel_at(canvas, *mast))
    assert canvas.navigation.viewport.zoom > zoom


def test_what_is_not_shown_is_not_picked(canvas: MapCanvas) -> None:
    canvas.navigation.centre(*to_world(*HERE).tolist(), FAR - 1.0)
    viewport, terrain = canvas.navigation.viewport, canvas._shown.terrain
    assert terrain is not None
    groups = group(terrain.cameras, viewport)
    signs = viewport.to_pixels(groups.world).tolist()
    assert [canvas._shown.thing(x, y, viewport) for x, y in signs] == [None] * len(groups)
    canvas.set_layers(canvas.layers.switch("cameras_afar", True))
    found = [canvas._shown.thing(x, y, viewport) for x, y in signs]
    assert [target.kind if target is not None else "" for target in found] == ["cameras"] * len(groups)
    assert sum(len(target.members) for target in found if target is not None) == 7
