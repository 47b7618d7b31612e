"""The incidents of the picture as rows: what hurts first on top, filtered, and steady while somebody presses."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from enum import Enum
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from PySide6.QtCore import QAbstractListModel, QByteArray, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt

from domain.casefilter import EVERYTHING, CaseFilter
from domain.category import Severity
from domain.drag import INCIDENT_MIME
from domain.incident import Incident
from domain.picture import Changes, Picture
from domain.steps import Workflow
from domain.urgency import DeadlineState, deadline_state, hurt
from widgets import wording

Index = QModelIndex | QPersistentModelIndex


class Shelf(Enum):
    """What the queue shows."""

    ALL = "all"
    DESK = "desk"
    FIELD = "field"
    LATE = "late"
    CLOSED = "closed"


class Row(msgspec.Struct):
    """One incident as the queue knows it: where it sorts and on which shelves it lies."""

    incident: Incident
    key: Any
    shelves: frozenset[Shelf]
    words: str = ""  # what the text filter looks at; written when it is first needed


_CLOSED_SHELF = frozenset({Shelf.CLOSED})
_WAITING = {"": frozenset({Shelf.ALL}), "desk": {Shelf.ALL, Shelf.DESK}, "worker": {Shelf.ALL, Shelf.FIELD}}
_OPEN_SHELVES = {
    (waits_for, late): frozenset({*shelves, *([Shelf.LATE] if late else [])})
    for waits_for, shelves in _WAITING.items()
    for late in (False, True)
}
#: So many rows are looked at again each second; the worst ones every time, the rest in turns.
LOOKED_AT_A_SECOND = 240


class QueueModel(QAbstractListModel):
    """Rows are incident ids in order; ``Qt.UserRole`` gives the ``Row``.

    While ``frozen`` rows stay where they are: new ones join at the end, leaving ones stay; ``thaw`` puts all in order.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._picture: Picture | None = None
        self._zone = ZoneInfo("UTC")
        self._rows: dict[str, Row] = {}
        self._order: list[str] = []
        self._counts = dict.fromkeys(Shelf, 0)
        self._shelf = Shelf.ALL
        self._needle = ""
        self._filter = EVERYTHING
        self._chosen: set[str] = set()
        self._now = 0.0
        self._turn = 0
        self._dated, self._midnight = -1, 0.0
        self._frozen = False
        self.pending: frozenset[str] = frozenset()
        self.seen: set[str] = set()

    # --- what Qt asks ---------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._order)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._order):
            return None
        row = self._rows[self._order[index.row()]]
        if role == Qt.ItemDataRole.UserRole:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.incident.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row.incident.title}, {wording.remaining(self.standing(row.incident).remaining)}"
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDragEnabled

    def mimeTypes(self) -> list[str]:
        return [INCIDENT_MIME]

    def mimeData(self, indexes: Iterable[Index]) -> QMimeData:
        data = QMimeData()
        for index in indexes:
            data.setData(INCIDENT_MIME, QByteArray(self._order[index.row()].encode()))
        return data

    # --- what the view asks ---------------------------------------------------------------------------------------

    @property
    def picture(self) -> Picture | None:
        return self._picture

    @property
    def workflow(self) -> Workflow:
        """The flow of the incidents that are shown."""
        assert self._picture is not None
        return self._picture.city.rules.workflow

    @property
    def now(self) -> float:
        return self._now

    @property
    def counts(self) -> dict[Shelf, int]:
        """How many incidents lie on each shelf, whatever the text in the field; with a filter, of what it chooses."""
        if not self._filter:
            return self._counts
        counts = dict.fromkeys(Shelf, 0)
        for key in self._chosen:
            for shelf in self._rows[key].shelves:
                counts[shelf] += 1
        counts[Shelf.ALL] = len(self._chosen)
        return counts

    @property
    def filter(self) -> CaseFilter:
        """What is chosen; closed cases lie on the first shelf too while something is."""
        return self._filter

    @property
    def outside(self) -> int:
        """How many open incidents the filter leaves out."""
        return self._counts[Shelf.ALL] - sum(Shelf.ALL in self._rows[key].shelves for key in self._chosen)

    @property
    def order(self) -> list[str]:
        """Incident ids from the top."""
        return self._order

    def row_of(self, incident: str) -> int:
        """Place of an incident in the list, -1 when it is not shown."""
        row = self._rows.get(incident)
        if row is None:
            return -1
        place = bisect_left(self._order, row.key, key=self._key)
        if place < len(self._order) and self._order[place] == incident:
            return place
        try:  # keys have aged since the list was put in order
            return self._order.index(incident)
        except ValueError:
            return -1

    def incident(self, index: Index) -> Incident | None:
        return self._rows[self._order[index.row()]].incident if index.isValid() else None

    def unacknowledged(self) -> list[str]:
        """Open incidents of the top severity that nobody has touched or looked at yet, the worst first."""
        picture = self._picture
        if picture is None:
            return []
        first = picture.city.rules.workflow.first
        return [
            key
            for key in self._order[:200]
            if key not in self.seen
            and (incident := self._rows[key].incident).severity is Severity.RED
            and incident.stage == first
        ]

    # --- what comes in --------------------------------------------------------------------------------------------

    def refresh(self, picture: Picture, changes: Changes, now: float) -> None:
        """Take the incidents that changed."""
        self._now = now
        if changes.reset or picture is not self._picture:
            self._picture = picture
            self._zone = ZoneInfo(picture.city.rules.calendar.zone)
            self.beginResetModel()
            self._rows = {}
            self._counts = dict.fromkeys(Shelf, 0)
            for incident in picture.incidents.values():
                self._hold(incident)
            self.seen &= self._rows.keys()
            self._choose(self._rows)
            self._order = sorted(filter(self._fits, self._rows), key=self._key)
            self.endResetModel()
            return
        known = [key for key in changes.incidents if key in picture.incidents]
        if not known:
            return
        for key in known:
            self._hold(picture.incidents[key])
        self._choose(known)
        self._settle(known)

    def tick(self, now: float) -> None:
        """Look again at the clock of the rows on top and of a share of the others."""
        picture = self._picture
        self._now = now
        if picture is None:
            return
        keys = list(self._rows)
        half = LOOKED_AT_A_SECOND // 2
        start = self._turn % max(1, len(keys))
        self._turn = start + half
        due = dict.fromkeys([*self._order[:half], *keys[start : start + half]])
        moved = [key for key in due if self._hold(self._rows[key].incident)]
        if moved:
            self._settle(moved)
        else:
            self._redraw()

    def set_shelf(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._arrange_anew()

    def set_needle(self, text: str) -> None:
        """Show only rows with all these words in title, place, case number, worker or reporter's text."""
        self._needle = text.strip().lower()
        self._arrange_anew()

    def set_filter(self, chosen: CaseFilter, ids: Iterable[str] | None = None) -> None:
        """Show only what is chosen, open or closed. ``ids``: which those are, where somebody knows already."""
        self._filter = chosen
        if ids is None:
            self._choose(self._rows)
        else:
            self._chosen = set(ids) & self._rows.keys() if chosen else set()
        self._arrange_anew()

    def set_pending(self, incidents: Iterable[str]) -> None:
        """Mark incidents that have a command on its way."""
        changed = self.pending ^ frozenset(incidents)
        self.pending = frozenset(incidents)
        for key in changed:
            place = self.row_of(key)
            if place >= 0:
                self.dataChanged.emit(self.index(place), self.index(place))

    def standing(self, incident: Incident) -> DeadlineState:
        """How it stands with its deadline at this very moment."""
        assert self._picture is not None
        return deadline_state(incident, self._now, self._picture.city.rules.calendar)

    def freeze(self) -> None:
        self._frozen = True

    def thaw(self) -> None:
        if self._frozen:
            self._frozen = False
            self._arrange_anew()

    # --- order ----------------------------------------------------------------------------------------------------

    def _key(self, incident: str) -> Any:
        return self._rows[incident].key

    def _hold(self, incident: Incident) -> bool:
        """Look at an incident anew; whether its place or its shelves may have changed."""
        picture = self._picture
        assert picture is not None
        calendar = picture.city.rules.calendar
        known = self._rows.get(incident.id)
        stage = picture.stages[incident.stage]
        state = deadline_state(incident, self._now, calendar)
        shelves: frozenset[Shelf]
        key: tuple[Any, ...]
        if stage.open:
            late = state.phase == "late"
            shelves = _OPEN_SHELVES.get((stage.waits_for, late)) or _OPEN_SHELVES["", late]
            # the due time instead of the time left: places taken at different moments can be compared
            place = hurt(incident, self._now, stage, calendar)
            left = state.remaining if state.phase == "paused" else incident.deadline.due_at
            key = (0, *place._replace(remaining=left))
        else:
            closed_at = incident.closed_at or incident.changed_at
            shelves = _CLOSED_SHELF if closed_at >= self._today() else frozenset()
            key = (1, -closed_at, incident.id)
        if known is not None and known.incident is incident and known.key == key and known.shelves == shelves:
            return False
        for shelf in known.shelves if known is not None else ():
            self._counts[shelf] -= 1
        for shelf in shelves:
            self._counts[shelf] += 1
        self._rows[incident.id] = Row(incident, key, shelves)
        return True

    def _today(self) -> float:
        """When the local day began, looked up once a second of city time."""
        if self._dated != int(self._now):
            self._dated, self._midnight = int(self._now), wording.midnight(self._now, self._zone)
        return self._midnight

    def _words(self, incident: Incident) -> str:
        picture = self._picture
        assert picture is not None
        worker = picture.workers.get(incident.worker)
        category = picture.categories.get(incident.category)
        parts = [incident.title, incident.text, incident.case, incident.id, incident.place.address]
        parts += [region.name for region in picture.tree.lineage(incident.region)]
        parts += [worker.name, worker.name_en, worker.phone] if worker else []
        parts += [category.name.zh, category.name.en] if category else []
        return "\n".join(parts).lower()

    def _choose(self, keys: Iterable[str]) -> None:
        """Ask the filter about these incidents."""
        picture = self._picture
        if picture is None or not self._filter:
            self._chosen = set()
            return
        self._chosen &= self._rows.keys()
        matches = self._filter.matcher(picture, self._now)
        for key in keys:
            (self._chosen.add if matches(self._rows[key].incident) else self._chosen.discard)(key)

    def _fits(self, incident: str) -> bool:
        row = self._rows[incident]
        if self._filter and incident not in self._chosen:
            return False
        if self._shelf not in row.shelves and not (self._filter and self._shelf is Shelf.ALL):
            return False
        if not self._needle:
            return True
        row.words = row.words or self._words(row.incident)
        return all(word in row.words for word in self._needle.split())

    def _settle(self, changed: list[str]) -> None:
        """Put the changed ones where they belong; the rest keeps its order."""
        shown = set(self._order)
        fits = {key for key in changed if self._fits(key)}
        if self._frozen:
            self._append([key for key in changed if key in fits and key not in shown])
            self._redraw()
            return
        moved = set(changed)
        order = [key for key in self._order if key not in moved]
        waiting = sorted(fits, key=self._key)
        self._take_order(_merged(order, waiting, self._key))

    def _arrange_anew(self) -> None:
        self._take_order(sorted(filter(self._fits, self._rows), key=self._key))

    def _append(self, keys: list[str]) -> None:
        if keys:
            self.beginInsertRows(QModelIndex(), len(self._order), len(self._order) + len(keys) - 1)
            self._order.extend(keys)
            self.endInsertRows()

    def _redraw(self) -> None:
        if self._order:
            self.dataChanged.emit(self.index(0), self.index(len(self._order) - 1))

    def _take_order(self, order: list[str]) -> None:
        """Replace the order; indexes the view holds (selection, current) follow their incident."""
        if order == self._order:
            self._redraw()
            return
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        held = [self._order[index.row()] for index in before]
        self._order = order
        place = {key: row for row, key in enumerate(order)} if len(held) > 3 else None
        after = []
        for key in held:
            row = place.get(key, -1) if place is not None else (order.index(key) if key in order else -1)
            after.append(self.index(row) if row >= 0 else QModelIndex())
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()


def _merged(order: list[str], added: list[str], key: Any) -> list[str]:
    """``added`` (sorted) put into ``order`` at their places."""
    if len(added) > 64:
        return sorted([*order, *added], key=key)
    for item in added:
        order.insert(bisect_left(order, key(item), key=key), item)
    return order
