"""Ctrl+S on a real desk over a real backend: files are made while the room goes on, are cancelled, or refused."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec
import numpy as np
import openpyxl
import pytest
from numpy.typing import NDArray
from PIL import Image
from PySide6.QtGui import QColor

from domain.casefilter import CaseFilter
from domain.look import LIGHT
from maps.ground_painter import OVER_TILES
from maps.layer_choice import AS_SHIPPED
from maps.layers.areas import COVERED
from maps.tiles.grid import Grid
from tests.domain.small_city import middle_of
from tests.end2end.backend_process import BackendProcess
from tests.end2end.hand import Hand
from tests.end2end.open_desk import OpenDesk
from tests.maps.tiles.making import picture, write_mbtiles
from widgets.snapshot_choice import SnapshotChoice


@pytest.mark.timeout(180)
def test_ctrl_s_enter(desk: OpenDesk, hand: Hand, town: BackendProcess, tmp_path: Path) -> None:
    snapshots, folder = desk.room.snapshots, tmp_path / "out"
    hand.click(desk.middle_of(desk.views.map))
    desk.until(desk.views.map.hasFocus)
    hand.key("ctrl+s")
    desk.until(lambda: snapshots.bar.isVisible() and snapshots.bar.export.hasFocus())
    bar = snapshots.bar
    bar.folder.setText(str(folder))
    for ending in ("pdf", "png", "xlsx"):  # not the document this time
        bar.formats[ending].click()

    hand.key("Return")
    desk.until(lambda: len(bar.texts) == 2 and not snapshots.busy)
    picture, book = sorted(folder.iterdir())
    assert (picture.suffix, book.suffix) == (".png", ".xlsx")
    assert picture.name.startswith("小城-")
    with Image.open(picture) as image:
        assert image.size == (1920, 1080)
    assert openpyxl.load_workbook(book).sheetnames[0] == "总览"
    kept = msgspec.json.decode(next(tmp_path.rglob("exports.json")).read_bytes(), type=SnapshotChoice)
    assert kept == bar.choice(), "the next time it begins with this"

    # only what is chosen on the desk
    desk.until_known(town.report(*middle_of(2), "路边暴露垃圾", "west"))
    desk.room.desk.selection.choose(CaseFilter(regions=("320302002",)))
    desk.until(lambda: bar.cases.itemText(1) == "仅当前筛选：街道2")
    bar.formats["png"].click()
    bar.cases.setCurrentIndex(1)
    before = set(folder.iterdir())
    snapshots.export()
    desk.until(lambda: len(bar.texts) == 1 and not snapshots.busy)
    (part,) = set(folder.iterdir()) - before
    sheets = openpyxl.load_workbook(part).worksheets
    cells = {cell for sheet in sheets for row in sheet.iter_rows(values_only=True) for cell in row}
    assert "社区3" in cells and not {"社区1", "路边暴露垃圾"} & cells
    desk.room.desk.selection.clear()
    bar.formats["png"].click()

    # a second time the names are others; while a picture is made the room goes on, and cancelling leaves nothing
    bar.formats["xlsx"].click()
    bar.pixels.setCurrentIndex(4)
    before = sorted(os.listdir(folder))
    snapshots.export()
    desk.until(lambda: bar.progress.value() > 0)
    desk.until_known(town.report(*middle_of(3), "出口处井盖缺失", "late"))
    assert snapshots.busy
    hand.click(desk.middle_of(bar.cancel))
    desk.until(lambda: not snapshots.busy and bar.texts == ["已取消，未写入任何文件。"])
    assert sorted(os.listdir(folder)) == before

    # a folder that is none
    file = tmp_path / "file"
    file.touch()
    bar.folder.setText(str(file))
    snapshots.export()
    desk.until(lambda: bar.texts and "无法使用" in bar.texts[-1])
    assert not snapshots.busy

    hand.key("Escape")
    desk.until(lambda: not bar.isVisible())
    assert desk.views.map.hasFocus()


@pytest.mark.timeout(180)
def test_the_picture_shows_the_ground_the_desk_shows(
    desk: OpenDesk, hand: Hand, town: BackendProcess, tmp_path: Path
) -> None:
    blue = (20, 60, 200)
    view, snapshots = desk.views.map, desk.room.snapshots
    bounds = view.navigation.destination.widened(2500).bounds
    tiles = {address: picture(blue) for zoom in range(9, 17) for address in Grid().covering(bounds, zoom)}
    file = write_mbtiles(tmp_path / "town.mbtiles", tiles, name="测绘底图", format="png", attribution="© 测绘院")
    desk.until_known(town.report(*middle_of(2), "路边暴露垃圾", "west"))
    desk.room.bases.add(str(file), look="plain")
    desk.until(lambda: desk.room.bases.shown is not None)
    view.set_layers(AS_SHIPPED.vary("figures", "open"))
    hand.click(desk.middle_of(view))
    desk.until(view.hasFocus)
    hand.key("ctrl+s")
    desk.until(lambda: snapshots.bar.isVisible())
    bar = snapshots.bar
    assert bar.ground.itemText(0) == "指挥台地图：测绘底图 · 在办事件"
    bar.folder.setText(str(tmp_path / "out"))
    for ending in ("pdf", "png"):
        bar.formats[ending].click()

    def exported() -> NDArray[np.int16]:
        before = set((tmp_path / "out").glob("*.png"))
        snapshots.export()
        desk.until(lambda: len(bar.texts) == 1 and not snapshots.busy)
        (made,) = set((tmp_path / "out").glob("*.png")) - before
        with Image.open(made) as image:
            return np.asarray(image.convert("RGB"), np.int16)

    def share(image: NDArray[np.int16], color: tuple[int, ...]) -> float:
        return float((np.abs(image - color).max(axis=-1) <= 4).mean())

    with_base = exported()
    quiet = QColor(LIGHT.area_usual[0])  # nothing open there, over the tile
    covered = COVERED * OVER_TILES
    seen = tuple(round(a * covered + b * (1 - covered)) for a, b in zip(quiet.getRgb()[:3], blue, strict=True))
    assert share(with_base, seen) > 0.05
    assert share(with_base, blue) > 0.01, "around the town nothing covers it"

    bar.ground.setCurrentIndex(1)
    plain = exported()
    assert share(plain, blue) == 0
    assert share(plain, seen) < 0.0001
    bar.ground.setCurrentIndex(0)

    # the file is gone: the own ground, and why
    file.unlink()
    missing = exported_with_warning(desk, tmp_path)
    assert "未能取得底图“测绘底图”" in missing and str(file) in missing


def exported_with_warning(desk: OpenDesk, tmp_path: Path) -> str:
    """What the panel says beside the file."""
    snapshots = desk.room.snapshots
    snapshots.bar.dismiss()
    snapshots._process.stop()  # what it holds open would go on
    snapshots.toggle()
    snapshots.export()
    desk.until(lambda: len(snapshots.bar.texts) == 2 and not snapshots.busy)
    return snapshots.bar.texts[1]
