"""Ctrl+S on a real desk over a real backend: files are made while the room goes on, are cancelled, or refused."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec
import openpyxl
import pytest
from PIL import Image

from domain.casefilter import CaseFilter
from tests.domain.small_city import middle_of
from tests.end2end.backend_process import BackendProcess
from tests.end2end.hand import Hand
from tests.end2end.open_desk import OpenDesk
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
