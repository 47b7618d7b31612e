"""What the city and each of its areas carry just now, kept up incident by incident: never counted anew, however many
there are."""

from __future__ import annotations

from heapq import heappop, heappush
from math import inf

import msgspec

from domain.casefacts import was_settled
from domain.category import Severity
from domain.incident import Incident
from domain.picture import Changes, Picture


class Burden(msgspec.Struct):
    """Open incidents, how many of them are late, and the people on duty of one area and everything below it."""

    open: int = 0
    late: int = 0
    on_duty: int = 0


class _Held(msgspec.Struct, gc=False):
    """What an open incident counts for. ``due``: when it turns late (never while its clock stands)."""

    region: str
    severity: Severity
    due: float
    late: bool = False


class Burdens:
    """The counts of one picture at the city time of the last ``refresh`` or ``tick``. ``late``: ids of the late ones;
    ``by_severity``: open ones; ``on_duty``: people.

    Several views may share one and each keep it up: what one has told it already costs nothing more."""

    def __init__(self) -> None:
        self._picture: Picture | None = None
        self._taken: tuple[Changes | None, int] = (None, 0)
        self._forget()

    def refresh(self, picture: Picture, changes: Changes, now: float) -> None:
        """Take what changed."""
        known, seq = self._taken
        if picture is self._picture and changes is known and picture.seq == seq:
            return
        self._taken = (changes, picture.seq)
        if changes.reset or picture is not self._picture:
            self._picture = picture
            self._forget()
            for key in picture.incidents:
                self._take(picture, key)
            for worker in picture.workers:
                self._take_worker(picture, worker)
        else:
            for key in changes.incidents:
                self._take(picture, key)
            for worker in changes.workers:
                self._take_worker(picture, worker)
        self.tick(now)

    def tick(self, now: float) -> None:
        """City time went on: some have turned late."""
        while self._due and self._due[0][0] < now:
            due, key = heappop(self._due)
            held = self._held.get(key)
            if held is not None and held.due == due and not held.late:
                held.late = True
                self.late.add(key)
                for burden in self._around(held.region):
                    burden.late += 1

    @property
    def open(self) -> int:
        return len(self._held)

    @property
    def on_duty(self) -> int:
        return len(self._on_duty)

    def of(self, region: str) -> Burden:
        """What an area carries; read only."""
        return self._burdens.get(region) or Burden()

    def settled_since(self, moment: float) -> int:
        """How many incidents were closed from then on as settled, not merged into another or voided."""
        return sum(closed_at >= moment for closed_at in self._settled.values())

    # --- inside ---

    def _forget(self) -> None:
        self._held: dict[str, _Held] = {}
        self._settled: dict[str, float] = {}
        self._due: list[tuple[float, str]] = []
        self._burdens: dict[str, Burden] = {}
        self._chains: dict[str, tuple[Burden, ...]] = {}
        self._on_duty: dict[str, tuple[Burden, ...]] = {}
        self.late: set[str] = set()
        self.by_severity = dict.fromkeys(Severity, 0)

    def _take(self, picture: Picture, key: str) -> None:
        self._drop(key)
        incident = picture.incidents.get(key)
        if incident is None:
            return
        if not picture.is_open(incident):
            if was_settled(incident) and incident.closed_at is not None:
                self._settled[key] = incident.closed_at
            return
        held = self._held[key] = _Held(incident.region, incident.severity, _turns_late(incident))
        self.by_severity[held.severity] += 1
        for burden in self._around(held.region):
            burden.open += 1
        if held.due < inf:
            heappush(self._due, (held.due, key))

    def _drop(self, key: str) -> None:
        self._settled.pop(key, None)
        held = self._held.pop(key, None)
        if held is None:
            return
        self.late.discard(key)
        self.by_severity[held.severity] -= 1
        for burden in self._around(held.region):
            burden.open -= 1
            burden.late -= held.late

    def _take_worker(self, picture: Picture, key: str) -> None:
        for burden in self._on_duty.pop(key, ()):
            burden.on_duty -= 1
        worker = picture.workers.get(key)
        if worker is not None and worker.on_duty:
            areas = {id(burden): burden for code in worker.regions for burden in self._around(code)}
            self._on_duty[key] = tuple(areas.values())
            for burden in areas.values():
                burden.on_duty += 1

    def _around(self, code: str) -> tuple[Burden, ...]:
        """The burdens of an area and of everything it lies in."""
        chain = self._chains.get(code)
        if chain is None:
            assert self._picture is not None
            lineage = self._picture.tree.lineage(code)
            chain = tuple(self._burdens.setdefault(region.code, Burden()) for region in lineage)
            self._chains[code] = chain
        return chain


def _turns_late(incident: Incident) -> float:
    return inf if incident.deadline.paused_at is not None else incident.deadline.due_at
