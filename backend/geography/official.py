"""The official lists that ship with the program: outlines of districts, names and codes of streets and communities."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import shapely

from backend.geography import pinyin
from backend.geography.features import Anchor, Merge
from backend.geography.tree import Branch
from domain.region import Level

LISTS = Path(__file__).parent.parent.parent / "resources" / "geography"


def official_outline(district: str) -> shapely.Geometry:
    """The outline (degrees, WGS-84) of a district by its 6-digit code. Raises ValueError when there is none."""
    return shapely.from_geojson(json.dumps(_district(district)["geometry"]))


def official_tree(
    district: str, merged: Sequence[Merge], anchors: Sequence[Anchor], left_out: Sequence[str] = ()
) -> Branch:
    """A district with its streets and communities. Streets in ``merged`` appear as one community of another street;
    streets and communities in ``left_out`` (their codes) do not appear."""
    gone = {merge.street for merge in merged} | set(left_out)
    place = {anchor.street: anchor for anchor in anchors}
    name = _district(district)["properties"]["name"]
    root = Branch(district, name, Level.DISTRICT, pinyin.place(name))
    communities: dict[str, list[Branch]] = {}
    for row in _rows("communities.csv"):
        if row["community_code"] in gone:
            continue
        short = community_name(row["name"])
        branch = Branch(row["community_code"], short, Level.COMMUNITY, pinyin.place(short))
        communities.setdefault(row["street_code"], []).append(branch)
    for row in _rows("streets.csv"):
        if row["district_code"] != district or row["street_code"] in gone:
            continue
        street = Branch(row["street_code"], row["name"], Level.STREET, pinyin.place(row["name"]))
        street.children = communities.get(street.code, [])
        street.children += [
            Branch(f"{street.code}{merge.code}", merge.name.zh, Level.COMMUNITY, merge.name.en)
            for merge in merged
            if merge.into == street.code
        ]
        street.share = float(len(street.children))
        anchor = place.get(street.code)
        if anchor is not None:
            street.anchor = (anchor.lon, anchor.lat)
            street.share = anchor.share or street.share
        root.children.append(street)
    return root


def community_name(official: str) -> str:
    """万通社区居委会 → 万通社区, 杨东村委会 → 杨东村."""
    short = re.sub(r"(社区)?(居民委员会|居委会)$", "社区", official)
    return re.sub(r"村?(村民委员会|村委会|委会)$", "村", short)


def _rows(name: str) -> list[dict[str, str]]:
    with (LISTS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _district(code: str) -> dict[str, Any]:
    features: list[dict[str, Any]] = json.loads((LISTS / "outlines.geojson").read_text(encoding="utf-8"))["features"]
    for feature in features:
        if feature["properties"]["code"] == code:
            return feature
    raise ValueError(f"there is no outline of district {code} in {LISTS / 'outlines.geojson'}")
