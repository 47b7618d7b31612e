"""Coordinates as people write and read them: degrees with the system they are in, never without."""

from __future__ import annotations

import re
from enum import StrEnum

import msgspec

from domain.datum import Datum, convert


class System(StrEnum):
    """What coordinates are shown and asked for in. CGCS2000, China's own, differs from WGS-84 by less than what is
    written down here, so the two share their numbers and are told apart by their tag."""

    WGS84 = "WGS-84"
    CGCS2000 = "CGCS2000"
    GCJ02 = "GCJ-02"
    BD09 = "BD-09"

    @property
    def datum(self) -> Datum:
        return _DATUMS[self]


_DATUMS = {
    System.WGS84: Datum.WGS84,
    System.CGCS2000: Datum.WGS84,
    System.GCJ02: Datum.GCJ02,
    System.BD09: Datum.BD09,
}


class Reading(msgspec.Struct, frozen=True):
    """What a text may mean: a place in WGS-84 degrees, and the system it was read in."""

    lon: float
    lat: float
    system: System


def written(lon: float, lat: float, system: System) -> str:
    """A WGS-84 place as a line in another system: longitude, latitude in degrees (6 digits, about 0.1 m), and the
    tag."""
    east, north = convert(lon, lat, Datum.WGS84, system.datum)
    return f"{float(east):.6f}, {float(north):.6f} {system}"


def readings(text: str) -> list[Reading]:
    """What a text with two coordinates may mean, the likelier first; empty when there are none in it.

    Decimal degrees and degrees with minutes and seconds, in either order: letters (N S E W, 东 西 南 北) decide it, or
    the size; where both are possible longitude comes first, as ``written`` writes it. A tag names the system. Without
    one nothing is guessed: there is a reading for each system."""
    plain, tagged = _without_tag(text)
    numbers = [_number(found) for found in _NUMBER.finditer(plain)]
    if len(numbers) != 2 or _NUMBER.sub("", plain).strip(_BETWEEN):
        return []
    systems = [tagged] if tagged is not None else [System.WGS84, System.GCJ02, System.BD09]
    orders = [pair for pair in _orders(*numbers) if abs(pair[0]) <= 180 and abs(pair[1]) <= 90]
    found = []
    for lon, lat in orders:
        for system in systems:
            east, north = convert(lon, lat, system.datum, Datum.WGS84)
            found.append(Reading(float(east), float(north), system))
    return found


_BETWEEN = " \t,;，；、/()（）"
_NUMBER = re.compile(
    r"(?P<before>[NSEWnsew东西南北](?:经|纬)?)?\s*(?P<sign>[+-]?)(?P<degrees>\d{1,3}(?:\.\d+)?)"
    r"(?:\s*[°度]\s*(?:(?P<minutes>\d{1,2}(?:\.\d+)?)\s*['′分]\s*)?(?:(?P<seconds>\d{1,2}(?:\.\d+)?)\s*(?:\"|″|''|秒)\s*)?)?"
    r"\s*(?P<after>[NSEWnsew](?![a-zA-Z]))?"
)
_TAG = re.compile(
    r"(?<![A-Za-z])(wgs[-_ ]?84|gps|cgcs[-_ ]?2000|gcj[-_ ]?02|amap|高德|bd[-_ ]?09|baidu|百度)(?![A-Za-z])", re.I
)
_TAGS = {
    "wgs84": System.WGS84,
    "gps": System.WGS84,
    "cgcs2000": System.CGCS2000,
    "gcj02": System.GCJ02,
    "amap": System.GCJ02,
    "高德": System.GCJ02,
    "bd09": System.BD09,
    "baidu": System.BD09,
    "百度": System.BD09,
}
_NORTH_SOUTH, _WESTERN = frozenset("nsNS南北"), frozenset("swSW西南")


def _without_tag(text: str) -> tuple[str, System | None]:
    found = _TAG.search(text)
    if found is None:
        return text, None
    tag = re.sub(r"[-_ ]", "", found.group(1).lower())
    return text[: found.start()] + " " + text[found.end() :], _TAGS[tag]


def _number(found: re.Match[str]) -> tuple[float, str]:
    """Degrees, and whether they are said to be longitude (``x``) or latitude (``y``); empty when nothing says so."""
    value = float(found["degrees"]) + float(found["minutes"] or 0) / 60 + float(found["seconds"] or 0) / 3600
    letter = (found["before"] or found["after"] or "")[:1]
    if found["sign"] == "-" or letter in _WESTERN:
        value = -value
    axis = "" if not letter else "y" if letter in _NORTH_SOUTH else "x"
    return value, axis


def _orders(first: tuple[float, str], second: tuple[float, str]) -> list[tuple[float, float]]:
    """Longitude and latitude of two numbers, in the orders they may stand in."""
    (a, axis_a), (b, axis_b) = first, second
    if axis_a == "x" or axis_b == "y":
        return [(a, b)] if axis_a != "y" and axis_b != "x" else []
    if axis_a == "y" or axis_b == "x":
        return [(b, a)]
    return [(a, b)] if abs(a) > 90 else [(b, a)] if abs(b) > 90 else [(a, b), (b, a)]
