"""Tiles out of an MBTiles file (github.com/mapbox/mbtiles-spec): SQLite, rows counted from the south; no Qt."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

from maps.tiles.grid import Address, Grid
from maps.tiles.source import WORLD, About, Answer, Format, box_of, format_of, plain_text, unpacked
from maps.tiles.trouble import Kind, TileTrouble

#: SQLite's own first bytes.
MAGIC = b"SQLite format 3\x00"
_NAMES = {"png": Format.PNG, "jpg": Format.JPEG, "jpeg": Format.JPEG, "webp": Format.WEBP, "pbf": Format.VECTOR,
          "mvt": Format.VECTOR}  # fmt: skip
_DEEPEST = 30


class MBTiles:
    """An open file, only read. Raises TileTrouble when it is not there or not what it should be."""

    def __init__(self, path: Path, grid: Grid | None = None) -> None:
        self._path, self._lock = path, threading.Lock()
        self._database = _opened(path)
        try:
            self.about = self._read_about(grid or Grid())
        except sqlite3.Error as problem:
            self._database.close()
            missing = "no such table" in str(problem) or "no such column" in str(problem)
            raise TileTrouble(Kind.NOT_TILES if missing else Kind.UNREADABLE, _named(path, problem, missing)) from None
        except BaseException:
            self._database.close()
            raise

    def tile(self, address: Address) -> bytes | None:
        """The tile, unpacked; None where there is none. Raises TileTrouble."""
        zoom, column, row = address
        flipped = (1 << zoom) - 1 - row
        try:
            with self._lock:
                found = self._database.execute(
                    "SELECT tile_data FROM tiles WHERE zoom_level = ? AND tile_column = ? AND tile_row = ?",
                    (zoom, column, flipped),
                ).fetchone()
        except sqlite3.Error as problem:
            raise TileTrouble(Kind.UNREADABLE, _named(self._path, problem)) from None
        if found is None or found[0] is None:
            return None
        return unpacked(bytes(found[0]), self._path.name)

    def answers(self, address: Address) -> Iterator[Answer]:
        yield Answer(self.tile(address))

    def close(self) -> None:
        with self._lock:
            self._database.close()

    def _read_about(self, grid: Grid) -> About:
        read = self._database.execute
        try:
            told = {str(name).lower(): str(value) for name, value in read("SELECT name, value FROM metadata")}
        except sqlite3.OperationalError:
            told = {}  # some writers leave it out; the tiles say enough
        first = read("SELECT zoom_level, tile_data FROM tiles LIMIT 1").fetchone()
        if first is None:
            raise TileTrouble(Kind.NO_TILES, self._path.name)
        least, most = read("SELECT min(zoom_level), max(zoom_level) FROM tiles").fetchone()
        if not (isinstance(least, int) and isinstance(most, int) and 0 <= least <= most <= _DEEPEST):
            raise TileTrouble(Kind.ZOOM, f"{least}–{most}")
        by_bytes = format_of(unpacked(bytes(first[1] or b""), self._path.name))
        said = told.get("format", "").lower()
        format_ = by_bytes or _NAMES.get(said)
        if by_bytes is None:
            raise TileTrouble(Kind.FORMAT, said or "?")
        return About(
            title=plain_text(told.get("name", "")) or self._path.stem,
            least=least,
            most=most,
            format=format_,
            bounds=box_of(told.get("bounds", "")) or WORLD,
            attribution=plain_text(told.get("attribution", "")),
            size=256,
            grid=grid,
        )


def _opened(path: Path) -> sqlite3.Connection:
    address = path.resolve().as_uri()
    for how in ("mode=ro", "mode=ro&immutable=1"):  # the second for a folder nobody may write to
        database = sqlite3.connect(f"{address}?{how}", uri=True, check_same_thread=False)
        try:
            database.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchall()
        except sqlite3.Error as problem:
            database.close()
            trouble = problem
        else:
            return database
    raise TileTrouble(Kind.UNREADABLE, _named(path, trouble))


def _named(path: Path, problem: Exception, only_name: bool = False) -> str:
    return path.name if only_name else f"{path.name} ({problem})"
