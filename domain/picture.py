"""The common operating picture: everything the room knows at one moment, kept true by ``apply``."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from math import inf

import msgspec
import numpy as np
from numpy.typing import NDArray

from domain.category import Category
from domain.city import City
from domain.closure import Closure
from domain.incident import Incident, TimelineEntry
from domain.messages import Change, Clock, IncidentChanged, RoadChanged, Snapshot, WorkerChanged
from domain.positions import WORKER_STATES, PositionBlock, Positions
from domain.region import RegionTree
from domain.roster import RosterColumns
from domain.worker import Role, Worker
from domain.workflow import StageKind

#: What was closed belongs to the picture for so long, city seconds.
CLOSED_KEPT = 24 * 3600.0

_NOBODY: NDArray[np.int32] = np.zeros(0, np.int32)


class Changes(msgspec.Struct, frozen=True):
    """What one step of ``apply`` altered. ``reset``: everything may differ (a snapshot). ``moved``: worker indices
    with a new fix. ``closures``: ids of roads closed or opened. ``gap``: the message could not follow what is held; the
    picture is unchanged."""

    reset: bool = False
    incidents: frozenset[str] = frozenset()
    workers: frozenset[str] = frozenset()
    moved: NDArray[np.int32] = _NOBODY
    gap: bool = False
    closures: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        altered = self.incidents or self.workers or self.closures
        return self.reset or self.gap or bool(altered) or len(self.moved) > 0

    def joined(self, later: Changes) -> Changes:
        """This and a later change as one."""
        return Changes(
            self.reset or later.reset,
            self.incidents | later.incidents,
            self.workers | later.workers,
            np.union1d(self.moved, later.moved).astype(np.int32),
            self.gap or later.gap,
            self.closures | later.closures,
        )


class Picture:
    """The live state over one city. Views read it; only ``apply`` and ``let_go`` write it.

    ``incidents``, ``timelines`` by incident id; ``workers`` by worker id; ``roster`` workers by index; ``tasks`` open
    incident ids by worker id; ``closures`` the roads that are closed, by id. ``epoch`` and ``seq`` say how far in the
    journal it is."""

    def __init__(self, city: City) -> None:
        self.city = city
        self.tree = RegionTree(city.geography.regions)
        self.categories: dict[str, Category] = {category.code: category for category in city.rules.categories}
        self.stages: dict[str, StageKind] = {stage.code: stage for stage in city.rules.workflow.stages}
        self.roles: dict[str, Role] = {role.code: role for role in city.rules.roles}
        self.epoch = ""
        self.seq = 0
        self.clock = Clock(0.0)
        self.incidents: dict[str, Incident] = {}
        self.timelines: dict[str, list[TimelineEntry]] = {}
        self.workers: dict[str, Worker] = {}
        self.roster: list[Worker] = []
        self._columns: RosterColumns | None = None
        self._people_changes = 0
        self.tasks: dict[str, set[str]] = {}
        self.closures: dict[str, Closure] = {}
        self.positions = Positions(0)
        self._told = np.zeros(0, np.uint8)
        self._told_at = np.zeros(0)
        self._take_workers(city.workers)

    def apply(self, message: Snapshot | Change | PositionBlock) -> Changes:
        """Take one message and say what it changed. Old changes are passed over; one that skips ahead is a gap."""
        if isinstance(message, PositionBlock):
            return Changes(moved=self._move(message))
        if isinstance(message, Snapshot):
            return self._restart(message)
        if message.seq <= self.seq:
            return Changes()
        if message.seq != self.seq + 1:
            return Changes(gap=True)
        self.seq = message.seq
        if isinstance(message, IncidentChanged):
            self._hold(message.incident)
            before = message.earlier or self.timelines.get(message.incident.id, [])
            self.timelines[message.incident.id] = [*before, message.entry]
            return Changes(incidents=frozenset((message.incident.id,)))
        if isinstance(message, RoadChanged):
            # Another dictionary, not another entry: whoever reads it in another thread has a whole one.
            others = {key: held for key, held in self.closures.items() if key != message.closure.id}
            self.closures = {**others, message.closure.id: message.closure} if message.closure.closed else others
            return Changes(closures=frozenset((message.closure.id,)))
        return self._change_worker(message)

    @property
    def columns(self) -> RosterColumns:
        """The roster as arrays; made when first asked for after people changed. May be asked for by another thread
        than the one that applies: what changes meanwhile is found by the count of changes."""
        columns = self._columns
        if columns is None or columns.changes != self._people_changes:
            changes = self._people_changes
            columns = RosterColumns(list(self.roster), self.roles, changes)
            self._columns = columns
        return columns

    def snapshot(self, closed_since: float = -inf) -> Snapshot:
        """All of it as one message, for the journal and for a desk that starts, without what was closed before a city
        time. What goes on is always in it."""
        kept = [one for one in self.incidents.values() if over_since(one) >= closed_since or self.goes_on(one)]
        return Snapshot(
            epoch=self.epoch,
            seq=self.seq,
            clock=self.clock,
            incidents=kept,
            timelines={one.id: self.timelines[one.id] for one in kept if one.id in self.timelines},
            workers=list(self.roster),
            closures=list(self.closures.values()),
        )

    def let_go(self, closed_before: float) -> Changes:
        """Forget what was closed before a city time; what goes on stays."""
        kept = self.snapshot(closed_before)
        return self._restart(kept) if len(kept.incidents) < len(self.incidents) else Changes()

    def is_open(self, incident: Incident) -> bool:
        stage = self.stages.get(incident.stage)
        return stage is None or stage.open

    def goes_on(self, incident: Incident) -> bool:
        """Whether it is not over: open, or merged into a case that is not over either."""
        return self.is_open(incident) or (bool(incident.merged_into) and incident.closed_at is None)

    def open_incidents(self) -> list[Incident]:
        return [incident for incident in self.incidents.values() if self.is_open(incident)]

    def load(self, worker: str) -> int:
        """How many incidents wait for a worker to act: those he has reported back wait for the desk."""
        stages = (self.stages.get(self.incidents[task].stage) for task in self.tasks.get(worker, ()))
        return sum(1 for stage in stages if stage is None or stage.waits_for == "worker")

    def place_of(self, worker: Worker) -> tuple[float, float] | None:
        """Longitude and latitude of a worker in degrees, None when he was never seen."""
        positions, row = self.positions, worker.index
        if row >= len(positions) or positions.fixed_at[row] <= 0:
            return None
        return positions.lon[row] / 1e7, positions.lat[row] / 1e7

    def _restart(self, snapshot: Snapshot) -> Changes:
        self.epoch, self.seq, self.clock = snapshot.epoch, snapshot.seq, snapshot.clock
        self.incidents, self.tasks = {}, {}
        self.timelines = {key: list(entries) for key, entries in snapshot.timelines.items()}
        for incident in snapshot.incidents:
            self._hold(incident)
        self._take_workers(snapshot.workers)
        self.closures = {closure.id: closure for closure in snapshot.closures}
        return Changes(reset=True)

    def _hold(self, incident: Incident) -> None:
        before = self.incidents.get(incident.id)
        if before is not None and before.worker:
            self.tasks.get(before.worker, set()).discard(before.id)
        self.incidents[incident.id] = incident
        if incident.worker and self.is_open(incident):
            self.tasks.setdefault(incident.worker, set()).add(incident.id)

    def _take_workers(self, workers: Iterable[Worker]) -> None:
        self.workers = {worker.id: worker for worker in workers}
        self.roster = sorted(self.workers.values(), key=lambda worker: worker.index)
        self._people_changes += 1
        rows = self.roster[-1].index + 1 if self.roster else 0
        if rows > len(self.positions):
            grown = Positions(rows)
            for column in ("lon", "lat", "speed", "heading", "fixed_at", "state"):
                getattr(grown, column)[: len(self.positions)] = getattr(self.positions, column)
            self.positions = grown
            self._told, self._told_at = np.zeros(rows, np.uint8), np.zeros(rows)
        for worker in self.roster:
            self._take_state(worker)

    def _take_state(self, worker: Worker) -> None:
        row, state = worker.index, WORKER_STATES.index(worker.state)
        self.positions.state[row] = self._told[row] = state
        self._told_at[row] = worker.state_at or 0.0

    def _move(self, block: PositionBlock) -> NDArray[np.int32]:
        """A fix tells its state of its own moment: who is in another one since then, as the roster has it, stays in
        that. Without this a kept or an overtaken block would put people on duty who have gone home."""
        moved = self.positions.apply(block)
        since = moved[self._told_at[moved] > self.positions.fixed_at[moved]]
        self.positions.state[since] = self._told[since]
        return moved

    def _change_worker(self, message: WorkerChanged) -> Changes:
        worker = message.worker
        before = self.workers.get(worker.id)
        if before is not None and before.index == worker.index:
            self.workers[worker.id] = worker
            self.roster[self._place(worker)] = worker
            self._people_changes += 1
            if self._columns is not None:
                self._columns.take(before, worker, self._people_changes)
            self._take_state(worker)
        else:
            self._take_workers([*self.workers.values(), worker])
        return Changes(workers=frozenset((worker.id,)))

    def _place(self, worker: Worker) -> int:
        """Where a worker stands in the roster."""
        return bisect_left(self.roster, worker.index, key=lambda other: other.index)


def over_since(incident: Incident) -> float:
    """City time since when an incident that is over is so."""
    return incident.changed_at if incident.closed_at is None else incident.closed_at
