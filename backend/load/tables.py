"""Rows out of CSV, XLSX and GeoJSON files, one at a time, with how far the reading has come."""

from __future__ import annotations

import csv
import io
import warnings
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any, NamedTuple
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from backend.load.files import DAMAGE, head_of, opened
from backend.load.geojson import read_geojson
from domain.refusal import Refusal

#: Where a GeoJSON feature's place is put among its cells.
POINT_COLUMNS = ("geometry longitude", "geometry latitude")
_SAMPLE = 4 * 1024 * 1024
_SNIFFED_LINES = 50
_LARGEST_CELL = 1024 * 1024
_SHEET_DAMAGE = (*DAMAGE, KeyError, ValueError, IndexError, TypeError, AttributeError, NotImplementedError,
                 RuntimeError, InvalidFileException, zipfile.BadZipFile, ParseError)  # fmt: skip


class Row(NamedTuple):
    """One line of a file. ``number`` is the line a person would look at (1 is the first line of the file);
    ``fault`` is a reason code when the line itself cannot be read, ``why`` the sentence."""

    number: int
    cells: dict[str, str]
    fault: str = ""
    why: str = ""


class Table(NamedTuple):
    """A file's columns and its rows; ``fraction`` (0..1) tells how much of the file has been read."""

    columns: list[str]
    rows: Iterator[Row]
    fraction: Callable[[], float]


def open_table(path: Path) -> Table:
    """The rows of a file, by its content rather than its name.

    Raises Refusal ``no_file``, ``unreadable`` or ``empty``."""
    head = head_of(path, _SAMPLE)
    if head.startswith(b"PK\x03\x04"):
        return _xlsx(path)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refusal("unreadable", f"{path.name} is an old Excel file (.xls); save it as .xlsx or .csv and try again.")
    if head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{"):
        return _geojson(path)
    return _csv(path, head)


def _encoding(sample: bytes) -> str:
    """UTF-8 when it is, UTF-16 when it says so, else the superset of GBK that Chinese spreadsheets are saved in, else
    Latin-1."""
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    for name in ("utf-8-sig", "gb18030"):
        try:
            sample.decode(name)
        except UnicodeDecodeError as error:
            if error.start < len(sample) - 4:  # not a sign that the sample cuts in two
                continue
        return name
    return "latin-1"


def _delimiter(text: str) -> str:
    """What parts cells: the sign that is in every line, most often in the first."""
    lines = [line for line in text.splitlines()[:_SNIFFED_LINES] if line.strip()]
    counts = {sign: lines[0].count(sign) if lines else 0 for sign in "\t;|,"}
    return max(counts, key=lambda sign: counts[sign]) if any(counts.values()) else ","


def _unique(names: list[str]) -> list[str]:
    seen: dict[str, int] = {}
    result = []
    for position, name in enumerate(names, 1):
        name = name.strip() or f"column {position}"
        seen[name] = seen.get(name, 0) + 1
        result.append(name if seen[name] == 1 else f"{name} {seen[name]}")
    return result


def _csv(path: Path, head: bytes) -> Table:
    size = max(path.stat().st_size, 1)
    encoding = _encoding(head)
    if b"\0" in head and encoding != "utf-16":
        raise Refusal("unreadable", f"{path.name} is neither a table nor a map this program knows (it is binary).")
    csv.field_size_limit(_LARGEST_CELL)
    raw, unpacked = opened(path)
    text = io.TextIOWrapper(unpacked, encoding=encoding, errors="replace", newline="")
    reader = csv.reader(text, delimiter=_delimiter(head.decode(encoding, "replace")))
    try:
        header = next(reader, [])
    except (*DAMAGE, csv.Error) as error:
        _close(text, raw)
        raise Refusal("unreadable", f"{path.name} is damaged ({error}).") from error
    if not any(name.strip() for name in header):
        _close(text, raw)
        raise Refusal("empty", f"{path.name} is empty: it has no header line.")
    columns = _unique(header)
    return Table(columns, _lines(raw, text, reader, columns), lambda: 1.0 if raw.closed else raw.tell() / size)


def _close(*files: IO[Any]) -> None:
    """Closing what unpacks does not close what it reads from."""
    for file in files:
        file.close()


def _lines(raw: IO[bytes], text: io.TextIOWrapper, reader: Iterator[list[str]], columns: list[str]) -> Iterator[Row]:
    with raw, text:
        while True:
            number = int(getattr(reader, "line_num", 0)) + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield Row(number, {}, "unreadable", f"The line cannot be read ({error}).")
                continue
            except DAMAGE as error:
                yield Row(number, {}, "damaged", f"The file is damaged from here on ({error}); all before was read.")
                return
            if not any(cell.strip() for cell in cells):
                continue
            row = {name: cell.strip() for name, cell in zip(columns, cells, strict=False)}
            if len(cells) > len(columns) and any(cell.strip() for cell in cells[len(columns) :]):
                why = f"The line has {len(cells)} cells, the header {len(columns)}; quote cells with separators."
                yield Row(number, row, "too_many_cells", why)
            else:
                yield Row(number, row)


def _xlsx(path: Path) -> Table:
    file, _ = opened(path)  # by its content: openpyxl would look at the name
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions nobody asks for here
            sheet = openpyxl.load_workbook(file, read_only=True, data_only=True).worksheets[0]
            lines = enumerate(sheet.iter_rows(values_only=True), 1)
            first = next((line for line in lines if sum(cell is not None for cell in line[1]) > 1), None)
    except _SHEET_DAMAGE as error:
        file.close()
        raise Refusal("unreadable", f"{path.name} is not a readable spreadsheet ({error}).") from error
    if first is None:
        file.close()
        raise Refusal("empty", f"{path.name} is empty: it has no header line.")
    columns = _unique(["" if cell is None else str(cell) for cell in first[1]])
    total = max(sheet.max_row or 1, 1)
    at = [first[0]]

    def rows() -> Iterator[Row]:
        try:
            for number, cells in lines:
                at[0] = number
                if any(cell is not None for cell in cells):
                    yield Row(number, {name: _cell(cell) for name, cell in zip(columns, cells, strict=False)})
        except _SHEET_DAMAGE as error:
            yield Row(at[0] + 1, {}, "damaged", f"The sheet is damaged from here on ({error}); all before was read.")
        finally:
            at[0] = total
            file.close()

    return Table(columns, rows(), lambda: min(1.0, at[0] / total))


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return ", ".join(map(_cell, value))
    if isinstance(value, datetime | date):
        return value.isoformat(" ") if isinstance(value, datetime) else value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value).strip()


def _geojson(path: Path) -> Table:
    features = read_geojson(path)
    columns = list(dict.fromkeys(key for feature in features for key in feature.properties))
    at = [0]

    def rows() -> Iterator[Row]:
        for number, feature in enumerate(features, 1):
            at[0] = number
            cells = {key: _cell(value) for key, value in feature.properties.items()}
            place = feature.point
            if place is not None:
                cells |= dict(zip(POINT_COLUMNS, map(str, place), strict=True))
            yield Row(number, cells)

    return Table([*columns, *POINT_COLUMNS], rows(), lambda: at[0] / max(len(features), 1))
