"""The headings of a grouped queue: which there are, what lies below each, and which are folded; no Qt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from domain.category import Severity
from widgets.queue_order import Group

#: Headings are keys among ids of incidents: these begin with a letter no id begins with.
_MARK = "\x1f"


class Heading(msgspec.Struct):
    """One of them: ``count`` incidents lie below it, ``late`` of them late, ``by_severity`` the open ones."""

    group: Group
    count: int = 0
    late: int = 0
    by_severity: dict[Severity, int] = {}
    folded: bool = False


class _Member(msgspec.Struct, frozen=True):
    key: str
    late: bool
    severity: Severity | None


def is_heading(key: str) -> bool:
    """Whether a key of the queue's order is a heading and no incident."""
    return key.startswith(_MARK)


class QueueGroups:
    """Kept up with one incident after the other. What is folded stays so although its last incident goes and another
    comes."""

    def __init__(self) -> None:
        self._headings: dict[str, Heading] = {}
        self._members: dict[str, _Member] = {}
        self._folded: set[str] = set()

    def __getitem__(self, key: str) -> Heading:
        return self._headings[key]

    def __contains__(self, key: str) -> bool:
        return key in self._headings

    def __iter__(self) -> Iterator[str]:
        """The keys of the headings there are."""
        return iter(self._headings)

    def key(self, heading: str) -> tuple[Any, ...]:
        """Sorts a heading before everything that lies below it."""
        return tuple(self._headings[heading].group)

    def clear(self) -> None:
        """Nothing lies anywhere; what is folded is remembered."""
        self._headings, self._members = {}, {}

    def put(self, incident: str, group: Group, late: bool, severity: Severity | None) -> str:
        """An incident lies here now and nowhere else; the key of its heading. ``severity``: None when it is closed."""
        key = _MARK + group.code
        member = _Member(key, late, severity)
        if self._members.get(incident) == member and self._headings[key].group == group:
            return key
        self.take(incident)
        heading = self._headings.get(key)
        if heading is None:
            heading = self._headings[key] = Heading(group, 0, 0, dict.fromkeys(Severity, 0), group.code in self._folded)
        self._members[incident] = member
        _count(heading, member, 1)
        return key

    def take(self, incident: str) -> None:
        """An incident lies nowhere any more; a heading without incidents goes."""
        member = self._members.pop(incident, None)
        if member is None:
            return
        heading = self._headings[member.key]
        _count(heading, member, -1)
        if not heading.count:
            del self._headings[member.key]

    def heading_of(self, incident: str) -> str:
        """The key of the heading an incident lies below, empty when it lies nowhere."""
        member = self._members.get(incident)
        return member.key if member is not None else ""

    def folded_away(self, incident: str) -> bool:
        """Whether the heading of an incident is folded."""
        member = self._members.get(incident)
        return member is not None and self._headings[member.key].folded

    # --- folding ---

    @property
    def folded(self) -> tuple[str, ...]:
        """What is folded, by the codes of the groups."""
        return tuple(sorted(self._folded))

    def fold(self, codes: Iterable[str], folded: bool) -> None:
        """Fold these or open them, those that are not there now too."""
        (self._folded.update if folded else self._folded.difference_update)(codes)
        self._mark()

    def fold_all(self, folded: bool) -> None:
        """All that are there now; opened are also those that are not."""
        self._folded = {heading.group.code for heading in self._headings.values()} if folded else set()
        self._mark()

    def _mark(self) -> None:
        for heading in self._headings.values():
            heading.folded = heading.group.code in self._folded


def _count(heading: Heading, member: _Member, by: int) -> None:
    heading.count += by
    heading.late += by * member.late
    if member.severity is not None:
        heading.by_severity[member.severity] += by
