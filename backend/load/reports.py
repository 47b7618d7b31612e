"""Reports of a file become incidents: the newest ones open, older ones as history, each of them once."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice

import msgspec
import numpy as np

from backend.load.columns import Mapping
from backend.load.extent import far_outside
from backend.load.refused import Refused
from backend.load.tables import Row, Table
from backend.load.times import TimeReader
from domain.categorise import propose
from domain.category import Category, Severity
from domain.city import City
from domain.datum import Datum, to_wgs84
from domain.incident import Incident, Source, TimelineEntry
from domain.orders import Actor, Order, Report
from domain.placing import Placer
from domain.refusal import Refusal
from domain.workflow import Facts, advance, open_incident

_BATCH = 2000
_ACTOR = Actor("rule", "load", "导入", "rule")


class Reading(msgspec.Struct, frozen=True):
    """How a file is to be read. ``open_since``: reports that occurred at or after it (s since 1970) are open."""

    mapping: Mapping
    times: TimeReader
    datum: Datum
    open_since: float
    now: float


Made = tuple[Incident, TimelineEntry]


class ReportMaker:
    """Turns rows into incidents of one city."""

    def __init__(self, city: City, reading: Reading) -> None:
        self._city = city
        self._reading = reading
        self._placer = Placer(city.geography)
        self._categories = {category.code: category for category in city.rules.categories}
        self._by_word = {word: category for category in city.rules.categories for word in _words_of(category)}
        self._proposed: dict[str, Category] = {}

    def batches(self, table: Table) -> Iterator[tuple[list[Made], list[Refused]]]:
        """Incidents and refusals of the file in pieces, in the order of the file."""
        rows = iter(table.rows)
        while batch := list(islice(rows, _BATCH)):
            yield self._batch(batch)

    def _batch(self, rows: list[Row]) -> tuple[list[Made], list[Refused]]:
        reports: list[tuple[Row, Report]] = []
        refused: list[Refused] = []
        for row in rows:
            try:
                reports.append((row, self._report(row)))
            except Refusal as refusal:
                refused.append(Refused(row, refusal.code, refusal.sentence))
        if not reports:
            return [], refused
        lons = np.array([report.lon for _, report in reports])
        lats = np.array([report.lat for _, report in reports])
        regions = self._placer.grids_at(lons, lats)
        wrong = far_outside(self._city.geography.outlines, lons, lats)
        made: list[Made] = []
        for (row, report), region, outside in zip(reports, regions, wrong, strict=True):
            if outside and not region:
                refused.append(Refused(row, "outside", f"{report.lon}, {report.lat} is far outside this city."))
            else:
                made.append(self._incident(report, region))
        return made, refused

    def _report(self, row: Row) -> Report:
        if row.fault:
            raise Refusal(row.fault.partition(":")[0], "The line does not have the cells its header promises.")
        reading = self._reading
        cells, mapping = row.cells, reading.mapping
        lon, lat = mapping.place(cells)
        if reading.datum is not Datum.WGS84:
            moved = to_wgs84(np.array([lon]), np.array([lat]), reading.datum)
            lon, lat = float(moved[0][0]), float(moved[1][0])
        occurred = reading.times.read(mapping.get(cells, "time")) if "time" in mapping.columns else reading.now
        if occurred > reading.now + 60:
            raise Refusal("future", "The report is dated in the future.")
        category = self._category(mapping.get(cells, "category"), mapping.get(cells, "text"))
        title = mapping.get(cells, "title") or mapping.get(cells, "category") or category.name.zh
        own = mapping.get(cells, "id") or "#" + _fingerprint(cells)
        report = Report(
            source=Source.IMPORT,
            text=mapping.get(cells, "text")[:4000] or title[:4000],
            lon=lon,
            lat=lat,
            occurred_at=occurred,
            external=f"load:{own}"[:120],
            category=category.code,
            severity=_severity(mapping.get(cells, "severity")),
            title=title[:300],
            address=mapping.get(cells, "address")[:300],
            reporter_name=mapping.get(cells, "reporter")[:300],
            reporter_phone=mapping.get(cells, "phone")[:64],
        )
        return report

    def _category(self, value: str, text: str) -> Category:
        key = " ".join(value.split()).strip(" -–:：").lower()
        known = self._by_word.get(key)
        if known is not None:
            return known
        words = f"{value} {text}"
        if words not in self._proposed:
            found = propose(words, self._city.rules.categories)
            code = found[0][0] if found else self._city.rules.categories[-1].code
            self._proposed[words] = self._categories[code]
        return self._proposed[words]

    def _incident(self, report: Report, region: str) -> Made:
        reading, rules = self._reading, self._city.rules
        category = self._categories[report.category]
        is_open = report.occurred_at >= reading.open_since
        received = reading.now if is_open else report.occurred_at
        incident, entry = open_incident(
            rules.workflow,
            report,
            id="L" + hashlib.blake2b(report.external.encode(), digest_size=7).hexdigest(),
            now=received,
            region=region,
            category=category,
            severity=report.severity or category.severity,
            lookalikes=(),
            calendar=rules.calendar,
        )
        if is_open:
            return incident, entry
        facts = Facts(calendar=rules.calendar, categories=self._categories)
        archive = Order(f"archive-{incident.id}", incident.id, incident.version, "archive")
        return advance(rules.workflow, incident, archive, _ACTOR, received, facts)


class Survey(msgspec.Struct):
    """What a first reading of a file found: its rows, the places and times of those that have them."""

    rows: int
    points: np.ndarray  # float (n, 2), longitude and latitude in the file's datum
    newest: float
    categories: Counter[str]


def survey(table: Table, mapping: Mapping, times: TimeReader, now: float, progress: Callable[[float], None]) -> Survey:
    """Reads a file once without keeping its rows."""
    points: list[tuple[float, float]] = []
    categories: Counter[str] = Counter()
    newest, rows = 0.0, 0
    for row in table.rows:
        rows += 1
        if rows % _BATCH == 0:
            progress(table.fraction())
        try:
            points.append(mapping.place(row.cells))
            occurred = times.read(mapping.get(row.cells, "time")) if "time" in mapping.columns else now
        except Refusal:
            continue
        if occurred <= now + 60:
            newest = max(newest, occurred)
        categories[mapping.get(row.cells, "category")] += 1
    return Survey(rows, np.array(points, float).reshape(-1, 2), newest, categories)


def _words_of(category: Category) -> tuple[str, ...]:
    return (category.code.lower(), category.name.zh.lower(), category.name.en.lower(), *category.words)


def _fingerprint(cells: dict[str, str]) -> str:
    content = "\x1f".join(f"{key}\x1e{value}" for key, value in sorted(cells.items()))
    return hashlib.blake2b(content.encode(), digest_size=12).hexdigest()


def _severity(value: str) -> Severity | None:
    words = {
        "1": Severity.RED, "i": Severity.RED, "特急": Severity.RED, "critical": Severity.RED, "emergency": Severity.RED,
        "2": Severity.ORANGE, "ii": Severity.ORANGE, "紧急": Severity.ORANGE, "high": Severity.ORANGE,
        "3": Severity.YELLOW, "iii": Severity.YELLOW, "一般": Severity.YELLOW, "medium": Severity.YELLOW,
        "4": Severity.BLUE, "iv": Severity.BLUE, "较低": Severity.BLUE, "low": Severity.BLUE,
    }  # fmt: skip
    return words.get(value.strip().lower())
