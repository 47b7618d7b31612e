"""Puts what was read into a city's database: journal and state together, each thing once, a batch a transaction."""

from __future__ import annotations

import time

import msgspec

from backend.store.store import Entry, Store, Transaction
from domain.incident import Incident, TimelineEntry
from domain.messages import IncidentChanged, WorkerChanged
from domain.worker import Worker
from domain.workflow import Workflow

_encode = msgspec.json.Encoder().encode


class Writer:
    """Adds to the journal where it ends. ``added`` and ``already`` count incidents and workers."""

    def __init__(self, store: Store, workflow: Workflow) -> None:
        self._store = store
        self._open = {stage.code for stage in workflow.stages if stage.open}
        self._seq, self._at = store.newest()
        self.added = self.already = 0

    def put_incidents(self, made: list[tuple[Incident, TimelineEntry]]) -> None:
        """Those whose external id is not known yet. Raises Refusal ``not_durable``; then none of them is there."""
        fresh = {incident.external: (incident, entry) for incident, entry in made}
        known = self._store.by_external(list(fresh))
        work = Transaction([], {}, {}, {}, [])
        now = self._now()
        for external, (incident, entry) in fresh.items():
            if external in known:
                continue
            change = IncidentChanged(self._next(), incident, entry)
            work.entries.append(self._entry(change, "incident", incident.id, incident.version, entry.actor, entry.verb, now))
            work.incidents[incident.id] = (None, incident, incident.stage in self._open)
        self._commit(work, len(made))

    def put_workers(self, workers: list[Worker]) -> None:
        """New people. Raises Refusal ``not_durable``."""
        work = Transaction([], {}, {}, {}, [])
        now = self._now()
        for worker in workers:
            change = WorkerChanged(self._next(), now, worker)
            work.entries.append(self._entry(change, "worker", worker.id, worker.version, "rule:load", "hire", now))
            work.workers[worker.id] = (None, worker)
        self._commit(work, len(workers))

    def _commit(self, work: Transaction, offered: int) -> None:
        if work.entries:
            self._store.commit(work)
        self.added += len(work.entries)
        self.already += offered - len(work.entries)

    def _next(self) -> int:
        self._seq += 1
        return self._seq

    def _now(self) -> float:
        """City time never goes back."""
        self._at = max(self._at, time.time())
        return self._at

    @staticmethod
    def _entry(
        change: IncidentChanged | WorkerChanged, kind: str, subject: str, version: int, actor: str, verb: str, at: float
    ) -> Entry:
        text = _encode(change).decode()
        return Entry(change.seq, at, time.time(), kind, subject, version, actor, verb, None, text)
