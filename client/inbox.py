"""What came from the backend and waits for the desk's next frame. Bounded: positions merge, incidents never drop."""

from __future__ import annotations

import threading
from collections.abc import Callable

import msgspec

from client.link import Link
from client.merging import MergedPositions
from client.outbox import OrderState
from domain.city import City
from domain.messages import Accepted, Archived, Change, Clock, History, Refused, Snapshot
from domain.orders import Command
from domain.positions import PositionBlock

#: So many changes may wait. A desk that stands still longer gets a fresh snapshot instead of the backlog.
MOST_CHANGES = 20_000


class Arrivals(msgspec.Struct):
    """All that came since the last drain, in the order to take it: ``city`` (a new one to stand on, with the ``digest``
    of its pack), ``changes``, ``block``. ``answers`` to orders; ``photos`` by key (None: the backend has no such
    photo); ``history`` and ``archived`` pages when they were asked for. ``clock`` with the
    monotonic second it was heard. ``pending`` orders with their ``states`` by command id, None when nothing about them
    changed. ``merged`` positions and ``dropped`` by kind since the start."""

    link: Link
    city: City | None = None
    digest: str = ""
    changes: list[Snapshot | Change] = []
    block: PositionBlock | None = None
    answers: list[Accepted | Refused] = []
    photos: dict[str, bytes | None] = {}
    history: History | None = None
    archived: list[Archived] = []
    clock: tuple[Clock, float] | None = None
    pending: list[Command] | None = None
    states: dict[str, OrderState] = {}
    merged: int = 0
    dropped: dict[str, int] = {}


class Inbox:
    """Filled by the link's thread, drained by the desk's. ``on_ready`` is called, by whoever puts the first thing in,
    once until the next drain. ``stale`` is true from a collapse of the backlog until the next snapshot; the owner asks
    for that snapshot when ``drain`` said so, that is when the desk moves again."""

    def __init__(self, link: Link, most_changes: int = MOST_CHANGES) -> None:
        self.on_ready: Callable[[], None] = lambda: None
        self._lock = threading.Lock()
        self._most_changes = most_changes
        self._woken = False
        self._link = link
        self._city: City | None = None
        self._digest = ""
        self._gate_open = False
        self._changes: list[Snapshot | Change] = []
        self._stale = False
        self._positions = MergedPositions()
        self._answers: list[Accepted | Refused] = []
        self._photos: dict[str, bytes | None] = {}
        self._history: History | None = None
        self._archived: list[Archived] = []
        self._clock: tuple[Clock, float] | None = None
        self._pending: tuple[list[Command], dict[str, OrderState]] | None = None
        self._dropped: dict[str, int] = {}

    def drain(self) -> tuple[Arrivals, bool]:
        """Everything, and whether the backlog had collapsed so that a fresh snapshot must be asked for."""
        with self._lock:
            self._woken = False
            arrivals = Arrivals(
                link=self._link,
                answers=self._answers,
                photos=self._photos,
                history=self._history,
                archived=self._archived,
                clock=self._clock,
                merged=self._positions.merged,
                dropped=dict(self._dropped),
            )
            self._answers, self._photos, self._history, self._archived, self._clock = [], {}, None, [], None
            if self._pending is not None:
                (arrivals.pending, arrivals.states), self._pending = self._pending, None
            if self._gate_open:
                arrivals.city, self._city = self._city, None
                arrivals.digest = self._digest
                arrivals.changes, self._changes = self._changes, []
                arrivals.block = self._positions.take()
            return arrivals, self._stale and self._gate_open

    def put_change(self, change: Snapshot | Change, new_epoch: bool = False) -> None:
        """A snapshot makes what waits before it superfluous; in another epoch even the positions mean nobody."""
        with self._lock:
            if isinstance(change, Snapshot):
                self._changes = [change]
                self._stale = False
                if new_epoch:
                    self._positions.clear()
            elif self._stale:
                return self._count("waits_for_snapshot", 1)
            elif len(self._changes) >= self._most_changes:
                self._count("collapsed", len(self._changes) + 1)
                self._changes, self._stale = [], True
            else:
                self._changes.append(change)
        self._wake()

    def put_positions(self, block: PositionBlock) -> None:
        with self._lock:
            refused = self._positions.refused
            self._positions.put(block)
            if self._positions.refused > refused:
                self._count("impossible_worker", self._positions.refused - refused)
        self._wake()

    def put_answer(self, answer: Accepted | Refused) -> None:
        with self._lock:
            self._answers.append(answer)
        self._wake()

    def put_photo(self, key: str, content: bytes | None) -> None:
        with self._lock:
            self._photos[key] = content
        self._wake()

    def put_history(self, history: History) -> None:
        with self._lock:
            self._history = history
        self._wake()

    def put_archived(self, archived: Archived) -> None:
        with self._lock:
            self._archived.append(archived)
        self._wake()

    def put_clock(self, clock: Clock, heard_at: float) -> None:
        with self._lock:
            self._clock = (clock, heard_at)
        self._wake()

    def put_link(self, link: Link) -> None:
        with self._lock:
            self._link = link
        self._wake()

    def put_pending(self, pending: list[Command], states: dict[str, OrderState]) -> None:
        with self._lock:
            self._pending = (pending, states)
        self._wake()

    def await_city(self) -> None:
        """Another city is on its way: what comes now is held back until it is here."""
        with self._lock:
            self._gate_open = False

    def put_city(self, city: City, digest: str = "") -> None:
        """``digest``: of the city's pack."""
        with self._lock:
            self._city, self._digest, self._gate_open = city, digest, True
        self._wake()

    def count_dropped(self, kind: str, number: int = 1) -> None:
        with self._lock:
            self._count(kind, number)

    def _count(self, kind: str, number: int) -> None:
        self._dropped[kind] = self._dropped.get(kind, 0) + number

    def _wake(self) -> None:
        with self._lock:
            if self._woken:
                return
            self._woken = True
        self.on_ready()
