"""What the room does by itself: rules that follow from a change, and rules that follow from time.

- A worker's state follows his tasks: heading after he accepted, on scene after he arrived, free when nothing is left.
- A *small* matter a worker finds in an area of his own is given to him at once (settled on the spot: straight to the
  check); when he reports it settled it is checked and closed.
- An overdue incident is escalated once per level: when it is due, and again after each further half of its time.
- An incident that stays longer than its stage's limit with a worker who does not answer is escalated, visibly.
- Workers go on and off duty by their shifts; nobody is sent home from a task he has accepted.

The reasons in the timeline are codes (``rule.…``); desks show them in their language.
"""

from __future__ import annotations

import math
from typing import Final

import msgspec

from backend.judge import Judge, Preparation
from backend.shifts import Shifts
from domain.city import City
from domain.effects import ESCALATION
from domain.incident import Incident, TimelineEntry
from domain.orders import Actor, Order, Report
from domain.refusal import Refusal
from domain.worker import Worker, WorkerState
from domain.workflow import step_for

RULE: Final = Actor("rule", "dispatching", "自动规则", "rule")
OWN_SMALL: Final = "rule.own_small_matter"
OVERDUE: Final = "rule.overdue"
UNANSWERED: Final = "rule.unanswered"

#: Of the whole allowance: the time between two escalations of an overdue incident; at least half an hour.
NEXT_LEVEL_AFTER = 0.5
_SHORTEST_BETWEEN_LEVELS = 1800.0
#: Workers put on or off duty in one tick, so that a change of shift does not stop everything else.
_SHIFT_CHANGES_A_TICK = 500


class Dispatching:
    """The rules of one city, carried out through a ``Judge``. Runs in the writer's thread only."""

    def __init__(self, city: City, judge: Judge, watched_until: float | None) -> None:
        self._judge = judge
        self._workflow = city.rules.workflow
        self._limits = {
            stage.code: stage.limit
            for stage in city.rules.workflow.stages
            if stage.waits_for == "worker" and stage.limit is not None
        }
        self._shifts = Shifts(city.rules.calendar.zone, judge.picture.roster, watched_until)
        #: incident → (version, city time before which nothing can happen to it)
        self._quiet_until: dict[str, tuple[int, float]] = {}
        judge.followed = self.follow
        judge.opened = self.open

    # --- what follows from a change ----------------------------------------------------------------------------------

    def open(self, incident: Incident, report: Report) -> None:
        """A matter the finder may settle himself is his at once."""
        if not incident.reported_by or not self._is_own_small(incident):
            return
        if report.settled:
            self._do(incident.id, "self_handle", incident.received_at, reason=OWN_SMALL)
        else:
            self._do(incident.id, "dispatch", incident.received_at, reason=OWN_SMALL, worker=incident.reported_by)

    def follow(self, before: Incident, after: Incident, entry: TimelineEntry) -> None:
        """Everything that follows from an incident's next version."""
        for worker in sorted({before.worker, after.worker} - {""}):
            self._settle(worker, entry.at)
        if _is_reported(after) and not _is_reported(before) and self._is_own_small(after):
            self._do(after.id, "verify", entry.at, reason=OWN_SMALL)
            self._do(after.id, "close", entry.at, reason=OWN_SMALL)

    def _settle(self, worker_id: str, now: float) -> None:
        worker = self._judge.picture.workers.get(worker_id)
        if worker is None:
            return
        state = self._state_by_tasks(worker)
        if state is not worker.state:
            self._judge.set_worker_state(worker_id, state, RULE, now, "tasks")

    def _state_by_tasks(self, worker: Worker) -> WorkerState:
        tasks = self._judge.under_way(worker.id)
        if any(task.assignment and task.assignment.arrived_at is not None for task in tasks):
            return WorkerState.ON_SCENE
        if tasks:
            return WorkerState.HEADING
        return WorkerState.FREE if worker.state in (WorkerState.HEADING, WorkerState.ON_SCENE) else worker.state

    def _is_own_small(self, incident: Incident) -> bool:
        category = self._judge.picture.categories.get(incident.category)
        worker = self._judge.picture.workers.get(incident.reported_by)
        if category is None or not category.small or worker is None or incident.worker not in ("", worker.id):
            return False
        return any(region.code in worker.regions for region in self._judge.picture.tree.lineage(incident.region))

    def _do(self, incident_id: str, verb: str, now: float, reason: str, worker: str = "") -> bool:
        """Have a rule do a step where the flow allows it; a flow without the step simply leaves it to people."""
        incident = self._judge.picture.incidents[incident_id]
        step = step_for(self._workflow, verb, incident.stage)
        if step is None or "rule" not in step.by:
            return False
        order = Order("", incident_id, incident.version, verb, worker=worker, reason=reason)
        try:
            self._judge.order(order, RULE, Preparation(eta=0.0 if worker else None), now)
        except Refusal:
            return False
        return True

    # --- what follows from time --------------------------------------------------------------------------------------

    def tick(self, now: float) -> None:
        """Everything that is due at a city time."""
        self._change_shifts(now)
        picture = self._judge.picture
        for incident in picture.open_incidents():
            version, quiet_until = self._quiet_until.get(incident.id, (0, 0.0))
            if version == incident.version and now < quiet_until:
                continue
            self._watch(incident, now)
        if len(self._quiet_until) > 2 * len(picture.incidents) + 100:
            self._quiet_until = {key: kept for key, kept in self._quiet_until.items() if key in picture.incidents}

    def _watch(self, incident: Incident, now: float) -> None:
        """Escalate an incident if it is time, and remember until when there is nothing to do."""
        timeline = self._judge.picture.timelines.get(incident.id, [])
        for due_at, reason in (
            (self._next_escalation(incident, timeline), OVERDUE),
            (self._unanswered_at(incident, timeline), UNANSWERED),
        ):
            if due_at <= now and self._do(incident.id, "escalate", now, reason):
                return  # the next tick looks at the new version
        incident = self._judge.picture.incidents[incident.id]
        moments = (self._next_escalation(incident, timeline), self._unanswered_at(incident, timeline))
        later = [moment for moment in moments if moment > now]
        self._quiet_until[incident.id] = (incident.version, min(later, default=math.inf))

    def _next_escalation(self, incident: Incident, timeline: list[TimelineEntry]) -> float:
        deadline = incident.deadline
        if deadline.paused_at is not None or incident.level == ESCALATION[-1]:
            return math.inf
        between = max(_SHORTEST_BETWEEN_LEVELS, (deadline.due_at - deadline.started_at) * NEXT_LEVEL_AFTER)
        return deadline.due_at + between * sum(1 for entry in timeline if entry.reason == OVERDUE)

    def _unanswered_at(self, incident: Incident, timeline: list[TimelineEntry]) -> float:
        limit = self._limits.get(incident.stage)
        if limit is None or incident.assignment is None:
            return math.inf
        since = incident.assignment.assigned_at
        if any(entry.reason == UNANSWERED and entry.at >= since for entry in timeline):
            return math.inf
        return since + limit

    def _change_shifts(self, now: float) -> None:
        judge = self._judge
        self._shifts.pass_to(now)
        for worker_id in self._shifts.due(_SHIFT_CHANGES_A_TICK):
            worker = judge.picture.workers.get(worker_id)
            if worker is None:
                continue
            wanted = self._shifts.in_shift(worker, now)
            if wanted and not worker.on_duty:
                judge.set_worker_state(worker_id, WorkerState.FREE, RULE, now, "shift")
            elif not wanted and worker.on_duty:
                if judge.under_way(worker_id):
                    self._shifts.look_again(worker_id)
                else:
                    judge.set_worker_state(worker_id, WorkerState.OFF_DUTY, RULE, now, "shift")
        watched_until = self._shifts.watched_until
        if watched_until is not None:
            judge.draft.put_fact("watched_until", repr(watched_until))

    def hired(self) -> None:
        """The roster has new people or other shifts."""
        self._shifts.roster_changed(self._judge.picture.roster)

    def first_state(self, worker: Worker, now: float) -> Worker:
        """A worker as he is on his first day, by his shift."""
        state = WorkerState.FREE if self._shifts.in_shift(worker, now) else WorkerState.OFF_DUTY
        return msgspec.structs.replace(worker, state=state)

    def start_over(self) -> None:
        """A commit failed: what the shifts brought was not kept, so everybody is looked at again."""
        self._shifts.start_over()


def _is_reported(incident: Incident) -> bool:
    return incident.assignment is not None and incident.assignment.reported_at is not None
