"""The journal and the state it leads to, always changed together in one transaction."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import (
    Connection,
    Engine,
    Executable,
    Row,
    Select,
    and_,
    false,
    insert,
    or_,
    select,
    true,
)
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from backend.seeds import other_seed
from backend.store import tables
from backend.store.engine import open_engine
from backend.store.problem import StoreProblem, not_durable, problem
from backend.store.schema import bring_up_to_date
from backend.store.transaction import Entry, PositionRows, Transaction
from backend.store.writing import Question, Writing
from domain.closure import Closure
from domain.incident import Incident, TimelineEntry
from domain.worker import Worker

#: Ids in one IN (…) of a query.
_CHUNK = 500

#: A database up to this many bytes is checked for damage before it is used; larger ones only as far as they are read.
CHECKED_BYTES = 64 * 1024 * 1024


class Loaded(msgspec.Struct):
    """What a start needs. ``facts`` are the rows of ``meta``."""

    epoch: str
    seq: int
    last_at: float | None
    facts: dict[str, str]
    incidents: list[Incident]
    timelines: dict[str, list[TimelineEntry]]
    workers: list[Worker]
    closures: list[Closure] = []


class _EntryOnly(msgspec.Struct):
    entry: TimelineEntry


class _IncidentOnly(msgspec.Struct):
    incident: Incident


_incident_json = msgspec.json.Decoder(Incident)
_worker_json = msgspec.json.Decoder(Worker)
_closure_json = msgspec.json.Decoder(Closure)
_entry_json = msgspec.json.Decoder(_EntryOnly)
_message_json = msgspec.json.Decoder(_IncidentOnly)

_J, _I, _W, _P = tables.journal.c, tables.incident.c, tables.worker.c, tables.position_block.c
_C = tables.closure.c
class Store:
    """One open database. ``commit`` and the bulk writers belong to one thread; reading is safe from any."""

    def __init__(self, writer: Engine, reader: Engine, name: str) -> None:
        self._writer = writer
        self._reader = reader
        self._writing = Writing(writer.dialect)
        dialect = reader.dialect
        self._carried_out = Question(select(_J.command_id, _J.seq, _J.actor), _J.command_id, dialect)
        self._known = Question(select(_I.external, _I.id), _I.external, dialect)
        #: What to call the database in a message: a path, or an address without its password.
        self.name = name
        self.epoch = self.facts()["epoch"]

    @classmethod
    def open(cls, url: str, city: str, seed: int | None = None) -> Store:
        """Open, making or migrating the tables. Raises StoreProblem when it cannot be used or belongs to another city,
        and Refusal ``other_seed`` (unless no seed is given); it is never overwritten."""
        parsed = make_url(url)
        name = parsed.database or url if parsed.get_backend_name() == "sqlite" else parsed.render_as_string()
        writer, reader = open_engine(url, writes=True), open_engine(url, writes=False)
        try:
            with writer.begin() as connection:
                _look_for_damage(connection, parsed.database)
                bring_up_to_date(connection)
                _first_facts(connection, city, seed)
            store = cls(writer, reader, name)
        except (SQLAlchemyError, StoreProblem) as error:
            writer.dispose()
            reader.dispose()
            if isinstance(error, StoreProblem):
                error.facts.setdefault("file", name)
                raise
            raise problem(error, name) from error
        facts = store.facts()
        if facts["city"] != city:
            store.close()
            sentence = f"The database {name} holds the city {facts['city']}, not {city}; name another."
            raise StoreProblem("other_city", sentence, file=name, kept=facts["city"], wanted=city)
        if seed is not None and facts["seed"] != str(seed):
            store.close()
            raise other_seed(name, facts["seed"], str(seed))
        return store

    def close(self) -> None:
        self._writer.dispose()
        self._reader.dispose()

    # --- the commit path -------------------------------------------------------------------------------------------

    def commit(self, work: Transaction) -> None:
        """Write everything or nothing, durably. Raises Refusal ``not_durable``: nothing of it is in the database."""
        try:
            with self._writer.begin() as connection:
                self._writing.write(connection, work, self.epoch)
        except SQLAlchemyError as error:
            raise not_durable(error) from error

    def checkpoint(self) -> None:
        """Move what is durable in SQLite's write-ahead log into the database, without holding up a commit. Nothing is
        lost when it fails: it is only done later."""
        if self._reader.dialect.name != "sqlite":
            return
        with suppress(SQLAlchemyError), self._reader.connect() as connection:
            # Outside a transaction: inside one it would see the log as of its beginning.
            connection.connection.cursor().execute("PRAGMA wal_checkpoint(PASSIVE)")

    # --- reading ---------------------------------------------------------------------------------------------------

    def facts(self) -> dict[str, str]:
        with self._reader.begin() as connection:
            return {row.key: row.value for row in connection.execute(select(tables.meta))}

    def load(self, closed_since: float) -> Loaded:
        """Open incidents and those closed since a city time, with their timelines, all workers, and the roads that are
        closed. Raises StoreProblem when the database cannot be read."""
        try:
            with self._reader.begin() as connection:
                facts = {row.key: row.value for row in connection.execute(select(tables.meta))}
                last = connection.execute(select(_J.seq, _J.at).order_by(_J.seq.desc()).limit(1)).first()
                incidents = [_incident_json.decode(row.body) for row in connection.execute(_since(closed_since))]
                everybody = connection.execute(select(_W.body).order_by(_W.place))
                workers = [_worker_json.decode(row.body) for row in everybody]
                timelines = _timelines(connection, [incident.id for incident in incidents])
                shut = connection.execute(select(_C.body).where(_C.closed == true()).order_by(_C.id))
                closures = [_closure_json.decode(row.body) for row in shut]
        except SQLAlchemyError as error:
            raise problem(error, self.name) from error
        seq, last_at = (0, None) if last is None else (last.seq, last.at)
        return Loaded(facts["epoch"], seq, last_at, facts, incidents, timelines, workers, closures)

    def cases(self, closed_since: float) -> tuple[list[Incident], dict[str, list[TimelineEntry]]]:
        """Open incidents and those closed since a city time, with their timelines; for figures about past days. Raises
        Refusal ``not_durable``."""
        incidents = [_incident_json.decode(row.body) for row in self.rows(_since(closed_since))]
        return incidents, self.timelines([incident.id for incident in incidents])

    def begun_at(self) -> float | None:
        """City time of the oldest journal entry, None while there is none."""
        rows = self.rows(select(_J.at).order_by(_J.seq).limit(1))
        return rows[0].at if rows else None

    def changes(self, after: int, limit: int) -> list[tuple[int, str]]:
        """(seq, JSON message) of the journal entries after ``after``, oldest first. Raises Refusal ``not_durable``."""
        query = select(_J.seq, _J.payload).where(_J.seq > after).order_by(_J.seq).limit(limit)
        return [(row.seq, row.payload) for row in self.rows(query)]

    def newest(self) -> tuple[int, float]:
        """The newest place in the journal and its city time, zeros for an empty one."""
        rows = self.rows(select(_J.seq, _J.at).order_by(_J.seq.desc()).limit(1))
        return (rows[0].seq, rows[0].at) if rows else (0, 0.0)

    def seq_at(self, at: float) -> int:
        """The newest journal entry made at or before a city time, 0 when there is none. Times rise with ``seq``, so
        this halves its way through the primary key."""
        low, high = 0, self.newest()[0]
        while low < high:
            middle = (low + high + 1) // 2
            row = self.rows(select(_J.at).where(_J.seq >= middle).order_by(_J.seq).limit(1))
            low, high = (middle, high) if row and row[0].at <= at else (low, middle - 1)
        return low

    def commands(self, command_ids: Sequence[str]) -> dict[str, tuple[int, str]]:
        """(seq, actor) of those commands that were carried out."""
        rows = self._asked(self._carried_out, command_ids)
        return {row.command_id: (row.seq, row.actor) for row in rows}

    def entry_of(self, command_id: str) -> Entry | None:
        """The journal entry a command made."""
        rows = self.rows(select(tables.journal).where(_J.command_id == command_id))
        return None if not rows else Entry(**{key: value for key, value in rows[0]._mapping.items() if key != "epoch"})

    def incident(self, incident_id: str) -> Incident | None:
        """Any incident, however old."""
        rows = self.rows(select(_I.body).where(_I.id == incident_id))
        return _incident_json.decode(rows[0].body) if rows else None

    def closed_at(self, at: float) -> list[Incident]:
        """The incidents that were closed at just this city time."""
        query = select(_I.body).where(_I.open == false(), _I.closed_at == at)
        return [_incident_json.decode(row.body) for row in self.rows(query)]

    def incident_at(self, incident_id: str, version: int) -> Incident | None:
        """An incident as it was at a version."""
        query = select(_J.payload).where(_J.subject == incident_id, _J.version == version, _J.kind == "incident")
        rows = self.rows(query)
        return _message_json.decode(rows[0].payload).incident if rows else None

    def timelines(self, incident_ids: Sequence[str]) -> dict[str, list[TimelineEntry]]:
        """Everything that was done about these, oldest first. Raises Refusal ``not_durable``."""
        try:
            with self._reader.begin() as connection:
                return _timelines(connection, list(incident_ids))
        except SQLAlchemyError as error:
            raise not_durable(error) from error

    def closure(self, closure_id: str) -> Closure | None:
        """Any closure, also of a road that is open again."""
        rows = self.rows(select(_C.body).where(_C.id == closure_id))
        return _closure_json.decode(rows[0].body) if rows else None

    def timeline(self, incident_id: str) -> list[TimelineEntry]:
        """Everything that was done about an incident, oldest first."""
        with self._reader.begin() as connection:
            return _timelines(connection, [incident_id]).get(incident_id, [])

    def by_external(self, externals: Sequence[str]) -> dict[str, str]:
        """Incident ids by the id a channel gave them."""
        return {row.external: row.id for row in self._asked(self._known, externals)}

    def position_rows(self, start: float, end: float, slack: float = 3600.0) -> list[PositionRows]:
        """Blocks that may hold fixes between two city times, oldest first. ``slack``: the longest a block lasts."""
        query = (
            select(_P.first_at, _P.last_at, _P.fixes, _P.data)
            .where(_P.last_at >= start, _P.last_at <= end + slack, _P.first_at <= end)
            .order_by(_P.last_at, _P.id)
        )
        return [PositionRows(**row._mapping) for row in self.rows(query)]

    def newest_position_rows(self, count: int) -> list[PositionRows]:
        """The last few blocks, oldest first."""
        query = select(_P.first_at, _P.last_at, _P.fixes, _P.data).order_by(_P.id.desc()).limit(count)
        return [PositionRows(**row._mapping) for row in reversed(self.rows(query))]

    def rows(self, query: Select[Any]) -> Sequence[Row[Any]]:
        """The rows of a query. Raises Refusal ``not_durable`` when the database cannot be read."""
        try:
            with self._reader.begin() as connection:
                return connection.execute(query).all()
        except SQLAlchemyError as error:
            raise not_durable(error) from error

    def _asked(self, question: Question, values: Sequence[str]) -> list[Row[Any]]:
        found: list[Row[Any]] = []
        try:
            for chunk in _chunks(values):
                with self._reader.begin() as connection:
                    found += question.ask(connection, chunk)
        except SQLAlchemyError as error:
            raise not_durable(error) from error
        return found

    def change(self, statement: Executable) -> int:
        """One statement in a transaction of its own; the number of rows it touched. Raises SQLAlchemyError."""
        with self._writer.begin() as connection:
            return connection.execute(statement).rowcount

    # --- life of the database ---------------------------------------------------------------------------------------

    def new_epoch(self) -> str:
        """Tell desks that what they hold may not follow (after a backup was restored): they start from a snapshot."""
        epoch = secrets.token_hex(8)
        self.commit(Transaction(facts={"epoch": epoch}))
        self.epoch = epoch
        return epoch


def _since(closed_since: float) -> Select[Any]:
    """Bodies of open incidents and of those closed since. One that is not open and was never closed is merged into
    another: an earlier program did not count that as going on."""
    recent = and_(_I.open == false(), or_(_I.closed_at >= closed_since, _I.closed_at.is_(None)))
    return select(_I.body).where(or_(_I.open == true(), recent)).order_by(_I.received_at, _I.id)


def _chunks(values: Sequence[str]) -> Iterable[Sequence[str]]:
    return (values[at : at + _CHUNK] for at in range(0, len(values), _CHUNK))


def _timelines(connection: Connection, ids: Sequence[str]) -> dict[str, list[TimelineEntry]]:
    timelines: dict[str, list[TimelineEntry]] = {key: [] for key in ids}
    for chunk in _chunks(ids):
        query = (
            select(_J.subject, _J.payload)
            .where(_J.subject.in_(chunk), _J.kind == "incident")
            .order_by(_J.subject, _J.version)
        )
        for row in connection.execute(query):
            timelines[row.subject].append(_entry_json.decode(row.payload).entry)
    return timelines


def _look_for_damage(connection: Connection, path: str | None) -> None:
    if connection.dialect.name != "sqlite" or not path or path == ":memory:":
        return
    file = Path(path)
    if not file.exists() or file.stat().st_size > CHECKED_BYTES:
        return
    verdict = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one()
    if verdict != "ok":
        raise StoreProblem(
            "corrupt",
            f"The database {path} is damaged ({verdict}). It was left as it is. Restore a backup over it, or start "
            "with --set-aside to put it aside and begin with an empty one.",
            file=path,
            said=str(verdict),
        )


def _first_facts(connection: Connection, city: str, seed: int | None) -> None:
    held = {row.key for row in connection.execute(select(tables.meta.c.key))}
    first = {
        "epoch": secrets.token_hex(8),
        "city": city,
        "created": str(time.time()),
        "city_time": "",
        "cases": "",
        "watched_until": "",
        **({} if seed is None else {"seed": str(seed)}),
    }
    missing = [{"key": key, "value": value} for key, value in first.items() if key not in held]
    if missing:
        connection.execute(insert(tables.meta), missing)
