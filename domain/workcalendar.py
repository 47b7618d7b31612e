"""Which days and hours count as working time; the yearly holiday notice is data."""

from __future__ import annotations

import msgspec


class WorkCalendar(msgspec.Struct, frozen=True):
    """``zone``: IANA time zone. ``windows``: minutes after local midnight, (start, end) pairs in order.

    ``weekdays``: ISO weekdays that are worked (1 Monday). ``holidays``: ISO dates that are free although a weekday;
    ``makeup``: ISO dates that are worked although a weekend day."""

    zone: str
    windows: tuple[tuple[int, int], ...]
    weekdays: tuple[int, ...]
    holidays: tuple[str, ...] = ()
    makeup: tuple[str, ...] = ()
