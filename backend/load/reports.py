"""Rows of a file become incidents: the newest ones open, older ones as history, each of them known by its own id."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from itertools import islice

import msgspec
import numpy as np

from backend.load.columns import Mapping
from backend.load.extent import far_outside
from backend.load.refused import Refused
from backend.load.severities import UnknownSeverities, severity_of
from backend.load.tables import Row, Table
from backend.load.times import TimeReader
from domain.categorise import Categoriser
from domain.category import Category
from domain.city import City
from domain.datum import Datum, to_wgs84
from domain.incident import Incident, Source, TimelineEntry
from domain.orders import Actor, Order, Report
from domain.placing import Placer
from domain.refusal import Refusal
from domain.workflow import Facts, advance, open_incident

_BATCH = 2000
ACTOR = Actor("rule", "load", "导入 Import", "rule")
#: What came of an incident that was over before it was loaded.
OUTCOME = "历史导入 Imported as history"

Made = tuple[Incident, TimelineEntry]


class Reading(msgspec.Struct, frozen=True):
    """How a file is to be read. ``open_since``: reports that occurred at or after it (s since 1970) are open."""

    mapping: Mapping
    times: TimeReader
    datum: Datum
    open_since: float
    now: float


class ReportMaker:
    """Turns rows into incidents of one city."""

    def __init__(self, city: City, reading: Reading) -> None:
        self._city = city
        self._reading = reading
        self._placer = Placer(city.geography)
        self._categories = {category.code: category for category in city.rules.categories}
        self._by_word = {word: category for category in city.rules.categories for word in _words_of(category)}
        self._categoriser = Categoriser(city.rules.categories)
        self._proposed: dict[str, Category] = {}
        self._unknown = UnknownSeverities()

    @property
    def told(self) -> str:
        """What a person should know of the reports that were taken, in a sentence; empty: nothing."""
        return self._unknown.told

    def batches(self, table: Table) -> Iterator[tuple[list[Made], list[Refused]]]:
        """Incidents and refusals of the file in pieces, in the order of the file."""
        rows = iter(table.rows)
        while batch := list(islice(rows, _BATCH)):
            yield self._batch(batch)

    def _batch(self, rows: list[Row]) -> tuple[list[Made], list[Refused]]:
        refused: list[Refused] = []
        placed: list[tuple[Row, float, float]] = []
        for row in rows:
            try:
                if row.fault:
                    raise Refusal(row.fault, row.why)
                placed.append((row, *self._reading.mapping.place(row.cells)))
            except Refusal as refusal:
                refused.append(Refused(row, refusal.code, refusal.sentence))
        if not placed:
            return [], refused
        lons, lats = np.array([lon for _, lon, _ in placed]), np.array([lat for _, _, lat in placed])
        if self._reading.datum is not Datum.WGS84:
            lons, lats = to_wgs84(lons, lats, self._reading.datum)
        outlines = self._city.geography.outlines
        regions, outside = self._placer.grids_at(lons, lats), far_outside(outlines, lons, lats)
        crossed = ~far_outside(outlines, lats, lons)
        made: list[Made] = []
        for (row, _, _), lon, lat, region, is_outside, exchanged in zip(
            placed, lons.tolist(), lats.tolist(), regions, outside, crossed, strict=True
        ):
            try:
                if is_outside and exchanged:
                    raise Refusal(
                        "exchanged",
                        f"{lon:.6f}, {lat:.6f} is far outside this city, but inside it with longitude and latitude "
                        "exchanged; correct the row, or the columns with --map.",
                    )
                if is_outside:
                    raise Refusal("outside", f"{lon:.6f}, {lat:.6f} is far outside this city.")
                made.append(self._incident(self._report(row.cells, lon, lat), region))
            except Refusal as refusal:
                refused.append(Refused(row, refusal.code, refusal.sentence))
            else:
                self._unknown.look(self._reading.mapping.get(row.cells, "severity"), row.number)
        return made, refused

    def _report(self, cells: dict[str, str], lon: float, lat: float) -> Report:
        reading, mapping = self._reading, self._reading.mapping
        occurred = reading.times.read(mapping.get(cells, "time")) if "time" in mapping.columns else reading.now
        if occurred > reading.now + 60:
            raise Refusal("future", "The report is dated in the future; check its time and the time zone (--zone).")
        value, text, title = (mapping.get(cells, field) for field in ("category", "text", "title"))
        category = self._category(value, f"{title} {text}" if title != value else text)
        title = title or value or next(iter(text.splitlines()), "") or category.name.zh
        return Report(
            source=Source.IMPORT,
            text=(text or title)[:4000],
            lon=lon,
            lat=lat,
            occurred_at=occurred,
            external=_external(cells, mapping),
            category=category.code,
            severity=severity_of(mapping.get(cells, "severity")),
            title=title[:120],
            address=mapping.get(cells, "address")[:300],
            reporter_name=mapping.get(cells, "reporter")[:300],
            reporter_phone=mapping.get(cells, "phone")[:64],
        )

    def _category(self, value: str, text: str) -> Category:
        key = " ".join(value.split()).strip(" -–:：").lower()
        known = self._by_word.get(key)
        if known is not None:
            return known
        words = f"{value} {text}"
        if words not in self._proposed:
            found = self._categoriser.propose(words, 1)
            self._proposed[words] = self._categories[found[0][0]] if found else self._city.rules.categories[-1]
        return self._proposed[words]

    def _incident(self, report: Report, region: str) -> Made:
        reading, rules = self._reading, self._city.rules
        category = self._categories[report.category]
        is_open = report.occurred_at >= reading.open_since
        received = reading.now if is_open else report.occurred_at
        incident, entry = open_incident(
            rules.workflow,
            report,
            id="new",  # the journal gives the real one
            now=received,
            region=region,
            category=category,
            severity=report.severity or category.severity,
            lookalikes=(),
            calendar=rules.calendar,
            actor=ACTOR,
        )
        if is_open:
            return incident, entry
        facts = Facts(calendar=rules.calendar, categories=self._categories)
        archive = Order("archive", incident.id, incident.version, "archive", note=OUTCOME)
        closed, entry = advance(rules.workflow, incident, archive, ACTOR, received, facts)
        return closed, msgspec.structs.replace(entry, command_id="")


def _external(cells: dict[str, str], mapping: Mapping) -> str:
    """What makes a report the same report when its file comes again: its own id with its time (two systems may both
    count from 1), or where it has none, all that its row says."""
    own = mapping.get(cells, "id")
    said = [own, mapping.get(cells, "time")] if own else [f"{key}\x1e{cells[key]}" for key in sorted(cells)]
    digest = hashlib.blake2b("\x1f".join(said).encode(), digest_size=12).hexdigest()
    return f"load:{own[:60]}#{digest}" if own else f"load:#{digest}"


def _words_of(category: Category) -> tuple[str, ...]:
    return (category.code.lower(), category.name.zh.lower(), category.name.en.lower(), *category.words)
