"""The official lists that ship with the program: outlines of districts, names and codes of streets and communities."""

from __future__ import annotations

import csv
import functools
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import shapely

from backend.geography import pinyin
from backend.geography.features import Anchor, District, Merge
from backend.geography.tree import Branch
from domain.names import Name
from domain.region import Level

LISTS = Path(__file__).parent.parent.parent / "resources" / "geography"


def official_outline(district: str) -> shapely.Geometry:
    """The outline (degrees, WGS-84) of a district by its 6-digit code. Raises ValueError when there is none."""
    return shapely.from_geojson(json.dumps(_district(district)["geometry"]))


class Corrections(msgspec.Struct, frozen=True):
    """What a profile changes in the lists: streets shown as one community of another, entries not shown (codes of 9
    or 12 digits), and what is known of streets."""

    merged: Sequence[Merge] = ()
    left_out: Sequence[str] = ()
    anchors: Sequence[Anchor] = ()


def official_tree(district: str, corrections: Corrections | None = None) -> Branch:
    """A district with its outline, its streets and their communities. Raises ValueError for an unknown district."""
    feature = _district(district)
    name = feature["properties"]["name"]
    root = Branch(district, name, Level.DISTRICT, pinyin.place(name), border=official_outline(district))
    root.children = _streets(district, corrections or Corrections())
    return root


def official_city(code: str, name: Name, districts: Sequence[District], corrections: Corrections) -> Branch:
    """A city of several districts. One that names ``streets`` takes them out of the others; their ground stays in the
    outline the list has them in (``Branch.ground``). Raises ValueError for districts or streets nobody knows."""
    root = Branch(code, name.zh, Level.CITY, name.en)
    for district in districts:
        if district.streets:
            named = district.name or Name(district.code)
            root.children.append(Branch(district.code, named.zh, Level.DISTRICT, named.en))
            continue
        branch = official_tree(district.code, corrections)
        if district.name is not None:
            branch.name, branch.name_en = district.name.zh, district.name.en
        root.children.append(branch)
    listed = {street.code: (branch, street) for branch in root.children for street in branch.children}
    for district, branch in zip(districts, root.children, strict=True):
        for taken in district.streets:
            if taken not in listed:
                raise ValueError(f"district {district.code} takes street {taken}, which no other district has")
            home, street = listed[taken]
            home.children.remove(street)
            street.ground = home.code
            branch.children.append(street)
    return root


def _streets(district: str, corrections: Corrections) -> list[Branch]:
    gone = {merge.street for merge in corrections.merged} | set(corrections.left_out)
    place = {anchor.street: anchor for anchor in corrections.anchors}
    communities: dict[str, list[Branch]] = {}
    for row in _rows("communities.csv"):
        if row["street_code"].startswith(district) and row["community_code"] not in gone:
            short = community_name(row["name"])
            branch = Branch(row["community_code"], short, Level.COMMUNITY, pinyin.place(short))
            communities.setdefault(row["street_code"], []).append(branch)
    found = []
    for row in _rows("streets.csv"):
        if row["district_code"] != district or row["street_code"] in gone:
            continue
        street = Branch(row["street_code"], row["name"], Level.STREET, pinyin.place(row["name"]))
        street.children = communities.get(street.code, [])
        street.children += [
            Branch(f"{street.code}{merge.code}", merge.name.zh, Level.COMMUNITY, merge.name.en)
            for merge in corrections.merged
            if merge.into == street.code
        ]
        street.share = float(len(street.children))
        anchor = place.get(street.code)
        if anchor is not None:
            street.anchor = (anchor.lon, anchor.lat)
            street.share = anchor.share or street.share
            if anchor.name is not None:
                street.name, street.name_en = anchor.name.zh, anchor.name.en
        found.append(street)
    return found


def community_name(official: str) -> str:
    """万通社区居委会 → 万通社区, 杨东村委会 → 杨东村."""
    short = re.sub(r"(社区)?(居民委员会|居委会)$", "社区", official)
    return re.sub(r"村?(村民委员会|村委会|委会)$", "村", short)


@functools.cache
def _rows(name: str) -> list[dict[str, str]]:
    with (LISTS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@functools.cache
def _outlines() -> list[dict[str, Any]]:
    features: list[dict[str, Any]] = json.loads((LISTS / "outlines.geojson").read_text(encoding="utf-8"))["features"]
    return features


def _district(code: str) -> dict[str, Any]:
    for feature in _outlines():
        if feature["properties"]["code"] == code:
            return feature
    raise ValueError(f"there is no outline of district {code} in {LISTS / 'outlines.geojson'}")
