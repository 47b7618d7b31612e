"""``main.py load``: files in, a city and its incidents out; says what it does, can be stopped, may be repeated."""

from __future__ import annotations

import contextlib
import json
import signal
import sys
import time
from collections.abc import Callable, Iterator
from enum import StrEnum
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec
import numpy as np

from backend import cityfile
from backend.data_folder import DataFolder
from backend.load.categories import categories_from
from backend.load.columns import REPORT_NAMES, WORKER_NAMES, Mapping, find_columns
from backend.load.osm import Extract, is_extract, read_extract
from backend.load.people import CAMERA_NAMES, read_cameras, read_workers
from backend.load.place import Given, make_place
from backend.load.refused import ErrorFile, Refused
from backend.load.regions import Area, read_areas
from backend.load.reports import Reading, ReportMaker, Survey, survey
from backend.load.tables import Row, Table, open_table, read_geojson
from backend.load.times import TimeReader, reader_for
from backend.load.writing import Writer
from backend.store.location import url_of
from backend.store.problem import StoreProblem
from backend.store.store import Store
from domain.city import City
from domain.datum import Datum, to_wgs84
from domain.refusal import Refusal

_SAMPLE, _BATCH = 2000, 500
_HISTORY = 24 * 3600.0


class Kind(StrEnum):
    """What a file holds."""

    REPORTS = "reports"
    WORKERS = "workers"
    CAMERAS = "cameras"
    REGIONS = "regions"
    ROADS = "roads"


class LoadOptions(msgspec.Struct, frozen=True):
    """What ``load`` was asked for. ``columns``: field → column; ``open_hours``: reports of the file's last hours that
    are open, older ones become history; ``kind``: empty for by content."""

    data: Path
    city: str
    files: tuple[Path, ...]
    kind: str = ""
    columns: dict[str, str] = {}
    title: str = ""
    zone: str = ""
    datum: str = "wgs84"
    categories: str = ""
    open_hours: float = 24.0
    workers: int = 0
    seed: int = 1
    preview: bool = False
    errors: Path | None = None
    database: str | None = None


class Stopped(Exception):
    """The person pressed Ctrl+C; what was added stays."""


def run_load(options: LoadOptions) -> int:
    """Exit code 0 when all files were read, 1 when it was stopped, 2 when nothing could be done (one sentence)."""
    try:
        with _stoppable() as stopped:
            return _Load(options, stopped).run()
    except (Refusal, StoreProblem, cityfile.ProfileError) as problem:
        print(getattr(problem, "sentence", str(problem)), file=sys.stderr)
        return 2


class _Load:
    def __init__(self, options: LoadOptions, stopped: Callable[[], bool]) -> None:
        self._options = options
        self._stopped = stopped
        self._now = time.time()
        self._zone = _zone(options.zone)
        self._datum = _datum(options.datum)
        self._files = [(path, Kind(options.kind) if options.kind else kind_of(path)) for path in options.files]
        self._read = self._refused = self._added = self._already = 0

    def run(self) -> int:
        options = self._options
        if options.preview:
            for path, kind in self._files:
                self._preview(path, kind)
            return 0
        with DataFolder(options.data / options.city) as folder:
            city = self._city(folder.path)
            cut = False
            for path, kind in self._files:
                if kind in (Kind.REPORTS, Kind.WORKERS, Kind.CAMERAS):
                    try:
                        self._rows(path, kind, city, folder.path)
                    except Stopped:
                        cut = True
                        _say("Stopped. What was added stays; the same command again goes on where this one stopped.")
                        break
        print(f"read {self._read}, added {self._added}, already there {self._already}, refused {self._refused}")
        return 1 if cut else 0

    # --- the city -----------------------------------------------------------------------------------------------------

    def _city(self, folder: Path) -> City:
        """The city of the folder, made or changed by what the files say of its ground."""
        options = self._options
        ground = [(path, kind) for path, kind in self._files if kind in (Kind.REGIONS, Kind.ROADS)]
        if options.city in cityfile.profiles():
            if ground:
                raise Refusal("shipped_city", f"{options.city} has its own ground; load regions and roads under a new --city.")
            return cityfile.open_city(folder, cityfile.load_profile(options.city), options.seed, self._progress)[0]
        with contextlib.suppress(FileNotFoundError):
            city = cityfile.read_pack(folder)
            return self._changed(city, ground, folder) if ground else city
        return self._made(folder)

    def _changed(self, city: City, ground: list[tuple[Path, Kind]], folder: Path) -> City:
        if any(kind is Kind.REGIONS for _, kind in ground):
            raise Refusal(
                "regions_stand",
                f"The city {city.code} has its regions, and its incidents lie in them; load others under a new --city.",
            )
        for path, _ in ground:
            extract = self._extract(path)
            city.geography.roads = extract.roads
            self._count(extract.read, extract.read - extract.left_out)
        cityfile.save_pack(folder, city)
        return city

    def _made(self, folder: Path) -> City:
        options = self._options
        areas: list[Area] = []
        extract: Extract | None = None
        surveys: list[Survey] = []
        for path, kind in self._files:
            if kind is Kind.REGIONS:
                found, left_out = read_areas(path)
                areas += found
                for number, why in left_out:
                    _say(f"{path.name}: feature {number} is left out: {why}.")
                self._read += len(found) + len(left_out)
                self._added += len(found)
                self._refused += len(left_out)
            elif kind is Kind.ROADS:
                extract = self._extract(path)
                self._count(extract.read, extract.read - extract.left_out)
            elif kind is Kind.REPORTS:
                surveys.append(self._survey(path))
        points = np.concatenate([one.points for one in surveys]) if surveys else np.zeros((0, 2))
        if self._datum is not Datum.WGS84 and len(points):
            points = np.stack(to_wgs84(points[:, 0], points[:, 1], self._datum), axis=1)
        known = cityfile.load_categories(options.categories or "emergency")
        values = sum((one.categories for one in surveys), start=type(surveys[0].categories)()) if surveys else None
        categories = categories_from(values, known) if values else []
        if options.categories and not categories:
            categories = known
        _say(f"Making the city {options.city} from {', '.join(path.name for path, _ in self._files)}.")
        given = Given(
            options.city, options.title, areas, extract, points, categories, options.zone, options.workers
        )
        city, _ = make_place(given, options.seed, self._progress)
        cityfile.save_pack(folder, city)
        tree = city.geography.regions
        _say(f"{options.city}: {len(tree)} regions, {len(city.workers)} workers, time zone {city.rules.calendar.zone}.")
        return city

    def _extract(self, path: Path) -> Extract:
        return read_extract(path, lambda ways: _say(f"{path.name}: {ways} ways"))

    def _survey(self, path: Path) -> Survey:
        table, mapping, times = self._opened(path, REPORT_NAMES)
        found = survey(table, mapping, times, self._now, lambda share: self._progress(share, "", f"Reading {path.name}"))
        return found

    # --- rows ---------------------------------------------------------------------------------------------------------

    def _opened(self, path: Path, names: dict[str, tuple[str, ...]]) -> tuple[Table, Mapping, TimeReader]:
        """A file from its beginning, with its columns found on a sample of its rows."""
        table = open_table(path)
        sample: list[Row] = list(islice(table.rows, _SAMPLE))
        cells = [row.cells for row in sample]
        mapping = find_columns(table.columns, cells, names, self._options.columns)
        times = reader_for(mapping.columns.get("time", ""), [mapping.get(row, "time") for row in cells], self._zone)

        def rows() -> Iterator[Row]:
            yield from sample
            yield from table.rows

        return Table(table.columns, rows(), table.fraction), mapping, times

    def _rows(self, path: Path, kind: Kind, city: City, folder: Path) -> None:
        if not self._options.zone:
            self._zone = ZoneInfo(city.rules.calendar.zone)
        errors_at = self._options.errors or folder / f"refused-{path.stem}.csv"
        if kind is Kind.REPORTS:
            self._reports(path, city, folder, errors_at)
        else:
            self._people(path, kind, city, folder, errors_at)

    def _reports(self, path: Path, city: City, folder: Path, errors_at: Path) -> None:
        first, mapping, times = self._opened(path, REPORT_NAMES)
        found = survey(first, mapping, times, self._now, lambda share: self._progress(share / 4, "", f"Reading {path.name}"))
        _say_columns(path, mapping)
        since = (found.newest or self._now) - self._options.open_hours * 3600
        table, mapping, times = self._opened(path, REPORT_NAMES)
        errors = ErrorFile(errors_at, table.columns)
        maker = ReportMaker(city, Reading(mapping, times, self._datum, since, self._now))
        store = self._store(folder, city)
        try:
            writer = Writer(store, city.rules.workflow)
            try:
                for made, refused in maker.batches(table):
                    writer.put_incidents(made)
                    errors.add(refused)
                    self._read += len(made) + len(refused)
                    self._progress(0.25 + 0.75 * table.fraction(), "", f"Loading {path.name}")
                    if self._stopped():
                        raise Stopped
            finally:
                self._sum(writer.added, writer.already, errors)
        finally:
            store.close()

    def _people(self, path: Path, kind: Kind, city: City, folder: Path, errors_at: Path) -> None:
        names = WORKER_NAMES if kind is Kind.WORKERS else CAMERA_NAMES
        table, mapping, _ = self._opened(path, names)
        _say_columns(path, mapping)
        errors = ErrorFile(errors_at, table.columns)
        if kind is Kind.CAMERAS:
            known = {camera.code for camera in city.cameras}
            seen = list(read_cameras(table, mapping, city, self._datum))
            fresh = {one.code: one for one in seen if not isinstance(one, Refused) and one.code not in known}
            city.cameras.extend(fresh.values())
            cityfile.save_pack(folder, city)
            added = len(fresh)
        else:
            seen_people = read_workers(table, mapping, city, 0)
            seen = list(seen_people)  # type: ignore[arg-type]
            added = self._hire([one for one in seen if not isinstance(one, Refused)], city, folder)  # type: ignore[misc]
        refused = [one for one in seen if isinstance(one, Refused)]
        errors.add(refused)
        self._read += len(seen)
        self._sum(added, len(seen) - len(refused) - added, errors)

    def _hire(self, people: list, city: City, folder: Path) -> int:  # type: ignore[type-arg]
        store = self._store(folder, city)
        try:
            held = store.load(float("inf")).workers or city.workers
            standing = {worker.id for worker in held}
            first = max((worker.index for worker in held), default=-1) + 1
            fresh = {one.id: one for one in people if one.id not in standing}
            hired = [
                msgspec.structs.replace(one, index=first + place) for place, one in enumerate(fresh.values())
            ]
            if store.load(float("inf")).workers:
                Writer(store, city.rules.workflow).put_workers(hired)
            else:
                city.workers.extend(hired)
                cityfile.save_pack(folder, city)
        finally:
            store.close()
        return len(hired)

    def _store(self, folder: Path, city: City) -> Store:
        return Store.open(url_of(folder, self._options.database), city.code)

    def _sum(self, added: int, already: int, errors: ErrorFile) -> None:
        self._added += added
        self._already += already
        self._refused += errors.count
        if errors.count:
            why = ", ".join(f"{count} {code}" for code, count in sorted(errors.codes.items()))
            _say(f"{errors.count} rows were refused ({why}); they are in {errors.path} with the reasons.")

    def _count(self, read: int, added: int) -> None:
        self._read += read
        self._added += added
        self._refused += read - added

    def _preview(self, path: Path, kind: Kind) -> None:
        _say(f"{path.name}: {kind}")
        if kind is Kind.ROADS:
            extract = read_extract(path)
            _say(f"  {len(extract.roads.nodes)} nodes, {len(extract.roads.start)} segments, {len(extract.roads.names)} names")
            return
        if kind is Kind.REGIONS:
            areas, left_out = read_areas(path)
            _say(f"  {len(areas)} areas, {len(left_out)} left out: " + ", ".join(area.name for area in areas[:8]))
            return
        names = {Kind.REPORTS: REPORT_NAMES, Kind.WORKERS: WORKER_NAMES, Kind.CAMERAS: CAMERA_NAMES}[kind]
        table, mapping, _ = self._opened(path, names)
        _say_columns(path, mapping)
        for row in islice(table.rows, 5):
            shown = {field: mapping.get(row.cells, field) for field in mapping.columns}
            print(json.dumps({"line": row.number, **shown}, ensure_ascii=False))

    def _progress(self, share: float, _zh: str, en: str) -> None:
        if sys.stderr.isatty():
            print(f"\r{share:5.0%}  {en:<50}", end="\n" if share >= 1 else "", file=sys.stderr, flush=True)
        if self._stopped():
            raise Refusal("stopped", "Stopped; nothing of this step was kept.")


def kind_of(path: Path) -> Kind:
    """What a file holds, by its content. Raises Refusal."""
    if not path.is_file():
        raise Refusal("no_file", f"{path} is not there. Check the name.")
    if is_extract(path):
        return Kind.ROADS
    table = open_table(path)
    if "geometry longitude" in table.columns:
        kinds = {(feature.get("geometry") or {}).get("type") for feature in read_geojson(path)[:50]}
        if kinds & {"Polygon", "MultiPolygon"}:
            return Kind.REGIONS
    sample = [row.cells for row in islice(table.rows, 200)]
    reports = find_columns(table.columns, sample, REPORT_NAMES, {}).columns
    if {"lon", "lat"} <= set(reports) or "place" in reports:
        return Kind.REPORTS
    people = find_columns(table.columns, sample, WORKER_NAMES, {}).columns
    if "name" in people and ("phone" in people or "region" in people or "role" in people):
        return Kind.WORKERS
    raise Refusal(
        "unknown_content",
        f"{path.name} has no columns that look like positions ({', '.join(table.columns[:12])}); name them with "
        "--map lon=COLUMN --map lat=COLUMN, or say what the file is with --as.",
    )


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _say_columns(path: Path, mapping: Mapping) -> None:
    found = ", ".join(f"{field} = {column}" for field, column in mapping.columns.items())
    _say(f"{path.name}: {found}. Change it with --map FIELD=COLUMN.")


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise Refusal("unknown_zone", f"There is no time zone {name!r}; give one like Asia/Shanghai.") from error


def _datum(name: str) -> Datum:
    try:
        return Datum(name)
    except ValueError as error:
        raise Refusal("unknown_datum", f"There is no datum {name!r}; there are {', '.join(Datum)}.") from error


@contextlib.contextmanager
def _stoppable() -> Iterator[Callable[[], bool]]:
    """Ctrl+C asks to stop instead of breaking off in the middle of a batch."""
    asked = [False]

    def ask(*_: object) -> None:
        asked[0] = True

    before = signal.signal(signal.SIGINT, ask)
    try:
        yield lambda: asked[0]
    finally:
        signal.signal(signal.SIGINT, before)
