"""A base as a map uses it: real files, a real server, and pixels."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st
from pmtiles.tile import TileType
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from domain.datum import Datum, convert
from domain.look import DARK, LIGHT, Tokens
from maps.ground_content import GroundContent, GroundTiles
from maps.ground_view import GroundView
from maps.lettering import Lettering
from maps.projection import to_world
from maps.style import Style
from maps.terrain import Terrain
from maps.tiles.base import Base
from maps.tiles.cache import TileCache
from maps.tiles.files import open_file
from maps.tiles.grid import Address, Cut, Grid
from maps.tiles.opening import Network, base_of, open_base
from maps.tiles.painting import paint_tile_names, paint_tiles
from maps.tiles.tiled_base import State, TiledBase
from maps.tiles.trouble import Kind
from maps.tiles.wording import note_of
from maps.viewport import Viewport
from tests.maps.tiles.making import Served, colour_of, picture, serving, town_tile, write_mbtiles, write_pmtiles
from tests.maps.town import town
from tests.seeking import tried

#: A place in the middle of tiles of every level here: the south-east corner of Xuzhou's centre.
LON, LAT = 117.2, 34.26
NOTHING = QColor("#ff00ff")
MERCATOR = Grid()


def around(zoom: int, reach: int = 3) -> list[Address]:
    x, y = (to_world(LON, LAT) * (1 << zoom)).astype(int).tolist()
    return [
        Address(zoom, column, row)
        for column in range(x - reach, x + reach + 1)
        for row in range(y - reach, y + reach + 1)
        if 0 <= column < 1 << zoom and 0 <= row < 1 << zoom
    ]


def view(zoom: float, width: int = 500, height: int = 400) -> Viewport:
    x, y = to_world(LON, LAT).tolist()
    return Viewport(x, y, 256 * 2**zoom, width, height)


def plain(path: Path | str, **more: str) -> Base:
    return Base("t", "测试", "Test", (str(path),), look="plain", **more)  # type: ignore[arg-type]


@pytest.fixture
def opened(qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[[Base], TiledBase]]:
    """Opens bases over one network, and closes them."""
    network = Network(TileCache(tmp_path / "kept.sqlite"), lambda name: "k3y", lambda: clock[0], lambda: clock[0], 1.0)
    bases: list[TiledBase] = []
    clock = [1_000_000.0]

    def open_one(base: Base) -> TiledBase:
        bases.append(TiledBase(base, open_base(base, network), lambda: 0.5))
        open_one.clock = clock  # type: ignore[attr-defined]
        return bases[-1]

    yield open_one
    for base in bases:
        base.close()
    network.close()


def style_of(tokens: Tokens = DARK) -> Style:
    return Style(tokens, "Noto Sans SC")


def drawn(
    base: TiledBase, viewport: Viewport, ratio: float = 1.0, tokens: Tokens = DARK, names: bool = False
) -> QImage:
    """The tiles as the ground shows them now."""
    style = style_of(tokens)
    image = QImage(round(viewport.width * ratio), round(viewport.height * ratio), QImage.Format.Format_RGB32)
    image.fill(NOTHING)
    image.setDevicePixelRatio(ratio)
    content = GroundContent("zh", tiles=GroundTiles(base, base.version))
    ground = GroundView(Terrain(town()), viewport, style, Lettering(style, ratio), content)
    with QPainter(image) as painter:
        for _ in paint_tiles(painter, ground, base):
            pass
        if names:
            for _ in paint_tile_names(painter, ground, base):
                pass
    return image


def looked(qtbot: QtBot, base: TiledBase, viewport: Viewport, ratio: float = 1.0, tokens: Tokens = DARK) -> QImage:
    """The same when everything has come."""
    base.look(qtbot, viewport, style_of(tokens), ratio)
    qtbot.waitUntil(lambda: not base.busy, timeout=10_000)
    return drawn(base, viewport, ratio, tokens)


def colours(image: QImage) -> set[tuple[int, int, int]]:
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine() // 4, 4)
    return {(int(r), int(g), int(b)) for b, g, r in np.unique(pixels[:, : image.width(), :3].reshape(-1, 3), axis=0)}


def expected_colour(viewport: Viewport, x: float, y: float, zoom: int, grid: Grid = MERCATOR) -> tuple[int, int, int]:
    cell = grid.cells(viewport.to_world([(x, y)]), zoom)[0]
    return colour_of(Address(zoom, int(cell[0]), int(cell[1])))


@pytest.fixture
def raster(tmp_path: Path) -> Path:
    tiles = {tile: picture(colour_of(tile)) for zoom in range(9, 15) for tile in around(zoom, 4)}
    return write_mbtiles(tmp_path / "town.mbtiles", tiles, format="png", name="Town", attribution="© Survey")


@tried(12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(zoom=st.floats(9.5, 13.9), ratio=st.sampled_from([1.0, 1.25, 1.5, 2.0, 3.0]))
def test_every_pixel_shows_its_tile_at_any_scale(qtbot: QtBot, raster: Path, zoom: float, ratio: float) -> None:
    base = TiledBase(plain(raster), [open_file(raster)])
    viewport = view(zoom, 300, 200)
    image = looked(qtbot, base, viewport, ratio)
    (level,) = {one.address.zoom for one in base.shown(viewport, style_of(), ratio)[0]}
    base.close()
    assert colours(image).isdisjoint({NOTHING.getRgb()[:3]})  # no gap between two tiles
    for x in range(10, image.width() - 10, 37):
        for y in range(10, image.height() - 10, 31):
            near = {
                expected_colour(viewport, (x + dx) / ratio, (y + dy) / ratio, level) for dx in (-2, 2) for dy in (-2, 2)
            }
            if len(near) == 1:  # not at an edge
                assert image.pixelColor(x, y).getRgb()[:3] == near.pop()


def test_at_its_own_scale_a_picture_is_copied_pixel_by_pixel(
    qtbot: QtBot, tmp_path: Path, opened: Callable[[Base], TiledBase]
) -> None:
    noise = np.random.default_rng(3).integers(0, 255, (256, 256, 3), np.uint8)
    from io import BytesIO

    from PIL import Image

    buffer = BytesIO()
    Image.fromarray(noise).save(buffer, "PNG")
    tiles = dict.fromkeys(around(13), buffer.getvalue())
    base = opened(plain(write_mbtiles(tmp_path / "noise.mbtiles", tiles, format="png")))
    viewport = view(13.0, 600, 600)
    image = looked(qtbot, base, viewport)
    west, north, _, _ = Grid().bounds(around(13, 0)[0])
    left, top = np.rint(viewport.to_pixels([(west, north)])[0]).astype(int).tolist()
    found = image.copy(left, top, 256, 256).convertToFormat(QImage.Format.Format_RGB888)
    pixels = np.frombuffer(found.constBits(), np.uint8).reshape(256, found.bytesPerLine())[:, :768].reshape(256, 256, 3)
    assert (pixels == noise).all()


def test_nearer_than_its_finest_level_the_finest_is_enlarged(
    qtbot: QtBot, raster: Path, opened: Callable[[Base], TiledBase]
) -> None:
    viewport = view(17.6)
    image = looked(qtbot, opened(plain(raster)), viewport)
    assert image.pixelColor(250, 200).getRgb()[:3] == expected_colour(viewport, 250, 200, 14)


def test_where_a_tile_is_missing_a_coarser_one_is_shown(
    qtbot: QtBot, tmp_path: Path, opened: Callable[[Base], TiledBase]
) -> None:
    viewport = view(13.0)
    tiles = {tile: picture(colour_of(tile)) for tile in (*around(11, 1), *around(13, 0))}
    base = opened(plain(write_pmtiles(tmp_path / "sparse.pmtiles", tiles)))
    image = looked(qtbot, base, viewport)
    assert image.pixelColor(250, 200).getRgb()[:3] == expected_colour(viewport, 250, 200, 13)
    assert image.pixelColor(5, 5).getRgb()[:3] == expected_colour(viewport, 5, 5, 11)
    assert colours(image).isdisjoint({NOTHING.getRgb()[:3]})


def test_while_tiles_come_the_coarser_ones_that_are_there_are_shown(
    qtbot: QtBot, raster: Path, opened: Callable[[Base], TiledBase]
) -> None:
    base = opened(plain(raster))
    looked(qtbot, base, view(11.0))
    near = view(13.0)
    image = drawn(base, near)
    assert image.pixelColor(250, 200).getRgb()[:3] == expected_colour(near, 250, 200, 11)
    assert base.shown(near, style_of(), 1.0)[1]


@pytest.mark.parametrize("cut", list(Cut))
def test_tiles_in_gcj02_are_drawn_where_they_belong(
    qtbot: QtBot, tmp_path: Path, opened: Callable[[Base], TiledBase], cut: Cut
) -> None:
    """A tile border that lies in GCJ-02 at the place of a WGS-84 point is seen exactly at that point."""
    viewport, grid = view(15.0), Grid(cut, Datum.GCJ02)
    shown = grid.covering(viewport.widened(600).bounds, 15)
    tiles = {tile: picture(colour_of(tile)) for tile in shown}
    path = tmp_path / "shifted.pmtiles"
    base = opened(plain(write_pmtiles(path, tiles), datum="gcj02", cut=cut.value))
    image = looked(qtbot, base, viewport)
    for x in range(20, 480, 23):
        for y in range(20, 380, 19):
            near = {expected_colour(viewport, x + dx, y + dy, 15, grid) for dx in (-3, 3) for dy in (-3, 3)}
            if len(near) == 1:
                assert image.pixelColor(x, y).getRgb()[:3] == near.pop()
    moved = np.hypot(*(np.stack(convert(LON, LAT, Datum.WGS84, Datum.GCJ02)) - (LON, LAT)) * 100_000)
    assert moved > 300  # it would have been seen


def test_names_of_a_second_sheet_lie_over_the_first(
    qtbot: QtBot, tmp_path: Path, opened: Callable[[Base], TiledBase]
) -> None:
    ground = write_mbtiles(tmp_path / "a.mbtiles", dict.fromkeys(around(13), picture((10, 20, 30))), format="png")
    over = write_mbtiles(tmp_path / "b.mbtiles", dict.fromkeys(around(12), picture((200, 0, 0, 128))), format="png")
    base = opened(Base("t", "t", "t", (str(ground), str(over)), look="plain"))
    (color,) = colours(looked(qtbot, base, view(13.0)))
    assert color == pytest.approx((105, 10, 15), abs=2)


def test_vector_tiles_of_a_file_with_names(qtbot: QtBot, tmp_path: Path, opened: Callable[[Base], TiledBase]) -> None:
    path = write_pmtiles(tmp_path / "v.pmtiles", dict.fromkeys(around(13), town_tile()), TileType.MVT)
    base, viewport = opened(plain(path)), view(14.37, 900, 700)
    bare = looked(qtbot, base, viewport)
    style = style_of()
    assert {style.water.getRgb()[:3], style.land[0].getRgb()[:3]} <= colours(bare)
    assert colours(bare).isdisjoint({NOTHING.getRgb()[:3]})
    named = drawn(base, viewport, names=True)
    label = np.array(style.label.getRgb()[:3])
    assert not any(np.abs(np.array(color) - label).max() < 12 for color in colours(bare))
    assert any(np.abs(np.array(color) - label).max() < 12 for color in colours(named))


def test_dark_and_light(qtbot: QtBot, tmp_path: Path, opened: Callable[[Base], TiledBase]) -> None:
    path = write_pmtiles(tmp_path / "v.pmtiles", dict.fromkeys(around(13), town_tile()), TileType.MVT)
    base, viewport = opened(plain(path)), view(14.0)
    for tokens in (DARK, LIGHT):
        assert style_of(tokens).water.getRgb()[:3] in colours(looked(qtbot, base, viewport, tokens=tokens))


def test_what_a_file_does_not_reach_is_left_to_the_own_ground(
    qtbot: QtBot, tmp_path: Path, opened: Callable[[Base], TiledBase]
) -> None:
    tiles = {tile: picture((9, 9, 9)) for tile in around(13, 0)}
    _west, _north, _east, _south = Grid().bounds(around(13, 0)[0])
    base = opened(plain(write_mbtiles(tmp_path / "one.mbtiles", tiles, format="png")))
    viewport = view(13.0, 900, 700)
    image = looked(qtbot, base, viewport)
    assert colours(image) == {(9, 9, 9), NOTHING.getRgb()[:3]}
    assert not base.shown(viewport, style_of(), 1.0)[1]


def test_memory_is_bounded_while_somebody_flies_over_the_country(
    qtbot: QtBot, raster: Path, opened: Callable[[Base], TiledBase], monkeypatch: pytest.MonkeyPatch
) -> None:
    room = 4 * 256 * 256 * 4
    monkeypatch.setattr("maps.tiles.shelf.KEPT", room)
    base = opened(plain(raster))
    for step in range(12):
        looked(qtbot, base, view(12.0, 200, 200).panned(step * 90, 0))
        assert base._shelf.size <= room + 6 * 256 * 256 * 4


# --- over the line ----------------------------------------------------------------------------------------------------


@pytest.fixture
def served() -> Iterator[Served]:
    with serving({tile: picture(colour_of(tile)) for zoom in (11, 12, 13) for tile in around(zoom)}) as served:
        yield served


def online(served: Served) -> Base:
    base, _ = base_of(served.template)
    return Base("s", "市局", "Survey", base.sheets, look="plain", most=13, attribution="© Survey")


def test_tiles_of_a_server_are_kept_for_when_the_line_is_down(
    qtbot: QtBot, served: Served, opened: Callable[[Base], TiledBase]
) -> None:
    viewport = view(13.0)
    first = opened(online(served))
    before = looked(qtbot, first, viewport)
    assert before.pixelColor(250, 200).getRgb()[:3] == expected_colour(viewport, 250, 200, 13)
    assert first.status.state is State.FINE
    assert note_of(first) == ("© Survey", False)
    served.down()
    opened.clock[0] += 9 * 86400  # type: ignore[attr-defined]
    second = opened(online(served))
    assert looked(qtbot, second, viewport) == before
    assert second.status.state is State.TROUBLE
    assert second.status.kind is Kind.LINE
    assert second.status.oldest == 1_000_000.0
    words, warns = note_of(second)
    assert warns
    assert words.startswith("© Survey · its server cannot be reached · kept since")


def test_what_failed_is_tried_again_by_itself_and_comes(
    qtbot: QtBot, served: Served, opened: Callable[[Base], TiledBase]
) -> None:
    served.down()
    base, viewport = opened(online(served)), view(13.0)
    image = looked(qtbot, base, viewport)
    assert colours(image) == {NOTHING.getRgb()[:3]}
    assert base.status.kind is Kind.LINE
    served.up()
    opened.clock[0] += 100  # type: ignore[attr-defined]
    with qtbot.waitSignal(base.arrived, timeout=5000):
        pass
    qtbot.waitUntil(lambda: base.status.state is State.FINE, timeout=5000)
    assert drawn(base, viewport).pixelColor(250, 200).getRgb()[:3] == expected_colour(viewport, 250, 200, 13)


def test_a_view_that_moved_on_is_not_loaded(qtbot: QtBot, served: Served, opened: Callable[[Base], TiledBase]) -> None:
    served.hold.clear()
    base = opened(online(served))
    base.look(qtbot, view(13.0, 1200, 900), style_of(), 1.0)
    qtbot.waitUntil(lambda: len(served.asked) == 4)
    base.look(qtbot, view(11.0, 200, 200), style_of(), 1.0)
    served.hold.set()
    qtbot.waitUntil(lambda: not base.busy)
    assert {path.split("/")[1] for path in served.asked[4:]} == {"11"}


def test_two_maps_share_what_was_loaded(qtbot: QtBot, served: Served, opened: Callable[[Base], TiledBase]) -> None:
    base = opened(online(served))
    looked(qtbot, base, view(13.0))
    asked = len(served.asked)
    other = object()
    base.look(other, view(13.0), style_of(), 1.0)
    assert not base.busy
    base.leave(other)
    assert len(served.asked) == asked


def test_a_refused_key_is_said(qtbot: QtBot, served: Served, opened: Callable[[Base], TiledBase]) -> None:
    served.status = 403
    base = opened(online(served))
    looked(qtbot, base, view(13.0))
    assert base.status.kind is Kind.REFUSED
    assert note_of(base) == ("© Survey · its server refuses the key", True)


def test_a_tile_that_was_on_its_way_when_the_base_was_closed_wakes_nothing(qtbot: QtBot, raster: Path) -> None:
    base = TiledBase(plain(raster), [open_file(raster)])
    viewport = view(13.0)
    looked(qtbot, base, viewport)
    wish, told = base._wishes(viewport, style_of(), 1.0)[0], []
    base.arrived.connect(lambda: told.append("arrived"))
    base.close()
    base._on_made(wish, base._shelf.get(wish))
    base._on_over(wish, None)
    assert not base.busy and not told


def test_closing_in_the_middle_of_everything(qtbot: QtBot, served: Served, opened: Callable[[Base], TiledBase]) -> None:
    served.hold.clear()
    base = opened(online(served))
    base.look(qtbot, view(13.0, 1200, 900), style_of(), 1.0)
    qtbot.waitUntil(lambda: len(served.asked) >= 2)
    base.close()


def test_the_largest_pictures_are_rather_less_sharp_than_empty(
    opened: Callable[[Base], TiledBase], tmp_path: Path
) -> None:
    path = write_mbtiles(
        tmp_path / "t.mbtiles", {tile: picture((9, 9, 9)) for zoom in (11, 12, 13) for tile in around(zoom)}
    )
    base = opened(plain(path))
    for width, height, ratio in ((7680, 4320, 1.0), (3840, 2160, 4.0), (7680, 4320, 2.0)):
        viewport = view(12.35 - np.log2(ratio), width, height)
        wishes = base._wishes(viewport, style_of(), ratio)
        assert 200 < len(wishes) <= 1200
        assert wishes[0].address.zoom in (11, 12), "13 would be too many"
