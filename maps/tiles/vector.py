"""Vector tiles (github.com/mapbox/vector-tile-spec, version 2) taken apart; no Qt.

A tile is read layer by layer, layers nobody draws are passed over unread, and coordinates come out as arrays. Whatever
the bytes are, reading ends: with a layer, or with ``ValueError``.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

POINT, LINE, POLYGON = 1, 2, 3
Value = str | float | int | bool
#: Numbers of commands and coordinates in one tile; usual ones have 100,000.
MOST_NUMBERS = 4_000_000
#: Layers in one tile; usual ones have 10 to 20.
MOST_LAYERS = 500
#: Runs shorter than this are read number by number, longer ones all at once.
_SHORT = 24


@dataclass(frozen=True, slots=True)
class Feature:
    """``kind``: POINT, LINE or POLYGON; ``parts``: points ``(n, 2)``, lines or rings in units of the tile's side, x to
    the east and y to the south; they may reach beyond 0..1."""

    kind: int
    parts: list[NDArray[np.float64]]
    tags: dict[str, Value]


@dataclass(frozen=True, slots=True)
class Layer:
    name: str
    features: list[Feature]


def layers(data: bytes, wanted: Callable[[str], bool]) -> Iterator[Layer]:
    """The wanted layers of an unpacked tile. Raises ValueError for what is none."""
    budget = [MOST_NUMBERS]
    for count, (field, kind, value) in enumerate(_fields(memoryview(data))):
        if field != 3 or kind != 2:
            continue
        if count > MOST_LAYERS:
            raise ValueError("a tile with so many layers is none")
        assert isinstance(value, memoryview)
        name = _name_of(value)
        if wanted(name):
            yield Layer(name, _features(value, budget))


def _fields(data: memoryview) -> Iterator[tuple[int, int, int | memoryview]]:
    """Field number, wire type and value (a number, or the bytes) of a message of protocol buffers."""
    at, end = 0, len(data)
    while at < end:
        tag, at = _number(data, at)
        field, kind = tag >> 3, tag & 7
        if kind == 0:
            value, at = _number(data, at)
            yield field, kind, value
            continue
        if kind == 2:
            size, at = _number(data, at)
        elif kind in (1, 5):
            size = 8 if kind == 1 else 4
        else:
            raise ValueError("not a message")
        if at + size > end:
            raise ValueError("it is cut short")
        yield field, kind, data[at : at + size]
        at += size


def _number(data: memoryview, at: int) -> tuple[int, int]:
    """A variable-length number and where the next thing begins."""
    result = shift = 0
    try:
        while True:
            byte = data[at]
            at += 1
            result |= (byte & 0x7F) << shift
            if byte < 0x80:
                return result, at
            shift += 7
            if shift > 63:
                raise ValueError("a number without an end")
    except IndexError:
        raise ValueError("it is cut short") from None


def _numbers(data: memoryview) -> NDArray[np.int64]:
    """A packed run of variable-length numbers, all at once (each below 2**62, as coordinates are)."""
    if len(data) < _SHORT:
        short, at = [], 0
        while at < len(data):
            value, at = _number(data, at)
            short.append(min(value, 1 << 62))
        return np.array(short, np.int64)
    octets = np.frombuffer(data, np.uint8)
    ends = np.flatnonzero(octets < 0x80)
    if not len(ends) or ends[-1] != len(octets) - 1:
        raise ValueError("it is cut short")
    starts = np.concatenate([[0], ends[:-1] + 1])
    lengths = ends - starts + 1
    if lengths.max() > 9:
        raise ValueError("a coordinate without an end")
    values = np.zeros(len(ends), np.int64)
    for place in range(int(lengths.max())):
        here = lengths > place
        values[here] |= (octets[starts[here] + place] & 0x7F).astype(np.int64) << (7 * place)
    return values


def _name_of(layer: memoryview) -> str:
    for field, kind, value in _fields(layer):
        if field == 1 and kind == 2 and isinstance(value, memoryview):
            return _text(value)
    return ""


def _text(data: memoryview) -> str:
    return bytes(data).decode("utf-8", "replace")


def _features(layer: memoryview, budget: list[int]) -> list[Feature]:
    extent, keys, values, raw = 4096, list[str](), list[Value](), list[memoryview]()
    for field, _, value in _fields(layer):
        if isinstance(value, int):
            if field == 5:
                extent = value
        elif field == 2:
            raw.append(value)
        elif field == 3:
            keys.append(_text(value))
        elif field == 4:
            values.append(_value(value))
    if not 1 <= extent <= 1 << 24:
        raise ValueError("a tile of no size")
    found = [_feature(feature, extent, keys, values, budget) for feature in raw]
    return [feature for feature in found if feature is not None]


def _value(data: memoryview) -> Value:
    found: Value = ""
    for field, kind, value in _fields(data):
        if isinstance(value, memoryview):
            if field == 1 and kind == 2:
                found = _text(value)
            elif field == 2 and kind == 5:
                found = struct.unpack("<f", value)[0]
            elif field == 3 and kind == 1:
                found = struct.unpack("<d", value)[0]
        elif field in (4, 5):
            found = value - (1 << 64) if value >= 1 << 63 else value
        elif field == 6:
            found = (value >> 1) ^ -(value & 1)
        elif field == 7:
            found = bool(value)
    return found


def _feature(data: memoryview, extent: int, keys: list[str], values: list[Value], budget: list[int]) -> Feature | None:
    kind, tags, parts = 0, dict[str, Value](), list[NDArray[np.float64]]()
    geometry = None
    for field, wire, value in _fields(data):
        if field == 3 and isinstance(value, int):
            kind = value
        elif field == 2 and wire == 2 and isinstance(value, memoryview):
            pairs = _numbers(value).tolist()
            if len(pairs) % 2:
                raise ValueError("a tag without a value")
            for key, index in zip(pairs[::2], pairs[1::2], strict=True):
                if key >= len(keys) or index >= len(values):
                    raise ValueError("a tag that is not there")
                tags[keys[key]] = values[index]
        elif field == 4 and wire == 2 and isinstance(value, memoryview):
            geometry = value
    if geometry is None or kind not in (POINT, LINE, POLYGON):
        return None
    budget[0] -= len(geometry)
    if budget[0] < 0:
        raise ValueError("a tile with so many points is none")
    parts = _parts(_numbers(geometry), kind, extent)
    return Feature(kind, parts, tags) if parts else None


def _parts(numbers: NDArray[np.int64], kind: int, extent: int) -> list[NDArray[np.float64]]:
    """Commands (1 move, 2 line, 7 close; each with how often) and zigzag steps to runs of places."""
    flat = numbers.tolist()
    at, end = 0, len(flat)
    steps, cuts = list[NDArray[np.int64]](), [0]
    count = 0
    while at < end:
        command, times = flat[at] & 7, flat[at] >> 3
        at += 1
        if command == 7:
            continue
        if command not in (1, 2) or times < 1 or at + 2 * times > end:
            raise ValueError("a command that is not known")
        if command == 1 and count > cuts[-1]:
            cuts.append(count)
        if command == 1 and times > 1 and kind != POINT:
            raise ValueError("a line without a beginning")
        steps.append(numbers[at : at + 2 * times])
        at += 2 * times
        count += times
    if not count:
        return []
    zigzag = np.concatenate(steps)
    places = np.cumsum(((zigzag >> 1) ^ -(zigzag & 1)).reshape(-1, 2), axis=0) / float(extent)
    if not np.isfinite(places).all() or np.abs(places).max() > 1e6:
        raise ValueError("a place far outside")
    if kind == POINT:
        return [places]
    cuts.append(count)
    least = 2 if kind == LINE else 3
    return [places[first:last] for first, last in pairwise(cuts) if last - first >= least]
