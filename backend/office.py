"""The authoritative state of the city, and whoever asks for it or wants it changed.

One thread judges, writes and commits (``backend.writer``): natural group commit, acknowledged after COMMIT.

There are two pictures: the writer's, which runs ahead during a batch, and ``Office.picture`` on the event loop, which
knows only what is durable.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections import deque
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, TypeVar

import msgspec
import structlog

from backend.clock import RESERVED, CityClock
from backend.closing import Closing
from backend.dispatching import RULE, Dispatching
from backend.draft import Committed
from backend.hiring import bring_up_to_date
from backend.judge import Judge, Preparation
from backend.operations import Metrics
from backend.position_history import Fixes
from backend.position_store import PositionStore, fixes_between, rows_of
from backend.rerouting import NewWay, Rerouting, carry_out
from backend.routing import Routing
from backend.store.store import Store
from backend.writer import Writer, resolving
from domain.city import City
from domain.incident import Incident, TimelineEntry
from domain.messages import Accepted, IncidentChanged, RoadChanged, Snapshot
from domain.names import Name
from domain.orders import Actor, Order, Report, RoadOrder
from domain.picture import CLOSED_KEPT, Picture
from domain.refusal import Refusal
from domain.trouble import Trouble
from domain.worker import Worker, WorkerState

if TYPE_CHECKING:
    from backend.routers.outside import Outside

T = TypeVar("T")

#: Real seconds between two looks at what time brings, two blocks of position history, two rounds of forgetting.
_TICK_EVERY = 1.0
_HISTORY_EVERY = 60.0
_FORGET_EVERY = 900.0
_CHECKPOINT_EVERY = 0.5
#: Changes kept in memory for desks that come back.
RECENT = 5000

Listener = Callable[[Sequence[Committed]], None]


class Office:
    """The state of one city. Made and used on the event loop; ``picture``, ``positions``, ``recent`` belong to it."""

    def __init__(
        self, city: City, store: Store, clock: CityClock, metrics: Metrics, outside: Outside | None = None
    ) -> None:
        loaded = store.load(clock.now() - CLOSED_KEPT)
        snapshot = Snapshot(
            loaded.epoch, loaded.seq, clock.reading(), loaded.incidents, loaded.timelines, loaded.workers,
            loaded.closures,
        )  # fmt: skip
        self.city = city
        self.store = store
        self.clock = clock
        self.metrics = metrics
        #: What is durable. Read it from coroutines; never write it.
        self.picture = _picture_of(city, snapshot)
        #: The newest changes, oldest first.
        self.recent: deque[Committed] = deque(maxlen=RECENT)
        self.routing = Routing(city, loaded.closures, outside)
        self._rerouting = Rerouting(self.picture, self.routing, self._reroute)
        #: Why the last commit failed, empty while all is well.
        self.trouble = ""
        self._judge = Judge(city, _picture_of(city, snapshot), store, clock.wall, loaded.facts["cases"])
        self._closing = Closing(self._judge, self._judge.placer, store, clock.wall)
        watched_until = loaded.facts["watched_until"]
        self._rules = Dispatching(city, self._judge, float(watched_until) if watched_until else None)
        self._first_start = not loaded.workers
        self._last_at = loaded.last_at or 0.0
        self.positions = PositionStore(city, self.picture, clock, metrics)
        self.positions.restore(store.newest_position_rows(3))
        self._writer = Writer(self._judge, store, metrics, self._show, self._rules.start_over)
        self._tasks: list[asyncio.Task[None]] = []
        self._going_round: set[asyncio.Task[None]] = set()
        self._listeners: list[Listener] = []
        self._moved_on = asyncio.Event()
        self._letting_go = False
        self._log = structlog.stdlib.get_logger("backend.office")

    # --- life --------------------------------------------------------------------------------------------------------

    async def start(self) -> None:
        """Begin to work: hire whom the city has and the database does not know, and let time pass."""
        self._loop = asyncio.get_running_loop()
        self._writer.start()
        await self._writer.ask(self._hire)
        await self._ask_quietly(lambda: self._judge.take_along_late(RULE, self._now()))
        self._tasks = [
            asyncio.create_task(self._let_time_pass(), name="city time"),
            asyncio.create_task(self._write_history(), name="position history"),
            asyncio.create_task(self._tidy_up(), name="checkpoints"),
        ]

    async def stop(self) -> None:
        """Finish what was begun, write what is waiting, and end the writer's thread."""
        self._writer.refuse_orders()
        tasks = [*self._tasks, *self._going_round]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._writer.works:
            with contextlib.suppress(Refusal):
                await self._keep_history()
                await self._writer.ask(lambda: self._judge.draft.put_fact("city_time", repr(self._now())))
            await self._writer.end()
        await self.routing.stop()

    @property
    def seq(self) -> int:
        """The newest durable journal entry."""
        return self.picture.seq

    @property
    def router_trouble(self) -> Trouble | None:
        """Why the road engine outside does not help, None while it does or when there is none."""
        return self.routing.outside.trouble if self.routing.outside is not None else None

    # --- what people ask for -----------------------------------------------------------------------------------------

    async def order(self, order: Order, actor: Actor) -> Accepted:
        """Carry out an order, once. Raises Refusal; a refused order may be repeated."""
        prepared = Preparation()
        incident = self.picture.incidents.get(order.incident)
        if incident is not None and self.routing.concerns(order, incident):
            prepared = await self.routing.prepare(order, incident, self.picture, self.clock.now())
        future: asyncio.Future[Accepted] = self._loop.create_future()
        self.submit(order, actor, prepared, resolving(future))
        return await future

    def submit(
        self, order: Order, actor: Actor, prepared: Preparation, done: Callable[[Accepted | Refusal], None]
    ) -> None:
        """Carry out an order whose road work is done; ``done`` is called on the loop."""

        def work() -> Accepted:
            return self._judge.order(order, actor, prepared, self._now())

        self._writer.order(work, done, order.command_id, actor.label)

    async def road_order(self, order: RoadOrder, actor: Actor) -> Accepted:
        """Close or open a road, once. Raises Refusal; a refused order may be repeated."""
        future: asyncio.Future[Accepted] = self._loop.create_future()
        await self.give_road_order(order, actor, resolving(future))
        return await future

    async def give_road_order(
        self, order: RoadOrder, actor: Actor, done: Callable[[Accepted | Refusal], None]
    ) -> None:
        """The same after the road was looked up; ``done`` is called on the loop."""
        road: Name | None = await self.routing.find_road(order) if order.path else None

        def work() -> Accepted:
            return self._closing.order(order, road, actor, self._now())

        self._writer.order(work, done, order.command_id, actor.label)

    async def report(self, report: Report, actor: Actor) -> Incident:
        """Open an incident; the same ``external`` twice is the first one as it is now. Raises Refusal."""
        return await self._writer.ask(lambda: self._judge.report(report, actor, self._now()))

    async def set_worker_state(self, worker: str, state: WorkerState, actor: Actor) -> Worker:
        """What a worker says he does now. Raises Refusal ``unknown_worker`` or ``has_tasks``."""
        return await self._writer.ask(lambda: self._judge.set_worker_state(worker, state, actor, self._now()))

    async def read(self, fn: Callable[[Picture], T]) -> T:
        """What ``fn`` finds in the picture of what is durable."""
        return fn(self.picture)

    async def incident(self, incident_id: str) -> Incident | None:
        """An incident however old. Raises Refusal ``not_durable`` when the database cannot be read."""
        held = self.picture.incidents.get(incident_id)
        return held if held is not None else await asyncio.to_thread(self.store.incident, incident_id)

    async def timeline(self, incident_id: str) -> list[TimelineEntry]:
        """Everything that was done about an incident, oldest first."""
        if incident_id in self.picture.incidents:
            return list(self.picture.timelines.get(incident_id, ()))
        return await asyncio.to_thread(self.store.timeline, incident_id)

    async def by_external(self, external: str) -> Incident | None:
        """The incident a channel knows by an id of its own."""
        found = await asyncio.to_thread(self.store.by_external, [external])
        return await self.incident(found[external]) if external in found else None

    async def beyond(self, seq: int, timeout: float) -> int:
        """Wait until something newer than ``seq`` is durable, at most ``timeout`` seconds; the newest seq then."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(timeout):
                while self.seq <= seq and not self._letting_go:
                    await self._moved_on.wait()
        return self.seq

    def let_go(self) -> None:
        """The doors are about to close: whoever waits for something newer waits no longer."""
        self._letting_go = True
        self._moved_on.set()

    async def positions_between(self, start: float, end: float) -> Fixes:
        """Every fix between two city times, sorted by time; the last minute may still be missing."""
        rows = await asyncio.to_thread(self.store.position_rows, start, end)
        return await asyncio.to_thread(fixes_between, rows, start, end)

    def subscribe(self, listener: Listener) -> None:
        """Have ``listener`` called on the loop with what became durable, in the journal's order."""
        self._listeners.append(listener)

    # --- on the loop -------------------------------------------------------------------------------------------------

    def _show(self, committed: list[Committed], failed: str) -> None:
        """What became durable, or why a commit failed; the answers are given afterwards."""
        self.trouble = failed
        turns: list[RoadChanged | IncidentChanged] = []
        for one in committed:
            change = one.change
            self.picture.apply(change)
            if self._rerouting.concerns(change):
                turns.append(change)
        if turns:
            self.routing.roads.take(self.picture.closures.values())
            task = self._loop.create_task(self._follow_roads(turns), name="rerouting")
            self._going_round.add(task)
            task.add_done_callback(self._going_round.discard)
        if committed:
            self.recent.extend(committed)
            self.metrics.changes.inc(len(committed))
            for listener in self._listeners:
                listener(committed)
            self._moved_on.set()
            self._moved_on.clear()

    async def _follow_roads(self, changes: list[RoadChanged | IncidentChanged]) -> None:
        for change in changes:
            try:
                await self._rerouting.follow(change)
            except Refusal:
                pass  # not durable: the log has it, and those under way keep the way they have
            except Exception:
                self._log.exception("nobody was led round a road", seq=change.seq)

    async def _reroute(self, ways: list[NewWay]) -> None:
        await self._writer.ask(lambda: carry_out(self._judge, ways, RULE, self._now()))

    async def _let_time_pass(self) -> None:
        reserved_at = forgotten_at = time.monotonic()
        await self._ask_quietly(self._reserve)
        while True:
            await asyncio.sleep(_TICK_EVERY)
            await self._ask_quietly(self._pass_time)
            now = time.monotonic()
            if now - reserved_at >= RESERVED / 2:
                reserved_at = now
                await self._ask_quietly(self._reserve)
            if now - forgotten_at >= _FORGET_EVERY:
                forgotten_at = now
                before = self.clock.now() - CLOSED_KEPT
                await self._ask_quietly(partial(self._judge.picture.let_go, before))
                self.picture.let_go(before)

    async def _ask_quietly(self, work: Callable[[], object]) -> None:
        """A refusal of the office's own work is in the log already; it is tried again with the next tick."""
        with contextlib.suppress(Refusal):
            await self._writer.ask(work)

    async def _write_history(self) -> None:
        while True:
            await asyncio.sleep(_HISTORY_EVERY)
            with contextlib.suppress(Refusal):
                await self._keep_history()

    async def _tidy_up(self) -> None:
        while True:
            await asyncio.sleep(_CHECKPOINT_EVERY)
            await asyncio.to_thread(self.store.checkpoint)

    async def _keep_history(self) -> None:
        fixes = self.positions.take_waiting()
        if fixes is None:
            return
        rows = await asyncio.to_thread(rows_of, fixes)
        try:
            await self._writer.ask(lambda: self._judge.draft.put_positions(rows))
        except Refusal:
            self.positions.give_back(fixes)
            raise

    # --- in the writer's thread --------------------------------------------------------------------------------------

    def _now(self) -> float:
        """City time for the journal, where it never goes back."""
        self._last_at = max(self._last_at, self.clock.now())
        return self._last_at

    def _hire(self) -> None:
        bring_up_to_date(self.city, self._judge, self._rules, self._first_start, self._now())

    def _pass_time(self) -> None:
        now = self._now()
        self._rules.tick(now)
        self._closing.tick(now, RULE)

    def _reserve(self) -> None:
        self._judge.draft.put_fact("city_time", repr(self.clock.reserve()))


def _picture_of(city: City, snapshot: Snapshot) -> Picture:
    picture = Picture(city)
    timelines = {key: list(entries) for key, entries in snapshot.timelines.items()}
    workers = snapshot.workers or picture.roster
    picture.apply(msgspec.structs.replace(snapshot, timelines=timelines, workers=workers))
    return picture
