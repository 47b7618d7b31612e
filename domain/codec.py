"""Text frames to messages and back: the only validation of what comes from outside."""

from __future__ import annotations

from typing import Any

import msgspec

from domain.messages import FromBackend, FromDesk
from domain.orders import Order
from domain.refusal import Refusal

#: A desk never sends more than this in one text frame (bytes).
LARGEST_FROM_DESK = 64 * 1024

_encoder = msgspec.json.Encoder()
_from_desk: msgspec.json.Decoder[Any] = msgspec.json.Decoder(FromDesk)
_from_backend: msgspec.json.Decoder[Any] = msgspec.json.Decoder(FromBackend)


def encode(message: FromDesk | FromBackend | Order) -> str:
    """One text frame."""
    return _encoder.encode(message).decode()


def decode_from_desk(frame: str | bytes) -> FromDesk:
    """A desk's message. Raises Refusal ``too_large`` or ``malformed`` with the place of the fault."""
    # What cannot be UTF-8 stays impossible ("surrogatepass"): it is not JSON, and the decoder says so.
    said = frame if isinstance(frame, bytes) else frame.encode(errors="surrogatepass")
    if len(said) > LARGEST_FROM_DESK:
        raise Refusal("too_large", f"A message may have {LARGEST_FROM_DESK} bytes, this one has {len(said)}; say less.")
    return _decoded(_from_desk, said)  # type: ignore[no-any-return]


def decode_from_backend(frame: str | bytes) -> FromBackend:
    """A backend's message. Raises Refusal ``malformed``."""
    return _decoded(_from_backend, frame)  # type: ignore[no-any-return]


def _decoded(decoder: msgspec.json.Decoder[Any], frame: str | bytes) -> Any:
    try:
        return decoder.decode(frame)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise Refusal("malformed", f"This is not a message of this protocol: {error}.") from error
