"""Where the workers are: columnar blocks on the wire, one row a worker in memory.

A block is a header and then one array per column, little-endian, no padding::

    4 bytes  magic "GPOS"      u16 version (1)     u16 reserved (0)     u32 count
    f64      city time of the block
    int32    worker index          [count]
    int32    longitude, 1e-7 deg   [count]
    int32    latitude, 1e-7 deg    [count]
    u16      speed, cm/s           [count]   65535: unknown
    u16      heading, 0.01 deg     [count]   65535: unknown
    u16      age, 0.1 s            [count]   how old the fix was at the block's time, 65535: that or more
    u8       state                 [count]   place in ``WORKER_STATES``
"""

from __future__ import annotations

import math
import struct
from typing import TypeVar

import msgspec
import numpy as np
from numpy.typing import NDArray

from domain.refusal import Refusal
from domain.shapes import DEGREE
from domain.worker import WorkerState

MAGIC = b"GPOS"
VERSION = 1
WORKER_STATES: tuple[WorkerState, ...] = tuple(WorkerState)
UNKNOWN = 65535
_HEADER = struct.Struct("<4sHHId")
_COLUMNS = tuple(np.dtype(name) for name in ("<i4", "<i4", "<i4", "<u2", "<u2", "<u2", "u1"))
_ROW = sum(column.itemsize for column in _COLUMNS)


class PositionBlock(msgspec.Struct, frozen=True):
    """Fixes of some workers at one moment. Arrays are parallel; units as in the module's table."""

    time: float
    index: NDArray[np.int32]
    lon: NDArray[np.int32]
    lat: NDArray[np.int32]
    speed: NDArray[np.uint16]
    heading: NDArray[np.uint16]
    age: NDArray[np.uint16]
    state: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.index)


def encode_positions(block: PositionBlock) -> bytes:
    """The binary frame of a block."""
    columns = (
        block.index.astype("<i4"),
        block.lon.astype("<i4"),
        block.lat.astype("<i4"),
        block.speed.astype("<u2"),
        block.heading.astype("<u2"),
        block.age.astype("<u2"),
        block.state.astype("u1"),
    )
    header = _HEADER.pack(MAGIC, VERSION, 0, len(block.index), block.time)
    return header + b"".join(column.tobytes() for column in columns)


def decode_positions(frame: bytes) -> PositionBlock:
    """The block in a frame. Raises Refusal ``malformed`` when length, version, time or a value is impossible."""
    if len(frame) < _HEADER.size:
        raise Refusal("malformed", "A position block is shorter than its header.")
    magic, version, _, count, time = _HEADER.unpack_from(frame)
    if magic != MAGIC or version != VERSION:
        raise Refusal("malformed", "This is not a position block of version 1.")
    if len(frame) != _HEADER.size + count * _ROW or not math.isfinite(time):
        raise Refusal("malformed", f"A position block of {count} rows has the wrong length or no time.")
    at = _HEADER.size
    columns = []
    for dtype in _COLUMNS:
        columns.append(np.frombuffer(frame, dtype, count, at))
        at += count * dtype.itemsize
    block = PositionBlock(time, *columns)
    if count and (
        block.index.min() < 0
        or block.lon.min() < -180 * DEGREE
        or block.lon.max() > 180 * DEGREE
        or block.lat.min() < -90 * DEGREE
        or block.lat.max() > 90 * DEGREE
        or block.state.max() >= len(WORKER_STATES)
    ):
        raise Refusal("malformed", "A position block holds an impossible index, place or state.")
    return block


class Positions:
    """The latest fix of every worker: arrays of length ``n``, one row a worker index.

    ``lon``, ``lat`` int32 1e-7 degree; ``speed`` float32 m/s and ``heading`` float32 degrees, NaN when unknown;
    ``fixed_at`` float64 city time of the fix, 0 when there never was one; ``state`` uint8 in ``WORKER_STATES``."""

    def __init__(self, count: int) -> None:
        self.lon = np.zeros(count, np.int32)
        self.lat = np.zeros(count, np.int32)
        self.speed = np.full(count, np.nan, np.float32)
        self.heading = np.full(count, np.nan, np.float32)
        self.fixed_at = np.zeros(count, np.float64)
        self.state = np.zeros(count, np.uint8)

    def __len__(self) -> int:
        return len(self.lon)

    @property
    def known(self) -> NDArray[np.bool_]:
        """Who has ever been seen."""
        return self.fixed_at > 0

    def apply(self, block: PositionBlock) -> NDArray[np.int32]:
        """Take the fixes that are newer than what is known; rows outside the roster are passed over.

        Returns the worker indices that moved."""
        fixed_at = block.time - block.age * 0.1
        inside = block.index < len(self)
        rows = None if inside.all() else np.flatnonzero(inside)
        newer = _of(fixed_at, rows) >= self.fixed_at[_of(block.index, rows)]
        if not newer.all():
            rows = np.flatnonzero(newer) if rows is None else rows[newer]
        index = _of(block.index, rows)
        if not (index[1:] > index[:-1]).all():
            # A phone that was out of reach sends several fixes at once: the newest is written last.
            order = np.argsort(_of(fixed_at, rows), kind="stable")
            rows = order if rows is None else rows[order]
            index = _of(block.index, rows)
        self.lon[index] = _of(block.lon, rows)
        self.lat[index] = _of(block.lat, rows)
        self.speed[index] = _measured(_of(block.speed, rows))
        self.heading[index] = _measured(_of(block.heading, rows))
        self.fixed_at[index] = _of(fixed_at, rows)
        self.state[index] = _of(block.state, rows)
        return index

    def copied(self) -> Positions:
        """The same, which stays as it is now."""
        copy = Positions(0)
        for column in ("lon", "lat", "speed", "heading", "fixed_at", "state"):
            setattr(copy, column, getattr(self, column).copy())
        return copy

    def block(self, index: NDArray[np.int32], now: float) -> PositionBlock:
        """The current fixes of some workers as a block of city time ``now``."""
        age = np.clip((now - self.fixed_at[index]) * 10, 0, UNKNOWN)
        speed, heading = self.speed[index], self.heading[index]
        return PositionBlock(
            time=now,
            index=index.astype(np.int32),
            lon=self.lon[index],
            lat=self.lat[index],
            speed=_in_hundredths(np.clip(speed, 0, 655.34)),
            heading=_in_hundredths(np.minimum(heading % 360, 359.99)),
            age=age.astype(np.uint16),
            state=self.state[index],
        )


Value = TypeVar("Value", bound=np.generic)


def _of(column: NDArray[Value], rows: NDArray[np.int64] | None) -> NDArray[Value]:
    """Some rows of a column; None: all of them, as they are."""
    return column if rows is None else column[rows]


def _in_hundredths(value: NDArray[np.float32]) -> NDArray[np.uint16]:
    """Whole hundredths, the nearest ones: what was read from a block is written as it was."""
    return np.where(np.isnan(value), UNKNOWN, np.rint(np.nan_to_num(value) * 100)).astype(np.uint16)


def _measured(hundredths: NDArray[np.uint16]) -> NDArray[np.float32]:
    """Whole units; NaN where nobody knows."""
    value = hundredths * np.float32(0.01)
    value[hundredths == UNKNOWN] = np.nan
    return value
