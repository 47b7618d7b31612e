"""Bytes of a file that may be packed, or cut off in the middle."""

from __future__ import annotations

import bz2
import gzip
import zlib
from pathlib import Path
from typing import IO, cast

from domain.refusal import Refusal

#: What reading a damaged file raises.
DAMAGE = (OSError, EOFError, zlib.error)
_PIECE = 64 * 1024


def opened(path: Path) -> tuple[IO[bytes], IO[bytes]]:
    """The file as it lies there, and its content, unpacked when it is gzip or bzip2 whatever its name says. Closing
    the first is left to the caller. Raises Refusal ``no_file``."""
    try:
        raw = path.open("rb")
    except OSError as error:
        raise Refusal("no_file", f"{path} cannot be opened ({error.strerror}). Check the name.") from error
    magic = raw.read(3)
    raw.seek(0)
    if magic.startswith(b"\x1f\x8b"):
        return raw, cast(IO[bytes], gzip.GzipFile(fileobj=raw))
    if magic == b"BZh":
        return raw, cast(IO[bytes], bz2.BZ2File(raw))
    return raw, raw


def head_of(path: Path, most: int) -> bytes:
    """The first bytes of the content; of a damaged file what can be had. Raises Refusal ``no_file`` or ``unreadable``
    when not even the first byte can be read."""
    raw, content = opened(path)
    pieces: list[bytes] = []
    with raw:
        try:
            while most > 0:
                piece = content.read(min(_PIECE, most))
                if not piece:
                    break
                pieces.append(piece)
                most -= len(piece)
        except DAMAGE as error:
            if not pieces:
                pieces = _salvaged(path)
            if not pieces:
                raise Refusal("unreadable", f"{path.name} is damaged ({error}). Get it again.") from error
    return b"".join(pieces)


def _salvaged(path: Path) -> list[bytes]:
    """What a cut-off gzip file still gives."""
    try:
        with path.open("rb") as raw:
            return [piece for piece in [zlib.decompressobj(31).decompress(raw.read(_PIECE))] if piece]
    except DAMAGE:
        return []
