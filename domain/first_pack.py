"""City packs of the first format (``GCTY1``), read so that nothing that was loaded into such a city is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from domain.cameras import Camera

MAGIC = b"GCTY1\n"


class _FirstCameras(msgspec.Struct):
    """All that was written otherwise: cameras one by one."""

    cameras: list[Camera]


def first_cameras(content: bytes) -> list[Camera]:
    """The cameras in the opened content of a pack. Raises msgspec.DecodeError."""
    return msgspec.msgpack.decode(content, type=_FirstCameras).cameras


def without_cameras(content: bytes, empty: Any, plain: Callable[[Any], Any]) -> bytes:
    """The same content with ``empty`` cameras in the present form."""
    table = msgspec.msgpack.decode(content)
    table["cameras"] = empty
    return msgspec.msgpack.encode(table, enc_hook=plain)
