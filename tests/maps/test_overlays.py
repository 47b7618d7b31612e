"""Overlay grids on the map: their lines lie between them alone, and pointing at one says who answers for it."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import cast

import msgspec
import numpy as np
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from domain.city import City
from domain.look import DARK, LIGHT
from domain.names import Name
from domain.overlay import KINDS, OverlayKind, Overlays
from domain.region import Level
from domain.shapes import Shapes
from maps.canvas import MapCanvas
from maps.ground_view import GroundView
from maps.layer_choice import AS_SHIPPED, LayerChoice
from maps.layers.overlays import words_below
from maps.projection import to_world
from tests.domain.small_city import SIDE, SOUTH, WEST, middle_of
from tests.maps.screen import on_screen
from tests.maps.town import picture_of, town


def city_with_overlays() -> City:
    """Police grids of two base grids each, an emergency grid of four; nothing else."""
    city = town()
    regions = city.geography.regions
    grids = [row for row, region in enumerate(regions) if region.level is Level.GRID]
    of_region = np.full((len(KINDS), len(regions)), -1, np.int32)
    of_region[0, grids] = np.arange(8) // 2
    of_region[1, grids] = 4 + np.arange(8) // 4
    street = [row for row, region in enumerate(regions) if region.level is Level.STREET]
    parents = np.array([street[0], street[0], street[1], street[1], street[0], street[1]], np.int32)
    workers = [msgspec.structs.replace(one, phone="13812345678") for one in city.workers]
    officer = next(one.index for one in workers if one.id == "g1")
    over = Overlays(
        of_region,
        np.array([0, 0, 0, 0, 1, 1], np.uint8),
        parents,
        np.array([1, 2, 1, 2, 1, 1], np.int32),
        np.array([officer] * 5 + [-1], np.int32),
    )
    return msgspec.structs.replace(city, workers=workers, overlays=over)


@pytest.fixture(params=[DARK, LIGHT], ids=["dark", "light"])
def canvas(qtbot: QtBot, request: pytest.FixtureRequest) -> Iterator[MapCanvas]:
    picture = picture_of(city_with_overlays(), [])
    with on_screen(qtbot, MapCanvas(request.param, "zh"), picture, 1200, 320) as canvas:
        yield canvas


def drawn(canvas: MapCanvas, choice: LayerChoice) -> np.ndarray:
    canvas.set_layers(choice)
    canvas.grab()
    canvas.finish()
    image = canvas.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine() // 4, 4)
    return rows[:, : image.width(), :3].astype(int)


def between(canvas: MapCanvas, grid: int) -> tuple[slice, slice]:
    """The pixels around the lower half of the border between a grid and the next one."""
    lon = (middle_of(grid)[0] + middle_of(grid + 1)[0]) / 2
    x, top = canvas.navigation.viewport.to_pixels(to_world(lon, SOUTH + SIDE * 0.3)).tolist()
    low = canvas.navigation.viewport.to_pixels(to_world(lon, SOUTH + SIDE * 0.05))[1]
    return slice(round(top), round(float(low))), slice(round(x) - 4, round(x) + 5)


PLAIN = AS_SHIPPED.switch("workers", False).switch("labels", False)


def test_lines_lie_between_overlay_grids_and_not_inside_them(canvas: MapCanvas) -> None:
    before = drawn(canvas, PLAIN)
    after = drawn(canvas, PLAIN.switch("overlay_police", True))
    changed = [bool((before[between(canvas, grid)] != after[between(canvas, grid)]).any()) for grid in range(1, 8)]
    assert changed == [False, True, False, True, False, True, False]


def test_each_kind_has_lines_of_its_own(canvas: MapCanvas) -> None:
    before = drawn(canvas, PLAIN)
    spot = between(canvas, 4)
    police = drawn(canvas, PLAIN.switch("overlay_police", True))[spot]
    emergency = drawn(canvas, PLAIN.switch("overlay_emergency", True))[spot]
    assert (police != before[spot]).any() and (emergency != before[spot]).any() and (police != emergency).any()


def test_a_kind_the_city_does_not_have_draws_nothing(canvas: MapCanvas) -> None:
    assert (drawn(canvas, PLAIN) == drawn(canvas, PLAIN.switch("overlay_party", True))).all()


def test_pointing_at_one_says_who_answers_for_it_and_hides_his_number(canvas: MapCanvas) -> None:
    canvas.set_layers(PLAIN.switch("overlay_police", True).switch("overlay_emergency", True))
    x, y = canvas.navigation.viewport.to_pixels(to_world(*middle_of(3))).tolist()
    said = canvas.explanation(QPoint(round(x), round(y + 30)))
    assert "街道1第2警格 (J320302001002) · 员g1 · 138******78" in said
    assert "街道1第1应急格" in said
    assert "12345678" not in said
    canvas.set_layers(PLAIN)
    assert "警格" not in canvas.explanation(QPoint(round(x), round(y + 30)))


def test_one_is_gone_to_by_its_number_with_the_lines_of_its_kind(canvas: MapCanvas) -> None:
    canvas.set_layers(PLAIN)
    overlays = canvas._shown.terrain.overlays  # type: ignore[union-attr]
    for index in range(len(overlays.all)):
        grid = overlays.grid(index)
        canvas.show_overlay(index)
        assert canvas.shows(f"overlay_{grid.kind}")
        middle = QPoint(canvas.width() // 2, canvas.height() // 2)
        assert f"({grid.code})" in canvas.explanation(middle + QPoint(0, 30))
    layers = canvas.layers
    canvas.show_overlay(len(overlays.all))  # there is none
    assert canvas.layers == layers


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_real_one_says_its_own_name_in_both_languages(qtbot: QtBot, language: str) -> None:
    city = city_with_overlays()
    over = msgspec.structs.replace(
        city.overlays, codes=["P-7", *[""] * 5], names=[Name("城东警格", "East beat"), *[Name("")] * 5]
    )
    picture = picture_of(msgspec.structs.replace(city, overlays=over), [])
    with on_screen(qtbot, MapCanvas(DARK, language), picture, 1200, 320) as canvas:
        canvas.set_layers(PLAIN.switch("overlay_police", True))
        x, y = canvas.navigation.viewport.to_pixels(to_world(*middle_of(1))).tolist()
        said = canvas.explanation(QPoint(round(x), round(y + 30)))
        assert {"zh": "城东警格 (P-7)", "en": "East beat (P-7)"}[language] in said
        written = words_on_it(canvas)
        assert {"zh": "城东警格", "en": "East beat"}[language] + " · 员g1" in written
        assert "员g1" in written, "a made-up one is told by its officer alone"


def words_on_it(canvas: MapCanvas) -> set[str]:
    """What is written below the signs of the map."""
    terrain = canvas._shown.terrain
    assert terrain is not None
    view = SimpleNamespace(terrain=terrain, language=canvas._shown.language)
    return {words_below(cast(GroundView, view), number) for number in range(len(terrain.overlays.all))}


def test_one_without_an_officer_only_has_its_name(canvas: MapCanvas) -> None:
    canvas.set_layers(PLAIN.switch("overlay_emergency", True))
    x, y = canvas.navigation.viewport.to_pixels(to_world(*middle_of(7))).tolist()
    assert canvas.explanation(QPoint(round(x), round(y + 30))).endswith(">街道2第1应急格 (Y320302002001)</div>")


def test_lines_of_all_kinds_hold_every_side_between_two_of_them_once(canvas: MapCanvas) -> None:
    terrain = canvas._shown.terrain
    assert terrain is not None
    lengths = {kind: terrain.overlays.lines(kind).length.sum() for kind in (OverlayKind.POLICE, OverlayKind.EMERGENCY)}
    west, north, east, south = terrain.bounds
    around, down = 2 * (east - west) + 2 * (south - north), south - north
    assert lengths[OverlayKind.POLICE] == pytest.approx(around + 3 * down, rel=1e-6)
    assert lengths[OverlayKind.EMERGENCY] == pytest.approx(around + down, rel=1e-6)


def city_with_lines() -> City:
    """Police grids with grounds of their own: A ends in the middle of the third base grid along a crooked line that B
    shares and then ends in the middle of the sixth; C has none and lists the last two."""
    city = city_with_overlays()
    regions = city.geography.regions
    grids = [row for row, region in enumerate(regions) if region.level is Level.GRID]
    of_region = np.full((len(KINDS), len(regions)), -1, np.int32)
    of_region[0, grids] = (0, 0, 0, 1, 1, 1, 2, 2)

    def at(x: float, y: float) -> tuple[float, float]:
        return WEST + x * SIDE, SOUTH + y * SIDE

    crooked = [at(2.5, 1.0), at(2.62, 0.7), at(2.4, 0.4), at(2.5, 0.0)]
    outlines = Shapes.of(
        [[[at(0, 0), at(0, 1), *crooked]], [[*reversed(crooked), at(5.5, 1), at(5.5, 0)]], []],
    )
    numbers = np.arange(3, dtype=np.int32)
    officer = city.overlays.officer[:1].repeat(3)
    names = [Name("甲警格", "Beat A"), Name("乙警格", "Beat B"), Name("丙警格", "Beat C")]
    over = Overlays(of_region, np.zeros(3, np.uint8), numbers * 0, numbers, officer, ["A", "B", "C"], names, outlines)
    return msgspec.structs.replace(city, overlays=over)


@pytest.fixture
def lined(qtbot: QtBot) -> Iterator[MapCanvas]:
    picture = picture_of(city_with_lines(), [])
    with on_screen(qtbot, MapCanvas(DARK, "zh"), picture, 1200, 320) as canvas:
        yield canvas


def along(canvas: MapCanvas, x: float, y: float) -> tuple[slice, slice]:
    """The pixels around a place, in sides of a base grid from the south-west corner."""
    px, py = canvas.navigation.viewport.to_pixels(to_world(WEST + x * SIDE, SOUTH + y * SIDE)).tolist()
    return slice(round(py) - 6, round(py) + 7), slice(round(px) - 4, round(px) + 5)


def test_the_line_of_the_file_is_drawn_and_not_that_of_the_base_grids(lined: MapCanvas) -> None:
    before = drawn(lined, PLAIN)
    after = drawn(lined, PLAIN.switch("overlay_police", True))

    def changed(x: float, y: float) -> bool:
        spot = along(lined, x, y)
        return bool((np.abs(before[spot] - after[spot]).max(axis=2) > 12).any())

    # dashes have gaps, so along a piece of each line
    own = [[changed(2.5 + 0.12 * share, 1 - 0.3 * share) for share in np.linspace(0.05, 0.95, 9)],
           [changed(5.5, y) for y in np.linspace(0.1, 0.9, 9)]]  # fmt: skip
    assert all(sum(piece) >= 5 for piece in own)
    # above the signs, which stand in the lower half
    base = [changed(x, y) for x in (1.0, 2.0, 3.0, 4.0, 5.0, 7.0) for y in np.linspace(0.6, 0.9, 6)]
    assert not any(base), "nothing along base grids inside of them"
    listed = [changed(6.0, y) for y in np.linspace(0.1, 0.9, 9)]
    assert sum(listed) >= 5, "but for the one that lists them"


def test_what_two_share_is_one_line_at_every_scale(lined: MapCanvas) -> None:
    terrain = lined._shown.terrain
    assert terrain is not None
    chains = terrain.overlays.lines(OverlayKind.POLICE)
    every = np.concatenate([chains.line(number) for number in range(len(chains))])
    pairs = [
        tuple(sorted((tuple(one), tuple(other))))
        for number in range(len(chains))
        for one, other in zip(chains.line(number).tolist(), chains.line(number)[1:].tolist(), strict=False)
    ]
    assert len(pairs) == len(set(pairs)), "each side once"
    shared = [to_world(WEST + x * SIDE, SOUTH + y * SIDE) for x, y in ((2.62, 0.7), (2.4, 0.4))]
    for corner in shared:
        assert (np.abs(every - corner).max(axis=1) < 1e-9).sum() == 1, "on one chain: thinned once, for both"


def test_pointing_at_a_place_tells_whose_line_it_lies_in(lined: MapCanvas) -> None:
    lined.set_layers(PLAIN.switch("overlay_police", True))

    def said(x: float, y: float) -> str:
        px, py = lined.navigation.viewport.to_pixels(to_world(WEST + x * SIDE, SOUTH + y * SIDE)).tolist()
        return lined.explanation(QPoint(round(px), round(py)))

    assert "甲警格" in said(2.2, 0.2)
    assert "乙警格" in said(2.85, 0.2), "of a base grid that goes with the other"
    assert "警格" not in said(5.8, 0.2), "beyond its line, and nobody has the rest"
    assert "丙警格" in said(6.5, 0.2)
