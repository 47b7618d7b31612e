"""A city and the whole picture of it at one moment, in one piece: what every export is made from, and ``.gcs`` files.

A record::

    6 bytes  magic "GCSR1\\n"
    3 x u32  lengths of the three parts, little-endian
    part 1   who took it when of what (JSON)
    part 2   the city pack, as it is
    part 3   zlib of the picture (MessagePack): incidents, timelines, workers in runs, and a position block
    16 bytes BLAKE2b of everything before
"""

from __future__ import annotations

import hashlib
import math
import struct
import zlib
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, TypeVar

import msgspec
import numpy as np

from desktop.export.plain import plain
from domain.city import City, unpack_city
from domain.closure import Closure
from domain.incident import Incident, Reporter, TimelineEntry
from domain.messages import Clock, Snapshot
from domain.names import Name
from domain.picture import Picture
from domain.positions import decode_positions, encode_positions
from domain.refusal import Refusal
from domain.worker import Worker

MAGIC = b"GCSR1\n"
_LENGTHS = struct.Struct("<III")
_SUM = 16
#: No record is larger when opened (bytes), and no position row higher: what claims to be is damaged or meant badly.
LARGEST, MOST_WORKERS = 1 << 29, 1 << 20
#: No place and nobody has a longer name.
NAME = 60
#: Encoded at once; the interpreter belongs to the encoder so long, and a screen may be waiting for it.
RUN = 200
#: Times between which everything lies (seconds since 1970): calendars know no others.
_EARLIEST, _LATEST = -1e10, 1e11
_T = TypeVar("_T")


class Header(msgspec.Struct, frozen=True):
    """``at``: city time of the picture; ``heard_at``: city time when the backend was last heard, ``live`` whether that
    was just then. ``taken_at``: this machine's time. ``simulated``: a simulator drove the city when it was taken."""

    city: str
    at: float
    heard_at: float
    live: bool
    taken_at: float
    taken_by: str = ""
    simulated: bool = False
    program: str = ""
    past: bool = False


class Frozen(msgspec.Struct):
    """A picture that stands still: the lists are copies, what is in them never changes. Made in no time on the thread
    that owns the picture; the rest can be done by another."""

    epoch: str
    seq: int
    clock: Clock
    incidents: list[Incident]
    timelines: list[tuple[str, list[TimelineEntry]]]
    workers: list[Worker]
    positions: bytes
    closures: list[Closure]


class _State(msgspec.Struct):
    epoch: str
    seq: int
    clock: Clock
    incidents: list[bytes]
    timelines: list[bytes]
    workers: list[bytes]
    positions: bytes
    closures: list[Closure] = []


class Record(msgspec.Struct):
    """``pack`` is the city as it travels, ``state`` the third part. Equal records give equal files."""

    header: Header
    pack: bytes
    state: bytes


_encoder = msgspec.msgpack.Encoder()
_json = msgspec.json.Encoder()
_header: msgspec.json.Decoder[Header] = msgspec.json.Decoder(Header)
_state: msgspec.msgpack.Decoder[_State] = msgspec.msgpack.Decoder(_State)
_incidents: msgspec.msgpack.Decoder[list[Incident]] = msgspec.msgpack.Decoder(list[Incident])
_timelines: msgspec.msgpack.Decoder[dict[str, list[TimelineEntry]]] = msgspec.msgpack.Decoder(
    dict[str, list[TimelineEntry]]
)
_workers: msgspec.msgpack.Decoder[list[Worker]] = msgspec.msgpack.Decoder(list[Worker])


class Damaged(ValueError):
    """These bytes are no whole record of this version; the message is for a log."""


def freeze(picture: Picture, now: float) -> Frozen:
    """The picture as it is at city time ``now``."""
    known = np.flatnonzero(picture.positions.known).astype(np.int32)
    return Frozen(
        picture.epoch,
        picture.seq,
        Clock(now),
        list(picture.incidents.values()),
        [(key, list(entries)) for key, entries in picture.timelines.items()],
        list(picture.roster),
        encode_positions(picture.positions.block(known, now)),
        list(picture.closures.values()),
    )


def encode_state(frozen: Frozen) -> bytes:
    """The third part. Who told us of an incident, and everybody's phone number, stay in the room."""
    incidents = (msgspec.structs.replace(one, reporter=Reporter()) for one in frozen.incidents)
    workers = (msgspec.structs.replace(one, phone="") for one in frozen.workers)
    state = _State(
        frozen.epoch,
        frozen.seq,
        frozen.clock,
        [_encoder.encode(run) for run in _runs(incidents)],
        [_encoder.encode(dict(run)) for run in _runs(frozen.timelines)],
        [_encoder.encode(run) for run in _runs(workers)],
        frozen.positions,
        frozen.closures,
    )
    return zlib.compress(_encoder.encode(state), 1)


def encode_record(record: Record) -> bytes:
    """The bytes of a ``.gcs`` file."""
    header = _json.encode(record.header)
    whole = b"".join(
        (MAGIC, _LENGTHS.pack(len(header), len(record.pack), len(record.state)), header, record.pack, record.state)
    )
    return whole + hashlib.blake2b(whole, digest_size=_SUM).digest()


def decode_record(content: bytes) -> Record:
    """Raises Damaged."""
    begin = len(MAGIC) + _LENGTHS.size
    if not content.startswith(MAGIC) or len(content) < begin + _SUM:
        raise Damaged("it does not begin as a situation of this version")
    if hashlib.blake2b(content[:-_SUM], digest_size=_SUM).digest() != content[-_SUM:]:
        raise Damaged("it is cut off or was changed")
    lengths = _LENGTHS.unpack_from(content, len(MAGIC))
    if begin + sum(lengths) + _SUM != len(content):
        raise Damaged("its parts do not fit together")
    parts, at = [], begin
    for length in lengths:
        parts.append(content[at : at + length])
        at += length
    return Record(decode_header(parts[0]), parts[1], parts[2])


def decode_header(content: bytes) -> Header:
    """Raises Damaged."""
    try:
        header = _header.decode(content)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise Damaged(str(error)) from error
    _check_times([header.at, header.heard_at, header.taken_at])
    return header


def encode_header(header: Header) -> bytes:
    return _json.encode(header)


def open_city(pack: bytes) -> City:
    """The city in a pack, with names a map and a page can bear. Raises Damaged."""
    try:
        city = unpack_city(pack)
    except ValueError as error:
        raise Damaged(str(error)) from error
    geography = city.geography
    regions = [
        msgspec.structs.replace(one, name=plain(one.name, NAME), name_en=plain(one.name_en, NAME))
        for one in geography.regions
    ]
    roads = msgspec.structs.replace(geography.roads, names=[plain(name, NAME) for name in geography.roads.names])
    grounds = {
        kind: msgspec.structs.replace(
            ground, names=[Name(plain(one.zh, NAME), plain(one.en, NAME)) for one in ground.names]
        )
        for kind in ("water", "parks", "estates")
        if (ground := getattr(geography, kind))
    }
    english = [plain(name, NAME) for name in geography.road_names_en]
    geography = msgspec.structs.replace(geography, regions=regions, roads=roads, road_names_en=english, **grounds)
    return msgspec.structs.replace(city, geography=geography)


def open_picture(city: City, state: bytes) -> Picture:
    """The picture as it was. Raises Damaged."""
    try:
        opened = zlib.decompressobj()
        content = opened.decompress(state, LARGEST)
        if not opened.eof:
            raise Damaged("the picture is cut off, or larger than any")
        kept = _state.decode(content)
        snapshot = Snapshot(
            kept.epoch,
            kept.seq,
            kept.clock,
            [one for run in kept.incidents for one in _incidents.decode(run)],
            {key: entries for run in kept.timelines for key, entries in _timelines.decode(run).items()},
            [_named(one) for run in kept.workers for one in _workers.decode(run)],
            [_road(one) for one in kept.closures],
        )
        _check(snapshot)
        picture = Picture(city)
        picture.apply(snapshot)
        picture.apply(decode_positions(kept.positions))
        return picture
    except Damaged:
        raise
    except (zlib.error, msgspec.DecodeError, ValueError, KeyError, OverflowError, RecursionError, Refusal) as error:
        raise Damaged(str(error)) from error


def _named(worker: Worker) -> Worker:
    return msgspec.structs.replace(worker, name=plain(worker.name, NAME), name_en=plain(worker.name_en, NAME))


def _road(closure: Closure) -> Closure:
    if len(closure.path) < 4 or len(closure.path) % 2:
        raise Damaged("a closed road has no place")
    road = Name(plain(closure.road.zh, NAME), plain(closure.road.en, NAME))
    return msgspec.structs.replace(closure, road=road, reason=plain(closure.reason, 300))


def _check(snapshot: Snapshot) -> None:
    if any(not 0 <= worker.index < MOST_WORKERS for worker in snapshot.workers):
        raise Damaged("a worker has an impossible number")
    _check_times([snapshot.clock.time])
    for one in snapshot.incidents:
        deadline = one.deadline
        _check_times(
            [one.occurred_at, one.received_at, one.changed_at, deadline.started_at, deadline.due_at,
             one.closed_at or 0.0, deadline.paused_at or 0.0, one.stage_at or 0.0]
        )  # fmt: skip
        if not (abs(one.place.lon) <= 180 and abs(one.place.lat) <= 90):
            raise Damaged("an incident lies nowhere on earth")
    for entries in snapshot.timelines.values():
        _check_times([entry.at for entry in entries])


def _check_times(times: Iterable[float]) -> None:
    if any(not (math.isfinite(time) and _EARLIEST < time < _LATEST) for time in times):
        raise Damaged("a time lies outside every calendar")


def _runs(things: Iterable[_T]) -> Iterator[list[_T]]:
    source: Iterator[Any] = iter(things)
    while run := list(islice(source, RUN)):
        yield run
