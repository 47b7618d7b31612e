"""One small SQLite file of a desk. What a disk does not take, and a file that is damaged, is said in a sentence.

Python's own ``sqlite3``, not SQLAlchemy as in the backend: two files with five tables never move to another database,
and what SQLAlchemy needs to load (0.2 s, 25 MB) is paid by every start of every desk.
"""

from __future__ import annotations

import errno
import logging
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock

from domain.trouble import Trouble

log = logging.getLogger(__name__)

#: Seconds to wait for another program that writes to the file just now.
_PATIENCE = 2.0
#: SQLite's primary result codes, as ``JournalError.code`` names them.
_CODES = {
    sqlite3.SQLITE_FULL: "disk_full",
    sqlite3.SQLITE_BUSY: "locked",
    sqlite3.SQLITE_LOCKED: "locked",
    sqlite3.SQLITE_CORRUPT: "damaged",
    sqlite3.SQLITE_NOTADB: "damaged",
}


class JournalError(Exception):
    """The disk did not take it. ``code``: ``disk_full``, ``locked``, ``damaged`` or ``unwritable``; ``facts`` as in a
    ``Trouble``: the ``file`` and what the system ``said``."""

    def __init__(self, code: str, sentence: str, facts: dict[str, str]) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence
        self.facts = facts


class SqliteFile:
    """``tables``: statements that make what is not there yet. ``schema``: the version of the file; one of another
    version, or one that cannot be read, is set aside and begun anew. ``synchronous``: FULL for what must survive a loss
    of power, else NORMAL. ``notice`` says that it was set aside, None when it was not. Raises JournalError when the
    file cannot be used at all."""

    def __init__(self, path: Path, tables: str, schema: int, synchronous: str) -> None:
        self.path = path
        self.notice: Trouble | None = None
        self._tables, self._schema, self._synchronous = tables, schema, synchronous
        self._lock = Lock()
        self._connection = self._open()

    def close(self) -> None:
        """May be called twice."""
        with self._lock:
            self._connection.close()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Raises JournalError, and then nothing was written."""
        with self._lock, _trouble_with(self.path), _whole(self._connection):
            yield self._connection

    def start_over(self, reason: str) -> None:
        """Set the file aside and begin an empty one."""
        with self._lock:
            self._connection.close()
            self._set_aside(reason)
            self._connection = self._connect()

    def _set_aside(self, reason: str) -> None:
        aside = self.path.with_name(f"{self.path.name}.aside-{time.time_ns()}")
        for end in ("", "-wal", "-shm"):
            part = self.path.with_name(self.path.name + end)
            if part.exists():
                part.rename(aside.with_name(aside.name + end))
        sentence = f"{self.path.name} {reason}; it was set aside as {aside.name} and a new one begun."
        self.notice = Trouble("set_aside", sentence, {"file": self.path.name, "aside": str(aside), "said": reason})
        log.warning("%s", sentence)

    def _open(self) -> sqlite3.Connection:
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

    def _connect(self) -> sqlite3.Connection:
        with _trouble_with(self.path):
            # autocommit: transactions begin and end where this file says so; the lock keeps threads apart
            connection = sqlite3.connect(self.path, _PATIENCE, isolation_level=None, check_same_thread=False)
            try:
                self._prepare(connection)
            except BaseException:
                connection.close()
                raise
        return connection

    def _prepare(self, connection: sqlite3.Connection) -> None:
        connection.row_factory = sqlite3.Row
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version not in (0, self._schema):
            raise _OtherSchema
        if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise JournalError("damaged", f"{self.path.name} is damaged.", {"file": str(self.path)})
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(f"PRAGMA synchronous = {self._synchronous}")
        if version != self._schema:
            with _whole(connection):
                for statement in self._tables.split(";"):
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {self._schema}")


class _OtherSchema(Exception):
    pass


@contextmanager
def _whole(connection: sqlite3.Connection) -> Iterator[None]:
    """All of it or nothing."""
    connection.execute("BEGIN")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        with suppress(sqlite3.Error):  # some errors have rolled back already
            connection.execute("ROLLBACK")
        raise


@contextmanager
def _trouble_with(path: Path) -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        code = _CODES.get(getattr(error, "sqlite_errorcode", 0) & 0xFF, "unwritable")
        if isinstance(error, OSError) and error.errno == errno.ENOSPC:
            code = "disk_full"
        sentences = {
            "disk_full": f"The disk is full: {path.name} cannot be written. Free some space.",
            "locked": f"Another program holds {path.name}. Close it.",
            "damaged": f"{path.name} is damaged ({error}).",
            "unwritable": f"{path.name} cannot be used ({error}). Check the folder {path.parent}.",
        }
        raise JournalError(code, sentences[code], {"file": str(path), "said": str(error)}) from error
