"""A desk that costs next to nothing, so that hundreds of them measure the backend and not themselves."""

from __future__ import annotations

import asyncio
import base64
import os
import struct
from collections.abc import Callable
from typing import cast

import msgspec

from domain.codec import encode
from domain.messages import HEARTBEAT, PROTOCOL, FromDesk, Hello, Ping

_encode = msgspec.json.Encoder().encode


class LightDesk(asyncio.Protocol):
    """Signs in, counts what comes, and hands every text payload to ``on_text``."""

    def __init__(self, host: str, token: str, name: str, on_text: Callable[[bytes], None]) -> None:
        self.bytes = self.texts = self.binaries = 0
        self._host = host
        self._hello = Hello(PROTOCOL, name, "", token)
        self._on_text = on_text
        self._rest = b""
        self._skip = 0  # bytes of a binary frame still to come; nobody looks at them
        self._upgraded = False
        self.ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport = cast(asyncio.Transport, transport)
        key = base64.b64encode(os.urandom(16)).decode()
        transport.write(
            f"GET /ws HTTP/1.1\r\nHost: {self._host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
        )

    def data_received(self, data: bytes) -> None:
        self.bytes += len(data)
        if self._skip:
            passed = min(self._skip, len(data))
            self._skip -= passed
            if passed == len(data):
                return
            data = data[passed:]
        data = self._rest + data if self._rest else data
        if not self._upgraded:
            end = data.find(b"\r\n\r\n")
            if end < 0:
                self._rest = data
                return
            self._upgraded = True
            self.say(self._hello)
            data = data[end + 4 :]
        at, size = 0, len(data)
        while size - at >= 2:
            length, head = data[at + 1], 2
            if length == 126:
                if size - at < 4:
                    break
                (length,), head = struct.unpack_from("!H", data, at + 2), 4
            elif length == 127:
                if size - at < 10:
                    break
                (length,), head = struct.unpack_from("!Q", data, at + 2), 10
            if data[at] != 0x81:
                self.binaries += 1
                if size - at < head + length:
                    self._skip = head + length - (size - at)
                    at = size
                    break
            elif size - at < head + length:
                break
            else:
                self.texts += 1
                self._take(data[at + head : at + head + length])
            at += head + length
        self._rest = data[at:]

    def _take(self, text: bytes) -> None:
        if not self.ready.done() and text.startswith(b'{"kind":"snapshot"'):
            self.ready.set_result(None)
            self.beat()
        self._on_text(text)

    def say(self, message: FromDesk) -> None:
        """Send a message, masked with zeros (which leaves it as it is)."""
        assert self.transport is not None
        payload = encode(message).encode()
        length = len(payload)
        header = bytes((0x81, 0x80 | length)) if length < 126 else struct.pack("!BBH", 0x81, 0x80 | 126, length)
        self.transport.write(header + b"\0\0\0\0" + payload)

    def beat(self) -> None:
        """Heartbeat, and the next one in its time."""
        if self.transport is not None and not self.transport.is_closing():
            self.say(Ping(0.0))
            asyncio.get_running_loop().call_later(HEARTBEAT, self.beat)

    def leave(self) -> None:
        if self.transport is not None:
            self.transport.abort()
