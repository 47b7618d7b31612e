"""Reads the command line, sets up logging, and calls one function. Nothing else."""

from __future__ import annotations

import argparse
import gc
import logging
import math
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

VERSION = "0.1.0"


def default_data() -> Path:
    """Where an installation keeps everything unless told otherwise: the platform's user data folder."""
    base = os.environ.get("XDG_DATA_HOME") or "~/.local/share"
    return Path(base).expanduser() / "grid-command"


def parser() -> argparse.ArgumentParser:
    """The command line; names are stable (``docs/architecture.md``)."""
    main = argparse.ArgumentParser(prog="main.py", description="Grid Command · 网格指挥台")
    main.add_argument("--version", action="version", version=VERSION)
    commands = main.add_subparsers(dest="command", required=True, metavar="COMMAND", help="desk when none is named")

    common, of_desk = _common("gulou"), _common("")  # a desk: the city that was set, or the usual one

    shown = argparse.ArgumentParser(add_help=False)
    shown.add_argument("--user", default="", metavar="NAME", help="who signs in; the password is asked for")
    shown.add_argument("--lang", choices=["zh", "en"], default="", help="default: as last time, or zh")
    shown.add_argument("--theme", choices=["dark", "light"], default="", help="default: as last time, or dark")
    shown.add_argument("--scale", type=scale, metavar="F", help="size of everything, 0.5 to 4; default: as set")
    shown.add_argument("--exit-after", type=seconds, metavar="SECONDS", help="leave by itself, cleanly")
    shown.add_argument("--shot", type=Path, metavar="FILE.png", help="a picture of the window just before leaving")
    shown.add_argument("--size", type=size, metavar="WxH", help="of the window, in pixels")
    shown.add_argument("--tiles", default="", metavar="FILE|TEMPLATE", help="base map; own: the city's")
    shown.add_argument(
        "--gl", choices=["auto", "on", "off"], default="auto", help="whether a graphics processor draws the map"
    )
    shown.add_argument("--report", type=Path, metavar="FILE.json", help="what it knew just before leaving")

    desk = commands.add_parser("desk", parents=[of_desk, shown], help="the desk; brings its own backend along")
    desk.add_argument("--backend", default="", metavar="URL", help="ws://HOST:PORT/ws of a backend that runs already")
    desk.add_argument("--simulate", type=rate, default=1.0, metavar="RATE", help="0: off, 1: real time, 60: faster")
    desk.add_argument("--seed", type=int, metavar="N", help="same seed, same city, same day; default: as kept, or 1")
    desk.add_argument("--router", default="", metavar="ENGINE", help="of its own backend, as for serve")

    wall = commands.add_parser("wall", parents=[common, shown], help="a wall: the picture, full screen, for a room")
    wall.add_argument("--backend", default="", metavar="URL", help="ws://HOST:PORT/ws; default: of the desk beside it")
    wall.add_argument("--screen", type=int, default=1, metavar="N", help="which screen of this machine, from 1")

    doctor = commands.add_parser("doctor", parents=[common], help="what this machine has, and what is missing")
    doctor.add_argument("--json", action="store_true")
    doctor.add_argument("--tiles", default="", metavar="FILE|TEMPLATE", help="a base map to try")

    serve = commands.add_parser("serve", parents=[common], help="the backend alone")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=port, default=0, help="0: a free one, named in the first line of output")
    serve.add_argument("--database", metavar="URL", help="SQLAlchemy address; default: a SQLite file in --data")
    serve.add_argument("--simulate", type=rate, default=0.0, metavar="RATE", help="0: off, 60: a minute a second")
    serve.add_argument("--seed", type=int, metavar="N", help="same seed, same city, same day; default: as kept, or 1")
    engine = "a road engine that runs: osrm:URL or valhalla:URL; the built-in one stands in when it fails"
    serve.add_argument("--router", default="", metavar="ENGINE", help=engine)
    serve.add_argument("--exit-after", type=seconds, metavar="SECONDS")
    serve.add_argument("--progress", choices=["json"], help="tell on standard error how far preparing the city is")
    serve.add_argument("--with-parent", action="store_true", help="stop when standard input ends")
    serve.add_argument("--set-aside", action="store_true", help="put a damaged database aside and begin anew")
    serve.add_argument("--restored", action="store_true", help="the database is a restored backup: desks load it anew")

    export = commands.add_parser("export", parents=[common], help="the situation as files, without a window")
    export.add_argument("--out", type=Path, action="append", default=[], metavar="FILE", help="again for more files")
    export.add_argument("--backend", default="", metavar="URL", help="ws://HOST:PORT/ws of a backend that runs already")
    export.add_argument("--simulate", type=rate, default=1.0, metavar="RATE", help="of an own backend, as for desk")
    export.add_argument("--seed", type=int, metavar="N", help="of an own backend, as for desk")
    export.add_argument("--user", default="", metavar="NAME", help="who signs in; the password is asked for")
    export.add_argument("--situation", type=Path, metavar="FILE.gcs", help="from this file instead of a backend")
    export.add_argument("--at", default="", metavar="TIME", help="a past moment, ISO 8601")
    export.add_argument("--lang", choices=["zh", "en"], default="zh")
    export.add_argument("--theme", choices=["dark", "light"], default="light")
    export.add_argument("--gl", choices=["auto", "on", "off"], default="auto", help="for files the processor draws")
    export.add_argument("--scale", type=scale, default=1.0, metavar="F", help="size of a picture's letters, 0.5 to 4")
    export.add_argument("--size", type=size, default=(1920, 1080), metavar="WxH", help="of a picture, in pixels")
    export.add_argument("--dpi", type=dpi, default=144, metavar="N", help="a picture's resolution in print, 30 to 1200")
    export.add_argument("--region", action="append", default=[], metavar="CODE", help="only this area; again for more")
    export.add_argument("--extent", type=extent, metavar="W,S,E,N", help="what the map shows, in degrees")
    export.add_argument("--tiles", default="", metavar="FILE|TEMPLATE", help="base map, as for desk; usual: own")
    export.add_argument("--figure", default="", metavar="CODE", help="colours the areas: open, overdue, on_time …")
    export.add_argument("--title", default="", help="instead of the usual title")
    export.add_argument("--without", choices=["people", "details"], action="append", default=[], help="leave out")
    export.add_argument("--progress", choices=["json"], help="tell on standard output how far it is")
    export.add_argument("--worker", action="store_true", help=argparse.SUPPRESS)

    load = commands.add_parser("load", parents=[common], help="real data in: reports, workers, cameras, areas, roads")
    load.add_argument("files", nargs="*", type=Path, metavar="FILE", help="CSV, XLSX, GeoJSON, OSM; or packed")
    load.add_argument(
        "--as", dest="kind", default="",
        choices=["reports", "workers", "cameras", "regions", "roads", "overlays", "police", "emergency", "safety",
                 "party"],
        help="what the files hold, where their content does not say it",
    )  # fmt: skip
    load.add_argument("--map", type=pair, action="append", default=[], metavar="FIELD=COLUMN", help="what a column is")
    load.add_argument("--title", default="", help="the name of a new city on screen")
    load.add_argument("--zone", default="", metavar="ZONE", help="time zone of the city and of times, Asia/Shanghai")
    load.add_argument("--datum", default="", metavar="DATUM", help="of the positions: wgs84 (usual), gcj02 or bd09")
    load.add_argument("--categories", default="", metavar="NAME|FILE", help="a list in resources/categories, or a file")
    load.add_argument("--calendar", default="", metavar="NAME|FILE", help="one of resources/calendars, or a file")
    load.add_argument("--replace", action="store_true", help="cameras and overlay grids instead of those there")
    load.add_argument("--open-within", type=float, default=24.0, metavar="HOURS", help="newest reports that are open")
    load.add_argument("--workers", type=int, default=0, metavar="N", help="people of a new city; 0: the usual number")
    load.add_argument("--seed", type=int, metavar="N", help="same seed and files, same city; default: as kept, or 1")
    load.add_argument("--preview", action="store_true", help="show columns and first rows; keep nothing")
    load.add_argument("--errors", type=Path, metavar="FILE", help="where refused rows go, with the reasons (CSV)")
    load.add_argument("--database", metavar="URL", help="SQLAlchemy address; default: a SQLite file in --data")

    user = commands.add_parser("user", help="accounts and device tokens of a standing backend")
    actions = user.add_subparsers(dest="action", required=True, metavar="ACTION")
    database = argparse.ArgumentParser(add_help=False, parents=[common])
    database.add_argument("--database", metavar="URL")
    add = actions.add_parser("add", parents=[database], help="a new account; asks for the password")
    add.add_argument("name")
    add.add_argument("--role", default="dispatcher")
    add.add_argument("--scope", default="", metavar="REGION", help="limit to one area (a region code)")
    add.add_argument("--title", default="", help="the name shown on screen")
    passwd = actions.add_parser("passwd", parents=[database], help="another password")
    passwd.add_argument("name")
    role = actions.add_parser("role", parents=[database], help="another role")
    role.add_argument("name")
    role.add_argument("role")
    scope = actions.add_parser("scope", parents=[database], help="another area; an empty one is the whole city")
    scope.add_argument("name")
    scope.add_argument("scope")
    remove = actions.add_parser("remove", parents=[database], help="take an account or a channel away")
    remove.add_argument("name")
    actions.add_parser("list", parents=[database], help="all accounts and channels")
    token = actions.add_parser("token", parents=[database], help="a token for a device or a system; shown once")
    token.add_argument("name", help="what the channel is called")
    token.add_argument("--kind", default="device")
    token.add_argument("--worker", default="", help="whose device it is (a worker's id)")
    return main


def _common(city: str) -> argparse.ArgumentParser:
    """What every command understands; ``city`` where none is named."""
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--data", type=Path, default=default_data(), metavar="DIR", help="all this installation keeps")
    common.add_argument("--city", default=city, metavar="NAME|FILE", help="a shipped or loaded city, or a profile")
    common.add_argument("--log", default="INFO", metavar="LEVEL", help="DEBUG, INFO, WARNING or ERROR")
    return common


def size(text: str) -> tuple[int, int]:
    """``WxH`` in pixels."""
    width, _, height = text.lower().partition("x")
    if not (width.isdigit() and height.isdigit() and 200 <= int(width) <= 16384 and 200 <= int(height) <= 16384):
        raise argparse.ArgumentTypeError(f"{text!r} is not a size like 1920x1080 (200 to 16384 each)")
    return int(width), int(height)


def dpi(text: str) -> int:
    """Dots per inch."""
    return int(number(text, 30, 1200, "a resolution from 30 to 1200"))


def extent(text: str) -> tuple[float, float, float, float]:
    """``WEST,SOUTH,EAST,NORTH`` in degrees."""
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        west = south = east = north = math.nan
    if not (-180 <= west < east <= 180 and -85 <= south < north <= 85):
        raise argparse.ArgumentTypeError(f"{text!r} is not WEST,SOUTH,EAST,NORTH in degrees")
    return west, south, east, north


def pair(text: str) -> tuple[str, str]:
    """``FIELD=COLUMN``; ``FIELD=`` when no column is this field."""
    field, sign, column = text.partition("=")
    if not sign or not field.strip():
        raise argparse.ArgumentTypeError(f"{text!r} is not FIELD=COLUMN, like lon=Longitude")
    return field.strip(), column.strip()


def seconds(text: str) -> float:
    """A time of at least a tenth of a second."""
    return number(text, 0.1, 1e7, "a number of seconds from 0.1 up")


def rate(text: str) -> float:
    """How fast city time runs; 0 is off."""
    return number(text, 0.0, 3600.0, "a rate from 0 to 3600")


def port(text: str) -> int:
    """A TCP port; 0 is any free one."""
    if not (text.isdigit() and int(text) <= 65535):
        raise argparse.ArgumentTypeError(f"{text!r} is not a port from 0 to 65535")
    return int(text)


def number(text: str, least: float, most: float, wanted: str) -> float:
    """A number between two; ``wanted`` says what was expected."""
    try:
        given = float(text)
    except ValueError:
        given = math.nan
    if not least <= given <= most:
        raise argparse.ArgumentTypeError(f"{text!r} is not {wanted}")
    return given


def scale(text: str) -> float:
    """A factor from a half to four."""
    return number(text, 0.5, 4, "a factor from 0.5 to 4")


def with_command(arguments: list[str]) -> list[str]:
    """``desk`` is meant where no command is named."""
    named = bool(arguments) and (not arguments[0].startswith("-") or arguments[0] in {"-h", "--help", "--version"})
    return arguments if named else ["desk", *arguments]


def desk(given: argparse.Namespace) -> int:
    """The desk logs plainly: what the backend logs with costs a tenth of a second of its start."""
    logging.basicConfig(level=given.log.upper(), format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    from desktop.cities import first_city
    from desktop.loading import load_quickly
    from desktop.options import DeskOptions, choose_screen
    from desktop.preferences import PreferenceFile

    load_quickly()
    kept = PreferenceFile(given.data).now
    given.city = given.city or first_city(given.data, kept.city)
    given.scale = given.scale or kept.scale / 100
    offscreen = choose_screen(given.scale)  # before Qt is loaded
    from desktop.app import run_desk

    options = DeskOptions(**_of_a_window(given), simulate=given.simulate, seed=given.seed, router=given.router)
    return run_desk(options, Path(__file__).resolve(), VERSION, offscreen)


def wall(given: argparse.Namespace) -> int:
    logging.basicConfig(level=given.log.upper(), format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    from desktop.loading import load_lean
    from desktop.options import DeskOptions, choose_screen

    load_lean()
    given.scale = given.scale or 1.0
    offscreen = choose_screen(given.scale)  # before Qt is loaded
    from desktop.wall_room import run_wall

    return run_wall(DeskOptions(**_of_a_window(given)).settled(), given.screen, VERSION, offscreen)


def _of_a_window(given: argparse.Namespace) -> dict[str, Any]:
    """What desk and wall have in common, as ``desktop.options`` names it."""
    return {
        "city": given.city,
        "data": given.data,
        "backend": given.backend,
        "user": given.user,
        "language": given.lang,
        "theme": given.theme,
        "scale": given.scale,
        "exit_after": given.exit_after,
        "shot": given.shot,
        "size": given.size,
        "report": given.report,
        "tiles": given.tiles,
        "gl": given.gl,
    }


def export(given: argparse.Namespace) -> int:
    logging.basicConfig(level=given.log.upper(), format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before Qt is loaded
    from desktop.loading import load_quickly

    load_quickly()
    if given.worker:
        from desktop.export.child import run_worker

        return run_worker(given.data)
    from desktop.export.command import ExportOptions, run_export
    from desktop.export.order import MapLook, orders_of
    from desktop.export.origin import Origin
    from domain.casefilter import CaseFilter

    options = ExportOptions(
        origin=Origin(given.data, given.city, given.backend, given.user, given.simulate, f"grid-command {VERSION}"),
        orders=orders_of(
            given.out, language=given.lang, theme=given.theme, size=given.size, dpi=given.dpi, scale=given.scale,
            extent=given.extent, title=given.title, people="people" not in given.without,
            details="details" not in given.without, chosen=CaseFilter(regions=tuple(given.region)),
            look=MapLook(figure=given.figure),
        ),
        seed=given.seed,
        situation=given.situation,
        at=given.at,
        progress=given.progress or "",
        language=given.lang,
        tiles=given.tiles,
    )  # fmt: skip
    return run_export(options, Path(__file__).resolve())


def doctor(given: argparse.Namespace) -> int:
    from desktop.doctor import run_doctor

    return run_doctor(given.data, given.json, given.tiles, given.city)


def serve(given: argparse.Namespace) -> int:
    gc.disable()  # nothing of what is loaded now ever becomes garbage: not looking for any saves a tenth of the start
    log_as_backend(given)
    from backend.serve import ServeOptions
    from backend.serve import serve as run_serve

    gc.enable()
    options = ServeOptions(
        data=given.data,
        city=given.city,
        host=given.host,
        port=given.port,
        database=given.database,
        simulate=given.simulate,
        seed=given.seed,
        exit_after=given.exit_after,
        progress=given.progress == "json",
        with_parent=given.with_parent,
        set_aside=given.set_aside,
        restored=given.restored,
        router=given.router,
        program=f"grid-command {VERSION}",
    )
    return run_serve(options)


def load(given: argparse.Namespace) -> int:
    log_as_backend(given)
    from backend.load.command import run_load
    from backend.load.options import LoadOptions

    options = LoadOptions(
        data=given.data,
        city=given.city,
        files=tuple(given.files),
        kind=given.kind,
        columns=dict(given.map),
        title=given.title,
        zone=given.zone,
        datum=given.datum,
        categories=given.categories,
        calendar=given.calendar,
        replace=given.replace,
        open_hours=given.open_within,
        workers=given.workers,
        seed=given.seed,
        preview=given.preview,
        errors=given.errors,
        database=given.database,
    )
    return run_load(options)


def user(given: argparse.Namespace) -> int:
    log_as_backend(given)
    from backend.accounts_command import run

    return run(given)


def log_as_backend(given: argparse.Namespace) -> None:
    from backend.log import set_up_logging

    set_up_logging(given.log)


COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "desk": desk,
    "wall": wall,
    "doctor": doctor,
    "export": export,
    "serve": serve,
    "load": load,
    "user": user,
}


def main(arguments: list[str]) -> int:
    """Run one command; its exit code."""
    given = parser().parse_args(with_command(arguments))
    return COMMANDS[given.command](given)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
