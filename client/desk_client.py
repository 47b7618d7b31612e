"""The desk's end of the link as one object: started, stopped, drained once a frame; orders go in, arrivals come out."""

from __future__ import annotations

import asyncio
import logging
import random
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from client.connection import CannotOpen, Connection, open_socket
from client.inbox import Arrivals, Inbox
from client.incoming import CityPack, Incoming, Photo
from client.keeping import Keeping, Kept
from client.link import Link, LinkPhase
from client.policy import ReconnectPolicy, next_attempt, next_delay
from client.session import Ending, Held, Identity, Session
from client.slot import Slot
from domain.city import digest_of, unpack_city
from domain.messages import (
    Accepted,
    Change,
    Clock,
    Fetch,
    IncidentChanged,
    Missing,
    Pong,
    Refused,
    Snapshot,
    Welcome,
    WorkerChanged,
)
from domain.orders import Order
from domain.positions import PositionBlock

log = logging.getLogger(__name__)


class ClientSettings(msgspec.Struct, frozen=True):
    """``url``: of the backend, ``ws://HOST:PORT/ws``; empty: wait for ``point_at`` (an embedded backend that starts).
    ``folder``: where the desks of this installation keep what they know of this backend (``DATA/<city>``)."""

    url: str
    user: str
    secret: str
    folder: Path
    desk_name: str = "desk"
    program: str = ""
    policy: ReconnectPolicy = ReconnectPolicy()


class DeskClient:
    """Public methods may be called from any thread; ``on_ready`` is called from the link's thread (and must only wake
    somebody). What the backend says is kept on disk by a thread of its own, orders before they are sent."""

    def __init__(self, settings: ClientSettings) -> None:
        self._settings = settings
        self._target = (settings.url, settings.secret)
        self._started_at = time.monotonic()
        self._link = Link(LinkPhase.CONNECTING, since=self._started_at)
        self._inbox = Inbox(self._link)
        self._session = Session(Identity(settings.desk_name, settings.user, settings.secret, settings.program))
        self._thread = threading.Thread(target=self._run, name="desk-link", daemon=True)
        self._opened = threading.Event()
        self._slot: Slot | None = None
        self._keeping: Keeping | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._wake: asyncio.Event | None = None
        self._stopping = False
        self._connection: Connection | None = None
        self._last_heard: float | None = None
        self._was_live = False
        self._has_kept_picture = False
        self._resyncing = False
        self._attempt = 0
        self._digest = ""
        self._epoch = ""
        self._photos: set[str] = set()
        self._unpacking: set[asyncio.Task[None]] = set()

    # --- for the desk ---

    @property
    def on_ready(self) -> Callable[[], None]:
        """Called once when something is there to drain, until the next drain."""
        return self._inbox.on_ready

    @on_ready.setter
    def on_ready(self, wake: Callable[[], None]) -> None:
        self._inbox.on_ready = wake

    @property
    def last_heard(self) -> float | None:
        """Monotonic second at which the backend was last heard; None when it never was."""
        return self._last_heard

    @property
    def slot(self) -> Path | None:
        """The folder this desk holds while it runs."""
        return self._slot.path if self._slot else None

    def start(self) -> None:
        """Take a folder and begin. Raises OSError when the folder cannot be used."""
        self._slot = Slot(self._settings.folder)
        name = f"{self._settings.desk_name}-{self._slot.number}"[-64:]
        self._session.identity = msgspec.structs.replace(self._session.identity, desk=name)
        self._keeping = Keeping(self._slot.path, self._settings.folder / "packs", lambda: self._do(self._tell_notice))
        self._thread.start()

    def stop(self) -> None:
        """Close the link, write down what is known, give the folder back. May be called twice."""
        self._stopping = True
        self._do(self._wake_up)
        if self._thread.is_alive():
            self._thread.join()
        if self._slot is not None:
            self._slot.release()
            self._slot = None

    def point_at(self, url: str, secret: str) -> None:
        """The backend is there now, with this secret; also tries again after a refusal."""
        self._target = (url, secret)
        self._do(self._retarget)

    def retry_now(self) -> None:
        """Do not wait for the next try (also after a refusal)."""
        self._do(self._wake_up)

    def submit(self, order: Order) -> None:
        """Keep the order on disk, then send it as soon as the backend is there. Raises Refusal ``not_kept``: then it
        was not given."""
        if self._open_disk.submit(order):
            self._publish_pending()
            self._do(lambda: self._send(order))

    def confirm(self, command_id: str) -> None:
        """Send an order that had become too old to be sent unasked. Raises Refusal ``not_kept``."""
        order = self._open_disk.confirm(command_id)
        if order is not None:
            self._publish_pending()
            self._do(lambda: self._send(order))

    def discard(self, command_id: str) -> None:
        """Forget such an order. Raises Refusal ``not_kept``."""
        self._open_disk.discard(command_id)
        self._publish_pending()

    def fetch_photo(self, key: str) -> None:
        """Ask for a photo; it comes with the arrivals, also after a reconnect."""
        self._do(lambda: self._ask_photo(key))

    def drain(self) -> Arrivals:
        """All that came since the last time. Meant for one consumer, once a frame."""
        arrivals, stale = self._inbox.drain()
        if stale:
            self._do(self._resync)
        if self._keeping is not None and self._keeping.lost:
            arrivals.dropped["not_written_down"] = self._keeping.lost
        if self._session.repeated:
            arrivals.dropped["repeated"] = self._session.repeated
        now = time.monotonic()
        age = None if self._last_heard is None else max(0.0, now - self._last_heard)
        arrivals.link = msgspec.structs.replace(arrivals.link, last_heard=self._last_heard, age_s=age)
        return arrivals

    def resync(self) -> None:
        """Whoever keeps the picture lost the thread: ask for a fresh snapshot."""
        self._do(self._resync)

    def count_dropped(self, kind: str, number: int = 1) -> None:
        """Something could not be shown; it is counted with the rest."""
        self._inbox.count_dropped(kind, number)

    # --- the link's thread ---

    def _do(self, work: Callable[[], Any]) -> None:
        loop = self._loop
        if loop is not None and not loop.is_closed():
            try:
                loop.call_soon_threadsafe(work)
            except RuntimeError:
                log.debug("The link's loop ended meanwhile")

    def _run(self) -> None:
        try:
            asyncio.run(self._main())
        except Exception:
            log.exception("The link's thread stopped")
            self._say(LinkPhase.REFUSED, Ending("internal", "The desk's link stopped; restart the desk.", retry=False))
        finally:
            self._loop = None
            self._opened.set()
            if self._keeping is not None:
                self._keeping.close()

    async def _main(self) -> None:
        self._loop, self._wake = asyncio.get_running_loop(), asyncio.Event()
        self._show_kept(self._disk.open())
        self._opened.set()
        self._publish_pending()
        while not self._stopping:
            self._wake.clear()
            if not self._target[0]:
                await self._wake.wait()
                continue
            ending = await self._one_link()
            if not self._stopping:
                await self._pause(ending)

    def _show_kept(self, kept: Kept | None) -> None:
        if kept is not None:
            last = kept.picture
            self._session.held = Held(last.snapshot.epoch, last.snapshot.seq, last.digest)
            self._epoch = last.snapshot.epoch
            self._inbox.put_change(last.snapshot)
            if last.block is not None:
                self._inbox.put_positions(last.block)
            # the kept picture stands still at its own moment until the backend tells the time
            self._inbox.put_clock(msgspec.structs.replace(last.snapshot.clock, rate=0.0), time.monotonic())
            if kept.pack is not None and self._stand_on(kept.pack):
                self._has_kept_picture = True
                self._last_heard = time.monotonic() - max(0.0, time.time() - last.heard_at)
        self._say(self._away_phase)

    async def _one_link(self) -> Ending:
        url, secret = self._target
        self._session.identity = msgspec.structs.replace(self._session.identity, secret=secret)
        opening = asyncio.create_task(open_socket(url))
        woken = asyncio.create_task(self._wakened())
        try:
            await asyncio.wait((opening, woken), return_when=asyncio.FIRST_COMPLETED)
            if not opening.done():
                return Ending("retargeted", "Trying another address.")
            socket = opening.result()
        except CannotOpen as error:
            return error.ending
        finally:
            for task in (opening, woken):
                task.cancel()
            await asyncio.gather(opening, woken, return_exceptions=True)
        self._connection = Connection(
            socket, self._session, self._take, self._order_went_out, lambda: self._inbox.count_dropped("malformed")
        )
        if self._stopping:
            self._connection.end(Ending("stopping", ""))
        try:
            ending = await self._connection.run(self._disk.sendable())
        except Exception as error:  # one message must not end the desk: it is told, counted, and the link begun anew
            log.exception("A message could not be taken")
            self._inbox.count_dropped("not_taken")
            self._session.forget()
            ending = Ending("internal", f"A message of the backend could not be taken ({error}); starting over.")
        finally:
            self._connection = None
            for task in self._unpacking:
                task.cancel()
        self._publish_pending()
        return ending

    async def _pause(self, ending: Ending) -> None:
        now = time.monotonic()
        uptime = self._session.uptime(now)
        self._session.closed()
        assert self._wake is not None
        log.info("Link ended: %s %s", ending.code, ending.sentence)
        if not ending.retry:
            self._attempt = 0
            self._say(LinkPhase.REFUSED, ending)
            await self._wake.wait()
            return
        delay = next_delay(self._settings.policy, self._attempt, uptime, random.random())
        self._attempt = next_attempt(self._settings.policy, self._attempt, uptime)
        self._say(self._away_phase, ending, next_try_s=delay)
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

    async def _wakened(self) -> None:
        assert self._wake is not None
        await self._wake.wait()

    # --- what comes ---

    def _take(self, message: Incoming) -> None:
        self._last_heard = time.monotonic()
        match message:
            case IncidentChanged() | WorkerChanged():
                self._keep(message)
            case PositionBlock():
                self._inbox.put_positions(message)
                self._disk.put_positions(message)
            case Pong():
                self._set_clock(message.clock)
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
            case CityPack():
                self._city_came(message.content)
            case Missing(what="photo"):
                self._photos.discard(message.key)
                self._inbox.put_photo(message.key, None)
            case Missing():
                self._end(Ending("no_city", "The backend cannot give the map of its city; trying again."))
        if self._link.phase is not LinkPhase.LIVE and self._session.caught_up:
            self._was_live = True
            self._say(LinkPhase.LIVE)

    def _keep(self, change: Snapshot | Change, new_epoch: bool = False) -> None:
        self._inbox.put_change(change, new_epoch)
        self._disk.put(change, self._session.held.digest, new_epoch)

    def _set_clock(self, clock: Clock) -> None:
        self._inbox.put_clock(clock, time.monotonic())
        self._disk.heard(clock)

    def _welcomed(self, welcome: Welcome) -> None:
        self._set_clock(welcome.clock)
        if welcome.digest != self._digest:
            self._inbox.await_city()
            self._digest = ""
            pack = self._disk.pack(welcome.digest)
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
        await asyncio.to_thread(self._disk.put_pack, pack)

    def _stand_on(self, pack: bytes) -> bool:
        try:
            city = unpack_city(pack)
        except ValueError as error:
            self._inbox.count_dropped("malformed")
            log.info("City pack not usable: %s", error)
            return False
        self._digest = digest_of(pack)
        self._inbox.put_city(city)
        return True

    def _answered(self, answer: Accepted | Refused) -> None:
        if isinstance(answer, Refused):
            self._disk.refused(answer.command_id)
        elif self._disk.outbox is not None:
            self._disk.outbox.accepted(answer.command_id)
        self._inbox.put_answer(answer)
        self._publish_pending()

    # --- what goes ---

    def _send(self, order: Order) -> None:
        reaction = self._session.order(order)
        if self._connection is not None:
            self._connection.follow(reaction)

    def _order_went_out(self, order: Order) -> None:
        if self._disk.outbox is not None:
            self._disk.outbox.sent((order.command_id,))
            self._publish_pending()

    def _ask_photo(self, key: str) -> None:
        self._photos.add(key)
        self._post(Fetch("photo", key))

    def _post(self, fetch: Fetch) -> None:
        if self._connection is not None and self._session.welcome is not None:
            self._connection.post(fetch)

    def _resync(self) -> None:
        if not self._resyncing:
            self._resyncing = True
            self._session.forget()
            self._end(Ending("resync", "The desk fell behind; asking for the whole picture."))

    def _end(self, ending: Ending) -> None:
        if self._connection is not None:
            self._connection.end(ending)

    def _wake_up(self) -> None:
        if self._wake is not None:
            self._wake.set()
        if self._stopping:
            self._end(Ending("stopping", "The desk is closing."))

    def _retarget(self) -> None:
        self._attempt = 0
        self._wake_up()
        if self._connection is not None and self._session.welcome is None:
            self._end(Ending("retargeted", "Trying another address."))

    # --- what is said about it ---

    @property
    def _disk(self) -> Keeping:
        assert self._keeping is not None, "start() comes first"
        return self._keeping

    @property
    def _open_disk(self) -> Keeping:
        keeping = self._disk
        self._opened.wait()
        return keeping

    def _publish_pending(self) -> None:
        outbox = self._disk.outbox
        if outbox is not None:
            self._inbox.put_pending(*outbox.pending())

    def _tell_notice(self) -> None:
        self._link = msgspec.structs.replace(self._link, notice=self._disk.notice)
        self._inbox.put_link(self._link)

    def _say(self, phase: LinkPhase, why: Ending | None = None, next_try_s: float | None = None) -> None:
        now = time.monotonic()
        self._link = Link(
            phase=phase,
            since=self._link.since if phase is self._link.phase else now,
            last_heard=self._last_heard,
            age_s=None if self._last_heard is None else max(0.0, now - self._last_heard),
            attempt=self._attempt,
            next_try_s=next_try_s,
            next_try_at=None if next_try_s is None else now + next_try_s,
            code=why.code if why else "",
            sentence=why.sentence if why else "",
            notice=self._keeping.notice if self._keeping else "",
        )
        self._inbox.put_link(self._link)
