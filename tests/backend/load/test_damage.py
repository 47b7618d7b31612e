"""Files with bytes changed, lost and added: they are read or refused with a sentence, never anything else."""

from __future__ import annotations

import gzip
import json
import random
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from backend.load.opening import kind_of, open_file
from backend.load.options import Kind
from backend.load.osm import read_extract
from backend.load.regions import read_areas
from domain.refusal import Refusal
from tests.backend.load.loading import CALLS, STREETS

_TIMES = 60


def spreadsheet() -> bytes:
    content = BytesIO()
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["id", "lon", "lat"])
    for number in range(60):
        sheet.append([number, 117.2, 34.2])
    book.save(content)
    return content.getvalue()


def areas() -> bytes:
    ring = [[1, 1], [2, 1], [2, 2], [1, 1]]
    area = {"type": "Feature", "properties": {"name": "x"}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    return json.dumps({"type": "FeatureCollection", "features": [area] * 9}).encode()


SEEDS = {
    "calls.csv": CALLS.read_bytes()[:20_000],
    "calls.csv.gz": gzip.compress(CALLS.read_bytes()[:20_000]),
    "calls.xlsx": spreadsheet(),
    "areas.geojson": areas(),
    "roads.osm": gzip.decompress(STREETS.read_bytes())[:40_000] + b"</osm>",
    "roads.osm.gz": STREETS.read_bytes(),
}


def spoiled(content: bytes, dice: random.Random) -> bytes:
    data = bytearray(content)
    for _ in range(dice.choice([1, 3, 30])):
        at, what = dice.randrange(len(data)), dice.random()
        if what < 0.6:
            data[at] = dice.randrange(256)
        elif what < 0.8:
            del data[at : at + dice.randrange(1, 50)]
        else:
            data[at:at] = dice.randbytes(dice.randrange(1, 20))
    return bytes(data[: dice.randrange(len(data))] if dice.random() < 0.2 else data)


@pytest.mark.parametrize("name", SEEDS)
def test_spoiled_files(tmp_path: Path, name: str) -> None:
    dice = random.Random(name)
    path = tmp_path / name
    for _ in range(_TIMES):
        path.write_bytes(spoiled(SEEDS[name], dice))
        try:
            read(path)
        except Refusal as refusal:
            assert refusal.code
            assert path.name in refusal.sentence


def read(path: Path) -> None:
    kind = kind_of(path)
    if kind is Kind.ROADS:
        read_extract(path)
    elif kind is Kind.REGIONS:
        read_areas(path)
    else:
        for row in open_file(path, kind, {}, ZoneInfo("UTC")).table.rows:
            assert row.cells or row.fault
