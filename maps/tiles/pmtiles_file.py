"""Tiles out of a PMTiles file (github.com/protomaps/PMTiles, version 3); no Qt."""

from __future__ import annotations

import gzip
import json
import threading
import zlib
from collections import OrderedDict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pmtiles.tile import (
    Compression,
    Entry,
    TileType,
    deserialize_directory,
    deserialize_header,
    find_tile,
    zxy_to_tileid,
)

from maps.tiles.grid import Address, Grid
from maps.tiles.source import LARGEST, WORLD, About, Answer, Format, box_of, plain_text, unpacked
from maps.tiles.trouble import Kind, TileTrouble

MAGIC = b"PMTiles"
_TYPES = {
    TileType.MVT: Format.VECTOR,
    TileType.PNG: Format.PNG,
    TileType.JPEG: Format.JPEG,
    TileType.WEBP: Format.WEBP,
}
#: Directories lead to directories at most so often.
_DEEPEST = 4
#: Directories that are kept unpacked: each holds some thousand tiles.
_KEPT = 64
_HEADER = 127
#: Bytes of an unpacked directory: writers keep them below a tenth of this.
_LARGEST_DIRECTORY = 2**20


class PMTiles:
    """An open file, only read. Raises TileTrouble when it is not there or not what it should be."""

    def __init__(self, path: Path, grid: Grid | None = None) -> None:
        self._path, self._lock = path, threading.Lock()
        self._directories: OrderedDict[tuple[int, int], list[Entry]] = OrderedDict()
        try:
            self._file = path.open("rb")
        except OSError as problem:
            raise TileTrouble(Kind.UNREADABLE, f"{path.name} ({problem.strerror})") from None
        try:
            self._size = self._file.seek(0, 2)
            self._header = self._read_header()
            self.about = self._read_about(grid or Grid())
        except BaseException:
            self._file.close()
            raise

    def tile(self, address: Address) -> bytes | None:
        """The tile, unpacked; None where there is none. Raises TileTrouble."""
        header = self._header
        if not (0 <= address.zoom <= 31 and max(address.column, address.row) < 1 << address.zoom):
            return None
        sought = zxy_to_tileid(*address)
        with self._lock:
            offset, length = header["root_offset"], header["root_length"]
            for _ in range(_DEEPEST):
                entry = find_tile(self._directory(offset, length), sought)
                if entry is None:
                    return None
                if entry.run_length:
                    data = self._read(header["tile_data_offset"] + entry.offset, entry.length)
                    return unpacked(data, self._path.name)
                offset, length = header["leaf_directory_offset"] + entry.offset, entry.length
        raise TileTrouble(Kind.DAMAGED, self._path.name)

    def answers(self, address: Address) -> Iterator[Answer]:
        yield Answer(self.tile(address))

    def close(self) -> None:
        with self._lock:
            self._file.close()

    def _read(self, offset: int, length: int) -> bytes:
        if length > 2 * LARGEST:
            raise TileTrouble(Kind.TOO_LARGE, self._path.name)
        if offset < 0 or offset + length > self._size:
            raise TileTrouble(Kind.DAMAGED, self._path.name)
        try:
            self._file.seek(offset)
            data = self._file.read(length)
        except (OSError, ValueError) as problem:
            raise TileTrouble(Kind.UNREADABLE, f"{self._path.name} ({problem})") from None
        if len(data) != length:
            raise TileTrouble(Kind.DAMAGED, self._path.name)
        return data

    def _directory(self, offset: int, length: int) -> list[Entry]:
        found = self._directories.get((offset, length))
        if found is None:
            plain = unpacked(self._read(offset, length), self._path.name)
            if len(plain) > _LARGEST_DIRECTORY:
                raise TileTrouble(Kind.DAMAGED, self._path.name)
            try:
                found = deserialize_directory(gzip.compress(plain, 1))  # the library takes nothing else
            except (EOFError, OSError, zlib.error, MemoryError, OverflowError):
                raise TileTrouble(Kind.DAMAGED, self._path.name) from None
            self._directories[offset, length] = found
            if len(self._directories) > _KEPT:
                self._directories.popitem(last=False)
        else:
            self._directories.move_to_end((offset, length))
        return found

    def _read_header(self) -> Any:
        first = self._read(0, min(_HEADER, self._size))
        if first[:7] != MAGIC or len(first) < _HEADER:
            raise TileTrouble(Kind.NOT_TILES, self._path.name)
        if first[7] != 3:
            raise TileTrouble(Kind.FORMAT, f"PMTiles {first[7]}")
        try:
            return deserialize_header(first)
        except ValueError:
            raise TileTrouble(Kind.DAMAGED, self._path.name) from None

    def _read_about(self, grid: Grid) -> About:
        header = self._header
        kind = _TYPES.get(header["tile_type"])
        if kind is None:
            raise TileTrouble(Kind.FORMAT, header["tile_type"].name)
        for what in (header["internal_compression"], header["tile_compression"]):
            if what not in (Compression.NONE, Compression.GZIP, Compression.UNKNOWN):
                raise TileTrouble(Kind.FORMAT, what.name)
        if not self._directory(header["root_offset"], header["root_length"]):
            raise TileTrouble(Kind.NO_TILES, self._path.name)
        if not 0 <= header["min_zoom"] <= header["max_zoom"] <= 30:
            raise TileTrouble(Kind.ZOOM, f"{header['min_zoom']}–{header['max_zoom']}")
        told = self._read_told()
        box = tuple(header[f"{edge}_e7"] / 1e7 for edge in ("min_lon", "min_lat", "max_lon", "max_lat"))
        return About(
            title=plain_text(told.get("name", "")) or self._path.stem,
            least=header["min_zoom"],
            most=header["max_zoom"],
            format=kind,
            bounds=box_of(box) or WORLD,
            attribution=plain_text(told.get("attribution", "")),
            size=512 if kind is not Format.VECTOR and told.get("tileSize") in (512, "512") else 256,
            grid=grid,
        )

    def _read_told(self) -> dict[str, Any]:
        """What the file says of itself; nothing when that cannot be understood: the tiles may be fine."""
        header = self._header
        try:
            told = json.loads(unpacked(self._read(header["metadata_offset"], header["metadata_length"]), ""))
        except (TileTrouble, ValueError, RecursionError):
            return {}
        return told if isinstance(told, dict) else {}
