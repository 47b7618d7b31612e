"""Orders that wait for their answer. Kept on disk before anything is sent; survive the desk and the backend."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from enum import StrEnum
from typing import Protocol

import msgspec

from domain.orders import Command

#: An order that could not be sent for so many seconds is not sent by itself: the room has moved on, the user is asked.
STALE_AFTER = 120.0


class OrderState(StrEnum):
    """``waiting``: kept, not sent yet. ``sent``: on its way, unanswered (it may have acted). ``stale``: too old to be
    sent without asking; ``confirm`` or ``discard`` it."""

    WAITING = "waiting"
    SENT = "sent"
    STALE = "stale"


class Kept(msgspec.Struct, frozen=True):
    """An order in the outbox. ``submitted_at``: wall seconds since 1970 (UTC) when it was given or last confirmed."""

    order: Command
    submitted_at: float
    state: OrderState = OrderState.WAITING


class OrderStore(Protocol):
    """Where orders are kept; ``keep`` returns when the order survives a loss of power. All raise JournalError."""

    def read(self) -> list[Kept]: ...
    def keep(self, kept: Kept) -> None: ...
    def remove(self, command_ids: Iterable[str]) -> None: ...


class Outbox:
    """Used by the desk's thread and the link's. In the order in which the orders were given."""

    def __init__(self, store: OrderStore, stale_after: float = STALE_AFTER) -> None:
        self._store = store
        self._stale_after = stale_after
        self._lock = threading.Lock()
        self._done: list[str] = []
        self._kept = {kept.order.command_id: kept for kept in store.read()}

    def __len__(self) -> int:
        return len(self._kept)

    def pending(self) -> tuple[list[Command], dict[str, OrderState]]:
        """The orders without an answer, and their states by command id."""
        with self._lock:
            kept = list(self._kept.values())
        return [one.order for one in kept], {one.order.command_id: one.state for one in kept}

    def submit(self, order: Command, now: float) -> bool:
        """Keep an order; False when this command id is here already. Raises JournalError: then it is *not* kept."""
        with self._lock:
            if order.command_id in self._kept:
                return False
            kept = Kept(order, now)
            self._store.keep(kept)
            self._kept[order.command_id] = kept
            return True

    def sendable(self, now: float) -> list[Command]:
        """What may go out on a new link at wall time ``now``; what has become too old turns stale instead."""
        with self._lock:
            for command_id, kept in self._kept.items():
                # an order from the future was kept under another clock: its age cannot be known
                fresh = -self._stale_after <= now - kept.submitted_at <= self._stale_after
                if not fresh and kept.state is not OrderState.STALE:
                    self._kept[command_id] = msgspec.structs.replace(kept, state=OrderState.STALE)
            return [kept.order for kept in self._kept.values() if kept.state is not OrderState.STALE]

    def sent(self, command_ids: Iterable[str]) -> None:
        """These went out."""
        with self._lock:
            for command_id in command_ids:
                if kept := self._kept.get(command_id):
                    self._kept[command_id] = msgspec.structs.replace(kept, state=OrderState.SENT)

    def accepted(self, command_id: str) -> None:
        """The backend has it for good. The disk learns it with ``tidy``: until then a crash of the desk only means
        that the order is sent once more and gets the same answer."""
        with self._lock:
            if self._kept.pop(command_id, None) is not None:
                self._done.append(command_id)

    def refused(self, command_id: str) -> None:
        """The backend said no. Off the disk before anybody is told: sent once more it might be accepted after all."""
        with self._lock:
            if command_id in self._kept:
                self._store.remove((command_id,))
                del self._kept[command_id]

    def tidy(self) -> None:
        """Take the accepted orders off the disk. Raises JournalError; then the next call tries again."""
        with self._lock:
            if self._done:
                self._store.remove(self._done)
                self._done.clear()

    def confirm(self, command_id: str, now: float) -> Command | None:
        """The user wants a stale order sent after all; None when it is not stale (any more)."""
        with self._lock:
            kept = self._kept.get(command_id)
            if kept is None or kept.state is not OrderState.STALE:
                return None
            kept = Kept(kept.order, now)
            self._store.keep(kept)
            self._kept[command_id] = kept
            return kept.order

    def discard(self, command_id: str) -> bool:
        """The user does not want a stale order any more. If it had reached the backend before, the picture shows it."""
        with self._lock:
            kept = self._kept.get(command_id)
            if kept is None or kept.state is not OrderState.STALE:
                return False
            self._store.remove((command_id,))
            del self._kept[command_id]
            return True
