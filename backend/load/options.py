"""What ``main.py load`` can be asked for."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

import msgspec


class Kind(StrEnum):
    """What a file holds."""

    REPORTS = "reports"
    WORKERS = "workers"
    CAMERAS = "cameras"
    REGIONS = "regions"
    ROADS = "roads"


class LoadOptions(msgspec.Struct, frozen=True):
    """``columns``: field → column, for files whose columns are not found by themselves. ``kind``: empty for by content.
    ``zone``, ``datum``, ``title``, ``categories``, ``calendar``: empty for the usual. ``replace``: cameras take the
    place of those that are there. ``open_hours``: reports of the file's last hours that are open, older ones become
    history. ``workers``: how many a new city gets, 0 for the usual number. ``seed``: None for that of the city that is
    there, the usual one for a new city."""

    data: Path
    city: str
    files: tuple[Path, ...]
    kind: str = ""
    columns: dict[str, str] = {}
    title: str = ""
    zone: str = ""
    datum: str = ""
    categories: str = ""
    calendar: str = ""
    replace: bool = False
    open_hours: float = 24.0
    workers: int = 0
    seed: int | None = None
    preview: bool = False
    errors: Path | None = None
    database: str | None = None
