"""A real backend without its desks: office, database, doors and an HTTP port, in the test's own process."""

from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import msgspec
import numpy as np
from aiohttp import web

from backend import field
from backend.channels import Channel, Channels
from backend.clock import CityClock
from backend.door import Door, DoorSettings, Pace
from backend.intake import cap, open311, osmand, owntracks, positions
from backend.office import Office
from backend.operations import Metrics
from backend.photos import Photos
from backend.store.store import Store
from domain.cameras import no_cameras
from domain.category import Allowance, Category, DeadlineKind, Severity
from domain.city import City, Geography, Landmarks, Rules
from domain.flow_check import read_workflow
from domain.names import Name
from domain.orders import Actor, Order
from domain.refusal import Refusal
from domain.region import Level, Region
from domain.roads import Roads
from domain.shapes import DEGREE, Shapes
from domain.workcalendar import WorkCalendar
from domain.worker import Mode, Role, Worker, WorkerState

ROOT = Path(__file__).parent.parent.parent
WEST, SOUTH, SIDE = 117.18, 34.27, 0.01
DISPATCHER = Actor("user", "li", "李调度", "dispatcher")
TOKENS = {
    "phone": Channel("phone-1", "device", "张三的手机", "w1"),
    "phone2": Channel("phone-2", "device", "李四的手机", "w2"),
    "home": Channel("phone-3", "device", "下班的手机", "w3"),
    "lost": Channel("phone-4", "device", "没人的手机", "nobody"),
    "fleet": Channel("fleet", "fleet", "车队"),
    "app": Channel("app", "open311", "居民平台"),
    "12345": Channel("hotline", "open311", "12345 热线"),
    "eye": Channel("eye", "sensor", "水位计"),
    "warn": Channel("warn", "warning", "气象台"),
}


def two_grids() -> City:
    """A town of two square grids of a kilometre, roads every hundred metres, three workers, three categories."""
    regions = [
        Region("32", "小城区", Level.DISTRICT),
        Region("32001", "东街道", Level.STREET, "32"),
        Region("32001001", "一社区", Level.COMMUNITY, "32001"),
        Region("32001001001", "第一网格", Level.GRID, "32001001", residents=900),
        Region("32001001002", "第二网格", Level.GRID, "32001001", residents=600),
    ]

    def square(left: float, right: float) -> list[list[tuple[float, float]]]:
        return [[(WEST + left * SIDE, SOUTH), (WEST + right * SIDE, SOUTH),
                 (WEST + right * SIDE, SOUTH + SIDE), (WEST + left * SIDE, SOUTH + SIDE)]]  # fmt: skip

    outlines = Shapes.of([square(0, 2), square(0, 2), square(0, 2), square(0, 1), square(1, 2)])
    columns, rows = 21, 11
    nodes = [(WEST + x * SIDE / 10, SOUTH + y * SIDE / 10) for y in range(rows) for x in range(columns)]
    across = [(y * columns + x, y * columns + x + 1) for y in range(rows) for x in range(columns - 1)]
    up = [(y * columns + x, (y + 1) * columns + x) for y in range(rows - 1) for x in range(columns)]
    edges = np.array(across + up, np.int32)
    names = np.array([0] * len(across) + [1] * len(up), np.int32)
    roads = Roads(
        np.rint(np.array(nodes) * DEGREE).astype(np.int32), edges[:, 0], edges[:, 1],
        np.full(len(edges), 4, np.uint8), np.zeros(len(edges), np.uint8), names, ["东西路", "南北路"],
    )  # fmt: skip
    nothing = Landmarks(Shapes.of([]), [])
    day = Allowance(DeadlineKind.URGENT_HOURS, 4)
    cover, rubbish = Name("井盖缺失", "Manhole cover missing"), Name("暴露垃圾", "Rubbish")
    other = Name("其他", "Other")
    categories = [
        Category("P01", cover, Name("部件", "Parts"), Severity.RED, day, words=("井盖",), handling=120),
        Category("E01", rubbish, Name("事件", "Events"), Severity.BLUE, day, small=True, words=("垃圾",)),
        Category("X01", other, other, Severity.YELLOW, day),
    ]
    workers = [
        Worker("w1", 0, "张三", "grid_worker", ("32001001001",), mode=Mode.EBIKE, shift=(0, 1440)),
        Worker("w2", 1, "李四", "grid_worker", ("32001001002",), mode=Mode.FOOT, shift=(0, 1440)),
        Worker("w3", 2, "王五", "grid_worker", ("32001001002",), shift=(0, 0)),
    ]
    flow = read_workflow((ROOT / "resources" / "workflows" / "seven_steps.toml").read_text(encoding="utf-8"))
    calendar = WorkCalendar("Asia/Shanghai", ((480, 720), (840, 1080)), (1, 2, 3, 4, 5))
    rules = Rules(flow, categories, [Role("grid_worker", Name("专职网格员", "Grid worker"))], [], calendar)
    geography = Geography(regions, outlines, roads, nothing, nothing, nothing)
    return City("small", Name("小城", "Small town"), 1, geography, rules, workers, no_cameras(), {})


class Doors(msgspec.Struct):
    """The office behind the doors, their address, and somebody who knocks."""

    office: Office
    door: Door
    url: str
    http: aiohttp.ClientSession
    metrics: Metrics

    def refused(self, code: str) -> float:
        """How often something was refused with a code, at all doors together."""
        return sum(
            sample.value
            for metric in self.metrics.registry.collect()
            for sample in metric.samples
            if sample.name.endswith("refused_total") and sample.labels.get("code") == code
        )

    async def dispatched(self, incident: str, worker: str = "w1", verb: str = "dispatch") -> None:
        """Have the room give an incident to a worker, from how it stands: seen too late it is looked at again."""
        while True:
            version = self.office.picture.incidents[incident].version
            order = Order(f"give-{incident}-{version}", incident, version, verb, worker=worker)
            try:
                await self.office.order(order, DISPATCHER)
                return
            except Refusal as refusal:
                if refusal.code != "stale":
                    raise


@contextlib.asynccontextmanager
async def opened_doors(folder: Path, city: City | None = None, rate: float = 1.0) -> AsyncIterator[Doors]:
    """All doors of a backend on a free port."""
    city = city or two_grids()
    store = Store.open(f"sqlite:///{folder / 'city.sqlite'}", city.code)
    clock, metrics = CityClock(rate), Metrics()
    office = Office(city, store, clock, metrics)
    await office.start()
    channels = Channels(lambda: ())
    for token, channel in TOKENS.items():
        channels.admit(token, channel)
    settings = DoorSettings(paces={kind: Pace(1e6, 1e6) for kind in (*DoorSettings().paces, "warning")})
    door = Door(office, clock, channels, Photos(folder / "photos"), settings, metrics)
    app = web.Application(middlewares=[door.middleware], client_max_size=settings.largest_body)
    for module in (osmand, owntracks, open311, positions, cap, field):
        app.add_routes(module.routes(door))
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1, lingering_time=0.1)
    await runner.setup()
    listener = socket.create_server(("127.0.0.1", 0))
    await web.SockSite(runner, listener).start()
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    try:
        async with aiohttp.ClientSession(url, timeout=aiohttp.ClientTimeout(20)) as http:
            yield Doors(office, door, url, http, metrics)
    finally:
        office.let_go()  # or a phone's open question would hold its door for many seconds more
        await runner.cleanup()
        await office.stop()
        store.close()


def seen(doors: Doors, worker: str) -> tuple[float, float] | None:
    """Where the room sees a worker, degrees."""
    return doors.office.picture.place_of(doors.office.picture.workers[worker])


def now() -> float:
    return time.time()


def on_duty(doors: Doors, worker: str) -> bool:
    return doors.office.picture.workers[worker].state is not WorkerState.OFF_DUTY
