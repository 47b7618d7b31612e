"""Whatever bytes come, they are a message or a clear refusal."""

from __future__ import annotations

import contextlib

from hypothesis import given
from hypothesis import strategies as st

from client.incoming import CityPack, Photo, decode_frame
from domain.city import MAGIC
from domain.codec import encode
from domain.frames import encode_blob
from domain.messages import Clock, Pong
from domain.positions import encode_positions
from domain.refusal import Refusal
from tests.client.test_merging import blocks, some

heads = st.sampled_from([b"", b"GPOS", b"GPOS\1\0\0\0", b"GBLB", b"GCTY1\n", b"GCTY"])


@given(heads, st.binary(max_size=200))
def test_no_bytes_do_harm(head: bytes, rest: bytes) -> None:
    with contextlib.suppress(Refusal):
        decode_frame(head + rest)


@given(st.text(max_size=200))
def test_no_text_does_harm(text: str) -> None:
    with contextlib.suppress(Refusal):
        decode_frame(text)


@given(blocks(), st.data())
def test_a_cut_position_frame_is_refused(block: object, data: st.DataObject) -> None:
    frame = encode_positions(block)  # type: ignore[arg-type]
    cut = data.draw(st.integers(4, len(frame) - 1))
    try:
        decode_frame(frame[:cut])
    except Refusal as refusal:
        assert refusal.code == "malformed"
    else:
        raise AssertionError("a cut frame was taken")


def test_each_kind_is_known_by_its_first_bytes() -> None:
    assert decode_frame(encode(Pong(1.0, Clock(2.0), 3))) == Pong(1.0, Clock(2.0), 3)
    assert decode_frame(encode_blob("p", b"x")) == Photo("p", b"x")
    assert decode_frame(MAGIC + b"abc") == CityPack(MAGIC + b"abc")
    assert encode_positions(decode_frame(encode_positions(some([1, 2])))) == encode_positions(some([1, 2]))  # type: ignore[arg-type]
