"""How the city is doing at one moment, in the few numbers a wall or a briefing shows."""

from __future__ import annotations

from collections.abc import Iterable
from heapq import nsmallest

import msgspec

from domain.casefacts import was_settled
from domain.category import Severity
from domain.incident import Incident
from domain.period import HOUR, midnight
from domain.picture import Picture
from domain.positions import WORKER_STATES
from domain.region import Level
from domain.urgency import deadline_state, hurt
from domain.worker import SILENT_AFTER, WorkerState


class Area(msgspec.Struct, frozen=True):
    """Open incidents of one area and how many of them are late; ``code`` is empty for those outside every area."""

    code: str
    open: int
    late: int


class Situation(msgspec.Struct, frozen=True):
    """Counted at city time ``moment`` (seconds since 1970, UTC); ``midnight`` is when its day began there.

    ``arrived`` and ``closed``: by hour of the day, 24 each. ``in_time`` of all ``settled`` today were closed before
    they were due. ``on_duty`` and ``reporting`` people (a fix younger than ``SILENT_AFTER``), of ``people``. ``worst``:
    ids of open incidents, what hurts most first. ``areas``: the level below the whole city, most open first."""

    moment: float
    midnight: float
    open: int
    late: int
    by_severity: dict[Severity, int]
    arrived: tuple[int, ...]
    closed: tuple[int, ...]
    settled: int
    in_time: int
    on_duty: int
    reporting: int
    people: int
    worst: tuple[str, ...]
    areas: tuple[Area, ...]

    @property
    def due(self) -> int:
        """How many should be closed: what was today, and what is open past its time."""
        return self.settled + self.late

    @property
    def on_time_share(self) -> float | None:
        """On-time closing rate of today (as ``resources/indicators.toml`` has it): closed in time of what was due; None
        while nothing was."""
        return self.in_time / self.due if self.due else None

    @property
    def hour(self) -> float:
        """Hours since midnight."""
        return (self.moment - self.midnight) / HOUR


def situation(picture: Picture, now: float, worst: int = 5) -> Situation:
    """The situation at city time ``now`` with its ``worst`` worst incidents. Costs one walk over the incidents."""
    began = midnight(now, picture.city.rules.calendar.zone)
    arrived, closed = [0] * 24, [0] * 24
    by_severity = dict.fromkeys(Severity, 0)
    areas: dict[str, list[int]] = {}
    open_: list[Incident] = []
    late: list[Incident] = []
    settled = in_time = 0
    level = _below_the_top(picture)
    for incident in picture.incidents.values():
        _count(arrived, incident.received_at - began)
        if picture.is_open(incident):
            is_late = incident.deadline.paused_at is None and now > incident.deadline.due_at
            (late if is_late else open_).append(incident)
            by_severity[incident.severity] += 1
            area = picture.tree.ancestor(incident.region, level) if incident.region else None
            cell = areas.setdefault(area.code if area is not None else "", [0, 0])
            cell[0] += 1
            cell[1] += is_late
        elif was_settled(incident) and (incident.closed_at or 0.0) >= began:
            ended = incident.closed_at or 0.0
            settled += 1
            in_time += ended <= incident.deadline.due_at
            _count(closed, ended - began)
    on_duty = picture.positions.state != WORKER_STATES.index(WorkerState.OFF_DUTY)
    fresh = picture.positions.known & (now - picture.positions.fixed_at <= SILENT_AFTER)
    return Situation(
        now,
        began,
        len(open_) + len(late),
        len(late),
        by_severity,
        tuple(arrived),
        tuple(closed),
        settled,
        in_time,
        int(on_duty.sum()),
        int((on_duty & fresh).sum()),
        len(picture.roster),
        _worst(picture, late, open_, now, worst),
        tuple(sorted((Area(code, *cell) for code, cell in areas.items()), key=lambda a: (-a.open, -a.late, a.code))),
    )


def time_left(picture: Picture, incident: Incident, now: float) -> tuple[float, str]:
    """Seconds until an incident is due (negative: late) and its phase, as ``domain.urgency`` has them."""
    state = deadline_state(incident, now, picture.city.rules.calendar)
    return state.remaining, state.phase


def _worst(picture: Picture, late: list[Incident], others: list[Incident], now: float, count: int) -> tuple[str, ...]:
    """As the queue orders them. What is late always comes first, so the rest is weighed only while there is room."""

    def first(some: Iterable[Incident], room: int) -> list[str]:
        calendar, stages = picture.city.rules.calendar, picture.stages
        found = nsmallest(room, (hurt(one, now, stages.get(one.stage), calendar) for one in some))
        return [one.id for one in found]

    hurting = nsmallest(count, late, key=lambda one: (one.severity, one.deadline.due_at, one.received_at, one.id))
    worst = first(hurting, count)
    return tuple(worst + first(others, count - len(worst)) if len(worst) < count else worst)


def _below_the_top(picture: Picture) -> Level:
    """The districts of a city, the streets of a district; what has neither is counted as it is."""
    roots = picture.tree.roots
    below = picture.tree.children(roots[0].code) if len(roots) == 1 else roots
    return (below or roots)[0].level


def _count(hours: list[int], seconds: float) -> None:
    hour = int(seconds // HOUR)
    if 0 <= hour < len(hours):
        hours[hour] += 1
