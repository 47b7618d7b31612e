"""Which column of a file means what: found by name and by content, or given by the user."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from collections.abc import Mapping as AnyMapping

import msgspec

from backend.load.names import Names
from domain.datum import Datum
from domain.refusal import Refusal

_NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?")
_TAGS = {
    Datum.GCJ02: ("gcj", "高德", "火星", "腾讯"),
    Datum.BD09: ("bd09", "bd-09", "百度"),
}


class Mapping(msgspec.Struct, frozen=True):
    """Field → column. Fields that no column carries are absent. ``note``: what a person should know of it."""

    columns: dict[str, str]
    note: str = ""

    def get(self, cells: AnyMapping[str, str], field: str) -> str:
        """The cell of a field, empty when there is none."""
        return cells.get(self.columns.get(field, ""), "")

    @property
    def has_places(self) -> bool:
        return {"lon", "lat"} <= set(self.columns) or "place" in self.columns

    def place(self, cells: AnyMapping[str, str]) -> tuple[float, float]:
        """Longitude and latitude in the file's own datum. Raises Refusal ``no_place`` or ``wrong_coordinates``."""
        if "lon" in self.columns and "lat" in self.columns:
            words = [self.get(cells, "lon").replace(",", "."), self.get(cells, "lat").replace(",", ".")]
        else:
            words = self._pair(self.get(cells, "place"))
        if len(words) < 2 or not all(words):
            raise Refusal("no_place", "The row has no position.")
        try:
            lon, lat = float(words[0]), float(words[1])
        except ValueError as error:
            raise Refusal("no_place", f"{words[0]}, {words[1]} is not a position in degrees.") from error
        if abs(lat) > 90 >= abs(lon) and abs(lat) <= 180:
            raise Refusal(
                "wrong_coordinates",
                f"{lat} is no latitude (-90 to 90): longitude and latitude of this row seem to be exchanged.",
            )
        if not (abs(lon) <= 180 and abs(lat) <= 90):
            raise Refusal("wrong_coordinates", f"{lon}, {lat} is not a longitude and latitude in degrees.")
        if abs(lon) < 0.01 and abs(lat) < 0.01:
            raise Refusal("wrong_coordinates", "The position is 0, 0: it was never measured.")
        return lon, lat

    def _pair(self, cell: str) -> list[str]:
        """Longitude and latitude out of one cell. Tables write “(latitude, longitude)”, WKT and Chinese lists the other
        way; where one of the two can be no latitude, it is the longitude."""
        words = _NUMBER.findall(cell.partition(";")[2] if cell.upper().startswith("SRID=") else cell)[:2]
        if len(words) < 2:
            return words
        lon_first = "POINT" in cell.upper() or "经纬" in self.columns["place"]
        if abs(float(words[0])) > 90 >= abs(float(words[1])):
            lon_first = True
        elif abs(float(words[1])) > 90 >= abs(float(words[0])):
            lon_first = False
        return words if lon_first else words[::-1]


def find_columns(
    columns: Sequence[str], sample: Iterable[AnyMapping[str, str]], names: Names, given: AnyMapping[str, str]
) -> Mapping:
    """The mapping of a file. What the user gave wins (an empty column: none is this field); then whole names, then
    names that contain one.

    Raises Refusal ``unknown_column`` when ``given`` names a field or column that does not exist."""
    for field, column in given.items():
        if field not in names:
            raise Refusal("unknown_column", f"There is no field {field!r}; fields are {', '.join(names)}.")
        if column and column not in columns:
            raise Refusal("unknown_column", f"The file has no column {column!r}; it has {', '.join(columns)}.")
    rows = list(sample)
    plain = {column: _plain(column) for column in columns}
    found = dict(given)
    note = ""
    if not {"lon", "lat"} & set(given):
        exchanged = _exchanged(plain, rows, names)
        if exchanged:
            found |= exchanged
            note = (
                f"{exchanged['lat']} and {exchanged['lon']} are the wrong way round (no latitude is beyond 90 degrees) "
                "and were exchanged."
            )
    for exact in (True, False):
        for field, synonyms in names.items():
            if field in found:
                continue
            for synonym in map(_plain, synonyms):
                column = next((c for c in columns if _matches(plain[c], synonym, exact) and _fits(field, c, rows)), "")
                if column and not (exact is False and column in found.values()):
                    found[field] = column
                    break
    if found.get("lon") and found.get("lat"):
        found.pop("place", None)
    return Mapping({field: column for field, column in found.items() if column}, note)


def datum_named(mapping: Mapping) -> Datum | None:
    """The Chinese datum the names of the position columns speak of."""
    words = " ".join(mapping.columns.get(field, "") for field in ("lon", "lat", "place")).lower()
    return next((datum for datum, tags in _TAGS.items() if any(tag in words for tag in tags)), None)


def _exchanged(plain: dict[str, str], rows: list[AnyMapping[str, str]], names: Names) -> dict[str, str]:
    """Longitude and latitude the right way round, when every value proves that the file has them exchanged."""
    named: dict[str, str] = {}
    for field in ("lon", "lat"):
        for exact in (True, False):
            hit = (c for word in map(_plain, names.get(field, ())) for c in plain if _matches(plain[c], word, exact))
            column = next(hit, "")
            if column:
                named[field] = column
                break
    if len(named) < 2 or named["lon"] == named["lat"]:
        return {}
    pairs = [(_number(row.get(named["lon"], "")), _number(row.get(named["lat"], ""))) for row in rows]
    known = [(lon, lat) for lon, lat in pairs if lon is not None and lat is not None and (lon or lat)]
    if known and all(abs(lon) <= 90 < abs(lat) <= 180 for lon, lat in known):
        return {"lon": named["lat"], "lat": named["lon"]}
    return {}


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).lower()


def _matches(column: str, synonym: str, exact: bool) -> bool:
    """A Chinese word of two signs says enough inside a longer name; a Latin one of two letters does not."""
    return column == synonym if exact else len(synonym) > (2 if synonym.isascii() else 1) and synonym in column


def _fits(field: str, column: str, rows: list[AnyMapping[str, str]]) -> bool:
    """Whether the column's content can be this field at all. A file without rows is judged by its names."""
    values = [row[column] for row in rows if row.get(column)]
    if not values:
        return not rows or field not in {"lon", "lat", "place", "time", "id"}
    half = 0.5 * len(values)
    match field:
        case "lon":
            return sum(_degrees(value, 180.0) for value in values) >= half
        case "lat":
            return sum(_degrees(value, 90.0) for value in values) >= half
        case "place":
            return sum(len(_NUMBER.findall(value)) >= 2 for value in values) >= half
        case "time":
            return sum(bool(re.search(r"\d{4}|\d[:/]\d", value)) for value in values) >= half
        case "id":
            return len(set(values)) >= min(0.8 * len(values), 0.5 * len(rows))
    return True


def _number(value: str) -> float | None:
    try:
        return float(value.replace(",", "."))
    except ValueError:
        return None


def _degrees(value: str, limit: float) -> bool:
    number = _number(value)
    return number is not None and abs(number) <= limit
