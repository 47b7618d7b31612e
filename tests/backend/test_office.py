"""The office under random work: nothing accepted is lost, nothing acts twice, and memory is what the journal says."""

from __future__ import annotations

import asyncio
import sqlite3
import tempfile
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.office import Office
from backend.operations import Metrics
from backend.store.store import Store
from domain.codec import decode_from_backend
from domain.incident import Incident, Source
from domain.messages import Accepted, IncidentChanged, Snapshot, WorkerChanged
from domain.orders import Actor, Order, Report
from domain.picture import Picture
from domain.refusal import Refusal
from domain.worker import WorkerState
from tests.backend.clocks import Hands
from tests.backend.desk_room import RESIDENT, worker_actor
from tests.domain.small_city import COVER, DISPATCHER, GRIDS, RUBBISH, SUPERVISOR, middle_of, small_city
from tests.seeking import tried


@asynccontextmanager
async def open_office(folder: Path, hands: Hands | None = None) -> AsyncIterator[Office]:
    store = Store.open(f"sqlite:///{folder / 'city.sqlite'}", "small")
    with store._writer.begin() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout=5")
    office = Office(small_city(), store, (hands or Hands()).city(), Metrics())
    await office.start()
    try:
        yield office
    finally:
        await office.stop()
        store.close()


def report(grid: int = 1, category: str = COVER.code, external: str = "", at: float = 1772413200.0) -> Report:
    lon, lat = middle_of(grid)
    return Report(Source.RESIDENT, "有情况", lon, lat, at, external=external, category=category)


def rebuilt(folder: Path) -> tuple[Picture, list[IncidentChanged | WorkerChanged]]:
    """The picture that follows from the journal alone."""
    store = Store.open(f"sqlite:///{folder / 'city.sqlite'}", "small")
    picture = Picture(small_city())
    picture.apply(Snapshot(store.epoch, 0, picture.clock, [], {}, []))
    changes = []
    for seq, text in store.changes(0, 1_000_000):
        change = decode_from_backend(text)
        assert isinstance(change, IncidentChanged | WorkerChanged) and change.seq == seq
        assert not picture.apply(change).gap
        changes.append(change)
    loaded = store.load(0)
    assert {one.id: one for one in loaded.incidents} == picture.incidents
    assert loaded.timelines == picture.timelines
    assert loaded.workers == picture.roster
    store.close()
    return picture, changes


VERBS = [step.verb for step in small_city().rules.workflow.steps] + ["undo", "no such verb"]
ACTORS = [DISPATCHER, SUPERVISOR, worker_actor("g1"), worker_actor("g2"), Actor("user", "v", "看", "viewer")]
orders = st.fixed_dictionaries(
    {
        "what": st.just("order"),
        "incident": st.integers(0, 5),
        "verb": st.sampled_from(VERBS) | st.sampled_from(["dispatch", "accept", "arrive", "report", "verify", "close"]),
        "actor": st.integers(0, len(ACTORS) - 1),
        "stale": st.sampled_from([False, False, False, True]),
        "command": st.integers(0, 60),
        "worker": st.sampled_from(["g1", "g2", "nobody", ""]),
    }
)
reports = st.fixed_dictionaries(
    {"what": st.just("report"), "grid": st.integers(1, 8), "small": st.booleans(), "external": st.integers(0, 6)}
)
duties = st.fixed_dictionaries(
    {"what": st.just("duty"), "worker": st.sampled_from(["g1", "g2"]), "state": st.sampled_from(list(WorkerState))}
)
locks = st.just({"what": "lock"})


@tried(30)
@given(st.lists(st.lists(orders | orders | orders | reports | duties | locks, min_size=1, max_size=12), max_size=12))
@pytest.mark.logs("not durable")
def test_random_work(rounds: list[list[dict[str, Any]]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_random_work(Path(folder), rounds))


async def _random_work(folder: Path, rounds: list[list[dict[str, Any]]]) -> None:
    accepted: dict[str, int] = {}
    seen: list[int] = []
    async with open_office(folder) as office:
        office.subscribe(lambda committed: seen.extend(one.change.seq for one in committed))
        first = [await office.report(report(1 + n), RESIDENT) for n in range(3)]
        ids = [incident.id for incident in first]
        for jobs in rounds:
            locked = any(job["what"] == "lock" for job in jobs)
            blocker = sqlite3.connect(folder / "city.sqlite", isolation_level=None)
            if locked:
                blocker.execute("BEGIN IMMEDIATE")
            before = office.seq
            answers = await asyncio.gather(
                *(_carry_out(office, job, ids) for job in jobs if job["what"] != "lock"), return_exceptions=True
            )
            blocker.close()
            for answer in answers:
                assert isinstance(answer, Accepted | Incident | Refusal) or answer is None or hasattr(answer, "shift")
                if isinstance(answer, Accepted):
                    assert accepted.setdefault(answer.command_id, answer.seq) == answer.seq
                elif isinstance(answer, Incident) and answer.id not in ids:
                    ids.append(answer.id)
            if locked:
                assert office.seq == before
        live = office.picture
        ahead = office._judge.picture
    picture, changes = rebuilt(folder)
    # Everything that happened was shown, in order and without a gap.
    start = seen[0] - 1
    assert seen == list(range(start + 1, len(changes) + 1))
    for one in (live, ahead):
        assert one.incidents == picture.incidents
        assert one.timelines == picture.timelines
        assert one.roster == picture.roster
        assert _busy(one) == _busy(picture)
    # Each accepted command is in the journal exactly once, and nothing that was refused.
    commands = Counter(
        change.entry.command_id for change in changes if isinstance(change, IncidentChanged) and change.entry.command_id
    )
    assert commands == dict.fromkeys(accepted, 1)
    versions: dict[str, int] = {}
    for change in changes:
        subject = change.incident if isinstance(change, IncidentChanged) else change.worker
        assert subject.version == versions.get(subject.id, 0) + 1
        versions[subject.id] = subject.version


def _busy(picture: Picture) -> dict[str, set[str]]:
    return {worker: tasks for worker, tasks in picture.tasks.items() if tasks}


async def _carry_out(office: Office, job: dict[str, Any], ids: list[str]) -> object:
    if job["what"] == "report":
        external = f"app:{job['external']}" if job["external"] else ""
        return await office.report(report(job["grid"], (RUBBISH if job["small"] else COVER).code, external), RESIDENT)
    if job["what"] == "duty":
        return await office.set_worker_state(job["worker"], job["state"], worker_actor(job["worker"]))
    incident = ids[job["incident"] % len(ids)]
    version = office.picture.incidents[incident].version - (1 if job["stale"] else 0)
    # One person per command id: a second one with the same id is refused, which another test looks at.
    actor = ACTORS[job["command"] % len(ACTORS)] if job["actor"] else DISPATCHER
    command = f"{actor.id}-{job['command']}"
    order = Order(
        command, incident, version, job["verb"], worker=job["worker"], reason="因为", into=ids[0], hours=1.0, rating=5,
        category=RUBBISH.code, undoes=f"{actor.id}-{job['command'] - 1}",
    )  # fmt: skip
    return await office.order(order, actor)


@pytest.mark.asyncio
async def test_a_repeated_command_gets_its_first_answer_also_after_a_restart(tmp_path: Path) -> None:
    async with open_office(tmp_path) as office:
        incident = await office.report(report(), RESIDENT)
        order = Order("c1", incident.id, 1, "file")
        first = await office.order(order, DISPATCHER)
        assert await office.order(order, DISPATCHER) == first
        again = await asyncio.gather(*(office.order(order, DISPATCHER) for _ in range(20)))
        assert set(again) == {first}
    async with open_office(tmp_path) as office:
        assert await office.order(order, DISPATCHER) == first
        assert office.picture.incidents[incident.id].version == 2
        with pytest.raises(Refusal) as refused:
            await office.order(order, SUPERVISOR)
        assert refused.value.code == "command_id_taken"


@pytest.mark.asyncio
async def test_a_refused_command_may_be_repeated(tmp_path: Path) -> None:
    async with open_office(tmp_path) as office:
        incident = await office.report(report(), RESIDENT)
        with pytest.raises(Refusal):
            await office.order(Order("c1", incident.id, 7, "file"), DISPATCHER)
        assert (await office.order(Order("c1", incident.id, 1, "file"), DISPATCHER)).command_id == "c1"


@pytest.mark.logs("not durable")
@pytest.mark.asyncio
async def test_what_could_not_be_kept_is_refused_and_forgotten(tmp_path: Path) -> None:
    async with open_office(tmp_path) as office:
        incident = await office.report(report(), RESIDENT)
        other = sqlite3.connect(tmp_path / "city.sqlite", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Refusal) as refused:
            await office.order(Order("c1", incident.id, 1, "file"), DISPATCHER)
        assert refused.value.code == "not_durable"
        assert office.trouble
        other.close()
        assert (await office.order(Order("c1", incident.id, 1, "file"), DISPATCHER)).seq == office.seq
        assert not office.trouble


@pytest.mark.asyncio
async def test_an_area_leads_to_whoever_is_responsible_and_the_way_comes_with_acceptance(tmp_path: Path) -> None:
    async with open_office(tmp_path) as office:
        now = office.clock.now()
        for worker in ("g1", "g2"):
            office.positions.fix(worker, *middle_of(int(worker[1:])), now)
        incident = await office.report(report(1), RESIDENT)
        await office.order(Order("c1", incident.id, 1, "dispatch", region=GRIDS[1]), DISPATCHER)
        sent = office.picture.incidents[incident.id].assignment
        assert sent is not None and sent.worker == "g2" and sent.eta is not None and sent.eta > 60
        assert sent.route == ""
        await office.order(Order("c2", incident.id, 2, "accept"), worker_actor("g2"))
        accepted = office.picture.incidents[incident.id].assignment
        assert accepted is not None and accepted.route


@pytest.mark.asyncio
async def test_waiting_for_news_ends_with_the_first(tmp_path: Path) -> None:
    async with open_office(tmp_path) as office:
        seq = office.seq
        waiting = asyncio.create_task(office.beyond(seq, 30))
        await asyncio.sleep(0)
        await office.report(report(), RESIDENT)
        assert await waiting > seq
        assert await office.beyond(seq + 100, 0) == office.seq


@pytest.mark.asyncio
async def test_positions_survive_a_restart_and_can_be_asked_for(tmp_path: Path) -> None:
    hands = Hands()
    async with open_office(tmp_path, hands) as office:
        for _ in range(5):
            hands.pass_by(10)
            office.positions.fix("g1", *middle_of(1), office.clock.now(), 1.2, 90)
    async with open_office(tmp_path, hands) as office:
        worker = office.picture.workers["g1"]
        assert office.picture.place_of(worker) == pytest.approx(middle_of(1), abs=1e-6)
        fixes = await office.positions_between(hands.wall() - 25, hands.wall())
        assert len(fixes) == 3


@pytest.mark.asyncio
async def test_people_the_city_hired_since_are_brought_in_and_nobody_changes_his_place(tmp_path: Path) -> None:
    async with open_office(tmp_path) as office:
        places = {worker.id: worker.index for worker in office.picture.roster}
    city = small_city()
    newcomer = msgspec.structs.replace(city.workers[0], id="new", name="新人")
    renamed = msgspec.structs.replace(city.workers[1], name="改名")
    leaver = city.workers[2]
    city.workers = [newcomer, renamed, *city.workers[3:], city.workers[0]]
    store = Store.open(f"sqlite:///{tmp_path / 'city.sqlite'}", "small")
    office = Office(city, store, Hands().city(), Metrics())
    await office.start()
    await office.stop()
    store.close()
    assert {worker.id: worker.index for worker in office.picture.roster} == places | {"new": len(places)}
    assert office.picture.workers[renamed.id].name == "改名"
    assert office.picture.workers[leaver.id].state is WorkerState.OFF_DUTY
    picture, changes = rebuilt(tmp_path)
    assert picture.roster == office.picture.roster
    assert len(changes) == len(places) + 3
