"""How past days went: what the figures of today are compared with. Counted from the database by a thread of its own,
with the same formulas as everywhere; a day that is over is counted once."""

from __future__ import annotations

import asyncio
import copy
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from backend.office import Office
from domain.casetable import SOURCES, CaseTable
from domain.indicators import Catalogue, Indicator, measure, read_indicators
from domain.messages import History
from domain.period import DAY, Period, Window, midnight
from domain.picture import Changes, Picture
from domain.usual import STEP, STEPS, Counted, PastDay

INDICATORS = Path(__file__).parent.parent / "resources" / "indicators.toml"
#: The figures of the last seven days are this old at the most, city seconds.
WEEK_EVERY = 1800.0
#: Cases are read so many at a time; in between others have their turn.
_AT_ONCE = 200


class Statistics:
    """Answers desks. Belongs to the event loop; reading and counting happen in a thread."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._zone = office.city.rules.calendar.zone
        self._catalogue: Catalogue | None = None
        self._days: dict[float, PastDay] = {}
        self._week: tuple[float, dict[str, Counted]] | None = None
        self._busy = asyncio.Lock()

    async def history(self, days: int, week: bool = False) -> History:
        """The last ``days`` whole days since the journal began. Raises Refusal ``not_durable``."""
        async with self._busy:  # many desks that ask at once are answered with one count
            now = self._office.clock.now()
            begun = await asyncio.to_thread(self._office.store.begun_at)
            starts = self._starts(now, days, begun)
            missing = [start for start in starts if start not in self._days]
            stale = week and (self._week is None or not 0 <= now - self._week[0] <= WEEK_EVERY)
            if missing or stale:
                since = min([*missing, *([now - 7 * DAY] if stale else [])])
                table = await asyncio.to_thread(self._table, since)
                for start in missing:
                    self._days[start] = await asyncio.to_thread(self._day, table, start)
                if stale:
                    self._week = (
                        now,
                        await asyncio.to_thread(self._figures, table, Period.WEEK.window(now, self._zone)),
                    )
            self._days = {start: self._days[start] for start in sorted(self._days)[-31:]}
            known = tuple(self._days[start] for start in starts if start in self._days)
            return History(now, begun, known, self._week[1] if week and self._week is not None else {})

    def _starts(self, now: float, days: int, begun: float | None) -> list[float]:
        """Midnights of the days that are over, the newest first; not of one in which the journal began."""
        if begun is None:
            return []
        starts = [midnight(now, self._zone, -back) for back in range(1, days + 1)]
        return [start for start in starts if start >= begun]

    def _table(self, since: float) -> CaseTable:
        """Everything that was open at ``since`` or later."""
        incidents, timelines = self._office.store.cases(since)
        # the city's areas, categories and flow with other cases: nothing of this is shared with the live picture
        past: Picture = copy.copy(self._office.picture)
        past.incidents = {incident.id: incident for incident in incidents}
        past.timelines = timelines
        table = CaseTable(past)
        table.refresh(Changes(reset=True))
        while not table.complete:
            table.catch_up(_AT_ONCE)
        return table

    def _day(self, table: CaseTable, start: float) -> PastDay:
        end = midnight(start, self._zone, 1)
        local = datetime.fromtimestamp(start, ZoneInfo(self._zone)).date()
        received, closed, due = (table.column(name) for name in ("received_at", "closed_at", "due_at"))
        settled = table.flag("settled")
        ends = (start + STEP * np.arange(1, STEPS + 1)).astype(np.float64)
        ended = np.where(np.isnan(closed), np.inf, closed)
        turned = ~table.flag("paused") & (due < ended)  # those that were late at some time
        sources = np.bincount(table.code("source")[_within(received, start, end)], minlength=len(SOURCES))
        return PastDay(
            start,
            self._office.city.rules.calendar.is_worked(local),
            _steps(received, start, end),
            _steps(closed[settled], start, end),
            _standing(received, ended, ends),
            _standing(np.maximum(due, received)[turned], ended[turned], ends),
            {source.value: int(count) for source, count in zip(SOURCES, sources, strict=True) if count},
            self._figures(table, Window(start, end, end)),
        )

    def _figures(self, table: CaseTable, window: Window) -> dict[str, Counted]:
        said = (measure(one, table, window) for one in self._indicators() if not one.moment)
        return {one.indicator.code: Counted(one.value, one.part, one.whole) for one in said}

    def _indicators(self) -> Iterable[Indicator]:
        if self._catalogue is None:
            self._catalogue = read_indicators(INDICATORS.read_bytes()).of(self._office.city.rules.workflow)
        return self._catalogue.indicators


def _within(moments: NDArray[np.float64], start: float, end: float) -> NDArray[np.bool_]:
    return (moments >= start) & (moments < end)


def _steps(moments: NDArray[np.float64], start: float, end: float) -> tuple[int, ...]:
    """How many in each step of the day; on a day of 25 hours the last ones go into its last step."""
    steps = ((moments[_within(moments, start, end)] - start) // STEP).astype(np.int64)
    return tuple(np.bincount(np.minimum(steps, STEPS - 1), minlength=STEPS).tolist())


def _standing(begun: NDArray[np.float64], ended: NDArray[np.float64], at: NDArray[np.float64]) -> tuple[int, ...]:
    """How many had begun before each moment and not ended."""
    there = np.searchsorted(np.sort(begun), at) - np.searchsorted(np.sort(ended), at)
    return tuple(there.tolist())
