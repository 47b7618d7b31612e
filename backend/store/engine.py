"""Connections: SQLite with a durable write-ahead log, or any other database SQLAlchemy speaks."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from backend.store.problem import StoreProblem

#: How long a statement waits for another program's lock, milliseconds.
BUSY_MS = 2000

#: Pages in the write-ahead log before a commit itself must move them into the database (4 KiB each). That holds up the
#: commit, so ``Store.checkpoint`` is called beside it and this is only the last resort.
CHECKPOINT_PAGES = 20_000


def open_engine(url: str | URL, *, writes: bool) -> Engine:
    """An engine whose transactions begin at once. ``writes``: take the write lock at BEGIN, so a transaction that
    could not be committed fails before it has judged anything. Nothing is opened yet. Raises StoreProblem."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        try:
            return create_engine(parsed, pool_pre_ping=True)
        except (ImportError, ArgumentError) as error:
            driver = parsed.drivername
            raise StoreProblem(
                "no_driver",
                f"There is no driver for {driver} databases here ({error}); install it, then start again.",
                driver=driver,
                said=str(error),
            ) from error
    engine = create_engine(parsed, connect_args={"check_same_thread": False, "timeout": BUSY_MS / 1000})

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _: Any) -> None:
        # sqlite3's own transaction handling would begin late and commit behind our back.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute(f"PRAGMA busy_timeout={BUSY_MS}")
        cursor.execute(f"PRAGMA wal_autocheckpoint={CHECKPOINT_PAGES}")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        if writes:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            # Nothing can be wrong with this one: it only notes that what is read next is one moment's. Said directly,
            # it costs a fifth.
            connection.connection.driver_connection.execute("BEGIN")

    return engine
