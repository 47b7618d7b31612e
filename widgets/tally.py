"""The room in numbers, counted from the picture alone."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import msgspec

from domain.category import Severity
from domain.incident import Incident
from domain.picture import Picture
from domain.worker import WorkerState
from widgets.wording import midnight


class Tally(msgspec.Struct, frozen=True):
    """Open incidents, how many of them are late, by severity; settled and closed since local midnight; workers on
    duty, and all."""

    open: int
    late: int
    by_severity: dict[Severity, int]
    closed_today: int
    on_duty: int
    workers: int


def was_settled(incident: Incident) -> bool:
    """Of one that is not open: whether it was closed as settled, and not merged into another one or voided."""
    return incident.stage not in ("merged", "void")


def tally(picture: Picture, now: float) -> Tally:
    """The numbers at city time ``now``."""
    since = midnight(now, ZoneInfo(picture.city.rules.calendar.zone))
    by_severity = dict.fromkeys(Severity, 0)
    late = closed = 0
    for incident in picture.incidents.values():
        if picture.is_open(incident):
            by_severity[incident.severity] += 1
            late += incident.deadline.paused_at is None and now > incident.deadline.due_at
        elif was_settled(incident) and incident.closed_at is not None and incident.closed_at >= since:
            closed += 1
    on_duty = sum(worker.state is not WorkerState.OFF_DUTY for worker in picture.roster)
    return Tally(sum(by_severity.values()), late, by_severity, closed, on_duty, len(picture.roster))
