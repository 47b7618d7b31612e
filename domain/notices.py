"""What a room must be told of, and until when: kept in one book, settled for everybody as soon as anybody acts.

A notice is settled when its incident is closed, when somebody of the room acknowledged it since, or when a person at
any desk did anything about it since. A desk that comes later finds the same notices open, because all of that is in
the picture.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

import msgspec

from domain.category import Severity
from domain.incident import Incident, TimelineEntry
from domain.picture import Changes, Picture

#: A book keeps so many; the oldest settled go first.
MOST = 300
#: More notices than this in so many seconds are a flood (ISA-18.2 counts ten in ten minutes for one operator).
FLOOD, FLOOD_SECONDS = 10, 600.0


class NoticeKind(StrEnum):
    """Why the room is told."""

    NEW = "new"  # of the two worst severities
    LATE = "late"  # past its deadline
    BACK = "back"  # declined or returned: it needs somebody else
    PRESSED = "pressed"  # supervised or escalated


_OF_VERB = {
    "decline": NoticeKind.BACK,
    "return": NoticeKind.BACK,
    "supervise": NoticeKind.PRESSED,
    "escalate": NoticeKind.PRESSED,
}


class Notice(msgspec.Struct, frozen=True):
    """``at``: city time of what it tells of."""

    kind: NoticeKind
    incident: str
    severity: Severity
    at: float


class NoticeBook:
    """The notices of one picture, the newest first."""

    def __init__(self) -> None:
        self._notices: list[Notice] = []
        self._late: set[str] = set()

    def __iter__(self) -> Iterator[Notice]:
        return iter(self._notices)

    def __len__(self) -> int:
        return len(self._notices)

    def take(self, picture: Picture, changes: Changes, now: float) -> list[Notice]:
        """What the room must be told after a change, the worst first. After a reset the book begins anew with what is
        still open, and nothing counts as just told."""
        if changes.reset:
            self._begin(picture, now)
            return []
        told = [
            notice
            for key in changes.incidents
            for entry in picture.timelines.get(key, ())[-1:]
            if (notice := _of_entry(picture.incidents.get(key), entry)) is not None
        ]
        return self._tell(told)

    def tick(self, picture: Picture, now: float) -> list[Notice]:
        """What has turned late by ``now``, the worst first."""
        late = _late(picture, now)
        fresh = [picture.incidents[key] for key in late - self._late]
        self._late = late
        return self._tell([Notice(NoticeKind.LATE, one.id, one.severity, one.deadline.due_at) for one in fresh])

    def waiting(self, picture: Picture) -> list[Notice]:
        """Those nobody of the room has settled yet, the newest first."""
        return [notice for notice in self._notices if not settled(notice, picture)]

    def flood(self, now: float) -> int:
        """How many notices the last ten minutes brought when that is more than anybody can follow, else 0."""
        count = sum(notice.at > now - FLOOD_SECONDS for notice in self._notices)
        return count if count > FLOOD else 0

    def _begin(self, picture: Picture, now: float) -> None:
        self._late = _late(picture, now)
        found = []
        for incident in picture.open_incidents():
            timeline = picture.timelines.get(incident.id, ())
            found += [notice for entry in timeline if (notice := _of_entry(incident, entry)) is not None]
            if incident.id in self._late:
                found.append(Notice(NoticeKind.LATE, incident.id, incident.severity, incident.deadline.due_at))
        found = [notice for notice in found if not settled(notice, picture)]
        self._notices = sorted(found, key=lambda notice: -notice.at)[:MOST]

    def _tell(self, told: list[Notice]) -> list[Notice]:
        told.sort(key=lambda notice: (notice.severity, -notice.at))
        self._notices = (sorted(told, key=lambda notice: -notice.at) + self._notices)[:MOST]
        return told


def settled(notice: Notice, picture: Picture) -> bool:
    """Whether nobody needs to be told of it any more."""
    incident = picture.incidents.get(notice.incident)
    if incident is None or not picture.is_open(incident):
        return True
    if incident.acknowledged_at is not None and incident.acknowledged_at >= notice.at:
        return True
    timeline = picture.timelines.get(notice.incident, ())
    return any(entry.at >= notice.at and entry.actor.startswith("user:") for entry in reversed(timeline))


def _of_entry(incident: Incident | None, entry: TimelineEntry) -> Notice | None:
    if incident is None or entry.actor.startswith("user:"):
        return None  # what a person of the room did, the room knows
    if entry.version == 1:
        if incident.severity > Severity.ORANGE:
            return None
        return Notice(NoticeKind.NEW, incident.id, incident.severity, entry.at)
    kind = _OF_VERB.get(entry.verb)
    return Notice(kind, incident.id, incident.severity, entry.at) if kind is not None else None


def _late(picture: Picture, now: float) -> set[str]:
    return {one.id for one in picture.open_incidents() if one.deadline.paused_at is None and one.deadline.due_at < now}
