"""The owner of the picture on the screen's thread: takes what arrived, tells once what changed."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

import msgspec
import numpy as np
from PySide6.QtCore import QObject, Signal

from client.city_clock import CityClock
from client.desk_client import DeskClient
from client.inbox import Arrivals
from client.link import Link, LinkPhase
from client.outbox import OrderState
from desktop.bridge import Bridge
from domain.city import City
from domain.messages import Accepted, Browse, Change, Refused, Snapshot
from domain.orders import Command
from domain.picture import CLOSED_KEPT, Changes, Picture

#: Real seconds between two looks at what was closed too long ago to be kept.
FORGET_EVERY = 600.0


class Counters(msgspec.Struct):
    """What went through since the start, for ``--report``."""

    applied: int = 0
    merged: int = 0
    dropped: dict[str, int] = {}


class LivePicture(QObject):
    """Signals: ``city_opened(City)``: there is a (new) picture over this city, and ``changed`` follows at once;
    ``changed(Changes)``: at most once a frame; ``link_changed(Link)``; ``answered(Accepted | Refused)``;
    ``pending_changed()``; ``photo_arrived(key, bytes or None)``; ``history_arrived(History)``: how past days went;
    ``archived(Archived)``: a page of closed incidents."""

    city_opened = Signal(object)
    changed = Signal(object)
    link_changed = Signal(object)
    answered = Signal(object)
    pending_changed = Signal()
    photo_arrived = Signal(str, object)
    history_arrived = Signal(object)
    archived = Signal(object)

    def __init__(
        self, client: DeskClient, clock: Callable[[], float] = time.monotonic, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._client = client
        self._clock = clock
        self._city_clock = CityClock()
        self._bridge = Bridge(client)
        self._bridge.arrived.connect(self.take)
        self._waiting: list[Command] = []
        self._accepted: dict[str, tuple[int, Command]] = {}
        self._picture: Picture | None = None
        self._link = Link(LinkPhase.CONNECTING, since=clock())
        self._role, self._scope = "dispatcher", ""
        self._forget_at = clock() + FORGET_EVERY
        #: What names the pack of the city that is open.
        self.city_digest = ""
        self.states: dict[str, OrderState] = {}
        self.counters = Counters()

    # --- read ---

    @property
    def opened(self) -> bool:
        """Whether there is a picture: true from the first ``city_opened`` on."""
        return self._picture is not None

    @property
    def picture(self) -> Picture:
        """The common operating picture; views only read it. Raises LookupError before the first ``city_opened``."""
        if self._picture is None:
            raise LookupError("no city has been opened yet")
        return self._picture

    @property
    def link(self) -> Link:
        """How the desk stands to the backend, with the age as of now."""
        return msgspec.structs.replace(self._link, last_heard=self._client.last_heard, age_s=self.age)

    def now(self) -> float:
        """City time, seconds since 1970 (UTC); 0 before anything is known."""
        return self._city_clock.now(self._clock())

    def heard_at(self) -> float:
        """City time when the backend was last heard: the moment a picture that is no longer live shows."""
        return self.now() - (self.age or 0.0) * self._city_clock.rate

    @property
    def age(self) -> float | None:
        """Seconds since the backend was last heard; None when it never was."""
        heard = self._client.last_heard
        return None if heard is None else max(0.0, self._clock() - heard)

    @property
    def pending(self) -> list[Command]:
        """Orders that the picture does not show yet: kept, on their way, or accepted with the change still to come.
        Which of the first two, or ``stale`` (waiting for the user's word): ``states`` by command id."""
        return [*self._waiting, *(order for _, order in self._accepted.values())]

    @property
    def role(self) -> str:
        """What the person at this desk is to the backend; kept while the link is lost."""
        welcome = self._client.welcome
        if welcome is not None:
            self._role = welcome.role
        return self._role

    @property
    def scope(self) -> str:
        """The area the person at this desk is responsible for (a region code), empty for the whole city; kept while
        the link is lost."""
        welcome = self._client.welcome
        if welcome is not None:
            self._scope = welcome.scope
        return self._scope

    # --- give ---

    def submit(self, order: Command) -> None:
        """Give an order; it is pending at once. Raises Refusal ``not_kept`` when the disk does not take it: then it
        was not given."""
        self._client.submit(order)
        if order.command_id not in self.states:
            self._waiting = [*self._waiting, order]
            self.states = {**self.states, order.command_id: OrderState.WAITING}
            self.pending_changed.emit()

    def confirm(self, command_id: str) -> None:
        """Send a stale order after all."""
        self._client.confirm(command_id)

    def discard(self, command_id: str) -> None:
        """Drop a stale order."""
        self._client.discard(command_id)

    def fetch_photo(self, key: str) -> None:
        """Ask for a photo; ``photo_arrived`` brings it."""
        self._client.fetch_photo(key)

    def browse(self, asked: Browse) -> None:
        """Ask for closed incidents; ``archived`` brings them."""
        self._client.browse(asked)

    def ask_past_days(self, week: bool = False) -> None:
        """Ask how past days went (``week``: and the figures of the last seven); ``history_arrived`` brings it."""
        self._client.ask_past_days(week=week)

    def close(self) -> None:
        """Hear nothing any more; then the client may be stopped."""
        self._bridge.close()

    # --- take ---

    def take(self) -> None:
        """Take what arrived. The bridge calls it; nobody else needs to."""
        arrivals = self._bridge.drain()
        before, self._link = self._link, arrivals.link
        if arrivals.clock is not None:
            self._city_clock.set(*arrivals.clock)
        if arrivals.city is not None:
            self.city_digest = arrivals.digest
            self._open(arrivals.city)
        changes = self._forget(self._apply(arrivals))
        if arrivals.clock is not None and arrivals.clock[0].rate and self._picture is not None:
            self._picture.clock = arrivals.clock[0]  # a picture that is resumed would keep the pace of before
        if arrivals.city is not None:
            self.city_opened.emit(arrivals.city)
            changes = msgspec.structs.replace(changes, reset=True)  # all that stands on it is new to everybody
        pending_changed = self._settle(arrivals)
        self.counters.merged = arrivals.merged
        self.counters.dropped = arrivals.dropped
        if changes:
            self.changed.emit(changes)
        if pending_changed:
            self.pending_changed.emit()
        for answer in arrivals.answers:
            self.answered.emit(answer)
        for key, content in arrivals.photos.items():
            self.photo_arrived.emit(key, content)
        for page in arrivals.archived:
            self.archived.emit(page)
        if arrivals.history is not None:
            self.history_arrived.emit(arrivals.history)
        if _as_shown(before) != _as_shown(self._link):
            self.link_changed.emit(self.link)

    def _open(self, city: City) -> None:
        before = self._picture
        self._picture = Picture(city)
        if before is not None and before.epoch:  # other ground under the same journal: the state stands on it as before
            self.picture.apply(before.snapshot())
            if len(before.positions):
                every = np.flatnonzero(before.positions.known).astype(np.int32)
                self.picture.apply(before.positions.block(every, float(before.positions.fixed_at.max())))

    def _apply(self, arrivals: Arrivals) -> Changes:
        if self._picture is None:
            return Changes()
        changes = self._apply_each(arrivals.changes)
        if arrivals.block is not None:
            moved = self.picture.apply(arrivals.block).moved
            changes = msgspec.structs.replace(changes, moved=moved)
            self.counters.applied += 1
        return changes

    def _apply_each(self, messages: Iterable[Snapshot | Change]) -> Changes:
        reset, incidents, workers, closures = False, set[str](), set[str](), set[str]()
        for message in messages:
            if isinstance(message, Snapshot) and self.picture.epoch not in ("", message.epoch):
                self._picture = Picture(self.picture.city)  # in another epoch a worker's index may be another person
            step = self.picture.apply(message)
            if step.gap:
                self._client.count_dropped("gap")
                self._client.resync()
                break
            reset = reset or step.reset
            incidents |= step.incidents
            workers |= step.workers
            closures |= step.closures
            self.counters.applied += 1
        return Changes(
            reset=reset,
            incidents=frozenset(incidents),
            workers=frozenset(workers),
            closures=frozenset(closures),
        )

    def _forget(self, changes: Changes) -> Changes:
        """A desk that is open for days must not grow: let go of what was closed long ago."""
        if self._picture is None or not self._link.live or self._clock() < self._forget_at:
            return changes
        self._forget_at = self._clock() + FORGET_EVERY
        gone = self._picture.let_go(self.now() - CLOSED_KEPT)
        return changes.joined(gone) if gone else changes

    def _settle(self, arrivals: Arrivals) -> bool:
        before = ([order.command_id for order in self.pending], self.states)
        by_id = {order.command_id: order for order in self._waiting}
        for answer in arrivals.answers:
            order = by_id.get(answer.command_id)
            if order is not None and isinstance(answer, Accepted):
                self._accepted[answer.command_id] = (answer.seq, order)
            elif isinstance(answer, Refused):
                self._waiting = [one for one in self._waiting if one.command_id != answer.command_id]
        if arrivals.pending is not None:
            self._waiting, self.states = arrivals.pending, arrivals.states
        seq = self._picture.seq if self._picture else 0
        waiting = {order.command_id for order in self._waiting}
        self._accepted = {
            command_id: (at, order)
            for command_id, (at, order) in self._accepted.items()
            if at > seq and command_id not in waiting
        }
        return before != ([order.command_id for order in self.pending], self.states)


def _as_shown(link: Link) -> Link:
    """Without what runs by itself."""
    return msgspec.structs.replace(link, last_heard=None, age_s=None)
