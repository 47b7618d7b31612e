"""Open reports of a load beside those that are open already: which are probably about the same thing."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from domain.incident import Incident
from domain.lookalikes import find

#: Degrees; more than 50 metres in every direction as far as 77 degrees from the equator.
_CELL = 0.002


class Lookalikes:
    """Knows the open incidents by place, so that each new one is compared with its neighbourhood only."""

    def __init__(self, incidents: Iterable[Incident], open_stages: frozenset[str]) -> None:
        self._open = open_stages
        self._by_cell: dict[tuple[int, int], list[Incident]] = {}
        for incident in incidents:
            self._keep(incident)

    def tied(self, incident: Incident) -> Incident:
        """The incident with the look-alikes among those before it; what is closed has none."""
        if incident.stage not in self._open:
            return incident
        place = incident.place
        row, column = self._cell(incident)
        near = [
            other
            for north in (-1, 0, 1)
            for east in (-1, 0, 1)
            for other in self._by_cell.get((row + north, column + east), ())
        ]
        found = find(near, place.lon, place.lat, incident.category, incident.occurred_at, exclude=incident.id)
        incident = msgspec.structs.replace(incident, lookalikes=found)
        self._keep(incident)
        return incident

    def _keep(self, incident: Incident) -> None:
        self._by_cell.setdefault(self._cell(incident), []).append(incident)

    @staticmethod
    def _cell(incident: Incident) -> tuple[int, int]:
        return round(incident.place.lat / _CELL), round(incident.place.lon / _CELL)
