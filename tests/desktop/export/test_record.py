"""A record is the room at one moment: what goes in comes out, and what is not whole is refused."""

from __future__ import annotations

import contextlib
import hashlib
import struct
import zlib

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.export import record as records
from desktop.export.record import (
    Damaged,
    Record,
    decode_record,
    encode_record,
    encode_state,
    freeze,
    open_city,
    open_picture,
)
from domain.closure import Closure
from domain.incident import Reporter
from domain.names import Name
from tests.desktop.export.town_record import HEADER, record_of
from tests.maps.town import NOW, matters, picture_of, town

PICTURE = picture_of(town(), matters())
WHOLE = encode_record(record_of(PICTURE))


def test_the_room_comes_back_as_it_was() -> None:
    record = decode_record(WHOLE)
    picture = open_picture(open_city(record.pack), record.state)
    assert record.header == HEADER
    assert picture.incidents.keys() == PICTURE.incidents.keys()
    assert {w.id: w.state for w in picture.roster} == {w.id: w.state for w in PICTURE.roster}
    known = PICTURE.positions.known
    assert (picture.positions.lon[known] == PICTURE.positions.lon[known]).all()
    assert np.abs(picture.positions.fixed_at[known] - PICTURE.positions.fixed_at[known]).max() <= 0.1
    assert picture.positions.known.tolist() == known.tolist()
    assert (picture.epoch, picture.seq, picture.clock.time) == ("e", 1, NOW)


def test_closed_roads_come_along_and_odd_ones_are_refused() -> None:
    picture = picture_of(town(), matters())
    closure = Closure("r1", 1, (1172000000, 342600000, 1172050000, 342600000), Name("长街"), "", "积水", NOW, "user:w")
    picture.closures = {"r1": closure}
    city = open_city(record_of(picture).pack)
    assert open_picture(city, encode_state(freeze(picture, NOW))).closures == {"r1": closure}
    for path in ((), (1, 2), (1, 2, 3)):
        picture.closures = {"r1": msgspec.structs.replace(closure, path=path)}
        with pytest.raises(Damaged):
            open_picture(city, encode_state(freeze(picture, NOW)))


def test_who_reported_and_phone_numbers_stay_in_the_room() -> None:
    assert any(one.reporter.name for one in PICTURE.incidents.values())
    record = decode_record(WHOLE)
    picture = open_picture(open_city(record.pack), record.state)
    assert {one.reporter for one in picture.incidents.values()} == {Reporter()}
    assert {worker.phone for worker in picture.roster} == {""}
    opened = zlib.decompress(record.state)
    assert "张三丰".encode() not in opened
    assert b"13812345678" not in opened


def test_a_frozen_room_does_not_move_with_the_live_one() -> None:
    picture = picture_of(town(), matters())
    frozen = freeze(picture, NOW)
    before = encode_state(frozen)
    picture.incidents.clear()
    for entries in picture.timelines.values():
        entries.clear()
    picture.positions.lon[:] = 0
    assert encode_state(frozen) == before


def test_equal_rooms_make_equal_files() -> None:
    assert encode_record(record_of(picture_of(town(), matters()))) == WHOLE


@given(st.data())
def test_a_changed_byte_is_noticed(data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(WHOLE) - 1))
    bit = 1 << data.draw(st.integers(0, 7))
    with pytest.raises(Damaged):
        decode_record(WHOLE[:at] + bytes([WHOLE[at] ^ bit]) + WHOLE[at + 1 :])


@given(st.integers(0, len(WHOLE) - 1))
def test_a_part_of_it_is_noticed(length: int) -> None:
    with pytest.raises(Damaged):
        decode_record(WHOLE[:length])


@given(st.binary(max_size=200))
def test_something_else_is_noticed(content: bytes) -> None:
    with pytest.raises(Damaged):
        decode_record(content)
    with pytest.raises(Damaged):
        decode_record(_summed(records.MAGIC + content))


@given(st.data())
def test_a_state_that_was_meddled_with_does_no_harm(data: st.DataObject) -> None:
    """The sum is right, as somebody who means badly would make it; the content is not."""
    record = decode_record(WHOLE)
    plain = bytearray(zlib.decompress(record.state))
    for _ in range(data.draw(st.integers(1, 4))):
        plain[data.draw(st.integers(0, len(plain) - 1))] = data.draw(st.integers(0, 255))
    city = open_city(record.pack)
    with contextlib.suppress(Damaged):
        open_picture(city, zlib.compress(bytes(plain), 1))


@pytest.mark.parametrize("index", [-1, records.MOST_WORKERS, 2**40])
def test_a_worker_who_would_take_all_memory_is_refused(index: int) -> None:
    frozen = freeze(PICTURE, NOW)
    frozen.workers = [msgspec.structs.replace(frozen.workers[0], index=index)]
    with pytest.raises(Damaged):
        open_picture(town(), encode_state(frozen))


@pytest.mark.parametrize("time", [1e18, -1e18, float("inf")])
def test_times_no_calendar_knows_are_refused(time: float) -> None:
    frozen = freeze(PICTURE, NOW)
    frozen.incidents = [msgspec.structs.replace(frozen.incidents[0], received_at=time)]
    with pytest.raises(Damaged):
        open_picture(town(), encode_state(frozen))


def test_a_bomb_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "LARGEST", 10_000)
    with pytest.raises(Damaged, match="larger than any"):
        open_picture(town(), zlib.compress(bytes(1_000_000)))


def test_a_pack_that_is_none_is_refused() -> None:
    with pytest.raises(Damaged):
        open_city(b"not a city")


def _summed(content: bytes) -> bytes:
    return content + hashlib.blake2b(content, digest_size=16).digest()


def test_lengths_that_do_not_fit_are_refused() -> None:
    with pytest.raises(Damaged):
        decode_record(_summed(records.MAGIC + struct.pack("<III", 4, 4, 4000000000) + bytes(40)))
    assert isinstance(decode_record(WHOLE), Record)
