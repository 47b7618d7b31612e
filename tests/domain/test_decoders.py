"""Whatever arrives is either understood or refused: nothing that comes from outside may do anything else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.city import MAGIC, pack_city, unpack_city
from domain.closure import Closure
from domain.codec import LARGEST_FROM_DESK, decode_from_backend, decode_from_desk, encode
from domain.frames import decode_blob, encode_blob
from domain.incident import TimelineEntry
from domain.messages import (
    PROTOCOL,
    Accepted,
    Clock,
    Fetch,
    Goodbye,
    Hello,
    IncidentChanged,
    Missing,
    Ping,
    Pong,
    Refused,
    RoadChanged,
    Snapshot,
    Welcome,
    WorkerChanged,
)
from domain.names import Name
from domain.orders import Order, RoadOrder
from domain.positions import PositionBlock, Positions, decode_positions, encode_positions
from domain.refusal import Refusal
from tests.domain.small_city import new_incident, picture_with_everybody, small_city
from tests.seeking import tried

ENTRY = TimelineEntry("i1", 1, 5.0, "open", "channel:hotline", note="井盖")
CLOSURE = Closure("r6", 1, (1, 2, 3, 4), Name("长街", "Long Street"), "", "积水", 5.0, "user:wang", "王", 9.5)
WORKER = small_city().workers[0]
FROM_DESK = (
    Hello(PROTOCOL, "desk", "wang", "secret", "grid 0.1", "epoch", 7),
    Order("c1", "i1", 3, "dispatch", worker="g1", reason="因为", hours=2.5, photos=("p",)),
    RoadOrder("c2", "close_road", path=(1172000000, 342600000, 1172100000, 342600000), reason="积水", until=9.5),
    RoadOrder("c3", "open_road", closure="r7", version=1),
    Ping(12.5),
    Fetch("photo", "p1"),
)
FROM_BACKEND = (
    Welcome(1, "grid", "e", 3, "gulou", "d", "wang", "王", "dispatcher", "", Clock(1.0, 60.0)),
    Snapshot("e", 3, Clock(1.0), [new_incident()], {"i1": [ENTRY]}, [WORKER]),
    IncidentChanged(4, new_incident(), ENTRY),
    WorkerChanged(5, 1.0, WORKER),
    RoadChanged(6, 1.0, CLOSURE, "close_road", "user:wang", "c2"),
    Accepted("c1", 4),
    Refused("c1", "stale", "Look again.", 3),
    Pong(1.0, Clock(2.0), 9),
    Missing("photo", "p"),
    Goodbye("slow", "Read faster.", False),
)


def block_of(count: int) -> PositionBlock:
    picture = picture_with_everybody()
    return picture.positions.block(np.arange(count, dtype=np.int32), picture.positions.fixed_at[0] + 3)


BLOCK = encode_positions(block_of(5))
BLOB = encode_blob("p1", b"\xff\xd8picture")
PACK = pack_city(small_city())


@pytest.mark.parametrize("message", FROM_DESK, ids=lambda message: type(message).__name__)
def test_a_desks_message_comes_back_as_it_was(message: Any) -> None:
    assert decode_from_desk(encode(message)) == message
    assert decode_from_desk(encode(message).encode()) == message


@pytest.mark.parametrize("message", FROM_BACKEND, ids=lambda message: type(message).__name__)
def test_a_backends_message_comes_back_as_it_was(message: Any) -> None:
    assert decode_from_backend(encode(message)) == message


def test_binary_frames_come_back_as_they_were() -> None:
    block, back = block_of(5), decode_positions(BLOCK)
    assert back.time == block.time and len(back) == 5
    for column in ("index", "lon", "lat", "speed", "heading", "age", "state"):
        assert (getattr(back, column) == getattr(block, column)).all()
    assert len(decode_positions(encode_positions(block_of(0)))) == 0
    assert decode_blob(BLOB) == ("p1", b"\xff\xd8picture")
    pack = pack_city(unpack_city(PACK))
    assert pack_city(unpack_city(pack)) == pack


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        ("", "malformed"),
        ("{}", "malformed"),
        ('{"kind":"order"}', "malformed"),
        ('{"kind":"welcome"}', "malformed"),
        ('{"kind":"ping","at":1,"more":2}', "malformed"),
        ('{"kind":"ping","at":NaN}', "malformed"),
        ('{"kind":"ping","at":1e999}', "malformed"),
        ('{"kind":"fetch","what":"../../etc/passwd","key":"x"}', "malformed"),
        ('{"kind":"order","command_id":"c","incident":"i","version":-1,"verb":"x"}', "malformed"),
        ('{"kind":"order","command_id":"c","incident":"i","version":1,"verb":"x","hours":0}', "malformed"),
        ("[" * 60000, "malformed"),
        ("\ud800", "malformed"),
        (b"\xff\xfe", "malformed"),
        (" " * (LARGEST_FROM_DESK + 1), "too_large"),
        ("井" * (LARGEST_FROM_DESK // 2), "too_large"),
    ],
    ids=lambda value: str(value)[:24] if isinstance(value, str) else None,
)
def test_a_bad_message_is_refused_with_its_code(frame: str | bytes, code: str) -> None:
    with pytest.raises(Refusal) as caught:
        decode_from_desk(frame)
    assert caught.value.code == code
    assert caught.value.sentence.endswith(".")


@st.composite
def mutated(draw: st.DrawFn, originals: list[bytes]) -> bytes:
    """A frame with bytes changed, cut out, doubled or put in."""
    frame = bytearray(draw(st.sampled_from(originals)))
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(frame)))
        match draw(st.integers(0, 4)):
            case 0:
                frame[at : at + 1] = draw(st.binary(min_size=1, max_size=1))
            case 1:
                del frame[at : at + draw(st.integers(1, 30))]
            case 2:
                frame[at:at] = draw(st.binary(max_size=12))
            case 3:
                frame[at:at] = frame[at : at + draw(st.integers(1, 40))]
            case _:
                number = draw(
                    st.sampled_from([b"\xff" * 4, b"\x00" * 8, b"\x00\x00\xf0\x7f", b"\xff" * 8, b"-1", b"1e309"])
                )
                frame[at : at + len(number)] = number
    return bytes(frame)


def is_understood_or_refused(decode: Callable[[bytes], object], frame: bytes) -> None:
    try:
        decode(frame)
    except Refusal as refusal:
        assert refusal.code in {"malformed", "too_large"}
        assert refusal.sentence


@tried(400)
@given(mutated([encode(message).encode() for message in FROM_DESK]) | st.binary(max_size=200))
def test_mutated_messages_of_a_desk(frame: bytes) -> None:
    is_understood_or_refused(decode_from_desk, frame)


@tried(400)
@given(mutated([encode(message).encode() for message in FROM_BACKEND]) | st.binary(max_size=200))
def test_mutated_messages_of_a_backend(frame: bytes) -> None:
    is_understood_or_refused(decode_from_backend, frame)


@tried(400)
@given(mutated([BLOCK, encode_positions(block_of(0))]) | st.binary(max_size=100))
@example(BLOCK[:-1])
@example(b"GPOS\x01\x00\x00\x00\xff\xff\xff\xff" + b"\x00" * 8)
def test_mutated_position_blocks(frame: bytes) -> None:
    def decode_and_take(frame: bytes) -> None:
        block = decode_positions(frame)
        positions = Positions(14)
        moved = positions.apply(block)
        assert ((moved >= 0) & (moved < 14)).all()
        positions.block(np.arange(14, dtype=np.int32), block.time)

    is_understood_or_refused(decode_and_take, frame)


@tried(300)
@given(mutated([BLOB]) | st.binary(max_size=40))
def test_mutated_blobs(frame: bytes) -> None:
    is_understood_or_refused(decode_blob, frame)


@tried(150)
@given(mutated([PACK]))
@example(MAGIC)
@example(PACK[: len(PACK) // 2])
@example(PACK + b"more")
def test_a_damaged_city_pack_is_an_error_that_says_what_to_do(pack: bytes) -> None:
    try:
        unpack_city(pack)
    except ValueError as error:
        assert "prepare the city again" in str(error)
