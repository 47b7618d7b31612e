"""Desks at the door: real sockets, real messages."""

from __future__ import annotations

import asyncio
import io
import re
from pathlib import Path

import pytest
from PIL import Image

from backend.accounts import hash_secret
from backend.gateway import GatewaySettings
from backend.store.people import Account
from domain.frames import decode_blob
from domain.messages import (
    PROTOCOL,
    Accepted,
    Fetch,
    Goodbye,
    Hello,
    IncidentChanged,
    Missing,
    Ping,
    Pong,
    Refused,
    Snapshot,
)
from domain.orders import Order
from domain.worker import WorkerState
from tests.backend.clocks import Hands
from tests.backend.desk_room import worker_actor
from tests.backend.standing import TOKEN, Desk, report, standing
from tests.domain.small_city import GRIDS, middle_of

pytestmark = pytest.mark.asyncio


# --- signing in ------------------------------------------------------------------------------------------------------


async def test_a_new_desk_gets_the_whole_picture_and_then_every_change(tmp_path: Path) -> None:
    async with standing(tmp_path) as backend:
        first = await report(backend)
        desk = await backend.desk()
        snapshot = await desk.hear()
        assert isinstance(snapshot, Snapshot)
        desk.picture.apply(snapshot)
        assert desk.picture.incidents == {first.id: first}
        assert desk.welcome is not None and (desk.welcome.role, desk.welcome.city) == ("supervisor", "small")
        second = await report(backend, 2)
        change = await desk.hear()
        assert isinstance(change, IncidentChanged) and change.incident == second
        assert not desk.picture.apply(change).gap
        await desk.leave()


async def test_a_desk_that_comes_back_gets_what_it_missed_from_memory(tmp_path: Path) -> None:
    async with standing(tmp_path) as backend:
        seq = backend.office.seq
        missed = [await report(backend, n) for n in (1, 2, 3)]
        desk = await backend.desk(Hello(PROTOCOL, "d", "", TOKEN, epoch=backend.office.picture.epoch, seq=seq + 1))
        heard = [await desk.hear() for _ in range(2)]
        assert [change.incident for change in heard if isinstance(change, IncidentChanged)] == missed[1:]
        assert [change.seq for change in heard if isinstance(change, IncidentChanged)] == [seq + 2, seq + 3]
        await desk.leave()


async def test_after_a_restart_what_was_missed_comes_from_the_journal(tmp_path: Path) -> None:
    async with standing(tmp_path) as backend:
        seq, epoch = backend.office.seq, backend.office.picture.epoch
        missed = [await report(backend, n) for n in (1, 2, 3)]
    async with standing(tmp_path) as backend:
        desk = await backend.desk(Hello(PROTOCOL, "d", "", TOKEN, epoch=epoch, seq=seq))
        heard = [await desk.hear() for _ in range(3)]
        assert [change.incident for change in heard if isinstance(change, IncidentChanged)] == missed
        await desk.leave()


@pytest.mark.parametrize(("epoch", "ahead"), [("another", 0), ("", 0), ("same", 5)])
async def test_a_desk_whose_picture_does_not_fit_starts_from_a_snapshot(
    tmp_path: Path, epoch: str, ahead: int
) -> None:
    async with standing(tmp_path) as backend:
        held = backend.office.picture.epoch if epoch == "same" else epoch
        seq = backend.office.seq + ahead
        desk = await backend.desk(Hello(PROTOCOL, "d", "", TOKEN, epoch=held, seq=seq))
        assert isinstance(await desk.hear(), Snapshot)
        await desk.leave()


async def test_many_desks_at_once_share_a_snapshot_and_miss_nothing(tmp_path: Path) -> None:
    async with standing(tmp_path) as backend:
        for n in range(1, 9):
            await report(backend, n)

        async def come() -> Desk:
            desk = await backend.desk()
            await report(backend)
            return desk

        desks = await asyncio.gather(*(come() for _ in range(10)))
        last = await report(backend)
        for desk in desks:
            while last.id not in desk.picture.incidents:
                message = await desk.hear()
                assert isinstance(message, Snapshot | IncidentChanged)
                assert not desk.picture.apply(message).gap
            assert desk.picture.incidents == backend.office.picture.incidents
            assert desk.picture.timelines == backend.office.picture.timelines
            await desk.leave()


@pytest.mark.logs("turned away")
async def test_accounts_sign_in_with_their_role_and_nobody_else_does(tmp_path: Path) -> None:
    async with standing(tmp_path) as backend:
        secret = hash_secret("correct horse")
        backend.people.add_account(Account("anna", "安娜", "dispatcher", GRIDS[0], secret))
        for user, password in (("anna", "wrong"), ("nobody", "correct horse"), ("", ""), ("dispatcher", "x")):
            desk = Desk(await backend.http.ws_connect(backend.url))
            await desk.say(Hello(PROTOCOL, "d", user, password))
            goodbye = await desk.goodbye()
            assert (goodbye.code, goodbye.retry) == ("sign_in", False)
        assert backend.counted("goodbyes_total", code="sign_in") == 4
        desk = await backend.desk(Hello(PROTOCOL, "d", "anna", "correct horse"))
        assert desk.welcome is not None
        assert (desk.welcome.name, desk.welcome.role, desk.welcome.scope) == ("安娜", "dispatcher", GRIDS[0])
        own, other = await report(backend, 1), await report(backend, 2)
        await desk.say(Order("c1", own.id, 1, "file"))
        assert isinstance(await desk.hear_a(Accepted, Refused), Accepted)
        await desk.say(Order("c2", other.id, 1, "file"))
        refused = await desk.hear_a(Accepted, Refused)
        assert isinstance(refused, Refused) and refused.code == "out_of_scope"
        await desk.leave()


async def test_who_gets_another_role_signs_in_again_and_nobody_else_must(tmp_path: Path) -> None:
    async with standing(tmp_path, GatewaySettings(accounts=0.05)) as backend:
        for name in ("anna", "bert"):
            backend.people.add_account(Account(name, "", "dispatcher", "", hash_secret("long enough")))
        anna = await backend.desk(Hello(PROTOCOL, "a", "anna", "long enough"))
        bert = await backend.desk(Hello(PROTOCOL, "b", "bert", "long enough"))
        own = await backend.desk()
        backend.people.change_account("anna", role="viewer")
        goodbye = await anna.goodbye()
        assert (goodbye.code, goodbye.retry) == ("sign_in", False)
        for desk in (bert, own):
            await desk.say(Ping(1))
            assert isinstance(await desk.hear_a(Pong, Goodbye), Pong)
            await desk.leave()


async def test_reporters_are_masked_for_roles_that_do_not_need_them(tmp_path: Path) -> None:
    async with standing(tmp_path) as backend:
        backend.people.add_account(Account("lead", "领导", "leader", "", hash_secret("long enough")))
        seq, epoch = backend.office.seq, backend.office.picture.epoch
        await report(backend, reporter_name="张三丰", reporter_phone="13812345678")
        from_snapshot = await backend.desk(Hello(PROTOCOL, "a", "lead", "long enough"))
        from_memory = await backend.desk(Hello(PROTOCOL, "b", "lead", "long enough", epoch=epoch, seq=seq))
        full = await backend.desk()
        snapshot, full_snapshot, missed = await from_snapshot.hear(), await full.hear(), await from_memory.hear()
        assert isinstance(snapshot, Snapshot) and isinstance(missed, IncidentChanged)
        assert isinstance(full_snapshot, Snapshot)
        await report(backend, 2, reporter_name="张三丰", reporter_phone="13812345678")
        live = await from_snapshot.hear()
        assert isinstance(live, IncidentChanged)
        for incident in (snapshot.incidents[0], missed.incident, live.incident):
            assert incident.reporter.name == "张**" and "2345" not in incident.reporter.phone
        assert full_snapshot.incidents[0].reporter.phone == "13812345678"
        for desk in (from_snapshot, from_memory, full):
            await desk.leave()
    async with standing(tmp_path) as backend:  # what was missed now comes from the journal
        desk = await backend.desk(Hello(PROTOCOL, "b", "lead", "long enough", epoch=epoch, seq=seq))
        missed = await desk.hear()
        assert isinstance(missed, IncidentChanged) and missed.incident.reporter.name == "张**"
        await desk.leave()


# --- orders and what goes with them ----------------------------------------------------------------------------------


async def test_every_desk_sees_what_one_orders_and_only_that_one_is_answered(tmp_path: Path) -> None:
    async with standing(tmp_path) as backend:
        incident = await report(backend)
        one, other = await backend.desk(), await backend.desk()
        await one.hear_a(Snapshot)
        await other.hear_a(Snapshot)
        await one.say(Order("c1", incident.id, 1, "dispatch", worker="g1"))
        shown = await one.hear_a(IncidentChanged)
        answer = await one.hear_a(Accepted)
        assert isinstance(shown, IncidentChanged) and isinstance(answer, Accepted)
        assert answer == Accepted("c1", shown.seq)
        assert shown.entry.actor == "user:dispatcher"
        assert await other.hear() == shown
        await one.say(Order("c1", incident.id, 1, "dispatch", worker="g1"))
        assert await one.hear_a(Accepted, Refused) == answer
        await one.say(Order("c2", incident.id, 1, "dispatch", worker="g2"))
        refused = await one.hear_a(Refused)
        assert isinstance(refused, Refused) and (refused.code, refused.version) == ("stale", 2)
        await one.leave()
        await other.leave()


async def test_heartbeats_are_answered_with_the_citys_clock(tmp_path: Path) -> None:
    async with standing(tmp_path) as backend:
        desk = await backend.desk()
        await desk.say(Ping(12.5))
        pong = await desk.hear_a(Pong)
        assert isinstance(pong, Pong)
        assert (pong.at, pong.seq, pong.clock.time) == (12.5, backend.office.seq, backend.office.clock.now())
        assert (pong.wall, pong.troubles) == (backend.office.clock.wall(), ())
        await desk.leave()


async def test_city_pack_and_photos_are_fetched(tmp_path: Path) -> None:
    async with standing(tmp_path) as backend:
        picture = io.BytesIO()
        Image.new("RGB", (40, 30), "red").save(picture, "JPEG")
        key = await backend.photos.keep(picture.getvalue())
        desk = await backend.desk()
        await desk.hear_a(Snapshot)
        assert desk.welcome is not None
        await desk.say(Fetch("city", desk.welcome.digest))
        assert (await desk.socket.receive()).data == backend.pack
        await desk.say(Fetch("photo", key))
        assert decode_blob((await desk.socket.receive()).data) == (key, picture.getvalue())
        for what, wanted in (("city", "other"), ("photo", "../../etc/passwd"), ("photo", "00.jpg")):
            await desk.say(Fetch(what, wanted))  # type: ignore[arg-type]
            assert await desk.hear() == Missing(what, wanted)
        await desk.leave()


async def test_positions_come_once_a_second_and_the_newest_wins(tmp_path: Path) -> None:
    hands = Hands()
    async with standing(tmp_path, hands=hands) as backend:
        desk = await backend.desk()
        snapshot = await desk.hear_a(Snapshot)
        assert isinstance(snapshot, Snapshot)
        desk.picture.apply(snapshot)
        for number in range(30):
            hands.pass_by(1)
            backend.office.positions.fix("g1", *middle_of(1 + number % 2), backend.office.clock.now())
            backend.office.positions.fix("g2", *middle_of(2), backend.office.clock.now())
        g1 = desk.picture.workers["g1"]
        while desk.picture.place_of(g1) is None:
            await desk.say(Ping(0))
            await desk.hear_a(Pong)
            await asyncio.sleep(0.05)
        assert desk.picture.place_of(g1) == pytest.approx(middle_of(2))
        assert desk.blocks == 1
        await backend.office.set_worker_state("g1", WorkerState.RESTING, worker_actor("g1"))
        await desk.leave()


async def test_every_goodbye_is_told_in_the_document() -> None:
    root = Path(__file__).parents[2]
    told = (root / "docs" / "protocol.md").read_text(encoding="utf-8").partition("## Goodbye")[2]
    table = set(re.findall(r"`(\w+)`", "".join(line.split("|")[1] for line in told.splitlines() if "| `" in line[:4])))
    source = "".join((root / "backend" / f"{room}.py").read_text(encoding="utf-8") for room in ("gateway", "accounts"))
    said = set(re.findall(r'(?:Goodbye|Refusal)\(\s*"(\w+)"', source))
    assert said - table == set()
