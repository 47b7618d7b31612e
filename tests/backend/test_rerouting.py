"""Whoever is under way over a road that is closed is led round it, on everybody's map and phone; and back."""

from __future__ import annotations

import asyncio
from pathlib import Path

import msgspec
import numpy as np
import pytest

from backend.field_tasks import own_tasks
from backend.judge import Preparation
from backend.office import Office
from backend.rerouting import NewWay
from domain.incident import Assignment, Incident
from domain.messages import Accepted
from domain.orders import Order, RoadOrder
from domain.polyline import decode_polyline
from domain.positions import PositionBlock
from domain.shapes import DEGREE
from domain.ways import crosses
from tests.backend.desk_room import RESIDENT, worker_actor
from tests.backend.test_closing import path_at
from tests.backend.test_office import open_office, report
from tests.domain.small_city import DISPATCHER, SIDE, SOUTH, WEST

pytestmark = pytest.mark.asyncio

G1 = worker_actor("g1")
MIDDLE = SOUTH + SIDE / 2


async def stand(office: Office, worker: str, lon: float, lat: float) -> None:
    """The worker's phone says where he is."""
    index = office.picture.workers[worker].index
    one = np.zeros(1, np.uint16)
    office.picture.apply(
        PositionBlock(
            office.clock.now(), np.array([index], np.int32), np.array([round(lon * DEGREE)], np.int32),
            np.array([round(lat * DEGREE)], np.int32), one, one, one, np.ones(1, np.uint8),
        )
    )  # fmt: skip


async def order(office: Office, incident: str, verb: str, actor: object = DISPATCHER, **fields: object) -> None:
    version = office.picture.incidents[incident].version
    await office.order(Order(f"{incident}-{version}-{verb}", incident, version, verb, **fields), actor)  # type: ignore[arg-type]


async def under_way(office: Office, grid: int = 3) -> str:
    """An incident worker g1 has accepted and rides to, from the city's west end eastwards along the middle road."""
    await stand(office, "g1", WEST, MIDDLE)
    incident = (await office.report(report(grid), RESIDENT)).id
    await order(office, incident, "file")
    await order(office, incident, "dispatch", worker="g1")
    await order(office, incident, "accept", G1)
    return incident


def assignment(office: Office, incident: str) -> Assignment:
    found = office.picture.incidents[incident].assignment
    assert found is not None
    return found


async def until(office: Office, seq: int) -> None:
    """Until something newer than a place in the journal is durable."""
    assert await office.beyond(seq, 10.0) > seq


async def settled(office: Office) -> None:
    """Until nobody is being led round anything."""
    async with asyncio.timeout(10):
        while office._going_round:
            await asyncio.sleep(0)


async def test_led_round_and_back(tmp_path: Path) -> None:
    async with open_office(tmp_path) as office:
        incident = await under_way(office)
        first = assignment(office, incident)
        assert first.legs and sum(leg.seconds for leg in first.legs) == round(first.eta or 0)
        path = path_at(WEST + 0.75 * SIDE, MIDDLE)
        closed = np.reshape(path, (-1, 2)) / DEGREE
        assert crosses(decode_polyline(first.route), closed)
        before = office.picture.incidents[incident]
        await office.road_order(RoadOrder("c1", "close_road", path=path, reason="塌方"), DISPATCHER)
        await until(office, office.seq)
        round_ = assignment(office, incident)
        assert round_.route != first.route and not crosses(decode_polyline(round_.route), closed)
        assert round_.eta is not None and first.eta is not None and round_.eta > first.eta
        entry = office.picture.timelines[incident][-1]
        (closure,) = office.picture.closures.values()
        assert (entry.verb, entry.reason, entry.note, entry.worker) == (
            "reroute", "rule.road_closed", closure.id, "g1"
        )  # fmt: skip
        after = office.picture.incidents[incident]
        assert (after.stage, after.in_stage_since) == (before.stage, before.in_stage_since)
        # His phone shows it.
        (task,) = own_tasks(office, "g1", G1).tasks
        assert (task.route, task.legs, task.version) == (round_.route, round_.legs, after.version)
        await office.road_order(RoadOrder("c2", "open_road", closure.id, 1), DISPATCHER)
        await settled(office)
        back = assignment(office, incident)
        assert back.route == first.route
        assert office.picture.timelines[incident][-1].reason == "rule.road_open"
        await order(office, incident, "arrive", G1)


async def test_who_sets_out_while_a_road_is_being_closed(tmp_path: Path) -> None:
    async with open_office(tmp_path) as office:
        await stand(office, "g1", WEST, MIDDLE)
        incident = (await office.report(report(3), RESIDENT)).id
        await order(office, incident, "file")
        await order(office, incident, "dispatch", worker="g1")
        held = office.picture.incidents[incident]
        accept = Order("late", incident, held.version, "accept")
        prepared = await office.routing.prepare(accept, held, office.picture, office.clock.now())
        path = path_at(WEST + 0.75 * SIDE, MIDDLE)
        closed = np.reshape(path, (-1, 2)) / DEGREE
        assert crosses(decode_polyline(prepared.route), closed)
        await office.road_order(RoadOrder("c1", "close_road", path=path, reason="塌方"), DISPATCHER)
        await settled(office)
        answer: asyncio.Future[object] = asyncio.get_running_loop().create_future()
        office.submit(accept, G1, prepared, answer.set_result)
        assert isinstance(await answer, Accepted)
        await settled(office)
        assert not crosses(decode_polyline(assignment(office, incident).route), closed)
        (closure,) = office.picture.closures.values()
        entry = office.picture.timelines[incident][-1]
        assert (entry.verb, entry.reason, entry.note) == ("reroute", "rule.road_closed", closure.id)


async def test_who_is_past_it_or_rides_elsewhere_keeps_his_way(tmp_path: Path) -> None:
    async with open_office(tmp_path) as office:
        incident = await under_way(office)
        first = assignment(office, incident)
        await office.road_order(RoadOrder("c1", "close_road", path=path_at(), reason="塌方"), DISPATCHER)
        await settled(office)
        assert assignment(office, incident) == first
        await stand(office, "g1", WEST + 1.2 * SIDE, MIDDLE)
        passed = path_at(WEST + 0.75 * SIDE, MIDDLE)
        await office.road_order(RoadOrder("c2", "close_road", path=passed, reason="塌方"), DISPATCHER)
        await settled(office)
        assert assignment(office, incident) == first
        await order(office, incident, "arrive", G1)
        ahead = path_at(WEST + 1.75 * SIDE, MIDDLE)
        await office.road_order(RoadOrder("c3", "close_road", path=ahead, reason="塌方"), DISPATCHER)
        await settled(office)
        assert assignment(office, incident).route == first.route


async def test_a_new_way_overtakes_nobody(tmp_path: Path) -> None:
    async with open_office(tmp_path) as office:
        incident = await under_way(office)
        seen = office.picture.incidents[incident].version
        path = path_at(WEST + 0.75 * SIDE, MIDDLE)
        await office.road_order(RoadOrder("c1", "close_road", path=path, reason="塌方"), DISPATCHER)
        await settled(office)
        assert office.picture.incidents[incident].version == seen + 1
        await office.order(Order("late", incident, seen, "arrive"), G1)
        assert assignment(office, incident).arrived_at is not None


async def test_a_way_that_is_not_his_any_more_is_not_kept(tmp_path: Path) -> None:
    async with open_office(tmp_path) as office:
        incident = await under_way(office)
        held: Incident = office.picture.incidents[incident]
        way = Preparation("", 5.0, "abc")
        for stale in (
            NewWay(incident, "g2", assignment(office, incident).route, way, "rule.road_closed", "r1"),
            NewWay(incident, "g1", "another", way, "rule.road_closed", "r1"),
            NewWay("i99", "g1", "", way, "rule.road_closed", "r1"),
            NewWay(incident, "g1", assignment(office, incident).route, Preparation(), "rule.road_closed", "r1"),
        ):
            await office._reroute([stale])
        assert office.picture.incidents[incident] == msgspec.structs.replace(held)
