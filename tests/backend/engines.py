"""Road engines on a real port inside the test's process: they answer as OSRM and Valhalla document it, or badly."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from itertools import pairwise
from typing import Any

import numpy as np
from aiohttp import web

from domain.polyline import encode_polyline
from domain.roads import haversine

Place = tuple[float, float]
#: Metres a second at which these engines ride; unlike anything the built-in one does.
PACE = 10.0


def encoded6(points: list[Place]) -> str:
    """A Valhalla shape: precision 6."""
    return encode_polyline(np.array(points) * 10)


def between(one: Place, other: Place) -> float:
    return float(haversine(*one, *other))


class City:
    """Both engines at once. ``habit`` is what it does: ``good``, or a way to go wrong. ``bend``: a place every way
    leads by. ``asked``: path and body of every question."""

    def __init__(self) -> None:
        self.habit = "good"
        self.bend: Place | None = None
        self.asked: list[tuple[str, Any]] = []
        self.url = ""
        #: Set at the end: whoever is slow need not wait any longer.
        self.over = asyncio.Event()

    def way(self, origin: Place, goal: Place) -> list[Place]:
        return [origin, *([self.bend] if self.bend else []), goal]

    async def answer(self, request: web.Request, good: Callable[[], Any]) -> web.StreamResponse:
        match self.habit:
            case "good":
                return web.json_response(good())
            case "slow":
                await self.over.wait()
                return web.json_response(good())
            case "half":
                whole = json.dumps(good()).encode()
                response = web.StreamResponse(headers={"Content-Length": str(len(whole))})
                await response.prepare(request)
                await response.write(whole[: len(whole) // 2])
                assert request.transport is not None
                request.transport.close()
                return response
            case "cut":  # a whole HTTP answer with half a JSON
                text = json.dumps(good())
                return web.Response(text=text[: len(text) // 2], content_type="application/json")
            case "error":
                return web.Response(status=500, text="<html>oops</html>")
            case "endless":
                response = web.StreamResponse()
                await response.prepare(request)
                with contextlib.suppress(ConnectionError):  # whoever asked has heard enough
                    for _ in range(200):
                        await response.write(b" " * 65536)
                return response
            case other:
                return web.json_response(text=other, status=400 if "error" in other or "NoRoute" in other else 200)

    # --- OSRM ---

    async def osrm_route(self, request: web.Request) -> web.StreamResponse:
        self.asked.append((request.path_qs, None))
        origin, goal = self._places(request)
        return await self.answer(request, lambda: self.osrm_way(origin, goal))

    def osrm_way(self, origin: Place, goal: Place) -> dict[str, Any]:
        points = self.way(origin, goal)
        metres = sum(between(a, b) for a, b in pairwise(points))
        steps = [
            {
                "distance": between(a, b), "duration": between(a, b) / PACE, "name": f"Street {number}",
                "geometry": encode_polyline([a, b]), "mode": "driving",
                "maneuver": {"type": "depart" if number == 0 else "turn", "modifier": "left", "location": list(a)},
            }
            for number, (a, b) in enumerate(pairwise(points))
        ]  # fmt: skip
        arrive = {"type": "arrive", "modifier": "right", "location": list(goal)}
        steps.append({"distance": 0, "duration": 0, "name": "", "geometry": encode_polyline([goal, goal]),
                      "mode": "driving", "maneuver": arrive})  # fmt: skip
        leg = {"distance": metres, "duration": metres / PACE, "summary": "", "weight": 1.0, "steps": steps}
        route = {"distance": metres, "duration": metres / PACE, "geometry": encode_polyline(points), "legs": [leg],
                 "weight": 1.0, "weight_name": "duration"}  # fmt: skip
        waypoints = [{"hint": "", "distance": 0.1, "name": "", "location": list(place)} for place in (origin, goal)]
        return {"code": "Ok", "routes": [route], "waypoints": waypoints}

    async def osrm_table(self, request: web.Request) -> web.StreamResponse:
        self.asked.append((request.path_qs, None))
        places = self._places(request)
        goal = places[int(request.query["destinations"])]
        rows = [[between(places[int(source)], goal) / PACE] for source in request.query["sources"].split(";")]
        return await self.answer(request, lambda: {"code": "Ok", "durations": rows, "sources": [], "destinations": []})

    def _places(self, request: web.Request) -> list[Place]:
        pairs = [pair.split(",") for pair in request.match_info["places"].split(";")]
        return [(float(lon), float(lat)) for lon, lat in pairs]

    # --- Valhalla ---

    async def valhalla_route(self, request: web.Request) -> web.StreamResponse:
        asked = await request.json()
        self.asked.append((request.path, asked))
        origin, goal = ((one["lon"], one["lat"]) for one in asked["locations"])
        return await self.answer(request, lambda: self.valhalla_way(origin, goal))

    def valhalla_way(self, origin: Place, goal: Place) -> dict[str, Any]:
        points = self.way(origin, goal)
        far = [between(a, b) / 1000 for a, b in pairwise(points)]
        maneuvers = [
            {"type": 1 if number == 0 else 15, "instruction": "Go.", "street_names": [f"Street {number}"],
             "length": length, "time": length * 1000 / PACE, "begin_shape_index": number, "end_shape_index": number + 1}
            for number, length in enumerate(far)
        ]  # fmt: skip
        maneuvers.append({"type": 4, "instruction": "There.", "length": 0.0, "time": 0.0,
                          "begin_shape_index": len(far), "end_shape_index": len(far)})  # fmt: skip
        summary = {"length": sum(far), "time": sum(far) * 1000 / PACE, "has_toll": False}
        leg = {"shape": encoded6(points), "maneuvers": maneuvers, "summary": summary}
        trip = {"legs": [leg], "summary": summary, "status": 0, "status_message": "Found route", "units": "kilometers",
                "language": "en-US", "locations": []}  # fmt: skip
        return {"trip": trip}

    async def valhalla_matrix(self, request: web.Request) -> web.StreamResponse:
        asked = await request.json()
        self.asked.append((request.path, asked))
        (goal,) = ((one["lon"], one["lat"]) for one in asked["targets"])
        cells = [
            [{"distance": 1.0, "time": between((one["lon"], one["lat"]), goal) / PACE, "from_index": row}]
            for row, one in enumerate(asked["sources"])
        ]
        return await self.answer(request, lambda: {"sources_to_targets": cells, "units": "kilometers"})


@asynccontextmanager
async def engines() -> AsyncIterator[City]:
    city = City()
    app = web.Application()
    app.router.add_get("/route/v1/{profile}/{places}", city.osrm_route)
    app.router.add_get("/table/v1/{profile}/{places}", city.osrm_table)
    app.router.add_post("/route", city.valhalla_route)
    app.router.add_post("/sources_to_targets", city.valhalla_matrix)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=2)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    city.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield city
    finally:
        city.over.set()
        await runner.cleanup()
