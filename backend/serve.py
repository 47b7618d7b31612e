"""``main.py serve``: the backend, put together once, from top to bottom."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import gc
import os
import signal
import sys
import threading
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import structlog
import uvloop
from aiohttp import web

from backend import cityfile, cityprofile, field, operations
from backend.accounts import Accounts
from backend.channels import Channel, Channels
from backend.clock import CityClock
from backend.concerns import Concerns
from backend.data_folder import NOTE, DataFolder, Note
from backend.door import Door, DoorSettings
from backend.fleet_process import FleetProcess
from backend.gateway import Gateway, GatewaySettings
from backend.intake import cap, open311, osmand, owntracks, positions
from backend.office import Office
from backend.operations import Health, Metrics
from backend.past import Past
from backend.photos import Photos
from backend.store.location import set_aside, url_of
from backend.store.people import People
from backend.store.store import Store
from domain.city import City
from domain.refusal import Refusal
from domain.trouble import Trouble, with_folder

if TYPE_CHECKING:
    from backend.routers.outside import Outside

#: Every door but the desks': each module has ``routes(door)``.
INTAKES: tuple[Callable[[Door], list[web.RouteDef]], ...] = (
    osmand.routes,
    owntracks.routes,
    open311.routes,
    positions.routes,
    cap.routes,
    field.routes,
)


class ServeOptions(msgspec.Struct, frozen=True):
    """What ``serve`` was asked for; see ``docs/operations.md``. ``seed``: None for that of the city that is kept, the
    usual one when none is."""

    data: Path
    city: str = "gulou"
    host: str = "127.0.0.1"
    port: int = 0
    database: str | None = None
    simulate: float = 0.0
    seed: int | None = None
    exit_after: float | None = None
    progress: bool = False
    with_parent: bool = False
    set_aside: bool = False
    restored: bool = False
    program: str = "grid-command"
    #: A road engine outside: ``osrm:URL`` or ``valhalla:URL``; empty: only the built-in one.
    router: str = ""
    #: Largest number of desks, and of orders a second from one desk.
    gateway: GatewaySettings = GatewaySettings()


def serve(options: ServeOptions) -> int:
    """Run until told to stop. Exit code 0 after a clean stop, 2 when it could not start: then standard error says why,
    in one sentence, or (with ``progress``) as one JSON object with ``error`` (a code), ``sentence`` and ``facts``."""
    # A short switch interval keeps answers on the loop quick while the writer's thread computes.
    sys.setswitchinterval(0.0005)
    # A broken head of a part is refused, or the part has no name; the library need not say so for each.
    warnings.filterwarnings("ignore", module="aiohttp.multipart")
    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            return runner.run(_serve(options))
    except Refusal as problem:
        _say(options, _cause(problem))
        return 2


def _say(options: ServeOptions, trouble: Trouble) -> None:
    told: dict[str, object] = {"error": trouble.code, "sentence": trouble.sentence, "facts": trouble.facts}
    print(msgspec.json.encode(told).decode() if options.progress else trouble.sentence, file=sys.stderr, flush=True)


def _cause(problem: Refusal) -> Trouble:
    """Why it did not start: of what could not be kept, the reason."""
    trouble = problem.trouble
    if trouble.code == "not_durable" and "cause" in trouble.facts:
        return msgspec.structs.replace(trouble, code=trouble.facts["cause"])
    return trouble


async def _serve(options: ServeOptions) -> int:
    metrics = Metrics()
    outside = _outside(options, metrics)  # before a city is prepared in vain
    path = options.data / _folder_name(options.city)
    profile = _profile(options, path)
    with DataFolder(path) as folder:
        city, pack, digest = _city(options, profile, folder.path)
        store = _store(options, folder.path, city)
        try:
            return await _run(options, folder, store, city, pack, digest, metrics, outside)
        finally:
            store.close()


async def _run(
    options: ServeOptions, folder: DataFolder, store: Store, city: City, pack: bytes, digest: str, metrics: Metrics,
    outside: Outside | None,
) -> int:  # fmt: skip
    log = structlog.stdlib.get_logger("backend.serve")
    facts = store.facts()
    clock = CityClock(options.simulate, float(facts["city_time"]) if facts["city_time"] else None)
    people, tokens = People(store), folder.tokens()
    photos = _photos(folder.path)
    channels = Channels(people.channels)
    channels.admit(tokens.fleet, Channel("fleet", "fleet", "模拟队伍 Simulated fleet"))
    office = Office(city, store, clock, metrics, outside)
    concerns = Concerns(office, folder.path)
    accounts = Accounts(people.account, tokens.desk)
    gateway = Gateway(
        office, accounts, photos, metrics, options.program, pack, digest,
        options.gateway, concerns,
    )  # fmt: skip
    door = Door(office, clock, channels, photos, DoorSettings(), metrics)
    app = web.Application(middlewares=[door.middleware], client_max_size=door.settings.largest_body)
    app.add_routes(gateway.routes())
    app.add_routes(Past(office, accounts).routes())
    for routes in INTAKES:
        app.add_routes(routes(door))
    app.add_routes(
        operations.routes(
            metrics,
            lambda: _health(office, gateway, concerns),
            lambda: _measure(metrics, office, gateway),
        )
    )
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=3.0)
    seed = city.seed if options.seed is None else options.seed
    fleet = FleetProcess(folder.path / NOTE, seed, options.simulate)
    stopping = _stop_signals(options)
    concerns()  # a wrong clock is in the log from the start
    await office.start()
    try:
        await runner.setup()
        host, port = await _listen(runner, options)
        gateway.start()
        http = f"http://{host}:{port}"
        note = Note(
            f"ws://{host}:{port}/ws", http, tokens.desk, tokens.fleet, os.getpid(), store.epoch, city.code,
            clock.rate, seed,
        )  # fmt: skip
        folder.leave_note(note)
        if options.simulate > 0:
            fleet.start()
        print(f"listening on {note.url}", flush=True)
        log.info("serving", url=note.url, city=city.code, seq=office.seq, database=store.name, rate=clock.rate)
        gc.freeze()
        await stopping
        log.info("stopping")
    finally:
        office.let_go()
        await fleet.stop()
        await gateway.stop()
        await runner.cleanup()
        await office.stop()
        folder.remove_note()
    return 0


def _folder_name(city: str) -> str:
    return Path(city).stem if city.endswith(".toml") else city


def _profile(options: ServeOptions, path: Path) -> cityprofile.Profile | None:
    """Of the city that ships under this name or lies in this file; None for one that ``load`` made in the data folder.
    Raises ProfileError, and leaves no folder behind for a city nobody knows."""
    if not options.city.endswith(".toml") and options.city not in cityprofile.profiles():
        try:
            (path / cityfile.PACK).stat()
            return None
        except FileNotFoundError:
            pass
        except OSError as error:
            raise Refusal.of(with_folder(path, error)) from error
    return cityprofile.load_profile(options.city)


def _city(options: ServeOptions, profile: cityprofile.Profile | None, path: Path) -> tuple[City, bytes, str]:
    def progress(share: float, zh: str, en: str) -> None:
        if options.progress:
            line = msgspec.json.encode({"progress": round(share, 3), "zh": zh, "en": en}).decode()
            print(line, file=sys.stderr, flush=True)

    try:
        if profile is None:
            return cityfile.read_pack(path)
        return cityfile.open_city(path, profile, options.seed, progress)
    except OSError as error:
        raise Refusal.of(with_folder(path, error)) from error


def _photos(path: Path) -> Photos:
    try:
        return Photos(path / "photos")
    except OSError as error:
        raise Refusal.of(with_folder(path / "photos", error)) from error


def _store(options: ServeOptions, path: Path, city: City) -> Store:
    url = url_of(path, options.database)
    if options.set_aside:
        try:
            kept = set_aside(url)
        except OSError as error:
            raise Refusal.of(with_folder(path, error)) from error
        said = f"The old database is kept as {kept}." if kept else "There was no database to set aside."
        print(said, file=sys.stderr)
    store = Store.open(url, city.code, city.seed)
    if options.restored:
        store.new_epoch()
    return store


async def _listen(runner: web.AppRunner, options: ServeOptions) -> tuple[str, int]:
    """Open the port. Raises Refusal ``port_in_use`` or ``cannot_listen``."""
    site = web.TCPSite(runner, options.host, options.port)
    try:
        await site.start()
    except OSError as error:
        where = f"{options.host}:{options.port}"
        facts = {"host": options.host, "port": str(options.port), "said": error.strerror or str(error)}
        if error.errno == errno.EADDRINUSE:
            raise Refusal(
                "port_in_use",
                f"{where} is in use by another program; choose another --port, or 0 for a free one.",
                facts=facts,
            ) from error
        raise Refusal(
            "cannot_listen",
            f"The backend cannot listen on {where} ({error.strerror}); choose other --host or --port.",
            facts=facts,
        ) from error
    address = runner.addresses[0]
    return (f"[{address[0]}]" if ":" in address[0] else address[0]), address[1]


def _outside(options: ServeOptions, metrics: Metrics) -> Outside | None:
    """The road engine outside, where one was named. Raises Refusal ``bad_router``."""
    if not options.router:
        return None
    from backend.routers.outside import Outside

    return Outside.at(options.router, metrics)


def _stop_signals(options: ServeOptions) -> asyncio.Future[None]:
    """Done when the backend shall stop: by signal, by the clock, or because its parent is gone."""
    loop = asyncio.get_running_loop()
    stopping: asyncio.Future[None] = loop.create_future()

    def stop() -> None:
        if not stopping.done():
            stopping.set_result(None)

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop)
    if options.exit_after is not None:
        loop.call_later(options.exit_after, stop)
    if options.with_parent:

        def watch() -> None:
            while os.read(0, 4096):
                pass
            with contextlib.suppress(RuntimeError):  # the loop may be closed already
                loop.call_soon_threadsafe(stop)

        threading.Thread(target=watch, name="parent", daemon=True).start()
    return stopping


def _health(office: Office, gateway: Gateway, concerns: Concerns) -> Health:
    trouble = concerns.durability()
    return Health(
        "trouble" if trouble else "ok",
        office.city.code,
        office.picture.epoch,
        office.seq,
        office.clock.now(),
        len(gateway.links),
        trouble.sentence if trouble else "",
    )


def _measure(metrics: Metrics, office: Office, gateway: Gateway) -> None:
    metrics.desks.set(len(gateway.links))
    metrics.seq.set(office.seq)
    metrics.city_time.set(office.clock.now())
    metrics.open_incidents.set(len(office.picture.open_incidents()))
    metrics.closed_roads.set(len(office.picture.closures))
    metrics.on_duty.set(sum(1 for worker in office.picture.roster if worker.on_duty))
