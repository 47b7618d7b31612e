"""The incidents of the picture as a list: what hurts first on top, filtered, and steady while somebody presses."""

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
from domain.urgency import DeadlineState, calls, deadline_state
from widgets import wording
from widgets.long_list import Index, LongListModel
from widgets.queue_rows import QueueRows, Shelf

#: So many incidents of a new picture are taken in one go: a few milliseconds. The screen lives in between.
READ_AT_ONCE = 300


class QueueModel(LongListModel):
    """Rows are incident ids in order; ``Qt.UserRole`` gives the ``Row``.

    While ``frozen`` rows stay where they are: new ones join at the end, leaving ones stay; ``thaw`` puts all in order.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._picture: Picture | None = None
        self._rows = QueueRows()
        self._now = 0.0
        self._frozen = False
        self._more = QTimer(self, interval=0)
        self._more.timeout.connect(self._read_more)
        self.pending: frozenset[str] = frozenset()

    # --- what Qt asks ---------------------------------------------------------------------------------------------

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

    def row_of(self, incident: str) -> int:
        """Place of an incident in the list, -1 when it is not shown."""
        if incident not in self._rows:
            return -1
        place = bisect_left(self._order, self._rows.key(incident), key=self._rows.key)
        if place < len(self._order) and self._order[place] == incident:
            return place
        try:  # keys have aged since the list was put in order
            return self._order.index(incident)
        except ValueError:
            return -1

    def incident(self, index: Index) -> Incident | None:
        return self._rows[self._order[index.row()]].incident if index.isValid() else None

    def unacknowledged(self) -> list[str]:
        """Open incidents that call for attention until somebody of the room acknowledges them, the worst first."""
        picture = self._picture
        if picture is None:
            return []
        some = ((key, self._rows[key].incident) for key in self._order[:200])
        return [key for key, incident in some if calls(incident, picture.stages.get(incident.stage))]

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
        self._start(sorted(filter(self._rows.fits, self._rows.read(READ_AT_ONCE)), key=self._rows.key))
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
        shown = set(self._order)
        fits = {key for key in changed if self._rows.fits(key)}
        if self._frozen:
            self._append([key for key in changed if key in fits and key not in shown])
            self._redraw()
            return
        moved = set(changed)
        order = [key for key in self._order if key not in moved]
        waiting = sorted(fits, key=self._rows.key)
        self._take_order(_merged(order, waiting, self._rows.key))

    def _arrange_anew(self) -> None:
        self._take_order(sorted(filter(self._rows.fits, self._rows), key=self._rows.key))


def _merged(order: list[str], added: list[str], key: Any) -> list[str]:
    """``added`` (sorted) put into ``order`` at their places."""
    if len(added) > 64:
        return sorted([*order, *added], key=key)
    for item in added:
        order.insert(bisect_left(order, key(item), key=key), item)
    return order
