"""How everything stood at a place in the journal: the newest entry of every incident, worker and road up to there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec
from sqlalchemy import func, select

from backend.store import tables
from backend.store.store import Store
from domain.incident import TimelineEntry
from domain.messages import Change

_J = tables.journal.c
_change_json: msgspec.json.Decoder[Change] = msgspec.json.Decoder(Change)
#: Ids asked for in one query.
_CHUNK = 500


class _EntryOnly(msgspec.Struct):
    entry: TimelineEntry


_entry_only: msgspec.json.Decoder[_EntryOnly] = msgspec.json.Decoder(_EntryOnly)


def last_changes(store: Store, seq: int) -> Iterator[Change]:
    """The newest change of every incident, worker and closure at or before ``seq``. Raises Refusal ``not_durable``."""
    newest = (
        select(func.max(_J.seq).label("seq"))
        .where(_J.seq <= seq, _J.kind.in_(("incident", "worker", "road")))
        .group_by(_J.kind, _J.subject)
        .subquery()
    )
    query = select(_J.payload).join(newest, _J.seq == newest.c.seq).order_by(_J.seq)
    for row in store.rows(query):
        yield _change_json.decode(row.payload)


def timelines_until(store: Store, incidents: Iterable[str], seq: int) -> dict[str, list[TimelineEntry]]:
    """What had been done about some incidents at ``seq``, oldest first. Raises Refusal ``not_durable``."""
    found: dict[str, list[TimelineEntry]] = {}
    for ids in _chunks(list(incidents)):
        query = (
            select(_J.subject, _J.payload)
            .where(_J.kind == "incident", _J.subject.in_(ids), _J.seq <= seq)
            .order_by(_J.seq)
        )
        for row in store.rows(query):
            found.setdefault(row.subject, []).append(_entry_only.decode(row.payload).entry)
    return found


def _chunks(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    return (ids[at : at + _CHUNK] for at in range(0, len(ids), _CHUNK))
