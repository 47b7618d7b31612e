"""How everything stood at a past moment: asked over HTTP as an export asks, compared with what it was then."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec
import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from backend.accounts import Accounts, hash_secret
from backend.judge import Preparation
from backend.past import Past
from backend.position_store import rows_of
from backend.store.people import Account
from backend.store.transaction import Transaction
from client.past import fetch_past
from domain.incident import Incident, Reporter, Source
from domain.messages import Snapshot
from domain.orders import Order, Report
from domain.past import decode_past, encode_past
from domain.picture import Picture
from domain.refusal import Refusal
from domain.worker import WorkerState
from tests.backend.clocks import Hands
from tests.backend.desk_room import RESIDENT, worker_actor
from tests.backend.standing import TOKEN, Standing, standing
from tests.domain.small_city import COVER, DISPATCHER, middle_of, picture_with_everybody, small_city

pytestmark = pytest.mark.asyncio


@asynccontextmanager
async def past_of(backend: Standing) -> AsyncIterator[str]:
    """The address a desk of that backend would have."""
    app = web.Application()
    app.add_routes(Past(backend.office, Accounts(backend.people.account, TOKEN)).routes())
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"ws://127.0.0.1:{runner.addresses[0][1]}/ws"
    finally:
        await runner.cleanup()


async def ask(url: str, at: float, user: str = "", secret: str = TOKEN) -> Picture:
    snapshot, block = await asyncio.to_thread(fetch_past, url, user, secret, at)
    picture = Picture(small_city())
    picture.apply(snapshot)
    picture.apply(block)
    return picture


async def report(backend: Standing, grid: int) -> Incident:
    lon, lat = middle_of(grid)
    told = Report(
        Source.HOTLINE, "井盖没了", lon, lat, backend.office.clock.now(), category=COVER.code, reporter_name="张三丰"
    )
    return await backend.office.report(told, RESIDENT)


async def give(backend: Standing, incident: str, verb: str, **fields: str) -> None:
    version = backend.office.picture.incidents[incident].version
    answered: asyncio.Future[object] = asyncio.get_running_loop().create_future()
    order = Order(f"{incident}-{version}", incident, version, verb, **fields)  # type: ignore[arg-type]
    backend.office.submit(order, DISPATCHER, Preparation(), answered.set_result)
    answer = await answered
    assert not isinstance(answer, Refusal), answer


def kept(picture: Picture) -> tuple[dict[str, Incident], dict[str, int], dict[str, object]]:
    """What the two must agree on."""
    incidents = {one.id: msgspec.structs.replace(one, reporter=Reporter()) for one in picture.incidents.values()}
    steps = {key: len(entries) for key, entries in picture.timelines.items()}
    return incidents, steps, {worker.id: worker for worker in picture.roster}


async def test_every_moment_is_told_as_it_was(tmp_path: Path) -> None:
    hands = Hands()
    async with standing(tmp_path, hands=hands) as backend, past_of(backend) as url:
        moments = []

        async def remember() -> None:
            hands.pass_by(30)
            moments.append((hands.wall(), kept(backend.office.picture)))
            hands.pass_by(30)

        first = await report(backend, 1)
        await remember()
        await give(backend, first.id, "file")
        await remember()
        await report(backend, 5)
        await backend.office.set_worker_state("g3", WorkerState.RESTING, worker_actor("g3"))
        await remember()
        for at, then in moments:
            picture = await ask(url, at)
            assert kept(picture) == then
            assert picture.clock.time == at
        again = await ask(url, moments[0][0])
        assert {one.reporter for one in again.incidents.values()} == {Reporter()}


async def test_everybody_stands_where_he_stood(tmp_path: Path) -> None:
    hands = Hands()
    async with standing(tmp_path, hands=hands) as backend, past_of(backend) as url:
        office, store = backend.office, backend.office.store
        await report(backend, 1)
        seen = picture_with_everybody(hands.wall()).positions
        index = seen.known.nonzero()[0].astype("int32")
        known = []
        for _ in range(3):
            hands.pass_by(60)
            seen.fixed_at[:] = hands.wall()
            seen.lon[:] += 1000
            office.positions.latest.state[:] = 1
            office.positions.fixes(seen.block(index, hands.wall()))
            known.append((hands.wall(), seen.lon.copy()))
            waiting = office.positions.take_waiting()
            assert waiting is not None
            await asyncio.to_thread(store.commit, Transaction(positions=[rows_of(waiting)]))
        hands.pass_by(60)
        for at, lon in known:
            picture = await ask(url, at + 20)
            assert picture.positions.known[index].all()
            assert abs(picture.positions.lon[index] - lon[index]).max() <= 10, "kept to 1e-6 degree"
            assert picture.positions.fixed_at[index] == pytest.approx(at, abs=0.2)
        assert not (await ask(url, known[0][0] - 30)).positions.known.any()


async def test_who_may_not_and_what_cannot_be(tmp_path: Path) -> None:
    hands = Hands()
    async with standing(tmp_path, hands=hands) as backend, past_of(backend) as url:
        await report(backend, 1)
        backend.people.add_account(Account("lin", "林", "leader", "", hash_secret("secret")))
        hands.pass_by(60)
        now = hands.wall()
        assert (await ask(url, now, "lin", "secret")).incidents

        async def code(at: float, user: str = "", secret: str = TOKEN, address: str = url) -> str:
            with pytest.raises(Refusal) as refused:
                await ask(address, at, user, secret)
            assert refused.value.sentence
            return refused.value.code

        assert await code(now, "lin", "wrong") == "sign_in"
        assert await code(now, "", "") == "sign_in"
        assert await code(now + 3600) == "future"
        assert await code(now - 90 * 86400) == "before_all"
        assert await code(float("nan")) == "malformed"
        assert await code(now, address="ws://127.0.0.1:9/ws") == "unreachable"
        assert await code(now, address=backend.url) == "no_past"
        async with backend.http.get(url.replace("ws://", "http://").replace("/ws", "/past?at=1")) as answer:
            assert answer.status == 401


@given(st.binary(max_size=60))
async def test_what_is_none_is_refused(content: bytes) -> None:
    with pytest.raises(Refusal):
        decode_past(content)


async def test_there_and_back() -> None:
    picture = picture_with_everybody()
    every = picture.positions.known.nonzero()[0].astype("int32")
    told = picture.snapshot(), picture.positions.block(every, 60.0)
    snapshot, block = decode_past(encode_past(*told))
    assert isinstance(snapshot, Snapshot)
    assert snapshot == told[0]
    assert (block.lon == told[1].lon).all()
    for cut in (3, 10, -1):
        with pytest.raises(Refusal):
            decode_past(encode_past(*told)[:cut])
