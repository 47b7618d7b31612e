"""What a step does to an incident besides moving it to another stage; a flow names these in its data."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import msgspec

from domain import deadline as clock
from domain.category import Category
from domain.directions import Leg
from domain.incident import Assignment, Incident, TimelineEntry
from domain.orders import Order
from domain.refusal import Refusal
from domain.region import RegionTree
from domain.workcalendar import WorkCalendar
from domain.worker import Role, Worker

#: How far an incident can be escalated, from the bottom.
ESCALATION: tuple[str, ...] = ("grid", "community", "street", "district", "city")
#: An incident keeps this many photos at most.
MOST_PHOTOS = 200


class Facts(msgspec.Struct, frozen=True):
    """What the engine must know beside the incident; whoever calls it has looked it up.

    ``case``: the case number to use if one is given now. ``assignee``: the worker the order names, or whom its region
    or department led to. ``eta``: his travel time in seconds; ``route``: his way as an encoded polyline, ``legs`` to
    tell it by. ``into``: the incident to merge into. ``followers``: how many are merged into this one. For ``undo``
    these three: ``timeline`` all entries of this incident, oldest first; ``before`` what it was before the command that
    is undone; ``undo_age`` seconds on the wall since that command was accepted. ``tree``, ``roles``: when given, areas
    and roles are checked too."""

    calendar: WorkCalendar
    categories: Mapping[str, Category]
    case: str = ""
    assignee: Worker | None = None
    eta: float | None = None
    route: str = ""
    legs: tuple[Leg, ...] = ()
    into: Incident | None = None
    followers: int = 0
    before: Incident | None = None
    undo_age: float | None = None
    timeline: Sequence[TimelineEntry] = ()
    tree: RegionTree | None = None
    roles: Mapping[str, Role] = {}


#: Takes the incident, the order, the facts and city time; gives the incident with one thing changed.
Effect = Callable[[Incident, Order, Facts, float], Incident]

_with = msgspec.structs.replace


def _number(incident: Incident, order: Order, facts: Facts, now: float) -> Incident:
    return incident if incident.case else _with(incident, case=facts.case)


def _assign(incident: Incident, order: Order, facts: Facts, now: float) -> Incident:
    assert facts.assignee is not None  # the step needs an assignee
    assignment = Assignment(worker=facts.assignee.id, assigned_at=now, region=order.region, eta=facts.eta)
    department = order.department or facts.assignee.department or incident.department
    return _with(incident, assignment=assignment, department=department)


def _own(incident: Incident, order: Order, facts: Facts, now: float) -> Incident:
    if not incident.reported_by:
        raise Refusal("assignee_needed", "Nobody in the field found this himself; dispatch it to a worker.")
    assignment = Assignment(incident.reported_by, now, accepted_at=now, arrived_at=now, eta=0.0)
    return _with(incident, assignment=assignment)


def _unassign(incident: Incident, order: Order, facts: Facts, now: float) -> Incident:
    return _with(incident, assignment=None)


def _again(incident: Incident, order: Order, facts: Facts, now: float) -> Incident:
    if incident.assignment is None:
        raise Refusal("assignee_needed", "Nobody has this incident; dispatch it to a worker instead.")
    return _with(incident, assignment=Assignment(incident.worker, now, incident.assignment.region), outcome="")


def _accept(incident: Incident, order: Order, facts: Facts, now: float) -> Incident:
    return _assigned(incident, accepted_at=now, eta=facts.eta, route=facts.route, legs=facts.legs)


def _arrive(incident: Incident, order: Order, facts: Facts, now: float) -> Incident:
    if incident.assignment is not None and incident.assignment.arrived_at is not None:
        raise Refusal("no_change", "He is there already; report back when it is settled.")
    return _assigned(incident, arrived_at=now)


def _settle(incident: Incident, order: Order, facts: Facts, now: float) -> Incident:
    return _with(_assigned(incident, reported_at=now), outcome=order.note or order.reason or incident.outcome)


def _photos(incident: Incident, order: Order, facts: Facts, now: float) -> Incident:
    return _with(incident, photos=tuple(dict.fromkeys((*incident.photos, *order.photos)))[:MOST_PHOTOS])


def _close(incident: Incident, order: Order, facts: Facts, now: float) -> Incident:
    return _with(incident, closed_at=now, outcome=order.note or order.reason or incident.outcome)


def _rate(incident: Incident, order: Order, facts: Facts, now: float) -> Incident:
    return _with(incident, rating=order.rating)


def _reopen(incident: Incident, order: Order, facts: Facts, now: float) -> Incident:
    # What was promised then is in the timeline; the work that starts now gets the category's time anew.
    fresh = clock.begin(now, incident.deadline.allowance, facts.calendar)
    # One that had followed another is a case of its own from now on.
    return _with(
        incident, closed_at=None, rating=None, outcome="", assignment=None, deadline=fresh, merged_into=""
    )


def _extend(incident: Incident, order: Order, facts: Facts, now: float) -> Incident:
    assert order.hours is not None  # the step needs hours
    return _with(incident, deadline=clock.extend(incident.deadline, order.hours, facts.calendar))


def _pause(incident: Incident, order: Order, facts: Facts, now: float) -> Incident:
    return _with(incident, deadline=clock.pause(incident.deadline, now))


def _unpause(incident: Incident, order: Order, facts: Facts, now: float) -> Incident:
    return _with(incident, deadline=clock.resume(incident.deadline, now, facts.calendar))


def _raise(incident: Incident, order: Order, facts: Facts, now: float) -> Incident:
    levels = ESCALATION if facts.tree is None else [level for level in ESCALATION if facts.tree.has_level(level)]
    above = [level for level in levels if ESCALATION.index(level) > ESCALATION.index(incident.level)]
    if not above:
        raise Refusal("top_level", f"It is already with the {incident.level}, the highest level; supervise it instead.")
    return _with(incident, level=above[0])


def _supervise(incident: Incident, order: Order, facts: Facts, now: float) -> Incident:
    return _with(incident, supervised=True)


def _merge(incident: Incident, order: Order, facts: Facts, now: float) -> Incident:
    into = facts.into
    assert into is not None  # the step needs it
    if into.id == incident.id:
        raise Refusal("merge_into_itself", "An incident cannot be merged into itself; choose the other report.")
    if into.merged_into:
        raise Refusal("already_merged", f"{into.id} is itself merged; merge into {into.merged_into} instead.")
    if facts.followers:
        raise Refusal(
            "has_merged", f"{facts.followers} others are merged into this one; merge the other report into it instead."
        )
    return _with(incident, merged_into=into.id)


def _unmerge(incident: Incident, order: Order, facts: Facts, now: float) -> Incident:
    return _with(incident, merged_into="")


def _acknowledge(incident: Incident, order: Order, facts: Facts, now: float) -> Incident:
    return _with(incident, acknowledged_at=now)


def _classify(incident: Incident, order: Order, facts: Facts, now: float) -> Incident:
    category = facts.categories[order.category]
    return _with(
        incident,
        category=category.code,
        severity=order.severity or category.severity,
        department=category.department,
        deadline=clock.reallow(incident.deadline, category.allowance, facts.calendar),
    )


def _assigned(incident: Incident, **changes: object) -> Incident:
    """The incident with its assignment changed. Raises Refusal when nobody has it."""
    if incident.assignment is None:
        raise Refusal("assignee_needed", "Nobody has this incident; dispatch it to a worker first.")
    return _with(incident, assignment=_with(incident.assignment, **changes))


EFFECTS: dict[str, Effect] = {
    "number": _number,  # gives the case number, once
    "assign": _assign,  # to facts.assignee
    "own": _own,  # to the worker who found it, who is there already
    "unassign": _unassign,  # from whoever has it
    "again": _again,  # to the same worker, from the start
    "accept": _accept,
    "arrive": _arrive,
    "photos": _photos,  # keeps the order's photos
    "settle": _settle,  # reported back, with what came of it
    "close": _close,
    "rate": _rate,
    "reopen": _reopen,  # with a fresh deadline
    "extend": _extend,
    "pause": _pause,  # the deadline's clock
    "unpause": _unpause,
    "raise": _raise,  # one level up
    "supervise": _supervise,
    "merge": _merge,
    "unmerge": _unmerge,
    "acknowledge": _acknowledge,  # somebody of the room knows of it
    "classify": _classify,  # category, severity, department, allowance
}
#: What a step with this effect must need, so that the effect has what it takes.
EFFECT_NEEDS: dict[str, str] = {
    "assign": "assignee",
    "extend": "hours",
    "rate": "rating",
    "merge": "into",
    "classify": "category",
}
