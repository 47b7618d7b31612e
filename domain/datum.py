"""The three ways coordinates are written in China, and exact conversion between them.

WGS-84 is used inside (CGCS2000 differs from it by centimetres). Phones and most Chinese maps give GCJ-02, Baidu gives
BD-09; both are shifted by hundreds of metres. A coordinate is converted only when it comes with its datum: never guess.
Inside China GCJ-02 is WGS-84 plus a smooth published-by-analysis shift; outside it is WGS-84. The inverses are found by
fixed-point iteration and are exact to far less than a millimetre.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

_AXIS = 6378245.0  # Krasovsky 1940
_ECCENTRICITY_SQUARED = 0.00669342162296594323
_BAIDU = np.pi * 3000.0 / 180.0
_ROUNDS = 12


class Datum(StrEnum):
    """What a pair of degrees means."""

    WGS84 = "wgs84"
    GCJ02 = "gcj02"
    BD09 = "bd09"

    @classmethod
    def named(cls, tag: str) -> Datum:
        """The datum a tag names, as phones and files write it. Raises ValueError for an unknown tag."""
        found = _TAGS.get("".join(sign for sign in tag.lower() if sign.isalnum()))
        if found is None:
            raise ValueError(f"{tag!r} is no coordinate system known here; use one of: wgs84, cgcs2000, gcj02, bd09")
        return found


_TAGS: dict[str, Datum] = {
    "wgs84": Datum.WGS84,
    "wgs": Datum.WGS84,
    "gps": Datum.WGS84,
    "epsg4326": Datum.WGS84,
    "crs84": Datum.WGS84,
    "cgcs2000": Datum.WGS84,
    "epsg4490": Datum.WGS84,
    "gcj02": Datum.GCJ02,
    "gcj": Datum.GCJ02,
    "mars": Datum.GCJ02,
    "amap": Datum.GCJ02,
    "bd09": Datum.BD09,
    "bd09ll": Datum.BD09,
    "baidu": Datum.BD09,
}


def convert(lon: ArrayLike, lat: ArrayLike, source: Datum, target: Datum) -> tuple[Array, Array]:
    """Degrees of one datum as degrees of another, float64 arrays of the shape given."""
    east, north = np.asarray(lon, np.float64), np.asarray(lat, np.float64)
    if source is target:
        return east.copy(), north.copy()
    if source is Datum.BD09:
        east, north = _inverse(_gcj_to_bd, east, north)
    elif source is Datum.WGS84:
        east, north = _wgs_to_gcj(east, north)
    # Here it is GCJ-02, which lies between the other two.
    if target is Datum.WGS84:
        return _inverse(_wgs_to_gcj, east, north)
    return _gcj_to_bd(east, north) if target is Datum.BD09 else (east, north)


def to_wgs84(lon: ArrayLike, lat: ArrayLike, datum: Datum) -> tuple[Array, Array]:
    """Degrees of ``datum`` as WGS-84."""
    return convert(lon, lat, datum, Datum.WGS84)


def in_china(lon: ArrayLike, lat: ArrayLike) -> NDArray[np.bool_]:
    """Where GCJ-02 is shifted: the box every published implementation uses."""
    east, north = np.asarray(lon, np.float64), np.asarray(lat, np.float64)
    return np.asarray((east >= 72.004) & (east <= 137.8347) & (north >= 0.8293) & (north <= 55.8271))


def _wgs_to_gcj(lon: Array, lat: Array) -> tuple[Array, Array]:
    x, y = lon - 105.0, lat - 35.0
    common = (20 * np.sin(6 * x * np.pi) + 20 * np.sin(2 * x * np.pi)) * 2 / 3
    root = np.sqrt(np.abs(x))
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + common
    north = north + (20 * np.sin(y * np.pi) + 40 * np.sin(y / 3 * np.pi)) * 2 / 3
    north = north + (160 * np.sin(y / 12 * np.pi) + 320 * np.sin(y * np.pi / 30)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + common
    east = east + (20 * np.sin(x * np.pi) + 40 * np.sin(x / 3 * np.pi)) * 2 / 3
    east = east + (150 * np.sin(x / 12 * np.pi) + 300 * np.sin(x / 30 * np.pi)) * 2 / 3
    latitude = np.radians(lat)
    magic = 1 - _ECCENTRICITY_SQUARED * np.sin(latitude) ** 2
    north = north * 180 / (_AXIS * (1 - _ECCENTRICITY_SQUARED) / (magic * np.sqrt(magic)) * np.pi)
    east = east * 180 / (_AXIS / np.sqrt(magic) * np.cos(latitude) * np.pi)
    inside = in_china(lon, lat)
    return lon + np.where(inside, east, 0.0), lat + np.where(inside, north, 0.0)


def _gcj_to_bd(lon: Array, lat: Array) -> tuple[Array, Array]:
    radius = np.hypot(lon, lat) + 0.00002 * np.sin(lat * _BAIDU)
    angle = np.arctan2(lat, lon) + 0.000003 * np.cos(lon * _BAIDU)
    return radius * np.cos(angle) + 0.0065, radius * np.sin(angle) + 0.006


def _inverse(forward: Callable[[Array, Array], tuple[Array, Array]], lon: Array, lat: Array) -> tuple[Array, Array]:
    """The place ``forward`` leads to (lon, lat) from. The shifts change slowly, so each round gains digits."""
    east, north = lon, lat
    for _ in range(_ROUNDS):
        to_east, to_north = forward(east, north)
        east, north = east + (lon - to_east), north + (lat - to_north)
    return east, north
