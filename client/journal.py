"""What a desk keeps on disk: the picture as it was last known, and the orders that wait for an answer.

Two SQLite files, so that no trouble with the one can touch the other: ``orders.sqlite`` (synchronous FULL: what is kept
survives a loss of power) and ``picture.sqlite`` (a cache: one row for each incident, timeline entry, worker and closed
road, so that it grows with the city and never with time).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from client.outbox import Kept
from client.sqlite_file import JournalError as JournalError
from client.sqlite_file import SqliteFile
from domain.closure import Closure
from domain.incident import Incident, TimelineEntry
from domain.messages import Change, Clock, IncidentChanged, Snapshot, WorkerChanged
from domain.orders import Command
from domain.picture import CLOSED_KEPT
from domain.positions import PositionBlock, decode_positions, encode_positions
from domain.refusal import Refusal
from domain.trouble import Trouble
from domain.worker import Worker

#: Versions of the files. A picture of another version is left aside (it comes again); orders are never thrown away.
ORDERS_SCHEMA, PICTURE_SCHEMA = 1, 2


class LastPicture(msgspec.Struct):
    """What was known when the desk last wrote it down. ``heard_at``: wall seconds since 1970 when the backend was last
    heard. ``digest``: the city it belongs to."""

    snapshot: Snapshot
    digest: str
    heard_at: float
    block: PositionBlock | None = None


# --- orders ----------------------------------------------------------------------------------------------------------

_ORDERS = """
CREATE TABLE waiting_order (
    place INTEGER NOT NULL PRIMARY KEY,
    command_id VARCHAR NOT NULL UNIQUE, submitted_at FLOAT NOT NULL, body BLOB NOT NULL
)"""
_order_of: msgspec.json.Decoder[Command] = msgspec.json.Decoder(Command)


class OrderFile:
    """The outbox's orders on disk (``outbox.OrderStore``)."""

    def __init__(self, folder: Path) -> None:
        self._file = SqliteFile(folder / "orders.sqlite", _ORDERS, ORDERS_SCHEMA, "FULL")

    @property
    def notice(self) -> Trouble | None:
        """That the file was set aside: what waited in it was not sent."""
        aside = self._file.notice
        return None if aside is None else msgspec.structs.replace(aside, code="orders_set_aside")

    def read(self) -> list[Kept]:
        with self._file.transaction() as connection:
            rows = connection.execute("SELECT body, submitted_at FROM waiting_order ORDER BY place").fetchall()
        try:
            return [Kept(_order_of.decode(body), submitted_at) for body, submitted_at in rows]
        except msgspec.DecodeError as error:
            self._file.start_over(f"holds what cannot be read ({error})")
            return []

    def keep(self, kept: Kept) -> None:
        row = (kept.order.command_id, kept.submitted_at, msgspec.json.encode(kept.order))
        with self._file.transaction() as connection:
            connection.execute(
                "INSERT INTO waiting_order (command_id, submitted_at, body) VALUES (?, ?, ?)"
                " ON CONFLICT (command_id) DO UPDATE SET submitted_at = excluded.submitted_at",
                row,
            )

    def remove(self, command_ids: Iterable[str]) -> None:
        with self._file.transaction() as connection:
            connection.executemany("DELETE FROM waiting_order WHERE command_id = ?", [(id_,) for id_ in command_ids])

    def close(self) -> None:
        self._file.close()


# --- the picture -----------------------------------------------------------------------------------------------------

_PICTURE = """
CREATE TABLE mark (
    id INTEGER NOT NULL PRIMARY KEY, epoch VARCHAR NOT NULL, seq INTEGER NOT NULL, digest VARCHAR NOT NULL,
    city_time FLOAT NOT NULL, rate FLOAT NOT NULL, heard_at FLOAT NOT NULL
);
CREATE TABLE incident (id VARCHAR NOT NULL PRIMARY KEY, closed_at FLOAT, body BLOB NOT NULL);
CREATE INDEX ix_incident_closed_at ON incident (closed_at);
CREATE TABLE timeline_entry (
    place INTEGER NOT NULL PRIMARY KEY, incident VARCHAR NOT NULL, body BLOB NOT NULL
);
CREATE INDEX ix_timeline_entry_incident ON timeline_entry (incident);
CREATE TABLE worker (id VARCHAR NOT NULL PRIMARY KEY, body BLOB NOT NULL);
CREATE TABLE closure (id VARCHAR NOT NULL PRIMARY KEY, body BLOB NOT NULL);
CREATE TABLE last_positions (id INTEGER NOT NULL PRIMARY KEY, body BLOB NOT NULL)"""
_incident_of = msgspec.json.Decoder(Incident)
_entry_of = msgspec.json.Decoder(TimelineEntry)
_worker_of = msgspec.json.Decoder(Worker)
_closure_of = msgspec.json.Decoder(Closure)
_json = msgspec.json.Encoder()


class PictureFile:
    """The last picture on disk. A failed write leaves the file as it was: complete, only older."""

    def __init__(self, folder: Path) -> None:
        self._file = SqliteFile(folder / "picture.sqlite", _PICTURE, PICTURE_SCHEMA, "NORMAL")

    @property
    def notice(self) -> Trouble | None:
        """That the file was set aside."""
        aside = self._file.notice
        return None if aside is None else msgspec.structs.replace(aside, code="picture_set_aside")

    def read(self) -> LastPicture | None:
        """What was kept, None when nothing was. A file with unreadable content is set aside."""
        try:
            with self._file.transaction() as connection:
                return _read(connection)
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
                    _replace_all(connection, change, digest)
                elif isinstance(change, IncidentChanged):
                    _put_incidents(connection, [change.incident])
                    if change.earlier:
                        connection.execute("DELETE FROM timeline_entry WHERE incident = ?", (change.incident.id,))
                    _add_entries(connection, [*change.earlier, change.entry])
                elif isinstance(change, WorkerChanged):
                    _put_workers(connection, [change.worker])
                else:
                    _put_closures(connection, [change.closure])
            if changes and not isinstance(changes[-1], Snapshot):
                connection.execute("UPDATE mark SET seq = ?", (changes[-1].seq,))
            now = (clock.time, clock.rate, heard_at)
            connection.execute("UPDATE mark SET city_time = ?, rate = ?, heard_at = ?", now)
            if block is not None:
                connection.execute("INSERT OR REPLACE INTO last_positions VALUES (1, ?)", (encode_positions(block),))

    def prune(self, city_time: float) -> int:
        """Forget incidents that were closed more than a day before; returns how many."""
        before = (city_time - CLOSED_KEPT,)
        with self._file.transaction() as connection:
            connection.execute(
                "DELETE FROM timeline_entry WHERE incident IN (SELECT id FROM incident WHERE closed_at < ?)", before
            )
            return connection.execute("DELETE FROM incident WHERE closed_at < ?", before).rowcount

    def start_over(self, reason: str) -> None:
        self._file.start_over(reason)

    def close(self) -> None:
        self._file.close()


def _read(connection: sqlite3.Connection) -> LastPicture | None:
    """Raises DecodeError or Refusal when a row is not what it should be."""
    mark = connection.execute("SELECT * FROM mark").fetchone()
    if mark is None:
        return None
    timelines: dict[str, list[TimelineEntry]] = {}
    for (body,) in connection.execute("SELECT body FROM timeline_entry ORDER BY place"):
        entry = _entry_of.decode(body)
        timelines.setdefault(entry.incident, []).append(entry)
    snapshot = Snapshot(
        epoch=mark["epoch"],
        seq=mark["seq"],
        clock=Clock(mark["city_time"], mark["rate"]),
        incidents=[_incident_of.decode(body) for (body,) in connection.execute("SELECT body FROM incident")],
        timelines=timelines,
        workers=[_worker_of.decode(body) for (body,) in connection.execute("SELECT body FROM worker")],
        closures=[_closure_of.decode(body) for (body,) in connection.execute("SELECT body FROM closure ORDER BY id")],
    )
    positions = connection.execute("SELECT body FROM last_positions").fetchone()
    block = None if positions is None else decode_positions(positions["body"])
    return LastPicture(snapshot, mark["digest"], mark["heard_at"], block)


def _replace_all(connection: sqlite3.Connection, snapshot: Snapshot, digest: str) -> None:
    for table in ("incident", "timeline_entry", "worker", "closure"):
        connection.execute(f"DELETE FROM {table}")
    mark = connection.execute("SELECT epoch FROM mark").fetchone()
    if mark is None or mark["epoch"] != snapshot.epoch:  # the same index may be another person there
        connection.execute("DELETE FROM last_positions")
    _put_incidents(connection, snapshot.incidents)
    _put_workers(connection, snapshot.workers)
    _put_closures(connection, snapshot.closures)
    _add_entries(connection, [entry for timeline in snapshot.timelines.values() for entry in timeline])
    values = (snapshot.epoch, snapshot.seq, digest, snapshot.clock.time, snapshot.clock.rate)
    connection.execute("INSERT OR REPLACE INTO mark VALUES (1, ?, ?, ?, ?, ?, 0.0)", values)


def _put_incidents(connection: sqlite3.Connection, incidents: Iterable[Incident]) -> None:
    rows = [(incident.id, incident.closed_at, _json.encode(incident)) for incident in incidents]
    connection.executemany("INSERT OR REPLACE INTO incident (id, closed_at, body) VALUES (?, ?, ?)", rows)


def _put_workers(connection: sqlite3.Connection, workers: Iterable[Worker]) -> None:
    rows = [(worker.id, _json.encode(worker)) for worker in workers]
    connection.executemany("INSERT OR REPLACE INTO worker (id, body) VALUES (?, ?)", rows)


def _put_closures(connection: sqlite3.Connection, closures: Iterable[Closure]) -> None:
    """Only what is closed is kept."""
    for closure in closures:
        if closure.closed:
            row = (closure.id, _json.encode(closure))
            connection.execute("INSERT OR REPLACE INTO closure (id, body) VALUES (?, ?)", row)
        else:
            connection.execute("DELETE FROM closure WHERE id = ?", (closure.id,))


def _add_entries(connection: sqlite3.Connection, entries: Iterable[TimelineEntry]) -> None:
    rows = [(entry.incident, _json.encode(entry)) for entry in entries]
    connection.executemany("INSERT INTO timeline_entry (incident, body) VALUES (?, ?)", rows)
