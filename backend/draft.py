"""What one transaction is going to change: applied to the picture at once, undone there if the commit fails."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import NamedTuple

import msgspec

from backend.store.transaction import Entry, PositionRows, Transaction
from domain.closure import Closure
from domain.incident import Incident, TimelineEntry
from domain.messages import Change, IncidentChanged, RoadChanged, Snapshot, WorkerChanged
from domain.picture import CLOSED_KEPT, Picture, over_since
from domain.worker import Worker

#: The change of a case that was closed longer ago brings its timeline along, for all who may have let it go: half the
#: time it is kept, so that no two clocks need to agree.
_CLOSED_LONG = CLOSED_KEPT / 2

_encode = msgspec.json.Encoder().encode


class Committed(NamedTuple):
    """A change that is durable. ``text`` is its JSON message."""

    change: Change
    text: bytes


class Draft:
    """The changes of one batch of jobs. Belongs to the writer's thread."""

    def __init__(self, picture: Picture, wall: Callable[[], float] = time.time) -> None:
        self.picture = picture
        self.transaction = Transaction()
        self.committed: list[Committed] = []
        #: Answers to the commands of this batch: command id → (seq, actor).
        self.answers: dict[str, tuple[int, str]] = {}
        self._wall = wall
        self._seq_before = picture.seq
        self._incidents_before: dict[str, tuple[Incident | None, int]] = {}
        self._workers_before: dict[str, Worker] = {}
        self._closures_before = picture.closures

    def put_incident(
        self, after: Incident, entry: TimelineEntry, before: Incident | None, earlier: list[TimelineEntry] | None = None
    ) -> IncidentChanged:
        """The next version of an incident. ``earlier``: its timeline, when it was not in the picture."""
        picture = self.picture
        held = picture.incidents.get(after.id)
        known = picture.timelines.get(after.id, [])
        self._incidents_before.setdefault(after.id, (held, len(known)))
        if held is None:
            known = earlier or []
        elif picture.goes_on(held) or entry.at - over_since(held) < _CLOSED_LONG:
            known = []  # everybody holds it
        change = IncidentChanged(picture.seq + 1, after, entry, known)
        picture.apply(change)
        first = self.transaction.incidents.get(after.id)
        was = first[0] if first else before.version if before else None
        self.transaction.incidents[after.id] = (was, after, picture.goes_on(after))
        self._write(change, "incident", after.id, after.version, entry.actor, entry.verb, entry.at, entry.command_id)
        return change

    def put_worker(self, after: Worker, at: float, actor: str, verb: str, *, new: bool = False) -> WorkerChanged:
        """The next version of a worker. ``new``: the database does not know him yet."""
        picture = self.picture
        held = picture.workers.get(after.id)
        if held is not None:
            self._workers_before.setdefault(after.id, held)
        change = WorkerChanged(picture.seq + 1, at, after)
        picture.apply(change)
        first = self.transaction.workers.get(after.id)
        was = first[0] if first else held.version if held and not new else None
        self.transaction.workers[after.id] = (was, after)
        self._write(change, "worker", after.id, after.version, actor, verb, at)
        return change

    def put_closure(
        self, after: Closure, before: Closure | None, at: float, actor: str, verb: str, command_id: str
    ) -> RoadChanged:
        """The next version of a closure."""
        change = RoadChanged(self.picture.seq + 1, at, after, verb, actor, command_id)
        self.picture.apply(change)
        first = self.transaction.closures.get(after.id)
        was = first[0] if first else before.version if before else None
        self.transaction.closures[after.id] = (was, after)
        self._write(change, "road", after.id, after.version, actor, verb, at, command_id)
        return change

    def put_fact(self, key: str, value: str) -> None:
        """A row of ``meta``."""
        self.transaction.facts[key] = value

    def put_positions(self, rows: PositionRows) -> None:
        """A block of position history."""
        self.transaction.positions.append(rows)

    def entry_of(self, command_id: str) -> Entry | None:
        """The entry of a command of this batch."""
        return next((entry for entry in self.transaction.entries if entry.command_id == command_id), None)

    def undo(self) -> None:
        """Put the picture back to where it was before this draft (its commit failed)."""
        if not self.committed:
            return
        held = self.picture.snapshot()
        incidents = {incident.id: incident for incident in held.incidents}
        timelines = dict(held.timelines)
        for key, (before, entries) in self._incidents_before.items():
            if before is None:
                incidents.pop(key, None)
                timelines.pop(key, None)
            else:
                incidents[key] = before
                timelines[key] = timelines[key][:entries]
        workers = [
            self._workers_before.get(worker.id, worker)
            for worker in held.workers
            if worker.id in self._workers_before or worker.id not in self.transaction.workers
        ]
        closures = list(self._closures_before.values())
        self.picture.apply(
            Snapshot(held.epoch, self._seq_before, held.clock, list(incidents.values()), timelines, workers, closures)
        )

    def _write(
        self, change: Change, kind: str, subject: str, version: int, actor: str, verb: str, at: float,
        command_id: str = "",
    ) -> None:  # fmt: skip
        text = _encode(change)
        self.committed.append(Committed(change, text))
        entry = Entry(
            change.seq, at, self._wall(), kind, subject, version, actor, verb, command_id or None, text.decode()
        )
        self.transaction.entries.append(entry)
        if command_id:
            self.answers[command_id] = (change.seq, actor)
