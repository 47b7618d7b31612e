"""Who is nearest and how he gets there, worked out before an order is judged and beside the commit path."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from backend.judge import Preparation
from domain.candidates import responsible, weigh
from domain.city import City
from domain.incident import Incident
from domain.network import Roads
from domain.orders import Order
from domain.picture import Picture
from domain.polyline import encode_polyline
from domain.worker import Worker
from domain.workflow import Workflow, step_for

if TYPE_CHECKING:
    from domain.roads import RoadGraph

#: A picture that changes while it is read is read again this many times.
_TRIES = 5


def _travelled(roads: Roads) -> RoadGraph:
    from domain.roads import RoadGraph  # loaded beside the start, not before it

    return RoadGraph(roads)


class Routing:
    """The road network at work, in a thread of its own. The picture is only read."""

    def __init__(self, city: City) -> None:
        self._workflow: Workflow = city.rules.workflow
        self._executor = ThreadPoolExecutor(1, "routing")
        self._graph = self._executor.submit(_travelled, city.geography.roads)

    def close(self) -> None:
        self._executor.shutdown(cancel_futures=True)

    def concerns(self, order: Order, incident: Incident | None) -> bool:
        """Whether an order needs a look at the roads first."""
        if incident is None:
            return False
        step = step_for(self._workflow, order.verb, incident.stage)
        return step is not None and ("assign" in step.effects or "accept" in step.effects)

    async def prepare(self, order: Order, incident: Incident, picture: Picture, now: float) -> Preparation:
        """Whom an order's area leads to, his travel time and, when he sets out, his way."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._executor, self._prepare, order, incident, picture, now)

    def _prepare(self, order: Order, incident: Incident, picture: Picture, now: float) -> Preparation:
        for attempt in range(_TRIES):
            try:
                return self._looked_up(order, incident, picture, now)
            except RuntimeError:
                # A dictionary grew under the reader; the next look sees a newer picture.
                if attempt == _TRIES - 1:
                    raise
        raise AssertionError

    def _looked_up(self, order: Order, incident: Incident, picture: Picture, now: float) -> Preparation:
        if order.worker:
            return self._way(picture, picture.workers.get(order.worker), incident)
        if order.region or order.department:
            flight = weigh(picture, self._graph.result(), incident, now)
            if order.region:
                worker = responsible(picture, flight, order.region, now).worker
            else:
                ids = (worker.id for worker in picture.roster if worker.department == order.department)
                able = [flight.candidates[key] for key in ids if flight.candidates[key].allowed]
                worker = min(able, key=lambda candidate: candidate.cost).worker if able else ""
            candidate = flight.candidates.get(worker)
            return Preparation(worker, candidate.seconds if candidate else None)
        return self._way(picture, picture.workers.get(incident.worker), incident)

    def _way(self, picture: Picture, worker: Worker | None, incident: Incident) -> Preparation:
        here = picture.place_of(worker) if worker else None
        if worker is None or here is None:
            return Preparation()
        route = self._graph.result().route(here, (incident.place.lon, incident.place.lat), worker.mode)
        if not route.exists:
            return Preparation()
        return Preparation("", float(route.seconds), encode_polyline(route.points))
