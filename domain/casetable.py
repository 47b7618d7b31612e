"""All cases of a picture as columns, kept up to date case by case: every figure and every selection is a few array
operations, however many cases there are."""

from __future__ import annotations

from collections.abc import Iterable
from math import inf, nan

import numpy as np
from numpy.typing import NDArray

from domain.casefacts import FLAGS, NUMBERS, Flow, Milestones, case_values, milestones
from domain.casefilter import CaseFilter, Standing
from domain.casematch import group_of, has_words, is_late, stage_values, text_of, within
from domain.category import DeadlineKind
from domain.drawn_area import holds
from domain.formula import formula
from domain.incident import Incident, Source
from domain.period import Window, hour_of
from domain.picture import Changes, Picture
from domain.region import Level
from domain.urgency import SOON, SOON_SECONDS
from domain.workcalendar import after_working, working_seconds

Rows = NDArray[np.int64]
Mask = NDArray[np.bool_]

SOURCES: tuple[Source, ...] = tuple(Source)
_SOURCE = {source: index for index, source in enumerate(SOURCES)}
_CODES = ("region", "street", "category", "group", "source", "stage")
#: So many cases are read, and so many deadlines looked into, in one ``catch_up``: a few milliseconds.
READ_AT_ONCE = 250
SOON_AT_ONCE = 120


class CaseTable:
    """One picture's cases. ``refresh`` takes what changed, ``catch_up`` the rest of a large picture in small parts;
    until it says True the table is not ``complete`` and figures are of a part of the cases only.

    Columns are parallel to ``ids``. ``numbers`` and ``flags`` by the names of ``domain.casefacts``; ``codes`` are
    indexes: ``region`` and ``street`` into the tree (−1: none), ``category`` into ``categories``, ``group`` into
    ``groups``, ``source`` into ``SOURCES``, ``stage`` into ``stages``. ``stays``, ``left`` ``(n, stages of the flow)``.
    """

    def __init__(self, picture: Picture) -> None:
        self.picture = picture
        self.flow = Flow(picture.city.rules.workflow)
        self.zone = picture.city.rules.calendar.zone
        self.stages = tuple(picture.stages)
        self.categories: list[str] = []
        self.groups: list[str] = []
        self._category: dict[str, int] = {}
        self._group: dict[str, int] = {}
        self._stage = {code: index for index, code in enumerate(self.stages)}
        self._street = [_street_index(picture, region.code) for region in picture.tree]
        self._incidents: list[Incident] = []
        self._entries: list[int] = []
        self._row: dict[str, int] = {}
        self._backlog: dict[str, None] = {}
        self._columns: dict[str, NDArray[np.float64]] = {name: np.zeros(0) for name in NUMBERS}
        self._flags: dict[str, Mask] = {name: np.zeros(0, bool) for name in FLAGS}
        self._codes: dict[str, NDArray[np.int32]] = {name: np.zeros(0, np.int32) for name in _CODES}
        self._stays = np.zeros((0, len(self.flow.stages)))
        self._left = np.zeros((0, len(self.flow.stages)))
        self._soon_at = np.zeros(0)
        #: Grows with every row that changed.
        self.edition = 0

    def __len__(self) -> int:
        return len(self._incidents)

    @property
    def complete(self) -> bool:
        """Whether every case of the picture is in."""
        return not self._backlog

    @property
    def ids(self) -> list[str]:
        return [incident.id for incident in self._incidents]

    def names(self, rows: Iterable[int]) -> frozenset[str]:
        """Ids of rows."""
        return frozenset(self._incidents[row].id for row in rows)

    def column(self, name: str) -> NDArray[np.float64]:
        """A column of moments or numbers."""
        return self._columns[name][: len(self)]

    def flag(self, name: str) -> Mask:
        return self._flags[name][: len(self)]

    def code(self, name: str) -> NDArray[np.int32]:
        return self._codes[name][: len(self)]

    # --- what comes in ---

    def refresh(self, changes: Changes) -> None:
        """Take what the picture says changed; after a snapshot only what is not known yet is read again."""
        if changes.reset:
            self._start_over()
        elif changes.incidents:
            known = [key for key in changes.incidents if key in self.picture.incidents]
            if len(known) > READ_AT_ONCE:
                self._backlog.update(dict.fromkeys(known))
            else:
                for key in known:
                    self._backlog.pop(key, None)
                    self._read(key)

    def catch_up(self, most: int = READ_AT_ONCE) -> bool:
        """Read some more of what waits; whether nothing waits any more."""
        for key in list(self._backlog)[:most]:
            del self._backlog[key]
            if key in self.picture.incidents:
                self._read(key)
        if self._backlog:
            return False
        return self._look_ahead()

    def catch_up_all(self) -> CaseTable:
        """Everything at once, where nobody waits; the table."""
        while not self.catch_up(len(self._backlog)):
            pass
        return self

    def _start_over(self) -> None:
        picture = self.picture
        kept = [
            row
            for row, one in enumerate(self._incidents)
            if picture.incidents.get(one.id) is one and len(picture.timelines.get(one.id, ())) == self._entries[row]
        ]
        if len(kept) < len(self):
            rows = np.array(kept, np.int64)
            for columns in (self._columns, self._flags, self._codes):
                for name, column in columns.items():
                    columns[name] = column[rows]  # type: ignore[assignment]
            self._stays, self._left, self._soon_at = self._stays[rows], self._left[rows], self._soon_at[rows]
            self._incidents = [self._incidents[row] for row in kept]
            self._entries = [self._entries[row] for row in kept]
            self._row = {one.id: row for row, one in enumerate(self._incidents)}
            self.edition += 1
        self._backlog = {key: None for key in picture.incidents if key not in self._row}

    def _read(self, key: str) -> None:
        """Put the newest state of one case into its row."""
        picture = self.picture
        incident, timeline = picture.incidents[key], picture.timelines.get(key, ())
        row = self._row.get(key)
        if row is None:
            row = self._row[key] = len(self)
            self._incidents.append(incident)
            self._entries.append(0)
            self._grow(len(self))
        self._incidents[row], self._entries[row] = incident, len(timeline)
        facts = milestones(timeline, self.flow)
        values = case_values(incident, picture.is_open(incident), facts)
        for name in NUMBERS:
            self._columns[name][row] = values[name]
        for name in FLAGS:
            self._flags[name][row] = values[name]
        region = picture.tree.index(incident.region) if incident.region in picture.tree else -1
        group = group_of(picture, incident)
        codes = self._codes
        codes["region"][row] = region
        codes["street"][row] = self._street[region] if region >= 0 else -1
        codes["category"][row] = _index(incident.category, self._category, self.categories)
        codes["group"][row] = _index(group, self._group, self.groups)
        codes["source"][row] = _SOURCE[incident.source]
        codes["stage"][row] = self._stage.get(incident.stage, -1)
        self._stays[row] = self._left[row] = nan
        for stage, (seconds, left) in facts.stays.items():
            self._stays[row, stage], self._left[row, stage] = seconds, left
        self._soon_at[row] = nan
        self.edition += 1

    def _grow(self, count: int) -> None:
        if count <= len(self._soon_at):
            return
        room = max(256, 2 * count)
        for columns in (self._columns, self._flags, self._codes):
            for name, column in columns.items():
                columns[name] = np.concatenate([column, np.zeros(room - len(column), column.dtype)])
        fresh = np.full((room - len(self._soon_at), len(self.flow.stages)), nan)
        self._stays, self._left = np.concatenate([self._stays, fresh]), np.concatenate([self._left, fresh])
        self._soon_at = np.concatenate([self._soon_at, fresh[:, 0] if fresh.shape[1] else np.full(len(fresh), nan)])

    # --- deadlines that are soon due ---

    def _look_ahead(self) -> bool:
        """When a few more open cases will be *soon* due; whether that is known of all of them."""
        unknown = np.flatnonzero(np.isnan(self._soon_at[: len(self)]) & self.flag("open"))
        for row in unknown[:SOON_AT_ONCE].tolist():
            self._soon_at[row] = self._turns_soon(self._incidents[row])
        return len(unknown) <= SOON_AT_ONCE

    def _turns_soon(self, incident: Incident) -> float:
        """City time from which a case is *soon* due, as ``domain.urgency`` has it: most of its time is used, or it is
        close to its end with the clock running."""
        deadline, calendar = incident.deadline, self.picture.city.rules.calendar
        start, due = deadline.started_at, deadline.due_at
        if deadline.paused_at is not None:
            return inf
        if deadline.allowance.kind in (DeadlineKind.WORKING_HOURS, DeadlineKind.WORKING_DAYS):
            whole = working_seconds(calendar, start, due)
            begins, used = after_working(calendar, start, 0.001), after_working(calendar, start, SOON * whole)
        else:
            begins, used = start, start + SOON * (due - start)
        if deadline.allowance.kind is DeadlineKind.URGENT_HOURS:
            begins = -inf
        return min(used, max(begins, due - SOON_SECONDS))

    # --- what is asked ---

    def inside(self, regions: tuple[str, ...]) -> Mask:
        """Which cases lie in one of these regions or below (``""``: in no street)."""
        tree = self.picture.tree
        test = within(self.picture, regions)
        table = np.fromiter((test(region.code) for region in tree), bool, len(tree))
        return np.append(table, "" in regions)[self.code("region")]

    def values(self, window: Window, stage: str = "") -> dict[str, object]:
        """The columns by the names formulas use, with the window's moments and those of one stage."""
        found: dict[str, object] = dict(window.values())
        found.update((name, self.column(name)) for name in NUMBERS)
        found.update((name, self.flag(name)) for name in FLAGS)
        found["late"] = is_late(found)
        index = self.flow.stage_index.get(stage)
        if index is None:
            found.update(stage_values(_NOTHING_KNOWN, self.flow, ""))
        else:
            found["stay"], found["left_at"] = self._stays[: len(self), index], self._left[: len(self), index]
        return found

    def late(self, now: float) -> Mask:
        """Open cases past their deadline whose clock runs."""
        due, paused = self.column("due_at"), self.flag("paused")
        return self.flag("open") & ~paused & (due < now)

    def mask(self, chosen: CaseFilter, now: float) -> Mask:
        """Which cases a filter chooses: as ``CaseFilter.matches`` says of each, in one go."""
        mask = np.ones(len(self), bool)
        if chosen.regions:
            mask &= self.inside(chosen.regions)
        if chosen.groups:
            mask &= np.isin(self.code("group"), [self._group[key] for key in chosen.groups if key in self._group])
        if chosen.categories:
            known = [self._category[key] for key in chosen.categories if key in self._category]
            mask &= np.isin(self.code("category"), known)
        if chosen.sources:
            mask &= np.isin(self.code("source"), [_SOURCE[source] for source in chosen.sources])
        if chosen.stages:
            mask &= np.isin(self.code("stage"), [self._stage[key] for key in chosen.stages if key in self._stage])
        if chosen.severities:
            mask &= np.isin(self.column("severity"), [int(severity) for severity in chosen.severities])
        if chosen.arrived is not None:
            mask &= _between(self.column("received_at"), chosen.arrived)
        if chosen.closed is not None:
            mask &= self.flag("settled") & _between(self.column("closed_at"), chosen.closed)
        if chosen.standings:
            mask &= self._stand(chosen.standings, now)
        if (behind := chosen.behind) is not None:
            window = behind.period.window(now, self.zone)
            mask &= np.asarray(formula(behind.condition).over(self.values(window, behind.stage)), bool)
        if chosen.drawn:
            rows = np.flatnonzero(mask)
            places = [self._incidents[row].place for row in rows.tolist()]
            mask[rows] = holds(chosen.drawn, [place.lon for place in places], [place.lat for place in places])
        return self._slowly(mask, chosen)

    def chosen(self, chosen: CaseFilter, now: float) -> frozenset[str]:
        """Ids of the cases a filter chooses."""
        return self.names(np.flatnonzero(self.mask(chosen, now)).tolist())

    def _stand(self, standings: tuple[Standing, ...], now: float) -> Mask:
        open_, late = self.flag("open"), self.late(now)
        masks = {
            Standing.OPEN: lambda: open_,
            Standing.CLOSED: lambda: ~open_,
            Standing.LATE: lambda: late,
            Standing.PAUSED: lambda: open_ & self.flag("paused"),
            Standing.SOON: lambda: open_ & ~late & (self._soon_at[: len(self)] <= now),
        }
        mask = np.zeros(len(self), bool)
        for standing in standings:
            mask |= masks[standing]()
        return mask

    def _slowly(self, mask: Mask, chosen: CaseFilter) -> Mask:
        """The parts that need a look at each case, at those that are left."""
        if not (chosen.hours or chosen.workers or chosen.words):
            return mask
        words = chosen.words.lower().split()
        for row in np.flatnonzero(mask).tolist():
            one = self._incidents[row]
            mask[row] = (
                (not chosen.hours or hour_of(one.received_at, self.zone) in chosen.hours)
                and (not chosen.workers or one.worker in chosen.workers)
                and (not words or has_words(text_of(one, self.picture), words))
            )
        return mask

    def workers(self, rows: Iterable[int]) -> list[str]:
        """Who has each of these cases, empty for nobody."""
        return [self._incidents[row].worker for row in rows]


_NOTHING_KNOWN = Milestones()


def _between(column: NDArray[np.float64], span: tuple[float, float]) -> Mask:
    return (span[0] <= column) & (column < span[1])


def _index(key: str, index: dict[str, int], names: list[str]) -> int:
    if key not in index:
        index[key] = len(names)
        names.append(key)
    return index[key]


def _street_index(picture: Picture, code: str) -> int:
    street = picture.tree.ancestor(code, Level.STREET)
    return -1 if street is None else picture.tree.index(street.code)
