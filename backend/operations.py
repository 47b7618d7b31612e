"""What an operator sees: liveness, readiness, counters in Prometheus' text format."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from aiohttp import web
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

_ACK_BUCKETS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5)
_BATCH_BUCKETS = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512)


class Metrics:
    """The counters of one backend, in a registry of its own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        prefix = "grid_command"

        def counter(name: str, text: str, *labels: str) -> Counter:
            return Counter(f"{prefix}_{name}", text, labels, registry=self.registry)

        def gauge(name: str, text: str) -> Gauge:
            return Gauge(f"{prefix}_{name}", text, registry=self.registry)

        self.refused = counter("refused", "Requests, messages and commands refused", "door", "code")
        self.intake = counter("intake", "What came in over HTTP", "door", "what")
        self.commands = counter("commands", "Commands accepted")
        self.changes = counter("changes", "Journal entries written")
        self.commits_failed = counter("commits_failed", "Transactions the database did not take")
        self.ack_seconds = Histogram(
            f"{prefix}_ack_seconds", "From arrival of a job to its commit", buckets=_ACK_BUCKETS, registry=self.registry
        )
        self.batch_size = Histogram(
            f"{prefix}_commit_jobs", "Jobs in one commit", buckets=_BATCH_BUCKETS, registry=self.registry
        )
        self.positions = counter("positions", "Position fixes by what became of them", "what")
        self.desk_frames = counter("desk_frames", "Frames handed to desks", "kind")
        self.positions_skipped = counter("position_frames_skipped", "Position frames a slow desk did not get")
        self.router = counter("router", "What came of questions to a road engine outside", "question", "what")
        self.goodbyes = counter("goodbyes", "Desks cut off", "code")
        self.desks = gauge("desks", "Desks signed in")
        self.seq = gauge("seq", "Newest journal entry")
        self.city_time = gauge("city_time_seconds", "City time, seconds since 1970")
        self.open_incidents = gauge("open_incidents", "Open incidents")
        self.closed_roads = gauge("closed_roads", "Roads that are closed")
        self.on_duty = gauge("workers_on_duty", "Workers on duty")

    def text(self) -> bytes:
        return generate_latest(self.registry)


class Health(msgspec.Struct, frozen=True):
    """The answer to ``/health`` and ``/ready``."""

    status: str
    city: str
    epoch: str
    seq: int
    city_time: float
    desks: int
    #: Why it is not ready, empty when it is.
    reason: str = ""


def routes(metrics: Metrics, health: Callable[[], Health], measure: Callable[[], None]) -> list[web.RouteDef]:
    """``/health`` (200 while the process answers), ``/ready`` (503 when commands could not be kept) and ``/metrics``.

    ``measure`` is called to bring the gauges up to date before they are read."""

    async def on_health(_: web.Request) -> web.Response:
        return web.Response(body=msgspec.json.encode(health()), content_type="application/json")

    async def on_ready(_: web.Request) -> web.Response:
        state = health()
        status = 200 if state.status == "ok" else 503
        return web.Response(body=msgspec.json.encode(state), status=status, content_type="application/json")

    async def on_metrics(_: web.Request) -> web.Response:
        measure()
        return web.Response(body=metrics.text(), headers={"Content-Type": CONTENT_TYPE_LATEST})

    return [web.get("/health", on_health), web.get("/ready", on_ready), web.get("/metrics", on_metrics)]
