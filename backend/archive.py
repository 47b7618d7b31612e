"""Closed incidents, page by page: however many a city has settled, a desk is given what it looks at."""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from math import inf

from backend.store.closed import closed_count, closed_incidents
from backend.store.store import Store
from domain.access import masked
from domain.casefilter import CaseFilter
from domain.casematch import matcher
from domain.formula import formula
from domain.incident import Incident
from domain.messages import Archived, Browse
from domain.picture import Picture

#: Rows that are read at a time while words, an area or a filter leave most of them out.
_AT_ONCE = 1000


class Archive:
    """Reads with connections of its own; call from a thread that may wait. ``picture``: of whose areas, people and flow
    filters speak; ``now`` gives the city time."""

    def __init__(self, store: Store, picture: Picture, now: Callable[[], float]) -> None:
        self._store = store
        self._picture = picture
        self._now = now

    def page(self, asked: Browse, masks: bool) -> Archived:
        """What was asked for; ``masks``: without the reporters' identity. Raises Refusal ``not_durable``."""
        total = closed_count(self._store)
        if asked.incident:
            known = self._store.incident(asked.incident)
            if known is None:
                return Archived(asked.key, (), False, total)
            timeline = self._store.timeline(asked.incident)
            return Archived(asked.key, (masked(known) if masks else known,), False, total, {asked.incident: timeline})
        fits, now = self._asked_for(asked), self._now()
        found: list[Incident] = []
        before, below = asked.before, asked.below
        some = bool(asked.words or asked.region or asked.chosen)
        since = self._since(asked.chosen, now)
        while True:
            rows = closed_incidents(self._store, before, below, _AT_ONCE if some else asked.count + 1, asked.words)
            shown = [masked(one) if masks else one for one in rows if (one.closed_at or 0.0) >= since]
            for incident in self._chosen([one for one in shown if fits(one)], asked.chosen, now):
                found.append(incident)
                if len(found) > asked.count:
                    return Archived(asked.key, tuple(found[: asked.count]), True, total)
            if not some or len(rows) < _AT_ONCE or len(shown) < len(rows):
                return Archived(asked.key, tuple(found), False, total)
            before, below = rows[-1].closed_at, rows[-1].id

    def _asked_for(self, asked: Browse) -> Callable[[Incident], bool]:
        """Words are looked for in what the desk may read, not in what is masked for it."""
        words = asked.words.lower().split()
        codes = {region.code for region in self._picture.tree.subtree(asked.region)} if asked.region else None

        def fits(incident: Incident) -> bool:
            if codes is not None and incident.region not in codes:
                return False
            return not words or all(word in _readable(incident) for word in words)

        return fits

    def _chosen(self, some: Sequence[Incident], chosen: CaseFilter | None, now: float) -> Sequence[Incident]:
        """Those a filter chooses."""
        if not chosen or not some:
            return some
        # the city's areas, categories and flow with other cases: nothing of this is shared with the live picture
        past: Picture = copy.copy(self._picture)
        past.incidents = {one.id: one for one in some}
        past.timelines = self._store.timelines([one.id for one in some]) if chosen.behind is not None else {}
        matches = matcher(chosen, past, now)
        return [one for one in some if matches(one)]

    def _since(self, chosen: CaseFilter | None, now: float) -> float:
        """What was closed before this city time no figure over a period speaks of."""
        behind = chosen.behind if chosen is not None else None
        if behind is None or "start" not in formula(behind.condition).names:
            return -inf
        return float(behind.period.window(now, self._picture.city.rules.calendar.zone).values()["start"])


def _readable(incident: Incident) -> str:
    parts = (
        incident.id, incident.case, incident.title, incident.text, incident.place.address, incident.outcome,
        incident.reporter.name, incident.reporter.phone, incident.external,
    )  # fmt: skip
    return "\n".join(parts).lower()
