"""What every commit says, put into the words of one database once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, Select, Table, and_, bindparam, insert, update
from sqlalchemy.engine import Dialect

from backend.store import tables
from backend.store.prepared import Prepared, Values
from backend.store.problem import somebody_else
from backend.store.transaction import Entry, PositionRows, Transaction
from domain.closure import Closure
from domain.incident import Incident
from domain.worker import Worker

_encode = msgspec.json.Encoder().encode

_ENTRY = (*Entry.__struct_fields__, "epoch")
_INCIDENT = ("id", "version", "open", "closed_at", "received_at", "external", "body")
_WORKER = ("id", "place", "version", "body")
_CLOSURE = ("id", "version", "closed", "body")
_FACT = ("value", "was_key")
_POSITIONS = PositionRows.__struct_fields__
#: Which row an update is about: where somebody else was faster it touches none.
_WAS = ("was_id", "was_version")


class Writing:
    """Writes a transaction row by row, with every version checked."""

    def __init__(self, dialect: Dialect) -> None:
        def changed(table: Table, columns: tuple[str, ...]) -> Prepared:
            same = and_(table.c.id == bindparam(_WAS[0]), table.c.version == bindparam(_WAS[1]))
            return Prepared(update(table).where(same), (*columns, *_WAS), dialect)

        self._entry = Prepared(insert(tables.journal), _ENTRY, dialect)
        self._new_incident = Prepared(insert(tables.incident), _INCIDENT, dialect)
        self._changed_incident = changed(tables.incident, _INCIDENT)
        self._new_worker = Prepared(insert(tables.worker), _WORKER, dialect)
        self._changed_worker = changed(tables.worker, _WORKER)
        self._new_closure = Prepared(insert(tables.closure), _CLOSURE, dialect)
        self._changed_closure = changed(tables.closure, _CLOSURE)
        self._fact = Prepared(update(tables.meta).where(tables.meta.c.key == bindparam("was_key")), _FACT, dialect)
        self._positions = Prepared(insert(tables.position_block), _POSITIONS, dialect)

    def write(self, connection: Connection, work: Transaction, epoch: str) -> None:
        """All of it. Raises SQLAlchemyError, also when another program changed one of them meanwhile."""
        if work.entries:
            self._entry.execute(connection, [(*msgspec.structs.astuple(entry), epoch) for entry in work.entries])
        new = [_incident_row(state, is_open) for was, state, is_open in work.incidents.values() if was is None]
        if new:
            self._new_incident.execute(connection, new)
        changed = [
            (*_incident_row(state, is_open), state.id, was)
            for was, state, is_open in work.incidents.values()
            if was is not None
        ]
        if changed and self._changed_incident.execute(connection, changed).rowcount != len(changed):
            raise somebody_else()
        hired = [_worker_row(state) for was, state in work.workers.values() if was is None]
        if hired:
            self._new_worker.execute(connection, hired)
        moved = [(*_worker_row(state), state.id, was) for was, state in work.workers.values() if was is not None]
        if moved and self._changed_worker.execute(connection, moved).rowcount != len(moved):
            raise somebody_else()
        self._write_closures(connection, work)
        if work.facts:
            self._fact.execute(connection, [(value, key) for key, value in work.facts.items()])
        if work.positions:
            self._positions.execute(connection, [msgspec.structs.astuple(row) for row in work.positions])


    def _write_closures(self, connection: Connection, work: Transaction) -> None:
        new = [_closure_row(state) for was, state in work.closures.values() if was is None]
        if new:
            self._new_closure.execute(connection, new)
        changed = [(*_closure_row(state), state.id, was) for was, state in work.closures.values() if was is not None]
        if changed and self._changed_closure.execute(connection, changed).rowcount != len(changed):
            raise somebody_else()


class Question:
    """Which rows have one of some values in a column, asked for a power of two of values at a time: a handful of
    statements do, whatever their number. ``query`` without its condition."""

    def __init__(self, query: Select[Any], column: ColumnElement[Any], dialect: Dialect) -> None:
        self._query = query
        self._column = column
        self._dialect = dialect
        self._sizes: dict[int, Prepared] = {}

    def ask(self, connection: Connection, values: Sequence[str]) -> Sequence[Row[Any]]:
        """The rows; at least one value. Raises SQLAlchemyError."""
        size = max(2, 1 << (len(values) - 1).bit_length())
        question = self._sizes.get(size)
        if question is None:
            question = self._sizes[size] = self._made(size)
        asked = (*values, *[values[0]] * (size - len(values)))
        return question.execute(connection, [asked]).all()

    def _made(self, size: int) -> Prepared:
        names = [f"value_{number}" for number in range(size)]
        condition = self._column.in_([bindparam(name) for name in names])
        return Prepared(self._query.where(condition), names, self._dialect)


def _incident_row(state: Incident, is_open: bool) -> Values:
    """Its columns, as ``_INCIDENT`` names them."""
    closed_at = None if is_open else state.closed_at if state.closed_at is not None else state.changed_at
    body = _encode(state).decode()
    return (state.id, state.version, is_open, closed_at, state.received_at, state.external or None, body)


def _worker_row(state: Worker) -> Values:
    """His columns, as ``_WORKER`` names them."""
    return (state.id, state.index, state.version, _encode(state).decode())


def _closure_row(state: Closure) -> Values:
    """Its columns, as ``_CLOSURE`` names them."""
    return (state.id, state.version, state.closed, _encode(state).decode())
