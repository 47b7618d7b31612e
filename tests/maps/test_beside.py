"""The grids beside the selected incident's: which they are, how they are drawn, and when."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from domain.adjacency import neighbours
from domain.help_beside import GridHelp, Helper
from domain.look import DARK
from domain.region import Level, Region
from domain.shapes import Shapes
from maps.canvas import MapCanvas
from maps.layers.beside import paint_words_of, words
from maps.layers.table import LIVE_LAYERS
from maps.projection import to_world
from maps.terrain import Terrain
from tests.domain.small_city import GRIDS, SIDE, middle_of
from tests.maps.drawing import draw, frame_of, view_of
from tests.maps.patchwork import patchwork
from tests.maps.screen import on_screen
from tests.maps.town import matters, picture_of, town


@given(st.integers(0, 10**6), st.integers(0, 5))
def test_beside_a_grid_lie_those_that_share_a_line_with_it(seed: int, detail: int) -> None:
    rings, outer = patchwork(seed, 4, 3, detail)
    regions = [Region("d", "d", Level.DISTRICT), *(Region(f"g{n:03}", "g", Level.GRID, "d") for n in range(12))]
    outlines = Shapes.of([[(ring * 0.01 + 30).tolist()] for ring in (outer, *rings)])
    plain = town()
    geography = msgspec.structs.replace(plain.geography, regions=regions, outlines=outlines)
    terrain = Terrain(msgspec.structs.replace(plain, geography=geography))
    expected = neighbours(outlines, np.arange(1, 13))
    for row in range(1, 13):
        assert sorted(terrain.beside(row)) == sorted(expected[row])


@pytest.fixture
def canvas(qtbot: QtBot) -> Iterator[MapCanvas]:
    picture = picture_of(town(), matters())
    with on_screen(qtbot, MapCanvas(DARK, "zh"), picture, 1200, 320) as canvas:
        canvas.setFocus()
        yield canvas


def edge_of(canvas: MapCanvas, grid: int) -> np.ndarray:
    """Pixels inside a grid at its lower edge, where nothing stands."""
    canvas.grab()
    canvas.finish()
    image = canvas.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    lon, lat = middle_of(grid)
    x, y = canvas.navigation.viewport.to_pixels(to_world(lon + 0.2 * SIDE, lat - 0.44 * SIDE)).tolist()
    pixels = [image.pixelColor(round(x) + dx, round(y)) for dx in range(-8, 9)]
    return np.array([[color.red(), color.green(), color.blue()] for color in pixels])


def test_a_key_shows_the_grids_beside_and_hides_them(canvas: MapCanvas, qtbot: QtBot) -> None:
    canvas.select_incident("yellow")  # in the second grid; in the first one somebody is free
    before = [edge_of(canvas, grid) for grid in range(1, 7)]
    qtbot.keyClick(canvas, Qt.Key.Key_N)
    after = [edge_of(canvas, grid) for grid in range(1, 7)]
    changed = [bool((one != other).any()) for one, other in zip(before, after, strict=True)]
    assert changed == [True, False, False, False, False, False]
    assert [one.region for one in canvas._shown.beside()] != []
    qtbot.keyClick(canvas, Qt.Key.Key_N)
    assert canvas._shown.beside() == ()


def test_it_names_who_is_free_there(canvas: MapCanvas, qtbot: QtBot) -> None:
    canvas.select_incident("yellow")  # in the second grid; the worker of the first is free, that of the third on scene
    qtbot.keyClick(canvas, Qt.Key.Key_N)
    found = {one.region: [helper.worker for helper in one.helpers] for one in canvas._shown.beside()}
    assert found == {GRIDS[0]: ["g1"], GRIDS[2]: []}


def test_who_answers_for_several_grids_is_one_helper(canvas: MapCanvas) -> None:
    frame = frame_of(picture_of(town(), matters()), view_of(*middle_of(2), 15.0), DARK)
    help_ = GridHelp(GRIDS[0], (Helper("g1", 120.0), Helper("g2", 300.0)))
    name = frame.picture.workers["g1"].title("zh")
    assert words(frame, help_) == f"{name} · 2 min · 1 more"
    assert words(frame, help_, {"g1"}) == f"{name} here too · 1 more"


def test_without_a_selected_incident_there_is_nothing_beside(canvas: MapCanvas, qtbot: QtBot) -> None:
    qtbot.keyClick(canvas, Qt.Key.Key_N)
    assert canvas._shown.beside() == ()
    assert canvas.notice == "Select an incident first, on the map or in the queue."
    canvas.select_incident("gone")
    assert canvas._shown.beside() == ()


def test_the_words_lie_over_the_workers_and_under_the_incidents() -> None:
    codes = [layer.code for layer in LIVE_LAYERS]
    assert codes.index("beside") < codes.index("workers") < codes.index("beside_words") < codes.index("incidents")


def test_who_could_not_be_named_at_one_grid_is_named_at_the_next() -> None:
    """Where there is no room for the first words, the second may not refer to them."""
    help_ = tuple(GridHelp(GRIDS[number], (Helper("g1", 120.0),)) for number in (1, 2))
    picture, view = picture_of(town(), matters()), view_of(*middle_of(1), 14.0)
    named = draw(paint_words_of, frame_of(picture, view, DARK, beside=help_[1:]))
    full = frame_of(picture, view, DARK, beside=help_)
    x, y = view.to_pixels(full.terrain.anchors[full.terrain.tree.index(GRIDS[1])]).tolist()
    full.taken.claim((x - 2, y, x + 2, y + 40))
    assert named.any()
    np.testing.assert_array_equal(draw(paint_words_of, full), named)
