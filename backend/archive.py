"""Closed incidents, page by page: however many a city has settled, a desk is given what it looks at."""

from __future__ import annotations

from collections.abc import Callable

from backend.store.closed import closed_count, closed_incidents
from backend.store.store import Store
from domain.access import masked
from domain.incident import Incident
from domain.messages import Archived, Browse
from domain.region import RegionTree

#: Rows that are read at a time while words or an area leave most of them out.
_AT_ONCE = 1000


class Archive:
    """Reads with connections of its own; call from a thread that may wait."""

    def __init__(self, store: Store, tree: RegionTree) -> None:
        self._store = store
        self._tree = tree

    def page(self, asked: Browse, masks: bool) -> Archived:
        """What was asked for; ``masks``: without the reporters' identity. Raises Refusal ``not_durable``."""
        total = closed_count(self._store)
        if asked.incident:
            known = self._store.incident(asked.incident)
            if known is None:
                return Archived(asked.key, (), False, total)
            timeline = self._store.timeline(asked.incident)
            return Archived(asked.key, (masked(known) if masks else known,), False, total, {asked.incident: timeline})
        fits = self._asked_for(asked)
        found: list[Incident] = []
        before, below = asked.before, asked.below
        some = asked.words or asked.region
        while True:
            rows = closed_incidents(self._store, before, below, _AT_ONCE if some else asked.count + 1, asked.words)
            for incident in rows:
                shown = masked(incident) if masks else incident
                if fits(shown):
                    found.append(shown)
                    if len(found) > asked.count:
                        return Archived(asked.key, tuple(found[: asked.count]), True, total)
            if not some or len(rows) < _AT_ONCE:
                return Archived(asked.key, tuple(found), False, total)
            before, below = rows[-1].closed_at, rows[-1].id

    def _asked_for(self, asked: Browse) -> Callable[[Incident], bool]:
        """Words are looked for in what the desk may read, not in what is masked for it."""
        words = asked.words.lower().split()
        codes = {region.code for region in self._tree.subtree(asked.region)} if asked.region else None

        def fits(incident: Incident) -> bool:
            if codes is not None and incident.region not in codes:
                return False
            return not words or all(word in _readable(incident) for word in words)

        return fits


def _readable(incident: Incident) -> str:
    parts = (
        incident.id, incident.case, incident.title, incident.text, incident.place.address, incident.outcome,
        incident.reporter.name, incident.reporter.phone, incident.external,
    )  # fmt: skip
    return "\n".join(parts).lower()
