"""Says yes or no to what people ask for, and writes the yes into the draft. Runs in the writer's thread only."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec

from backend.draft import Draft
from backend.position_store import bounds_of
from backend.store.store import Store
from domain.categorise import Categoriser
from domain.category import Category
from domain.city import City
from domain.directions import Leg
from domain.incident import Incident, TimelineEntry
from domain.lookalikes import find
from domain.messages import Accepted, IncidentChanged
from domain.orders import Actor, Order, Report
from domain.picture import Picture
from domain.placing import Placer
from domain.refusal import Refusal
from domain.shapes import DEGREE
from domain.worker import Worker, WorkerState
from domain.workflow import UNDO, Facts, advance, follow, open_incident, step_for

#: Look-alikes named in a new incident, the likeliest: a thousand reports of one place are not all told in each.
MOST_LOOKALIKES = 20
#: External ids remembered before the database is asked; more would only grow.
_EXTERNALS = 20_000


class Preparation(msgspec.Struct, frozen=True):
    """What was looked up before an order is judged: whom its area led to, his travel time (s), and
    his way with the ``legs`` to tell it by."""

    worker: str = ""
    eta: float | None = None
    route: str = ""
    legs: tuple[Leg, ...] = ()


class Judge:
    """Judges one job after another against the picture. ``draft`` is set for every batch.

    ``followed`` is called after each change of an incident (before, after, entry) and ``opened`` after each new one
    (incident, report), so that rules can follow them."""

    def __init__(self, city: City, picture: Picture, store: Store, wall: Callable[[], float], cases: str) -> None:
        self.picture = picture
        self.draft = Draft(picture, wall)
        self._city = city
        self._store = store
        self._wall = wall
        self.placer = Placer(city.geography)
        self._categoriser = Categoriser(city.rules.categories)
        self._zone = ZoneInfo(city.rules.calendar.zone)
        self._case_day, _, count = cases.partition("-")
        self._case_count = int(count or 0)
        self._case_before = (self._case_day, self._case_count)
        self._bounds = bounds_of(city)
        self._externals: dict[str, str] = {}
        self.followed: Callable[[Incident, Incident, TimelineEntry], None] = lambda *_: None
        self.opened: Callable[[Incident, Report], None] = lambda *_: None

    def begin(self) -> None:
        """Start a draft of its own for the next batch."""
        self.draft = Draft(self.picture, self._wall)
        self._case_before = (self._case_day, self._case_count)

    def undo(self) -> None:
        """Forget the draft: its commit failed."""
        self.draft.undo()
        self._case_day, self._case_count = self._case_before

    def done(self) -> None:
        """The draft is durable."""
        if len(self._externals) > _EXTERNALS:
            self._externals.clear()
        for _, incident, _ in self.draft.transaction.incidents.values():
            if incident.external:
                self._externals[incident.external] = incident.id

    # --- orders ------------------------------------------------------------------------------------------------------

    def order(self, order: Order, actor: Actor, prepared: Preparation, now: float) -> Accepted:
        """Carry out an order. Raises Refusal (see ``domain.workflow.advance``, and ``unknown_incident``)."""
        before, earlier = self._look_up(order.incident)
        timeline = self.picture.timelines.get(before.id, earlier or [])
        step = step_for(self._city.rules.workflow, order.verb, before.stage)
        effects = step.effects if step else ()
        case = self._next_case(now) if "number" in effects and not before.case else ""
        facts = Facts(
            calendar=self._city.rules.calendar,
            categories=self.picture.categories,
            case=case,
            assignee=self.picture.workers.get(prepared.worker or order.worker),
            eta=prepared.eta,
            route=prepared.route,
            legs=prepared.legs,
            into=self._into(order.into),
            followers=self._followers(before.id) if "merge" in effects else 0,
            timeline=timeline,
            tree=self.picture.tree,
            roles=self.picture.roles,
        )
        if order.verb == UNDO:
            undone, age = self._before(order.undoes)
            facts = msgspec.structs.replace(facts, before=undone, undo_age=age)
        after, entry = advance(self._city.rules.workflow, before, order, actor, now, facts)
        if case and after.case == case:
            self._take_case(case)
        change = self.draft.put_incident(after, entry, before, earlier)
        self._take_along(before, after, entry)
        self.followed(before, after, entry)
        return Accepted(order.command_id, change.seq)

    def take_along_late(self, actor: Actor, now: float) -> None:
        """Cases that were merged before the main one took them along: where that is over by now they go there too, by
        ``actor``; the others will go with it."""
        workflow = self._city.rules.workflow
        for follower in [one for one in self.picture.incidents.values() if one.merged_into and one.closed_at is None]:
            main = self._into(follower.merged_into)
            if main is None or main.closed_at is None:
                continue
            goal = workflow.following(main.stage)
            told = self.picture.timelines.get(main.id) or self._store.timeline(main.id)
            there = [one for one in told if workflow.following(one.to_stage) == goal]
            went = [one for one in there if workflow.following(one.from_stage) != goal]
            if not went:
                continue
            entry = msgspec.structs.replace(went[-1], at=now, actor=actor.label, actor_name=actor.name)
            taken = follow(workflow, follower, main, entry)
            if taken is not None:
                self.draft.put_incident(*taken, follower)
                self.followed(follower, *taken)

    def _take_along(self, before: Incident, main: Incident, entry: TimelineEntry) -> None:
        """The cases merged into this one go where it went: closed, voided, or open again with it."""
        workflow = self._city.rules.workflow
        if workflow.following(before.stage) == workflow.following(main.stage):
            return
        ids = {one.id for one in self.picture.incidents.values() if one.merged_into == main.id}
        if before.closed_at is not None:  # they were closed with it, and may be too old to be held
            ids |= {one.id for one in self._store.closed_at(before.closed_at) if one.merged_into == main.id}
        for follower_id in sorted(ids):
            follower, earlier = self._look_up(follower_id)
            taken = follow(workflow, follower, main, entry)
            if taken is not None:
                self.draft.put_incident(*taken, follower, earlier)
                self.followed(follower, *taken)

    def _look_up(self, incident_id: str) -> tuple[Incident, list[TimelineEntry] | None]:
        held = self.picture.incidents.get(incident_id)
        if held is not None:
            return held, None
        old = self._store.incident(incident_id)
        if old is None:
            raise Refusal("unknown_incident", f"There is no incident {incident_id} here; load the picture again.")
        return old, self._store.timeline(incident_id)

    def _into(self, incident_id: str) -> Incident | None:
        if not incident_id:
            return None
        return self.picture.incidents.get(incident_id) or self._store.incident(incident_id)

    def _followers(self, incident_id: str) -> int:
        return sum(1 for incident in self.picture.incidents.values() if incident.merged_into == incident_id)

    def _before(self, command_id: str) -> tuple[Incident | None, float | None]:
        """What an incident was before a command, and how many real seconds ago that was."""
        in_batch = self.draft.entry_of(command_id)
        entry = in_batch or self._store.entry_of(command_id)
        if entry is None or entry.kind != "incident":
            return None, None
        age, wanted = self._wall() - entry.wall, (entry.subject, entry.version - 1)
        for change in (committed.change for committed in self.draft.committed):
            if isinstance(change, IncidentChanged) and (change.incident.id, change.incident.version) == wanted:
                return change.incident, age
        return self._store.incident_at(*wanted), age

    def _next_case(self, now: float) -> str:
        """Local date and a number that begins anew every day: 20261122-0017."""
        day = datetime.fromtimestamp(now, self._zone).strftime("%Y%m%d")
        return f"{day}-{(self._case_count if day == self._case_day else 0) + 1:04d}"

    def _take_case(self, case: str) -> None:
        self._case_day, _, count = case.partition("-")
        self._case_count = int(count)
        self.draft.put_fact("cases", case)

    # --- reports -----------------------------------------------------------------------------------------------------

    def report(self, report: Report, actor: Actor, now: float) -> Incident:
        """Open an incident, placed in its grid, categorised and compared with others; the same ``external`` twice
        is the first one. Raises Refusal ``unknown_category``, ``unknown_worker`` or ``outside_city``."""
        known = self._known(report.external)
        if known is not None:
            return known
        if report.reported_by and report.reported_by not in self.picture.workers:
            raise Refusal("unknown_worker", f"There is no worker {report.reported_by}; check the worker's id.")
        west, south, east, north = self._bounds
        if not (west <= report.lon * DEGREE <= east and south <= report.lat * DEGREE <= north):
            raise Refusal("outside_city", "The place is far outside the city; check longitude, latitude and datum.")
        category = self._category(report)
        region = self.placer.grid_at(report.lon, report.lat)
        lookalikes = find(
            self.picture.incidents.values(), report.lon, report.lat, category.code, report.occurred_at
        )
        incident, entry = open_incident(
            self._city.rules.workflow,
            report,
            id=f"i{self.picture.seq + 1}",
            now=now,
            region=region,
            category=category,
            severity=report.severity or category.severity,
            lookalikes=lookalikes[:MOST_LOOKALIKES],
            calendar=self._city.rules.calendar,
            actor=actor,
        )
        self.draft.put_incident(incident, entry, None)
        if report.external:
            self._externals[report.external] = incident.id
        self.opened(incident, report)
        return self.picture.incidents[incident.id]

    def _known(self, external: str) -> Incident | None:
        if not external:
            return None
        incident_id = self._externals.get(external)
        if incident_id not in self.picture.incidents:
            # Not held any more, never heard of, or of a draft that failed: the database knows.
            incident_id = self._store.by_external([external]).get(external)
        return None if incident_id is None else self._look_up(incident_id)[0]

    def _category(self, report: Report) -> Category:
        if report.category:
            category = self.picture.categories.get(report.category)
            if category is None:
                raise Refusal("unknown_category", f"There is no category {report.category}; ask for the list first.")
            return category
        proposals = self._categoriser.propose(f"{report.title} {report.text}", 1)
        return self.picture.categories[proposals[0][0]] if proposals else self._city.rules.categories[-1]

    # --- workers -----------------------------------------------------------------------------------------------------

    def set_worker_state(
        self, worker_id: str, state: WorkerState, actor: Actor, now: float, verb: str = "state"
    ) -> Worker:
        """What a worker says he does now. Raises Refusal ``unknown_worker`` or ``has_tasks``."""
        worker = self.picture.workers.get(worker_id)
        if worker is None:
            raise Refusal("unknown_worker", f"There is no worker {worker_id}; check the worker's id.")
        if state is WorkerState.OFF_DUTY and self.under_way(worker_id):
            raise Refusal("has_tasks", "Finish, decline or return the accepted tasks before going off duty.")
        if worker.state is state:
            return worker
        after = msgspec.structs.replace(worker, state=state, state_at=now, version=worker.version + 1)
        self.draft.put_worker(after, now, actor.label, verb)
        return after

    def under_way(self, worker_id: str) -> list[Incident]:
        """The open incidents a worker has accepted and not yet reported back."""
        tasks = (self.picture.incidents[key] for key in self.picture.tasks.get(worker_id, ()))
        return [
            task
            for task in tasks
            if task.assignment and task.assignment.accepted_at is not None and task.assignment.reported_at is None
        ]
