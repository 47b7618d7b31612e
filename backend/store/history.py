"""Bringing in what happened before this program was there: many incidents in few transactions."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from itertools import islice

import msgspec

from backend.store.store import Store
from backend.store.transaction import Entry, Transaction
from domain.incident import Incident, TimelineEntry
from domain.messages import IncidentChanged
from domain.refusal import Refusal

#: Incidents in one transaction.
BATCH = 2000

_encode = msgspec.json.Encoder().encode


class Progress(msgspec.Struct, frozen=True):
    """How many were added so far, and how many were there already (same ``external``)."""

    added: int
    already: int


def import_incidents(
    store: Store,
    incidents: Iterable[tuple[Incident, TimelineEntry]],
    is_open: frozenset[str],
    actor: str,
    at: float | None = None,
    finish: Callable[[Incident], Incident] | None = None,
) -> Iterator[Progress]:
    """Add incidents that nobody in this city has worked on, each with the entry that tells where it came from, and
    tell the progress after every durable batch; closing the generator in between leaves whole batches.

    Ids and the journal's places are given here, whatever the incidents bring. ``external`` must be set: what the
    database has already is passed over, so the same file may come again. ``is_open``: the workflow's open stages.
    ``at``: city time of the import (default now). ``finish`` gets each incident that is added, under its own id, and
    gives it as it is to be kept. Only while no backend works with the database. Raises Refusal
    ``not_durable`` or ``external_needed``."""
    seq, last_at = store.newest()
    moment = max(last_at, time.time() if at is None else at)
    added = already = 0
    source = iter(incidents)
    while batch := list(islice(source, BATCH)):
        known = set(store.by_external([incident.external for incident, _ in batch]))
        work = Transaction()
        for incident, entry in batch:
            if not incident.external:
                raise Refusal("external_needed", "An imported incident needs the id its source gave it.")
            if incident.external in known:
                already += 1
                continue
            known.add(incident.external)
            seq += 1
            new = msgspec.structs.replace(incident, id=f"i{seq}", version=1)
            new = finish(new) if finish else new
            told = msgspec.structs.replace(entry, incident=new.id, version=1)
            text = _encode(IncidentChanged(seq, new, told)).decode()
            work.entries.append(
                Entry(seq, moment, time.time(), "incident", new.id, 1, actor, told.verb, None, text)
            )
            work.incidents[new.id] = (None, new, new.stage in is_open)
            added += 1
        if work:
            store.commit(work)
        yield Progress(added, already)
