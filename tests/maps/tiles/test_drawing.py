"""Pixels of single tiles: pictures toned for the desk, vector tiles drawn in its colours."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from domain.look import DARK, LIGHT, Tokens
from maps.style import Style
from maps.tiles.tones import LONGEST, Look, decoded, toned
from maps.tiles.trouble import Kind, TileTrouble
from maps.tiles.vector_drawing import Inks, draw, things_of
from tests.maps.tiles.making import line, mvt, picture, town_tile

WHOLE = (0.0, 0.0, 1.0)


def light(color: QColor) -> float:
    return 0.21 * color.red() + 0.72 * color.green() + 0.07 * color.blue()


def tone(color: tuple[int, ...], look: Look, dark: bool) -> QColor:
    return toned(decoded(picture(color, side=4), "x"), look, dark).pixelColor(1, 1)


@pytest.mark.parametrize("format_", ["PNG", "JPEG", "WEBP"])
def test_each_format_is_decoded(format_: str) -> None:
    image = decoded(picture((200, 40, 40), format_), "x")
    assert (image.width(), image.height()) == (256, 256)
    color = image.pixelColor(100, 100)
    assert abs(color.red() - 200) < 6
    assert abs(color.blue() - 40) < 6


@pytest.mark.qt_log_level_fail("CRITICAL")  # Qt remarks on what is damaged
@given(st.binary(max_size=40), st.integers(20, 300))
def test_a_damaged_picture_is_said_to_be(noise: bytes, cut: int) -> None:
    for data in (noise, picture((1, 2, 3))[:cut] + noise):
        try:
            decoded(data, "x")
        except TileTrouble as trouble:
            assert trouble.kind in (Kind.DAMAGED, Kind.TOO_LARGE)


def test_a_picture_that_is_no_tile_in_size() -> None:
    with pytest.raises(TileTrouble) as caught:
        decoded(picture((1, 2, 3), side=LONGEST + 1), "x")
    assert caught.value.kind is Kind.TOO_LARGE


def test_a_drawn_map_is_dark_on_a_dark_desk_and_stays_light_on_a_light_one() -> None:
    paper, ink = (245, 242, 235), (60, 60, 60)
    assert light(tone(paper, Look.MAP, dark=True)) < 40
    assert light(tone(ink, Look.MAP, dark=True)) > 100
    assert light(tone(paper, Look.MAP, dark=False)) > 230
    assert light(tone(ink, Look.MAP, dark=False)) < 120


@pytest.mark.parametrize("dark", [True, False])
@pytest.mark.parametrize("look", [Look.MAP, Look.PHOTO])
@pytest.mark.parametrize("color", [(255, 60, 40), (250, 210, 40), (40, 120, 255)])
def test_colours_are_weaker_but_the_same(color: tuple[int, ...], look: Look, dark: bool) -> None:
    """What is abnormal stays the most colourful thing on the map."""
    before, after = QColor(*color), tone(color, look, dark)
    chroma = [max(c.red(), c.green(), c.blue()) - min(c.red(), c.green(), c.blue()) for c in (before, after)]
    assert chroma[1] < 0.8 * chroma[0]
    assert abs((before.hue() - after.hue() + 180) % 360 - 180) < 15


def test_plain_pictures_stay_as_they_are() -> None:
    assert tone((255, 60, 40), Look.PLAIN, dark=True) == QColor(255, 60, 40)


def test_a_photograph_is_dimmed_in_the_dark_only() -> None:
    assert light(tone((200, 200, 200), Look.PHOTO, dark=True)) < 140
    assert light(tone((200, 200, 200), Look.PHOTO, dark=False)) == pytest.approx(200, abs=2)


def test_clear_pictures_stay_clear() -> None:
    image = toned(decoded(picture((200, 0, 0, 0)), "x"), Look.MAP, dark=True)
    assert image.hasAlphaChannel()
    assert image.pixelColor(3, 3).alpha() == 0
    opaque = toned(decoded(picture((200, 0, 0, 255)), "x"), Look.MAP, dark=True)
    assert not opaque.hasAlphaChannel()


@pytest.mark.parametrize("tokens", [DARK, LIGHT], ids=["dark", "light"])
def test_a_vector_tile_wears_the_colours_of_the_map(qtbot: QtBot, tokens: Tokens) -> None:
    style = Style(tokens, "Noto Sans SC")
    image = draw(things_of(town_tile()), WHOLE, 400.0, 1.0, 14.0, Inks.of(style))
    assert (image.width(), image.height()) == (401, 401)
    assert image.pixelColor(100, 100) == style.water
    assert image.pixelColor(300, 100) == style.land[0]
    assert image.pixelColor(200, 300).rgb() == style.road[1].rgb()
    assert image.pixelColor(200, 320) == style.land[0]


@pytest.mark.parametrize("side", [256.0, 300.4, 511.7, 724.0])
@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_edges_are_sharp_at_every_scale(qtbot: QtBot, side: float, ratio: float) -> None:
    """The shore lies in the middle of the tile: at most one pixel there is between the two colours."""
    style = Style(DARK, "Noto Sans SC")
    image = draw(things_of(town_tile()), WHOLE, side * ratio, ratio, 15.0, Inks.of(style))
    row = [image.pixelColor(x, 40) for x in range(image.width() - 1)]
    between = [x for x, color in enumerate(row) if color not in (style.water, style.land[0])]
    assert len(between) <= 1
    shore = next(x for x, color in enumerate(row) if color == style.land[0])
    assert abs(shore - side * ratio / 2) <= 1


def test_a_part_of_a_coarser_tile_is_as_sharp(qtbot: QtBot) -> None:
    style = Style(LIGHT, "Noto Sans SC")
    part = (0.375, 0.375, 0.25)  # the shore's corner lies in its middle
    image = draw(things_of(town_tile()), part, 512.0, 1.0, 18.0, Inks.of(style))
    row = [image.pixelColor(x, 100) for x in range(512)]
    assert row[250] == style.water
    assert row[260] == style.land[0]
    assert image.pixelColor(250, 260) == style.land[0]


def test_roads_join_over_the_edge_of_two_tiles(qtbot: QtBot) -> None:
    """A street that leaves one tile enters the next at the same height with the same width."""
    style = Style(DARK, "Noto Sans SC")
    street = [(-300, 1000), (4400, 1000)]
    things = things_of(mvt({"roads": [{"geometry": line(street), "properties": {"kind": "highway"}}]}))
    image = draw(things, WHOLE, 333.3, 1.0, 16.0, Inks.of(style))
    columns = [np.array([image.pixelColor(x, y).value() for y in range(333)]) for x in (0, 332)]
    assert (columns[0] == columns[1]).all()
    assert image.pixelColor(0, 81).rgb() == style.road[0].rgb()


def test_the_same_tile_is_drawn_the_same(qtbot: QtBot) -> None:
    inks = Inks.of(Style(DARK, "Noto Sans SC"))
    images = [draw(things_of(town_tile()), WHOLE, 300.0, 1.0, 14.0, inks) for _ in range(2)]
    assert isinstance(images[0], QImage)
    assert images[0] == images[1]
