"""Tiles of servers kept on this machine, so that the map stands when the line goes down; no Qt.

One SQLite file: entries are whole or not there, names cannot lead out of it, and two desks on one data folder share it.
A damaged entry counts as missing; a damaged file is begun anew: it holds nothing that cannot be had again.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, TypeVar

from maps.tiles.grid import Address

log = logging.getLogger(__name__)
T = TypeVar("T")

#: What is kept at most, unless told otherwise (bytes of tiles): a city of half a million people down to its streets.
ROOM = 512 * 2**20
#: When it is full so much is thrown away, what was not looked at for longest first.
_THINNED = 0.9
#: How old a note of the last look may become (seconds) before it is written again.
_LOOKED = 3600.0
#: The sum is counted again after so many new tiles.
_COUNTED = 64
_ONE = "WHERE source=? AND zoom=? AND x=? AND y=?"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS tiles (
    source TEXT NOT NULL, zoom INTEGER NOT NULL, x INTEGER NOT NULL, y INTEGER NOT NULL,
    body BLOB, sum INTEGER NOT NULL, size INTEGER NOT NULL,
    etag TEXT NOT NULL, modified TEXT NOT NULL, fetched REAL NOT NULL, until REAL NOT NULL, used REAL NOT NULL,
    PRIMARY KEY (source, zoom, x, y)
);
CREATE INDEX IF NOT EXISTS by_use ON tiles (used, size);
"""


class Entry(NamedTuple):
    """A kept tile; ``body`` None: the server had none. ``fetched``: unix seconds it was last known to be right;
    ``until``: until when it need not be asked for; ``etag`` and ``modified`` as the server named this version."""

    body: bytes | None
    etag: str
    modified: str
    fetched: float
    until: float


class TileCache:
    """For all threads. What a disk does not give or take is not kept; that is logged once, and nobody's work stops."""

    def __init__(self, path: Path, room: int = ROOM) -> None:
        self._path, self._room = path, room
        self._lock = threading.Lock()
        self._database: sqlite3.Connection | None = None
        self._since_count = 0
        self._complained = False

    def get(self, source: str, address: Address, now: float) -> Entry | None:
        """The kept tile of a source."""
        query = f"SELECT body, sum, etag, modified, fetched, until, used FROM tiles {_ONE}"
        with self._lock:
            found = self._do(lambda database: database.execute(query, (source, *address)).fetchone())
            if found is None:
                return None
            body, check, etag, modified, fetched, until, used = found
            if check != _sum(body):
                log.info("A kept tile is damaged and is fetched again")
                self._write(f"DELETE FROM tiles {_ONE}", (source, *address))
                return None
            if abs(now - used) > _LOOKED:
                self._write(f"UPDATE tiles SET used=? {_ONE}", (now, source, *address))
        return Entry(body, etag, modified, fetched, until)

    def put(self, source: str, address: Address, entry: Entry, now: float) -> None:
        """Keep a tile."""
        size = len(entry.body or b"") + 200  # what the row itself takes
        row = (
            source, *address, entry.body, _sum(entry.body), size,
            entry.etag, entry.modified, entry.fetched, entry.until, now,
        )  # fmt: skip
        with self._lock:
            self._write("INSERT OR REPLACE INTO tiles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
            self._since_count += 1
            if self._since_count >= _COUNTED or size > self._room // 8:
                self._since_count = 0
                self._thin()

    def renew(self, source: str, address: Address, fetched: float, until: float) -> None:
        """The server says that the kept tile is still right."""
        with self._lock:
            self._write(
                f"UPDATE tiles SET fetched=?, until=?, used=? {_ONE}", (fetched, until, fetched, source, *address)
            )

    def size(self) -> int:
        """Bytes that are kept."""
        with self._lock:
            return self._size()

    def forget(self, source: str) -> None:
        """Throw away what is kept of a source, under whichever names of its levels (behind a ``#``)."""
        with self._lock:
            mine = "source=?1 OR substr(source, 1, length(?1) + 1)=?1 || '#'"
            self._write(f"DELETE FROM tiles WHERE {mine}", (source,))

    def close(self) -> None:
        with self._lock:
            if self._database is not None:
                self._database.close()
                self._database = None

    def _size(self) -> int:
        found = self._do(lambda database: database.execute("SELECT total(size) FROM tiles").fetchone())
        return int(found[0]) if found else 0

    def _thin(self) -> None:
        """Throw away what was not looked at for longest when there is too much."""
        spare = self._size() - self._room
        if spare <= 0:
            return
        spare += int(self._room * (1 - _THINNED))
        oldest = self._do(lambda database: database.execute("SELECT rowid, size FROM tiles ORDER BY used").fetchall())
        gone = []
        for row, size in oldest or []:
            if spare <= 0:
                break
            gone.append((row,))
            spare -= size

        def delete(database: sqlite3.Connection) -> None:
            database.executemany("DELETE FROM tiles WHERE rowid=?", gone)
            database.commit()
            database.execute("PRAGMA incremental_vacuum").fetchall()

        self._do(delete)

    def _write(self, statement: str, values: tuple[object, ...]) -> None:
        def write(database: sqlite3.Connection) -> None:
            database.execute(statement, values)
            database.commit()

        self._do(write)

    def _do(self, work: Callable[[sqlite3.Connection], T]) -> T | None:
        """What ``work`` gives; None when the disk does not give or take."""
        for _ in range(2):
            try:
                return work(self._opened())
            except sqlite3.DatabaseError as problem:
                passing = isinstance(problem, sqlite3.OperationalError) and "malformed" not in str(problem)
                if passing:
                    self._complain(problem)
                    return None
                self._begin_anew(problem)
            except OSError as problem:
                self._complain(problem)
                return None
        return None

    def _opened(self) -> sqlite3.Connection:
        if self._database is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            database = sqlite3.connect(self._path, timeout=5.0, check_same_thread=False)
            try:
                database.execute("PRAGMA auto_vacuum=INCREMENTAL")
                database.execute("PRAGMA journal_mode=WAL").fetchall()
                database.execute("PRAGMA synchronous=NORMAL")
                database.executescript(_SCHEMA)
            except BaseException:
                database.close()
                raise
            self._database = database
        return self._database

    def _begin_anew(self, problem: Exception) -> None:
        log.info("The kept tiles in %s are damaged (%s); they are fetched anew", self._path.name, problem)
        if self._database is not None:
            with suppress(sqlite3.Error):
                self._database.close()
            self._database = None
        for end in ("", "-wal", "-shm"):
            with suppress(OSError):
                self._path.with_name(self._path.name + end).unlink(missing_ok=True)

    def _complain(self, problem: Exception) -> None:
        if not self._complained:
            log.warning("Map tiles are not kept in %s: %s", self._path, problem)
            self._complained = True


def _sum(body: bytes | None) -> int:
    return -1 if body is None else zlib.crc32(body)
