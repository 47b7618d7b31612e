"""Vector tiles (github.com/mapbox/vector-tile-spec, version 2) taken apart; no Qt.

A tile is read layer by layer, layers nobody draws are passed over unread, and coordinates come out as arrays. Whatever
the bytes are, reading ends: with a layer, or with ``ValueError``.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

POINT, LINE, POLYGON = 1, 2, 3
Value = str | float | int | bool
#: Bytes of geometry in one tile; usual ones have 100,000.
MOST_BYTES = 4_000_000
#: Layers in one tile; usual ones have 10 to 20.
MOST_LAYERS = 500

Numbers = NDArray[np.int64]


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
    budget = MOST_BYTES
    for count, (field, value) in enumerate(_fields(data)):
        if field != 3 or not isinstance(value, bytes):
            continue
        if count > MOST_LAYERS:
            raise ValueError("a tile with so many layers is none")
        name = next((_text(part) for number, part in _fields(value) if number == 1 and isinstance(part, bytes)), "")
        if wanted(name):
            features, used = _features(value, budget)
            budget -= used
            yield Layer(name, features)


def _fields(data: bytes) -> Iterator[tuple[int, int | bytes]]:
    """Field number and value (a number, or the bytes) of a message of protocol buffers."""
    at, end = 0, len(data)
    while at < end:
        tag, at = _number(data, at)
        kind = tag & 7
        if kind == 0:
            value, at = _number(data, at)
            yield tag >> 3, value
            continue
        if kind == 2:
            size, at = _number(data, at)
        elif kind in (1, 5):
            size = 8 if kind == 1 else 4
        else:
            raise ValueError("not a message")
        if at + size > end:
            raise ValueError("it is cut short")
        yield tag >> 3, data[at : at + size]
        at += size


def _number(data: bytes, at: int) -> tuple[int, int]:
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


def _numbers(octets: NDArray[np.uint8], ends: Numbers) -> Numbers:
    """A run of variable-length numbers (each below 2**62, as coordinates are), ending at ``ends``, all at once."""
    starts = np.concatenate([[0], ends[:-1] + 1])
    lengths = ends - starts + 1
    longest = int(lengths.max(initial=0))
    if longest > 9:
        raise ValueError("a coordinate without an end")
    values = np.zeros(len(ends), np.int64)
    for place in range(longest):
        here = lengths > place
        values[here] |= (octets[starts[here] + place] & 0x7F).astype(np.int64) << (7 * place)
    return values


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _value(data: bytes) -> Value:
    found: Value = ""
    for field, value in _fields(data):
        if isinstance(value, bytes):
            if field == 1:
                found = _text(value)
            elif field == 2 and len(value) == 4:
                found = struct.unpack("<f", value)[0]
            elif field == 3 and len(value) == 8:
                found = struct.unpack("<d", value)[0]
        elif field in (4, 5):
            found = value - (1 << 64) if value >= 1 << 63 else value
        elif field == 6:
            found = (value >> 1) ^ -(value & 1)
        elif field == 7:
            found = bool(value)
    return found


def _features(layer: bytes, budget: int) -> tuple[list[Feature], int]:
    """The features of a layer, and how many bytes of geometry they had, at most ``budget``."""
    extent, keys, values, raw = 4096, list[str](), list[Value](), list[bytes]()
    for field, value in _fields(layer):
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
    kinds, tags, shapes = list[int](), list[bytes](), list[bytes]()
    for feature in raw:
        kind, tag, shape = _skimmed(feature)
        if shape and kind in (POINT, LINE, POLYGON):
            kinds.append(kind)
            tags.append(tag)
            shapes.append(shape)
    used = sum(map(len, shapes))
    if used > budget:
        raise ValueError("a tile with so many points is none")
    parts = _parts(kinds, shapes, extent)
    try:
        found = [
            Feature(kind, part, _tags(tag, keys, values))
            for kind, part, tag in zip(kinds, parts, tags, strict=True)
            if part
        ]
    except IndexError:
        raise ValueError("a tag that is not there") from None
    return found, used


def _skimmed(feature: bytes) -> tuple[int, bytes, bytes]:
    """Kind, tags and geometry of a feature, as they are."""
    kind, tags, shape, at, end = 0, b"", b"", 0, len(feature)
    while at < end:
        tag = feature[at]
        if tag in (0x12, 0x22) and at + 1 < end and feature[at + 1] < 0x80:  # the usual: a short run
            first = at + 2
            at = first + feature[at + 1]
            if at > end:
                raise ValueError("it is cut short")
            if tag == 0x12:
                tags = feature[first:at]
            else:
                shape = feature[first:at]
            continue
        number, at = _number(feature, at)
        if number & 7 == 0:
            value, at = _number(feature, at)
            kind = value if number == 0x18 else kind
            continue
        size, at = _number(feature, at) if number & 7 == 2 else ({1: 8, 5: 4}.get(number & 7, end + 1), at)
        if at + size > end:
            raise ValueError("it is cut short")
        if number == 0x12:
            tags = feature[at : at + size]
        elif number == 0x22:
            shape = feature[at : at + size]
        at += size
    return kind, tags, shape


def _tags(run: bytes, keys: list[str], values: list[Value]) -> dict[str, Value]:
    """Pairs of places in the layer's tables. Raises IndexError for one that is not there."""
    numbers: Sequence[int] = run
    if run and max(run) >= 0x80:
        numbers, at = list[int](), 0
        while at < len(run):
            number, at = _number(run, at)
            numbers.append(number)
    if len(numbers) % 2:
        raise ValueError("a tag without a value")
    return {keys[key]: values[value] for key, value in zip(numbers[::2], numbers[1::2], strict=True)}


def _parts(kinds: list[int], shapes: list[bytes], extent: int) -> list[list[NDArray[np.float64]]]:
    """Commands (1 move, 2 line, 7 close; each with how often) and zigzag steps to runs of places, for all features of
    a layer at once: numbers are unpacked and steps summed in one go, and only the commands are looked at one by one."""
    octets = np.frombuffer(b"".join(shapes), np.uint8)
    closing = octets < 0x80
    stops = np.cumsum([len(shape) for shape in shapes], dtype=np.int64)
    if not closing[stops - 1].all():
        raise ValueError("it is cut short")
    ends = np.flatnonzero(closing)
    values = _numbers(octets, ends)
    flat, bounds = values.tolist(), np.searchsorted(ends, stops).tolist()
    commands, at, row = list[int](), 0, 0
    rows, cuts = [0], list[list[int]]()
    for kind, stop in zip(kinds, bounds, strict=True):
        begun = list[int]()
        while at < stop:
            command, times = flat[at] & 7, flat[at] >> 3
            commands.append(at)
            at += 1
            if command == 7:
                continue
            if command not in (1, 2) or times < 1 or at + 2 * times > stop:
                raise ValueError("a command that is not known")
            if command == 1 and (kind != POINT or not begun):
                if times > 1 and kind != POINT:
                    raise ValueError("a line without a beginning")
                begun.append(row)
            at += 2 * times
            row += times
        rows.append(row)
        cuts.append(begun)
    step = np.ones(len(values), bool)
    step[commands] = False
    zigzag = values[step]
    walked = np.cumsum(((zigzag >> 1) ^ -(zigzag & 1)).reshape(-1, 2), axis=0)
    before = np.concatenate([np.zeros((1, 2), np.int64), walked])[rows[:-1]]  # each feature begins at its tile's corner
    places = (walked - np.repeat(before, np.diff(rows), axis=0)) / float(extent)
    if len(places) and np.abs(places).max() > 1e6:
        raise ValueError("a place far outside")
    found = list[list[NDArray[np.float64]]]()
    for kind, begun, last in zip(kinds, cuts, rows[1:], strict=True):
        runs = pairwise([*begun, last])
        found.append([places[first:until] for first, until in runs if until - first >= kind])  # 1, 2 and 3 points
    return found
