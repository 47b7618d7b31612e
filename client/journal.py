"""What a desk keeps on disk: the picture as it was last known, and the orders that wait for an answer.

Two SQLite files, so that no trouble with the one can touch the other: ``orders.sqlite`` (synchronous FULL: what is kept
survives a loss of power) and ``picture.sqlite`` (a cache: one row for each incident, timeline entry and worker, so that
it grows with the city and never with time).
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any

import msgspec
import sqlalchemy as sql
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.pool import StaticPool

from client.outbox import Kept
from domain.incident import Incident, TimelineEntry
from domain.messages import Change, Clock, IncidentChanged, Snapshot
from domain.orders import Order
from domain.positions import PositionBlock, decode_positions, encode_positions
from domain.refusal import Refusal
from domain.worker import Worker

log = logging.getLogger(__name__)

#: Version of both files. A picture of another version is left aside (it comes again); orders are never thrown away.
SCHEMA = 1
#: City seconds for which a closed incident stays in the picture's file, as in a snapshot.
CLOSED_KEPT = 86_400.0


class JournalError(Exception):
    """The disk did not take it. ``code``: ``disk_full``, ``locked``, ``damaged`` or ``unwritable``."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence


class LastPicture(msgspec.Struct):
    """What was known when the desk last wrote it down. ``heard_at``: wall seconds since 1970 when the backend was last
    heard. ``digest``: the city it belongs to."""

    snapshot: Snapshot
    digest: str
    heard_at: float
    block: PositionBlock | None = None


class _Database:
    """One SQLite file with a schema version; a file that cannot be read is set aside and begun anew."""

    def __init__(self, path: Path, tables: sql.MetaData, synchronous: str) -> None:
        self.path = path
        self.notice = ""
        self._tables = tables
        self._synchronous = synchronous
        self._lock = Lock()
        self._engine = self._open()

    def close(self) -> None:
        self._engine.dispose()

    @contextmanager
    def transaction(self) -> Iterator[sql.Connection]:
        """Raises JournalError, and then nothing was written."""
        with self._lock, _trouble_with(self.path), self._engine.begin() as connection:
            yield connection

    def start_over(self, reason: str) -> None:
        """Set the file aside and begin an empty one."""
        self._engine.dispose()
        self._set_aside(reason)
        self._engine = self._connect()

    def _set_aside(self, reason: str) -> None:
        aside = self.path.with_name(f"{self.path.name}.aside-{time.time_ns()}")
        for end in ("", "-wal", "-shm"):
            part = self.path.with_name(self.path.name + end)
            if part.exists():
                part.rename(aside.with_name(aside.name + end))
        self.notice = f"{self.path.name} {reason}; it was set aside as {aside.name} and a new one begun."
        log.warning("%s", self.notice)

    def _open(self) -> sql.Engine:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        try:
            return self._connect()
        except JournalError as error:
            if error.code != "damaged":
                raise
        except _OtherSchema:
            pass
        self._set_aside("could not be read (damaged, or of another version of this program)")
        return self._connect()

    def _connect(self) -> sql.Engine:
        engine = sql.create_engine(
            f"sqlite:///{self.path}", poolclass=StaticPool, connect_args={"check_same_thread": False, "timeout": 2.0}
        )
        try:
            with _trouble_with(self.path), engine.begin() as connection:
                version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
                if version not in (0, SCHEMA):
                    raise _OtherSchema
                if connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one() != "ok":
                    raise JournalError("damaged", f"{self.path.name} is damaged.")
                connection.exec_driver_sql("PRAGMA journal_mode = WAL")
                connection.exec_driver_sql(f"PRAGMA synchronous = {self._synchronous}")
                self._tables.create_all(connection)
                connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA}")
        except BaseException:
            engine.dispose()
            raise
        return engine


class _OtherSchema(Exception):
    pass


@contextmanager
def _trouble_with(path: Path) -> Iterator[None]:
    try:
        yield
    except (sql.exc.DBAPIError, OSError) as error:
        words = str(error.orig if isinstance(error, sql.exc.DBAPIError) else error)
        if "full" in words or "No space" in words:
            raise JournalError(
                "disk_full", f"The disk is full: {path.name} cannot be written. Free some space."
            ) from error
        if "locked" in words:
            raise JournalError("locked", f"Another program holds {path.name}. Close it.") from error
        if "malformed" in words or "not a database" in words or "disk image" in words:
            raise JournalError("damaged", f"{path.name} is damaged ({words}).") from error
        raise JournalError(
            "unwritable", f"{path.name} cannot be used ({words}). Check the folder {path.parent}."
        ) from error


# --- orders ----------------------------------------------------------------------------------------------------------

_orders = sql.MetaData()
_order = sql.Table(
    "waiting_order",
    _orders,
    sql.Column("place", sql.Integer, primary_key=True, autoincrement=True),
    sql.Column("command_id", sql.String, nullable=False, unique=True),
    sql.Column("submitted_at", sql.Float, nullable=False),
    sql.Column("body", sql.LargeBinary, nullable=False),
)
_order_of = msgspec.json.Decoder(Order)


class OrderFile:
    """The outbox's orders on disk (``outbox.OrderStore``)."""

    def __init__(self, folder: Path) -> None:
        self._file = _Database(folder / "orders.sqlite", _orders, "FULL")

    @property
    def notice(self) -> str:
        return self._file.notice

    def read(self) -> list[Kept]:
        with self._file.transaction() as connection:
            rows = connection.execute(sql.select(_order).order_by(_order.c.place)).all()
        try:
            return [Kept(_order_of.decode(row.body), row.submitted_at) for row in rows]
        except msgspec.DecodeError as error:
            self._file.start_over(f"holds what cannot be read ({error})")
            return []

    def keep(self, kept: Kept) -> None:
        body = msgspec.json.encode(kept.order)
        row = insert(_order).values(command_id=kept.order.command_id, submitted_at=kept.submitted_at, body=body)
        renewed = row.on_conflict_do_update(
            index_elements=[_order.c.command_id], set_={"submitted_at": kept.submitted_at}
        )
        with self._file.transaction() as connection:
            connection.execute(renewed)

    def remove(self, command_ids: Iterable[str]) -> None:
        with self._file.transaction() as connection:
            connection.execute(sql.delete(_order).where(_order.c.command_id.in_(list(command_ids))))

    def close(self) -> None:
        self._file.close()


# --- the picture -----------------------------------------------------------------------------------------------------

_picture = sql.MetaData()
_mark = sql.Table(
    "mark",
    _picture,
    sql.Column("id", sql.Integer, primary_key=True),
    sql.Column("epoch", sql.String, nullable=False),
    sql.Column("seq", sql.Integer, nullable=False),
    sql.Column("digest", sql.String, nullable=False),
    sql.Column("city_time", sql.Float, nullable=False),
    sql.Column("rate", sql.Float, nullable=False),
    sql.Column("heard_at", sql.Float, nullable=False),
)
_incident = sql.Table(
    "incident",
    _picture,
    sql.Column("id", sql.String, primary_key=True),
    sql.Column("closed_at", sql.Float, index=True),
    sql.Column("body", sql.LargeBinary, nullable=False),
)
_entry = sql.Table(
    "timeline_entry",
    _picture,
    sql.Column("place", sql.Integer, primary_key=True, autoincrement=True),
    sql.Column("incident", sql.String, nullable=False, index=True),
    sql.Column("body", sql.LargeBinary, nullable=False),
)
_worker = sql.Table(
    "worker",
    _picture,
    sql.Column("id", sql.String, primary_key=True),
    sql.Column("body", sql.LargeBinary, nullable=False),
)
_block = sql.Table(
    "last_positions",
    _picture,
    sql.Column("id", sql.Integer, primary_key=True),
    sql.Column("body", sql.LargeBinary, nullable=False),
)
_incident_of = msgspec.json.Decoder(Incident)
_entry_of = msgspec.json.Decoder(TimelineEntry)
_worker_of = msgspec.json.Decoder(Worker)
_json = msgspec.json.Encoder()


class PictureFile:
    """The last picture on disk. A failed write leaves the file as it was: complete, only older."""

    def __init__(self, folder: Path) -> None:
        self._file = _Database(folder / "picture.sqlite", _picture, "NORMAL")

    @property
    def notice(self) -> str:
        return self._file.notice

    def read(self) -> LastPicture | None:
        """What was kept, None when nothing was. A file with unreadable content is set aside."""
        try:
            with self._file.transaction() as connection:
                mark = connection.execute(sql.select(_mark)).one_or_none()
                if mark is None:
                    return None
                incidents = connection.execute(sql.select(_incident.c.body)).scalars().all()
                entries = connection.execute(sql.select(_entry.c.body).order_by(_entry.c.place)).scalars().all()
                workers = connection.execute(sql.select(_worker.c.body)).scalars().all()
                positions = connection.execute(sql.select(_block.c.body)).scalar_one_or_none()
            timelines: dict[str, list[TimelineEntry]] = {}
            for entry in map(_entry_of.decode, entries):
                timelines.setdefault(entry.incident, []).append(entry)
            snapshot = Snapshot(
                epoch=mark.epoch,
                seq=mark.seq,
                clock=Clock(mark.city_time, mark.rate),
                incidents=[_incident_of.decode(body) for body in incidents],
                timelines=timelines,
                workers=[_worker_of.decode(body) for body in workers],
            )
            block = None if positions is None else decode_positions(positions)
            return LastPicture(snapshot, mark.digest, mark.heard_at, block)
        except (msgspec.DecodeError, Refusal) as error:
            self.start_over(f"holds what cannot be read ({error})")
        except JournalError as error:
            if error.code != "damaged":
                raise
            self.start_over(f"could not be read ({error})")
        return None

    def write(
        self,
        changes: Sequence[Snapshot | Change],
        digest: str,
        clock: Clock,
        heard_at: float,
        block: PositionBlock | None = None,
    ) -> None:
        """Take changes in journal order, in one transaction. Raises JournalError."""
        with self._file.transaction() as connection:
            for change in changes:
                if isinstance(change, Snapshot):
                    _replace_all(connection, change)
                    _set_mark(connection, epoch=change.epoch, seq=change.seq, digest=digest)
                elif isinstance(change, IncidentChanged):
                    _put(connection, _incident, [_incident_row(change.incident)])
                    connection.execute(sql.insert(_entry), [_entry_row(change.entry)])
                else:
                    _put(connection, _worker, [{"id": change.worker.id, "body": _json.encode(change.worker)}])
            if changes and not isinstance(changes[-1], Snapshot):
                connection.execute(sql.update(_mark).values(seq=changes[-1].seq))
            connection.execute(sql.update(_mark).values(city_time=clock.time, rate=clock.rate, heard_at=heard_at))
            if block is not None:
                _put(connection, _block, [{"id": 1, "body": encode_positions(block)}])

    def prune(self, city_time: float) -> int:
        """Forget incidents that were closed more than a day before; returns how many."""
        old = sql.select(_incident.c.id).where(_incident.c.closed_at < city_time - CLOSED_KEPT)
        with self._file.transaction() as connection:
            connection.execute(sql.delete(_entry).where(_entry.c.incident.in_(old)))
            return connection.execute(sql.delete(_incident).where(_incident.c.id.in_(old))).rowcount

    def start_over(self, reason: str) -> None:
        self._file.start_over(reason)

    def close(self) -> None:
        self._file.close()


def _replace_all(connection: sql.Connection, snapshot: Snapshot) -> None:
    for table in (_incident, _entry, _worker):
        connection.execute(sql.delete(table))
    epoch = connection.execute(sql.select(_mark.c.epoch)).scalar_one_or_none()
    if epoch != snapshot.epoch:  # the same index may be another person there
        connection.execute(sql.delete(_block))
    _put(connection, _incident, [_incident_row(incident) for incident in snapshot.incidents])
    _put(connection, _worker, [{"id": worker.id, "body": _json.encode(worker)} for worker in snapshot.workers])
    entries = [_entry_row(entry) for timeline in snapshot.timelines.values() for entry in timeline]
    if entries:
        connection.execute(sql.insert(_entry), entries)


def _set_mark(connection: sql.Connection, **values: Any) -> None:
    _put(connection, _mark, [{"id": 1, "city_time": 0.0, "rate": 1.0, "heard_at": 0.0, **values}])


def _incident_row(incident: Incident) -> dict[str, Any]:
    return {"id": incident.id, "closed_at": incident.closed_at, "body": _json.encode(incident)}


def _entry_row(entry: TimelineEntry) -> dict[str, Any]:
    return {"incident": entry.incident, "body": _json.encode(entry)}


def _put(connection: sql.Connection, table: sql.Table, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(sql.insert(table).prefix_with("OR REPLACE"), rows)
