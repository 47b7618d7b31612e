"""Whose shift begins or ends: looked up by the minute, so that nobody else is looked at."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from domain.worker import Worker

_DAY = 24 * 60


class Shifts:
    """Walks through city time minute by minute and gathers the workers whose shift begins or ends.

    ``watched_until``: the city time up to which all changes have been carried out (None while some are waiting)."""

    def __init__(self, zone: str, roster: Iterable[Worker], watched_until: float | None) -> None:
        self._zone = ZoneInfo(zone)
        self._at_minute: dict[int, list[str]] = {}
        self._everybody: list[str] = []
        self._passed = watched_until
        self._kept: float | None = watched_until
        self._waiting: dict[str, None] = {}
        self._overtime: dict[str, None] = {}
        self.roster_changed(roster)

    def roster_changed(self, roster: Iterable[Worker]) -> None:
        self._at_minute = {}
        self._everybody = []
        for worker in roster:
            self._everybody.append(worker.id)
            for minute in worker.shift:
                self._at_minute.setdefault(minute % _DAY, []).append(worker.id)

    def in_shift(self, worker: Worker, now: float) -> bool:
        """Whether a worker's shift covers a city time. A shift of no length is nobody's; one of a day never ends."""
        begin, end = worker.shift
        if end - begin >= _DAY:
            return True
        minute, begin, end = self._minute(now), begin % _DAY, end % _DAY
        return begin <= minute < end if begin <= end else minute >= begin or minute < end

    def pass_to(self, now: float) -> None:
        """Let time go on; gathers whom it concerns."""
        if self._passed is None or now - self._passed >= _DAY * 60:
            self._waiting.update(dict.fromkeys(self._everybody))
        else:
            for tick in range(int(self._passed // 60) + 1, int(now // 60) + 1):
                self._waiting.update(dict.fromkeys(self._at_minute.get(self._minute(tick * 60.0), ())))
        self._passed = now

    def start_over(self) -> None:
        """Gather everybody at the next opportunity."""
        self._passed = None

    def due(self, most: int) -> list[str]:
        """Some of those gathered, each once; with them everybody who stayed on for a task."""
        some = list(self._waiting)[:most]
        for worker in some:
            del self._waiting[worker]
        stayed, self._overtime = self._overtime, {}
        return list(dict.fromkeys([*some, *stayed]))

    def look_again(self, worker: str) -> None:
        """A worker stays on for a task; the next round asks again."""
        self._overtime[worker] = None

    @property
    def watched_until(self) -> float | None:
        """A new city minute everybody was looked at in, None when there is none or somebody waits."""
        if self._waiting or self._overtime or self._passed is None:
            return None
        if self._kept is not None and self._passed // 60 == self._kept // 60:
            return None
        self._kept = self._passed
        return self._passed

    def _minute(self, at: float) -> int:
        local = datetime.fromtimestamp(at, self._zone)
        return local.hour * 60 + local.minute
