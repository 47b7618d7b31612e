"""The authoritative state of the city: one thread judges, writes and commits; everybody else asks it.

Jobs wait in one queue. The writer's thread takes whatever arrived while the last commit ran, judges each against its
picture, writes all of it in one durable transaction, and only then are the answers given and the changes shown: natural
group commit, acknowledged after COMMIT. If the commit fails every job of the batch is refused with ``not_durable`` and
the picture is put back.

There are two pictures: the writer's, which runs ahead during a batch, and ``Office.picture`` on the event loop, which
knows only what is durable.
"""

from __future__ import annotations

import asyncio
import contextlib
import queue
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import msgspec
import structlog

from backend.clock import RESERVED, CityClock
from backend.closing import Closing
from backend.dispatching import RULE, Dispatching
from backend.draft import Committed, forget_closed, revive
from backend.hiring import bring_up_to_date
from backend.judge import Judge, Preparation
from backend.operations import Metrics
from backend.position_history import Fixes
from backend.position_store import PositionStore, fixes_between, rows_of
from backend.rerouting import NewWay, Rerouting, carry_out
from backend.routing import Routing
from backend.store.store import Store
from domain.city import City
from domain.incident import Incident, TimelineEntry
from domain.messages import Accepted, IncidentChanged, RoadChanged, Snapshot
from domain.names import Name
from domain.orders import Actor, Order, Report, RoadOrder
from domain.picture import Picture
from domain.refusal import Refusal
from domain.trouble import Trouble
from domain.worker import Worker, WorkerState

if TYPE_CHECKING:
    from backend.routers.outside import Outside

T = TypeVar("T")

#: Closed incidents stay in the picture this long, city seconds.
KEEP_CLOSED = 24 * 3600.0
#: Jobs judged before one commit, so that no answer waits for an endless batch.
_MOST_IN_BATCH = 1000
#: Real seconds between two looks at what time brings, two blocks of position history, two rounds of forgetting.
_TICK_EVERY = 1.0
_HISTORY_EVERY = 60.0
_FORGET_EVERY = 900.0
_CHECKPOINT_EVERY = 0.5
#: Changes kept in memory for desks that come back.
RECENT = 5000

Listener = Callable[[Sequence[Committed]], None]


class _Job(NamedTuple):
    """Something for the writer: ``work`` runs in its thread; ``done`` gets its result or the Refusal on the loop."""

    work: Callable[[], Any]
    done: Callable[[Any], None]
    arrived: float
    command_id: str = ""
    actor: str = ""


class _Verdict(NamedTuple):
    done: Callable[[Any], None]
    answer: Any
    arrived: float


class Office:
    """The state of one city. Made and used on the event loop; ``picture``, ``positions``, ``recent`` belong to it."""

    def __init__(
        self, city: City, store: Store, clock: CityClock, metrics: Metrics, outside: Outside | None = None
    ) -> None:
        loaded = store.load(clock.now() - KEEP_CLOSED)
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
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._writer = threading.Thread(target=self._write, name="writer")
        self._tasks: list[asyncio.Task[None]] = []
        self._going_round: set[asyncio.Task[None]] = set()
        self._listeners: list[Listener] = []
        self._moved_on = asyncio.Event()
        self._letting_go = self._stopping = False
        self._log = structlog.stdlib.get_logger("backend.office")

    # --- life --------------------------------------------------------------------------------------------------------

    async def start(self) -> None:
        """Begin to work: hire whom the city has and the database does not know, and let time pass."""
        self._loop = asyncio.get_running_loop()
        self._writer.start()
        await self._ask(self._hire)
        self._tasks = [
            asyncio.create_task(self._let_time_pass(), name="city time"),
            asyncio.create_task(self._write_history(), name="position history"),
            asyncio.create_task(self._tidy_up(), name="checkpoints"),
        ]

    async def stop(self) -> None:
        """Finish what was begun, write what is waiting, and end the writer's thread."""
        self._stopping = True
        tasks = [*self._tasks, *self._going_round]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._writer.is_alive():
            with contextlib.suppress(Refusal):
                await self._keep_history()
                await self._ask(lambda: self._judge.draft.put_fact("city_time", repr(self._now())))
            self._jobs.put(None)
            await asyncio.to_thread(self._writer.join)
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
        self.submit(order, actor, prepared, _resolving(future))
        return await future

    def submit(
        self, order: Order, actor: Actor, prepared: Preparation, done: Callable[[Accepted | Refusal], None]
    ) -> None:
        """Carry out an order whose road work is done; ``done`` is called on the loop."""

        def work() -> Accepted:
            return self._judge.order(order, actor, prepared, self._now())

        self._put(_Job(work, done, time.monotonic(), order.command_id, actor.label))

    async def road_order(self, order: RoadOrder, actor: Actor) -> Accepted:
        """Close or open a road, once. Raises Refusal; a refused order may be repeated."""
        future: asyncio.Future[Accepted] = self._loop.create_future()
        await self.give_road_order(order, actor, _resolving(future))
        return await future

    async def give_road_order(
        self, order: RoadOrder, actor: Actor, done: Callable[[Accepted | Refusal], None]
    ) -> None:
        """The same after the road was looked up; ``done`` is called on the loop."""
        road: Name | None = await self.routing.find_road(order) if order.path else None

        def work() -> Accepted:
            return self._closing.order(order, road, actor, self._now())

        self._put(_Job(work, done, time.monotonic(), order.command_id, actor.label))

    async def report(self, report: Report, actor: Actor) -> Incident:
        """Open an incident; the same ``external`` twice is the first one as it is now. Raises Refusal."""
        incident: Incident = await self._ask(lambda: self._judge.report(report, actor, self._now()))
        return incident

    async def set_worker_state(self, worker: str, state: WorkerState, actor: Actor) -> Worker:
        """What a worker says he does now. Raises Refusal ``unknown_worker`` or ``has_tasks``."""
        now: Worker = await self._ask(lambda: self._judge.set_worker_state(worker, state, actor, self._now()))
        return now

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

    def _put(self, job: _Job) -> None:
        if self._stopping and job.command_id:
            job.done(Refusal("stopping", "The backend is stopping; the desk sends it again by itself."))
            return
        self._jobs.put(job)

    async def _ask(self, work: Callable[[], Any]) -> Any:
        future: asyncio.Future[Any] = self._loop.create_future()
        self._jobs.put(_Job(work, _resolving(future), time.monotonic()))
        return await future

    def _deliver(self, committed: list[Committed], verdicts: list[_Verdict], failed: str) -> None:
        """Show what became durable, then give the answers."""
        self.trouble = failed
        turns: list[RoadChanged | IncidentChanged] = []
        for one in committed:
            change = one.change
            if (
                one.earlier is not None
                and isinstance(change, IncidentChanged)
                and change.incident.id not in self.picture.incidents
            ):
                # Its own entry follows; only what was before it is taken back here.
                revive(self.picture, change.incident, one.earlier)
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
        now = time.monotonic()
        for verdict in verdicts:
            self.metrics.ack_seconds.observe(now - verdict.arrived)
            verdict.done(verdict.answer)

    async def _follow_roads(self, changes: list[RoadChanged | IncidentChanged]) -> None:
        for change in changes:
            try:
                await self._rerouting.follow(change)
            except Refusal:
                pass  # not durable: the log has it, and those under way keep the way they have
            except Exception:
                self._log.exception("nobody was led round a road", seq=change.seq)

    async def _reroute(self, ways: list[NewWay]) -> None:
        await self._ask(lambda: carry_out(self._judge, ways, RULE, self._now()))

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
                # The writer first: what it has forgotten and takes up again comes with its timeline.
                before = self.clock.now() - KEEP_CLOSED
                await self._ask_quietly(partial(forget_closed, self._judge.picture, before))
                forget_closed(self.picture, before)

    async def _ask_quietly(self, work: Callable[[], Any]) -> None:
        """A refusal of the office's own work is in the log already; it is tried again with the next tick."""
        with contextlib.suppress(Refusal):
            await self._ask(work)

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
            await self._ask(lambda: self._judge.draft.put_positions(rows))
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

    def _write(self) -> None:
        stopping = False
        while not stopping:
            batch = [self._jobs.get()]
            while len(batch) < _MOST_IN_BATCH:
                try:
                    batch.append(self._jobs.get_nowait())
                except queue.Empty:
                    break
            stopping = None in batch
            jobs = [job for job in batch if job is not None]
            if jobs:
                self._carry_out(jobs)

    def _carry_out(self, jobs: list[_Job]) -> None:
        self._judge.begin()
        draft = self._judge.draft
        verdicts: list[_Verdict] = []
        try:
            ids = [job.command_id for job in jobs if job.command_id]
            draft.answers.update(self.store.commands(ids))
            verdicts = [_Verdict(job.done, self._judged(job), job.arrived) for job in jobs]
            if draft.transaction:
                self.store.commit(draft.transaction)
            self._judge.done()
        except Refusal as refusal:
            self._log.error("not durable", jobs=len(jobs), why=refusal.sentence)
            self._take_back(jobs, verdicts, refusal)
            return
        except Exception:
            # The writer must live on: without it nothing is ever answered again.
            self._log.exception("a batch failed", jobs=len(jobs))
            self._take_back(jobs, verdicts, Refusal("not_durable", "The backend failed to keep it; its log says why."))
            return
        self.metrics.batch_size.observe(len(jobs))
        self._loop.call_soon_threadsafe(self._deliver, draft.committed, verdicts, "")

    def _take_back(self, jobs: list[_Job], verdicts: list[_Verdict], refusal: Refusal) -> None:
        """Nothing of the batch was kept: the picture goes back, and every yes becomes a no."""
        self._judge.undo()
        self._rules.start_over()
        self.metrics.commits_failed.inc()
        # Whoever was refused on the merits keeps that answer.
        answers = [_kept(verdict.answer, refusal) for verdict in verdicts] or [refusal] * len(jobs)
        told = [_Verdict(job.done, answer, job.arrived) for job, answer in zip(jobs, answers, strict=True)]
        self._loop.call_soon_threadsafe(self._deliver, [], told, refusal.sentence)

    def _judged(self, job: _Job) -> Any:
        known = self._judge.draft.answers.get(job.command_id) if job.command_id else None
        if known is not None:
            seq, actor = known
            if actor != job.actor:
                return Refusal("command_id_taken", "Somebody else gave a command of this id; make a new id.")
            return Accepted(job.command_id, seq)
        try:
            return job.work()
        except Refusal as refusal:
            return refusal
        except Exception:
            # One job must not take the others of its batch with it.
            self._log.exception("a job failed", command=job.command_id)
            return Refusal("internal", "The backend made a mistake with this one; its log says which. Tell its owner.")


def _picture_of(city: City, snapshot: Snapshot) -> Picture:
    picture = Picture(city)
    timelines = {key: list(entries) for key, entries in snapshot.timelines.items()}
    workers = snapshot.workers or picture.roster
    picture.apply(msgspec.structs.replace(snapshot, timelines=timelines, workers=workers))
    return picture


def _resolving(future: asyncio.Future[Any]) -> Callable[[Any], None]:
    def done(answer: Any) -> None:
        if future.done():
            return
        if isinstance(answer, Refusal):
            future.set_exception(answer)
        else:
            future.set_result(answer)

    return done


def _kept(answer: Any, refusal: Refusal) -> Any:
    return answer if isinstance(answer, Refusal) else refusal
