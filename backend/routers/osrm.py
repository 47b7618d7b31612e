"""A city's OSRM server (its HTTP interface, version 1 of the services ``route`` and ``table``)."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from backend.routers.engine import Asker, EngineProblem, Place, checked_route, checked_seconds
from domain.directions import Leg, Turn
from domain.polyline import decode_polyline
from domain.roads import Route
from domain.worker import Mode

#: Names of profiles in addresses; a server that was prepared for one of them takes any.
PROFILES = {Mode.FOOT: "foot", Mode.EBIKE: "bike", Mode.CAR: "driving"}

_TURNS = {
    "uturn": Turn.U_TURN,
    "sharp right": Turn.RIGHT,
    "right": Turn.RIGHT,
    "slight right": Turn.SLIGHT_RIGHT,
    "straight": Turn.STRAIGHT,
    "slight left": Turn.SLIGHT_LEFT,
    "left": Turn.LEFT,
    "sharp left": Turn.LEFT,
}


class Maneuver(msgspec.Struct):
    type: str
    modifier: str = ""


class Step(msgspec.Struct):
    distance: float
    duration: float
    maneuver: Maneuver
    name: str = ""
    geometry: str = ""


class RouteLeg(msgspec.Struct):
    steps: list[Step] = []


class Found(msgspec.Struct):
    geometry: str
    distance: float
    duration: float
    legs: list[RouteLeg] = []


class RouteAnswer(msgspec.Struct):
    code: str
    routes: list[Found] = []
    message: str = ""


class TableAnswer(msgspec.Struct):
    code: str
    durations: list[list[float | None]] = []
    message: str = ""


class Osrm:
    """``Engine`` over one OSRM server."""

    avoids = False

    def __init__(self, asker: Asker) -> None:
        self._asker = asker
        self.name = f"OSRM {asker.base}"

    async def seconds(
        self, origins: Sequence[Place], goal: Place, mode: Mode, avoid: Sequence[Place]
    ) -> NDArray[np.float64]:
        sources = ";".join(map(str, range(len(origins))))
        path = f"/table/v1/{PROFILES[mode]}/{_places([*origins, goal])}"
        answer = await self._asker.ask(
            f"{path}?sources={sources}&destinations={len(origins)}&annotations=duration", TableAnswer
        )
        _check(answer.code, answer.message)
        if any(len(row) != 1 for row in answer.durations):
            raise EngineProblem("malformed", "a row of the table has not one travel time")
        return checked_seconds([row[0] for row in answer.durations], len(origins))

    async def route(self, origin: Place, goal: Place, mode: Mode, avoid: Sequence[Place]) -> Route:
        path = f"/route/v1/{PROFILES[mode]}/{_places([origin, goal])}"
        answer = await self._asker.ask(f"{path}?overview=full&geometries=polyline&steps=true", RouteAnswer)
        _check(answer.code, answer.message)
        if not answer.routes:
            raise EngineProblem("malformed", "it says Ok and gives no way")
        found = answer.routes[0]
        try:
            points = decode_polyline(found.geometry)
            legs = _legs([step for leg in found.legs for step in leg.steps], len(points))
        except ValueError as error:
            raise EngineProblem("malformed", str(error)) from error
        return checked_route(Route(points, found.duration, found.distance, legs), origin, goal)


def _places(places: Sequence[Place]) -> str:
    return ";".join(f"{lon:.6f},{lat:.6f}" for lon, lat in places)


def _check(code: str, message: str) -> None:
    if code in ("NoRoute", "NoTable", "NoSegment"):
        raise EngineProblem("no_way", message or code)
    if code != "Ok":
        raise EngineProblem("refused", message or code)


def _legs(steps: Sequence[Step], count: int) -> tuple[Leg, ...]:
    """A step's geometry says how many points of the whole it passes. Raises ValueError."""
    legs: list[Leg] = []
    at = 0
    for step in steps:
        turn = _TURNS.get(step.maneuver.modifier, Turn.STRAIGHT)
        if step.maneuver.type in ("depart", "arrive"):
            turn = Turn(step.maneuver.type)
        legs.append(Leg(turn, step.name[:60], round(step.distance), round(step.duration), min(at, max(0, count - 1))))
        at += max(0, len(decode_polyline(step.geometry)) - 1) if step.geometry else 0
    return tuple(legs)
