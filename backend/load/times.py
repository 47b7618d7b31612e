"""Points in time as people and programs write them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, tzinfo

from domain.refusal import Refusal

_SLASHED = re.compile(
    r"^(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})(?:[ T,]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*([AaPp][Mm])?)?$"
)
_UTC = re.compile(r"\s*(?:UTC|GMT)$")
_PLAIN = re.compile(r"^(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?$")
_YEAR_FIRST = re.compile(
    r"^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]+(\d{1,2})[:时](\d{1,2})(?:[:分](\d{1,2})(?:\.\d+)?秒?)?分?)?$"
)


class TimeReader:
    """Reads one column. ``zone`` is what times without an offset are in; ``day_first`` settles 03/04/2016."""

    def __init__(self, zone: tzinfo, day_first: bool = False) -> None:
        self.zone = zone
        self.day_first = day_first

    def read(self, text: str) -> float:
        """Seconds since 1970. Raises Refusal ``no_time`` or ``wrong_time``."""
        text = text.strip()
        if not text:
            raise Refusal("no_time", "The row has no time.")
        try:
            return self._read(text)
        except (ValueError, OverflowError, OSError) as error:
            raise Refusal("wrong_time", f"{text!r} is not a time this program can read ({error}).") from error

    def _read(self, text: str) -> float:
        if re.fullmatch(r"\d{9,10}(\.\d+)?", text):
            return float(text)
        if re.fullmatch(r"\d{13}", text):
            return float(text) / 1000
        if match := _YEAR_FIRST.match(text) or _PLAIN.match(text):
            parts = [int(part or 0) for part in match.groups()]
            return self._local(datetime(*parts))  # type: ignore[arg-type]
        if match := _SLASHED.match(text):
            first, second, year, hour, minute, seconds, half = match.groups()
            day, month = (int(first), int(second)) if self.day_first else (int(second), int(first))
            clock = int(hour or 0)
            if half:
                clock = clock % 12 + (12 if half.lower() == "pm" else 0)
            century = 2000 if len(year) == 2 else 0
            return self._local(datetime(century + int(year), month, day, clock, int(minute or 0), int(seconds or 0)))
        moment = datetime.fromisoformat(_UTC.sub("+00:00", text))
        return moment.timestamp() if moment.tzinfo else self._local(moment)

    def _local(self, moment: datetime) -> float:
        return moment.replace(tzinfo=self.zone).timestamp()


def reader_for(column: str, sample: Iterable[str], zone: tzinfo) -> TimeReader:
    """The reader that fits a column: UTC when its name says so, day first when a value proves it or when the parts are
    written with points (14.03.2016)."""
    matches = [match for match in map(_SLASHED.match, (value.strip() for value in sample)) if match]
    day_first = any(int(match.group(1)) > 12 or match.string[match.end(1)] == "." for match in matches)
    return TimeReader(UTC if "utc" in column.lower() or "gmt" in column.lower() else zone, day_first)
