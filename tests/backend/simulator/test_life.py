"""The whole simulated city against a real backend in this process, through its doors: from the call to the report."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import numpy as np
import pytest

from backend.cityprofile import Behaviour, Rhythm
from backend.simulator.life import Life
from backend.simulator.link import Link
from domain.city import unpack_city
from domain.incident import Incident
from domain.picture import Picture
from domain.polyline import decode_polyline
from domain.worker import WorkerState
from tests.backend.doors import Doors, opened_doors, seen
from tests.backend.simulator.test_walkers import off_the_line

QUIET = Rhythm(hours=(1.0,) * 24, per_day={"worker": 1, "resident": 1}, clustering=0.0)
STEADY = Behaviour(decline=0.0, silent=0.0, rest_share=0.0, photo=1.0, self_handled=0.0)
#: City seconds in a real one.
RATE = 240.0


@contextlib.asynccontextmanager
async def living(doors: Doors, rhythm: Rhythm = QUIET, behaviour: Behaviour = STEADY) -> AsyncIterator[None]:
    async with Link.opened(doors.url, "fleet") as link:
        fleet = await link.fleet()
        city = unpack_city(await link.city())
        life = asyncio.create_task(Life(link, city, fleet, rhythm, behaviour, 1).run())
        try:
            yield
        finally:
            life.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await life


async def until(doors: Doors, true: Callable[[Picture], bool]) -> None:
    async with asyncio.timeout(40):
        while not true(doors.office.picture):
            await asyncio.sleep(0.02)


def fixed_at(doors: Doors, worker: str) -> float:
    """City time of a worker's last fix."""
    picture = doors.office.picture
    return float(picture.positions.fixed_at[picture.workers[worker].index])


async def call(doors: Doors) -> str:
    form = {"api_key": "app", "service_code": "P01", "lat": "34.2782", "long": "117.1889", "description": "井盖不见了"}
    answer = await doors.http.post("/open311/v2/requests.json", data=form)
    found: str = (await answer.json())[0]["service_request_id"]
    return found


@pytest.mark.asyncio
async def test_the_city_is_alive_at_once(tmp_path: Path) -> None:
    async with opened_doors(tmp_path, rate=RATE) as doors, living(doors):
        await until(doors, lambda picture: len(picture.incidents) >= 18)
        assert seen(doors, "w1") is not None
        assert seen(doors, "w2") is not None
        assert seen(doors, "w3") is None  # off duty
        found = list(doors.office.picture.incidents.values())
        assert all(one.occurred_at <= one.received_at for one in found)
        assert min(one.occurred_at for one in found) < max(one.received_at for one in found) - 600
        assert sum(one.severity == 1 for one in found) >= 1


@pytest.mark.asyncio
async def test_a_worker_does_what_the_room_asks_of_him(tmp_path: Path) -> None:
    async with opened_doors(tmp_path, rate=RATE / 3) as doors, living(doors):
        await until(doors, lambda picture: seen(doors, "w1") is not None)
        task = await call(doors)
        await doors.dispatched(task)
        await until(doors, lambda picture: picture.incidents[task].stage == "accepted")
        assignment = doors.office.picture.incidents[task].assignment
        assert assignment is not None and assignment.accepted_at is not None
        route = decode_polyline(assignment.route)
        track = []
        while doors.office.picture.incidents[task].stage == "accepted":
            # What was fixed before he set out is no part of the walk, however late it comes in.
            if fixed_at(doors, "w1") > assignment.accepted_at + 30:
                track.append(seen(doors, "w1"))
            await asyncio.sleep(0.01)
        metres = np.array([111_000 * 0.826, 111_000])
        if track:  # on a machine that is short of time he may be there before his next fix
            off = off_the_line(np.array(track) * metres, route * metres)
            # From where he meets the way on he keeps to it.
            on_the_way = int(np.argmax(off < 25))
            assert off[on_the_way:].max() < 25
        await until(doors, lambda picture: picture.incidents[task].stage == "reported")
        incident: Incident = doors.office.picture.incidents[task]
        assert incident.outcome
        assert len(incident.photos) == 1
        assert await doors.door.photos.read(incident.photos[0])
        steps = [entry.verb for entry in doors.office.picture.timelines[task]]
        assert steps == ["open", "dispatch", "accept", "arrive", "report"]
        await until(doors, lambda picture: picture.workers["w1"].state is WorkerState.FREE)


@pytest.mark.asyncio
async def test_a_new_city_process_carries_on_where_the_old_one_was_killed(tmp_path: Path) -> None:
    async with opened_doors(tmp_path, rate=RATE) as doors:
        async with living(doors):
            await until(doors, lambda picture: seen(doors, "w1") is not None)
            task = await call(doors)
            await doors.dispatched(task)
            await until(doors, lambda picture: picture.incidents[task].stage == "accepted")
        count = len(doors.office.picture.incidents)
        async with living(doors):
            await until(doors, lambda picture: picture.incidents[task].stage == "reported")
        steps = [entry.verb for entry in doors.office.picture.timelines[task]]
        assert steps.count("accept") == steps.count("arrive") == steps.count("report") == 1
        externals = [one.external for one in doors.office.picture.incidents.values()]
        assert len(set(externals)) == len(externals)
        assert len(externals) < count + 15  # the two hours before were not told a second time


@pytest.mark.asyncio
async def test_some_decline_with_a_reason(tmp_path: Path) -> None:
    async with opened_doors(tmp_path, rate=RATE) as doors, living(doors, behaviour=Behaviour(decline=1.0)):
        await until(doors, lambda picture: seen(doors, "w1") is not None)
        task = await call(doors)
        await doors.dispatched(task)
        await until(doors, lambda picture: picture.incidents[task].stage == "returned")
        assert doors.office.picture.timelines[task][-1].reason


@pytest.mark.asyncio
async def test_taking_a_task_back_sends_the_worker_home(tmp_path: Path) -> None:
    async with opened_doors(tmp_path, rate=RATE) as doors, living(doors):
        await until(doors, lambda picture: seen(doors, "w1") is not None)
        task = await call(doors)
        await doors.dispatched(task)
        await until(doors, lambda picture: picture.incidents[task].stage == "accepted")
        await doors.dispatched(task, "w2", verb="reassign")
        await until(doors, lambda picture: picture.workers["w1"].state is WorkerState.FREE)
        await until(doors, lambda picture: picture.incidents[task].stage == "reported")
        assert doors.office.picture.incidents[task].worker == "w2"
