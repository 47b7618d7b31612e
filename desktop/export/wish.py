"""What a person chose in the panel, as orders."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from desktop.export.order import PLAIN_LOOK, ExportOrder, Extent, MapLook
from desktop.export.plain import file_name
from domain.casefilter import EVERYTHING, CaseFilter
from widgets.snapshot_choice import SIZES, SnapshotChoice


def orders_for(
    choice: SnapshotChoice,
    city: str,
    at: float,
    zone: str,
    language: str,
    extent: Extent,
    chosen: CaseFilter,
    look: MapLook = PLAIN_LOOK,
) -> tuple[ExportOrder, ...]:
    """An order for each format, with names that tell city and moment and never overwrite another file. ``extent``:
    what the desk's map shows, ``chosen``: the cases that are chosen on it, ``look``: of its ground."""
    moment = datetime.fromtimestamp(at, ZoneInfo(zone)).strftime("%Y%m%d-%H%M%S")
    width, height, dpi = SIZES[choice.size]
    return tuple(
        ExportOrder(
            out=str(_free(Path(choice.folder), f"{file_name(city, 40)}-{moment}", ending)),
            language="en" if language.startswith("en") else "zh",
            theme="dark" if choice.theme == "dark" else "light",
            size=(width, height),
            dpi=dpi,
            extent=extent if choice.view else None,
            people=choice.people,
            details=choice.details,
            chosen=chosen if choice.part else EVERYTHING,
            look=PLAIN_LOOK if choice.plain else look,
        )
        for ending in choice.formats
    )


def _free(folder: Path, stem: str, ending: str) -> Path:
    path, number = folder / f"{stem}.{ending}", 1
    while path.exists():
        number += 1
        path = folder / f"{stem}-{number}.{ending}"
    return path
