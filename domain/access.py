"""Who may do what where: role × command × area, and who may see whose name."""

from __future__ import annotations

import msgspec

from domain.incident import Incident
from domain.orders import Actor
from domain.refusal import Refusal
from domain.region import RegionTree
from domain.steps import Step

#: What access looks at. The first five sit in the room; a worker is in the field; a rule is the room's own automation;
#: a channel is a door through which reports come in.
ROLES: tuple[str, ...] = ("dispatcher", "supervisor", "leader", "admin", "viewer", "worker", "rule", "channel")
#: Roles that work with reporters and so see who they are. A worker sees those of his own incidents.
SEES_REPORTERS = frozenset({"dispatcher", "supervisor", "admin", "rule"})


def may(actor: Actor, step: Step, incident: Incident, tree: RegionTree | None) -> Refusal | None:
    """None when ``actor`` may do ``step`` on ``incident``, otherwise why not. Without a tree areas do not matter."""
    if actor.role not in step.by:
        allowed = ", ".join(step.by)
        return Refusal(
            "not_allowed",
            f"The role {actor.role} may not do “{step.name.text('en')}”; ask somebody who may: {allowed}.",
            incident.version,
        )
    if actor.role == "worker" and not concerns(actor.id, incident):
        return Refusal(
            "not_yours",
            "This incident is not assigned to you any more; load your tasks again.",
            incident.version,
        )
    if tree is not None and not in_scope(actor, incident.region, tree):
        return Refusal(
            "out_of_scope",
            f"This incident lies outside your area ({actor.scope}); pass it to the room that looks after it.",
            incident.version,
        )
    return None


def in_scope(actor: Actor, region: str, tree: RegionTree) -> bool:
    """Whether an area is the actor's business. What lies outside the city is the business of those with all of it."""
    return not actor.scope or tree.within(region, actor.scope)


def concerns(worker: str, incident: Incident) -> bool:
    """Whether an incident is a worker's business: he has it, or he found it and nobody has it."""
    return incident.worker == worker or (not incident.worker and incident.reported_by == worker)


def sees_reporter(actor: Actor, incident: Incident) -> bool:
    """Whether the reporter's name and number may be shown to ``actor`` unmasked."""
    return actor.role in SEES_REPORTERS or (actor.role == "worker" and concerns(actor.id, incident))


def masked(incident: Incident) -> Incident:
    """The incident without the reporter's identity: family name and the ends of the number stay."""
    reporter = incident.reporter
    if not reporter.name and not reporter.phone:
        return incident
    hidden = msgspec.structs.replace(reporter, name=_masked_name(reporter.name), phone=masked_phone(reporter.phone))
    return msgspec.structs.replace(incident, reporter=hidden)


def _masked_name(name: str) -> str:
    return name[0] + "*" * min(2, max(1, len(name) - 1)) if name else ""


def masked_phone(phone: str) -> str:
    """A number of which only the ends can be read."""
    if len(phone) < 7:
        return "*" * len(phone)
    return phone[:3] + "*" * (len(phone) - 5) + phone[-2:]
