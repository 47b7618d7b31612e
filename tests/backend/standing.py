"""A whole backend of the small city on a real port, inside the test's own process."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import msgspec
from aiohttp import web

from backend import operations
from backend.accounts import Accounts
from backend.gateway import Gateway, GatewaySettings
from backend.office import Office
from backend.operations import Health, Metrics
from backend.photos import Photos
from backend.store.people import People
from backend.store.store import Store
from domain.city import digest_of, pack_city
from domain.codec import decode_from_backend, encode
from domain.incident import Incident, Source
from domain.messages import PROTOCOL, FromBackend, FromDesk, Goodbye, Hello, Welcome
from domain.orders import Report
from domain.picture import Picture
from domain.positions import decode_positions
from tests.backend.clocks import Hands
from tests.backend.desk_room import RESIDENT
from tests.domain.small_city import COVER, middle_of, small_city

TOKEN = "the installation's own token"


class Standing(msgspec.Struct):
    """The parts of a standing backend, and where it listens."""

    office: Office
    gateway: Gateway
    people: People
    metrics: Metrics
    photos: Photos
    host: str
    port: int
    http: aiohttp.ClientSession
    pack: bytes

    @property
    def url(self) -> str:
        return f"ws://{self.host}:{self.port}/ws"

    def counted(self, name: str, **labels: str) -> float:
        return self.metrics.registry.get_sample_value(f"grid_command_{name}", labels) or 0.0

    async def desk(self, hello: Hello | None = None) -> Desk:
        """A desk that has said hello and been welcomed."""
        desk = Desk(await self.http.ws_connect(self.url, max_msg_size=0))
        await desk.say(hello or Hello(PROTOCOL, "desk", "", TOKEN))
        welcome = await desk.hear()
        assert isinstance(welcome, Welcome), welcome
        desk.welcome = welcome
        return desk


class Desk:
    """The far end of a link, without any of the client's cleverness."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket
        self.picture = Picture(small_city())
        self.blocks = 0
        self.welcome: Welcome | None = None

    async def say(self, message: FromDesk) -> None:
        await self.socket.send_str(encode(message))

    async def hear(self) -> FromBackend:
        """The next text message; position blocks on the way are applied to the picture and counted."""
        async with asyncio.timeout(20):
            while True:
                message = await self.socket.receive()
                if message.type is aiohttp.WSMsgType.BINARY and message.data[:4] == b"GPOS":
                    self.picture.apply(decode_positions(message.data))
                    self.blocks += 1
                    continue
                assert message.type is aiohttp.WSMsgType.TEXT, message
                return decode_from_backend(message.data)

    async def hear_a(self, *kinds: type) -> FromBackend:
        """The next message of some kinds."""
        while True:
            message = await self.hear()
            if isinstance(message, kinds):
                return message

    async def goodbye(self) -> Goodbye:
        """The Goodbye, and the end of the link after it."""
        message = await self.hear_a(Goodbye)
        assert isinstance(message, Goodbye)
        async with asyncio.timeout(10):
            while (await self.socket.receive()).type not in (aiohttp.WSMsgType.CLOSED, aiohttp.WSMsgType.CLOSE):
                pass
        return message

    async def leave(self) -> None:
        await self.socket.close()


async def report(backend: Standing, grid: int = 1, **fields: str) -> Incident:
    """A resident's call in the middle of a grid, through the office."""
    lon, lat = middle_of(grid)
    at = backend.office.clock.now()
    text = fields.pop("text", "井盖没了")
    return await backend.office.report(
        Report(Source.HOTLINE, text, lon, lat, at, category=COVER.code, **fields),  # type: ignore[arg-type]
        RESIDENT,
    )


@asynccontextmanager
async def standing(
    folder: Path, settings: GatewaySettings | None = None, hands: Hands | None = None
) -> AsyncIterator[Standing]:
    city = small_city()
    store = Store.open(f"sqlite:///{folder / 'city.sqlite'}", city.code)
    metrics, people = Metrics(), People(store)
    office = Office(city, store, (hands or Hands()).city(), metrics)
    pack = pack_city(city)
    photos = Photos(folder / "photos")
    gateway = Gateway(
        office,
        Accounts(people.account, TOKEN),
        photos,
        metrics,
        "grid-command test",
        pack,
        digest_of(pack),
        settings or GatewaySettings(),
    )
    app = web.Application()
    app.add_routes(gateway.routes())
    app.add_routes(
        operations.routes(metrics, lambda: Health("ok", city.code, store.epoch, office.seq, 0.0, 0), lambda: None)
    )
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await office.start()
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    gateway.start()
    host, port = runner.addresses[0][:2]
    async with aiohttp.ClientSession() as http:
        try:
            yield Standing(office, gateway, people, metrics, photos, host, port, http, pack)
        finally:
            await gateway.stop()
            await runner.cleanup()
            await office.stop()
            store.close()
