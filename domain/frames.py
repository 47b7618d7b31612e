"""Binary frames other than positions: a keyed blob (photo), and a city pack as it is."""

from __future__ import annotations

import struct

from domain.refusal import Refusal

MAGIC = b"GBLB"
_HEADER = struct.Struct("<4sH")


def encode_blob(key: str, content: bytes) -> bytes:
    """One frame: magic, u16 length of the key, the key in UTF-8, the content."""
    name = key.encode()
    return _HEADER.pack(MAGIC, len(name)) + name + content


def decode_blob(frame: bytes) -> tuple[str, bytes]:
    """Key and content. Raises Refusal ``malformed``."""
    if len(frame) < _HEADER.size:
        raise Refusal("malformed", "A blob is shorter than its header.")
    magic, length = _HEADER.unpack_from(frame)
    if magic != MAGIC or len(frame) < _HEADER.size + length:
        raise Refusal("malformed", "This is not a blob.")
    try:
        key = frame[_HEADER.size : _HEADER.size + length].decode()
    except UnicodeDecodeError as error:
        raise Refusal("malformed", "A blob's key is not UTF-8.") from error
    return key, frame[_HEADER.size + length :]
