"""A past moment as a backend hands it out: the picture as it was, and where everybody was then.

::

    4 bytes  length of the snapshot, little-endian
    snapshot (JSON, ``domain.messages.Snapshot``; its clock shows the moment)
    a position block (``domain.positions``)
"""

from __future__ import annotations

import struct

import msgspec

from domain.messages import Snapshot
from domain.positions import PositionBlock, decode_positions, encode_positions
from domain.refusal import Refusal

_LENGTH = struct.Struct("<I")
_encoder = msgspec.json.Encoder()
_decoder: msgspec.json.Decoder[Snapshot] = msgspec.json.Decoder(Snapshot)


def encode_past(snapshot: Snapshot, block: PositionBlock) -> bytes:
    """The bytes of a past moment."""
    text = _encoder.encode(snapshot)
    return _LENGTH.pack(len(text)) + text + encode_positions(block)


def decode_past(content: bytes) -> tuple[Snapshot, PositionBlock]:
    """Raises Refusal ``malformed``."""
    if len(content) < _LENGTH.size:
        raise Refusal("malformed", "This is no past moment: it is shorter than its header.")
    end = _LENGTH.size + _LENGTH.unpack_from(content)[0]
    if len(content) < end:
        raise Refusal("malformed", "A past moment is cut off.")
    try:
        return _decoder.decode(content[_LENGTH.size : end]), decode_positions(content[end:])
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise Refusal("malformed", f"This is no past moment: {error}.") from error
