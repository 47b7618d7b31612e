from __future__ import annotations

import pytest

from backend.wire import binary_frame, text_frame


@pytest.mark.parametrize(
    ("length", "header"),
    [
        (0, "8100"),
        (125, "817d"),
        (126, "817e007e"),
        (65535, "817effff"),
        (65536, "817f0000000000010000"),
    ],
)
def test_frames_are_those_of_rfc_6455(length: int, header: str) -> None:
    payload = b"x" * length
    assert text_frame(payload) == bytes.fromhex(header) + payload
    assert binary_frame(payload) == bytes.fromhex("82" + header[2:]) + payload
