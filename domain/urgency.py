"""What hurts first: how an incident stands with its deadline, and the order of the queue."""

from __future__ import annotations

from math import inf
from typing import Literal, NamedTuple

from domain.category import DeadlineKind, Severity
from domain.deadline import moment_of, spent
from domain.incident import Incident
from domain.steps import StageKind
from domain.workcalendar import WorkCalendar

Phase = Literal["ok", "soon", "late", "paused"]
#: From this share of its time on an incident is *soon* due.
SOON = 0.75
#: With less than this many seconds left it is *soon* due however much time it had.
SOON_SECONDS = 600.0
#: A share of its time that says no more than that its clock has begun to run.
_BEGUN = 1e-9


class DeadlineState(NamedTuple):
    """``fraction`` of the time used (1 at the moment it is due), ``remaining`` seconds on the wall (negative: late),
    ``phase``. For a closed incident both stand as they were when it was closed."""

    fraction: float
    remaining: float
    phase: Phase


class Hurt(NamedTuple):
    """Sorts what hurts first to the front: late, then stuck in a stage, then by severity and the time left."""

    rank: int
    severity: int
    remaining: float
    received_at: float
    id: str


def deadline_state(incident: Incident, now: float, calendar: WorkCalendar) -> DeadlineState:
    """How an incident stands with its deadline at city time ``now``."""
    deadline = incident.deadline
    moment = incident.closed_at if incident.closed_at is not None else now
    fraction = spent(deadline, moment, calendar)
    if deadline.paused_at is not None:
        return DeadlineState(fraction, deadline.due_at - deadline.paused_at, "paused")
    remaining = deadline.due_at - moment
    if remaining < 0:
        return DeadlineState(max(fraction, 1.0), remaining, "late")
    urgent = deadline.allowance.kind is DeadlineKind.URGENT_HOURS
    soon = fraction >= SOON or (remaining <= SOON_SECONDS and (urgent or fraction > 0))
    return DeadlineState(fraction, remaining, "soon" if soon else "ok")


def calls(incident: Incident, stage: StageKind | None) -> bool:
    """Whether it calls for attention until somebody of the room acknowledges it: the worst severity, waiting for the
    desk. The only thing that may blink."""
    waits = stage is not None and stage.waits_for == "desk"
    return incident.severity is Severity.RED and waits and incident.acknowledged_at is None


def stuck(incident: Incident, now: float, stage: StageKind | None) -> float:
    """Seconds an incident has stayed in its stage beyond the stage's limit; 0 when it has not."""
    if stage is None or stage.limit is None:
        return 0.0
    return max(0.0, now - incident.in_stage_since - stage.limit)


def hurt(
    incident: Incident,
    now: float,
    stage: StageKind | None,
    calendar: WorkCalendar,
    state: DeadlineState | None = None,
) -> Hurt:
    """The place of an incident in the queue at city time ``now``: sort ascending, the first hurts most. ``state``: how
    it stands with its deadline, where somebody knows already."""
    _, remaining, phase = state or deadline_state(incident, now, calendar)
    if phase == "paused":
        rank = 4
    elif phase == "late":
        rank = 0
    elif phase == "soon" or stuck(incident, now, stage) > 0 or incident.supervised:
        rank = 1
    else:
        rank = 2
    return Hurt(rank, int(incident.severity), remaining, incident.received_at, incident.id)


def next_turn(
    incident: Incident, now: float, stage: StageKind | None, calendar: WorkCalendar, state: DeadlineState
) -> float:
    """The city time at which an open incident may hurt more than now by the clock alone; inf when it never will.

    ``state`` is how it stands at ``now``. What is past already but has not turned yet (the rounding of a moment) is
    looked at again in a second."""
    moments: list[float] = []
    deadline = incident.deadline
    if state.phase == "ok":
        begun = 0.0 if deadline.allowance.kind is DeadlineKind.URGENT_HOURS else _BEGUN
        moments += [moment_of(deadline, SOON, calendar)]
        moments += [max(deadline.due_at - SOON_SECONDS, moment_of(deadline, begun, calendar))]
    if state.phase in ("ok", "soon"):
        moments.append(deadline.due_at)
    if stage is not None and stage.limit is not None and stuck(incident, now, stage) <= 0:
        moments.append(incident.in_stage_since + stage.limit)
    return min((moment if moment > now else now + 1.0 for moment in moments), default=inf)
