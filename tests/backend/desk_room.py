"""The small city's room without sockets or threads: a judge with his rules over a real database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from backend.dispatching import Dispatching
from backend.draft import Committed
from backend.judge import Judge, Preparation
from backend.store.store import Store
from domain.category import Category
from domain.incident import Incident, Source
from domain.messages import Accepted, Snapshot
from domain.orders import Actor, Order, Report
from domain.picture import Picture
from domain.worker import Worker, WorkerState
from tests.backend.clocks import Hands
from tests.domain.small_city import DISPATCHER, MONDAY_NINE, RUBBISH, middle_of, small_city

RESIDENT = Actor("channel", "app", "居民平台", "channel")


def worker_actor(worker: str) -> Actor:
    return Actor("worker", worker, f"员{worker}", "worker")


class Room:
    """Judge and rules of the small city at ``hands.wall()``; ``commit`` makes durable what was judged."""

    def __init__(self, folder: Path) -> None:
        self.hands = Hands()
        self.url = f"sqlite:///{folder / 'city.sqlite'}"
        self.store = Store.open(self.url, "small")
        self.city = small_city()
        self.picture = Picture(self.city)
        loaded = self.store.load(0)
        self.picture.apply(
            Snapshot(loaded.epoch, loaded.seq, self.picture.clock, loaded.incidents, loaded.timelines, loaded.workers)
        )
        self.judge = Judge(self.city, self.picture, self.store, self.hands.wall, loaded.facts["cases"])
        self.rules = Dispatching(self.city, self.judge, MONDAY_NINE)
        self.durable: list[Committed] = []
        if not loaded.workers:
            for worker in self.city.workers:
                self.judge.draft.put_worker(
                    msgspec.structs.replace(worker, version=1), MONDAY_NINE, "rule:test", "hire", new=True
                )
            self.rules.hired()
            self.commit()

    @property
    def now(self) -> float:
        return self.hands.wall()

    def commit(self) -> None:
        draft = self.judge.draft
        self.store.commit(draft.transaction)
        self.judge.done()
        self.durable += draft.committed
        self.judge.begin()

    def report(
        self, grid: int = 1, category: Category | str = RUBBISH, actor: Actor = RESIDENT, **fields: object
    ) -> Incident:
        lon, lat = middle_of(grid)
        code = category if isinstance(category, str) else category.code
        report = Report(Source.RESIDENT, "路边有东西", lon, lat, self.now, category=code, **fields)  # type: ignore[arg-type]
        return self.judge.report(report, actor, self.now)

    def order(self, incident: str, verb: str, actor: Actor = DISPATCHER, **fields: object) -> Accepted:
        command = str(fields.pop("command_id", f"{incident}-{self.picture.incidents[incident].version}-{verb}"))
        version = self.picture.incidents[incident].version
        order = Order(command, incident, version, verb, **fields)  # type: ignore[arg-type]
        return self.judge.order(order, actor, Preparation(), self.now)

    def incident(self, incident: str) -> Incident:
        return self.picture.incidents[incident]

    def worker(self, worker: str) -> Worker:
        return self.picture.workers[worker]

    def state(self, worker: str) -> WorkerState:
        return self.picture.workers[worker].state

    def verbs(self, incident: str) -> list[str]:
        return [entry.verb for entry in self.picture.timelines[incident]]


@contextmanager
def open_room(folder: Path) -> Iterator[Room]:
    room = Room(folder)
    try:
        yield room
    finally:
        room.store.close()
