"""Names on the ground: at every scale and on every screen no two of them lie on each other."""

from __future__ import annotations

from functools import cache

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from domain.look import DARK, LIGHT
from domain.names import Name
from domain.region import Level, Region
from domain.shapes import Shapes
from maps.ground_content import GroundContent
from maps.ground_painter import paint_ground
from maps.ground_view import GroundView
from maps.layer_choice import AS_SHIPPED
from maps.lettering import Lettering
from maps.style import Style
from maps.terrain import Terrain
from maps.viewport import Viewport
from maps.words import Words
from tests.maps.patchwork import patchwork
from tests.maps.test_overlays import city_with_overlays
from tests.maps.town import town

ACROSS, DOWN = 8, 6
NAMES = ("丰财街道", "九里山社区第十二网格", "黄楼", "琵琶街道华厦社区第04网格", "铜沛")


@cache
def crowded() -> Terrain:
    """Forty-eight areas of two levels with long and short names, and the roads and waters of the town."""
    rings, outer = patchwork(7, ACROSS, DOWN, 3)
    scale, west, south = 0.004, 117.2, 34.25
    regions, outlines = [Region("d", "鼓楼区", Level.DISTRICT)], [outer]
    for street in range(2):
        regions.append(Region(f"s{street}", f"{NAMES[street]}", Level.STREET, "d", name_en=f"Street number {street}"))
        outlines.append(rings[street])
    for number, ring in enumerate(rings):
        name = NAMES[number % len(NAMES)]
        english = f"A grid with a long name {number}"
        regions.append(Region(f"g{number:03}", name, Level.GRID, f"s{number % 2}", name_en=english))
        outlines.append(ring)
    plain = town()
    shapes = Shapes.of([[(ring * scale + (west, south)).tolist()] for ring in outlines])
    return Terrain(
        msgspec.structs.replace(
            plain,
            name=Name("小城", "Small city"),
            geography=msgspec.structs.replace(plain.geography, regions=regions, outlines=shapes),
        )
    )


def words_on(terrain: Terrain, zoom: float, ratio: float, language: str, light: bool, overlays: bool) -> Words:
    letters = Lettering(Style(LIGHT if light else DARK, "Noto Sans SC"), ratio)
    west, north, east, south = terrain.bounds
    viewport = Viewport((west + east) / 2, (north + south) / 2, 256 * 2.0**zoom, 640.0, 420.0)
    choice = AS_SHIPPED
    for kind in ("police", "emergency", "safety", "party"):
        choice = choice.switch(f"overlay_{kind}", overlays)
    words = Words()
    image = QImage(round(640 * ratio), round(420 * ratio), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    view = GroundView(terrain, viewport, letters.style, letters, GroundContent(language, choice), words)
    with QPainter(image) as painter:
        for _ in paint_ground(painter, view):
            pass
    return words


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    zoom=st.floats(11.0, 17.0),
    ratio=st.sampled_from([1.0, 1.25, 1.5, 2.0, 3.0]),
    language=st.sampled_from(["zh", "en"]),
    light=st.booleans(),
    overlays=st.booleans(),
)
def test_no_two_words_lie_on_each_other(
    qtbot: QtBot, zoom: float, ratio: float, language: str, light: bool, overlays: bool
) -> None:
    terrain = Terrain(city_with_overlays()) if overlays else crowded()
    page = words_on(terrain, zoom, ratio, language, light, overlays)._page
    groups = [boxes for boxes, _ in page.written]
    boxes = [(number, box) for number, group in enumerate(groups) for box in group]
    for place, (number, box) in enumerate(boxes):
        for other, beside in boxes[place + 1 :]:
            apart = box[2] <= beside[0] or beside[2] <= box[0] or box[3] <= beside[1] or beside[3] <= box[1]
            assert apart or number == other, (box, beside)  # the letters of one word along a bend may meet


@pytest.mark.parametrize("ratio", [1.0, 2.0, 3.0])
def test_each_picture_of_words_lies_within_the_room_it_has_claimed(qtbot: QtBot, ratio: float) -> None:
    page = words_on(crowded(), 14.5, ratio, "zh", False, False)._page
    assert page.written
    for boxes, pieces in page.written:
        left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
        right, bottom = max(box[2] for box in boxes), max(box[3] for box in boxes)
        for picture, x, y in pieces:
            size = picture.deviceIndependentSize()
            halo = 6.0  # the faint rim around letters, and what is empty around turned ones, may reach beyond
            assert left - halo <= x and x + size.width() <= right + halo
            assert top - halo <= y and y + size.height() <= bottom + halo
