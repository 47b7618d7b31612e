"""The workbook, opened with openpyxl: texts are texts, numbers are numbers, times are times."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from desktop.export.order import ExportOrder
from desktop.export.plain import plain
from desktop.export.record import Record
from desktop.export.studio import Studio
from desktop.export.workbook import Formats, write_text
from tests.desktop.export.town_record import HOSTILE, record_of_hostile_town
from tests.maps.town import NOW, matters
from tests.seeking import tried


def made(studio: Studio, record: Record, order: ExportOrder, **changes: object) -> bytes:
    return studio.make(record, msgspec.structs.replace(order, out="x.xlsx", **changes), lambda *_: None).content


def opened(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


def formulas(content: bytes) -> list[str]:
    """What the sheets themselves would calculate or link to."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        sheets = [name for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
        found = [hit for name in sheets for hit in re.findall(r"<f[ >].*?</f>|<hyperlink", parts.read(name).decode())]
        return found + [name for name in parts.namelist() if "external" in name.lower() or name.endswith(".bin")]


def test_the_lists_are_there(studio: Studio, record: Record, order: ExportOrder) -> None:
    book = opened(made(studio, record, order))
    assert book.sheetnames == ["总览", "未结事件", "分区域情况", "人员"]
    sheet = book["未结事件"]
    heads = [cell.value for cell in sheet[1]]
    rows = [dict(zip(heads, (cell.value for cell in row), strict=True)) for row in sheet.iter_rows(min_row=2)]
    assert {row["编号"] for row in rows} == {one.id for one in matters()}
    late = next(row for row in rows if row["编号"] == "late")
    assert rows[0] is late, "what hurts most comes first"
    assert late["剩余小时"] == pytest.approx(-60 / 3600, abs=0.01)
    due = datetime.fromtimestamp(NOW - 60, ZoneInfo("Asia/Shanghai")).replace(tzinfo=None)
    assert abs((late["截止时间"] - due).total_seconds()) < 1
    assert isinstance(late["经度"], float)
    assert sheet.auto_filter.ref is not None
    assert sheet.freeze_panes == "C2"
    assert [len(one._charts) for one in book.worksheets] == [2, 0, 0, 0]
    areas = [[cell.value for cell in row] for row in book["分区域情况"].iter_rows(min_row=2)]
    assert sum(row[3] for row in areas) == len(matters())


def test_english_and_without_people(studio: Studio, record: Record, order: ExportOrder) -> None:
    book = opened(made(studio, record, order, language="en", people=False))
    assert book.sheetnames == ["Overview", "Incidents (open)", "Area by area"]


def test_hostile_words_are_never_formulas(studio: Studio, order: ExportOrder) -> None:
    content = made(studio, record_of_hostile_town(), order)
    assert formulas(content) == []
    book = opened(content)
    texts = {
        cell.value for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.data_type == "s"
    }
    for text in HOSTILE:
        assert plain(text.encode("utf-8", "replace").decode(), 120) in texts
    risky = [
        cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row
        if isinstance(cell.value, str) and cell.value.startswith(("=", "+", "-", "@"))
    ]  # fmt: skip
    assert risky
    assert all(cell.quotePrefix for cell in risky), "editing the cell would make it a formula"
    assert all(cell.hyperlink is None for cell in risky)


@tried(25)
@given(st.lists(st.text(st.characters(), max_size=40) | st.sampled_from(HOSTILE), min_size=1, max_size=30))
def test_any_text_comes_back_as_that_text(texts: list[str]) -> None:
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet, formats = book.add_worksheet(), Formats(book)
    for line, text in enumerate(texts):
        write_text(sheet, line, 0, text, "text", formats)
        sheet.write_number(line, 1, line)
    book.close()
    assert formulas(made.getvalue()) == []
    back = [row[0] for row in opened(made.getvalue()).active.iter_rows(max_col=1, values_only=True)]
    assert [text or "" for text in back] == [plain(text, 32_000) for text in texts]
