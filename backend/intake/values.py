"""Single values out of foreign messages: numbers, places and times, each refused with a reason when it cannot be."""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime

import msgspec

from domain.datum import Datum, to_wgs84
from domain.refusal import Refusal

#: Both coordinates this close to zero (degrees): a receiver without a fix, not a ship in the Gulf of Guinea.
NULL_ISLAND = 1e-4
#: A phone's clock may run ahead of ours by this many seconds.
CLOCK_AHEAD = 60.0
#: Fixes older than this many seconds say nothing any more.
FIX_TOO_OLD = 24 * 3600.0
#: Faster than this (m/s) is no speed of a worker, it is a receiver's error.
FASTEST = 150.0
#: Numbers from here on are milliseconds since 1970, below they are seconds (1e11 s is the year 5138).
_MILLISECONDS_FROM = 1e11
_DIGITS = re.compile(r"-?\d{1,20}(\.\d{1,9})?")


class Fix(msgspec.Struct, frozen=True):
    """Where a phone says it was: WGS-84 degrees, ``at`` in real seconds since 1970 (UTC), ``speed`` in m/s, ``heading``
    in degrees from north, ``accuracy`` in metres; None where the phone does not know."""

    lon: float
    lat: float
    at: float
    speed: float | None = None
    heading: float | None = None
    accuracy: float | None = None


def number(name: str, value: object) -> float:
    """A finite number from a number or its text. Raises Refusal ``missing`` or ``not_a_number``."""
    if value is None or value == "":
        raise Refusal("missing", f"Say {name}: it is needed.")
    try:
        found = float(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else math.nan
    except (ValueError, OverflowError):
        found = math.nan
    if not math.isfinite(found):
        raise Refusal("not_a_number", f"{name} must be a finite number.")
    return found


def optional(value: object) -> float | None:
    """A finite number that is not negative, or None: phones write -1, nothing or nonsense for what they do not know."""
    try:
        found = number("value", value)
    except Refusal:
        return None
    return found if found >= 0 else None


def datum_of(value: str) -> Datum:
    """The datum a request names; none named is WGS-84. Raises Refusal ``unknown_datum``; a datum is never guessed."""
    try:
        return Datum.named(value) if value else Datum.WGS84
    except ValueError as error:
        raise Refusal("unknown_datum", f"{error}.") from None


def place(lon: object, lat: object, datum: Datum = Datum.WGS84) -> tuple[float, float]:
    """Longitude and latitude in WGS-84 degrees.

    Raises Refusal ``missing``, ``not_a_number``, ``out_of_range`` or ``null_island``."""
    east, north = number("longitude", lon), number("latitude", lat)
    if abs(east) > 180 or abs(north) > 90:
        raise Refusal("out_of_range", "Longitude must be within ±180, latitude within ±90 degrees; are they swapped?")
    if abs(east) < NULL_ISLAND and abs(north) < NULL_ISLAND:
        raise Refusal("null_island", "The place 0, 0 means the receiver had no fix; wait for one and send that.")
    if datum is not Datum.WGS84:
        east, north = (float(value) for value in to_wgs84(east, north, datum))
    return east, north


def moment(name: str, value: object) -> float:
    """Real seconds since 1970 (UTC) from seconds, milliseconds, or ISO 8601 text (without a zone: UTC).

    Raises Refusal ``missing`` or ``not_a_time``."""
    if value is None or value == "":
        raise Refusal("missing", f"Say {name}: it is needed.")
    if isinstance(value, str) and not _DIGITS.fullmatch(value.strip()):
        return _moment_of_text(name, value.strip())
    try:
        stamp = number(name, value)
    except Refusal as refusal:
        raise _not_a_time(name) from refusal
    return stamp / 1000 if abs(stamp) >= _MILLISECONDS_FROM else stamp


def recent(fix_at: float, now: float) -> float:
    """The time of a fix, never later than ``now`` (both real seconds). Raises Refusal ``future_fix`` or ``too_old``."""
    if fix_at > now + CLOCK_AHEAD:
        raise Refusal("future_fix", f"This fix is {fix_at - now:.0f} s ahead of our clock; set the phone's clock.")
    if fix_at < now - FIX_TOO_OLD:
        raise Refusal("too_old", "This fix is older than 24 hours; only newer ones are taken.")
    return min(fix_at, now)


def motion(speed: object, heading: object, metres_per_second: float = 1.0) -> tuple[float | None, float | None]:
    """Speed in m/s and heading in 0…360 degrees, each None when unknown; ``metres_per_second`` is the speed's unit."""
    pace = optional(speed)
    pace = pace * metres_per_second if pace is not None else None
    course = optional(heading)
    return (pace if pace is not None and pace <= FASTEST else None), (course % 360 if course is not None else None)


def _moment_of_text(name: str, text: str) -> float:
    try:
        found = datetime.fromisoformat(text)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        raise _not_a_time(name) from None


def _not_a_time(name: str) -> Refusal:
    return Refusal("not_a_time", f"{name} must be seconds or milliseconds since 1970, or an ISO 8601 time with zone.")
