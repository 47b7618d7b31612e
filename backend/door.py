"""What every HTTP intake shares: who is calling, how fast he may, and how a no is said."""

from __future__ import annotations

import base64
import time
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar

import msgspec
import structlog
from aiohttp import web

from backend.channels import Channel, Channels
from backend.clock import CityClock
from backend.operations import Metrics
from backend.photos import Photos
from domain.orders import Actor
from domain.refusal import Refusal

if TYPE_CHECKING:
    from backend.office import Office

T = TypeVar("T")
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

#: HTTP status of a refusal; what is not named here and does not begin with ``unknown_`` is 422.
STATUS = {
    "malformed": 400,
    "unauthorised": 401,
    "wrong_channel": 403,
    "not_allowed": 403,
    "not_yours": 403,
    "out_of_scope": 403,
    "not_found": 404,
    "wrong_method": 405,
    "wrong_stage": 409,
    "stale": 409,
    "too_large": 413,
    "content_type": 415,
    "too_fast": 429,
    "internal": 500,
    "not_durable": 503,
    "stopping": 503,
}


class Pace(msgspec.Struct, frozen=True):
    """How often a channel may call: ``each_second`` on average, ``at_once`` in a burst."""

    each_second: float
    at_once: float


class DoorSettings(msgspec.Struct, frozen=True):
    """Limits of the doors. ``largest_body`` in bytes."""

    largest_body: int = 16 * 1024 * 1024
    paces: dict[str, Pace] = msgspec.field(
        default_factory=lambda: {
            "device": Pace(5, 120),
            "fleet": Pace(5000, 10000),
            "open311": Pace(20, 200),
            "sensor": Pace(50, 500),
            "warning": Pace(2, 20),
            "stranger": Pace(1, 20),
        }
    )


class _Bucket:
    """Tokens of one caller, refilled as time passes."""

    __slots__ = ("at", "left")

    def __init__(self, left: float, at: float) -> None:
        self.left = left
        self.at = at


class Door:
    """The threshold between HTTP and the office. One for the whole backend; adapters get it in ``routes(door)``."""

    def __init__(
        self,
        office: Office,
        clock: CityClock,
        channels: Channels,
        photos: Photos,
        settings: DoorSettings,
        metrics: Metrics,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.office = office
        self.clock = clock
        self.channels = channels
        self.photos = photos
        self.settings = settings
        self.metrics = metrics
        self._monotonic = monotonic
        self._buckets: dict[str, _Bucket] = {}
        self._log = structlog.stdlib.get_logger("backend.door")

    async def channel(self, request: web.Request, *kinds: str, token: str = "") -> Channel:
        """The channel that calls, of one of ``kinds``.

        The token is ``token`` where the adapter found it elsewhere, or ``Authorization: Bearer``, the password of
        basic authorisation, ``X-Api-Key``, ``?token=`` or ``?api_key=``. Raises Refusal ``unauthorised``,
        ``wrong_channel`` or ``too_fast``."""
        channel = self.channels.find(token or token_of(request))
        if channel is None:
            self._pace(f"stranger {request.remote}", "stranger")
            raise Refusal("unauthorised", "Give the token of this device or channel; an administrator makes one.")
        if channel.kind not in kinds:
            raise Refusal("wrong_channel", f"A {channel.kind} token does not open this door.")
        self._pace(channel.id, channel.kind)
        return channel

    def actor(self, channel: Channel) -> Actor:
        """On whose behalf a channel acts: the worker whose phone it is, or the channel itself."""
        if channel.worker:
            worker = self.office.picture.workers.get(channel.worker)
            return Actor("worker", channel.worker, worker.name if worker else channel.name, "worker")
        return Actor("channel", channel.id, channel.name or channel.id, "channel")

    async def body(self, request: web.Request) -> bytes:
        """The whole body. Raises Refusal ``too_large``."""
        try:
            return await request.read()
        except web.HTTPRequestEntityTooLarge as error:
            raise Refusal("too_large", f"A request may have {self.settings.largest_body} bytes.") from error

    async def json(self, request: web.Request, kind: type[T]) -> T:
        """The body as ``kind``. Raises Refusal ``malformed`` with the place of the fault, or ``too_large``."""
        try:
            return msgspec.json.decode(await self.body(request), type=kind)
        except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
            raise Refusal("malformed", f"The body is not what this door takes: {error}.") from error

    def city_time(self, wall: float) -> float:
        """City time of a real moment (seconds since 1970, UTC)."""
        return self.clock.of_wall(wall)

    def count(self, door: str, what: str, n: int = 1) -> None:
        """Count what came in."""
        self.metrics.intake.labels(door, what).inc(n)

    def _pace(self, caller: str, kind: str) -> None:
        pace = self.settings.paces[kind]
        now = self._monotonic()
        bucket = self._buckets.get(caller)
        if bucket is None:
            if len(self._buckets) > 50_000:
                self._forget_quiet(now)
            bucket = self._buckets[caller] = _Bucket(pace.at_once, now)
        bucket.left = min(pace.at_once, bucket.left + (now - bucket.at) * pace.each_second)
        bucket.at = now
        if bucket.left < 1:
            raise Refusal("too_fast", f"Slow down to {pace.each_second:g} requests a second.")
        bucket.left -= 1

    def _forget_quiet(self, now: float) -> None:
        self._buckets = {caller: bucket for caller, bucket in self._buckets.items() if now - bucket.at < 60}

    @web.middleware
    async def middleware(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Every refusal becomes JSON ``{code, sentence}`` with a fitting status, a counter and a log line."""
        try:
            return await handler(request)
        except Refusal as refusal:
            return self._refused(request, refusal)
        except web.HTTPRequestEntityTooLarge:
            limit = self.settings.largest_body
            return self._refused(request, Refusal("too_large", f"A request may have {limit} bytes."))
        except web.HTTPNotFound:
            return self._refused(request, Refusal("not_found", "There is no such address on this backend."))
        except web.HTTPMethodNotAllowed as error:
            allowed = ", ".join(sorted(error.allowed_methods))
            return self._refused(request, Refusal("wrong_method", f"Use {allowed} here."))

    def _refused(self, request: web.Request, refusal: Refusal) -> web.Response:
        # Label with the route's pattern: a raw path would let a caller grow the metrics without bound.
        resource = request.match_info.route.resource
        door = resource.canonical if resource is not None else "nowhere"
        self.metrics.refused.labels(door, refusal.code).inc()
        self._log.info(
            "refused", door=door, method=request.method, remote=request.remote, code=refusal.code, why=refusal.sentence
        )
        answer: dict[str, object] = {"code": refusal.code, "sentence": refusal.sentence}
        if refusal.version is not None:
            answer["version"] = refusal.version
        status = STATUS.get(refusal.code, 404 if refusal.code.startswith("unknown_") else 422)
        headers = {"Retry-After": "1"} if status in (429, 503) else None
        return web.json_response(answer, status=status, headers=headers)


def token_of(request: web.Request) -> str:
    """The token a request carries in one of the usual places, empty when it carries none."""
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return given.strip()
    if scheme.lower() == "basic":
        try:
            return base64.b64decode(given, validate=True).decode().partition(":")[2]
        except ValueError:  # not base64, or not UTF-8 inside
            return ""
    return request.headers.get("X-Api-Key", "") or request.query.get("token", "") or request.query.get("api_key", "")
