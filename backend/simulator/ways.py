"""Ways to a task: the route the backend drew, walked at the worker's own speed; and back to his beat afterwards."""

from __future__ import annotations

import math

import numpy as np

from backend.field_messages import Task
from backend.simulator.streets import Floats, Plane
from backend.simulator.walkers import Walkers
from domain.polyline import decode_polyline
from domain.roads import RoadGraph
from domain.worker import Mode

#: Where no road leads somebody takes the worker along; he is there after this many seconds.
NO_ROAD = 900.0
#: A route that starts further from a worker than this (metres) was drawn for somewhere else: he finds his own.
ASTRAY = 150.0
#: How much faster or slower than promised one gets there.
HURRY = (0.92, 1.18)
#: Nobody moves slower or faster than this on the way to a task, m/s.
SLOWEST, FASTEST = 0.8, 16.0


class Ways:
    """Moves the walkers who have a task. ``now`` is the city time of the last question. ``lost``: rows of those whose
    last place nobody remembers after a restart; who was on his way is put where he must be by now."""

    def __init__(
        self, walkers: Walkers, modes: list[Mode], plane: Plane, graph: RoadGraph, seed: int,
        lost: set[int] | None = None,
    ) -> None:  # fmt: skip
        self._walkers, self._modes, self._plane, self._graph = walkers, modes, plane, graph
        self._random = np.random.default_rng([seed, 13])
        self._lost = lost or set()
        self.now = 0.0
        #: Rows that cannot get there by road, and when somebody has brought them.
        self._carried: dict[int, float] = {}

    def set_out(self, row: int, task: Task, now: float) -> None:
        """Go to a task along the route that is on everybody's map."""
        self.now = now
        if row in self._lost and task.route:
            self._walkers.put(row, self._by_now(task, now))
        self._lost.discard(row)
        here = self._walkers.places(np.array([row]))[0]
        points, seconds = self._route(row, here, task)
        if len(points) == 0:
            self._carried[row] = now + NO_ROAD
            self._walkers.wait(row, math.inf)
            return
        corners = np.vstack([here[None, :], points])
        metres = float(np.hypot(*np.diff(corners, axis=0).T).sum())
        pace = metres / max(seconds, 1.0) * float(self._random.uniform(*HURRY))
        self._walkers.lead(row, points, float(np.clip(pace, SLOWEST, FASTEST)))

    def stand(self, row: int) -> None:
        """Stand where he is."""
        if self._walkers.walking[row]:
            self._walkers.halt(row)

    def stay(self, row: int, task: Task) -> None:
        """Stand where the task is (a new process finds him there)."""
        if not self._walkers.walking[row]:
            self._walkers.put(row, self._plane.metres(np.array([[task.lon, task.lat]]))[0])
        self._walkers.halt(row)

    def there(self, row: int, now: float) -> bool:
        """Whether somebody who set out has arrived."""
        self.now = now
        if row in self._carried:
            return now >= self._carried[row]
        return not self._walkers.led(row)

    def go_home(self, row: int) -> None:
        """Back to the beat."""
        self._carried.pop(row, None)
        if self._walkers.walking[row]:
            self._walkers.release(row)

    def _by_now(self, task: Task, now: float) -> Floats:
        """Where somebody is on his route, float64 ``(2,)`` metres, if he went as promised."""
        line = self._plane.metres(decode_polyline(task.route))
        gone = np.concatenate([[0.0], np.hypot(*np.diff(line, axis=0).T).cumsum()])
        whole = _seconds(task)
        # Who was led round a closed road began this way later than he set out.
        begun_at = (task.accepted_at or now) + max(0.0, (task.eta or 0.0) - whole)
        share = (now - begun_at) / max(whole, 1.0)
        metres = float(np.clip(share, 0.0, 1.0)) * gone[-1]
        return np.array([np.interp(metres, gone, line[:, 0]), np.interp(metres, gone, line[:, 1])])

    def _route(self, row: int, here: Floats, task: Task) -> tuple[Floats, float]:
        """What is left of the way from here, float64 ``(k, 2)`` metres, and the seconds it should take."""
        if task.route:
            line = self._plane.metres(decode_polyline(task.route))
            apart = np.hypot(*(line - here).T)
            nearest = int(np.argmin(apart))
            if apart[nearest] <= ASTRAY:
                legs = np.hypot(*np.diff(line, axis=0).T)
                share = float(legs[nearest:].sum() / max(legs.sum(), 1e-6))
                rest = line[nearest + 1 :] if nearest + 1 < len(line) else line[-1:]
                return rest, max(_seconds(task) * share, 1.0)
        lon, lat = self._plane.degrees(here[None, :])[0]
        route = self._graph.route((float(lon), float(lat)), (task.lon, task.lat), self._modes[row])
        return (self._plane.metres(route.points[1:]) if route.exists else np.zeros((0, 2))), route.seconds


def _seconds(task: Task) -> float:
    """How long the way that is drawn takes."""
    return float(sum(leg.seconds for leg in task.legs)) or task.eta or 0.0
