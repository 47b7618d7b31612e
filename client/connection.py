"""The socket pump: frames between one WebSocket and the session until one of them ends it."""

from __future__ import annotations

import asyncio
import ssl
import time
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidStatus, InvalidURI

from client.incoming import Incoming, decode_frame
from client.session import Ending, Reaction, Session
from domain.codec import encode
from domain.messages import FromDesk
from domain.orders import Command, Order, RoadOrder
from domain.refusal import Refusal

#: A city pack is one frame; 75,000 cameras and 90,000 road nodes stay far below.
LARGEST_FRAME = 256 * 1024 * 1024
OPEN_TIMEOUT = 5.0
CLOSE_TIMEOUT = 0.5


class CannotOpen(Exception):
    """No link could be made; ``ending`` says why."""

    def __init__(self, ending: Ending) -> None:
        super().__init__(ending.sentence)
        self.ending = ending


async def open_socket(url: str) -> ClientConnection:
    """A WebSocket to ``url``. Raises CannotOpen."""
    host = urlsplit(url).hostname or ""
    loopback = host in ("localhost", "::1") or host.startswith("127.")
    try:
        # the session has a heartbeat of its own, and position blocks do not compress worth a core
        return await connect(
            url,
            ping_interval=None,
            compression=None,
            max_size=LARGEST_FRAME,
            open_timeout=OPEN_TIMEOUT,
            close_timeout=CLOSE_TIMEOUT,
            proxy=None if loopback else True,
        )
    except InvalidURI as error:
        raise _cannot("bad_url", f"{url} is not a ws:// or wss:// address; correct it.", retry=False) from error
    except InvalidStatus as error:
        status = error.response.status_code
        if status in (401, 403):
            raise _cannot("sign_in", f"{url} refused the sign-in; check user and password.", retry=False) from error
        raise _cannot("unready", f"{url} answered with HTTP {status}, not with a desk's link; trying again.") from error
    except ssl.SSLCertVerificationError as error:
        sentence = f"The certificate of {host} is not trusted ({error.verify_message}); ask its administrator."
        raise _cannot("certificate", sentence, retry=False) from error
    except (InvalidHandshake, EOFError) as error:
        raise _cannot("not_a_backend", f"What answers at {url} is no backend ({error}); trying again.") from error
    except (OSError, TimeoutError) as error:
        raise _cannot("unreachable", f"No backend answers at {url}; trying again.") from error


class Connection:
    """One link. ``take`` gets what the session hands on, ``sent`` each order that went out, ``unreadable`` is told of
    position frames that could not be read (they heal themselves; any other unreadable frame ends the link)."""

    def __init__(
        self,
        socket: ClientConnection,
        session: Session,
        take: Callable[[Incoming], None],
        sent: Callable[[Command], None],
        unreadable: Callable[[], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._socket = socket
        self._session = session
        self._take = take
        self._sent = sent
        self._unreadable = unreadable
        self._clock = clock
        self._outgoing: asyncio.Queue[FromDesk] = asyncio.Queue()
        self._ending: asyncio.Future[Ending] = asyncio.get_running_loop().create_future()

    async def run(self, unanswered: Iterable[Command]) -> Ending:
        """Pumps until the link ends, closes the socket, and says why it ended."""
        self.follow(self._session.opened(self._clock(), unanswered))
        tasks: list[asyncio.Future[Any]] = [
            asyncio.create_task(work) for work in (self._read(), self._write(), self._tick())
        ]
        try:
            await asyncio.wait([self._ending, *tasks], return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            ended = await asyncio.gather(*tasks, return_exceptions=True)
            if self._ending.done() and self._ending.result().code == "silent":
                self._socket.transport.abort()  # nobody is there to shake hands with
            await self._socket.close()
        for fault in ended:
            if isinstance(fault, Exception):
                raise fault
        return self._ending.result()

    def follow(self, reaction: Reaction) -> None:
        """Do what the session decided. Only in the loop's thread."""
        for message in reaction.send:
            self._outgoing.put_nowait(message)
        if reaction.take is not None:
            self._take(reaction.take)
        if reaction.ending is not None:
            self.end(reaction.ending)

    def post(self, message: FromDesk) -> None:
        """Send something the session need not know of. Only in the loop's thread."""
        self._outgoing.put_nowait(message)

    def end(self, ending: Ending) -> None:
        """Close the link; the first reason given stands."""
        if not self._ending.done():
            self._ending.set_result(ending)

    async def _read(self) -> None:
        try:
            async for frame in self._socket:
                try:
                    message = decode_frame(frame)
                except Refusal as refusal:
                    if isinstance(frame, bytes) and frame.startswith(b"GPOS"):
                        self._unreadable()
                        continue
                    self.end(Ending(refusal.code, refusal.sentence))
                    return
                self.follow(self._session.receive(message, self._clock()))
                if self._ending.done():
                    return
        except ConnectionClosed:
            pass
        self.end(_closed_by(self._socket))

    async def _write(self) -> None:
        try:
            while True:
                message = await self._outgoing.get()
                await self._socket.send(encode(message))
                if isinstance(message, Order | RoadOrder):
                    self._sent(message)
        except ConnectionClosed:
            self.end(_closed_by(self._socket))

    async def _tick(self) -> None:
        while not self._ending.done():
            await asyncio.sleep(max(0.01, self._session.next_tick() - self._clock()))
            self.follow(self._session.tick(self._clock()))


def _closed_by(socket: ClientConnection) -> Ending:
    reason = f": {socket.close_reason}" if socket.close_reason else ""
    return Ending("closed", f"The backend closed the link ({socket.close_code}{reason}); trying again.")


def _cannot(code: str, sentence: str, retry: bool = True) -> CannotOpen:
    return CannotOpen(Ending(code, sentence, retry))
