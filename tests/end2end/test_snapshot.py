"""Ctrl+S on a real desk over a real backend: files are made while the room goes on, are cancelled, or refused."""

from __future__ import annotations

import os
from pathlib import Path

import openpyxl
import pytest
from PIL import Image

from tests.domain.small_city import middle_of
from tests.end2end.backend_process import BackendProcess
from tests.end2end.hand import Hand
from tests.end2end.open_desk import OpenDesk


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
