"""One desk's socket: what waits for it, how much of that is too much, and how it is cut off."""

from __future__ import annotations

import asyncio
import time
from collections import deque

import msgspec

from backend.wire import text_frame
from domain.messages import FromBackend, Goodbye
from domain.orders import Actor

_encode = msgspec.json.Encoder().encode

#: Bytes handed to the socket ahead of what it has taken; the rest waits here where it can be counted.
AHEAD = 256 * 1024
#: Real seconds a desk has to take its Goodbye.
GRACE = 2.0


class LinkLimits(msgspec.Struct, frozen=True):
    """How far behind a desk may fall."""

    frames: int = 5000
    bytes: int = 16 * 1024 * 1024


class DeskLink:
    """A signed-in desk. Everything here runs on the event loop and returns at once."""

    def __init__(
        self, transport: asyncio.Transport, actor: Actor, desk: str, masks: bool, limits: LinkLimits, slot: int
    ) -> None:
        self.actor = actor
        self.desk = desk
        #: Whether reporters are masked for this desk.
        self.masks = masks
        #: In which of the slots of a second it gets its position frame.
        self.slot = slot
        #: How much of the positions it has seen (``PositionStore.mark``).
        self.mark = 0
        self.heard_at = time.monotonic()
        #: Why it was cut, empty while it is live.
        self.ended = ""
        self._transport = transport
        self._limits = limits
        self._backlog: deque[bytes] = deque()
        self._backlog_bytes = 0

    @property
    def is_behind(self) -> bool:
        """Whether anything waits for it beyond what the socket holds."""
        return bool(self._backlog)

    def send(self, frame: bytes) -> bool:
        """Hand over a frame that must not be lost. False when the desk has fallen too far behind: cut it."""
        if self.ended:
            return True
        if not self._backlog and self._has_room():
            self._transport.write(frame)
            return True
        self._backlog.append(frame)
        self._backlog_bytes += len(frame)
        return len(self._backlog) <= self._limits.frames and self._backlog_bytes <= self._limits.bytes

    def send_message(self, message: FromBackend) -> bool:
        """Hand over a message for this desk alone."""
        return self.send(text_frame(_encode(message)))

    def send_if_idle(self, frame: bytes) -> bool:
        """Hand over a frame that the next one replaces, unless the desk is busy with earlier ones."""
        if self.ended or self._backlog or not self._has_room():
            return False
        self._transport.write(frame)
        return True

    def flush(self) -> None:
        """Hand over what waits, as far as the socket takes it."""
        while self._backlog and not self.ended and self._has_room():
            frame = self._backlog.popleft()
            self._backlog_bytes -= len(frame)
            self._transport.write(frame)

    def cut(self, goodbye: Goodbye) -> None:
        """Say why, and close: politely within the grace, then for good. What waits is dropped; the desk gets it from
        the journal when it comes back."""
        if self.ended:
            return
        self.ended = goodbye.code
        self._backlog.clear()
        self._backlog_bytes = 0
        if not self._transport.is_closing():
            self._transport.write(text_frame(_encode(goodbye)))
            asyncio.get_running_loop().call_later(GRACE, self._transport.abort)

    def _has_room(self) -> bool:
        return self._transport.get_write_buffer_size() < AHEAD and not self._transport.is_closing()
