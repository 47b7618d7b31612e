"""What one commit writes: the journal's new entries, and the state they lead to."""

from __future__ import annotations

import msgspec

from domain.closure import Closure
from domain.incident import Incident
from domain.worker import Worker


class Entry(msgspec.Struct, frozen=True):
    """One row of the journal. ``at`` city time, ``wall`` real time; ``kind`` ``incident``, ``worker`` or ``road``;
    ``payload`` the JSON every desk gets."""

    seq: int
    at: float
    wall: float
    kind: str
    subject: str
    version: int
    actor: str
    verb: str
    command_id: str | None
    payload: str


class PositionRows(msgspec.Struct, frozen=True):
    """A compressed block of fixes between two city times."""

    first_at: float
    last_at: float
    fixes: int
    data: bytes


class Transaction(msgspec.Struct):
    """Everything one commit writes. ``incidents``, ``workers``, ``closures``: id → (version before or None, new state,
    whether an incident is open)."""

    entries: list[Entry] = []
    incidents: dict[str, tuple[int | None, Incident, bool]] = {}
    workers: dict[str, tuple[int | None, Worker]] = {}
    closures: dict[str, tuple[int | None, Closure]] = {}
    facts: dict[str, str] = {}
    positions: list[PositionRows] = []

    def __bool__(self) -> bool:
        return bool(self.entries or self.facts or self.positions)
