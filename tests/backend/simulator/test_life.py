"""The whole simulated city against a real backend in this process, through its doors: from the call to the report."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Mapping
from pathlib import Path

import msgspec
import numpy as np
import pytest

from backend.cityprofile import Behaviour, Rhythm
from backend.position_store import fixes_between
from backend.simulator.life import Life
from backend.simulator.link import Link
from domain.city import City, unpack_city
from domain.incident import Incident
from domain.picture import Picture
from domain.polyline import decode_polyline
from domain.shapes import DEGREE
from domain.worker import WorkerState
from tests.backend.doors import Doors, opened_doors, seen, two_grids
from tests.backend.simulator.test_walkers import off_the_line

#: Nothing happens but what a test makes happen: otherwise a worker finds matters of his own, and sees to those first.
STILL = Rhythm(hours=(1.0,) * 24, per_day={"worker": 0, "resident": 0}, clustering=0.0)
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


def patient_town() -> City:
    """The small town with a flow that presses nobody: how long the machine takes over a city minute is not judged."""
    city = two_grids()
    flow = city.rules.workflow
    stages = tuple(msgspec.structs.replace(stage, limit=None) for stage in flow.stages)
    city.rules.workflow = msgspec.structs.replace(flow, stages=stages)
    return city


async def until(doors: Doors, true: Callable[[Picture], bool]) -> None:
    async with asyncio.timeout(40):
        while not true(doors.office.picture):
            await asyncio.sleep(0.02)


async def walked(doors: Doors, index: int, start: float, end: float) -> np.ndarray:
    """Every fix of a worker between two city times as the history has them, ``(n, 2)`` degrees in order."""
    await doors.office._keep_history()
    fixes = fixes_between(doors.office.store.position_rows(start, end), start, end)
    his = fixes.rows(fixes.index == index)
    return np.column_stack([his.lon, his.lat]) / DEGREE


async def call(doors: Doors, lat: float = 34.2782, lon: float = 117.1889) -> str:
    form = {"api_key": "app", "service_code": "P01", "lat": str(lat), "long": str(lon), "description": "井盖不见了"}
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
    async with opened_doors(tmp_path, patient_town(), RATE / 6) as doors, living(doors, STILL):
        await until(doors, lambda picture: seen(doors, "w1") is not None)
        task = await call(doors, 34.2745, 117.1845)  # some streets away: four minutes of the city
        await doors.dispatched(task)
        await until(doors, lambda picture: picture.incidents[task].stage == "accepted")
        await until(doors, lambda picture: picture.incidents[task].stage == "reported")
        incident: Incident = doors.office.picture.incidents[task]
        way = incident.assignment
        assert way is not None and way.accepted_at is not None and way.arrived_at is not None
        metres = np.array([111_000 * 0.826, 111_000])
        track = await walked(doors, 0, way.accepted_at, way.arrived_at)
        assert len(track) > 2
        assert off_the_line(track * metres, decode_polyline(way.route) * metres).max() < 25
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
    async with opened_doors(tmp_path, rate=RATE) as doors, living(doors, STILL, Behaviour(decline=1.0)):
        await until(doors, lambda picture: seen(doors, "w1") is not None)
        task = await call(doors)
        await doors.dispatched(task)
        await until(doors, lambda picture: picture.incidents[task].stage == "returned")
        assert doors.office.picture.timelines[task][-1].reason


@pytest.mark.asyncio
async def test_taking_a_task_back_sends_the_worker_home(tmp_path: Path) -> None:
    async with opened_doors(tmp_path, rate=RATE) as doors, living(doors, STILL):
        await until(doors, lambda picture: seen(doors, "w1") is not None)
        task = await call(doors)
        await doors.dispatched(task)
        await until(doors, lambda picture: picture.incidents[task].stage == "accepted")
        await doors.dispatched(task, "w2", verb="reassign")
        await until(doors, lambda picture: picture.workers["w1"].state is WorkerState.FREE)
        await until(doors, lambda picture: picture.incidents[task].stage == "reported")
        assert doors.office.picture.incidents[task].worker == "w2"


class Deaf(Link):
    """A backend that never says whether it has taken what it was told."""

    told: int = 0

    async def open311(self, form: Mapping[str, str], key: str) -> None:
        self.told += 1
        try:
            await asyncio.Event().wait()
        finally:
            self.told -= 1


@pytest.mark.asyncio
async def test_a_life_that_ends_says_nothing_more(tmp_path: Path) -> None:
    async with opened_doors(tmp_path, rate=RATE) as doors, Link.opened(doors.url, "fleet") as link:
        fleet, city = await link.fleet(), unpack_city(await link.city())
        deaf = Deaf(link._http)
        busy = Rhythm(hours=(1.0,) * 24, per_day={"resident": 20_000}, clustering=0.0)
        life = asyncio.create_task(Life(deaf, city, fleet, busy, STEADY, 1).run())
        async with asyncio.timeout(20):
            while deaf.told < 5:
                await asyncio.sleep(0.02)
        life.cancel()
        with pytest.raises(asyncio.CancelledError):
            await life
        assert deaf.told == 0
