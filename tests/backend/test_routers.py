"""A city's own road engine over a real socket: its answers are used, its faults are not, and nobody waits long."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import numpy as np
import pytest

from backend.office import Office
from backend.operations import Metrics
from backend.routers.engine import Asker, EngineProblem
from backend.routers.osrm import Osrm
from backend.routers.outside import KINDS, REST, Outside
from backend.routers.valhalla import Valhalla
from backend.store.store import Store
from domain.directions import Turn
from domain.orders import Order, RoadOrder
from domain.polyline import decode_polyline
from domain.refusal import Refusal
from domain.worker import Mode
from tests.backend.clocks import Hands
from tests.backend.desk_room import RESIDENT, worker_actor
from tests.backend.engines import PACE, City, between, engines
from tests.backend.test_closing import path_at
from tests.backend.test_office import report
from tests.backend.test_rerouting import stand
from tests.domain.small_city import DISPATCHER, GRIDS, SIDE, SOUTH, WEST, small_city

pytestmark = pytest.mark.asyncio

ORIGIN, GOAL = (WEST, SOUTH), (WEST + SIDE, SOUTH + SIDE / 2)
BEND = (WEST + SIDE, SOUTH)
PATIENCE = 0.4
WRONG = ["slow", "half", "cut", "error", "endless", "{}", "[]", "null", '"Ok"']


@asynccontextmanager
async def engine(kind: str) -> AsyncIterator[tuple[Osrm | Valhalla, City]]:
    async with engines() as city:
        asker = Asker(city.url, PATIENCE)
        try:
            yield KINDS[kind](asker), city  # type: ignore[misc]
        finally:
            await asker.close()


@pytest.mark.parametrize("kind", KINDS)
async def test_ways_and_times_are_read_as_they_are_documented(kind: str) -> None:
    async with engine(kind) as (asked, city):
        city.bend = BEND
        route = await asked.route(ORIGIN, GOAL, Mode.EBIKE, [])
        metres = between(ORIGIN, BEND) + between(BEND, GOAL)
        assert route.metres == pytest.approx(metres, rel=1e-4) and route.seconds == pytest.approx(metres / PACE)
        assert route.points == pytest.approx(np.array([ORIGIN, BEND, GOAL]), abs=2e-5)
        assert [(leg.turn, leg.road, leg.at) for leg in route.legs] == [
            (Turn.DEPART, "Street 0", 0), (Turn.LEFT, "Street 1", 1), (Turn.ARRIVE, "", 2)
        ]  # fmt: skip
        assert sum(leg.metres for leg in route.legs) == pytest.approx(metres, abs=2)
        seconds = await asked.seconds([ORIGIN, BEND, GOAL], GOAL, Mode.FOOT, [])
        assert seconds == pytest.approx([between(one, GOAL) / PACE for one in (ORIGIN, BEND, GOAL)], abs=0.01)


async def test_the_mode_is_part_of_the_question() -> None:
    async with engine("osrm") as (asked, city):
        for mode, profile in ((Mode.FOOT, "foot"), (Mode.EBIKE, "bike"), (Mode.CAR, "driving")):
            await asked.route(ORIGIN, GOAL, mode, [])
            assert f"/route/v1/{profile}/" in city.asked[-1][0]
    async with engine("valhalla") as (asked, city):
        for mode, costing in ((Mode.FOOT, "pedestrian"), (Mode.EBIKE, "bicycle"), (Mode.CAR, "auto")):
            await asked.route(ORIGIN, GOAL, mode, [BEND])
            body = city.asked[-1][1]
            assert body["costing"] == costing
            assert body["exclude_locations"] == [{"lon": round(BEND[0], 6), "lat": round(BEND[1], 6)}]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("habit", WRONG)
async def test_a_bad_answer_is_a_problem_and_soon(kind: str, habit: str) -> None:
    async with engine(kind) as (asked, city):
        city.habit = habit
        begun = time.monotonic()
        with pytest.raises(EngineProblem) as route:
            await asked.route(ORIGIN, GOAL, Mode.EBIKE, [])
        with pytest.raises(EngineProblem):
            await asked.seconds([ORIGIN], GOAL, Mode.EBIKE, [])
        assert time.monotonic() - begun < 20 * PATIENCE
        assert route.value.what in ("slow", "away", "malformed", "refused") and route.value.said


async def test_nonsense_in_the_right_shape_is_not_taken() -> None:
    async with engine("osrm") as (asked, city):
        good = city.osrm_way(ORIGIN, GOAL)
        elsewhere = city.osrm_way((10.0, 50.0), (10.1, 50.0))
        for spoilt in (
            {**good, "routes": []},
            {"code": "Ok"},
            elsewhere,
            {**good, "routes": [{**good["routes"][0], "duration": -5}]},
            {**good, "routes": [{**good["routes"][0], "distance": 1e400}]},
            {**good, "routes": [{**good["routes"][0], "geometry": "\u00ff\u00ff"}]},
            {"code": "InvalidQuery", "message": "no"},
        ):
            city.habit = json.dumps(spoilt)
            with pytest.raises(EngineProblem):
                await asked.route(ORIGIN, GOAL, Mode.EBIKE, [])
        for table in ({"code": "Ok", "durations": []}, {"code": "Ok", "durations": [[1.0, 2.0]]},
                      {"code": "Ok", "durations": [[-1.0]]}):  # fmt: skip
            city.habit = json.dumps(table)
            with pytest.raises(EngineProblem):
                await asked.seconds([ORIGIN], GOAL, Mode.EBIKE, [])
        city.habit = json.dumps({"code": "Ok", "durations": [[None]]})
        assert np.isinf(await asked.seconds([ORIGIN], GOAL, Mode.EBIKE, []))
    async with engine("valhalla") as (asked, city):
        trip = city.valhalla_way(ORIGIN, GOAL)["trip"]
        for spoilt in ({**trip, "legs": []}, {**trip, "status": 3}, {**trip, "legs": trip["legs"] * 2}):
            city.habit = json.dumps({"trip": spoilt})
            with pytest.raises(EngineProblem):
                await asked.route(ORIGIN, GOAL, Mode.EBIKE, [])
        city.habit = json.dumps({"sources_to_targets": [[{"time": None}]]})
        assert np.isinf(await asked.seconds([ORIGIN], GOAL, Mode.EBIKE, []))


@pytest.mark.logs("road engine does not help")
async def test_one_that_fails_is_left_alone_for_a_while() -> None:
    hands, metrics = Hands(), Metrics()
    async with engines() as city:
        asker = Asker(city.url, PATIENCE)
        outside = Outside(Osrm(asker), asker, metrics, hands.monotonic)
        city.habit = "error"
        assert await outside.route(ORIGIN, GOAL, Mode.EBIKE) is None
        assert outside.trouble is not None and outside.trouble.code == "router_away" and not outside.ready
        assert await outside.seconds([ORIGIN], GOAL, Mode.EBIKE) is None
        assert len(city.asked) == 1  # it was not asked again
        city.habit = "good"
        hands.pass_by(REST + 1)
        assert await outside.route(ORIGIN, GOAL, Mode.EBIKE) is not None
        assert outside.trouble is None
        city.habit = json.dumps({"code": "NoRoute", "message": "Impossible route between points"})
        assert await outside.route(ORIGIN, GOAL, Mode.EBIKE) is None
        assert outside.trouble is None and outside.ready  # there is no way, and that is an answer
        text = metrics.text().decode()
        for what in ("answered", "refused", "resting", "no_way"):
            assert f'what="{what}"' in text
        await outside.close()
    nobody = Outside.at("osrm:http://127.0.0.1:9", metrics)
    assert await nobody.route(ORIGIN, GOAL, Mode.CAR) is None
    assert nobody.trouble is not None and nobody.trouble.facts["cause"] == "away"
    await nobody.close()


@pytest.mark.parametrize("address", ["osrm", "osrm:", "valhalla:ftp://x", "graphhopper:http://x", "http://x"])
async def test_an_address_of_no_engine_is_refused(address: str) -> None:
    with pytest.raises(Refusal, match="osrm:http"):
        Outside.at(address, Metrics())


# --- in the office ----------------------------------------------------------------------------------------------------


@asynccontextmanager
async def office_with(kind: str, folder: Path) -> AsyncIterator[tuple[Office, City]]:
    async with engines() as city:
        metrics = Metrics()
        store = Store.open(f"sqlite:///{folder / 'city.sqlite'}", "small")
        outside = Outside.at(f"{kind}:{city.url}", metrics, PATIENCE)
        office = Office(small_city(), store, Hands().city(), metrics, outside)
        await office.start()
        try:
            yield office, city
        finally:
            await office.stop()
            store.close()


async def sent(office: Office, **fields: str) -> str:
    incident = (await office.report(report(3), RESIDENT)).id
    for verb, given in (("file", {}), ("dispatch", fields)):
        version = office.picture.incidents[incident].version
        await office.order(Order(f"{incident}-{verb}", incident, version, verb, **given), DISPATCHER)  # type: ignore[arg-type]
    return incident


@pytest.mark.parametrize("kind", KINDS)
async def test_the_way_everybody_sees_is_the_engines(kind: str, tmp_path: Path) -> None:
    async with office_with(kind, tmp_path) as (office, city):
        city.bend = (WEST + SIDE, SOUTH + SIDE / 2)
        await stand(office, "g1", WEST, SOUTH + SIDE / 2)
        incident = await sent(office, worker="g1")
        version = office.picture.incidents[incident].version
        await office.order(Order("a", incident, version, "accept"), worker_actor("g1"))
        assignment = office.picture.incidents[incident].assignment
        assert assignment is not None and assignment.eta is not None
        assert len(decode_polyline(assignment.route)) == 3
        assert [leg.road for leg in assignment.legs] == ["Street 0", "Street 1", ""]


async def test_who_an_area_leads_to_is_timed_by_the_engine(tmp_path: Path) -> None:
    async with office_with("osrm", tmp_path) as (office, city):
        await stand(office, "g3", WEST + 2.5 * SIDE, SOUTH + SIDE / 2)
        incident = await sent(office, region=GRIDS[2])
        assignment = office.picture.incidents[incident].assignment
        assert assignment is not None and assignment.worker == "g3"
        assert any("/table/v1/" in path for path, _ in city.asked)
        place = office.picture.incidents[incident].place
        here = office.picture.place_of(office.picture.workers["g3"])
        assert here is not None
        assert assignment.eta == pytest.approx(between(here, (place.lon, place.lat)) / PACE, abs=0.1)


@pytest.mark.logs("road engine does not help")
@pytest.mark.parametrize("habit", ["slow", "error", "cut"])
async def test_the_built_in_engine_stands_in(habit: str, tmp_path: Path) -> None:
    async with office_with("valhalla", tmp_path) as (office, city):
        city.habit = habit
        await stand(office, "g1", WEST, SOUTH + SIDE / 2)
        begun = time.monotonic()
        incident = await sent(office, worker="g1")
        assert time.monotonic() - begun < 20
        assignment = office.picture.incidents[incident].assignment
        assert assignment is not None and assignment.eta is not None and assignment.eta > 0
        assert office.router_trouble is not None and office.router_trouble.facts["cause"] in (
            "slow", "refused", "malformed"
        )  # fmt: skip


@pytest.mark.logs("road engine does not help")
async def test_others_do_not_wait_for_a_slow_engine(tmp_path: Path) -> None:
    async with office_with("osrm", tmp_path) as (office, city):
        city.habit = "slow"
        await stand(office, "g1", WEST, SOUTH + SIDE / 2)
        slow = asyncio.create_task(sent(office, worker="g1"))
        while not city.asked:
            await asyncio.sleep(0)
        await office.report(report(5), RESIDENT)  # durable while the engine thinks
        assert not slow.done()
        await slow


async def test_what_leads_over_a_closed_road_is_not_taken(tmp_path: Path) -> None:
    async with office_with("osrm", tmp_path) as (office, city):
        await office.road_order(
            RoadOrder("c", "close_road", path=path_at(WEST + 0.75 * SIDE, SOUTH + SIDE / 2), reason="塌方"), DISPATCHER
        )
        here, there = (WEST, SOUTH + SIDE / 2), (WEST + 2 * SIDE, SOUTH + SIDE / 2)
        way = await office.routing.way(here, there, Mode.EBIKE)
        assert city.asked and len(decode_polyline(way.route)) > 2  # the built-in one's, round it
        outside = office.routing.outside
        assert outside is not None and outside.trouble is None
        city.bend = (WEST + SIDE, SOUTH + 1.2 * SIDE)
        led = await office.routing.way(here, there, Mode.EBIKE)
        assert len(decode_polyline(led.route)) == 3  # it goes round by itself
