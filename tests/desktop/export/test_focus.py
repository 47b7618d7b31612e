"""Part of the room as files: only its cases, areas and people, and they say so."""

from __future__ import annotations

import io
import json

import msgspec
import openpyxl
import pypdf
import pytest
from PIL import Image, ImageChops

from desktop.export.focus import focused
from desktop.export.order import ExportOrder
from desktop.export.record import Record, open_city
from desktop.export.studio import Studio
from desktop.export.writing import NotWritten
from domain.casefilter import CaseFilter
from domain.category import Severity

WEST_STREET = CaseFilter(regions=("320302001",))


def made(studio: Studio, record: Record, order: ExportOrder, ending: str, chosen: CaseFilter) -> bytes:
    wanted = msgspec.structs.replace(order, out=f"x.{ending}", chosen=chosen)
    return studio.make(record, wanted, lambda *_: None).content


def test_only_the_cases_areas_and_people_of_a_street(studio: Studio, record: Record, order: ExportOrder) -> None:
    found = json.loads(made(studio, record, order, "geojson", WEST_STREET))
    names = {one["id"].partition(":")[2] for one in found["features"]}
    assert {"red", "yellow", "late", "going"} <= names
    assert not {"paused", "pile1", "pile2", "pile3"} & names
    assert {one["properties"]["name"] for one in found["features"] if one["properties"]["kind"] == "region"} == {
        "街道1", "社区1", "社区2"
    }  # fmt: skip
    assert found["grid_command"]["period"].endswith("仅含 街道1")

    book = openpyxl.load_workbook(io.BytesIO(made(studio, record, order, "xlsx", WEST_STREET)))
    cells = [cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell]
    assert {"社区1", "社区2", "员g4", "员s1"} <= set(cells)
    assert not {"社区3", "员g5", "员s2", "员p1"} & set(cells)

    pages = pypdf.PdfReader(io.BytesIO(made(studio, record, order, "pdf", WEST_STREET))).pages
    text = "\n".join(page.extract_text() for page in pages)
    assert "仅含 街道1" in text and "社区2" in text and "社区3" not in text

    page = made(studio, record, order, "html", WEST_STREET).decode()
    assert "仅含 街道1" in page
    assert "社区2" in page and "社区3" not in page


def test_the_map_goes_there_unless_it_is_told_where(studio: Studio, record: Record, order: ExportOrder) -> None:
    city = open_city(record.pack)
    asked = msgspec.structs.replace(order, chosen=WEST_STREET)
    west, south, east, north = focused(asked, city).extent or (0, 0, 0, 0)
    assert 117.19 < west < 117.20 and 117.24 < east < 117.25
    assert 34.25 < south < 34.26 and 34.27 < north < 34.28
    told = msgspec.structs.replace(asked, extent=(117.2, 34.26, 117.21, 34.27))
    assert focused(told, city) == told
    assert focused(order, city) == order
    whole, part = (
        Image.open(io.BytesIO(made(studio, record, order, "png", chosen))) for chosen in (CaseFilter(), WEST_STREET)
    )
    assert ImageChops.difference(whole.convert("RGB"), part.convert("RGB")).getbbox() is not None


def test_what_is_chosen_on_a_desk(studio: Studio, record: Record, order: ExportOrder) -> None:
    found = json.loads(made(studio, record, order, "geojson", CaseFilter(severities=(Severity.RED,), words="垃圾")))
    assert {one["id"] for one in found["features"] if one["properties"]["kind"] == "incident"} == {
        "incident:red",
        "incident:pile2",
    }
    assert len([one for one in found["features"] if one["properties"]["kind"] == "region"]) == 7
    assert "“垃圾”" in found["grid_command"]["period"]


def test_the_room_itself_is_always_whole(studio: Studio, record: Record, order: ExportOrder) -> None:
    assert made(studio, record, order, "gcs", WEST_STREET) == made(studio, record, order, "gcs", CaseFilter())


def test_an_area_there_is_not(studio: Studio, record: Record, order: ExportOrder) -> None:
    with pytest.raises(NotWritten, match="小城没有编码为 999 的区域"):
        made(studio, record, order, "png", CaseFilter(regions=("320302001", "999")))
