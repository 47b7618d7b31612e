"""Who is nearest and how he gets there, worked out before an order is judged and beside the commit path.

A city's own road engine is asked where there is one; it knows nothing of roads that were closed on the map, so what it
says of ways that lead over them is not taken. Whatever it does not answer, or not in time, the built-in engine does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import numpy as np

from backend.judge import Preparation
from backend.roadnet import Network, RoadNet
from domain.candidates import Flight, responsible, retimed, weigh
from domain.city import City
from domain.closure import Closure
from domain.incident import Incident
from domain.names import Name
from domain.network import MODES
from domain.orders import Order, RoadOrder
from domain.picture import Picture
from domain.polyline import encode_polyline
from domain.ways import crosses
from domain.worker import Mode
from domain.workflow import Workflow, step_for

if TYPE_CHECKING:
    from backend.routers.outside import Outside
    from domain.roads import Route

T = TypeVar("T")
Place = tuple[float, float]

#: A picture that changes while it is read is read again this many times.
_TRIES = 5
#: So many of the best candidates are timed by the engine outside.
TIMED = 60
#: A travel time that differs by more than this because of closed roads (s) is the built-in engine's.
_SAME = 1.0


class _Choice(NamedTuple):
    """Who could be meant by an area or department: ``timed`` ids with place and mode, and whether closed roads matter
    to them."""

    flight: Flight
    timed: list[str]
    places: list[Place]
    modes: list[Mode]
    affected: list[bool]


class Routing:
    """The roads at work for orders. The picture is only read."""

    def __init__(self, city: City, closures: Iterable[Closure] = (), outside: Outside | None = None) -> None:
        self._workflow: Workflow = city.rules.workflow
        self._english = city.geography.road_names_en
        self.roads = RoadNet(city.geography, closures)
        self.outside = outside

    async def stop(self) -> None:
        self.roads.stop()
        if self.outside is not None:
            await self.outside.close()

    def concerns(self, order: Order, incident: Incident | None) -> bool:
        """Whether an order needs a look at the roads first."""
        if incident is None:
            return False
        step = step_for(self._workflow, order.verb, incident.stage)
        return step is not None and ("assign" in step.effects or "accept" in step.effects)

    async def prepare(self, order: Order, incident: Incident, picture: Picture, now: float) -> Preparation:
        """Whom an order's area leads to, his travel time and, when he sets out, his way."""
        if not order.worker and (order.region or order.department):
            return await self._chosen(order, incident, picture, now)
        worker = picture.workers.get(order.worker or incident.worker)
        here = picture.place_of(worker) if worker else None
        if worker is None or here is None:
            return Preparation()
        return await self.way(here, (incident.place.lon, incident.place.lat), worker.mode)

    async def way(self, here: Place, there: Place, mode: Mode) -> Preparation:
        """The way between two places; empty when there is none."""
        route = await self._outside_way(here, there, mode)
        if route is None:
            route = await self.roads.ask(lambda network: network.graph.route(here, there, mode))
        if not route.exists:
            return Preparation()
        return Preparation("", float(route.seconds), encode_polyline(route.points), route.legs)

    async def find_road(self, order: RoadOrder) -> Name | None:
        """The name of the road an order means (empty: it has none); None when this city has no such road."""
        return await self.roads.ask(lambda network: self._road(network, order))

    # --- the way -----------------------------------------------------------------------------------------------------

    async def _outside_way(self, here: Place, there: Place, mode: Mode) -> Route | None:
        outside = self.outside
        if outside is None:
            return None
        closures = self.roads.closures
        avoid = [_middle(one) for one in closures] if outside.engine.avoids else []
        route = await outside.route(here, there, mode, avoid)
        if route is not None and any(crosses(route.points, one.points) for one in closures):
            outside.refuse("route", "closed_road")
            return None
        return route

    # --- the choice --------------------------------------------------------------------------------------------------

    async def _chosen(self, order: Order, incident: Incident, picture: Picture, now: float) -> Preparation:
        choice = await self.roads.ask(
            partial(_again, lambda network: self._choice(network, order, incident, picture, now))
        )
        flight = await self._timed(choice, incident)
        return await self.roads.ask(partial(_again, lambda _: self._taken(flight, order, picture, now)))

    def _choice(
        self, network: Network, order: Order, incident: Incident, picture: Picture, now: float
    ) -> _Choice:
        flight = weigh(picture, network.graph, incident, now)
        if self.outside is None or not self.outside.ready:
            return _Choice(flight, [], [], [], [])
        if order.region and order.region in picture.tree:
            codes = [region.code for region in picture.tree.subtree(order.region)]
            codes += [region.code for region in picture.tree.lineage(order.region)]
            ids = picture.columns.ids_for(codes)
        else:
            ids = [worker.id for worker in picture.roster if worker.department == order.department]
        known = [flight.candidates[one] for one in ids if one in flight.candidates]
        known = [one for one in known if one.allowed and one.seconds is not None]
        timed = [one.worker for one in sorted(known, key=lambda one: one.cost)[:TIMED]]
        people = [picture.workers[one] for one in timed]
        places = [picture.place_of(worker) or (0.0, 0.0) for worker in people]
        modes = [worker.mode for worker in people]
        affected = [False] * len(timed)
        if network.closures and timed and not self.outside.engine.avoids:
            lon, lat = np.array(places).T
            numbers = np.array([MODES.index(mode) for mode in modes], np.uint8)
            goal = (incident.place.lon, incident.place.lat)
            now_takes = network.graph.field_to(*goal).seconds(lon, lat, numbers)
            took = network.whole.field_to(*goal).seconds(lon, lat, numbers)
            affected = (np.abs(now_takes - took) > _SAME).tolist()
        return _Choice(flight, timed, places, modes, affected)

    async def _timed(self, choice: _Choice, incident: Incident) -> Flight:
        """The flight with the times of the engine outside."""
        candidates = dict(choice.flight.candidates)
        goal = (incident.place.lon, incident.place.lat)
        for mode in dict.fromkeys(choice.modes):
            rows = [
                row for row, other in enumerate(choice.modes) if other is mode and not choice.affected[row]
            ]
            if not rows or self.outside is None:
                continue
            avoid = [_middle(one) for one in self.roads.closures] if self.outside.engine.avoids else []
            seconds = await self.outside.seconds([choice.places[row] for row in rows], goal, mode, avoid)
            if seconds is None:
                break  # all of them or none: times of two engines are not compared
            for row, one in zip(rows, seconds.tolist(), strict=True):
                candidates[choice.timed[row]] = retimed(candidates[choice.timed[row]], one)
        else:
            return Flight(choice.flight.incident, choice.flight.at, candidates, choice.flight.best)
        return choice.flight

    def _taken(self, flight: Flight, order: Order, picture: Picture, now: float) -> Preparation:
        if order.region:
            worker = responsible(picture, flight, order.region, now).worker
        else:
            ids = (one.id for one in picture.roster if one.department == order.department)
            able = [flight.candidates[key] for key in ids if flight.candidates[key].allowed]
            worker = min(able, key=lambda candidate: candidate.cost).worker if able else ""
        candidate = flight.candidates.get(worker)
        return Preparation(worker, candidate.seconds if candidate else None)

    # --- a road on the ground ----------------------------------------------------------------------------------------

    def _road(self, network: Network, order: RoadOrder) -> Name | None:
        path = order.path
        if len(path) < 4 or len(path) % 2:
            return None
        parts = network.stretches.segments(path)
        if any(len(part) == 0 for part in parts):
            return None
        number = network.stretches.name([row for part in parts for row in part.tolist()])
        if number < 0:
            return Name("")
        return Name(network.whole.roads.names[number], self._english[number] if number < len(self._english) else "")


def _middle(closure: Closure) -> Place:
    """A place on a closed road, away from its ends."""
    points = closure.points
    at = (len(points) - 1) // 2
    lon, lat = ((points[at] + points[at + 1]) / 2).tolist()
    return lon, lat


def _again(look: Callable[[Network], T], network: Network) -> T:
    """Once more when a dictionary grew under the reader: the next look sees a newer picture."""
    for attempt in range(_TRIES):
        try:
            return look(network)
        except RuntimeError:
            if attempt == _TRIES - 1:
                raise
    raise AssertionError
