"""What a frame from the backend is: text by its ``kind``, binary by its first bytes."""

from __future__ import annotations

import msgspec

from domain import city, frames, positions
from domain.codec import decode_from_backend
from domain.messages import FromBackend
from domain.positions import PositionBlock
from domain.refusal import Refusal


class CityPack(msgspec.Struct, frozen=True):
    """A city as it travels: the bytes ``domain.city.unpack_city`` reads."""

    content: bytes


class Photo(msgspec.Struct, frozen=True):
    """A photo that was asked for."""

    key: str
    content: bytes


Incoming = FromBackend | PositionBlock | CityPack | Photo


def decode_frame(frame: str | bytes) -> Incoming:
    """The message in a frame. Raises Refusal ``malformed``."""
    if isinstance(frame, str):
        return decode_from_backend(frame)
    if frame.startswith(positions.MAGIC):
        return positions.decode_positions(frame)
    if frame.startswith(frames.MAGIC):
        return Photo(*frames.decode_blob(frame))
    if frame.startswith(city.MAGIC):
        return CityPack(frame)
    raise Refusal("malformed", f"A binary frame that starts with {frame[:6]!r} is not known.")
