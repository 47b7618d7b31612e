"""The incidents of the picture as a list: sorted, grouped, filtered, and steady while somebody presses."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from typing import Any

from PySide6.QtCore import QByteArray, QMimeData, QObject, Qt, QTimer

from domain.casefilter import CaseFilter
from domain.drag import INCIDENT_MIME
from domain.incident import Incident
from domain.picture import Changes, Picture
from domain.steps import Workflow
from domain.urgency import DeadlineState, deadline_state
from widgets import incident_line, queue_words, wording
from widgets.long_list import Index, LongListModel
from widgets.queue_groups import Heading, QueueGroups, is_heading
from widgets.queue_order import Grouping, Sorting
from widgets.queue_rows import QueueRows, Shelf

#: So many incidents of a new picture are taken in one go: a few milliseconds. The screen lives in between.
READ_AT_ONCE = 300


class QueueModel(LongListModel):
    """Rows are incident ids in order, below the headings of their groups when it is grouped; ``Qt.UserRole`` gives the
    ``Row`` or the ``Heading``.

    While ``frozen`` rows stay where they are: new ones join at the end (of a grouped queue: when it thaws), leaving
    ones stay; ``thaw`` puts all in order. ``language``: of the names of headings."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._picture: Picture | None = None
        self._rows = QueueRows()
        self._groups = QueueGroups()
        self._now = 0.0
        self._frozen = False
        self._more = QTimer(self, interval=0)
        self._more.timeout.connect(self._read_more)
        self.pending: frozenset[str] = frozenset()
        self.language = "zh"

    # --- what Qt asks ---------------------------------------------------------------------------------------------

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._order):
            return None
        key = self._order[index.row()]
        if is_heading(key):
            return self._data_of(self._groups[key], role)
        row = self._rows[key]
        if role == Qt.ItemDataRole.UserRole:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.incident.title
        if role == Qt.ItemDataRole.ToolTipRole and self._picture is not None:
            state = self.standing(row.incident)
            return incident_line.whole(self._picture, row.incident, state, self._now, self.language)
        if role == Qt.ItemDataRole.AccessibleTextRole and self._picture is not None:
            kind = incident_line.kind(self._picture, row.incident, self.language)
            left = wording.remaining(self.standing(row.incident).remaining)
            return ", ".join(filter(None, (kind, row.incident.title, left)))
        return None

    def _data_of(self, heading: Heading, role: int) -> Any:
        if role == Qt.ItemDataRole.UserRole:
            return heading
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            title = queue_words.title(heading.group.code, self.grouping, self._picture, self.language)
            return title if role == Qt.ItemDataRole.DisplayRole else f"{title}: {queue_words.counted(heading)}"
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags if self.heading(index) is not None else flags | Qt.ItemFlag.ItemIsDragEnabled

    def mimeTypes(self) -> list[str]:
        return [INCIDENT_MIME]

    def mimeData(self, indexes: Iterable[Index]) -> QMimeData:
        data = QMimeData()
        for index in indexes:
            if self.heading(index) is None:
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
    def order(self) -> list[str]:
        """The incidents that are shown from the top, also those the view has not been given yet."""
        if self.grouping is Grouping.NONE:
            return self._order
        return [key for key in self._order if not is_heading(key)]

    @property
    def sorting(self) -> Sorting:
        return self._rows.order.sorting

    @property
    def grouping(self) -> Grouping:
        return self._rows.order.grouping

    @property
    def counts(self) -> dict[Shelf, int]:
        """How many incidents lie on each shelf, whatever the text in the field; with a filter, of what it chooses."""
        return self._rows.counts

    @property
    def filter(self) -> CaseFilter:
        """What is chosen; closed cases lie on the first shelf too while something is."""
        return self._rows.filter

    @property
    def chosen(self) -> AbstractSet[str]:
        """What the filter chooses; kept up with every incident that changes."""
        return self._rows.chosen

    @property
    def outside(self) -> int:
        """How many open incidents the filter leaves out."""
        return self._rows.outside

    @property
    def complete(self) -> bool:
        """Whether all of the picture has been taken; a large one takes some turns of the event loop."""
        return not self._rows.unread

    def key_at(self, index: Index) -> str:
        """What ``row_of`` finds a row again by, also a heading; empty for no row."""
        return self._order[index.row()] if index.isValid() else ""

    def row_of(self, key: str) -> int:
        """Place of an incident (or of a heading by its ``key_at``) in the list, -1 when it is not shown."""
        if is_heading(key):
            return self._place(key) if key in self._groups else -1
        if key not in self._rows or self._groups.folded_away(key):
            return -1
        return self._place(key)

    def row_of_heading(self, incident: str) -> int:
        """Place of the heading an incident is shown below, -1 when there is none."""
        key = self._groups.heading_of(incident)
        return self._place(key) if key else -1

    def _key(self, key: str) -> Any:
        return self._groups.key(key) if is_heading(key) else self._rows.key(key)

    def _place(self, key: str) -> int:
        place = bisect_left(self._order, self._key(key), key=self._key)
        if place < len(self._order) and self._order[place] == key:
            return place
        try:  # keys have aged since the list was put in order
            return self._order.index(key)
        except ValueError:
            return -1

    def incident(self, index: Index) -> Incident | None:
        """The incident of a row, None for a heading."""
        key = self.key_at(index)
        return self._rows[key].incident if key and not is_heading(key) else None

    def heading(self, index: Index) -> Heading | None:
        """The heading of a row, None for an incident."""
        key = self.key_at(index)
        return self._groups[key] if is_heading(key) else None

    def worst_first(self) -> list[str]:
        """All that fit shelf, filter and words, what hurts most first, whatever the order on the screen."""
        return sorted(filter(self._rows.fits, self._rows), key=self._rows.hurt)

    def unacknowledged(self) -> list[str]:
        """Open incidents that call for attention until somebody of the room acknowledges them, the worst first."""
        return sorted(filter(self._rows.fits, self._rows.calling), key=self._rows.hurt)

    # --- what comes in --------------------------------------------------------------------------------------------

    def refresh(self, picture: Picture, changes: Changes, now: float) -> None:
        """Take the incidents that changed. Of a large new picture the worst come first and the others soon after."""
        self._now = now
        if changes.reset or picture is not self._picture:
            self._begin(picture, now)
            return
        known = [key for key in changes.incidents if key in picture.incidents]
        if not known:
            return
        self._rows.look_at(now)
        for key in known:
            self._rows.hold(picture.incidents[key])
        self._rows.choose(known)
        self._settle(known)

    def tick(self, now: float) -> None:
        """City time went on: what has turned late or nearly so climbs."""
        self._now = now
        if self._picture is None:
            return
        self._rows.look_at(now)
        turned = self._rows.turned()
        if turned:
            self._rows.choose(turned)
            self._settle(turned)
        else:
            self._redraw()

    def arrange(self, sorting: Sorting, grouping: Grouping) -> None:
        """In another order, under other headings."""
        if grouping is not self.grouping:
            self._groups = QueueGroups()
        self._rows.set_order(sorting, grouping)
        self._arrange_anew()

    @property
    def folded(self) -> tuple[str, ...]:
        """Codes of the groups that are folded, also of those without incidents just now."""
        return self._groups.folded

    def fold(self, codes: Iterable[str], folded: bool) -> None:
        """Hide what lies below these headings, or show it again."""
        self._groups.fold(codes, folded)
        self._arrange_anew()

    def fold_all(self, folded: bool) -> None:
        """Only headings, or everything again."""
        self._groups.fold_all(folded)
        self._arrange_anew()

    def set_shelf(self, shelf: Shelf) -> None:
        self._rows.set_shelf(shelf)
        self._arrange_anew()

    def set_needle(self, text: str) -> None:
        """Show only rows with all these words in title, place, case number, worker or reporter's text."""
        self._rows.set_needle(text)
        self._arrange_anew()

    def set_filter(self, chosen: CaseFilter, ids: Iterable[str] | None = None) -> None:
        """Show only what is chosen, open or closed. ``ids``: which those are, where somebody knows already."""
        self._rows.set_filter(chosen, ids)
        self._arrange_anew()

    def set_pending(self, incidents: Iterable[str]) -> None:
        """Mark incidents that have a command on its way."""
        changed = self.pending ^ frozenset(incidents)
        self.pending = frozenset(incidents)
        for key in changed:
            place = self.row_of(key)
            if 0 <= place < self.rowCount():
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

    def _begin(self, picture: Picture, now: float) -> None:
        self.beginResetModel()
        self._picture = picture
        self._rows.begin(picture, now)
        self._rows.read(READ_AT_ONCE)
        self._start(self._arranged())
        self.endResetModel()
        if self._rows.unread:
            self._more.start()

    def _read_more(self) -> None:
        some = self._rows.read(READ_AT_ONCE)
        if not self._rows.unread:
            self._more.stop()
        self._settle(some)

    def _settle(self, changed: list[str]) -> None:
        """Put the changed ones where they belong; the rest keeps its order."""
        fits = {key for key in changed if self._rows.fits(key)}
        grouped = self.grouping is not Grouping.NONE
        if self._frozen:
            if not grouped:
                shown = set(self._order)
                self._append([key for key in changed if key in fits and key not in shown])
            self._redraw()
            return
        moved = set(changed)
        if grouped:
            before = set(self._groups)
            fits = {key for key in fits if not self._groups[self._put(key)].folded}
            for key in moved - fits:
                if not self._rows.fits(key):
                    self._groups.take(key)
            now = set(self._groups)
            moved |= before - now
            fits |= now - before
        order = [key for key in self._order if key not in moved]
        self._take_order(_merged(order, sorted(fits, key=self._key), self._key))

    def _put(self, key: str) -> str:
        """An incident that fits, below the heading where it belongs; the heading's key."""
        row = self._rows[key]
        open_ = Shelf.ALL in row.shelves
        group = self._rows.order.group(row.incident)
        return self._groups.put(key, group, Shelf.LATE in row.shelves, row.incident.severity if open_ else None)

    def _arranged(self) -> list[str]:
        """Everything that fits, in order."""
        fits = list(filter(self._rows.fits, self._rows))
        if self.grouping is not Grouping.NONE:
            self._groups.clear()
            fits = [key for key in fits if not self._groups[self._put(key)].folded]
            fits += self._groups
        return sorted(fits, key=self._key)

    def _arrange_anew(self) -> None:
        self._take_order(self._arranged())


def _merged(order: list[str], added: list[str], key: Any) -> list[str]:
    """``added`` (sorted) put into ``order`` at their places."""
    if len(added) > 64:
        return sorted([*order, *added], key=key)
    for item in added:
        order.insert(bisect_left(order, key(item), key=key), item)
    return order
