"""The desk's end of the link as one object: started, stopped, drained once a frame; orders go in, arrivals come out."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path

import msgspec

from client.inbox import Arrivals, Inbox
from client.keeping import Keeping
from client.lifeline import Lifeline, Target
from client.link import Link, LinkPhase
from client.policy import ReconnectPolicy
from client.session import Ending, Identity, Session
from client.slot import Slot
from domain.messages import Browse, Statistics, Welcome
from domain.orders import Command
from domain.refusal import Refusal

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
        self._target = Target(settings.url, settings.secret)
        self._link = Link(LinkPhase.CONNECTING, since=time.monotonic())
        self._inbox = Inbox(self._link)
        self._session = Session(Identity(settings.desk_name, settings.user, settings.secret, settings.program))
        self._opened = threading.Event()
        self._slot: Slot | None = None
        self._keeping: Keeping | None = None
        self._lifeline: Lifeline | None = None
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stopping = False

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
        return self._lifeline.last_heard if self._lifeline else None

    @property
    def welcome(self) -> Welcome | None:
        """What the backend last said of itself and of who signed in; None while there is no link."""
        return self._session.welcome

    @property
    def slot(self) -> Path | None:
        """The folder this desk holds while it runs."""
        return self._slot.path if self._slot else None

    def start(self) -> None:
        """Take a folder and begin. Raises OSError when the folder cannot be used."""
        self._slot = Slot(self._settings.folder)
        name = f"{self._settings.desk_name}-{self._slot.number}"[-64:]
        self._session.identity = msgspec.structs.replace(self._session.identity, desk=name)
        keeping = Keeping(self._slot, lambda: self._do(lambda life: life.tell_notices()))
        lifeline = Lifeline(self._target, self._session, self._inbox, keeping, self._link, self._settings.policy)
        self._keeping, self._lifeline = keeping, lifeline
        self._thread = threading.Thread(target=self._run, args=(keeping, lifeline), name="desk-link", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Close the link, write down what is known, give the folder back. May be called twice."""
        self._stopping = True
        self._do(Lifeline.stop)
        if self._thread is not None:
            self._thread.join()
        if self._slot is not None:
            self._slot.release()
            self._slot = None

    def point_at(self, url: str, secret: str) -> None:
        """The backend is there now, with this secret; also tries again after a refusal."""
        self._target = Target(url, secret)
        self._do(lambda life: life.point_at(Target(url, secret)))

    def retry_now(self) -> None:
        """Do not wait for the next try (also after a refusal)."""
        self._do(Lifeline.retry_now)

    def submit(self, order: Command) -> None:
        """Keep the order on disk, then send it as soon as the backend is there. Raises Refusal ``not_kept``: then it
        was not given."""
        if self._outbox().submit(order):
            self._give(order)

    def confirm(self, command_id: str) -> None:
        """Send an order that had become too old to be sent unasked. Raises Refusal ``not_kept``."""
        order = self._outbox().confirm(command_id)
        if order is not None:
            self._give(order)

    def discard(self, command_id: str) -> None:
        """Forget such an order. Raises Refusal ``not_kept``."""
        self._outbox().discard(command_id)
        self._do(Lifeline.publish_pending)

    def fetch_photo(self, key: str) -> None:
        """Ask for a photo; it comes with the arrivals, also after a reconnect."""
        self._do(lambda life: life.fetch_photo(key))

    def ask_past_days(self, days: int = 7, week: bool = False) -> None:
        """Ask how the last days went, and the figures of the last week; the answer comes with the arrivals, while there
        is a link."""
        self._do(lambda life: life.ask_past_days(Statistics(days, week)))

    def browse(self, asked: Browse) -> None:
        """Ask for closed incidents; the answer comes with the arrivals, while there is a link."""
        self._do(lambda life: life.browse(asked))

    def drain(self) -> Arrivals:
        """All that came since the last time. Meant for one consumer, once a frame."""
        arrivals, stale = self._inbox.drain()
        if stale:
            self.resync()
        if self._keeping is not None and self._keeping.lost:
            arrivals.dropped["not_written_down"] = self._keeping.lost
        if self._session.repeated:
            arrivals.dropped["repeated"] = self._session.repeated
        now, heard = time.monotonic(), self.last_heard
        age = None if heard is None else max(0.0, now - heard)
        arrivals.link = msgspec.structs.replace(arrivals.link, last_heard=heard, age_s=age)
        return arrivals

    def resync(self) -> None:
        """Whoever keeps the picture lost the thread: ask for a fresh snapshot."""
        self._do(Lifeline.resync)

    def count_dropped(self, kind: str, number: int = 1) -> None:
        """Something could not be shown; it is counted with the rest."""
        self._inbox.count_dropped(kind, number)

    def _outbox(self) -> Keeping:
        if self._keeping is None:
            raise Refusal("not_kept", "Orders cannot be given: the desk is not running.")
        self._opened.wait()
        return self._keeping

    def _give(self, order: Command) -> None:
        assert self._lifeline is not None
        self._lifeline.publish_pending()
        self._do(lambda life: life.send(order))

    def _do(self, work: Callable[[Lifeline], None]) -> None:
        """In the link's thread, if it runs."""
        loop, lifeline = self._loop, self._lifeline
        if loop is not None and lifeline is not None:
            # the loop may end at this very moment; then there is nobody to do it for
            with contextlib.suppress(RuntimeError):
                loop.call_soon_threadsafe(work, lifeline)

    def _run(self, keeping: Keeping, lifeline: Lifeline) -> None:
        try:
            asyncio.run(self._live(keeping, lifeline))
        except Exception:
            log.exception("The link's thread stopped")
            lifeline.say(LinkPhase.REFUSED, Ending("internal", "The desk's link stopped; restart the desk.", False))
        finally:
            self._loop = None
            self._opened.set()
            keeping.close()

    async def _live(self, keeping: Keeping, lifeline: Lifeline) -> None:
        self._loop = asyncio.get_running_loop()
        lifeline.show_kept(keeping.open())
        self._opened.set()
        lifeline.publish_pending()
        lifeline.point_at(self._target)
        if not self._stopping:
            await lifeline.run()
