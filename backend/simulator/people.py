"""The workforce in the street: who is out, where, whose phone is quiet, who rests; and their fixes as blocks."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from backend.cityprofile import Behaviour
from backend.field_messages import Fleet, Member
from backend.simulator.places import Gazetteer
from backend.simulator.streets import Floats, Ints, Streets
from backend.simulator.walkers import Walkers
from domain.city import City
from domain.positions import UNKNOWN, WORKER_STATES, PositionBlock
from domain.region import Level, RegionTree
from domain.shapes import DEGREE
from domain.worker import Mode, WorkerState

#: Between two fixes of somebody on the way to a task, city seconds; others send one every ``fix_seconds``.
FIX_ON_TASK = 5.0
#: On the beat one is slower than on the way to a task: one looks around.
BEAT_PACE = 0.55
_LEVELS = (Level.GRID, Level.COMMUNITY, Level.STREET, Level.DISTRICT)
_FREE, _OFF = WORKER_STATES.index(WorkerState.FREE), WORKER_STATES.index(WorkerState.OFF_DUTY)
_RESTING = WORKER_STATES.index(WorkerState.RESTING)


class People:
    """One row per worker, in the fleet's order. ``state`` uint8 in ``WORKER_STATES``, as the backend has it."""

    def __init__(
        self, city: City, fleet: Fleet, streets: Streets, gazetteer: Gazetteer, behaviour: Behaviour, seed: int
    ) -> None:
        members = fleet.workers
        self.ids = [member.id for member in members]
        self.names = [member.name for member in members]
        self.rows = {member.id: row for row, member in enumerate(members)}
        self.modes = [Mode(member.mode) for member in members]
        self.index: Ints = np.array([member.index for member in members], np.int32)
        self.state: NDArray[np.uint8] = np.zeros(len(members), np.uint8)
        self._random = np.random.default_rng([seed, 17])
        self._behaviour, self._plane = behaviour, streets.plane
        self._silent_until: Floats = np.zeros(len(members))
        self._rest_until: Floats = np.zeros(len(members))
        self._fix_at: Floats = np.zeros(len(members))
        self._engaged: set[int] = set()
        zones, level, zone = _beats(city, members, gazetteer.node_grid)
        pace = {Mode.FOOT: behaviour.foot, Mode.EBIKE: behaviour.ebike, Mode.CAR: behaviour.car}
        own = np.array([pace[mode] for mode in self.modes]) * self._random.uniform(0.85, 1.15, len(members))
        self.walkers = Walkers(streets, zones, level, zone, own * BEAT_PACE, seed)
        self._last = {self.rows[m.id]: (m.lon, m.lat) for m in members if m.lon is not None and m.lat is not None}
        self._seen = set(self._last)
        self.hear({member.id: member.state for member in members})

    def hear(self, states: dict[str, str]) -> None:
        """What the backend says workers do; who comes on duty goes out, who goes off leaves the street."""
        for worker, name in states.items():
            row = self.rows.get(worker)
            if row is None:
                continue
            self.state[row] = WORKER_STATES.index(WorkerState(name))
            out = self.state[row] != _OFF
            if out and not self.walkers.walking[row]:
                self._come_out(row)
                self._fix_at[row] = 0.0
            elif not out and self.walkers.walking[row]:
                self.walkers.stop(row)
                self._last.pop(row, None)

    def walk(self, now: float, seconds: float, engaged: set[int]) -> list[tuple[str, str]]:
        """Let time pass for everybody; (worker, state) of those who begin or end a rest now."""
        self._fall_silent(now, seconds)
        self.walkers.step(now, seconds)
        return self._rest(now, seconds, engaged)

    @property
    def unseen(self) -> set[int]:
        """Rows of those of whom the backend knew no place at the start."""
        return set(range(len(self.ids))) - self._seen

    def silent(self, now: float) -> set[int]:
        """Rows of those whose phone is quiet."""
        return set(np.flatnonzero(self._silent_until > now).tolist())

    def fixes(self, now: float, engaged: set[int]) -> PositionBlock | None:
        """The fixes that are due, as a block; None when there are none. Who has become engaged sends one at once."""
        begin = list(engaged - self._engaged)
        self._fix_at[begin] = np.minimum(self._fix_at[begin], now)
        self._engaged = set(engaged)
        due = self.walkers.walking & (self._fix_at <= now) & (self._silent_until <= now)
        rows = np.flatnonzero(due)
        if not len(rows):
            return None
        every = np.full(len(self.ids), self._behaviour.fix_seconds)
        every[list(engaged)] = FIX_ON_TASK
        late = now - self._fix_at[rows] > every[rows]
        # Who never sent one, or was away long, falls into a slot of his own.
        phase = np.where(late, self._random.uniform(0.2, 1.0, len(rows)), 1.0)
        self._fix_at[rows] = np.where(late, now, self._fix_at[rows]) + every[rows] * phase
        degrees = np.rint(self._plane.degrees(self.walkers.places(rows)) * DEGREE).astype(np.int32)
        moving = self.walkers.moving(rows, now)
        speed = np.where(moving, np.minimum(self.walkers.pace[rows] * 100, 65000), 0).astype(np.uint16)
        heading = np.where(moving, self.walkers.headings(rows) * 100, UNKNOWN).astype(np.uint16)
        age = np.zeros(len(rows), np.uint16)
        return PositionBlock(now, self.index[rows], degrees[:, 0], degrees[:, 1], speed, heading, age, self.state[rows])

    def place(self, row: int) -> tuple[float, float]:
        """Where somebody is, degrees."""
        lon, lat = self._plane.degrees(self.walkers.places(np.array([row])))[0]
        return float(lon), float(lat)

    def on_beat(self, row: int, dice: np.random.Generator) -> tuple[float, float]:
        """Somewhere in somebody's own area, degrees."""
        lon, lat = self._plane.degrees(self.walkers.inside(row, dice)[None, :])[0]
        return float(lon), float(lat)

    def finder(self, dice: np.random.Generator, engaged: set[int], now: float) -> int | None:
        """Somebody on his beat who could come upon something now; None when nobody is."""
        able = self.walkers.walking & (self.state == _FREE) & (self._silent_until <= now)
        able[list(engaged)] = False
        rows = np.flatnonzero(able)
        return int(rows[int(dice.integers(len(rows)))]) if len(rows) else None

    def _come_out(self, row: int) -> None:
        last = self._last.get(row)
        if last is None:
            self.walkers.start(np.array([row], np.int32))
        else:
            self.walkers.put(row, self._plane.metres(np.array([last]))[0])

    def _fall_silent(self, now: float, seconds: float) -> None:
        low, high = self._behaviour.silent_seconds
        chance = self._behaviour.silent * seconds / ((low + high) / 2)
        falls = self.walkers.walking & (self._silent_until <= now) & (self._random.random(len(self.ids)) < chance)
        self._silent_until[falls] = now + self._random.uniform(low, high, int(falls.sum()))

    def _rest(self, now: float, seconds: float, engaged: set[int]) -> list[tuple[str, str]]:
        low, high = self._behaviour.rest_seconds
        chance = self._behaviour.rest_share * seconds / ((low + high) / 2)
        tired = self.walkers.walking & (self.state == _FREE) & (self._random.random(len(self.ids)) < chance)
        tired[list(engaged)] = False
        said = []
        for row in np.flatnonzero(tired).tolist():
            until = now + float(self._random.uniform(low, high))
            self._rest_until[row], self.state[row] = until, _RESTING
            self.walkers.wait(row, until)
            said.append((self.ids[row], WorkerState.RESTING.value))
        rested = (self.state == _RESTING) & (self._rest_until <= now)
        for row in np.flatnonzero(rested).tolist():
            self.state[row] = _FREE
            said.append((self.ids[row], WorkerState.FREE.value))
        return said


def _beats(
    city: City, members: list[Member], node_grid: NDArray[np.int32]
) -> tuple[NDArray[np.int32], Ints, Ints]:
    """For each level the area every node lies in, int32 ``(levels, N)``; for each worker his level and area."""
    tree = RegionTree(city.geography.regions)
    grids = tree.at_level(Level.GRID)
    areas = {level: {area.code: number for number, area in enumerate(tree.at_level(level))} for level in _LEVELS}
    zones = np.full((len(_LEVELS), len(node_grid)), -1, np.int32)
    for row, level in enumerate(_LEVELS):
        above = [tree.ancestor(grid.code, level) for grid in grids]
        number = np.array([areas[level][area.code] if area else -1 for area in above] + [-1], np.int32)
        zones[row] = number[node_grid]
    level_of, zone_of = np.zeros(len(members), np.int32), np.full(len(members), -1, np.int32)
    for at, member in enumerate(members):
        for code in member.regions:
            if code in tree and tree[code].level in _LEVELS:
                level_of[at] = _LEVELS.index(tree[code].level)
                zone_of[at] = areas[tree[code].level][code]
                break
    return zones, level_of, zone_of
