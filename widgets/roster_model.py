"""The workers as rows: filtered, in a steady order, and the best first while an incident is in the air."""

from __future__ import annotations

from enum import Enum
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Qt

from domain.candidates import Candidate, Flight
from domain.picture import Changes, Picture
from domain.worker import SILENT_AFTER, Worker, WorkerState
from widgets.long_list import Index, LongListModel
from widgets.phonetics import initials, spelled


class Crew(Enum):
    """Which workers the roster shows."""

    ON_DUTY = "on_duty"
    FREE = "free"
    ENGAGED = "engaged"
    SILENT = "silent"
    ALL = "all"


RANK = {
    WorkerState.FREE: 0,
    WorkerState.HEADING: 1,
    WorkerState.ON_SCENE: 2,
    WorkerState.BUSY: 3,
    WorkerState.RESTING: 4,
    WorkerState.OFF_DUTY: 5,
}
ENGAGED = (WorkerState.HEADING, WorkerState.ON_SCENE, WorkerState.BUSY)


class RosterModel(LongListModel):
    """Rows are worker ids; ``Qt.UserRole`` gives the ``Worker``. Nobody leaves or moves while an incident is in the
    air."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._picture: Picture | None = None
        self._now = 0.0
        self._crew = Crew.ON_DUTY
        self._needle = ""
        self._sounds: dict[str, str] = {}
        self._counts = dict.fromkeys(Crew, 0)
        self._stale = False
        self.live = True
        self.flight: Flight | None = None

    # --- what Qt asks ---------------------------------------------------------------------------------------------

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        worker = self.worker(index)
        if worker is None:
            return None
        if role == Qt.ItemDataRole.UserRole:
            return worker
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return worker.name
        return None

    # --- what the view asks ---------------------------------------------------------------------------------------

    @property
    def picture(self) -> Picture | None:
        return self._picture

    @property
    def now(self) -> float:
        return self._now

    @property
    def zone(self) -> ZoneInfo:
        """Of the city."""
        return ZoneInfo(self._picture.city.rules.calendar.zone if self._picture is not None else "UTC")

    @property
    def counts(self) -> dict[Crew, int]:
        return self._counts

    def worker(self, index: Index) -> Worker | None:
        picture = self._picture
        if picture is None or not index.isValid() or index.row() >= len(self._order):
            return None
        return picture.workers.get(self._order[index.row()])

    def candidate(self, worker: str) -> Candidate | None:
        """What giving him the incident in the air would mean; None when nothing is in the air."""
        return self.flight.candidates.get(worker) if self.flight else None

    def age(self, worker: Worker) -> float | None:
        """Seconds since his last fix, None when he was never seen."""
        picture = self._picture
        if picture is None or worker.index >= len(picture.positions):
            return None
        fixed_at = float(picture.positions.fixed_at[worker.index])
        return max(0.0, self._now - fixed_at) if fixed_at > 0 else None

    def seen_at(self, worker: Worker) -> float | None:
        """City time of his last fix, None when he was never seen."""
        age = self.age(worker)
        return None if age is None or self._picture is None else float(self._picture.positions.fixed_at[worker.index])

    def is_silent(self, worker: Worker) -> bool:
        if not worker.on_duty:
            return False
        age = self.age(worker)
        return age is None or age > SILENT_AFTER

    # --- what comes in --------------------------------------------------------------------------------------------

    def refresh(self, picture: Picture, changes: Changes, now: float) -> None:
        self._now = now
        if changes.reset or picture is not self._picture:
            self._picture = picture
            self._sounds = {}
            self.flight = None
            self._arrange()
        elif changes.workers:
            self._stale = True
            self._redraw()

    def tick(self, now: float) -> None:
        """Ages grow; whoever changed his state goes to his new place now, once a second at most."""
        self._now = now
        if self.flight is None and (self._stale or self._crew is Crew.SILENT):
            self._arrange()
        else:
            self._count()
            self._redraw()

    def set_live(self, live: bool) -> None:
        """Whether the picture is of now."""
        if live is not self.live:
            self.live = live
            self._redraw()

    def set_flight(self, flight: Flight | None) -> None:
        """Weighed again, the rows keep their places: nobody may slip under the hand that is about to let go."""
        again = flight is not None and self.flight is not None and flight.incident == self.flight.incident
        self.flight = flight
        if again:
            self._redraw()
        else:
            self._arrange()

    def set_crew(self, crew: Crew) -> None:
        self._crew = crew
        self._arrange()

    def set_needle(self, text: str) -> None:
        """Show only those found by name, pinyin, its initials, phone, or the name of a grid of theirs."""
        self._needle = text.strip().lower()
        self._arrange()

    # --- order ----------------------------------------------------------------------------------------------------

    def _arrange(self) -> None:
        picture = self._picture
        if picture is None:
            return
        self._stale = False
        self._count()
        everybody = self.flight is not None  # a colleague filtered away may be just the right one
        shown = [w for w in picture.roster if (everybody or self._belongs(w)) and self._matches(w)]
        if self.flight is None:
            shown.sort(key=lambda worker: (RANK[worker.state], worker.index))
        else:
            shown.sort(key=self._flight_key)
        self._take_order([worker.id for worker in shown])

    def _flight_key(self, worker: Worker) -> tuple[int, float, int]:
        assert self.flight is not None
        candidate = self.flight.candidates.get(worker.id)
        if candidate is None:
            return 3, 0.0, worker.index
        if worker.id in self.flight.best:
            return 0, float(self.flight.best.index(worker.id)), 0
        return (1 if candidate.allowed else 2), candidate.cost, worker.index

    def _belongs(self, worker: Worker) -> bool:
        match self._crew:
            case Crew.ALL:
                return True
            case Crew.ON_DUTY:
                return worker.on_duty
            case Crew.FREE:
                return worker.state is WorkerState.FREE
            case Crew.ENGAGED:
                return worker.state in ENGAGED
            case Crew.SILENT:
                return self.is_silent(worker)

    def _matches(self, worker: Worker) -> bool:
        if not self._needle:
            return True
        words = self._sounds.get(worker.id)
        if words is None:
            words = self._sounds[worker.id] = self._words(worker)
        return self._needle in words

    def _words(self, worker: Worker) -> str:
        picture = self._picture
        assert picture is not None
        parts = [worker.name, initials(worker.name), spelled(worker.name), worker.name_en, worker.phone, worker.id]
        parts += [picture.tree[code].name for code in worker.regions if code in picture.tree]
        return "\n".join(parts).lower()

    def _count(self) -> None:
        picture = self._picture
        assert picture is not None
        states = [worker.state for worker in picture.roster]
        counts = {state: states.count(state) for state in WorkerState}
        self._counts = {
            Crew.ON_DUTY: len(states) - counts[WorkerState.OFF_DUTY],
            Crew.FREE: counts[WorkerState.FREE],
            Crew.ENGAGED: sum(counts[state] for state in ENGAGED),
            Crew.SILENT: sum(map(self.is_silent, picture.roster)),
            Crew.ALL: len(states),
        }
