"""A city's Valhalla server (its HTTP interface: ``/route`` and ``/sources_to_targets``)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from backend.routers.engine import Asker, EngineProblem, Place, checked_route, checked_seconds
from domain.directions import Leg, Turn
from domain.polyline import decode_polyline
from domain.roads import Route
from domain.worker import Mode

COSTINGS = {Mode.FOOT: "pedestrian", Mode.EBIKE: "bicycle", Mode.CAR: "auto"}
#: Steps in a degree of its shapes.
_SCALE = 1_000_000
#: A server takes about so many places to go around (its ``max_exclude_locations``).
MOST_AVOIDED = 50

#: What its numbers of manoeuvres mean; all others go straight on.
_TURNS = {
    **dict.fromkeys((1, 2, 3), Turn.DEPART),
    **dict.fromkeys((4, 5, 6), Turn.ARRIVE),
    **dict.fromkeys((9, 18, 20, 23, 37), Turn.SLIGHT_RIGHT),
    **dict.fromkeys((10, 11), Turn.RIGHT),
    **dict.fromkeys((12, 13), Turn.U_TURN),
    **dict.fromkeys((14, 15), Turn.LEFT),
    **dict.fromkeys((16, 19, 21, 24, 38), Turn.SLIGHT_LEFT),
}


class Maneuver(msgspec.Struct):
    type: int
    length: float = 0.0
    time: float = 0.0
    begin_shape_index: int = 0
    street_names: list[str] = []


class TripLeg(msgspec.Struct):
    shape: str
    maneuvers: list[Maneuver] = []


class Summary(msgspec.Struct):
    length: float
    time: float


class Trip(msgspec.Struct):
    legs: list[TripLeg]
    summary: Summary
    status: int = 0
    status_message: str = ""
    units: str = "kilometers"


class RouteAnswer(msgspec.Struct):
    trip: Trip


class Cell(msgspec.Struct):
    time: float | None = None


class MatrixAnswer(msgspec.Struct):
    sources_to_targets: list[list[Cell]]


class Valhalla:
    """``Engine`` over one Valhalla server."""

    avoids = True

    def __init__(self, asker: Asker) -> None:
        self._asker = asker
        self.name = f"Valhalla {asker.base}"

    async def seconds(
        self, origins: Sequence[Place], goal: Place, mode: Mode, avoid: Sequence[Place]
    ) -> NDArray[np.float64]:
        question = _question(mode, avoid) | {
            "sources": [_place(one) for one in origins],
            "targets": [_place(goal)],
        }
        answer = await self._asker.ask("/sources_to_targets", MatrixAnswer, question)
        if any(len(row) != 1 for row in answer.sources_to_targets):
            raise EngineProblem("malformed", "a row of the matrix has not one travel time")
        return checked_seconds([row[0].time for row in answer.sources_to_targets], len(origins))

    async def route(self, origin: Place, goal: Place, mode: Mode, avoid: Sequence[Place]) -> Route:
        question = _question(mode, avoid) | {
            "locations": [_place(origin), _place(goal)],
            "directions_options": {"units": "kilometers"},
        }
        trip = (await self._asker.ask("/route", RouteAnswer, question)).trip
        if trip.status != 0:
            raise EngineProblem("refused", trip.status_message or f"status {trip.status}")
        if len(trip.legs) != 1:
            raise EngineProblem("malformed", f"a way of {len(trip.legs)} parts between two places")
        try:
            points = decode_polyline(trip.legs[0].shape, _SCALE)
        except ValueError as error:
            raise EngineProblem("malformed", str(error)) from error
        legs = tuple(_leg(one, len(points)) for one in trip.legs[0].maneuvers)
        return checked_route(Route(points, trip.summary.time, trip.summary.length * 1000, legs), origin, goal)


def _place(place: Place) -> dict[str, float]:
    return {"lon": round(float(place[0]), 6), "lat": round(float(place[1]), 6)}


def _question(mode: Mode, avoid: Sequence[Place]) -> dict[str, Any]:
    question: dict[str, Any] = {"costing": COSTINGS[mode]}
    if avoid:
        question["exclude_locations"] = [_place(one) for one in avoid[:MOST_AVOIDED]]
    return question


def _leg(maneuver: Maneuver, count: int) -> Leg:
    name = maneuver.street_names[0] if maneuver.street_names else ""
    at = min(max(0, maneuver.begin_shape_index), max(0, count - 1))
    turn = _TURNS.get(maneuver.type, Turn.STRAIGHT)
    return Leg(turn, name[:60], round(maneuver.length * 1000), round(maneuver.time), at)
