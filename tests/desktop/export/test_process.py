"""The process beside the desk: it makes files, is ended in the middle, and falls without taking anybody along."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from desktop.export.order import ExportOrder
from desktop.export.pipe import Request, Told
from desktop.export.process import ExportProcess
from desktop.export.record import Record, encode_header

ROOT = Path(__file__).parents[3]
MS = 30_000


class Desk:
    """Asks, and keeps what it is told."""

    def __init__(self, qtbot: QtBot, record: Record, folder: Path) -> None:
        self._qtbot, self._record = qtbot, record
        self.told: list[Told] = []
        self.ended: list[str] = []
        command = [sys.executable, str(ROOT / "main.py"), "export", "--worker", "--data", str(folder)]
        self.process = ExportProcess(command)
        self.process.told.connect(self.told.append)
        self.process.ended.connect(self.ended.append)

    def ask(self, number: int, order: ExportOrder, do: str = "write") -> None:
        pack = b"" if self.process.knows("town") else self._record.pack
        request = msgspec.convert({"do": do, "order": msgspec.to_builtins(order), "number": number}, Request)
        self.process.ask(request, pack, "town", encode_header(self._record.header), self._record.state)

    def until(self, number: int, what: str) -> Told:
        self._qtbot.waitUntil(lambda: any(one.number == number and getattr(one, what) for one in self.told), timeout=MS)
        return next(one for one in self.told if one.number == number and getattr(one, what))


@pytest.fixture
def desk(qtbot: QtBot, record: Record, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    desk = Desk(qtbot, record, tmp_path_factory.mktemp("data"))
    yield desk
    desk.process.stop()
    desk.process.deleteLater()


@pytest.mark.timeout(120)
def test_files_one_after_the_other(desk: Desk, tmp_path: Path, order: ExportOrder) -> None:
    picture = msgspec.structs.replace(order, out=str(tmp_path / "a.png"), size=(800, 600))
    desk.ask(1, picture, "prepare")
    desk.until(1, "ready")
    assert os.listdir(tmp_path) == []
    desk.ask(2, picture)
    desk.ask(3, msgspec.structs.replace(order, out=str(tmp_path / "none" / "a.pdf"), language="en"))
    desk.ask(4, msgspec.structs.replace(order, out=str(tmp_path / "a.geojson")))
    assert desk.until(2, "written").written == (tmp_path / "a.png").stat().st_size
    assert "does not exist" in desk.until(3, "failed").failed
    desk.until(4, "written")
    with Image.open(tmp_path / "a.png") as image:
        assert image.size == (800, 600)
    assert sorted(os.listdir(tmp_path)) == ["a.geojson", "a.png"]
    assert desk.ended == []


@pytest.mark.timeout(120)
def test_ended_in_the_middle_it_leaves_nothing_and_the_next_one_works(
    desk: Desk, tmp_path: Path, order: ExportOrder
) -> None:
    desk.ask(1, msgspec.structs.replace(order, out=str(tmp_path / "a.png"), size=(7680, 4320)))
    desk.until(1, "progress")
    desk.process.stop()
    assert os.listdir(tmp_path) == []
    assert (desk.process.running, desk.ended) == (False, [])
    desk.ask(2, msgspec.structs.replace(order, out=str(tmp_path / "b.gcs")))
    desk.until(2, "written")
    assert os.listdir(tmp_path) == ["b.gcs"]


@pytest.mark.timeout(120)
def test_a_process_that_falls_is_told(desk: Desk, qtbot: QtBot, tmp_path: Path, order: ExportOrder) -> None:
    desk.ask(1, msgspec.structs.replace(order, out=str(tmp_path / "a.gcs")))
    desk.until(1, "written")
    os.kill(desk.process.pid, signal.SIGKILL)
    qtbot.waitUntil(lambda: len(desk.ended) == 1, timeout=MS)
    assert not desk.process.running


def test_a_program_that_is_not_there_is_told(qtbot: QtBot, record: Record, order: ExportOrder) -> None:
    process = ExportProcess(["/nowhere/python"])
    with qtbot.waitSignal(process.ended, timeout=MS):
        process.ask(Request("write", order), record.pack, "town")
    process.deleteLater()
