"""The incidents of a picture with their places in the queue and the shelves they lie on; no Qt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from enum import Enum
from heapq import heappop, heappush
from math import inf
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from domain.casefilter import EVERYTHING, CaseFilter
from domain.casematch import matcher, text_of
from domain.incident import Incident
from domain.picture import Picture
from domain.urgency import calls, deadline_state, hurt, next_turn
from widgets import wording
from widgets.queue_order import Grouping, QueueOrder, Sorting


class Shelf(Enum):
    """What the queue shows."""

    ALL = "all"
    DESK = "desk"
    FIELD = "field"
    LATE = "late"
    CLOSED = "closed"


class Row(msgspec.Struct):
    """One incident as the queue knows it: how much it hurts, where it sorts, on which shelves it lies, and until when
    that is so. ``calls``: it calls for attention."""

    incident: Incident
    hurt: tuple[Any, ...]
    key: Any
    shelves: frozenset[Shelf]
    turn: float = inf
    calls: bool = False
    words: str = ""  # what the text filter looks at; written when it is first needed


_CLOSED_SHELF = frozenset({Shelf.CLOSED})
_WAITING = {"": frozenset({Shelf.ALL}), "desk": {Shelf.ALL, Shelf.DESK}, "worker": {Shelf.ALL, Shelf.FIELD}}
_OPEN_SHELVES = {
    (waits_for, late): frozenset({*shelves, *([Shelf.LATE] if late else [])})
    for waits_for, shelves in _WAITING.items()
    for late in (False, True)
}


class QueueRows:
    """All rows of one picture. ``begin`` takes the picture, ``read`` one part of it after the other, the worst first;
    ``hold`` takes an incident at once. ``turned`` names those whose place the clock alone has changed."""

    def __init__(self) -> None:
        self._picture: Picture | None = None
        self._zone = ZoneInfo("UTC")
        self._now = 0.0
        self._day_ends, self._midnight = -inf, 0.0
        self._rows: dict[str, Row] = {}
        self._unread: dict[str, None] = {}
        self._turns: list[tuple[float, str]] = []
        self._counts = dict.fromkeys(Shelf, 0)
        self._shelf = Shelf.ALL
        self._needle: list[str] = []
        self._chosen: set[str] = set()
        self._calling: set[str] = set()
        self.order = QueueOrder()
        self.filter = EVERYTHING

    def __contains__(self, key: object) -> bool:
        return key in self._rows

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __getitem__(self, key: str) -> Row:
        return self._rows[key]

    def key(self, incident: str) -> Any:
        """Sorts as the queue stands; fixed as long as the incident neither changes nor turns."""
        return self._rows[incident].key

    def hurt(self, incident: str) -> tuple[Any, ...]:
        """Sorts what hurts first to the front, however the queue stands."""
        return self._rows[incident].hurt

    # --- what comes in --------------------------------------------------------------------------------------------

    def begin(self, picture: Picture, now: float) -> None:
        """Forget everything; all of this picture waits to be read."""
        self._picture = picture
        self._zone = ZoneInfo(picture.city.rules.calendar.zone)
        self._day_ends = -inf
        self._rows, self._turns, self._chosen, self._calling = {}, [], set(), set()
        self.order = QueueOrder(picture, self.order.sorting, self.order.grouping)
        self._counts = dict.fromkeys(Shelf, 0)
        self.look_at(now)
        about = {key: _at_a_glance(picture, incident, now) for key, incident in picture.incidents.items()}
        self._unread = dict.fromkeys(sorted(about, key=about.__getitem__))

    def look_at(self, now: float) -> None:
        """City time is ``now``."""
        self._now = now
        if not self._midnight <= now < self._day_ends:
            self._midnight = wording.midnight(now, self._zone)
            self._day_ends = wording.midnight(self._midnight + 36 * wording.HOUR, self._zone)

    @property
    def unread(self) -> bool:
        """Whether a part of the picture still waits."""
        return bool(self._unread)

    def read(self, most: int) -> list[str]:
        """Take so many that wait; which they were."""
        assert self._picture is not None
        some = [key for key, _ in zip(self._unread, range(most), strict=False)]
        for key in some:
            self.hold(self._picture.incidents[key])
        self.choose(some)
        return some

    def hold(self, incident: Incident) -> bool:
        """Look at an incident anew; whether its place or its shelves may have changed."""
        picture = self._picture
        assert picture is not None
        self._unread.pop(incident.id, None)
        known = self._rows.get(incident.id)
        row = self._row(picture, incident)
        if row.turn < inf and (known is None or known.turn != row.turn):
            heappush(self._turns, (row.turn, incident.id))
        if known is not None and known.incident is incident and known.key == row.key and known.shelves == row.shelves:
            known.turn = row.turn
            return False
        for shelf in known.shelves if known is not None else ():
            self._counts[shelf] -= 1
        for shelf in row.shelves:
            self._counts[shelf] += 1
        self._rows[incident.id] = row
        (self._calling.add if row.calls else self._calling.discard)(incident.id)
        return True

    def turned(self) -> list[str]:
        """Those whose place or shelves have changed by the clock alone since somebody asked last."""
        due: dict[str, None] = {}
        while self._turns and self._turns[0][0] <= self._now:
            turn, key = heappop(self._turns)
            row = self._rows.get(key)
            if row is not None and row.turn == turn:
                due[key] = None
        return [key for key in due if self.hold(self._rows[key].incident)]

    # --- what is shown --------------------------------------------------------------------------------------------

    def set_order(self, sorting: Sorting, grouping: Grouping) -> None:
        """All keys are others now."""
        self.order = QueueOrder(self._picture, sorting, grouping)
        for row in self._rows.values():
            row.key = self.order.key(row.incident, row.hurt)

    def set_shelf(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def set_needle(self, text: str) -> None:
        self._needle = text.strip().lower().split()

    def set_filter(self, chosen: CaseFilter, ids: Iterable[str] | None) -> None:
        """``ids``: which those are, where somebody knows already."""
        self.filter = chosen
        if ids is None:
            self.choose(self._rows)
        else:
            self._chosen = set(ids) & self._rows.keys() if chosen else set()

    def choose(self, keys: Iterable[str]) -> None:
        """Ask the filter about these incidents."""
        picture = self._picture
        if picture is None or not self.filter:
            self._chosen = set()
            return
        self._chosen &= self._rows.keys()
        matches = matcher(self.filter, picture, self._now)
        for key in keys:
            (self._chosen.add if matches(self._rows[key].incident) else self._chosen.discard)(key)

    def fits(self, incident: str) -> bool:
        """Whether it lies on the shelf, is chosen by the filter and has all the words of the field."""
        row = self._rows[incident]
        if self.filter and incident not in self._chosen:
            return False
        if self._shelf not in row.shelves and not (self.filter and self._shelf is Shelf.ALL):
            return False
        if not self._needle:
            return True
        if not row.words:
            assert self._picture is not None
            row.words = text_of(row.incident, self._picture)
        return all(word in row.words for word in self._needle)

    @property
    def calling(self) -> AbstractSet[str]:
        """What calls for attention until somebody acknowledges it, whatever is shown."""
        return self._calling

    @property
    def chosen(self) -> AbstractSet[str]:
        """What the filter chooses of those that have been read, empty without a filter."""
        return self._chosen

    @property
    def counts(self) -> dict[Shelf, int]:
        """How many incidents lie on each shelf, whatever the text in the field; with a filter, of what it chooses."""
        if not self.filter:
            return self._counts
        counts = dict.fromkeys(Shelf, 0)
        for key in self._chosen:
            for shelf in self._rows[key].shelves:
                counts[shelf] += 1
        counts[Shelf.ALL] = len(self._chosen)
        return counts

    @property
    def outside(self) -> int:
        """How many open incidents the filter leaves out."""
        return self._counts[Shelf.ALL] - sum(Shelf.ALL in self._rows[key].shelves for key in self._chosen)

    # --- inside ---------------------------------------------------------------------------------------------------

    def _row(self, picture: Picture, incident: Incident) -> Row:
        stage = picture.stages[incident.stage]
        if not stage.open:
            closed_at = incident.closed_at or incident.changed_at
            today = closed_at >= self._midnight
            turn = self._day_ends if today else inf
            hurts: tuple[Any, ...] = (1, -closed_at, incident.id)
            key = self.order.key(incident, hurts)
            return Row(incident, hurts, key, _CLOSED_SHELF if today else frozenset(), turn)
        calendar = picture.city.rules.calendar
        state = deadline_state(incident, self._now, calendar)
        late = state.phase == "late"
        # the due time instead of the time left: places taken at different moments can be compared
        left = state.remaining if state.phase == "paused" else incident.deadline.due_at
        place = hurt(incident, self._now, stage, calendar, state)
        hurts = (0, *place._replace(remaining=left))
        shelves = _OPEN_SHELVES.get((stage.waits_for, late)) or _OPEN_SHELVES["", late]
        turn = next_turn(incident, self._now, stage, calendar, state)
        return Row(incident, hurts, self.order.key(incident, hurts), shelves, turn, calls(incident, stage))


def _at_a_glance(picture: Picture, incident: Incident, now: float) -> tuple[float, float, float]:
    """Sorts nearly as the queue does, without looking closely: what is read first should be what stands on top."""
    if not picture.is_open(incident):
        return 9.0, 0.0, -(incident.closed_at or incident.changed_at)
    due = incident.deadline.due_at
    return float(due >= now), float(incident.severity), due
