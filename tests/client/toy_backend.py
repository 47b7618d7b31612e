"""A small honest backend on a real socket: it speaks the protocol by ``domain.messages`` and keeps a journal in memory.

It does not judge orders by a flow (the real one does): an order on the incident's current version makes the next
version and a timeline entry; sent twice it acts once. What goes wrong with links can be switched on.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable
from typing import Any

import msgspec
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed

from domain.city import City, digest_of, pack_city
from domain.codec import decode_from_desk, encode
from domain.frames import encode_blob
from domain.incident import Incident, TimelineEntry
from domain.messages import (
    PROTOCOL,
    Accepted,
    Change,
    Clock,
    Fetch,
    FromBackend,
    Goodbye,
    Hello,
    IncidentChanged,
    Missing,
    Ping,
    Pong,
    Refused,
    Welcome,
)
from domain.orders import Order
from domain.picture import Picture
from domain.positions import PositionBlock, encode_positions


class ToyBackend:
    """``habit``: ``good``; ``closes`` (accepts and closes); ``hangs`` (accepts, never answers); ``deaf`` (welcomes,
    then neither answers nor closes); ``goodbye``: says ``self.farewell`` to every hello."""

    def __init__(self, city: City, epoch: str = "first", habit: str = "good") -> None:
        self.city = city
        self.pack = pack_city(city)
        self.picture = Picture(city)
        self.picture.epoch = epoch
        self.clock = Clock(1_772_413_200.0, 60.0)
        self.habit = habit
        self.farewell = Goodbye("sign_in", "The password is wrong; try again.", retry=False)
        self.protocol = PROTOCOL
        self.journal: list[Change] = []
        self.answers: dict[str, Accepted] = {}
        self.acted: list[str] = []
        self.orders: list[str] = []
        self.hellos: list[Hello] = []
        self.connections = 0
        self.photos: dict[str, bytes] = {}
        self.refuse: dict[str, str] = {}
        self.mute_answers = False
        self.port = 0
        self._live: set[ServerConnection] = set()
        self._sending: set[asyncio.Task[None]] = set()
        self._loop = asyncio.new_event_loop()
        self._server: Server | None = None
        self._thread = threading.Thread(target=self._run, name="toy-backend")

    @property
    def url(self) -> str:
        return f"ws://127.0.0.1:{self.port}/ws"

    def start(self) -> ToyBackend:
        self._thread.start()
        self.open()
        return self

    def stop(self) -> None:
        self.close()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def open(self) -> None:
        """Listen (again, on the same port)."""
        self._wait(self._open())

    def close(self) -> None:
        """Stop listening and cut every link without a word."""
        self._wait(self._close())

    def do(self, work: Callable[[], Any]) -> Any:
        """Run something in the backend's thread."""

        async def done() -> Any:
            return work()

        return self._wait(done())

    def change(self, incident: Incident, entry: TimelineEntry, command_id: str = "") -> None:
        """A change of the city from elsewhere (backend thread: through ``do``)."""
        change = IncidentChanged(self.picture.seq + 1, incident, entry)
        self.picture.apply(change)
        self.journal.append(change)
        for socket in self._live:
            self._say(socket, change)

    def report(self, incident: Incident) -> None:
        entry = TimelineEntry(incident.id, incident.version, incident.received_at, "report", "channel:toy")
        self.do(lambda: self.change(incident, entry))

    def positions(self, block: PositionBlock) -> None:
        def send() -> None:
            self.picture.apply(block)
            for socket in self._live:
                self._post(socket, encode_positions(block))

        self.do(send)

    def send_raw(self, frame: str | bytes) -> None:
        """A frame to every desk, whatever it is."""
        self.do(lambda: [self._post(socket, frame) for socket in self._live])

    # --- one desk ---

    async def _serve(self, socket: ServerConnection) -> None:
        self.connections += 1
        if self.habit == "closes":
            return
        if self.habit == "hangs":
            await socket.wait_closed()
            return
        try:
            async for frame in socket:
                message = decode_from_desk(frame)
                if isinstance(message, Hello):
                    self._greet(socket, message)
                elif self.habit != "deaf":
                    self._hear(socket, message)
        except ConnectionClosed:
            pass
        finally:
            self._live.discard(socket)

    def _greet(self, socket: ServerConnection, hello: Hello) -> None:
        self.hellos.append(hello)
        if self.habit == "goodbye":
            self._say(socket, self.farewell)
            return
        picture = self.picture
        self._say(
            socket,
            Welcome(
                self.protocol,
                "toy",
                picture.epoch,
                picture.seq,
                self.city.code,
                digest_of(self.pack),
                "wang",
                "王调度",
                "dispatcher",
                "",
                self.clock,
            ),
        )
        if hello.epoch == picture.epoch and hello.seq <= picture.seq:
            for change in self.journal:
                if change.seq > hello.seq:
                    self._say(socket, change)
        else:
            self._say(socket, msgspec.structs.replace(picture.snapshot(), clock=self.clock))
        self._live.add(socket)

    def _hear(self, socket: ServerConnection, message: Order | Ping | Fetch | Hello) -> None:
        match message:
            case Ping():
                self._say(socket, Pong(message.at, self.clock, self.picture.seq))
            case Fetch(what="city"):
                self._post(socket, self.pack)
            case Fetch():
                content = self.photos.get(message.key)
                if content is None:
                    self._say(socket, Missing("photo", message.key))
                else:
                    self._post(socket, encode_blob(message.key, content))
            case Order():
                self.orders.append(message.command_id)
                answer = self._judge(message)
                if not self.mute_answers:
                    self._say(socket, answer)

    def _judge(self, order: Order) -> Accepted | Refused:
        if order.command_id in self.answers:
            return self.answers[order.command_id]
        incident = self.picture.incidents.get(order.incident)
        if order.command_id in self.refuse or incident is None:
            return Refused(order.command_id, self.refuse.get(order.command_id, "unknown_incident"), "No; look again.")
        later = msgspec.structs.replace(incident, version=incident.version + 1)
        entry = TimelineEntry(
            incident.id, later.version, self.clock.time, order.verb, "user:wang", command_id=order.command_id
        )
        self.acted.append(order.command_id)
        self.change(later, entry)
        self.answers[order.command_id] = Accepted(order.command_id, self.picture.seq)
        return self.answers[order.command_id]

    def _say(self, socket: ServerConnection, message: FromBackend) -> None:
        self._post(socket, encode(message))

    def _post(self, socket: ServerConnection, frame: str | bytes) -> None:
        # one task each: asyncio runs them in the order they were made
        task = asyncio.ensure_future(_send(socket, frame))
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)

    # --- its thread ---

    def _run(self) -> None:
        self._loop.run_forever()

    def _wait(self, work: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(20)

    async def _open(self) -> None:
        self._server = await serve(self._serve, "127.0.0.1", self.port, ping_interval=None, compression=None)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _close(self) -> None:
        server, self._server = self._server, None
        if server is not None:
            for socket in list(server.connections):
                socket.transport.abort()
            server.close(close_connections=False)
            await server.wait_closed()
        self._live.clear()


async def _send(socket: ServerConnection, frame: str | bytes) -> None:
    with contextlib.suppress(ConnectionClosed):
        await socket.send(frame)
