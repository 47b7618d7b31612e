"""Many fixes in few bytes: columns of differences, split into byte planes, compressed.

Kept to 1e-6 degree (11 cm), 0.1 s, 0.1 m/s and 2 degrees of heading, which is finer than any phone knows.

A block: u8 version (1), u32 fixes, f64 first time, then zlib of the columns in turn, fixes sorted by worker and time:
worker index difference (u32 planes), time in 0.1 s (u32 planes; difference within a worker), longitude, latitude (u32
planes, zigzag; difference within a worker and to the worker before at his first fix), speed (u8), heading (u8).
"""

from __future__ import annotations

import struct
import zlib
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

_HEADER = struct.Struct("<BId")
_VERSION = 1
#: Stored units: 1e-7 degree in memory, ten of them on disk.
_COARSE = 10
_NO_BYTE = 255
#: Bytes of a fix before compression.
_BYTES = 4 + 4 + 4 + 4 + 1 + 1


class Fixes(msgspec.Struct, frozen=True):
    """Fixes as parallel arrays: ``index`` int32 worker index, ``at`` float64 city time, ``lon``, ``lat`` int32 1e-7
    degree, ``speed`` float32 m/s and ``heading`` float32 degrees, NaN when unknown."""

    index: NDArray[np.int32]
    at: NDArray[np.float64]
    lon: NDArray[np.int32]
    lat: NDArray[np.int32]
    speed: NDArray[np.float32]
    heading: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.index)

    def rows(self, chosen: NDArray[np.bool_] | NDArray[np.intp]) -> Fixes:
        """Some of them."""
        return Fixes(**{name: getattr(self, name)[chosen] for name in _COLUMNS})

    @staticmethod
    def joined(parts: list[Fixes]) -> Fixes:
        """All of several, in their order."""
        parts = parts or [_NONE]
        return Fixes(**{name: np.concatenate([getattr(part, name) for part in parts]) for name in _COLUMNS})


_COLUMNS = ("index", "at", "lon", "lat", "speed", "heading")
_NONE = Fixes(
    np.zeros(0, np.int32),
    np.zeros(0, np.float64),
    np.zeros(0, np.int32),
    np.zeros(0, np.int32),
    np.zeros(0, np.float32),
    np.zeros(0, np.float32),
)


def compress(fixes: Fixes) -> bytes:
    """The block of some fixes; at least one."""
    order = np.lexsort((fixes.at, fixes.index))
    fixes = fixes.rows(order)
    first_at = float(fixes.at.min())
    new = np.ones(len(fixes), bool)
    new[1:] = fixes.index[1:] != fixes.index[:-1]
    ticks = np.rint((fixes.at - first_at) * 10).astype(np.int64)
    columns = [
        _planes(_steps(fixes.index.astype(np.int64)), 4),
        _planes(np.where(new, ticks, _steps(ticks)), 4),
        _planes(_zigzag(_steps(np.rint(fixes.lon / _COARSE).astype(np.int64))), 4),
        _planes(_zigzag(_steps(np.rint(fixes.lat / _COARSE).astype(np.int64))), 4),
        _bytes_of(fixes.speed * 10),
        _bytes_of(fixes.heading % 360 / 2),
    ]
    return _HEADER.pack(_VERSION, len(fixes), first_at) + zlib.compress(b"".join(columns), 6)


def expand(data: bytes) -> Fixes:
    """The fixes of a block, sorted by worker and time. Raises ValueError when it is damaged."""
    try:
        version, count, first_at = _HEADER.unpack_from(data)
        columns = zlib.decompress(data[_HEADER.size :])
    except (struct.error, zlib.error) as error:
        raise ValueError(f"a block of position history is damaged ({error})") from error
    if version != _VERSION or len(columns) != count * _BYTES:
        raise ValueError("a block of position history has the wrong version or length")
    raw = np.frombuffer(columns, np.uint8)
    steps, times, east, north = (_whole(raw[4 * count * at : 4 * count * (at + 1)], 4) for at in range(4))
    speed, heading = raw[16 * count : 17 * count], raw[17 * count :]
    index = np.cumsum(steps)
    new = np.ones(count, bool)
    new[1:] = steps[1:] != 0
    total = np.cumsum(times)
    # Within a worker the differences add up from his first fix, which is counted from the block's first time.
    ticks = total - np.maximum.accumulate(np.where(new, total - times, 0))
    lon = np.cumsum(_unzigzag(east)) * _COARSE
    lat = np.cumsum(_unzigzag(north)) * _COARSE
    return Fixes(
        index.astype(np.int32),
        first_at + ticks / 10,
        lon.astype(np.int32),
        lat.astype(np.int32),
        np.where(speed == _NO_BYTE, np.nan, speed / 10).astype(np.float32),
        np.where(heading == _NO_BYTE, np.nan, heading * 2.0).astype(np.float32),
    )


def _steps(values: NDArray[np.int64]) -> NDArray[np.int64]:
    """From each value to the next, beginning at 0."""
    steps = values.copy()
    steps[1:] -= values[:-1]
    return steps


def _planes(values: NDArray[np.int64], size: int) -> bytes:
    """The values' bytes, all lowest ones first: neighbours differ little in their high bytes, which pack away."""
    return values.astype(f"<u{size}").view(np.uint8).reshape(-1, size).T.tobytes()


def _whole(planes: NDArray[np.uint8], size: int) -> NDArray[np.int64]:
    return np.ascontiguousarray(planes.reshape(size, -1).T).view(f"<u{size}").ravel().astype(np.int64)


def _zigzag(values: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.where(values < 0, -2 * values - 1, 2 * values)


def _unzigzag(values: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.where(values & 1, -(values + 1) // 2, values // 2)


def _bytes_of(values: NDArray[np.floating[Any]]) -> bytes:
    known = ~np.isnan(values)
    whole = np.clip(np.rint(np.nan_to_num(values)), 0, _NO_BYTE - 1)
    return np.where(known, whole, _NO_BYTE).astype(np.uint8).tobytes()
