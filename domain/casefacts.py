"""What a case has been through, read from its timeline: when it was filed, sent out, handled, and sent back."""

from __future__ import annotations

from collections.abc import Sequence
from math import nan

import msgspec

from domain.incident import Incident, TimelineEntry
from domain.steps import Workflow
from domain.workflow import UNDO

#: Stages a case ends in without having been settled.
NOT_SETTLED = ("merged", "void")


class Milestones(msgspec.Struct):
    """Moments in city time (NaN: never) and counts. What was taken back with *undo* does not count.

    ``filed_at`` the case number was given; ``dispatched_at`` first sent to somebody, ``dispatches`` how often;
    ``returns`` how often it came back unhandled; ``handled_at`` last reported back, NaN once it must be done again;
    ``reworks`` how often it had to be; ``extensions`` of its time. ``stays``: stage index → (seconds spent there in
    all, when it was last left)."""

    filed_at: float = nan
    dispatched_at: float = nan
    dispatches: int = 0
    returns: int = 0
    handled_at: float = nan
    reworked_at: float = nan
    reworks: int = 0
    extended_at: float = nan
    extensions: int = 0
    rated_at: float = nan
    stays: dict[int, tuple[float, float]] = {}


class Flow:
    """What each step of a city's workflow does, looked up quickly. ``stages``: codes of the open stages, in order."""

    def __init__(self, workflow: Workflow) -> None:
        self.stages = tuple(stage.code for stage in workflow.stages if stage.open)
        self.stage_index = {code: index for index, code in enumerate(self.stages)}
        everywhere = [stage.code for stage in workflow.stages]
        self._effects: dict[tuple[str, str], frozenset[str]] = {}
        for step in workflow.steps:
            for stage in everywhere if "*" in step.from_stages else step.from_stages:
                self._effects[step.verb, stage] = frozenset(step.effects)

    def effects(self, entry: TimelineEntry) -> frozenset[str]:
        """What an entry did to the incident, by the names of ``domain.effects``."""
        return self._effects.get((entry.verb, entry.from_stage), _NOTHING)


_NOTHING: frozenset[str] = frozenset()


def milestones(timeline: Sequence[TimelineEntry], flow: Flow) -> Milestones:
    """What a timeline (oldest first) tells."""
    facts = Milestones(stays={})
    undone = {entry.undoes for entry in timeline if entry.undoes}
    stage, since = "", 0.0
    for entry in timeline:
        at = entry.at
        if entry.to_stage and entry.to_stage != stage:
            index = flow.stage_index.get(stage)
            if index is not None:
                spent, _ = facts.stays.get(index, (0.0, 0.0))
                facts.stays[index] = (spent + max(0.0, at - since), at)
            stage, since = entry.to_stage, at
        if entry.verb == UNDO or (undone and entry.command_id in undone):
            continue
        effects = flow.effects(entry)
        if effects:
            _take(facts, effects, at)
    return facts


def _take(facts: Milestones, effects: frozenset[str], at: float) -> None:
    if "number" in effects and facts.filed_at != facts.filed_at:  # NaN: the first time counts
        facts.filed_at = at
    if "assign" in effects:
        if not facts.dispatches:
            facts.dispatched_at = at
        facts.dispatches += 1
        facts.handled_at = nan
    if "unassign" in effects and "pause" not in effects and "merge" not in effects:
        facts.returns += 1
    if "settle" in effects:
        facts.handled_at = at
    if "again" in effects or "reopen" in effects:
        facts.reworks += 1
        facts.reworked_at = at
        facts.handled_at = nan
    if "extend" in effects:
        facts.extensions += 1
        facts.extended_at = at
    if "rate" in effects:
        facts.rated_at = at


def was_settled(incident: Incident) -> bool:
    """Of one that is not open: whether it was closed as settled, and not merged into another one or voided."""
    return incident.stage not in NOT_SETTLED and not incident.merged_into


def case_values(incident: Incident, is_open: bool, facts: Milestones) -> dict[str, float | bool]:
    """One case by the names formulas use."""
    deadline, closed_at = incident.deadline, incident.closed_at
    if not is_open and closed_at is None:
        closed_at = incident.changed_at
    return {
        "received_at": incident.received_at,
        "filed_at": facts.filed_at,
        "dispatched_at": facts.dispatched_at,
        "handled_at": facts.handled_at,
        "reworked_at": facts.reworked_at,
        "extended_at": facts.extended_at,
        "rated_at": facts.rated_at,
        "closed_at": nan if is_open or closed_at is None else closed_at,
        "due_at": deadline.due_at,
        "dispatches": facts.dispatches,
        "returns": facts.returns,
        "reworks": facts.reworks,
        "extensions": facts.extensions,
        "rating": nan if incident.rating is None else incident.rating,
        "severity": int(incident.severity),
        "open": is_open,
        "settled": not is_open and was_settled(incident),
        "merged": bool(incident.merged_into),
        "paused": deadline.paused_at is not None,
        "assigned": incident.assignment is not None,
        "supervised": incident.supervised,
    }


#: Columns of moments and numbers, and of yes and no, in ``case_values``.
NUMBERS: tuple[str, ...] = (
    "received_at", "filed_at", "dispatched_at", "handled_at", "reworked_at", "extended_at", "rated_at", "closed_at",
    "due_at", "dispatches", "returns", "reworks", "extensions", "rating", "severity",
)  # fmt: skip
FLAGS: tuple[str, ...] = ("open", "settled", "merged", "paused", "assigned", "supervised")
