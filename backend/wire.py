"""WebSocket frames of the server's side (RFC 6455), made once and written to many sockets."""

from __future__ import annotations

import struct

_TEXT = 0x81
_BINARY = 0x82


def text_frame(payload: bytes) -> bytes:
    """A whole text message; ``payload`` is UTF-8."""
    return _header(_TEXT, len(payload)) + payload


def binary_frame(payload: bytes) -> bytes:
    """A whole binary message."""
    return _header(_BINARY, len(payload)) + payload


def _header(first: int, length: int) -> bytes:
    if length < 126:
        return bytes((first, length))
    if length < 65536:
        return struct.pack("!BBH", first, 126, length)
    return struct.pack("!BBQ", first, 127, length)
