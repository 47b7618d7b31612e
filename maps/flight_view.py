"""A flight as arrays by worker row, ready to be drawn; no Qt."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from domain.candidates import AreaTarget, Candidate, Flight
from maps.scene import Crew

AreaOf = Callable[[str], AreaTarget]

#: How a worker looks while an incident is in the air.
NEAR, REACHABLE, FAR, REMOTE, LATE, DOUBTFUL, FORBIDDEN = range(7)
#: Upper ends of the travel times of the first three looks, seconds.
REACHES = (5 * 60.0, 10 * 60.0, 20 * 60.0)


class FlightView:
    """``look`` by worker row (one of the above); ``order``: rows worth a chip, the best first; ``best``: rows of the
    best three. Workers off duty look as ever (−1) and catch nothing that is not let go right on them (``away``)."""

    def __init__(self, flight: Flight, crew: Crew, area_of: AreaOf | None) -> None:
        self.flight = flight
        self.incident = flight.incident
        self.area_of = area_of
        count = len(crew)
        self.look = np.full(count, -1, np.int8)
        self.away = np.zeros(count, np.bool_)
        cost = np.full(count, np.inf)
        for id_, candidate in flight.candidates.items():
            row = crew.row.get(id_)
            if row is None:
                continue
            if candidate.obstacle == "off_duty":
                self.away[row] = True
                continue
            self.look[row] = _look(candidate)
            if candidate.allowed and not candidate.obstacle:
                cost[row] = candidate.cost
        self.order = np.argsort(cost, kind="stable")[: int(np.isfinite(cost).sum())]
        self.best = [crew.row[id_] for id_ in flight.best if id_ in crew.row]

    def candidate(self, worker: str) -> Candidate | None:
        return self.flight.candidates.get(worker)


def _look(candidate: Candidate) -> int:
    if not candidate.allowed:
        return FORBIDDEN
    if candidate.obstacle or candidate.seconds is None:
        return DOUBTFUL
    if candidate.holds is False:
        return LATE
    return int(np.searchsorted(REACHES, candidate.seconds))
