"""What a source of tiles is, whether a file or a server; no Qt."""

from __future__ import annotations

import html
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from maps.tiles.grid import Address, Grid
from maps.tiles.trouble import Kind, TileTrouble

#: A tile, unpacked, is never larger (bytes); usual ones have 5 to 500 kB.
LARGEST = 8 * 2**20
#: A tile's side is never longer (pixels).
LONGEST = 2048
#: The whole world, degrees.
WORLD = (-180.0, -90.0, 180.0, 90.0)


class Format(StrEnum):
    PNG = "png"
    JPEG = "jpg"
    WEBP = "webp"
    VECTOR = "pbf"


@dataclass(frozen=True, slots=True)
class About:
    """What is known of a source before any tile is read. ``bounds`` west, south, east, north in its own degrees;
    ``size`` pixels a tile's side is meant to have; ``format`` None: each tile tells itself, they are pictures."""

    title: str
    least: int
    most: int
    format: Format | None = None
    bounds: tuple[float, float, float, float] = WORLD
    attribution: str = ""
    size: int = 256
    grid: Grid = field(default_factory=Grid)

    @property
    def vector(self) -> bool:
        return self.format is Format.VECTOR


@dataclass(frozen=True, slots=True)
class Answer:
    """A tile as bytes; None where the source has none. ``fetched``: unix seconds it came from a server, None for files;
    ``stale``: older than the server meant it to become, and there is nothing newer yet."""

    data: bytes | None
    fetched: float | None = None
    stale: bool = False


class TileSource(Protocol):
    """Asked in any thread."""

    @property
    def about(self) -> About: ...

    def answers(self, address: Address) -> Iterator[Answer]:
        """What there is of a tile at once, then what is better. Raises TileTrouble when nothing (or nothing better)
        can be had."""
        ...

    def close(self) -> None: ...


def format_of(data: bytes) -> Format | None:
    """What a tile is, by its first bytes; None for what is no tile (a page of HTML, say)."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return Format.PNG
    if data.startswith(b"\xff\xd8\xff"):
        return Format.JPEG
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return Format.WEBP
    # a vector tile is a run of layers (field 3, length-delimited); an empty one has none
    return Format.VECTOR if not data or data[0] == 0x1A else None


def unpacked(data: bytes, name: str, most: int = LARGEST) -> bytes:
    """A tile without the gzip or zlib around it, if any. Raises TileTrouble for what is too large (``most`` bytes) or
    broken."""
    if data[:2] != b"\x1f\x8b" and not (data[:1] == b"\x78" and int.from_bytes(data[:2], "big") % 31 == 0):
        if len(data) > most:
            raise TileTrouble(Kind.TOO_LARGE, name)
        return data
    unpacking = zlib.decompressobj(wbits=47)  # gzip or zlib, whichever it is
    try:
        content = unpacking.decompress(data, most)
    except zlib.error:
        raise TileTrouble(Kind.DAMAGED, name) from None
    if unpacking.unconsumed_tail:
        raise TileTrouble(Kind.TOO_LARGE, name)
    if not unpacking.eof:
        raise TileTrouble(Kind.DAMAGED, name)
    return content


def plain_text(text: object, most: int = 160) -> str:
    """An attribution as it may be drawn: without tags and line ends, not endless."""
    words = html.unescape(re.sub(r"<[^>]*>", " ", str(text)))
    words = re.sub(r"\s+", " ", "".join(sign if sign.isprintable() else " " for sign in words)).strip()
    return words if len(words) <= most else words[: most - 1] + "…"


def box_of(numbers: object) -> tuple[float, float, float, float] | None:
    """Four numbers west, south, east, north, or text of them, as bounds in degrees; None when they are none."""
    parts = numbers.split(",") if isinstance(numbers, str) else numbers
    try:
        west, south, east, north = (float(part) for part in parts)  # type: ignore[attr-defined]
    except (TypeError, ValueError):
        return None
    return (west, south, east, north) if -181 <= west < east <= 181 and -91 <= south < north <= 91 else None
