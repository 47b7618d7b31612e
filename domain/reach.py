"""Who can be at a place in 5, 10, 15 minutes by road: the roads from which one gets there, and how many free workers
are on time.

Both follow the travel times of ``domain.roads``. Roads are in e-bike time, which most workers ride; each worker is
counted by his own way to get about. Along a segment the time is taken to change evenly between its ends.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec
import numpy as np
from numpy.typing import NDArray

from domain.positions import WORKER_STATES, Positions
from domain.roster import RosterColumns
from domain.shapes import DEGREE
from domain.worker import SILENT_AFTER, WorkerState

if TYPE_CHECKING:
    from domain.roads import RoadGraph

#: Upper ends of the bands, seconds.
BANDS = (300.0, 600.0, 900.0)

_FREE = WORKER_STATES.index(WorkerState.FREE)


class FreeWorkers(msgspec.Struct, frozen=True):
    """Where those are who could go, degrees ``(n,)`` each, and how they get about (uint8, places in ``MODES``)."""

    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    mode: NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class Reach:
    """``roads``: by band the stretches ``(k, 4)`` longitude, latitude, longitude, latitude (degrees) from which the
    place ``lon``, ``lat`` is reached in its time and not in that of the band before. ``free``: by band how many free
    workers are there in its time, those of the bands before among them. Equal when they show the same roads."""

    lon: float
    lat: float
    roads: tuple[NDArray[np.float64], ...]
    free: tuple[int, ...]
    name: str

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Reach) and self.name == other.name

    def __hash__(self) -> int:
        return hash(self.name)


def free_workers(columns: RosterColumns, positions: Positions, now: float) -> FreeWorkers:
    """Who is free, may be given an incident and was heard of lately."""
    rows = columns.index
    fresh = (positions.fixed_at[rows] > 0) & (now - positions.fixed_at[rows] <= SILENT_AFTER)
    chosen = columns.handles & (positions.state[rows] == _FREE) & fresh
    rows = rows[chosen]
    return FreeWorkers(positions.lon[rows] / DEGREE, positions.lat[rows] / DEGREE, columns.mode[chosen])


def reach_of(graph: RoadGraph, lon: float, lat: float, free: FreeWorkers) -> Reach:
    """One shortest-path run and some arithmetic over all segments; in any thread."""
    field = graph.field_to(lon, lat)
    roads, seconds = graph.roads, field.at_nodes()
    open_ = graph.open_segments
    start, end = roads.start[open_], roads.end[open_]
    near = np.minimum(seconds[start], seconds[end]) < BANDS[-1]
    near &= np.isfinite(seconds[start]) & np.isfinite(seconds[end])
    start, end = start[near], end[near]
    ends = np.hstack([roads.nodes[start], roads.nodes[end]]) / DEGREE
    lows = (0.0, *BANDS[:-1])
    bands = tuple(
        _within(ends, seconds[start], seconds[end], low, high) for low, high in zip(lows, BANDS, strict=True)
    )
    times = field.seconds(free.lon, free.lat, free.mode) if len(free.lon) else np.zeros(0)
    counts = tuple(int((times <= band).sum()) for band in BANDS)
    digest = hashlib.blake2b(digest_size=10)
    for lines in bands:
        digest.update(lines.tobytes())
    return Reach(lon, lat, bands, counts, f"{lon},{lat},{digest.hexdigest()}")


def _within(
    ends: NDArray[np.float64], first: NDArray[np.float64], last: NDArray[np.float64], low: float, high: float
) -> NDArray[np.float64]:
    """The parts of segments whose time, ``first`` at one end and ``last`` at the other, lies from ``low`` to
    ``high``."""
    change = last - first
    level = np.abs(change) < 1e-9
    slope = np.where(level, 1.0, change)
    one, other = (low - first) / slope, (high - first) / slope
    begin, stop = np.clip(np.minimum(one, other), 0.0, 1.0), np.clip(np.maximum(one, other), 0.0, 1.0)
    begin = np.where(level, 0.0, begin)
    stop = np.where(level, np.where((first >= low) & (first < high), 1.0, 0.0), stop)
    kept = stop > begin
    origin, way = ends[kept, :2], ends[kept, 2:] - ends[kept, :2]
    return np.hstack([origin + way * begin[kept, None], origin + way * stop[kept, None]])
