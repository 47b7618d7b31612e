"""The door of the desks: ``/ws``. Signs them in, brings them up to date, and keeps them so.

Every change is encoded once and the same frame is written to all desks. Positions go out once a second per desk, the
desks spread over twenty slots of that second, so that a change never waits behind two hundred position frames.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections import Counter
from collections.abc import Callable, Sequence

import msgspec
import structlog
from aiohttp import WSMsgType, web

from backend.accounts import Accounts
from backend.catch_up import CatchUp, frame_of
from backend.desk_link import GRACE, DeskLink, LinkLimits
from backend.desk_questions import DeskQuestions
from backend.draft import Committed
from backend.hello import GONE, check_size, gone, hello_from
from backend.judge import Preparation
from backend.office import Office
from backend.operations import Metrics
from backend.photos import Photos
from backend.wire import binary_frame
from domain.access import SEES_REPORTERS
from domain.codec import LARGEST_FROM_DESK, decode_from_desk
from domain.messages import (
    DEAD_AFTER,
    PROTOCOL,
    Accepted,
    Browse,
    Fetch,
    Goodbye,
    Hello,
    Ping,
    Pong,
    Refused,
    Statistics,
    Welcome,
)
from domain.orders import Actor, Command, Order, RoadOrder
from domain.refusal import Refusal
from domain.trouble import Trouble

SLOTS = 20
#: Larger messages than this are not even read; smaller ones that are still too large get a Goodbye.
_LARGEST_READ = 16 * LARGEST_FROM_DESK


class GatewaySettings(msgspec.Struct, frozen=True):
    """Limits of the desks' door. ``handshake``: seconds until the hello must be there; ``orders``: what a desk orders
    beyond this many a second waits (nothing is refused for coming fast); ``at_once``: how many may come in a burst;
    ``accounts``: seconds between two looks at whether those who are signed in may still do what they do."""

    desks: int = 1000
    handshake: float = 5.0
    orders: float = 100.0
    at_once: float = 500.0
    accounts: float = 30.0
    link: LinkLimits = LinkLimits()


class Gateway:
    """All desks of one backend. ``pack`` is the city pack, ``digest`` its name; ``concerns`` what desks are told
    of with every heartbeat."""

    def __init__(
        self,
        office: Office,
        accounts: Accounts,
        photos: Photos,
        metrics: Metrics,
        program: str,
        pack: bytes,
        digest: str,
        settings: GatewaySettings,
        concerns: Callable[[], tuple[Trouble, ...]] = tuple,
    ) -> None:
        self._concerns = concerns
        self.links: set[DeskLink] = set()
        self._office = office
        self._accounts = accounts
        self._metrics = metrics
        self._program = program
        self._digest = digest
        self._settings = settings
        self._catch_up = CatchUp(office)
        self.questions = DeskQuestions(office, photos, pack, digest)
        self._handshakes = 0
        self._tasks: list[asyncio.Task[None]] = []
        self._sockets: dict[DeskLink, web.WebSocketResponse] = {}
        self._log = structlog.stdlib.get_logger("backend.gateway")
        office.subscribe(self.show)

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/ws", self._on_desk)]

    def start(self) -> None:
        """Begin with positions, heartbeats and the watch over accounts."""
        self._tasks = [
            asyncio.create_task(self._send_positions(), name="positions"),
            asyncio.create_task(self._watch_accounts(), name="accounts"),
        ]

    async def stop(self) -> None:
        """Say goodbye to everybody."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, self.questions.stop(), return_exceptions=True)
        goodbye = Goodbye("stopping", "The backend is stopping; the desk comes back by itself when it is there again.")
        await asyncio.gather(*(self._part(link, goodbye) for link in list(self.links)))

    def show(self, committed: Sequence[Committed]) -> None:
        """Send what became durable to every desk."""
        links = list(self.links)
        for masks in {link.masks for link in links}:
            # One run of frames for all: a busy moment costs each desk one write, not one per change.
            frames = b"".join([frame_of(one, masks) for one in committed])
            for link in links:
                if link.masks == masks and not link.send(frames):
                    self._too_slow(link)
        self._metrics.desk_frames.labels("change").inc(len(links) * len(committed))

    # --- one desk ----------------------------------------------------------------------------------------------------

    async def _on_desk(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(
            max_msg_size=_LARGEST_READ, compress=False, timeout=GRACE, autoping=True, autoclose=True
        )
        await socket.prepare(request)
        peer = request.remote or ""
        try:
            link = await self._sign_in(request, socket)
        except Refusal as refusal:
            await self._turn_away(socket, refusal, peer)
            return socket
        except ConnectionError:
            await self._turn_away(socket, gone(), peer)
            return socket
        try:
            await self._listen(socket, link)
        except ConnectionError:
            pass  # it went away before it heard what it was being told
        except Refusal as refusal:
            self._log.warning("desk cut", desk=link.desk, user=link.actor.id, code=refusal.code, why=refusal.sentence)
            self._metrics.refused.labels("/ws", refusal.code).inc()
            await self._part(link, Goodbye(refusal.code, refusal.sentence, retry=False))
        finally:
            self.links.discard(link)
            self._sockets.pop(link, None)
            self._log.info("desk left", desk=link.desk, user=link.actor.id, code=link.ended or GONE)
        return socket

    async def _turn_away(self, socket: web.WebSocketResponse, refusal: Refusal, peer: str) -> None:
        if refusal.code == GONE:
            self._log.info("desk left", peer=peer, code=GONE)
            return
        self._log.warning("desk turned away", peer=peer, code=refusal.code, why=refusal.sentence)
        self._metrics.refused.labels("/ws", refusal.code).inc()
        self._metrics.goodbyes.labels(refusal.code).inc()
        retry = refusal.code in ("full", "silent", "stopping", "not_durable")
        with contextlib.suppress(ConnectionError):
            await socket.send_str(msgspec.json.encode(Goodbye(refusal.code, refusal.sentence, retry)).decode())
        await socket.close()

    async def _sign_in(self, request: web.Request, socket: web.WebSocketResponse) -> DeskLink:
        """Hello, welcome, and what the desk does not know yet. Raises Refusal."""
        if len(self.links) + self._handshakes >= self._settings.desks:
            raise Refusal("full", f"{self._settings.desks} desks are signed in, which is the limit; try again later.")
        self._handshakes += 1
        try:
            hello = await hello_from(socket, self._settings.handshake)
            actor = await self._accounts.sign_in(hello.user, hello.secret)
            return await self._bring_up_to_date(request, socket, hello, actor)
        finally:
            self._handshakes -= 1

    async def _bring_up_to_date(
        self, request: web.Request, socket: web.WebSocketResponse, hello: Hello, actor: Actor
    ) -> DeskLink:
        transport = request.transport
        if transport is None:
            raise gone()
        office = self._office
        masks = actor.role not in SEES_REPORTERS
        missed = await self._catch_up.missed(hello.epoch, hello.seq, masks)
        link = DeskLink(transport, actor, hello.desk, masks, self._settings.link, self._quietest_slot())
        # From here to the end nothing waits: no change can come between what is sent and what will be.
        rest = self._catch_up.since(missed[0], masks) if missed is not None else None
        history = self._catch_up.snapshot(masks) if missed is None or rest is None else missed[1] + rest
        welcome = Welcome(
            PROTOCOL,
            self._program,
            office.picture.epoch,
            office.seq,
            office.city.code,
            self._digest,
            actor.id,
            actor.name,
            actor.role,
            actor.scope,
            office.clock.reading(),
        )
        link.send_message(welcome)
        if history:
            link.send(history)
        self.links.add(link)
        self._sockets[link] = socket
        self._log.info("desk signed in", desk=link.desk, user=actor.id, role=actor.role, bytes=len(history))
        return link

    async def _listen(self, socket: web.WebSocketResponse, link: DeskLink) -> None:
        """Take what the desk says until it leaves. Raises Refusal for what a desk must not say."""
        pace, at_once = self._settings.orders, self._settings.at_once
        left, at = at_once, time.monotonic()
        async for message in socket:
            link.heard_at = time.monotonic()
            if message.type is WSMsgType.ERROR:
                check_size(message.data)
            if message.type is not WSMsgType.TEXT:
                raise Refusal("malformed", "A desk speaks in text messages.")
            said = decode_from_desk(message.data)
            match said:
                case Order() | RoadOrder():
                    left, at = min(at_once, left + (link.heard_at - at) * pace), link.heard_at
                    if left < 1:
                        # Waiting makes the desk wait too, through its socket; refusing would lose an order.
                        await asyncio.sleep((1 - left) / pace)
                    left -= 1
                    await self._order(link, said)
                case Ping():
                    clock = self._office.clock
                    pong = Pong(said.at, clock.reading(), self._office.seq, clock.wall(), self._concerns())
                    link.send_message(pong)
                case Fetch() | Browse() | Statistics():
                    await self.questions.answer(link, said)
                case _:
                    raise Refusal("malformed", "A desk says hello once.")
        check_size(socket.exception())

    async def _order(self, link: DeskLink, order: Command) -> None:
        def answer(answer: Accepted | Refusal) -> None:
            if isinstance(answer, Accepted):
                self._metrics.commands.inc()
                link.send_message(answer)
            else:
                self._metrics.refused.labels("/ws", answer.code).inc()
                self._log.info("refused", desk=link.desk, verb=order.verb, code=answer.code, why=answer.sentence)
                link.send_message(Refused(order.command_id, answer.code, answer.sentence, answer.version))

        office = self._office
        if isinstance(order, RoadOrder):
            await office.give_road_order(order, link.actor, answer)
            return
        incident = office.picture.incidents.get(order.incident)
        prepared = Preparation()
        if incident is not None and office.routing.concerns(order, incident):
            prepared = await office.routing.prepare(order, incident, office.picture, office.clock.now())
        office.submit(order, link.actor, prepared, answer)

    # --- all desks ---------------------------------------------------------------------------------------------------

    def _quietest_slot(self) -> int:
        taken = Counter(link.slot for link in self.links)
        return min(range(SLOTS), key=lambda slot: taken[slot])

    async def _send_positions(self) -> None:
        """Twenty times a second: positions for the desks of the next slot, what waits for desks that were behind, and
        a look at who has fallen silent."""
        loop = asyncio.get_running_loop()
        begun, tick = loop.time(), 0
        while True:
            tick += 1
            wait = begun + tick / SLOTS - loop.time()
            if wait < -1:
                begun, tick = loop.time(), 0  # the machine slept; do not make up for it
            await asyncio.sleep(max(0.0, wait))
            slot = tick % SLOTS
            self._serve_slot(slot)
            if slot == 0:
                self._cut_silent()

    def _serve_slot(self, slot: int) -> None:
        positions = self._office.positions
        frames: dict[int, bytes | None] = {}
        for link in self.links:
            link.flush()
            if link.slot != slot or link.mark == positions.mark:
                continue
            if link.mark not in frames:
                block = positions.frame_since(link.mark)
                frames[link.mark] = None if block is None else binary_frame(block)
            frame = frames[link.mark]
            if frame is None:
                link.mark = positions.mark
            elif link.send_if_idle(frame):
                link.mark = positions.mark
                self._metrics.desk_frames.labels("positions").inc()
            else:
                self._metrics.positions_skipped.inc()

    def _cut_silent(self) -> None:
        now = time.monotonic()
        for link in list(self.links):
            if now - link.heard_at > DEAD_AFTER:
                goodbye = Goodbye("silent", f"Nothing was heard of this desk for {DEAD_AFTER:.0f} s; it may come back.")
                self._cut(link, goodbye)

    def _too_slow(self, link: DeskLink) -> None:
        sentence = "This desk does not take what it is sent; look at its network. It comes back by itself."
        self._cut(link, Goodbye("slow", sentence))

    def _cut(self, link: DeskLink, goodbye: Goodbye) -> None:
        """Cut a desk that does not listen: its Goodbye may never arrive, and nobody waits for that."""
        if not link.ended:
            self.links.discard(link)
            self._metrics.goodbyes.labels(goodbye.code).inc()
            self._log.warning("desk cut", desk=link.desk, user=link.actor.id, code=goodbye.code)
            link.cut(goodbye)

    async def _part(self, link: DeskLink, goodbye: Goodbye) -> None:
        """Say goodbye to a desk that listens, and close in the way of WebSocket."""
        if link.ended:
            return
        self.links.discard(link)
        self._metrics.goodbyes.labels(goodbye.code).inc()
        link.cut(goodbye)
        socket = self._sockets.get(link)
        if socket is not None:
            with contextlib.suppress(ConnectionError, TimeoutError):
                async with asyncio.timeout(GRACE):
                    await socket.close()

    async def _watch_accounts(self) -> None:
        """Whoever lost his account or was given another role signs in anew."""
        while True:
            await asyncio.sleep(self._settings.accounts)
            actors = {link.actor for link in self.links}
            for actor in actors:
                with contextlib.suppress(Refusal):
                    if await self._accounts.still_holds(actor):
                        continue
                    goodbye = Goodbye("sign_in", "This account was changed; sign in again.", retry=False)
                    concerned = [link for link in self.links if link.actor == actor]
                    await asyncio.gather(*(self._part(link, goodbye) for link in concerned))
