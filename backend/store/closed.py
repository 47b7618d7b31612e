"""Queries over incidents that are closed, by the index that orders them by when."""

from __future__ import annotations

import json

import msgspec
from sqlalchemy import and_, false, func, or_, select

from backend.store import tables
from backend.store.store import Store
from domain.incident import Incident

_I = tables.incident.c
_incident_json = msgspec.json.Decoder(Incident)


def closed_count(store: Store) -> int:
    """How many are closed. Raises Refusal ``not_durable``."""
    query = select(func.count()).select_from(tables.incident).where(_I.open == false(), _I.closed_at.is_not(None))
    return int(store.rows(query)[0][0])


def closed_incidents(store: Store, before: float | None, below: str, count: int, words: str = "") -> list[Incident]:
    """The next ``count`` closed before ``before`` (city time; None: from the newest), or at that moment with an id
    below ``below``; the newest first. ``words``: only those whose record holds each of them somewhere: more than are
    meant, never fewer. Raises Refusal ``not_durable``."""
    query = select(_I.body).where(_I.open == false(), _I.closed_at.is_not(None))
    if before is not None:
        query = query.where(or_(_I.closed_at < before, and_(_I.closed_at == before, _I.id < below)))
    for word in words.split():
        query = query.where(_I.body.icontains(json.dumps(word, ensure_ascii=False)[1:-1], autoescape=True))
    query = query.order_by(_I.closed_at.desc(), _I.id.desc()).limit(count)
    return [_incident_json.decode(row.body) for row in store.rows(query)]
