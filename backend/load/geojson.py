"""Features out of GeoJSON files (RFC 7946), whatever is wrong with some of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec

from backend.load.files import DAMAGE, opened
from domain.refusal import Refusal

_LARGEST = 512 * 1024 * 1024
_KNOWN_SYSTEMS = ("CRS84", "4326", "4490")


class Feature(msgspec.Struct, frozen=True):
    """``geometry``: the JSON object, empty when there is none."""

    properties: dict[str, Any]
    geometry: dict[str, Any]

    @property
    def kind(self) -> str:
        return str(self.geometry.get("type", ""))

    @property
    def point(self) -> tuple[float, float] | None:
        """Longitude and latitude of a point feature."""
        place = self.geometry.get("coordinates") if self.kind == "Point" else None
        if not isinstance(place, list) or len(place) < 2:
            return None
        lon, lat = place[:2]
        return (lon, lat) if isinstance(lon, int | float) and isinstance(lat, int | float) else None


def read_geojson(path: Path) -> list[Feature]:
    """The features of a file in WGS-84. Raises Refusal ``no_file``, ``unreadable`` or ``wrong_coordinates``."""
    raw, unpacked = opened(path)
    with raw:
        try:
            content = unpacked.read(_LARGEST + 1)
        except DAMAGE as error:
            raise Refusal("unreadable", f"{path.name} is damaged ({error}). Get it again.") from error
    if len(content) > _LARGEST:
        raise Refusal("unreadable", f"{path.name} has more than {_LARGEST >> 20} MB; split it.")
    try:
        document = json.loads(content.removeprefix(b"\xef\xbb\xbf"))
    except (ValueError, RecursionError) as error:
        raise Refusal("unreadable", f"{path.name} is not valid JSON ({error}).") from error
    if not isinstance(document, dict) or document.get("type") not in {"FeatureCollection", "Feature"}:
        raise Refusal("unreadable", f"{path.name} is not a GeoJSON feature collection.")
    system = _system(document.get("crs"))
    if system and not any(known in system for known in _KNOWN_SYSTEMS):
        raise Refusal("wrong_coordinates", f"{path.name} is in {system}; save it as WGS-84 (EPSG:4326) and try again.")
    features = document.get("features") if document["type"] == "FeatureCollection" else [document]
    if not isinstance(features, list):
        raise Refusal("unreadable", f"{path.name} has no list of features.")
    return [
        Feature(_object(feature.get("properties")), _object(feature.get("geometry")))
        for feature in features
        if isinstance(feature, dict)
    ]


def _system(crs: object) -> str:
    return str(_object(_object(crs).get("properties")).get("name", ""))


def _object(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
