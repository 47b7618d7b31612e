"""Rows out of CSV, XLSX and GeoJSON files, one at a time, with how far the reading has come."""

from __future__ import annotations

import csv
import gzip
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import IO, Any, NamedTuple, cast

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from domain.refusal import Refusal

#: Where a GeoJSON feature's place is put among its cells.
POINT_COLUMNS = ("geometry longitude", "geometry latitude")
_SAMPLE = 256 * 1024
_LARGEST_CELL = 1024 * 1024
_LARGEST_GEOJSON = 512 * 1024 * 1024


class Row(NamedTuple):
    """One line of a file. ``number`` is the line a person would look at (1 is the first line of the file);
    ``fault`` is a reason code when the line itself cannot be read."""

    number: int
    cells: dict[str, str]
    fault: str = ""


class Table(NamedTuple):
    """A file's columns and its rows; ``fraction`` (0..1) tells how much of the file has been read."""

    columns: list[str]
    rows: Iterator[Row]
    fraction: Callable[[], float]


def open_table(path: Path) -> Table:
    """The rows of a file, by its content rather than its name.

    Raises Refusal ``no_file``, ``unreadable`` or ``empty``."""
    try:
        with path.open("rb") as file:
            head = file.read(4)
    except OSError as error:
        raise Refusal("no_file", f"{path} cannot be opened ({error.strerror}). Check the name.") from error
    if head.startswith(b"PK\x03\x04"):
        return _xlsx(path)
    if _text_head(path).lstrip("\ufeff \r\n\t").startswith("{"):
        return _geojson(path)
    return _csv(path)


def read_geojson(path: Path) -> list[dict[str, Any]]:
    """The features of a GeoJSON file in WGS-84. Raises Refusal ``unreadable`` or ``wrong_coordinates``."""
    with _raw(path) as file:
        content = file.read(_LARGEST_GEOJSON + 1)
    if len(content) > _LARGEST_GEOJSON:
        raise Refusal("unreadable", f"{path.name} has more than {_LARGEST_GEOJSON >> 20} MB; split it.")
    try:
        document = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise Refusal("unreadable", f"{path.name} is not valid JSON ({error}).") from error
    if not isinstance(document, dict) or document.get("type") not in {"FeatureCollection", "Feature"}:
        raise Refusal("unreadable", f"{path.name} is not a GeoJSON feature collection.")
    system = str((document.get("crs") or {}).get("properties", {}).get("name", "")) if document.get("crs") else ""
    if system and not any(known in system for known in ("CRS84", "4326", "4490")):
        raise Refusal("wrong_coordinates", f"{path.name} is in {system}; save it as WGS-84 (EPSG:4326) and try again.")
    features = document["features"] if document["type"] == "FeatureCollection" else [document]
    if not isinstance(features, list):
        raise Refusal("unreadable", f"{path.name} has no list of features.")
    return [feature for feature in features if isinstance(feature, dict)]


def _raw(path: Path) -> IO[bytes]:
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
    return cast(IO[bytes], gzip.open(path, "rb")) if packed else path.open("rb")


def _text_head(path: Path) -> str:
    try:
        with _raw(path) as file:
            return file.read(_SAMPLE).decode("utf-8", "replace")
    except (OSError, EOFError, zipfile.BadZipFile) as error:
        raise Refusal("unreadable", f"{path.name} is damaged ({error}).") from error


def _encoding(path: Path) -> str:
    """UTF-8 when it is, else the superset of GBK that Chinese spreadsheets are saved in, else Latin-1."""
    with _raw(path) as file:
        sample = file.read(4 * 1024 * 1024)
    for name in ("utf-8-sig", "gb18030"):
        try:
            sample.decode(name)
        except UnicodeDecodeError as error:
            if error.start < len(sample) - 4:
                continue
        return name
    return "latin-1"


def _unique(names: list[str]) -> list[str]:
    seen: dict[str, int] = {}
    result = []
    for position, name in enumerate(names, 1):
        name = name.strip() or f"column {position}"
        seen[name] = seen.get(name, 0) + 1
        result.append(name if seen[name] == 1 else f"{name} {seen[name]}")
    return result


def _csv(path: Path) -> Table:
    size = max(path.stat().st_size, 1)
    head = _text_head(path)
    try:
        dialect: type[csv.Dialect] = csv.Sniffer().sniff("\n".join(head.splitlines()[:50]), delimiters=",;\t|")
    except csv.Error:
        dialect = csv.excel
    csv.field_size_limit(_LARGEST_CELL)
    file = path.open("rb")
    unpacked: Any = gzip.GzipFile(fileobj=file) if head and file.peek(2)[:2] == b"\x1f\x8b" else file
    text = io.TextIOWrapper(unpacked, encoding=_encoding(path), errors="replace", newline="")
    reader = csv.reader(text, delimiter=dialect.delimiter, quotechar='"', doublequote=True)
    columns = _unique(next(reader, []))
    if not columns:
        text.close()
        raise Refusal("empty", f"{path.name} has no header line.")

    def rows() -> Iterator[Row]:
        with file, text:
            while True:
                number = reader.line_num + 1
                try:
                    cells = next(reader)
                except StopIteration:
                    return
                except (csv.Error, EOFError, OSError) as error:
                    yield Row(number, {}, f"unreadable: {error}")
                    if not isinstance(error, csv.Error):
                        return
                    continue
                if not any(cell.strip() for cell in cells):
                    continue
                if len(cells) > len(columns) and any(cell.strip() for cell in cells[len(columns) :]):
                    yield Row(number, dict(zip(columns, cells, strict=False)), "too_many_cells")
                    continue
                yield Row(number, {name: cell.strip() for name, cell in zip(columns, cells, strict=False)})

    return Table(columns, rows(), lambda: min(1.0, file.tell() / size) if not file.closed else 1.0)


def _xlsx(path: Path) -> Table:
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        sheet = book.worksheets[0]
        lines = enumerate(sheet.iter_rows(values_only=True), 1)
        first = next((line for line in lines if sum(cell is not None for cell in line[1]) > 1), None)
    except (OSError, KeyError, ValueError, IndexError, InvalidFileException, zipfile.BadZipFile) as error:
        raise Refusal("unreadable", f"{path.name} is not a readable spreadsheet ({error}).") from error
    if first is None:
        raise Refusal("empty", f"{path.name} has no header line.")
    columns = _unique(["" if cell is None else str(cell) for cell in first[1]])
    total = max(sheet.max_row or 1, 1)
    at = [first[0]]

    def rows() -> Iterator[Row]:
        for number, cells in lines:
            at[0] = number
            if any(cell is not None for cell in cells):
                yield Row(number, {name: _cell(cell) for name, cell in zip(columns, cells, strict=False)})
        at[0] = total
        book.close()

    return Table(columns, rows(), lambda: min(1.0, at[0] / total))


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(" ")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _geojson(path: Path) -> Table:
    features = read_geojson(path)
    columns = list(dict.fromkeys(key for feature in features for key in (feature.get("properties") or {})))
    at = [0]

    def rows() -> Iterator[Row]:
        for number, feature in enumerate(features, 1):
            at[0] = number
            cells = {key: _cell(value) for key, value in (feature.get("properties") or {}).items()}
            geometry = feature.get("geometry") or {}
            place = geometry.get("coordinates") if geometry.get("type") == "Point" else None
            if isinstance(place, list) and len(place) >= 2:
                cells |= dict(zip(POINT_COLUMNS, map(str, place[:2]), strict=True))
            yield Row(number, cells)

    return Table([*columns, *POINT_COLUMNS], rows(), lambda: at[0] / max(len(features), 1))
