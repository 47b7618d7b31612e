"""What somebody wants to have: which file, in which language and look, how large, what is on it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from domain.casefilter import EVERYTHING, CaseFilter
from maps.tiles.base import Base

#: West, south, east, north in degrees (WGS-84).
Extent = tuple[float, float, float, float]
Pixels = Annotated[int, Meta(ge=200, le=16384)]
#: No picture has more pixels than the largest wall (7680 × 4320) has, twice.
MOST_PIXELS = 2 * 7680 * 4320


class MapLook(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the ground of the map looks. ``figure``: code of the figure its areas are coloured by, as in
    ``resources/area_figures.toml``; empty: they are not. ``base``: tiles instead of the city's own ground.
    ``strengths``: how strong (0..1) layers are that a person has dimmed, by their code."""

    figure: str = ""
    base: Base | None = None
    strengths: tuple[tuple[str, Annotated[float, Meta(ge=0.0, le=1.0)]], ...] = ()


#: The city's own ground, not coloured.
PLAIN_LOOK = MapLook()


class ExportOrder(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``out``: the file; its ending is the format. ``size``: pixels of a PNG, ``dpi`` its resolution in print,
    ``scale`` the size of its letters (1: as on a screen of 1920 × 1080). ``extent``: what the map shows, all of the
    city when None. ``title`` instead of the usual one. ``people``: whether the places of workers are in it,
    ``details`` whether single incidents are. ``chosen``: which cases are in it, and where it names areas, only those
    and their people (a ``.gcs`` file is always the whole room). ``look``: of the map's ground."""

    out: str
    language: Literal["zh", "en"] = "zh"
    theme: Literal["dark", "light"] = "light"
    size: tuple[Pixels, Pixels] = (1920, 1080)
    dpi: Annotated[int, Meta(ge=30, le=1200)] = 144
    scale: Annotated[float, Meta(ge=0.5, le=4.0)] = 1.0
    extent: Extent | None = None
    title: str = ""
    people: bool = True
    details: bool = True
    chosen: CaseFilter = EVERYTHING
    look: MapLook = PLAIN_LOOK

    @property
    def path(self) -> Path:
        return Path(self.out)

    @property
    def format(self) -> str:
        """The ending without its dot, small letters."""
        return self.path.suffix.lower().removeprefix(".")

    @property
    def too_large(self) -> bool:
        return self.size[0] * self.size[1] > MOST_PIXELS


def orders_of(files: Iterable[Path], **wishes: Any) -> tuple[ExportOrder, ...]:
    """The same wishes for every file."""
    return tuple(ExportOrder(out=str(file), **wishes) for file in files)
