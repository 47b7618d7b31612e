"""Everybody's legs, as columns: who stands where, on which stretch of road, how fast, until when.

A walker is always on a straight stretch from one place to another. At its end he is either at a node of the network and
chooses the next one inside his own area (patrol), or at a corner of a route he was given (``lead``), or stands still.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from backend.simulator.streets import Floats, Ints, Streets

#: Weight of turning back, and of leaving the own area, against 1 for any other way on.
BACK, AWAY = 0.04, 0.01
#: How much straight on is liked better than a turn (exponent on the cosine).
STRAIGHT = 1.2
#: How strongly somebody outside his area is drawn home.
HOMESICK = 2.5
#: Chance at a node to stop and look, and how long (city seconds).
LOOK, LOOK_SECONDS = 0.06, (20.0, 150.0)
#: No step passes more corners than this; what is left of it is dropped.
MOST_CORNERS = 64


class Walkers:
    """``n`` walkers. Columns: ``here``, ``goal`` float64 ``(n, 2)`` metres (ends of the stretch), ``done``, ``length``
    metres along it, ``node``, ``before`` the network nodes ahead and behind, ``pace`` m/s, ``until`` city time before
    which he stands, ``walking`` whether he is out at all, ``zone`` his area's number.

    ``zones``: int32 ``(levels, N)``, the area each node lies in at each level; ``level``: the row that counts for whom.
    """

    def __init__(
        self, streets: Streets, zones: NDArray[np.int32], level: Ints, zone: Ints, pace: Floats, seed: int
    ) -> None:
        count = len(zone)
        self._streets, self._zones, self._level, self._zone = streets, zones, level, zone
        self._random = np.random.default_rng([seed, 11])
        self._own_pace = pace
        self.pace = pace.copy()
        self.here: Floats = np.zeros((count, 2))
        self.goal: Floats = np.zeros((count, 2))
        self.done: Floats = np.zeros(count)
        self.length: Floats = np.zeros(count)
        self.node: Ints = np.zeros(count, np.int32)
        self.before: Ints = np.full(count, -1, np.int32)
        self.until: Floats = np.zeros(count)
        self.walking: NDArray[np.bool_] = np.zeros(count, bool)
        self._home = self._homes()
        self._members = self._by_zone()
        self._led: dict[int, list[tuple[float, float]]] = {}

    def __len__(self) -> int:
        return len(self.pace)

    def start(self, rows: Ints) -> None:
        """Put walkers somewhere inside their own areas and let them walk."""
        for row in rows.tolist():
            nodes = self._nodes_of(row)
            self._stand(row, int(nodes[int(self._random.integers(len(nodes)))]))
        self.walking[rows] = True

    def inside(self, row: int, dice: np.random.Generator) -> Floats:
        """A place in somebody's own area, float64 ``(2,)`` metres."""
        nodes = self._nodes_of(row)
        place: Floats = self._streets.at[int(nodes[int(dice.integers(len(nodes)))])]
        return place

    def put(self, row: int, metres: Floats) -> None:
        """Put one walker at a place (where he was last seen) and let him walk on from there."""
        self._led.pop(row, None)
        self.here[row] = metres
        node = int(self._streets.nearest(metres[None, :])[0])
        self._aim(row, self._streets.at[node])
        self.node[row], self.before[row] = node, -1
        self.walking[row] = True

    def stop(self, row: int) -> None:
        """Leave the street altogether (off duty)."""
        self._led.pop(row, None)
        self.walking[row] = False

    def wait(self, row: int, until: float) -> None:
        """Stand still until city time ``until``."""
        self.until[row] = until

    def halt(self, row: int) -> None:
        """Stand where he is until he is led or released."""
        self._led.pop(row, None)
        self.here[row] = self.goal[row] = self.places(np.array([row]))[0]
        self.length[row] = self.done[row] = 0.0
        self.node[row] = -1

    def lead(self, row: int, points: Floats, pace: float) -> None:
        """Follow a route, float64 ``(k, 2)`` metres, at ``pace`` m/s; at its end stand still until told otherwise."""
        self._led[row] = [(float(x), float(y)) for x, y in points[::-1]]
        self.pace[row], self.until[row] = pace, 0.0
        x, y = self.places(np.array([row]))[0]
        self.here[row] = (x, y)
        self._next_corner(row)

    def led(self, row: int) -> bool:
        """Whether he still follows a route."""
        return row in self._led

    def release(self, row: int) -> None:
        """Go back to patrolling from where he stands."""
        self.pace[row] = self._own_pace[row]
        self.until[row] = 0.0
        self.put(row, self.places(np.array([row]))[0])

    def places(self, rows: NDArray[np.integer]) -> Floats:
        """Where walkers are, float64 ``(k, 2)`` metres."""
        share = np.divide(self.done[rows], self.length[rows], out=np.ones(len(rows)), where=self.length[rows] > 0)
        found: Floats = self.here[rows] + (self.goal[rows] - self.here[rows]) * np.minimum(share, 1.0)[:, None]
        return found

    def headings(self, rows: NDArray[np.integer]) -> Floats:
        """Degrees from north of the stretch each walks on."""
        way = self.goal[rows] - self.here[rows]
        found: Floats = np.degrees(np.arctan2(way[:, 0], way[:, 1])) % 360
        return found

    def moving(self, rows: NDArray[np.integer], now: float) -> NDArray[np.bool_]:
        """Who of them moves at city time ``now``."""
        free: NDArray[np.bool_] = self.walking[rows] & (self.until[rows] <= now)
        found: NDArray[np.bool_] = free & (self.done[rows] < self.length[rows])
        return found

    def step(self, now: float, seconds: float) -> None:
        """Walk on for ``seconds`` of city time, up to ``now``."""
        rows = np.flatnonzero(self.walking & (self.until <= now))
        budget = self.pace[rows] * seconds * self._random.uniform(0.85, 1.15, len(rows))
        for _ in range(MOST_CORNERS):
            if not len(rows):
                return
            left = self.length[rows] - self.done[rows]
            passes = budget >= left
            staying = rows[~passes]
            self.done[staying] += budget[~passes]
            rows, budget = rows[passes], budget[passes] - np.maximum(left[passes], 0)
            self.done[rows] = self.length[rows]
            led = np.fromiter((int(row) in self._led for row in rows), bool, len(rows))
            for row in rows[led]:
                self._next_corner(int(row))
            self._choose(rows[~led & (self.node[rows] >= 0)], now)
            on = (self.until[rows] <= now) & (self.length[rows] > 0) & (self.done[rows] < self.length[rows])
            rows, budget = rows[on], budget[on]

    def _nodes_of(self, row: int) -> NDArray[np.integer]:
        """The nodes of somebody's area; the one nearest to its middle where no road lies in it."""
        nodes, first = self._members[int(self._level[row])]
        zone = int(self._zone[row])
        inside = nodes[first[zone] : first[zone + 1]] if 0 <= zone < len(first) - 1 else nodes[:0]
        return inside if len(inside) else self._streets.nearest(self._home[row : row + 1])

    def _by_zone(self) -> list[tuple[NDArray[np.integer], NDArray[np.integer]]]:
        """For each level the usable nodes sorted by area, and where those of each area begin."""
        usable = self._streets.usable
        found: list[tuple[NDArray[np.integer], NDArray[np.integer]]] = []
        for zones in self._zones[:, usable]:
            order = np.argsort(zones, kind="stable")
            top = int(zones.max(initial=-1)) + 1
            found.append((usable[order], np.searchsorted(zones[order], np.arange(top + 1))))
        return found

    def _next_corner(self, row: int) -> None:
        corners = self._led[row]
        while corners:
            self.here[row] = self.here[row] if self.done[row] < self.length[row] else self.goal[row]
            self._aim(row, np.array(corners.pop()))
            if self.length[row] > 0:
                return
        del self._led[row]
        self.here[row] = self.goal[row]
        self.node[row] = -1
        self.length[row] = self.done[row] = 0.0

    def _aim(self, row: int, goal: Floats) -> None:
        self.goal[row] = goal
        self.length[row] = float(np.hypot(*(goal - self.here[row])))
        self.done[row] = 0.0

    def _stand(self, row: int, node: int) -> None:
        self.here[row] = self.goal[row] = self._streets.at[node]
        self.length[row] = self.done[row] = 0.0
        self.node[row], self.before[row] = node, -1

    def _choose(self, rows: NDArray[np.int64], now: float) -> None:
        """Choose the next stretch at a node, and sometimes stop there to look."""
        if not len(rows):
            return
        at, ways = self._streets.at, self._streets.ways
        node = self.node[rows]
        options = ways[node]
        real = options >= 0
        way = at[options] - at[node][:, None, :]
        way /= np.maximum(np.hypot(way[..., 0], way[..., 1]), 1e-9)[..., None]
        came = self.goal[rows] - self.here[rows]
        came /= np.maximum(np.hypot(came[:, 0], came[:, 1]), 1e-9)[:, None]
        weight = np.exp(STRAIGHT * np.einsum("nkc,nc->nk", way, came))
        weight[options == self.before[rows][:, None]] *= BACK
        level, zone = self._level[rows], self._zone[rows]
        inside = self._zones[level, node] == zone
        stays = self._zones[level[:, None], np.where(real, options, 0)] == zone[:, None]
        home = self._home[rows] - at[node]
        home /= np.maximum(np.hypot(home[:, 0], home[:, 1]), 1e-9)[:, None]
        weight = np.where(inside[:, None] & ~stays, weight * AWAY, weight)
        pull = np.exp(HOMESICK * np.einsum("nkc,nc->nk", way, home))
        weight = np.where(inside[:, None], weight, weight * pull)
        weight = np.where(real, weight, 0.0).cumsum(axis=1)
        pick = (weight < self._random.random(len(rows))[:, None] * weight[:, -1:]).sum(axis=1)
        chosen = options[np.arange(len(rows)), np.minimum(pick, options.shape[1] - 1)]
        self.before[rows], self.node[rows] = node, chosen
        self.here[rows], self.goal[rows] = at[node], at[chosen]
        stretch = at[chosen] - at[node]
        self.length[rows], self.done[rows] = np.hypot(stretch[:, 0], stretch[:, 1]), 0.0
        looks = self._random.random(len(rows)) < LOOK
        self.until[rows[looks]] = now + self._random.uniform(*LOOK_SECONDS, int(looks.sum()))

    def _homes(self) -> Floats:
        """The middle of each walker's area; of the whole network where no road lies in it."""
        homes = np.tile(self._streets.at.mean(axis=0), (len(self), 1))
        for level in np.unique(self._level):
            numbers = self._zones[level]
            top = int(max(numbers.max(initial=0), self._zone.max(initial=0))) + 1
            valid = numbers >= 0
            count = np.bincount(numbers[valid], minlength=top)
            sums = np.stack(
                [np.bincount(numbers[valid], self._streets.at[valid, axis], top) for axis in (0, 1)], axis=1
            )
            middle = sums / np.maximum(count, 1)[:, None]
            mine = (self._level == level) & (self._zone >= 0)
            mine &= count[np.maximum(self._zone, 0)] > 0
            homes[mine] = middle[self._zone[mine]]
        return homes
