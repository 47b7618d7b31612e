"""What ``main.py load`` can be asked for."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

import msgspec

from domain.overlay import OverlayKind


class Kind(StrEnum):
    """What a file holds."""

    REPORTS = "reports"
    WORKERS = "workers"
    CAMERAS = "cameras"
    OVERLAYS = "overlays"
    REGIONS = "regions"
    ROADS = "roads"


#: What can be said a file holds: overlay grids also of one kind, when its rows do not say which.
KINDS: tuple[str, ...] = (*Kind, *OverlayKind)


class LoadOptions(msgspec.Struct, frozen=True):
    """``columns``: field → column, for files whose columns are not found by themselves. ``kind``: of ``KINDS``, empty
    for by content. ``zone``, ``datum``, ``title``, ``categories``, ``calendar``: empty for the usual. ``replace``:
    cameras and overlay grids take the place of those that are there. ``open_hours``: reports of the file's last hours
    that are open, older ones become history. ``workers``: how many a new city gets, 0 for the usual number. ``seed``:
    None for that of the city that is there, the usual one for a new city."""

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

    @property
    def overlay_kind(self) -> OverlayKind | None:
        """The kind that was said for overlay grids that do not say it themselves."""
        return OverlayKind(self.kind) if self.kind in set(OverlayKind) else None

    @property
    def said_kind(self) -> Kind | None:
        """What was said the files hold."""
        if self.overlay_kind is not None:
            return Kind.OVERLAYS
        return Kind(self.kind) if self.kind else None
