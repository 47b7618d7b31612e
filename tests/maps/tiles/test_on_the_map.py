"""Tiles under everything on a map of the small town: what they hide, what stays over them, and a file let go on it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDragMoveEvent, QDropEvent, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from domain.area_figures import read_area_figures
from domain.indicators import read_indicators
from domain.look import DARK
from domain.picture import Changes
from domain.region import Level, RegionTree
from maps.area_colours import AreaColours
from maps.canvas import MapCanvas
from maps.ground_store import GroundStore
from maps.layer_choice import AS_SHIPPED
from maps.projection import to_world
from maps.tiles.base import Base
from maps.tiles.files import open_file
from maps.tiles.grid import Grid
from maps.tiles.tiled_base import TiledBase
from resources import FOLDER
from tests.domain.small_city import middle_of
from tests.maps.tiles.making import picture, write_mbtiles
from tests.maps.town import NOW, matters, picture_of, town

BLUE = QColor(20, 60, 200)


@pytest.fixture
def canvas(qtbot: QtBot, tmp_path: Path) -> Iterator[MapCanvas]:
    canvas = MapCanvas(DARK, "zh")
    qtbot.addWidget(canvas)
    canvas.navigation.glides = False
    canvas.resize(900, 600)
    live = picture_of(town(), matters())
    canvas.open_city(live.city, GroundStore(tmp_path / "ground", "town", "1"))
    canvas.refresh(live, Changes(reset=True), NOW)
    with qtbot.waitExposed(canvas):
        canvas.show()
    yield canvas
    canvas.hide()


@pytest.fixture
def base(canvas: MapCanvas, tmp_path: Path) -> Iterator[TiledBase]:
    bounds = canvas.navigation.destination.widened(900).bounds
    tile = picture(BLUE.getRgb()[:3])
    tiles = {address: tile for zoom in range(8, 17) for address in Grid().covering(bounds, zoom)}
    path = write_mbtiles(tmp_path / "town.mbtiles", tiles, format="png", attribution="© Survey")
    base = TiledBase(Base("t", "测绘底图", "Survey", (str(path),), look="plain"), [open_file(path)])
    yield base
    base.close()


def seen(canvas: MapCanvas, qtbot: QtBot, base: TiledBase | None = None) -> QImage:
    """The map when everything has come and is drawn."""
    canvas.grab()
    if base is not None:
        qtbot.waitUntil(lambda: not base.busy, timeout=10_000)
    for _ in range(2):
        canvas.grab()
        canvas.finish()
    return canvas.grab().toImage()


def share(image: QImage, color: QColor, room: int = 3) -> float:
    """How much of a sample of pixels has this colour."""
    sample = [image.pixelColor(x, y) for x in range(0, image.width(), 7) for y in range(0, image.height() - 60, 7)]
    near = [all(abs(a - b) <= room for a, b in zip(c.getRgb()[:3], color.getRgb()[:3], strict=True)) for c in sample]
    return sum(near) / len(near)


def test_tiles_take_the_place_of_the_own_ground_and_everything_else_stays(
    canvas: MapCanvas, qtbot: QtBot, base: TiledBase
) -> None:
    assert share(seen(canvas, qtbot), BLUE) == 0
    canvas.set_base(base)
    with_tiles = seen(canvas, qtbot, base)
    assert share(with_tiles, BLUE) > 0.6
    bare = canvas.layers.switch("incidents", True)
    for code in ("borders", "labels", "workers", "cameras"):
        bare = bare.switch(code, False)
    canvas.set_layers(bare)
    assert share(seen(canvas, qtbot, base), BLUE) > share(with_tiles, BLUE)  # they had stood over the tiles
    canvas.set_layers(AS_SHIPPED)
    canvas.set_base(None)
    assert share(seen(canvas, qtbot), BLUE) == 0


def test_the_layer_of_tiles_is_switched_and_dimmed_like_any_other(
    canvas: MapCanvas, qtbot: QtBot, base: TiledBase
) -> None:
    before = seen(canvas, qtbot)
    canvas.set_base(base)
    canvas.set_layers(canvas.layers.switch("tiles", False))
    off = seen(canvas, qtbot, base)
    assert share(off, BLUE) == 0
    canvas.set_layers(canvas.layers.switch("tiles", True).dim("tiles", 0.5))
    dimmed = seen(canvas, qtbot, base)
    assert share(dimmed, BLUE) == 0
    middle = dimmed.pixelColor(20, 300)
    assert before.pixelColor(20, 300).blue() < middle.blue() < BLUE.blue()  # the own ground shines through


def test_the_sheet_of_layers_speaks_of_the_base_only_when_there_is_one(
    canvas: MapCanvas, qtbot: QtBot, base: TiledBase
) -> None:
    canvas.turn_layers()
    sheet = canvas.sheet
    assert "tiles" not in sheet.codes
    assert not sheet.rows["tiles"].isVisible()
    canvas.set_base(base)
    assert "tiles" in sheet.codes
    assert sheet.rows["tiles"].isVisible()
    assert "测绘底图" in sheet.base.text()
    with qtbot.waitSignal(canvas.base_requested):
        qtbot.mouseClick(sheet.base, Qt.MouseButton.LeftButton)


def test_whose_tiles_they_are_stands_at_the_foot(canvas: MapCanvas, qtbot: QtBot, base: TiledBase) -> None:
    foot = canvas.rect().adjusted(500, 560, 0, 0)
    before = seen(canvas, qtbot).copy(foot)
    canvas.set_base(base)
    assert seen(canvas, qtbot, base).copy(foot) != before


def test_drawn_tiles_are_never_kept_as_the_first_ground(
    canvas: MapCanvas, qtbot: QtBot, base: TiledBase, tmp_path: Path
) -> None:
    """They pass: the ground of the next start is the city's own until they have come."""
    canvas.set_base(base)
    seen(canvas, qtbot, base)
    canvas._ground._on_rest()
    assert not list((tmp_path / "ground").glob("*")) if (tmp_path / "ground").exists() else True
    canvas.set_base(None)


def test_a_hidden_map_asks_for_nothing(canvas: MapCanvas, qtbot: QtBot, base: TiledBase) -> None:
    canvas.set_base(base)
    canvas.grab()
    assert base._seen
    canvas.hide()
    assert not base._seen


def small_map(canvas: MapCanvas, qtbot: QtBot, base: TiledBase | None = None) -> QImage:
    """The overview when everything has come and is drawn."""
    overview = canvas.furniture.overview
    seen(canvas, qtbot, base)
    for _ in range(2):
        overview.grab()
        if base is not None:
            qtbot.waitUntil(lambda: not base.busy, timeout=10_000)
        overview._ground.finish()
    return overview.grab().toImage()


def test_the_overview_shows_the_same_base(canvas: MapCanvas, qtbot: QtBot, base: TiledBase) -> None:
    canvas.navigation.zoom_middle(2.0)
    overview = canvas.furniture.overview
    assert overview.isVisible()
    inside = overview.rect().adjusted(4, 4, -4, -4)

    def blue(image: QImage) -> int:
        places = [(x, y) for x in range(4, inside.right(), 3) for y in range(4, inside.bottom(), 3)]
        return sum(image.pixelColor(*place) == BLUE for place in places)

    assert blue(small_map(canvas, qtbot)) == 0
    canvas.set_base(base)
    assert blue(small_map(canvas, qtbot, base)) > 300
    viewers = len(base._seen)
    assert viewers == 2
    canvas.set_layers(canvas.layers.dim("tiles", 0.5))
    assert blue(small_map(canvas, qtbot, base)) == 0, "as faint as on the map"
    canvas.set_layers(canvas.layers.dim("tiles", 1.0))
    overview.want(False)
    assert len(base._seen) == 1, "hidden it asks for nothing"
    overview.want(True)
    canvas.set_layers(canvas.layers.switch("tiles", False))
    assert blue(small_map(canvas, qtbot, base)) == 0
    canvas.set_layers(AS_SHIPPED)
    canvas.set_base(None)
    assert blue(small_map(canvas, qtbot)) == 0
    assert not base._seen


@pytest.mark.parametrize(("name", "taken"), [("town.pmtiles", True), ("TOWN.MBTILES", True), ("letter.docx", False)])
def test_a_file_let_go_on_the_map(canvas: MapCanvas, name: str, taken: bool) -> None:
    parcel = QMimeData()
    parcel.setUrls([QUrl.fromLocalFile(f"/maps/{name}")])
    middle, copy = QPoint(300, 300), Qt.DropAction.CopyAction
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    dropped: list[str] = []
    canvas.tile_file_dropped.connect(dropped.append)
    for event in (
        QDragEnterEvent(middle, copy, parcel, left, none),
        QDragMoveEvent(middle, copy, parcel, left, none),
        QDropEvent(QPointF(middle), copy, parcel, left, none),
    ):
        QApplication.sendEvent(canvas, event)
        assert event.isAccepted() == taken
    assert dropped == ([f"/maps/{name}"] if taken else [])


def test_colours_of_areas_are_seen_over_the_tiles(canvas: MapCanvas, qtbot: QtBot, base: TiledBase) -> None:
    canvas.set_base(base)
    depth = np.array([region.level.depth for region in RegionTree(town().geography.regions)], np.uint8)
    figures = read_area_figures(
        (FOLDER / "area_figures.toml").read_bytes(), read_indicators((FOLDER / "indicators.toml").read_bytes())
    )
    canvas.set_colours(AreaColours(figures["open"], np.where(depth == Level.GRID.depth, 8.0, np.nan), depth, NOW))
    canvas.set_layers(AS_SHIPPED.vary("figures", "open").switch("labels", False))
    coloured = seen(canvas, qtbot, base)
    x, y = canvas.navigation.viewport.to_pixels(to_world(*middle_of(2))).tolist()
    found = coloured.pixelColor(round(x) + 30, round(y) + 40)
    assert found.red() > BLUE.red() + 60  # the strongest class
    assert found.blue() > 60  # and the tile below it
