"""Names on the ground: at every scale and on every screen no two of them lie on each other."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from functools import cache

import msgspec
import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from domain.city import City
from domain.look import DARK, LIGHT
from domain.names import Name
from domain.overlay import OverlayKind
from domain.region import Level, Region
from domain.shapes import Shapes
from maps.ground_content import GroundContent
from maps.ground_image import GroundImage
from maps.ground_painter import paint_ground
from maps.ground_view import GroundView
from maps.layer_choice import AS_SHIPPED
from maps.layers.overlays import color_of
from maps.lettering import Lettering
from maps.style import Style
from maps.terrain import Terrain
from maps.viewport import Viewport
from maps.words import Words, Written
from tests.maps.patchwork import patchwork
from tests.maps.test_overlays import city_with_lines, city_with_overlays
from tests.maps.town import town
from tests.seeking import tried

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


@tried(25, suppress_health_check=[HealthCheck.function_scoped_fixture])
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
    written = words_on(terrain, zoom, ratio, language, light, overlays).written
    boxes = [(number, box) for number, words in enumerate(written) for box in words.boxes]
    for place, (number, box) in enumerate(boxes):
        for other, beside in boxes[place + 1 :]:
            apart = box[2] <= beside[0] or beside[2] <= box[0] or box[3] <= beside[1] or beside[3] <= box[1]
            assert apart or number == other, (box, beside)  # the letters of one word along a bend may meet


@pytest.mark.parametrize("ratio", [1.0, 2.0, 3.0])
def test_each_picture_of_words_lies_within_the_room_it_has_claimed(qtbot: QtBot, ratio: float) -> None:
    written = words_on(crowded(), 14.5, ratio, "zh", False, False).written
    assert written
    for words in written:
        left, top = min(box[0] for box in words.boxes), min(box[1] for box in words.boxes)
        right, bottom = max(box[2] for box in words.boxes), max(box[3] for box in words.boxes)
        for picture, x, y in words.pieces:
            size = picture.deviceIndependentSize()
            halo = 6.0  # the faint rim around letters, and what is empty around turned ones, may reach beyond
            assert left - halo <= x and x + size.width() <= right + halo
            assert top - halo <= y and y + size.height() <= bottom + halo


def names_of(words: Words) -> list[Written]:
    return [one for one in words.written if not one.by]


def signs_of(words: Words) -> list[Written]:
    return [one for one in words.written if one.by]


@tried(25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    zoom=st.floats(11.0, 17.0),
    ratio=st.sampled_from([1.0, 1.5, 2.0]),
    language=st.sampled_from(["zh", "en"]),
    light=st.booleans(),
)
def test_signs_of_overlay_grids_push_no_name_away(
    qtbot: QtBot, zoom: float, ratio: float, language: str, light: bool
) -> None:
    terrain = Terrain(city_with_overlays())
    without, with_them = (words_on(terrain, zoom, ratio, language, light, on) for on in (False, True))
    assert [one.boxes for one in names_of(with_them)] == [one.boxes for one in without.written]


@pytest.mark.parametrize("zoom", [13.0, 13.7, 14.4, 15.1])
@pytest.mark.parametrize("city", [city_with_overlays, city_with_lines], ids=["base grids", "lines"])
def test_each_sign_stands_once_and_on_its_own_ground(qtbot: QtBot, zoom: float, city: Callable[[], City]) -> None:
    terrain = Terrain(city())
    signs = signs_of(words_on(terrain, zoom, 1.0, "zh", False, True))
    west, north, east, south = terrain.bounds
    view = Viewport((west + east) / 2, (north + south) / 2, 256 * 2.0**zoom, 640.0, 420.0)
    said = [one.said[0] for one in signs if one.said is not None]
    assert len(said) == len(set(said)) == len(signs)
    assert signs
    for one in signs:
        assert one.said is not None
        kind, number = one.said[0].split()
        ((left, top, right, bottom),) = one.boxes
        for end in (left + 2, (left + right) / 2, right - 2):
            x, y = view.to_world((end, (top + bottom) / 2)).tolist()
            region = terrain.region_at(x, y, Level.GRID)
            assert region is not None
            over = terrain.overlays.at(x, y, terrain.tree.index(region.code), OverlayKind(kind))
            assert over is not None
            assert over.index == int(number)


def test_a_sign_whose_place_is_taken_stands_in_another_corner_of_its_ground(qtbot: QtBot) -> None:
    """In the middle of the ground stands the name of a community: the sign is there all the same, beside it."""
    plain = Terrain(city_with_overlays())
    x, y = plain.overlays.place(0)
    anchors = plain.overlays.spots(OverlayKind.POLICE)[1][:2]
    assert (anchors[0] == (x, y)).all()
    view = Viewport(x, y, 256 * 2.0**14.0, 640.0, 420.0)
    letters = Lettering(Style(DARK, "Noto Sans SC"), 1.0)
    blocked = Words()
    blocked.take((320.0 - 40, 210.0 - 30, 320.0 + 40, 210.0 + 30))
    placed = []
    for words in (Words(), blocked):
        content = GroundContent("zh", AS_SHIPPED.switch("labels", False).switch("overlay_police", True))
        ground = GroundView(plain, view, letters.style, letters, content, words)
        image = QImage(640, 420, QImage.Format.Format_RGB32)
        with QPainter(image) as painter:
            deque(paint_ground(painter, ground), maxlen=0)
        (mine,) = (one for one in words.written if one.said is not None and one.said[0] == "police 0")
        ((left, top, right, bottom),) = mine.boxes
        placed.append(((left + right) / 2, (top + bottom) / 2))
        there = image.copy(round(left), round(top), round(right - left), round(bottom - top))
        colour = color_of(OverlayKind.POLICE, letters.style).rgb()
        assert any(there.pixel(x, y) == colour for x in range(there.width()) for y in range(there.height())), "drawn"
    other = view.to_pixels(anchors[1])
    assert abs(placed[0][0] - 320) < 2
    assert abs(placed[1][0] - other[0]) < 2
    assert abs(placed[1][1] - other[1]) < 60


def test_words_come_back_when_the_map_is_moved_away_and_back(qtbot: QtBot) -> None:
    """What left the picture is forgotten with where it stood: nothing says that it still stands nearby."""
    terrain, letters = Terrain(city_with_overlays()), Lettering(Style(DARK, "Noto Sans SC"), 1.0)
    west, north, east, south = terrain.bounds
    start = Viewport((west + east) / 2, (north + south) / 2, 256 * 2.0**15.0, 500.0, 300.0)
    content = GroundContent("zh", AS_SHIPPED.switch("overlay_police", True))
    ground = GroundImage()
    ground.open(terrain)

    def said() -> set[str]:
        ground.finish()
        assert ground._sharp is not None and ground._sharp.words is not None
        at = ground._sharp.viewport.to_pixels(view.bounds[:2])
        inside = set()
        for one in ground._sharp.words.written:
            if one.said is not None:
                x, y = one.said[1] - at[0], one.said[2] - at[1]
                if 60 < x < view.width - 60 and 60 < y < view.height - 60:
                    inside.add(one.said[0])
        return inside

    view = start
    ground.fit(view, letters, content)
    before = said()
    for step in (-150,) * 6 + (150,) * 6:
        view = view.panned(step, 0)
        ground.fit(view, letters, content)
        after = said()
    ground.stop()
    assert before
    assert after >= before
