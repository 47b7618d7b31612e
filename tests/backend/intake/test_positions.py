"""The block door: many fixes at once, for fleets."""

from __future__ import annotations

import io
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.positions import PositionBlock, decode_positions, encode_positions
from domain.refusal import Refusal
from domain.shapes import DEGREE
from tests.backend.doors import now, opened_doors, seen
from tests.seeking import tried

BINARY = {"Authorization": "Bearer fleet", "Content-Type": "application/octet-stream"}


def block(at: float, count: int = 2, lon: float = 117.1855) -> bytes:
    index = np.arange(count, dtype=np.int32)
    lons = np.full(count, round(lon * DEGREE), np.int32)
    lats = np.full(count, round(34.2733 * DEGREE), np.int32)
    zero, state = np.zeros(count, np.uint16), np.ones(count, np.uint8)
    return encode_positions(PositionBlock(at, index, lons, lats, zero, zero, zero, state))


@pytest.mark.asyncio
async def test_a_block_moves_those_on_duty_and_nobody_else(tmp_path: Path) -> None:
    async with opened_doors(tmp_path) as doors:
        answer = await doors.http.post("/intake/positions", data=block(now(), 3), headers=BINARY)
        assert (answer.status, await answer.json()) == (200, {"accepted": 2, "refused": 1})  # w3 is off duty
        assert seen(doors, "w2") == pytest.approx((117.1855, 34.2733), abs=1e-6)
        assert seen(doors, "w3") is None


@pytest.mark.asyncio
async def test_blocks_that_cannot_be(tmp_path: Path) -> None:
    async with opened_doors(tmp_path) as doors:
        good = block(now())
        phone = {**BINARY, "Authorization": "Bearer phone"}
        text = {**BINARY, "Content-Type": "text/plain"}
        for body, headers, status, code in (
            (good[:-1], BINARY, 400, "malformed"),
            (b"", BINARY, 400, "malformed"),
            (b"XPOS" + good[4:], BINARY, 400, "malformed"),
            (block(now() + 3600), BINARY, 422, "future_fix"),
            (block(now() - 90_000), BINARY, 422, "too_old"),
            (io.BytesIO(b"\0" * 5_000_000), BINARY, 413, "too_large"),
            (good, phone, 403, "wrong_channel"),
            (good, {"Content-Type": "application/octet-stream"}, 401, "unauthorised"),
            (good, text, 415, "content_type"),
        ):
            answer = await doors.http.post("/intake/positions", data=body, headers=headers)
            assert (answer.status, (await answer.json())["code"]) == (status, code)
        assert seen(doors, "w1") is None


@pytest.mark.asyncio
async def test_two_hundred_thousand_positions_a_second_are_not_far(tmp_path: Path) -> None:
    """No time is asserted: only that a block of every index a fleet may have is taken and counted whole."""
    async with opened_doors(tmp_path) as doors:
        count, start = 15_000, time.perf_counter()
        answer = await doors.http.post("/intake/positions", data=block(now(), count), headers=BINARY)
        assert await answer.json() == {"accepted": 2, "refused": count - 2}
        assert time.perf_counter() > start


@tried(300)
@given(st.data())
def test_no_bytes_get_past_the_decoder_without_being_a_block(data: st.DataObject) -> None:
    frame = bytearray(block(1.7e9))
    for _ in range(data.draw(st.integers(1, 8))):
        frame[data.draw(st.integers(0, len(frame) - 1))] = data.draw(st.integers(0, 255))
    cut = bytes(frame[: data.draw(st.integers(0, len(frame)))])
    for candidate in (bytes(frame), cut):
        try:
            taken = decode_positions(candidate)
        except Refusal as refusal:
            assert refusal.code == "malformed"
        else:
            assert len(candidate) == len(encode_positions(taken))
