"""Roads closed and opened again: durable, once, by whom it may, undone, over by themselves, and everywhere at once."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

import pytest

from backend.office import Office
from client.past import fetch_past
from domain.closure import Closure
from domain.codec import decode_from_backend
from domain.messages import PROTOCOL, Accepted, Hello, Refused, RoadChanged, Snapshot
from domain.orders import Actor, RoadOrder
from domain.picture import Picture
from domain.refusal import Refusal
from domain.stretches import Stretches
from domain.worker import Mode
from tests.backend.clocks import Hands
from tests.backend.standing import TOKEN, standing
from tests.backend.test_office import open_office
from tests.backend.test_past import past_of
from tests.domain.small_city import DISPATCHER, GRIDS, SIDE, SOUTH, SUPERVISOR, WEST, small_city

pytestmark = pytest.mark.asyncio

ROADS = small_city().geography.roads
#: The road along the south of the first grid, from one crossing to the next.
HERE = (WEST + SIDE / 4, SOUTH)
VIEWER = Actor("user", "v", "看", "viewer")


def path_at(lon: float = HERE[0], lat: float = HERE[1]) -> tuple[int, ...]:
    stretches = Stretches(ROADS)
    segment = stretches.nearest(lon, lat, 30.0)
    assert segment is not None
    return stretches.path(stretches.around(segment))


def close(command: str = "c1", **fields: object) -> RoadOrder:
    return RoadOrder(command, "close_road", **{"path": path_at(), "reason": "路面积水", **fields})  # type: ignore[arg-type]


async def seconds(office: Office) -> float:
    """How long the first grid's south side takes, from one corner to the next."""
    ends = (WEST, SOUTH), (WEST + SIDE / 2, SOUTH)
    return await office.routing.roads.ask(lambda network: network.graph.route(*ends, Mode.EBIKE).seconds)


async def refusal(office: Office, order: RoadOrder, actor: Actor = DISPATCHER) -> str:
    with pytest.raises(Refusal) as refused:
        await office.road_order(order, actor)
    assert refused.value.sentence.endswith(".")
    return refused.value.code


async def test_a_closed_road_is_gone_round_until_it_is_open_again(tmp_path: Path) -> None:
    async with open_office(tmp_path) as office:
        before = await seconds(office)
        accepted = await office.road_order(close(), DISPATCHER)
        (closure,) = office.picture.closures.values()
        assert accepted == Accepted("c1", office.seq)
        assert (closure.reason, closure.region, closure.closed_by, closure.version) == (
            "路面积水", GRIDS[0], DISPATCHER.label, 1
        )  # fmt: skip
        assert await seconds(office) > 1.5 * before
        assert await office.road_order(close(), DISPATCHER) == accepted  # the same command once more
        assert len(office.picture.closures) == 1
        await office.road_order(RoadOrder("c2", "open_road", closure.id, 1), SUPERVISOR)
        assert office.picture.closures == {}
        assert await seconds(office) == before


async def test_what_may_not_be_done_is_refused(tmp_path: Path) -> None:
    async with open_office(tmp_path) as office:
        now = office.clock.now()
        stranger = Actor("user", "z", "赵", "dispatcher", GRIDS[7])
        assert await refusal(office, close(), VIEWER) == "not_allowed"
        assert await refusal(office, close(), stranger) == "out_of_scope"
        assert await refusal(office, close(reason="  ")) == "reason_needed"
        assert await refusal(office, close(until=now - 5)) == "until_past"
        for path in ((), (1, 2, 3), (1, 2, 3, 4), (*path_at(), 0, 0)):
            assert await refusal(office, close(path=path)) == "unknown_road"
        await office.road_order(close(), DISPATCHER)
        (closure,) = office.picture.closures.values()
        backwards = tuple(number for pair in list(zip(*[iter(path_at())] * 2, strict=True))[::-1] for number in pair)
        assert await refusal(office, close("c3", path=backwards)) == "already_closed"
        reopen = RoadOrder("c4", "open_road", closure.id, 1)
        assert await refusal(office, RoadOrder("c5", "open_road", closure.id, 7)) == "stale"
        assert await refusal(office, RoadOrder("c6", "open_road", "r99", 1)) == "unknown_closure"
        assert await refusal(office, reopen, VIEWER) == "not_allowed"
        await office.road_order(reopen, DISPATCHER)
        assert await refusal(office, RoadOrder("c7", "open_road", closure.id, 2)) == "already_open"
        assert await refusal(office, RoadOrder("c4", "open_road", closure.id, 1), SUPERVISOR) == "command_id_taken"


async def test_taking_back(tmp_path: Path) -> None:
    hands = Hands()
    async with open_office(tmp_path, hands) as office:
        await office.road_order(close("c1"), DISPATCHER)
        assert await refusal(office, RoadOrder("u0", "undo", undoes="c1"), SUPERVISOR) == "not_allowed"
        assert await refusal(office, RoadOrder("u0", "undo", undoes="c9")) == "nothing_to_undo"
        await office.road_order(RoadOrder("u1", "undo", undoes="c1"), DISPATCHER)
        assert office.picture.closures == {}
        await office.road_order(close("c2"), DISPATCHER)
        (closure,) = office.picture.closures.values()
        await office.road_order(RoadOrder("c3", "open_road", closure.id, 1), DISPATCHER)
        await office.road_order(RoadOrder("u2", "undo", undoes="c3"), DISPATCHER)  # it is closed as it was
        (again,) = office.picture.closures.values()
        assert (again.id, again.version, again.reason) == (closure.id, 3, closure.reason)
        assert await refusal(office, RoadOrder("u3", "undo", undoes="c2")) == "undo_overtaken"
        assert await refusal(office, RoadOrder("u4", "undo", undoes="u2")) == "not_undoable"
        hands.pass_by(11)
        assert await refusal(office, RoadOrder("u5", "undo", undoes="c3")) == "undo_too_late"


async def test_a_closure_ends_by_itself(tmp_path: Path) -> None:
    hands = Hands()
    async with open_office(tmp_path, hands) as office:
        seen: list[RoadChanged] = []
        office.subscribe(
            lambda committed: seen.extend(one.change for one in committed if isinstance(one.change, RoadChanged))
        )
        await office.road_order(close(until=office.clock.now() + 60), DISPATCHER)
        hands.pass_by(61)
        async with asyncio.timeout(20):
            while office.picture.closures:
                await office.beyond(office.seq, 1.0)
        assert [(one.verb, one.actor) for one in seen] == [
            ("close_road", DISPATCHER.label), ("expire", "rule:dispatching")
        ]  # fmt: skip


async def test_closures_survive_a_restart_and_are_in_the_past(tmp_path: Path) -> None:
    hands = Hands()
    async with standing(tmp_path, hands=hands) as backend:
        office = backend.office
        await office.road_order(close("c1"), DISPATCHER)
        (closure,) = office.picture.closures.values()
        at = office.clock.now()
        hands.pass_by(30)
        await office.road_order(close("c2", path=path_at(WEST + 0.75 * SIDE)), DISPATCHER)
        hands.pass_by(30)
        await office.road_order(RoadOrder("c3", "open_road", closure.id, 1), DISPATCHER)
        async with past_of(backend) as url:
            for moment, count in ((at, 1), (at + 40, 2), (at + 60, 1)):
                snapshot, _ = await asyncio.to_thread(fetch_past, url, "", TOKEN, moment)
                assert len(snapshot.closures) == count
                assert (closure in snapshot.closures) is (moment < at + 60)
        left = dict(office.picture.closures)
        slow = await seconds(office)
    async with open_office(tmp_path, hands) as office:
        assert office.picture.closures == left and len(left) == 1
        assert await seconds(office) < slow + 1  # the other stretch is the one that is still closed
        east = (WEST + SIDE / 2, SOUTH), (WEST + SIDE, SOUTH)
        assert await office.routing.roads.ask(lambda network: network.graph.route(*east).metres) > 1500


@pytest.mark.logs("not durable")
async def test_what_could_not_be_kept_was_not_done(tmp_path: Path) -> None:
    async with open_office(tmp_path) as office:
        before = await seconds(office)
        lock = sqlite3.connect(tmp_path / "city.sqlite", isolation_level=None)
        lock.execute("BEGIN IMMEDIATE")
        assert await refusal(office, close()) == "not_durable"
        lock.execute("ROLLBACK")
        lock.close()
        assert office.picture.closures == {} and office._judge.picture.closures == {}
        assert await seconds(office) == before
        await office.road_order(close(), DISPATCHER)  # the same command may come again
        assert len(office.picture.closures) == 1


async def test_every_desk_sees_it_at_once(tmp_path: Path) -> None:
    async with standing(tmp_path) as backend:
        one, other = await backend.desk(), await backend.desk()
        for desk in (one, other):
            snapshot = await desk.hear_a(Snapshot)
            assert isinstance(snapshot, Snapshot) and snapshot.closures == []
            desk.picture.apply(snapshot)
        await one.say(close("c1"))
        for desk in (one, other):
            change = await desk.hear_a(RoadChanged)
            assert isinstance(change, RoadChanged)
            assert desk.picture.apply(change).closures == {change.closure.id}
        assert isinstance(await one.hear_a(Accepted), Accepted)
        assert one.picture.closures == other.picture.closures == backend.office.picture.closures
        await one.say(close("c2"))
        refused = await one.hear_a(Refused)
        assert isinstance(refused, Refused) and refused.code == "already_closed"
        # A desk that was away hears of it: by what it missed, or by the snapshot.
        late = await backend.desk(Hello(PROTOCOL, "late", "", TOKEN))
        whole = await late.hear_a(Snapshot)
        assert isinstance(whole, Snapshot)
        late.picture.apply(whole)
        if whole.seq < backend.office.seq:  # a snapshot of a moment ago, and what came since
            change = await late.hear_a(RoadChanged)
            assert isinstance(change, RoadChanged)
            late.picture.apply(change)
        assert late.picture.closures == one.picture.closures
        epoch = backend.office.picture.epoch
        back = await backend.desk(Hello(PROTOCOL, "back", "", TOKEN, epoch=epoch, seq=backend.office.seq - 1))
        missed = await back.hear_a(RoadChanged)
        assert isinstance(missed, RoadChanged) and missed.closure.closed
        for desk in (one, other, late, back):
            await desk.leave()


async def test_the_journal_alone_tells_the_same(tmp_path: Path) -> None:
    async with open_office(tmp_path) as office:
        await office.road_order(close("c1"), DISPATCHER)
        await office.road_order(close("c2", path=path_at(WEST + 2.25 * SIDE)), DISPATCHER)
        first = next(iter(office.picture.closures))
        await office.road_order(RoadOrder("c3", "open_road", first, 1), DISPATCHER)
        held: dict[str, Closure] = office.picture.closures
        picture = Picture(small_city())
        picture.apply(Snapshot(office.store.epoch, 0, picture.clock, [], {}, []))
        for _, text in office.store.changes(0, 10_000):
            change = decode_from_backend(text)
            picture.apply(change)  # type: ignore[arg-type]
        assert picture.closures == held and len(held) == 1
