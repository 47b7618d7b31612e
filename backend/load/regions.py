"""Areas out of a GeoJSON file: the polygons a place is already divided into."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import shapely

from backend.geography.tree import Branch
from backend.load.areas import area_of
from backend.load.geojson import read_geojson
from domain.datum import Datum
from domain.refusal import Refusal
from domain.region import Level

_NAMES = ("name", "NAME", "Name", "名称", "name_zh", "title", "MUN_NAME", "label")
_ENGLISH = ("name_en", "name:en", "NAME_EN")
_CODES = ("code", "CODE", "id", "ID", "adcode", "geoid", "GEOID", "编码", "代码")
_LEVELS = ("level", "LEVEL", "级别")
_PARENTS = ("parent", "PARENT", "上级", "parent_code")
_LEVEL_WORDS = {
    "district": Level.DISTRICT, "区": Level.DISTRICT, "city": Level.CITY, "市": Level.CITY,
    "street": Level.STREET, "街道": Level.STREET, "镇": Level.STREET, "town": Level.STREET, "township": Level.STREET,
    "community": Level.COMMUNITY, "社区": Level.COMMUNITY, "村": Level.COMMUNITY,
    "grid": Level.GRID, "网格": Level.GRID,
}  # fmt: skip


class Area(msgspec.Struct, frozen=True):
    """One polygon of a region file; ``level`` and ``parent`` as the file gives them."""

    code: str
    name: str
    name_en: str
    polygon: Any
    level: Level | None
    parent: str


def read_areas(path: Path, datum: Datum = Datum.WGS84) -> tuple[list[Area], list[tuple[int, str]]]:
    """The areas of a file whose degrees are of ``datum``, in WGS-84, and, for features left out, their number and why.
    Raises Refusal ``no_areas``."""
    areas, left_out = [], []
    for number, feature in enumerate(read_geojson(path), 1):
        properties = feature.properties
        try:
            polygon = area_of(feature.geometry, datum)
        except Refusal as refusal:
            left_out.append((number, refusal.sentence))
            continue
        name = _first(properties, _NAMES) or f"{number}"
        level = _LEVEL_WORDS.get(_first(properties, _LEVELS).lower())
        code = _first(properties, _CODES) or f"{number:03d}"
        areas.append(Area(code, name, _first(properties, _ENGLISH), polygon, level, _first(properties, _PARENTS)))
    if not areas:
        raise Refusal("no_areas", f"{path.name} holds no usable polygons.")
    return _unlike(areas), left_out


def tree_of(code: str, name: str, name_en: str, areas: Sequence[Area]) -> Branch:
    """The areas as a tree under one district. Areas without a level are streets, or communities when they are many;
    parents are followed where the file names them."""
    usual = Level.STREET if len(areas) <= 60 else Level.COMMUNITY
    branches = {
        area.code: Branch(
            area.code, area.name, area.level or usual, area.name_en, border=area.polygon, share=area.polygon.area
        )
        for area in areas
    }
    root = next((branch for branch in branches.values() if branch.level.depth <= Level.DISTRICT.depth), None)
    if root is None:
        root = Branch(code, name, Level.DISTRICT, name_en)
    for area in areas:
        branch = branches[area.code]
        if branch is root:
            continue
        parent = branches.get(area.parent, root)
        (parent if parent.level.depth < branch.level.depth else root).children.append(branch)
    return root


def whole(areas: Sequence[Area]) -> Any:
    """The outline of all areas together."""
    return shapely.union_all([area.polygon for area in areas])


def _first(properties: dict[str, Any], keys: Sequence[str]) -> str:
    return next((str(properties[key]).strip() for key in keys if properties.get(key) not in (None, "")), "")


def _unlike(areas: list[Area]) -> list[Area]:
    """Codes made different where the file repeats one."""
    seen: dict[str, int] = {}
    result = []
    for area in areas:
        seen[area.code] = seen.get(area.code, 0) + 1
        again = seen[area.code]
        result.append(area if again == 1 else msgspec.structs.replace(area, code=f"{area.code}-{again}"))
    return result
