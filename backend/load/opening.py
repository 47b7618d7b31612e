"""A file made ready to be read: what it holds, its columns, its times, its datum."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import tzinfo
from itertools import islice
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from backend.load.columns import Mapping, datum_named, find_columns
from backend.load.geojson import read_geojson
from backend.load.names import CAMERA_NAMES, OVERLAY_NAMES, REPORT_NAMES, WORKER_NAMES
from backend.load.options import Kind
from backend.load.osm import is_extract
from backend.load.overlay_kinds import kind_named
from backend.load.tables import POINT_COLUMNS, Row, Table, open_table
from backend.load.times import TimeReader, reader_for
from domain.datum import Datum
from domain.refusal import Refusal

#: Rows on which columns are recognised.
_SAMPLE = 2000
NAMES = {Kind.REPORTS: REPORT_NAMES, Kind.WORKERS: WORKER_NAMES, Kind.CAMERAS: CAMERA_NAMES,
         Kind.OVERLAYS: OVERLAY_NAMES}  # fmt: skip


class Opened(NamedTuple):
    """A table from its beginning, and how to read it."""

    table: Table
    mapping: Mapping
    times: TimeReader


def open_file(path: Path, kind: Kind, columns: dict[str, str], zone: tzinfo) -> Opened:
    """Columns are found on the first rows; ``columns`` (field → column) wins. Raises Refusal."""
    table = open_table(path)
    sample = list(islice(table.rows, _SAMPLE))
    cells = [row.cells for row in sample if not row.fault]
    mapping = find_columns(table.columns, cells, NAMES[kind], columns)
    if kind in (Kind.REPORTS, Kind.CAMERAS) and not mapping.has_places:
        raise Refusal(
            "no_columns",
            f"{path.name} has no columns that look like positions ({', '.join(table.columns[:12])}); name them with "
            "--map lon=COLUMN --map lat=COLUMN, or say what the file is with --as.",
        )
    times = reader_for(mapping.columns.get("time", ""), [mapping.get(row, "time") for row in cells], zone)

    def rows() -> Iterator[Row]:
        yield from sample
        yield from table.rows

    return Opened(Table(table.columns, rows(), table.fraction), mapping, times)


def kind_of(path: Path) -> Kind:
    """What a file holds, by its content. Raises Refusal."""
    if not path.is_file():
        raise Refusal("no_file", f"{path} is not there. Check the name.")
    if is_extract(path):
        return Kind.ROADS
    table = open_table(path)
    sample = [row.cells for row in islice(table.rows, 200) if not row.fault]
    overlays = _hold_overlays(table, sample)
    if POINT_COLUMNS[0] in table.columns and {feature.kind for feature in read_geojson(path)[:50]} & {
        "Polygon",
        "MultiPolygon",
    }:
        return Kind.OVERLAYS if overlays else Kind.REGIONS
    if overlays and "grids" in find_columns(table.columns, sample, OVERLAY_NAMES, {}).columns:
        return Kind.OVERLAYS
    if find_columns(table.columns, sample, REPORT_NAMES, {}).has_places:
        return Kind.REPORTS
    people = find_columns(table.columns, sample, WORKER_NAMES, {}).columns
    if "name" in people and {"phone", "region", "role"} & set(people):
        return Kind.WORKERS
    raise Refusal(
        "unknown_content",
        f"{path.name} has no columns that look like positions ({', '.join(table.columns[:12])}); name them with "
        "--map lon=COLUMN --map lat=COLUMN, and say what the file is with --as.",
    )


def _hold_overlays(table: Table, sample: list[dict[str, str]]) -> bool:
    """Whether most rows say which kind of overlay grid they are."""
    mapping = find_columns(table.columns, sample, OVERLAY_NAMES, {})
    kinds = [kind_named(mapping.get(row, "kind")) is not None for row in sample]
    return bool(kinds) and sum(kinds) >= 0.5 * len(kinds)


def datum_of(given: str, mapping: Mapping, path: Path) -> Datum:
    """The datum the user named, WGS-84 when nobody says otherwise. Never guessed: raises Refusal ``datum_unsaid`` when
    the columns speak of another one and the user of none, ``unknown_datum`` for one that is not known."""
    if given:
        try:
            return Datum.named(given)
        except ValueError as error:
            raise Refusal("unknown_datum", f"{error}.") from error
    named = datum_named(mapping)
    if named is not None:
        raise Refusal(
            "datum_unsaid",
            f"{path.name} calls its positions {named.value.upper()}; say so with --datum {named.value}, or --datum "
            "wgs84 if that is not true.",
        )
    return Datum.WGS84


def zone_of(name: str) -> ZoneInfo:
    """A time zone by its name, UTC for none. Raises Refusal ``unknown_zone``."""
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise Refusal("unknown_zone", f"There is no time zone {name!r}; give one like Asia/Shanghai.") from error
