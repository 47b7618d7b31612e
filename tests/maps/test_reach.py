"""The roads from which one is there in time, as they are drawn."""

from __future__ import annotations

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from domain.look import DARK, LIGHT, Tokens
from domain.reach import Reach
from maps.layers import reach as layer
from maps.projection import to_world
from tests.domain.small_city import middle_of
from tests.maps.drawing import draw, draw_ground, frame_of, inked, view_of
from tests.maps.town import picture_of, town

LON, LAT = middle_of(4)
STEP = 0.003


def reach() -> Reach:
    """Three stretches to the east, one a band, end to end."""
    roads = tuple(np.array([[LON + band * STEP, LAT, LON + (band + 1) * STEP, LAT]]) for band in range(3))
    return Reach(LON, LAT, roads, (1, 4, 9), "r")


@pytest.mark.parametrize("ratio", [1.0, 2.0])
@pytest.mark.parametrize("tokens", [DARK, LIGHT], ids=["dark", "light"])
def test_bands_are_told_by_width_and_colour(qtbot: QtBot, tokens: Tokens, ratio: float) -> None:
    viewport = view_of(LON + 1.5 * STEP, LAT, 14.5)
    pixels = draw_ground(layer.paint, town(), viewport, tokens, ratio, reach=reach())
    wide, colors = [], []
    for band in range(3):
        x, y = viewport.to_pixels(to_world(LON + (band + 0.5) * STEP, LAT)).tolist()
        column = pixels[round((y - 8) * ratio) : round((y + 8) * ratio), round(x * ratio)]
        wide.append(float(column[:, 0].sum() / 255 / ratio))
        colors.append(tuple(column[len(column) // 2, 1:].tolist()))
    assert wide[0] > wide[1] + 0.5 > wide[2] + 1.0 > 1.5
    assert len(set(colors)) == 3
    assert not draw_ground(layer.paint, town(), viewport, tokens, ratio).any()


def test_the_key_counts_the_free_and_the_place_has_a_ring(qtbot: QtBot) -> None:
    picture = picture_of(town(), [])
    viewport = view_of(LON, LAT, 14.5)
    frame = frame_of(picture, viewport, DARK, reach=reach())
    pixels = draw(layer.paint_key_of, frame)
    assert inked(pixels, 300 + 24, 200) > 200
    assert inked(pixels, 300, 200) == 0
    assert frame.key_top > 100
    assert not draw(layer.paint_key_of, frame_of(picture, viewport, DARK)).any()
