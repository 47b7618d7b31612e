"""What a desk says first, and what is too much to say."""

from __future__ import annotations

import asyncio
import contextlib

import msgspec
from aiohttp import WSMsgType, web

from domain.codec import LARGEST_FROM_DESK, decode_from_desk
from domain.messages import PROTOCOL, Hello
from domain.refusal import Refusal

#: A desk that left by itself: nothing to say to it.
GONE = "gone"
_TOO_BIG = 1009


def gone() -> Refusal:
    return Refusal(GONE, "The desk went away while it signed in.")


def check_size(failure: object) -> None:
    """Raises Refusal ``too_large`` when the socket failed because a message had too many bytes to be read at all."""
    if getattr(failure, "code", None) == _TOO_BIG:
        raise Refusal("too_large", f"A message may have {LARGEST_FROM_DESK} bytes.")


async def hello_from(socket: web.WebSocketResponse, patience: float) -> Hello:
    """The hello of a desk that has just connected, within ``patience`` seconds.

    Raises Refusal ``silent too_large gone malformed protocol``."""
    try:
        async with asyncio.timeout(patience):
            message = await socket.receive()
    except TimeoutError as error:
        raise Refusal("silent", "No hello came in time; sign in right after connecting.") from error
    if message.type is WSMsgType.ERROR:
        check_size(message.data)
    if message.type in (WSMsgType.CLOSE, WSMsgType.CLOSING, WSMsgType.CLOSED):
        raise gone()
    if message.type is not WSMsgType.TEXT:
        raise Refusal("malformed", "The first message of a desk is a hello.")
    _check_protocol(message.data)
    hello = decode_from_desk(message.data)
    if not isinstance(hello, Hello):
        raise Refusal("malformed", "The first message of a desk is a hello.")
    return hello


class _Spoken(msgspec.Struct):
    kind: str = ""
    protocol: int | None = None


def _check_protocol(text: str) -> None:
    """A desk of another version is told so even when its hello has other fields than ours. Raises Refusal."""
    if len(text) > LARGEST_FROM_DESK:
        return
    with contextlib.suppress(msgspec.DecodeError, UnicodeError):
        spoken = msgspec.json.decode(text, type=_Spoken)
        if spoken.kind == "hello" and spoken.protocol is not None and spoken.protocol != PROTOCOL:
            older = "the desk" if spoken.protocol < PROTOCOL else "the backend"
            raise Refusal(
                "protocol",
                f"This backend speaks protocol {PROTOCOL}, the desk {spoken.protocol}; update {older}.",
            )
