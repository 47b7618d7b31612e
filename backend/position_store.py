"""Where everybody is, and was: the latest fix of every worker, and the history that is waiting to be written."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from backend.clock import CityClock
from backend.operations import Metrics
from backend.position_history import Fixes, compress, expand
from backend.store.transaction import PositionRows
from backend.waiting_fixes import WaitingFixes
from domain.city import City
from domain.picture import Picture
from domain.positions import UNKNOWN, WORKER_STATES, PositionBlock, Positions, encode_positions
from domain.refusal import Refusal
from domain.shapes import DEGREE
from domain.worker import WorkerState

#: How far a phone's clock may run ahead, real seconds.
FUTURE = 30.0
#: Fixes older than this are of no use to anybody, city seconds.
TOO_OLD = 24 * 3600.0
#: How far outside the city's bounds a worker may be, degrees (about 30 km): farther is a wrong coordinate.
OUTSIDE = 0.3
#: Fixes held in memory at most before they are written.
MOST_WAITING = 500_000

_OFF_DUTY = WORKER_STATES.index(WorkerState.OFF_DUTY)


class PositionStore:
    """Belongs to the event loop. ``latest`` is the picture's own positions; places are WGS-84 degrees, times city time.

    Nothing is kept of a worker who is off duty."""

    def __init__(self, city: City, picture: Picture, clock: CityClock, metrics: Metrics) -> None:
        self._picture = picture
        self._clock = clock
        self._bounds = bounds_of(city)
        self._count = {what: metrics.positions.labels(what) for what in ("moved", "older", "dropped")}
        self._stamp = np.zeros(len(self.latest), np.int64)
        #: Rises with every change; desks remember how far they have seen.
        self.mark = 0
        self._waiting = WaitingFixes(MOST_WAITING)

    @property
    def latest(self) -> Positions:
        return self._picture.positions

    # --- coming in -------------------------------------------------------------------------------------------------

    def fix(
        self,
        worker: str,
        lon: float,
        lat: float,
        at: float,
        speed: float | None = None,
        heading: float | None = None,
    ) -> bool:
        """One fix. True when the worker moved on the map; False when a newer one was known already (it is kept as
        history unless it is the very same). ``speed`` m/s, ``heading`` degrees.

        Raises Refusal ``unknown_worker off_duty out_of_range outside_city future_fix too_old``."""
        person = self._picture.workers.get(worker)
        if person is None:
            raise Refusal("unknown_worker", f"There is no worker {worker}; check the worker's id.")
        if not (math.isfinite(lon) and math.isfinite(lat)) or abs(lon) > 180 or abs(lat) > 90:
            raise Refusal("out_of_range", "Longitude must be within ±180 and latitude within ±90 degrees.")
        west, south, east, north = self._bounds
        if not (west <= lon * DEGREE <= east and south <= lat * DEGREE <= north):
            raise Refusal("outside_city", "The place is far outside the city; check longitude, latitude and datum.")
        self._check_time(at)
        if not person.on_duty:
            raise Refusal("off_duty", "Positions are only kept on duty; go on duty first.")
        return self._take_one(
            person.index, at, round(lon * DEGREE), round(lat * DEGREE), _or_nan(speed, 0, 150), _or_nan(heading, 0, 360)
        )

    def fixes(self, block: PositionBlock) -> int:
        """A block of fixes; the number of workers that moved. Rows of unknown or off-duty workers, from far outside the
        city or older than known are dropped and counted; the block's states are not looked at.

        Raises Refusal ``future_fix`` or ``too_old`` for a block whose time is wrong."""
        self._check_time(block.time)
        west, south, east, north = self._bounds
        known = block.index < len(self.latest)
        good = known & (self.latest.state[np.where(known, block.index, 0)] != _OFF_DUTY)
        good &= (block.lon >= west) & (block.lon <= east) & (block.lat >= south) & (block.lat <= north)
        if len(block) == 1 and good[0]:
            # Phones and bridges send them one by one: columns of one row would cost five times as much.
            speed, heading = int(block.speed[0]), int(block.heading[0])
            return int(
                self._take_one(
                    int(block.index[0]),
                    block.time - int(block.age[0]) * 0.1,
                    int(block.lon[0]),
                    int(block.lat[0]),
                    math.nan if speed == UNKNOWN else speed / 100,
                    math.nan if heading == UNKNOWN else heading / 100,
                )
            )
        return self._take_block(block, good)

    def _take_block(self, block: PositionBlock, good: NDArray[np.bool_]) -> int:
        self._count["dropped"].inc(len(block) - int(good.sum()))
        speed, heading = block.speed[good], block.heading[good]
        return self._take(
            Fixes(
                block.index[good],
                block.time - block.age[good].astype(np.float64) * 0.1,
                block.lon[good],
                block.lat[good],
                np.where(speed == UNKNOWN, np.nan, speed / 100).astype(np.float32),
                np.where(heading == UNKNOWN, np.nan, heading / 100).astype(np.float32),
            )
        )

    def _check_time(self, at: float) -> None:
        now = self._clock.now()
        if not math.isfinite(at) or at > now + FUTURE * max(1.0, self._clock.rate):
            raise Refusal("future_fix", "The time lies in the future; set the sender's clock.")
        if at < now - TOO_OLD:
            raise Refusal("too_old", "The fix is older than a day; it was not kept.")

    def _take(self, fixes: Fixes) -> int:
        if len(fixes) == 0:
            return 0
        latest = self.latest
        self._grow()
        fresh = fixes.rows(fixes.at != latest.fixed_at[fixes.index])
        newer = fresh.rows(fresh.at > latest.fixed_at[fresh.index])
        if len(newer) > 1:
            # Of several fixes of one worker in one block the last assignment stands: let it be the newest.
            newer = newer.rows(np.argsort(newer.at, kind="stable"))
        latest.lon[newer.index], latest.lat[newer.index] = newer.lon, newer.lat
        latest.speed[newer.index], latest.heading[newer.index] = newer.speed, newer.heading
        latest.fixed_at[newer.index] = newer.at
        self.mark += 1
        self._stamp[newer.index] = self.mark
        if not self._waiting.extend(fresh):
            self._count["dropped"].inc(len(fresh))
        self._count["moved"].inc(len(newer))
        self._count["older"].inc(len(fixes) - len(newer))
        return len(newer)

    def _take_one(self, index: int, at: float, lon: int, lat: int, speed: float, heading: float) -> bool:
        """What ``_take`` does, for one fix; whether the worker moved."""
        latest = self.latest
        self._grow()
        known = latest.fixed_at[index]
        self.mark += 1
        if at != known and not self._waiting.add(index, at, lon, lat, speed, heading):
            self._count["dropped"].inc()
        if not at > known:
            self._count["older"].inc()
            return False
        latest.lon[index], latest.lat[index] = lon, lat
        latest.speed[index], latest.heading[index] = speed, heading
        latest.fixed_at[index] = at
        self._stamp[index] = self.mark
        self._count["moved"].inc()
        return True

    def _grow(self) -> None:
        """Somebody was hired."""
        if len(self._stamp) < len(self.latest):
            self._stamp = np.concatenate([self._stamp, np.zeros(len(self.latest) - len(self._stamp), np.int64)])

    # --- going out ---------------------------------------------------------------------------------------------------

    def frame_since(self, mark: int) -> bytes | None:
        """The binary frame of everybody who moved after a mark; None when nobody did."""
        rows = np.flatnonzero((self._stamp > mark) & (self.latest.fixed_at[: len(self._stamp)] > 0))
        if len(rows) == 0:
            return None
        return encode_positions(self.latest.block(rows.astype(np.int32), self._clock.now()))

    # --- history -----------------------------------------------------------------------------------------------------

    def take_waiting(self) -> Fixes | None:
        """The fixes since the last time, for the history; None when there are none."""
        return self._waiting.take()

    def give_back(self, fixes: Fixes) -> None:
        """The fixes could not be written; they wait for the next time while there is room."""
        if not self._waiting.extend(fixes):
            self._count["dropped"].inc(len(fixes))

    def restore(self, rows: Sequence[PositionRows]) -> None:
        """Show everybody where he was last seen before a restart."""
        for row in rows:
            fixes = expand(row.data)
            fixes = fixes.rows(fixes.index < len(self.latest))
            fixes = fixes.rows(self.latest.state[fixes.index] != _OFF_DUTY)
            self._take(fixes)
        self._waiting.take()


def rows_of(fixes: Fixes) -> PositionRows:
    """Fixes as a row of the database. Slow enough to be done beside the event loop."""
    return PositionRows(float(fixes.at.min()), float(fixes.at.max()), len(fixes), compress(fixes))


def fixes_between(rows: Sequence[PositionRows], start: float, end: float) -> Fixes:
    """The fixes of some blocks between two city times, sorted by time."""
    fixes = Fixes.joined([expand(row.data) for row in rows])
    fixes = fixes.rows((fixes.at >= start) & (fixes.at <= end))
    return fixes.rows(np.argsort(fixes.at, kind="stable"))


def bounds_of(city: City) -> tuple[float, float, float, float]:
    """West, south, east, north in 1e-7 degree, widened by ``OUTSIDE``."""
    boxes: NDArray[np.int32] = city.geography.outlines.bounds()
    nodes = city.geography.roads.nodes
    corners = [boxes[:, :2], boxes[:, 2:], nodes] if len(nodes) else [boxes[:, :2], boxes[:, 2:]]
    points = np.vstack(corners)
    low, high = points.min(axis=0) - OUTSIDE * DEGREE, points.max(axis=0) + OUTSIDE * DEGREE
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])


def _or_nan(value: float | None, low: float, high: float) -> float:
    return value if value is not None and low <= value <= high else math.nan
