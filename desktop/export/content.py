"""What every document says, in words: the same numbers and rows in a picture, a page, a table."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec

from domain.category import Severity
from domain.situation import Situation

#: Incidents on the page of those that hurt most.
WORST = 15


class Figure(msgspec.Struct, frozen=True):
    """A number a leader asks for: ``value`` as it is shown, ``note`` what it is compared with or counted over."""

    label: str
    value: str
    note: str = ""
    tone: str = ""  # "", "bad", "warn", "good"


class Row(msgspec.Struct, frozen=True):
    """One incident in words. Times are city time (UTC seconds); ``remaining`` seconds until it is due, late below 0."""

    id: str
    case: str
    severity: Severity
    title: str
    category: str
    group: str
    stage: str
    area: str
    place: str
    address: str
    source: str
    worker: str
    department: str
    received_at: float
    due_at: float
    remaining: float
    phase: str
    lon: float
    lat: float
    open: bool
    supervised: bool
    closed_at: float | None
    outcome: str


class Area(msgspec.Struct, frozen=True):
    """One area's day; ``in_time`` of the ``closed``, ``share`` of what was due (closed, or open and late). ``on_duty``:
    people responsible for it or for something in it."""

    code: str
    name: str
    level: str
    open: int
    late: int
    urgent: int
    arrived: int
    closed: int
    in_time: int
    on_duty: int
    grids: int

    @property
    def share(self) -> float | None:
        due = self.closed + self.late
        return self.in_time / due if due else None


class Share(msgspec.Struct, frozen=True):
    """One bar: how many open, and how many of them late."""

    name: str
    count: int
    late: int = 0


class Person(msgspec.Struct, frozen=True):
    """One worker as a list shows him; ``state`` as ``WORKER_STATES`` or ``silent``, place and ``age`` (seconds) only on
    duty and when he was seen."""

    id: str
    name: str
    role: str
    area: str
    state: str
    load: int
    lon: float | None
    lat: float | None
    age: float | None


class Content(msgspec.Struct, frozen=True):
    """Everything in words of one language. ``situation``: the counters of the room; ``coloured``: what the areas of the
    map are coloured by, empty when they are not."""

    language: str
    zone: str
    title: str
    other_title: str
    city: str
    moment: str
    period: str
    story: tuple[str, ...]
    figures: tuple[Figure, ...]
    situation: Situation
    groups: tuple[Share, ...]
    sources: tuple[Share, ...]
    stages: tuple[Share, ...]
    people: tuple[Share, ...]
    areas: tuple[Area, ...]
    streets: tuple[Area, ...]
    rows: tuple[Row, ...]
    staff: tuple[Person, ...]
    notes: tuple[str, ...]
    warning: str
    source_line: str
    coloured: str = ""

    @property
    def worst(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows[:WORST] if row.open)

    def clock(self, at: float) -> str:
        """Local time for a table: the hour today, the date before that on another day."""
        zone = ZoneInfo(self.zone)
        then = datetime.fromtimestamp(at, zone)
        today = datetime.fromtimestamp(self.situation.moment, zone).date()
        return then.strftime("%H:%M" if then.date() == today else "%m-%d %H:%M")

    def local(self, at: float) -> datetime:
        """Local time without its zone, as a workbook wants it."""
        return datetime.fromtimestamp(at, ZoneInfo(self.zone)).replace(tzinfo=None)
