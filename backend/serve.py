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
from collections.abc import Callable
from pathlib import Path

import msgspec
import structlog
import uvloop
from aiohttp import web

from backend import cityfile, field, operations
from backend.accounts import Accounts
from backend.channels import Channel, Channels
from backend.clock import WAITS, CityClock
from backend.data_folder import NOTE, DataFolder, Note
from backend.door import Door, DoorSettings
from backend.fleet_process import FleetProcess
from backend.gateway import Gateway, GatewaySettings
from backend.intake import cap, open311, osmand, owntracks, positions
from backend.office import Office
from backend.operations import Health, Metrics
from backend.photos import Photos
from backend.store.location import set_aside, url_of
from backend.store.people import People
from backend.store.problem import StoreProblem
from backend.store.store import Store
from domain.city import City
from domain.refusal import Refusal

#: Every door but the desks': each module has ``routes(door)``.
INTAKES: tuple[Callable[[Door], list[web.RouteDef]], ...] = (
    osmand.routes,
    owntracks.routes,
    open311.routes,
    positions.routes,
    cap.routes,
    field.routes,
)

#: Less free disk than this is trouble that operations must hear of before commands fail, bytes.
LOW_DISK = 200 * 1024 * 1024
#: A wall clock before this cannot be right (seconds since 1970): this program did not exist.
_NOT_BEFORE = 1_760_000_000.0


class ServeOptions(msgspec.Struct, frozen=True):
    """What ``serve`` was asked for; see ``docs/operations.md``."""

    data: Path
    city: str = "gulou"
    host: str = "127.0.0.1"
    port: int = 0
    database: str | None = None
    simulate: float = 0.0
    seed: int = 1
    exit_after: float | None = None
    progress: bool = False
    with_parent: bool = False
    set_aside: bool = False
    restored: bool = False
    program: str = "grid-command"
    #: Largest number of desks, and of orders a second from one desk.
    gateway: GatewaySettings = GatewaySettings()


def serve(options: ServeOptions) -> int:
    """Run until told to stop. Exit code 0 after a clean stop, 2 when it could not start (one sentence on stderr)."""
    # A short switch interval keeps answers on the loop quick while the writer's thread computes.
    sys.setswitchinterval(0.0005)
    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            return runner.run(_serve(options))
    except (Refusal, StoreProblem, cityfile.ProfileError) as problem:
        print(getattr(problem, "sentence", str(problem)), file=sys.stderr)
        return 2


async def _serve(options: ServeOptions) -> int:
    with DataFolder(options.data / _folder_name(options.city)) as folder:
        city, pack, digest = _city(options, folder.path)
        store = _store(options, folder.path, city)
        try:
            return await _run(options, folder, store, city, pack, digest)
        finally:
            store.close()


async def _run(
    options: ServeOptions, folder: DataFolder, store: Store, city: City, pack: bytes, digest: str
) -> int:
    log = structlog.stdlib.get_logger("backend.serve")
    facts = store.facts()
    clock = CityClock(options.simulate, float(facts["city_time"]) if facts["city_time"] else None)
    _look_at_clock(clock, log)
    metrics, people, tokens = Metrics(), People(store), folder.tokens()
    photos = Photos(folder.path / "photos")
    channels = Channels(people.channels)
    channels.admit(tokens.fleet, Channel("fleet", "fleet", "模拟队伍 Simulated fleet"))
    office = Office(city, store, clock, metrics)
    gateway = Gateway(
        office, Accounts(people.account, tokens.desk), photos, metrics, options.program, pack, digest, options.gateway
    )
    door = Door(office, clock, channels, photos, DoorSettings(), metrics)
    app = web.Application(middlewares=[door.middleware], client_max_size=door.settings.largest_body)
    app.add_routes(gateway.routes())
    for routes in INTAKES:
        app.add_routes(routes(door))
    app.add_routes(
        operations.routes(
            metrics,
            lambda: _health(office, gateway, folder.path),
            lambda: _measure(metrics, office, gateway),
        )
    )
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=3.0)
    fleet = FleetProcess(folder.path / NOTE, options.seed, options.simulate)
    stopping = _stop_signals(options)
    await office.start()
    try:
        await runner.setup()
        host, port = await _listen(runner, options)
        gateway.start()
        http = f"http://{host}:{port}"
        note = Note(
            f"ws://{host}:{port}/ws", http, tokens.desk, tokens.fleet, os.getpid(), store.epoch, city.code,
            clock.rate, options.seed,
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
        await fleet.stop()
        await gateway.stop()
        await runner.cleanup()
        await office.stop()
        folder.remove_note()
    return 0


def _folder_name(city: str) -> str:
    return Path(city).stem if city.endswith(".toml") else city


def _city(options: ServeOptions, path: Path) -> tuple[City, bytes, str]:
    """The city that ships under this name or lies in this file, or one that ``load`` made in the data folder."""
    if not options.city.endswith(".toml") and options.city not in cityfile.profiles():
        with contextlib.suppress(FileNotFoundError):
            return cityfile.read_pack(path)
    profile = cityfile.load_profile(options.city)

    def progress(share: float, zh: str, en: str) -> None:
        if options.progress:
            line = msgspec.json.encode({"progress": round(share, 3), "zh": zh, "en": en}).decode()
            print(line, file=sys.stderr, flush=True)

    try:
        return cityfile.open_city(path, profile, options.seed, progress)
    except OSError as error:
        raise Refusal(
            "folder_unusable", f"The city was not kept in {path} ({error.strerror}); free disk space or choose --data."
        ) from error


def _store(options: ServeOptions, path: Path, city: City) -> Store:
    url = url_of(path, options.database)
    if options.set_aside:
        kept = set_aside(url)
        said = f"The old database is kept as {kept}." if kept else "There was no database to set aside."
        print(said, file=sys.stderr)
    store = Store.open(url, city.code)
    if options.restored:
        store.new_epoch()
    return store


def _look_at_clock(clock: CityClock, log: structlog.stdlib.BoundLogger) -> None:
    if clock.wall() < _NOT_BEFORE:
        log.warning("wall clock is wrong", shows=clock.wall(), do="set this machine's clock, then restart the backend")
    elif clock.rate == 1.0 and clock.ahead > WAITS:
        log.warning(
            "city time is ahead of the wall clock",
            seconds=round(clock.ahead),
            why="this city ran simulated or the wall clock was set back; city time never goes back",
            do="check this machine's clock; a simulated city goes back to real time only with an empty database",
        )


async def _listen(runner: web.AppRunner, options: ServeOptions) -> tuple[str, int]:
    """Open the port. Raises Refusal ``port_in_use`` or ``cannot_listen``."""
    site = web.TCPSite(runner, options.host, options.port)
    try:
        await site.start()
    except OSError as error:
        where = f"{options.host}:{options.port}"
        if error.errno == errno.EADDRINUSE:
            raise Refusal(
                "port_in_use", f"{where} is in use by another program; choose another --port, or 0 for a free one."
            ) from error
        raise Refusal(
            "cannot_listen", f"The backend cannot listen on {where} ({error.strerror}); choose other --host or --port."
        ) from error
    address = runner.addresses[0]
    return (f"[{address[0]}]" if ":" in address[0] else address[0]), address[1]


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


def _health(office: Office, gateway: Gateway, path: Path) -> Health:
    disk = os.statvfs(path)
    reason = office.trouble
    if not reason and disk.f_bavail * disk.f_frsize < LOW_DISK:
        reason = "The disk is nearly full; free space before commands can no longer be kept."
    return Health(
        "trouble" if reason else "ok",
        office.city.code,
        office.picture.epoch,
        office.seq,
        office.clock.now(),
        len(gateway.links),
        reason,
    )


def _measure(metrics: Metrics, office: Office, gateway: Gateway) -> None:
    metrics.desks.set(len(gateway.links))
    metrics.seq.set(office.seq)
    metrics.city_time.set(office.clock.now())
    metrics.open_incidents.set(len(office.picture.open_incidents()))
    metrics.on_duty.set(sum(1 for worker in office.picture.roster if worker.on_duty))
