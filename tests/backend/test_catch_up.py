"""However a desk came to where it is (always there, away and back, from its own file), it shows what a new one does."""

from __future__ import annotations

import asyncio
import tempfile
from collections import deque
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from backend.catch_up import CatchUp, frame_of
from backend.office import Office
from client.journal import PictureFile
from client.session import Held, Identity, Session
from domain.codec import decode_from_backend
from domain.incident import Source
from domain.messages import PROTOCOL, Hello, IncidentChanged, Snapshot, Welcome
from domain.orders import Order, Report, RoadOrder
from domain.picture import CLOSED_KEPT, Picture
from domain.refusal import Refusal
from tests.backend.clocks import Hands
from tests.backend.desk_room import RESIDENT, worker_actor
from tests.backend.test_office import open_office
from tests.domain.small_city import DISPATCHER, RUBBISH, SUPERVISOR, middle_of, small_city
from tests.seeking import tried

#: Changes the office remembers here: whoever missed more gets them from the journal.
REMEMBERED = 4
DIGEST = "ground"
CITY = small_city()


class Desk:
    """The client's session and a picture, with a file of it where a ``folder`` is given, without a link between them.
    ``masks``: it does not see who reported."""

    def __init__(self, folder: Path | None = None, masks: bool = False) -> None:
        self.masks = masks
        self.session = Session(Identity("desk", "wang", "secret"))
        self.picture = Picture(CITY)
        self.file = PictureFile(folder) if folder else None
        self.snapshots = 0

    async def come(self, office: Office, catch_up: CatchUp) -> None:
        """As the gateway brings a desk up to date (``Gateway._bring_up_to_date``)."""
        (hello,) = self.session.opened(0.0, ()).send
        assert isinstance(hello, Hello)
        missed = await catch_up.missed(hello.epoch, hello.seq, self.masks)
        rest = catch_up.since(missed[0], self.masks) if missed is not None else None
        frames = catch_up.snapshot(self.masks) if missed is None or rest is None else missed[1] + rest
        epoch, clock = office.picture.epoch, office.clock.reading()
        welcome = Welcome(PROTOCOL, "", epoch, office.seq, "small", DIGEST, "wang", "王", "dispatcher", "", clock)
        assert self.session.receive(welcome, 0.0).ending is None
        self.take(frames, office)
        assert self.session.caught_up

    def take(self, frames: bytes, office: Office) -> None:
        for text in texts(frames):
            message = decode_from_backend(text)
            reaction = self.session.receive(message, 0.0)
            assert reaction.ending is None and reaction.take is message
            assert not self.picture.apply(message).gap  # type: ignore[arg-type]
            if self.file is not None:
                self.file.write([message], DIGEST, office.clock.reading(), 0.0)  # type: ignore[list-item]
            self.snapshots += isinstance(message, Snapshot)

    def leave(self) -> None:
        self.session.closed()

    def start_again(self) -> None:
        """The program ends, and starts from its file."""
        self.leave()
        last = self.file.read() if self.file is not None else None
        if last is not None:
            self.picture = Picture(CITY)
            self.picture.apply(last.snapshot)
            self.session.held = Held(last.snapshot.epoch, last.snapshot.seq, last.digest)

    def let_go(self, now: float) -> None:
        self.picture.let_go(now - CLOSED_KEPT)
        if self.file is not None:
            self.file.prune(now)

    def ends_with(self, wanted: object, now: float) -> None:
        """What it shows, and what it would show after the next start."""
        assert shown(self.picture.snapshot(now - CLOSED_KEPT)) == wanted
        if self.file is not None:
            self.file.prune(now)
            last = self.file.read()
            assert last is not None and shown(last.snapshot) == wanted
            self.file.close()


def texts(frames: bytes) -> list[bytes]:
    """The texts in a run of WebSocket frames."""
    found, at = [], 0
    while at < len(frames):
        size, at = frames[at + 1], at + 2
        if size > 125:
            wide = 2 if size == 126 else 8
            size, at = int.from_bytes(frames[at : at + wide], "big"), at + wide
        found.append(frames[at : at + size])
        at += size
    return found


def shown(snapshot: Snapshot) -> object:
    """All of it, in whichever order."""
    incidents, closures = ({one.id: one for one in some} for some in (snapshot.incidents, snapshot.closures))
    workers = {one.id: one for one in snapshot.workers}
    return snapshot.epoch, snapshot.seq, incidents, snapshot.timelines, workers, closures


def busy(picture: Picture) -> dict[str, set[str]]:
    return {worker: tasks for worker, tasks in picture.tasks.items() if tasks}


VERBS = [step.verb for step in CITY.rules.workflow.steps]
works = st.fixed_dictionaries(
    {
        "what": st.just("order"),
        "incident": st.integers(0, 7),
        "verb": st.sampled_from(["reopen", "evaluate", "close", "merge", "file", "note"]) | st.sampled_from(VERBS),
    }
)
reports = st.fixed_dictionaries({"what": st.just("report"), "grid": st.integers(1, 8), "settled": st.booleans()})
roads = st.just({"what": "road"})
hours = st.fixed_dictionaries({"what": st.just("pass"), "hours": st.sampled_from([0.5, 11.0, 13.0, 23.9, 25.0])})
forgets = st.just({"what": "forget"})
desks = st.fixed_dictionaries(
    {"what": st.sampled_from(["come", "leave", "start again", "let go"]), "desk": st.integers(0, 2)}
)
OLD = {"what": "report", "grid": 1, "settled": True}
DAY, HALF_DAY = {"what": "pass", "hours": 25.0}, {"what": "pass", "hours": 13.0}
AGAIN = {"what": "order", "incident": 0, "verb": "reopen"}


@tried(25)
@given(st.lists(works | works | reports | hours | forgets | desks | desks | roads, max_size=40))
@example([OLD, DAY, {"what": "let go", "desk": 0}, AGAIN])  # held by the office, not by a desk that follows
@example([OLD, {"what": "leave", "desk": 0}, DAY, {"what": "forget"}, {"what": "let go", "desk": 0}, AGAIN])
@example([OLD, DAY, {"what": "forget"}, {"what": "leave", "desk": 0}, {"what": "start again", "desk": 0}, AGAIN])
@example([OLD, HALF_DAY, {"what": "order", "incident": 0, "verb": "evaluate"}, HALF_DAY, {"what": "let go", "desk": 1}])
def test_every_desk_ends_with_the_picture_of_a_new_one(jobs: list[dict[str, Any]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(work(Path(folder), jobs))


async def work(folder: Path, jobs: list[dict[str, Any]]) -> None:
    hands = Hands()
    async with open_office(folder, hands) as office:
        office.recent = deque(office.recent, maxlen=REMEMBERED)
        catch_up = CatchUp(office)
        every = [Desk(folder), Desk(masks=True), Desk()]
        there: set[int] = set()

        def tell(committed: Any) -> None:
            for number in there:
                for one in committed:
                    every[number].take(frame_of(one, every[number].masks), office)

        office.subscribe(tell)
        for number, desk in enumerate(every):
            await desk.come(office, catch_up)
            there.add(number)
        for number, job in enumerate(jobs):
            match job["what"]:
                case "come":
                    if job["desk"] not in there:
                        await every[job["desk"]].come(office, catch_up)
                        there.add(job["desk"])
                case "leave" | "start again":
                    there.discard(job["desk"])
                    every[job["desk"]].leave()
                    if job["what"] == "start again":
                        every[job["desk"]].start_again()
                case "let go":
                    every[job["desk"]].let_go(hands.wall())
                case "forget":
                    office._judge.picture.let_go(hands.wall() - CLOSED_KEPT)
                    office.picture.let_go(hands.wall() - CLOSED_KEPT)
                case "pass":
                    hands.pass_by(3600 * job["hours"])
                case _:
                    await carry_out(office, job, number)
        for number in sorted(set(range(len(every))) - there):
            await every[number].come(office, catch_up)
        now = hands.wall()
        for masks in (False, True):
            new = Desk(masks=masks)
            await new.come(office, catch_up)
            assert new.snapshots == 1
            wanted = shown(new.picture.snapshot(now - CLOSED_KEPT))
            for desk in every:
                if desk.masks == masks:
                    desk.ends_with(wanted, now)
                assert busy(desk.picture) == busy(new.picture)
            for id_, told in new.picture.timelines.items():
                assert told == office.store.timeline(id_)
            if not masks:
                assert shown(office.picture.snapshot(now - CLOSED_KEPT)) == wanted
                assert shown(office._judge.picture.snapshot(now - CLOSED_KEPT)) == wanted


async def carry_out(office: Office, job: dict[str, Any], number: int) -> None:
    """Some of it is refused, as in life."""
    now = office.clock.now()
    if job["what"] == "report":
        lon, lat = middle_of(job["grid"])
        who = worker_actor("g1") if job["settled"] else RESIDENT
        told = Report(Source.RESIDENT, "有东西", lon, lat, now, category=RUBBISH.code, reporter_name="张三丰")
        if job["settled"]:
            told = msgspec.structs.replace(told, reported_by="g1", settled=True)
        await office.report(told, who)
        return
    try:
        if job["what"] == "road":
            path = tuple(office.city.geography.roads.nodes[:2].astype(int).ravel().tolist())
            closed = [one.id for one in office.picture.closures.values()]
            road = RoadOrder(f"c{number}", "close_road", path=path, reason="积水")
            if closed:
                road = RoadOrder(f"c{number}", "open_road", closure=closed[0], version=1)
            await office.road_order(road, DISPATCHER)
            return
        known = sorted(one.incident.id for one in _kept(office))
        if known:
            incident = await office.incident(known[job["incident"] % len(known)])
            assert incident is not None
            order = Order(
                f"c{number}", incident.id, incident.version, job["verb"], worker="g2", reason="因为", into=known[0],
                hours=1.0, rating=5, category=RUBBISH.code,
            )  # fmt: skip
            await office.order(order, SUPERVISOR)
    except Refusal:
        pass


def _kept(office: Office) -> list[IncidentChanged]:
    """The first change of every case there ever was."""
    changes = [decode_from_backend(text) for _, text in office.store.changes(0, 1_000_000)]
    return [one for one in changes if isinstance(one, IncidentChanged) and one.incident.version == 1]


@pytest.mark.asyncio
async def test_a_case_that_comes_back_after_days_is_not_taken_for_a_new_one(tmp_path: Path) -> None:
    """A chime sounds for what has one entry: the desk that let it go gets all of them."""
    hands = Hands()
    async with open_office(tmp_path, hands) as office:
        desk = Desk()
        await desk.come(office, CatchUp(office))
        office.subscribe(lambda committed: [desk.take(frame_of(one, False), office) for one in committed])
        await carry_out(office, OLD, 0)
        (case,) = desk.picture.incidents
        hands.pass_by(3 * 86_400)
        desk.let_go(hands.wall())
        assert case not in desk.picture.incidents
        await carry_out(office, AGAIN, 1)
        verbs = [entry.verb for entry in desk.picture.timelines[case]]
        assert verbs == ["open", "self_handle", "verify", "close", "reopen"]
