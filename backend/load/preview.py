"""What ``load --preview`` shows: what a file would be taken for, without keeping anything."""

from __future__ import annotations

import json
from datetime import datetime, tzinfo
from itertools import islice
from pathlib import Path

from backend.load.columns import Mapping
from backend.load.opening import Opened, datum_of, open_file
from backend.load.options import Kind, LoadOptions
from backend.load.osm import read_extract
from backend.load.overlay_kinds import kind_of_row
from backend.load.regions import read_areas
from backend.load.severities import UnknownSeverities
from backend.load.tables import Row
from backend.load.telling import Tally, Teller
from domain.overlay import OverlayKind
from domain.refusal import Refusal

_ROWS = 5


def preview(path: Path, kind: Kind, options: LoadOptions, zone: tzinfo, teller: Teller, tally: Tally) -> None:
    """Columns and first rows of a table (one JSON object a line on standard output), or what a map file holds.

    Raises Refusal."""
    teller.say(f"{path.name} holds {kind}.")
    if kind is Kind.ROADS:
        extract = read_extract(path)
        roads = extract.roads
        teller.say(f"  {len(roads.nodes)} nodes, {len(roads.start)} segments, {len(roads.names)} street names.")
        tally.read += extract.read
        return
    if kind is Kind.REGIONS:
        areas, left_out = read_areas(path, datum_of(options.datum, Mapping({}), path))
        teller.say(f"  {len(areas)} areas: {', '.join(area.name for area in areas[:8])} …")
        for number, why in left_out:
            teller.say(f"  feature {number} would be left out. {why}")
        tally.read += len(areas) + len(left_out)
        return
    opened = open_file(path, kind, options.columns, zone)
    teller.columns(path, opened.mapping)
    unused = [column for column in opened.table.columns if column not in opened.mapping.columns.values()]
    if unused:
        teller.say(f"{path.name}: not used: {', '.join(unused)}.")
    unknown = UnknownSeverities()
    for row in islice(opened.table.rows, _ROWS):
        print(json.dumps({"line": row.number, **_shown(row, opened, kind, options.overlay_kind)}, ensure_ascii=False))
        tally.read += 1
        if kind is Kind.REPORTS:
            unknown.look(opened.mapping.get(row.cells, "severity"), row.number)
    if unknown.told:
        teller.say(f"{path.name}: {unknown.told}")


def _shown(row: Row, opened: Opened, kind: Kind, usual: OverlayKind | None) -> dict[str, object]:
    _, mapping, times = opened
    shown: dict[str, object] = {field: mapping.get(row.cells, field) for field in mapping.columns}
    try:
        if row.fault:
            raise Refusal(row.fault, row.why)
        if kind is Kind.OVERLAYS:
            shown["kind"] = kind_of_row(mapping, row, usual)
        elif kind is not Kind.WORKERS:
            shown["lon"], shown["lat"] = mapping.place(row.cells)
        if "time" in mapping.columns:
            at = times.read(mapping.get(row.cells, "time"))
            shown["time"] = datetime.fromtimestamp(at, times.zone).isoformat()
    except Refusal as refusal:
        shown["refused"] = refusal.sentence
    return shown
