"""The flow of an incident at work: the only place a stage may change. What a flow must be is in `domain.flow_check`."""

from __future__ import annotations

import msgspec

from domain import deadline as clock
from domain.access import may
from domain.category import Category, Severity
from domain.directions import Leg
from domain.effects import EFFECTS, ESCALATION, Facts
from domain.incident import Incident, Place, Reporter, TimelineEntry
from domain.orders import Actor, Order, Report
from domain.refusal import Refusal
from domain.steps import StageKind, Step, Workflow
from domain.workcalendar import WorkCalendar

__all__ = [
    "ESCALATION",
    "REROUTE",
    "UNDO",
    "UNDO_GRACE",
    "UNDO_SECONDS",
    "Facts",
    "StageKind",
    "Step",
    "Workflow",
    "advance",
    "follow",
    "open_incident",
    "possible",
    "reroute",
    "step_for",
]

#: The verb that takes a command back; it is not in the data because it belongs to every flow.
UNDO = "undo"
#: The verb of a way that was found anew, because a road was closed or opened. It overtakes nobody's order.
REROUTE = "reroute"
#: How long a desk offers to take a command back, seconds on the wall.
UNDO_SECONDS = 6.0
#: What the way to the backend may add to that.
UNDO_GRACE = 4.0
#: The verb of an incident's first timeline entry.
OPEN = "open"


def step_for(workflow: Workflow, verb: str, stage: str) -> Step | None:
    """The step a verb means in a stage."""
    return next((step for step in workflow.meant_by(verb) if step.starts_in(stage)), None)


def possible(workflow: Workflow, incident: Incident, role: str) -> list[Step]:
    """The steps a role may do on an incident now, in the flow's order."""
    return [step for step in workflow.steps if step.starts_in(incident.stage) and role in step.by]


def open_incident(
    workflow: Workflow,
    report: Report,
    *,
    id: str,
    now: float,
    region: str,
    category: Category,
    severity: Severity,
    lookalikes: tuple[str, ...],
    calendar: WorkCalendar,
    actor: Actor | None = None,
) -> tuple[Incident, TimelineEntry]:
    """A new incident at version 1 and the first entry of its timeline. ``now`` is city time, when it was received;
    without ``actor`` the entry names the worker who found it, or the source."""
    incident = Incident(
        id=id,
        version=1,
        stage=workflow.first,
        category=category.code,
        severity=severity,
        title=report.title or _headline(report.text) or category.name.zh,
        source=report.source,
        place=Place(report.lon, report.lat, report.address),
        region=region,
        occurred_at=report.occurred_at,
        received_at=now,
        changed_at=now,
        stage_at=now,
        deadline=clock.begin(now, category.allowance, calendar),
        text=report.text,
        department=category.department,
        reporter=Reporter(report.reporter_name, report.reporter_phone),
        reported_by=report.reported_by,
        photos=report.photos,
        lookalikes=tuple(other for other in lookalikes if other != id),
        external=report.external,
    )
    found_by = f"worker:{report.reported_by}" if report.reported_by else f"channel:{report.source}"
    entry = TimelineEntry(
        incident=id,
        version=1,
        at=now,
        verb=OPEN,
        actor=actor.label if actor else found_by,
        actor_name=actor.name if actor else report.reporter_name,
        to_stage=workflow.first,
        worker=report.reported_by,
        region=region,
        photos=report.photos,
    )
    return incident, entry


def advance(
    workflow: Workflow, incident: Incident, order: Order, actor: Actor, now: float, facts: Facts
) -> tuple[Incident, TimelineEntry]:
    """The incident after an order, one version on, and the timeline entry that tells of it. ``now`` is city time.

    Raises Refusal and changes nothing: ``unknown_verb stale not_allowed not_yours out_of_scope wrong_stage
    reason_needed assignee_needed into_needed hours_needed rating_needed category_needed photo_needed note_needed
    unknown_category off_duty role_cannot no_change merge_into_itself already_merged has_merged into_closed top_level
    nothing_to_undo not_undoable undo_too_late undo_overtaken``. Each carries the incident's current version."""
    try:
        if order.verb == UNDO:
            after = _undone(workflow, incident, order, actor, facts)
        else:
            step = _judged_step(workflow, incident, order, actor, facts)
            _check_needs(workflow, step, incident, order, facts)
            after = incident
            for effect in step.effects:
                after = EFFECTS[effect](after, order, facts, now)
            after = msgspec.structs.replace(after, stage=step.to_stage or incident.stage)
            if after == incident and not order.note:
                raise Refusal("no_change", "That would change nothing; add a note if there is something to say.")
    except Refusal as refusal:
        refusal.version = incident.version
        raise
    moved = after.stage != incident.stage or after.worker != incident.worker
    since = after.stage_at if order.verb == UNDO else now if moved else incident.in_stage_since
    after = msgspec.structs.replace(after, version=incident.version + 1, changed_at=now, stage_at=since)
    entry = TimelineEntry(
        incident=incident.id,
        version=after.version,
        at=now,
        verb=order.verb,
        actor=actor.label,
        from_stage=incident.stage,
        to_stage=after.stage,
        actor_name=actor.name,
        worker=after.worker or incident.worker,
        region=order.region,
        reason=order.reason.strip(),
        note=order.note,
        photos=order.photos,
        command_id=order.command_id,
        into=order.into,
        hours=order.hours,
        undoes=order.undoes,
    )
    return after, entry


def follow(
    workflow: Workflow, follower: Incident, main: Incident, entry: TimelineEntry
) -> tuple[Incident, TimelineEntry] | None:
    """What a case that is merged into ``main`` becomes after ``entry`` happened to that one, one version on, with an
    entry of its own that names the same person; None when it stays as it is."""
    stage = workflow.following(main.stage)
    if not stage or stage == follower.stage:
        return None
    over = stage != workflow.merging
    after = msgspec.structs.replace(
        follower,
        version=follower.version + 1,
        stage=stage,
        changed_at=entry.at,
        stage_at=entry.at,
        closed_at=main.closed_at if over else None,
        outcome=main.outcome if over else "",
        rating=None,
    )
    told = TimelineEntry(
        incident=follower.id,
        version=after.version,
        at=entry.at,
        verb=entry.verb,
        actor=entry.actor,
        from_stage=follower.stage,
        to_stage=stage,
        actor_name=entry.actor_name,
        reason=entry.reason,
        into=main.id,
    )
    return after, told


def reroute(
    incident: Incident, way: tuple[str, float, tuple[Leg, ...]], actor: Actor, now: float, reason: str, because: str
) -> tuple[Incident, TimelineEntry]:
    """The incident with another way for whoever is under way to it, one version on, and the entry that tells of it.
    ``way``: encoded polyline, seconds from now, legs; ``because``: what made it necessary (goes into the note)."""
    assert incident.assignment is not None  # somebody is under way
    route, seconds, legs = way
    # The time promised counts from when he set out.
    eta = seconds + now - (incident.assignment.accepted_at or now)
    assignment = msgspec.structs.replace(incident.assignment, route=route, eta=eta, legs=legs)
    after = msgspec.structs.replace(
        incident,
        version=incident.version + 1,
        changed_at=now,
        stage_at=incident.in_stage_since,
        assignment=assignment,
    )
    entry = TimelineEntry(
        incident=incident.id,
        version=after.version,
        at=now,
        verb=REROUTE,
        actor=actor.label,
        from_stage=incident.stage,
        to_stage=incident.stage,
        actor_name=actor.name,
        worker=incident.worker,
        reason=reason,
        note=because,
    )
    return after, entry


def _judged_step(workflow: Workflow, incident: Incident, order: Order, actor: Actor, facts: Facts) -> Step:
    """The step an order asks for. Raises Refusal when there is none, not here, or not for this actor."""
    meant = workflow.meant_by(order.verb)
    if not meant:
        known = ", ".join(dict.fromkeys(step.verb for step in workflow.steps))
        raise Refusal("unknown_verb", f"This city's flow knows no “{order.verb}”; use one of: {known}.")
    if _overtaken(workflow, incident, order, facts):
        raise Refusal(
            "stale",
            f"This incident changed meanwhile (you saw version {order.version}, it is {incident.version} now); "
            "look at it again and repeat the command if it still makes sense.",
        )
    step = step_for(workflow, order.verb, incident.stage)
    if step is None:
        stage = workflow.stage(incident.stage)
        here = stage.name.text("en") if stage else incident.stage
        verbs = ", ".join(other.name.text("en") for other in workflow.steps if other.starts_in(incident.stage))
        raise Refusal(
            "wrong_stage",
            f"“{meant[0].name.text('en')}” is not possible while the incident is in “{here}”; possible now: {verbs}.",
        )
    refusal = may(actor, step, incident, facts.tree)
    if refusal is not None:
        raise refusal
    return step


def _overtaken(workflow: Workflow, incident: Incident, order: Order, facts: Facts) -> bool:
    """Whether the order was given on sight of an incident that is another one by now.

    What was only said since (a note, an acknowledgement) overtakes nobody, and such a thing may be said of any
    version."""
    if order.version == incident.version:
        return False
    if order.version > incident.version:
        return True
    if order.verb in workflow.harmless:
        return False
    since = [entry.verb for entry in facts.timeline if entry.version > order.version]
    told = set(since) - {REROUTE}
    return len(since) != incident.version - order.version or not workflow.harmless.issuperset(told)


def _check_needs(workflow: Workflow, step: Step, incident: Incident, order: Order, facts: Facts) -> None:
    """Raises Refusal when the order does not bring what the step needs."""
    title = step.name.text("en")
    for need in step.needs:
        match need:
            case "assignee":
                _check_assignee(incident, order, facts)
            case "reason" if not order.reason.strip():
                raise Refusal("reason_needed", f"“{title}” needs a reason; say why in a few words.")
            case "note" if not order.note.strip():
                raise Refusal("note_needed", f"“{title}” needs a text; write what there is to say.")
            case "hours" if order.hours is None:
                raise Refusal("hours_needed", f"“{title}” needs a number of hours; say how many.")
            case "rating" if order.rating is None:
                raise Refusal("rating_needed", f"“{title}” needs a rating from 1 to 5.")
            case "photo" if not order.photos:
                raise Refusal("photo_needed", f"“{title}” needs a photo; take one on the scene.")
            case "category" if not order.category:
                raise Refusal("category_needed", f"“{title}” needs a category; choose one.")
            case "category" if order.category not in facts.categories:
                raise Refusal("unknown_category", f"There is no category {order.category}; choose one of the list.")
            case "into" if facts.into is None:
                raise Refusal("into_needed", f"“{title}” needs the incident to merge into; choose one that exists.")
            case "into" if facts.into is not None and not facts.into.merged_into:
                stage = workflow.stage(facts.into.stage)
                if stage is not None and not stage.open:
                    raise Refusal("into_closed", f"{facts.into.id} is closed; reopen it first, or choose an open one.")


def _check_assignee(incident: Incident, order: Order, facts: Facts) -> None:
    worker = facts.assignee
    if worker is None:
        if order.worker:
            raise Refusal("assignee_needed", f"There is no worker {order.worker}; choose somebody from the roster.")
        if order.region or order.department:
            where = order.region or order.department
            raise Refusal("assignee_needed", f"Nobody responsible for {where} is on duty; choose a worker yourself.")
        raise Refusal("assignee_needed", "Say who shall take it: a worker, an area or a department.")
    if worker.id == incident.worker:
        raise Refusal("no_change", f"{worker.name} has this incident already; choose somebody else.")
    if not worker.on_duty:
        raise Refusal("off_duty", f"{worker.name} is off duty; choose somebody who is on duty.")
    role = facts.roles.get(worker.role)
    if role is not None and not role.handles:
        raise Refusal("role_cannot", f"A {role.name.text('en')} does not handle incidents; choose somebody else.")


def _undone(workflow: Workflow, incident: Incident, order: Order, actor: Actor, facts: Facts) -> Incident:
    """The incident as it was before a command of the same person, seconds ago.

    What the worker did meanwhile (he may have accepted) is taken back with it; what anybody else did since stands in
    the way. The case number and photos stay: they were given, whatever came of them."""
    commands = [entry.command_id for entry in facts.timeline]
    place = commands.index(order.undoes) if order.undoes and order.undoes in commands else None
    if place is None or facts.before is None:
        raise Refusal("nothing_to_undo", "That command is not known here; nothing was taken back.")
    entry = facts.timeline[place]
    if entry.actor != actor.label:
        raise Refusal("not_allowed", "Only the person who gave a command can take it back; correct it with a new one.")
    step = step_for(workflow, entry.verb, entry.from_stage)
    if step is None or not step.undoable:
        raise Refusal("not_undoable", f"“{entry.verb}” cannot be taken back; correct it with a new command.")
    if facts.undo_age is None or facts.undo_age > UNDO_SECONDS + UNDO_GRACE:
        raise Refusal("undo_too_late", f"A command can be taken back for {UNDO_SECONDS:.0f} s; give a new one instead.")
    passed_over = {*workflow.harmless, REROUTE}
    since = [later for later in facts.timeline[place + 1 :] if later.verb not in passed_over]
    others = [later for later in since if not later.actor.startswith("worker:")]
    if others:
        raise Refusal(
            "undo_overtaken",
            f"{others[0].actor_name or others[0].actor} did “{others[0].verb}” since; look at the incident again.",
        )
    before = facts.before
    known = incident.acknowledged_at
    return msgspec.structs.replace(
        before, case=incident.case or before.case, photos=incident.photos, acknowledged_at=known
    )


def _headline(text: str) -> str:
    """The first line of a text, short enough for a row."""
    line = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return line if len(line) <= 60 else line[:59] + "…"
