"""What the map is measured with: a whole city from its pack, everybody on duty, thousands of open incidents, and a
motion that every peer is given too."""

from __future__ import annotations

import time
from dataclasses import dataclass

import msgspec
import numpy as np
from numpy.typing import NDArray

from domain.category import Severity
from domain.city import City
from domain.incident import Incident, Source
from domain.messages import Clock, Snapshot
from domain.orders import Report
from domain.picture import Picture
from domain.positions import WORKER_STATES, PositionBlock
from domain.region import Level
from domain.shapes import DEGREE
from domain.worker import WorkerState
from domain.workflow import open_incident

#: How many of a hundred workers are in each state.
_SHARES = {
    WorkerState.FREE: 55,
    WorkerState.HEADING: 12,
    WorkerState.ON_SCENE: 10,
    WorkerState.BUSY: 10,
    WorkerState.RESTING: 5,
    WorkerState.OFF_DUTY: 8,
}
_SEVERITIES = (Severity.RED, Severity.ORANGE, Severity.YELLOW, Severity.BLUE)


@dataclass(frozen=True, slots=True)
class Size:
    """How much is on the map."""

    workers: int
    incidents: int


class Room:
    """A picture of one city and its crowd's motion. ``places`` ``(n, 2)`` degrees of the workers before they move,
    ``turn`` where each is going (radians), ``incidents`` ``(m, 2)`` degrees; ``step`` degrees that each walks in a
    tick: far enough that every sign lands on another pixel, which is harder than life."""

    def __init__(self, city: City, size: Size, seed: int = 4) -> None:
        chance = np.random.default_rng(seed)
        staff = [
            msgspec.structs.replace(city.workers[row % len(city.workers)], id=f"b{row}", index=row, shift=(0, 1440))
            for row in range(size.workers)
        ]
        self.city = msgspec.structs.replace(city, workers=staff)
        grids = [region for region in city.geography.regions if region.level == Level.GRID]
        self.grids = np.array([(grid.lon, grid.lat) for grid in grids])
        self._spread = self.grids.std(axis=0) / np.sqrt(len(grids)) * 1.2
        self.places = self._around(chance, size.workers)
        self.incidents = self._around(chance, size.incidents)
        self._state = chance.choice(
            [WORKER_STATES.index(state) for state in _SHARES], size.workers, p=np.array(list(_SHARES.values())) / 100
        ).astype(np.uint8)
        self.turn = chance.uniform(0, 2 * np.pi, size.workers)
        low, high = self.grids.min(axis=0), self.grids.max(axis=0)
        #: Two pixels of a view of the whole city 1000 pixels high.
        self.step = (high - low)[1] / 1000 * 2
        self.now = time.time()
        self.picture = Picture(self.city)
        self.picture.apply(Snapshot("bench", 1, Clock(self.now), self._open(chance), {}, self.city.workers))
        self._ticks = 0
        self.picture.apply(self.block())

    def _around(self, chance: np.random.Generator, count: int) -> NDArray[np.float64]:
        """Places around the middles of grids."""
        middle = self.grids[chance.integers(0, len(self.grids), count)]
        return np.asarray(middle + chance.normal(0, 1, (count, 2)) * self._spread)

    def _open(self, chance: np.random.Generator) -> list[Incident]:
        rules, opened = self.city.rules, []
        for number, (lon, lat) in enumerate(self.incidents.tolist()):
            category = rules.categories[number % len(rules.categories)]
            report = Report(Source.HOTLINE, "路边发现情况", lon, lat, self.now - float(chance.uniform(0, 7200)))
            incident, _ = open_incident(
                rules.workflow, report, id=f"i{number}", now=self.now - 60, region="", category=category,
                severity=_SEVERITIES[int(chance.choice(4, p=(0.02, 0.13, 0.35, 0.5)))], lookalikes=(),
                calendar=rules.calendar,
            )  # fmt: skip
            opened.append(incident)
        return opened

    def polygons(self) -> list[NDArray[np.float64]]:
        """The outer ring of every grid, ``(n, 2)`` degrees."""
        outlines, regions = self.city.geography.outlines, self.city.geography.regions
        chosen = (row for row, region in enumerate(regions) if region.level == Level.GRID)
        first = (int(outlines.shapes[row]) for row in chosen)
        return [outlines.points[outlines.rings[ring] : outlines.rings[ring + 1]] / DEGREE for ring in first]

    def moved(self, tick: int) -> NDArray[np.float64]:
        """Degrees ``(n, 2)`` of everybody after so many ticks: to and fro, each in his own direction."""
        way = np.stack([np.cos(self.turn), np.sin(self.turn)], axis=-1) * self.step
        return np.asarray(self.places + way * (tick % 2 + tick % 5))

    def block(self) -> PositionBlock:
        """The next fixes of everybody, one second after the last."""
        self._ticks += 1
        places, count = self.moved(self._ticks), len(self.places)
        return PositionBlock(
            time=self.now + self._ticks,
            index=np.arange(count, dtype=np.int32),
            lon=np.rint(places[:, 0] * DEGREE).astype(np.int32),
            lat=np.rint(places[:, 1] * DEGREE).astype(np.int32),
            speed=np.full(count, 120, np.uint16),
            heading=(np.degrees(self.turn) * 100).astype(np.uint16),
            age=np.zeros(count, np.uint16),
            state=self._state,
        )
