"""``main.py export`` as a person runs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PIL import Image

from desktop.export.command import ExportOptions, read_record, what_cannot_be
from desktop.export.order import orders_of
from desktop.export.origin import Origin
from desktop.export.record import decode_record, encode_record, open_city, open_picture
from desktop.export.taking import moment_of
from desktop.export.writing import NotWritten
from domain.city import pack_city
from tests.desktop.export.town_record import record_of_town
from tests.domain.small_city import small_city

ROOT = Path(__file__).parents[3]


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    around = {key: value for key, value in os.environ.items() if key not in {"DISPLAY", "QT_QPA_PLATFORM"}}
    command = [sys.executable, str(ROOT / "main.py"), "export", *map(str, arguments)]
    return subprocess.run(
        command, env=around, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.timeout(120)
def test_the_present_of_an_own_backend_and_again_from_the_file(tmp_path: Path) -> None:
    (tmp_path / "data" / "small").mkdir(parents=True)
    (tmp_path / "data" / "small" / "city.pack").write_bytes(pack_city(small_city()))
    own = ("--data", tmp_path / "data", "--city", "small", "--simulate", 0)
    picture, kept = tmp_path / "a.png", tmp_path / "a.gcs"
    done = run(*own, "--out", picture, "--out", kept, "--size", "800x600", "--dpi", 200, "--lang", "en")
    assert done.returncode == 0, done.stderr
    assert [line.split()[0] for line in done.stdout.splitlines()] == [str(picture), str(kept)]
    with Image.open(picture) as image:
        assert image.size == (800, 600)
        assert image.info["dpi"] == pytest.approx((200, 200), abs=0.1)
    record = decode_record(kept.read_bytes())
    assert len(open_picture(open_city(record.pack), record.state).workers) == 15
    assert (record.header.city, record.header.live, record.header.simulated) == ("small", True, False)

    again = run("--situation", kept, "--out", tmp_path / "b.xlsx", "--out", tmp_path / "b.gcs", "--progress", "json")
    assert again.returncode == 0, again.stderr
    told = [json.loads(line) for line in again.stdout.splitlines()]
    assert [one["written"] for one in told if "written" in one] == [
        (tmp_path / name).stat().st_size for name in ("b.xlsx", "b.gcs")
    ]
    assert [one["progress"] for one in told if one.get("number") == 0 and "progress" in one] == sorted(
        one["progress"] for one in told if one.get("number") == 0 and "progress" in one
    )
    assert "总览" in openpyxl.load_workbook(tmp_path / "b.xlsx").sheetnames
    assert (tmp_path / "b.gcs").read_bytes() == kept.read_bytes()

    past = run(*own, "--out", tmp_path / "c.geojson", "--at", "2001-01-01T08:00", "--lang", "en")
    assert past.returncode == 1
    assert "journal begins later" in past.stderr.splitlines()[-1]
    assert not (tmp_path / "c.geojson").exists()


def test_what_cannot_be_is_said_before_anything_is_done(qapp: object, tmp_path: Path) -> None:
    damaged, whole = tmp_path / "damaged.gcs", tmp_path / "whole.gcs"
    whole.write_bytes(encode_record(record_of_town()))
    damaged.write_bytes(whole.read_bytes()[:-1])

    def options(*out: Path, **more: Any) -> ExportOptions:
        wishes = {key: more.pop(key) for key in ("size",) if key in more}
        return ExportOptions(Origin(tmp_path, "small"), orders_of(out, **wishes), **more)

    for given, words in (
        (options(), "--out FILE; the ending is the format: .png .pdf .html .xlsx .geojson .gcs"),
        (options(tmp_path / "a.docx"), "“.docx” is no format there is"),
        (options(tmp_path / "a"), "“a” is no format there is"),
        (options(tmp_path / "nowhere" / "a.pdf"), "does not exist"),
        (options(tmp_path / "a.pdf", tmp_path / "a.doc"), ".doc"),
        (options(tmp_path / "a.png", size=(16384, 16384)), "too large"),
        (options(tmp_path / "a.pdf", situation=whole, at="2026-03-02"), "of one moment"),
    ):
        assert words in what_cannot_be(given)
    assert what_cannot_be(options(tmp_path / "a.pdf")) == ""
    with pytest.raises(NotWritten, match="damaged or of another version"):
        read_record(damaged)
    with pytest.raises(NotWritten, match="cannot be read"):
        read_record(tmp_path / "none.gcs")
    assert read_record(whole).header.city == "small"


def test_a_sentence_and_no_traceback(tmp_path: Path) -> None:
    done = run("--out", tmp_path / "a.docx")
    assert done.returncode == 2
    assert done.stderr == "没有“.docx”这种格式。文件名请以下列之一结尾：.png .pdf .html .xlsx .geojson .gcs。\n"
    assert os.listdir(tmp_path) == []


def test_times_are_the_citys_own_unless_they_say() -> None:
    noon = moment_of("2026-03-02T12:00", "Asia/Shanghai")
    assert noon == moment_of("2026-03-02T04:00Z", "Asia/Shanghai") == moment_of("2026-03-02 12:00:00+08:00", "UTC")
    with pytest.raises(ValueError, match="yesterday"):
        moment_of("yesterday", "Asia/Shanghai")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [(("--extent", "1,2,3"), "WEST,SOUTH,EAST,NORTH"), (("--dpi", "10"), "a resolution from 30 to 1200")],
)
def test_wrong_options_are_named(arguments: tuple[str, ...], words: str) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert words in done.stderr.splitlines()[-1]
