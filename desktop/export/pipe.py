"""What a desk and the process that makes its files say to each other.

The desk writes requests to standard input: four bytes of length (little-endian), a ``Request`` in JSON, then as many
bytes of city pack, header and state as it names. What it is told comes as lines of JSON on standard output (``Told``).
"""

from __future__ import annotations

import struct
from typing import Literal

import msgspec

from desktop.export.order import ExportOrder

LENGTH = struct.Struct("<I")
#: No request says more of itself than this (bytes).
LARGEST_REQUEST = 1 << 20


class Request(msgspec.Struct, frozen=True):
    """``pack``, ``header``, ``state``: lengths of what follows; a pack of length 0 is the one sent before."""

    do: Literal["prepare", "write"]
    order: ExportOrder
    number: int = 0
    pack: int = 0
    header: int = 0
    state: int = 0


class Told(msgspec.Struct, frozen=True, omit_defaults=True):
    """About request ``number``: how far it is (``progress`` 0..1, ``step`` as in ``studio.STEPS``), that it is
    ``ready`` (prepared), ``written`` (bytes) and what of the base map is ``missing`` in it, or why it ``failed`` (both
    sentences)."""

    number: int
    progress: float | None = None
    step: str = ""
    ready: bool = False
    written: int | None = None
    failed: str = ""
    missing: str = ""


def encode_request(request: Request, pack: bytes = b"", header: bytes = b"", state: bytes = b"") -> bytes:
    """A request as it goes through the pipe; lengths are filled in."""
    named = msgspec.structs.replace(request, pack=len(pack), header=len(header), state=len(state))
    head = msgspec.json.encode(named)
    return b"".join((LENGTH.pack(len(head)), head, pack, header, state))
