"""Whoever is under way over a road that was closed gets another way, and a new one again when it opens.

So does who sets out over a road that was open when his way was looked for and is closed now.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeGuard

import msgspec

from backend.judge import Judge, Preparation
from backend.routing import Routing
from domain.closure import Closure
from domain.incident import Incident
from domain.messages import Change, IncidentChanged, RoadChanged
from domain.orders import Actor
from domain.picture import Picture
from domain.polyline import decode_polyline
from domain.ways import ahead, crosses
from domain.workflow import REROUTE, reroute

CLOSED, REOPENED = "rule.road_closed", "rule.road_open"


class NewWay(msgspec.Struct, frozen=True):
    """Another way for whoever has an incident: what was seen of it (``worker``, ``old`` route), and the way found."""

    incident: str
    worker: str
    old: str
    way: Preparation
    reason: str
    because: str


class Rerouting:
    """``keep`` has the writer carry the new ways out."""

    def __init__(
        self, picture: Picture, routing: Routing, keep: Callable[[list[NewWay]], Awaitable[None]]
    ) -> None:
        self._picture, self._routing, self._keep = picture, routing, keep

    def concerns(self, change: Change) -> TypeGuard[RoadChanged | IncidentChanged]:
        """Whether somebody may have to go another way after this."""
        if isinstance(change, RoadChanged):
            return True
        if not isinstance(change, IncidentChanged) or not self._picture.closures:
            return False
        assignment = change.incident.assignment
        return assignment is not None and assignment.accepted_at == change.entry.at and bool(assignment.route)

    async def follow(self, change: RoadChanged | IncidentChanged) -> None:
        """After a road was closed or opened, or somebody set out."""
        if isinstance(change, RoadChanged):
            await self._lead(change.closure, self._concerned(change.closure))
            return
        incident = self._picture.incidents.get(change.incident.id)
        for closure in list(self._picture.closures.values()):
            if incident is not None and self._rides_over(incident, closure):
                await self._lead(closure, [incident])
                return

    async def _lead(self, closure: Closure, incidents: list[Incident]) -> None:
        found: list[NewWay] = []
        for incident in incidents:
            assignment, picture = incident.assignment, self._picture
            worker = picture.workers.get(incident.worker)
            here = picture.place_of(worker) if worker else None
            if worker is None or here is None or assignment is None:
                continue
            way = await self._routing.way(here, (incident.place.lon, incident.place.lat), worker.mode)
            if way.eta is not None and way.route != assignment.route:
                reason = CLOSED if closure.closed else REOPENED
                found.append(NewWay(incident.id, worker.id, assignment.route, way, reason, closure.id))
        if found:
            await self._keep(found)

    def _concerned(self, closure: Closure) -> list[Incident]:
        under_way = [
            one
            for one in self._picture.open_incidents()
            if one.assignment is not None
            and one.assignment.accepted_at is not None
            and one.assignment.arrived_at is None
            and one.assignment.route
        ]
        if closure.closed:
            return [one for one in under_way if self._rides_over(one, closure)]
        return [one for one in under_way if self._went_round(one, closure.id)]

    def _rides_over(self, incident: Incident, closure: Closure) -> bool:
        assignment = incident.assignment
        worker = self._picture.workers.get(incident.worker)
        if assignment is None or worker is None:
            return False
        try:
            way = decode_polyline(assignment.route)
        except ValueError:
            return False
        return crosses(ahead(way, self._picture.place_of(worker)), closure.points)

    def _went_round(self, incident: Incident, closure_id: str) -> bool:
        accepted_at = incident.assignment.accepted_at if incident.assignment else None
        entries = self._picture.timelines.get(incident.id, ())
        return any(
            entry.verb == REROUTE and entry.note == closure_id and entry.at >= (accepted_at or 0.0) for entry in entries
        )


def carry_out(judge: Judge, ways: list[NewWay], rule: Actor, now: float) -> None:
    """In the writer's thread: for those who are still under way as they were."""
    for one in ways:
        incident = judge.picture.incidents.get(one.incident)
        assignment = incident.assignment if incident else None
        if incident is None or assignment is None or assignment.arrived_at is not None:
            continue
        if assignment.worker != one.worker or assignment.route != one.old or one.way.eta is None:
            continue
        way = (one.way.route, one.way.eta, one.way.legs)
        after, entry = reroute(incident, way, rule, now, one.reason, one.because)
        judge.draft.put_incident(after, entry, incident)
