"""The desk's life on the link: connects, listens, waits, connects again. One coroutine in the link's thread."""

from __future__ import annotations

import asyncio
import logging
import random
import time

import msgspec

from client.connection import CannotOpen, Connection, open_socket
from client.inbox import Inbox
from client.incoming import CityPack, Incoming, Photo
from client.keeping import Keeping, Kept
from client.link import Link, LinkPhase
from client.policy import ReconnectPolicy, next_attempt, next_delay
from client.session import Ending, Held, Session
from client.wall_clocks import from_the_future, with_clocks
from domain.city import digest_of, unpack_city
from domain.messages import (
    Accepted,
    Archived,
    Browse,
    Change,
    Clock,
    Fetch,
    History,
    IncidentChanged,
    Missing,
    Pong,
    Refused,
    RoadChanged,
    Snapshot,
    Statistics,
    Welcome,
    WorkerChanged,
)
from domain.orders import Command
from domain.positions import PositionBlock
from domain.trouble import Trouble

log = logging.getLogger(__name__)


class Target(msgspec.Struct, frozen=True):
    """Where the backend is and what signs in there. An empty ``url``: not known yet."""

    url: str
    secret: str


class Lifeline:
    """Takes what comes to the inbox and to the disk, and says how the link stands. Everything is called in the link's
    thread but ``publish_pending`` and what only reads ``last_heard`` (monotonic, None: never heard)."""

    def __init__(
        self, target: Target, session: Session, inbox: Inbox, keeping: Keeping, link: Link, policy: ReconnectPolicy
    ) -> None:
        self.last_heard: float | None = None
        self._target = target
        self._session = session
        self._inbox = inbox
        self._keeping = keeping
        self._link = link
        self._policy = policy
        self._wake = asyncio.Event()
        self._stopping = False
        self._connection: Connection | None = None
        self._was_live = False
        self._has_kept_picture = False
        self._resyncing = False
        self._attempt = 0
        self._digest = ""
        self._epoch = ""
        self._photos: set[str] = set()
        self._unpacking: set[asyncio.Task[None]] = set()
        self._troubles: tuple[Trouble, ...] = ()

    async def run(self) -> None:
        """Lives until ``stop``."""
        while not self._stopping:
            self._wake.clear()
            if not self._target.url:
                await self._wake.wait()
                continue
            ending = await self._one_link()
            if not self._stopping:
                await self._pause(ending)

    def stop(self) -> None:
        """Close the link; ``run`` ends."""
        self._stopping = True
        self._wake.set()
        self._end(Ending("stopping", "The desk is closing."))

    def point_at(self, target: Target) -> None:
        """The backend is there now; also tries again after a refusal."""
        self._target, self._attempt = target, 0
        self._wake.set()
        if self._session.welcome is None:
            self._end(Ending("retargeted", "Trying another address."))

    def retry_now(self) -> None:
        """Do not wait for the next try."""
        self._wake.set()

    def resync(self) -> None:
        """Ask for a fresh snapshot."""
        if not self._resyncing:
            self._resyncing = True
            self._session.forget()
            self._end(Ending("resync", "The desk fell behind; asking for the whole picture."))

    def send(self, order: Command) -> None:
        """Send an order that the outbox has, now or with the next welcome."""
        reaction = self._session.order(order)
        if self._connection is not None:
            self._connection.follow(reaction)

    def fetch_photo(self, key: str) -> None:
        """Ask for a photo, now or with the next welcome."""
        self._photos.add(key)
        self._post(Fetch("photo", key))

    def ask_past_days(self, asked: Statistics) -> None:
        """Ask how past days went; only while there is a link, whoever wants to know asks again."""
        self._post(asked)

    def browse(self, asked: Browse) -> None:
        """Ask for closed incidents; only while there is a link."""
        self._post(asked)

    def show_kept(self, kept: Kept | None) -> None:
        """Begin with what is there from last time."""
        if kept is not None:
            last = kept.picture
            self._session.held = Held(last.snapshot.epoch, last.snapshot.seq, last.digest)
            self._epoch = last.snapshot.epoch
            self._inbox.put_change(last.snapshot)
            if last.block is not None:
                self._inbox.put_positions(last.block)
            # the kept picture stands still at its own moment until the backend tells the time
            self._inbox.put_clock(msgspec.structs.replace(last.snapshot.clock, rate=0.0), time.monotonic())
            if kept.pack is not None:
                # said before the city is there, so that no frame of it passes for live
                self._has_kept_picture = True
                self.last_heard = time.monotonic() - max(0.0, time.time() - last.heard_at)
                self._troubles = from_the_future(time.time(), last.heard_at)
                self.say(self._away_phase)
                if not self._stand_on(kept.pack):
                    self._has_kept_picture, self.last_heard = False, None
        self.say(self._away_phase)

    async def _one_link(self) -> Ending:
        target = self._target
        self._session.identity = msgspec.structs.replace(self._session.identity, secret=target.secret)
        opening = asyncio.create_task(open_socket(target.url))
        woken = asyncio.create_task(self._wake.wait())
        try:
            await asyncio.wait((opening, woken), return_when=asyncio.FIRST_COMPLETED)
            if not opening.done():
                return Ending("retargeted", "Trying another address.")
            socket = opening.result()
        except CannotOpen as error:
            return error.ending
        finally:
            opening.cancel()
            woken.cancel()
            await asyncio.gather(opening, woken, return_exceptions=True)
        self._connection = Connection(
            socket, self._session, self._take, self._order_went_out, lambda: self._inbox.count_dropped("malformed")
        )
        if self._stopping:
            self._connection.end(Ending("stopping", ""))
        try:
            ending = await self._connection.run(self._keeping.sendable())
        except Exception as error:  # one message must not end the desk: it is told, counted, and the link begun anew
            log.exception("A message could not be taken")
            self._inbox.count_dropped("not_taken")
            self._session.forget()
            ending = Ending("internal", f"A message of the backend could not be taken ({error}); starting over.")
        finally:
            self._connection = None
            for task in self._unpacking:
                task.cancel()
        self.publish_pending()
        return ending

    async def _pause(self, ending: Ending) -> None:
        now = time.monotonic()
        uptime = self._session.uptime(now)
        self._session.closed()
        # the address of an embedded backend is news, not an end
        level = logging.DEBUG if ending.code == "retargeted" else logging.INFO
        log.log(level, "Link ended: %s %s", ending.code, ending.sentence)
        if self._was_live:
            self._troubles = ()  # of a backend that is not heard nothing is known
        if not ending.retry:
            self._attempt = 0
            self.say(LinkPhase.REFUSED, ending)
            await self._wake.wait()
            return
        delay = next_delay(self._policy, self._attempt, uptime, random.random())
        self._attempt = next_attempt(self._policy, self._attempt, uptime)
        self.say(self._away_phase, ending, next_try_s=delay)
        try:
            async with asyncio.timeout(delay):
                await self._wake.wait()
        except TimeoutError:
            return

    @property
    def _away_phase(self) -> LinkPhase:
        if self._was_live:
            return LinkPhase.LOST
        return LinkPhase.OFFLINE_PICTURE if self._has_kept_picture else LinkPhase.CONNECTING

    # --- what comes ---

    def _take(self, message: Incoming) -> None:
        self.last_heard = time.monotonic()
        match message:
            case IncidentChanged() | WorkerChanged() | RoadChanged():
                self._keep(message)
            case PositionBlock():
                self._inbox.put_positions(message)
                self._keeping.put_positions(message)
            case Pong():
                self._set_clock(message.clock)
                self._hear_troubles(with_clocks(message.troubles, time.time(), message.wall))
            case Accepted() | Refused():
                self._answered(message)
            case Welcome():
                self._welcomed(message)
            case Snapshot():
                self._resyncing = False
                self._keep(message, new_epoch=message.epoch != self._epoch)
                self._epoch = message.epoch
                self._set_clock(message.clock)
            case Photo():
                self._photos.discard(message.key)
                self._inbox.put_photo(message.key, message.content)
            case Archived():
                self._inbox.put_archived(message)
            case History():
                self._inbox.put_history(message)
            case CityPack():
                self._city_came(message.content)
            case Missing(what="photo"):
                self._photos.discard(message.key)
                self._inbox.put_photo(message.key, None)
            case Missing():
                self._end(Ending("no_city", "The backend cannot give the map of its city; trying again."))
        if self._link.phase is not LinkPhase.LIVE and self._session.caught_up:
            self._was_live = True
            self.say(LinkPhase.LIVE)

    def _keep(self, change: Snapshot | Change, new_epoch: bool = False) -> None:
        self._inbox.put_change(change, new_epoch)
        self._keeping.put(change, self._session.held.digest, new_epoch)

    def _set_clock(self, clock: Clock) -> None:
        self._inbox.put_clock(clock, time.monotonic())
        self._keeping.heard(clock)

    def _welcomed(self, welcome: Welcome) -> None:
        self._set_clock(welcome.clock)
        if welcome.digest != self._digest:
            self._inbox.await_city()
            self._digest = ""
            pack = self._keeping.pack(welcome.digest)
            if pack is None or not self._stand_on(pack):
                self._post(Fetch("city", welcome.digest))
        for key in self._photos:
            self._post(Fetch("photo", key))

    def _city_came(self, pack: bytes) -> None:
        # a big city takes a moment to unpack; the heartbeat goes on meanwhile
        task = asyncio.create_task(self._unpack(pack))
        self._unpacking.add(task)
        task.add_done_callback(self._unpacking.discard)

    async def _unpack(self, pack: bytes) -> None:
        if not await asyncio.to_thread(self._stand_on, pack):
            self._end(Ending("malformed", "The map of the city came damaged; trying again."))
            return
        await asyncio.to_thread(self._keeping.put_pack, pack)

    def _stand_on(self, pack: bytes) -> bool:
        try:
            city = unpack_city(pack)
        except ValueError as error:
            self._inbox.count_dropped("malformed")
            log.info("City pack not usable: %s", error)
            return False
        self._digest = digest_of(pack)
        self._inbox.put_city(city, self._digest)
        return True

    def _answered(self, answer: Accepted | Refused) -> None:
        if isinstance(answer, Refused):
            self._keeping.refused(answer.command_id)
        elif self._keeping.outbox is not None:
            self._keeping.outbox.accepted(answer.command_id)
        self._inbox.put_answer(answer)
        self.publish_pending()

    # --- what goes ---

    def _order_went_out(self, order: Command) -> None:
        if self._keeping.outbox is not None:
            self._keeping.outbox.sent((order.command_id,))
            self.publish_pending()

    def _post(self, asked: Fetch | Statistics | Browse) -> None:
        if self._connection is not None and self._session.welcome is not None:
            self._connection.post(asked)

    def _end(self, ending: Ending) -> None:
        if self._connection is not None:
            self._connection.end(ending)

    # --- what is said about it ---

    def publish_pending(self) -> None:
        """Tell the desk which orders have no answer."""
        outbox = self._keeping.outbox
        if outbox is not None:
            self._inbox.put_pending(*outbox.pending())

    def _hear_troubles(self, troubles: tuple[Trouble, ...]) -> None:
        """What the backend says of itself, and what its clock says of ours."""
        if troubles != self._troubles:
            self._troubles = troubles
            self.tell_notices()

    def tell_notices(self) -> None:
        """There is something to see to, or nothing any more."""
        self._link = msgspec.structs.replace(self._link, notices=(*self._troubles, *self._keeping.notices))
        self._inbox.put_link(self._link)

    def say(self, phase: LinkPhase, why: Ending | None = None, next_try_s: float | None = None) -> None:
        """How the link stands from now on."""
        now = time.monotonic()
        self._link = Link(
            phase=phase,
            since=self._link.since if phase is self._link.phase else now,
            last_heard=self.last_heard,
            age_s=None if self.last_heard is None else max(0.0, now - self.last_heard),
            attempt=self._attempt,
            next_try_s=next_try_s,
            next_try_at=None if next_try_s is None else now + next_try_s,
            code=why.code if why else "",
            sentence=why.sentence if why else "",
            notices=(*self._troubles, *self._keeping.notices),
        )
        self._inbox.put_link(self._link)
