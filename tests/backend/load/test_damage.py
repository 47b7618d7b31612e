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

from backend.load.geojson import read_geojson
from backend.load.opening import kind_of, open_file
from backend.load.options import Kind
from backend.load.osm import read_extract
from backend.load.overlays import OverlayReader
from backend.load.regions import read_areas
from domain.datum import Datum
from domain.refusal import Refusal
from tests.backend.load.loading import CALLS, STREETS
from tests.domain.small_city import small_city

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


def overlays() -> bytes:
    ring = [[117.2, 34.26], [117.23, 34.26], [117.23, 34.27], [117.2, 34.26]]
    said = {"kind": "police", "code": "P1", "officer": "x", "grids": ["320302001001001"]}
    made = [
        {"type": "Feature", "properties": said | {"code": f"P{place}", "grids": [] if place % 2 else said["grids"]},
         "geometry": {"type": "Polygon", "coordinates": [ring]}}
        for place in range(9)
    ]  # fmt: skip
    return json.dumps({"type": "FeatureCollection", "features": made}).encode()


SEEDS = {
    "calls.csv": CALLS.read_bytes()[:20_000],
    "calls.csv.gz": gzip.compress(CALLS.read_bytes()[:20_000]),
    "calls.xlsx": spreadsheet(),
    "areas.geojson": areas(),
    "overlays.geojson": overlays(),
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
    elif kind is Kind.OVERLAYS:
        opened = open_file(path, kind, {}, ZoneInfo("UTC"))
        shapes = [one.geometry for one in read_geojson(path)]
        found = OverlayReader(small_city(), opened.mapping, Datum.WGS84, None).read(list(opened.table.rows), shapes)
        assert len(found.grids) + len(found.refused) == len(shapes)
    else:
        for row in open_file(path, kind, {}, ZoneInfo("UTC")).table.rows:
            assert row.cells or row.fault
