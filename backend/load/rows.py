"""Reports, workers, cameras and overlay grids of a file go into a city, each of them once."""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from backend import cityfile
from backend.load.alike import Lookalikes
from backend.load.city import Founder
from backend.load.geojson import read_geojson
from backend.load.opening import Opened, datum_of, open_file, zone_of
from backend.load.options import Kind, LoadOptions
from backend.load.overlay_merge import merged
from backend.load.overlays import OverlayReader
from backend.load.people import Recruiter, read_cameras
from backend.load.refused import ErrorFile, Refused
from backend.load.reports import ACTOR, Reading, ReportMaker
from backend.load.tables import POINT_COLUMNS, Row
from backend.load.telling import Tally, Teller
from backend.store.history import import_incidents
from backend.store.location import url_of
from backend.store.store import Store
from domain.cameras import no_cameras
from domain.city import City
from domain.overlay import OverlayKind
from domain.refusal import Refusal
from domain.worker import Worker


class RowLoader:
    """Loads one file after the other into the city of ``folder``."""

    def __init__(
        self, options: LoadOptions, city: City, folder: Path, founder: Founder, teller: Teller, tally: Tally
    ) -> None:
        self._options, self._city, self._folder = options, city, folder
        self._founder, self._teller, self._tally = founder, teller, tally
        self._zone = zone_of(options.zone or city.rules.calendar.zone)
        #: What gave way to a file of this run already: the next one joins that file.
        self._replaced: set[Kind | OverlayKind] = set()

    def load(self, path: Path, kind: Kind) -> None:
        """All rows of one file. Raises Refusal, StoreProblem or Stopped; what was counted until then is kept."""
        opened = self._open(path, kind)
        errors = ErrorFile(self._errors_at(path), opened.table.columns)
        try:
            if kind is Kind.REPORTS:
                self._reports(path, opened, errors)
            elif kind is Kind.WORKERS:
                self._workers(path, opened, errors)
            elif kind is Kind.CAMERAS:
                self._cameras(path, opened, errors)
            else:
                self._overlays(path, opened, errors)
        finally:
            self._tally.refused += errors.count
            self._teller.refusals(errors)

    def _open(self, path: Path, kind: Kind) -> Opened:
        return open_file(path, kind, self._options.columns, self._zone)

    def _reports(self, path: Path, opened: Opened, errors: ErrorFile) -> None:
        rules, tally, now = self._city.rules, self._tally, time.time()
        datum = datum_of(self._options.datum, opened.mapping, path)
        newest = self._founder.survey(path, opened).newest
        table, mapping, times = self._open(path, Kind.REPORTS)
        since = (times.read(newest) if newest else now) - self._options.open_hours * 3600
        maker = ReportMaker(self._city, Reading(mapping, times, datum, since, now))
        is_open = frozenset(stage.code for stage in rules.workflow.stages if stage.open)
        try:
            with self._store() as store:
                alike = Lookalikes(store.load(math.inf).incidents, is_open)
                for made, refused in maker.batches(table):
                    for progress in import_incidents(store, made, is_open, ACTOR.label, finish=alike.tied):
                        added, already = progress.added, progress.already
                    tally.added += added if made else 0
                    tally.already += already if made else 0
                    tally.read += len(made) + len(refused)
                    errors.add(refused)
                    self._teller.progress(table.fraction(), "", f"Loading {path.name}: {tally.added} added")
        finally:
            if maker.told:
                self._teller.say(f"{path.name}: {maker.told}")
        self._teller.progress(1.0, "", f"{path.name} is loaded")

    def _workers(self, path: Path, opened: Opened, errors: ErrorFile) -> None:
        """People are part of the city; the backend hires whom it does not know when it starts. The people of a new
        city were only made up: those of a file take their place."""
        self._teller.columns(path, opened.mapping)
        found = list(Recruiter(self._city, opened.mapping).workers(opened.table))
        workers = {one.id: one for one in found if isinstance(one, Worker)}
        if self._founder.new and workers:
            self._founder.new = False
            self._city.workers.clear()
        held = {worker.id: place for place, worker in enumerate(self._city.workers)}
        fresh = [worker for worker in workers.values() if worker.id not in held]
        for worker in workers.values():
            if worker.id in held:
                place = held[worker.id]
                self._city.workers[place] = msgspec.structs.replace(worker, index=self._city.workers[place].index)
        first = max((worker.index for worker in self._city.workers), default=-1) + 1
        self._city.workers += [
            msgspec.structs.replace(worker, index=first + place) for place, worker in enumerate(fresh)
        ]
        self._keep(len(found), len(fresh), [one for one in found if isinstance(one, Refused)], errors)

    def _cameras(self, path: Path, opened: Opened, errors: ErrorFile) -> None:
        self._teller.columns(path, opened.mapping)
        datum = datum_of(self._options.datum, opened.mapping, path)
        found = list(read_cameras(opened.table, opened.mapping, self._city, datum))
        refused = [one for one in found if isinstance(one, Refused)]
        if self._options.replace:
            _refuse_damaged(path, [one.row for one in refused])
        self._check_instead(path, "camera", len(found), refused, errors)
        if self._options.replace and Kind.CAMERAS not in self._replaced:
            self._city.cameras = no_cameras()
            self._replaced.add(Kind.CAMERAS)
        known = {camera.code for camera in self._city.cameras}
        fresh = {one.code: one for one in found if not isinstance(one, Refused) and one.code not in known}
        self._city.cameras += fresh.values()
        self._keep(len(found), len(fresh), refused, errors)

    def _overlays(self, path: Path, opened: Opened, errors: ErrorFile) -> None:
        """All of a file or, when it is damaged somewhere, nothing of it: half a division of a city is none."""
        teller, city = self._teller, self._city
        teller.columns(path, opened.mapping)
        datum = datum_of(self._options.datum, opened.mapping, path)
        rows = list(opened.table.rows)
        _refuse_damaged(path, rows)
        shapes = [one.geometry for one in read_geojson(path)] if POINT_COLUMNS[0] in opened.table.columns else []
        found = OverlayReader(city, opened.mapping, datum, self._options.overlay_kind).read(rows, shapes)
        self._check_instead(path, "overlay grid", len(rows), found.refused, errors)
        added = 0
        if found.grids:
            replace = found.kinds - self._replaced if self._options.replace else frozenset()
            result = merged(city, found.grids, replace)
            self._replaced |= {one.kind for one in found.grids}
            city.overlays, added = result.overlays, result.added
            city.workers += found.joined
            for sentence in (*result.told, *found.told):
                teller.say(f"{path.name}: {sentence}")
        self._keep(len(rows), added, found.refused, errors)

    def _keep(self, read: int, added: int, refused: list[Refused], errors: ErrorFile) -> None:
        cityfile.save_pack(self._folder, self._city)
        self._count(read, added, refused, errors)

    def _count(self, read: int, added: int, refused: list[Refused], errors: ErrorFile) -> None:
        errors.add(refused)
        self._tally.read += read
        self._tally.added += added
        self._tally.already += read - added - len(refused)

    def _check_instead(self, path: Path, what: str, read: int, refused: list[Refused], errors: ErrorFile) -> None:
        """Raises Refusal ``nothing_instead`` where a file is to replace what is there and holds nothing that can be
        used; its rows are counted."""
        if not self._options.replace or len(refused) < read:
            return
        self._count(read, 0, refused, errors)
        raise Refusal(
            "nothing_instead",
            f"{path.name} has no {what} that can be used, so nothing is replaced: the {what}s of {self._city.code} "
            "stay as they are. Correct the file and load it again.",
        )

    @contextmanager
    def _store(self) -> Iterator[Store]:
        store = Store.open(url_of(self._folder, self._options.database), self._city.code)
        try:
            yield store
        finally:
            store.close()

    def _errors_at(self, path: Path) -> Path:
        """The error file of one input; several inputs never share one, and none is ever overwritten."""
        given = self._options.errors
        if given is None:
            return self._folder / f"refused-{path.name.partition('.')[0]}.csv"
        if len(self._options.files) > 1:
            given = given.with_name(f"{given.stem}-{path.name.partition('.')[0]}{given.suffix}")
        if any(given.resolve() == other.resolve() for other in self._options.files):
            raise Refusal("errors_over_input", f"{given} is one of the files to be loaded; name another with --errors.")
        return given


def _refuse_damaged(path: Path, rows: Iterable[Row]) -> None:
    """Raises Refusal ``damaged`` where a file breaks off: half of it may not stand for all."""
    broken = next((row for row in rows if row.fault == "damaged"), None)
    if broken is not None:
        where = f"{path.name} is damaged from line {broken.number} on"
        raise Refusal("damaged", f"{where}. Nothing of it was loaded; get it again.")
