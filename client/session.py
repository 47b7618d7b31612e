"""One desk's side of the protocol, without a socket and without a clock: messages and times in, messages out.

A session lives as long as the desk and survives its links. ``docs/protocol.md`` tells the same story for people."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

import msgspec

from client.incoming import Incoming
from domain.messages import (
    DEAD_AFTER,
    HEARTBEAT,
    PROTOCOL,
    Accepted,
    Change,
    FromDesk,
    Goodbye,
    Hello,
    Ping,
    Refused,
    Snapshot,
    Welcome,
)
from domain.orders import Command

#: Goodbyes after which coming back by oneself cannot help, whatever the backend thinks.
FINAL = frozenset(("protocol", "sign_in"))


class SessionState(StrEnum):
    """``connecting``: no link. ``greeting``: hello is out, no welcome yet. ``live``: welcomed."""

    CONNECTING = "connecting"
    GREETING = "greeting"
    LIVE = "live"


class Identity(msgspec.Struct, frozen=True):
    """Who says hello."""

    desk: str
    user: str
    secret: str
    program: str = ""


class Held(msgspec.Struct, frozen=True):
    """How far the desk is in the journal of which backend, over which city (empty: it holds nothing)."""

    epoch: str = ""
    seq: int = 0
    digest: str = ""


class Ending(msgspec.Struct, frozen=True):
    """Why a link must end. ``retry``: come back by oneself."""

    code: str
    sentence: str
    retry: bool = True


class Reaction(msgspec.Struct, frozen=True):
    """What follows from one thing that happened: ``send`` these, hand ``take`` on, and close the link if ``ending``."""

    send: tuple[FromDesk, ...] = ()
    take: Incoming | None = None
    ending: Ending | None = None


_NOTHING = Reaction()


class Session:
    """``held`` moves with every change handed on. ``repeated`` counts changes that were already held."""

    def __init__(self, identity: Identity, held: Held | None = None) -> None:
        self.identity = identity
        self.held = held or Held()
        self.state = SessionState.CONNECTING
        self.welcome: Welcome | None = None
        self.repeated = 0
        self._unanswered: dict[str, Command] = {}
        self._heard_at = 0.0
        self._pinged_at = 0.0
        self._live_since = 0.0
        self._gap_at = -1

    @property
    def caught_up(self) -> bool:
        """Whether what is held has reached what the welcome announced: only then is the picture *now*."""
        welcome = self.welcome
        return welcome is not None and self.held.epoch == welcome.epoch and self.held.seq >= welcome.seq

    def uptime(self, now: float) -> float:
        """How long the link has been live."""
        return now - self._live_since if self.state is SessionState.LIVE else 0.0

    def next_tick(self) -> float:
        """When ``tick`` has something to do at the latest."""
        return min(self._pinged_at + HEARTBEAT, self._heard_at + DEAD_AFTER)

    def forget(self) -> None:
        """The next hello asks for everything."""
        self.held = Held()

    def opened(self, now: float, unanswered: Iterable[Command]) -> Reaction:
        """A link stands: hello. ``unanswered`` goes out again, same command ids, once the backend welcomes us."""
        self.state, self.welcome = SessionState.GREETING, None
        self._unanswered = {order.command_id: order for order in unanswered}
        self._heard_at = self._pinged_at = now
        who = self.identity
        hello = Hello(PROTOCOL, who.desk, who.user, who.secret, who.program, self.held.epoch, self.held.seq)
        return Reaction(send=(hello,))

    def closed(self) -> None:
        """The link is gone."""
        self.state, self.welcome = SessionState.CONNECTING, None

    def order(self, order: Command) -> Reaction:
        """A new order; before the welcome it waits for it."""
        if order.command_id in self._unanswered:
            return _NOTHING
        self._unanswered[order.command_id] = order
        return Reaction(send=(order,)) if self.state is SessionState.LIVE else _NOTHING

    def tick(self, now: float) -> Reaction:
        """Time has passed: a heartbeat when it is due, the end when the backend has been silent too long."""
        if self.state is SessionState.CONNECTING:
            return _NOTHING
        if now - self._heard_at >= DEAD_AFTER:
            return _end("silent", f"Nothing was heard from the backend for {DEAD_AFTER:.0f} s; trying again.")
        if now - self._pinged_at < HEARTBEAT:
            return _NOTHING
        self._pinged_at = now
        # the backend reads nothing but hello before it has welcomed us
        return Reaction(send=(Ping(now),)) if self.state is SessionState.LIVE else _NOTHING

    def receive(self, message: Incoming, now: float) -> Reaction:
        """One message came."""
        self._heard_at = now
        if isinstance(message, Goodbye):
            return _end(message.code, message.sentence, message.retry and message.code not in FINAL)
        if isinstance(message, Welcome):
            return self._welcomed(message, now)
        if self.state is not SessionState.LIVE:
            return _end("malformed", "The backend spoke before it answered the greeting.")
        if isinstance(message, Snapshot):
            self.held = Held(message.epoch, message.seq, self.welcome.digest if self.welcome else "")
            self._gap_at = -1
            return Reaction(take=message)
        if isinstance(message, Change):
            return self._follow(message)
        if isinstance(message, Refused) and message.code == "stopping":
            return _NOTHING  # no verdict: it goes out again when the backend is back
        if isinstance(message, Accepted | Refused):
            self._unanswered.pop(message.command_id, None)
        return Reaction(take=message)

    def _welcomed(self, welcome: Welcome, now: float) -> Reaction:
        if self.state is not SessionState.GREETING:
            return _end("malformed", "The backend greeted twice.")
        if welcome.protocol != PROTOCOL:
            return _end(
                "protocol",
                f"The backend speaks protocol {welcome.protocol} ({welcome.program}), this desk {PROTOCOL}: "
                "install the same version on both.",
                retry=False,
            )
        held = self.held
        if held.epoch == welcome.epoch and (welcome.seq < held.seq or welcome.digest != held.digest):
            # what is held is ahead of that journal, or over other ground: only a snapshot can help
            self.forget()
            return _end("restart", "The backend's journal or city is another than the one kept here; starting over.")
        if held.epoch != welcome.epoch:
            self.forget()
        self.state, self.welcome, self._live_since = SessionState.LIVE, welcome, now
        return Reaction(send=tuple(self._unanswered.values()), take=welcome)

    def _follow(self, change: Change) -> Reaction:
        held = self.held
        if held.epoch and change.seq <= held.seq:
            self.repeated += 1
            return _NOTHING
        if not held.epoch or change.seq != held.seq + 1:
            if self._gap_at == held.seq:  # asked for what was missed, and it did not come
                self.forget()
            self._gap_at = held.seq
            return _end("gap", f"Change {held.seq + 1} is missing before {change.seq}; asking for it.")
        self.held = msgspec.structs.replace(held, seq=change.seq)
        return Reaction(take=change)


def _end(code: str, sentence: str, retry: bool = True) -> Reaction:
    return Reaction(ending=Ending(code, sentence, retry))
