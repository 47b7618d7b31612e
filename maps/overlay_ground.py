"""The overlay grids of a city as a map needs them: lines between them, places of their names; no Qt."""

from __future__ import annotations

import math
import threading
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from domain.adjacency import sides
from domain.city import City
from domain.network import Roads
from domain.overlay import KINDS, OverlayGrid, OverlayKind
from domain.region import Level
from domain.worker import Worker
from maps.geometry import Chains, WorldShapes
from maps.picking import areas_at, holds

Numbers = NDArray[np.int64]
#: In so many places a name is tried at most.
SPOTS = 8


class OverlayGround:
    """Of one city; what a kind needs is made when it is first shown. ``anchors`` ``(regions, 2)`` where the names of
    the base grids stand, ``world`` the outlines of all regions (world coordinates). One that was given as an area has
    its own ground, the others that of the base grids they hold."""

    def __init__(self, city: City, anchors: NDArray[np.float64], world: WorldShapes) -> None:
        self._regions = city.geography.regions
        self._outlines = city.geography.outlines
        self.all = city.overlays
        self._fits = self.all.fits(self._regions)
        self._anchors, self._world = anchors, world
        self._sides: tuple[Numbers, Numbers, Numbers] | None = None
        self._workers = {worker.index: worker for worker in city.workers} if self._fits else {}
        drawn = range(len(self.all.outlines)) if self._fits else range(0)
        #: Which have their own ground, by number; the last stands for none.
        self._has_own = np.zeros(len(self.all) + 1, bool)
        self._own_rows = np.array([index for index in drawn if self.all.rings_of(index)], np.int64)
        self._has_own[self._own_rows] = True
        self._own = self.all.outlines.only(self._own_rows.tolist())
        self._own_world = WorldShapes.of(self._own)
        self._lines: dict[OverlayKind, Chains] = {}
        self._held: dict[OverlayKind, tuple[Numbers, Numbers]] = {}
        self._spots: dict[OverlayKind, tuple[Numbers, NDArray[np.float64], Numbers]] = {}

    def has(self, kind: OverlayKind) -> bool:
        """Whether the city has overlay grids of a kind."""
        return self._fits and bool((self.all.kind == KINDS.index(kind)).any())

    def measure(self, kind: OverlayKind) -> Iterator[None]:
        """Finds the lines between all base grids, once, if a kind needs them; in a big city that takes longer than a
        frame, so it is done beside the screen's thread, and this gives way meanwhile."""
        if self._sides is None and not self._has_own[:-1][self.all.kind == KINDS.index(kind)].all():
            work = threading.Thread(target=self._measure, name="overlay grids")
            work.start()
            while work.is_alive():
                work.join(0.004)
                yield

    def _measure(self) -> None:
        grids = [row for row, region in enumerate(self._regions) if region.level is Level.GRID]
        self._sides = sides(self._outlines, np.array(grids, np.int64))

    def lines(self, kind: OverlayKind) -> Chains:
        """The lines between the overlay grids of a kind, each once, and around them all: their own ones, and along base
        grids for those that have none."""
        if kind not in self._lines:
            row = KINDS.index(kind)
            ends = np.concatenate([self._own_sides(row), self._base_sides(row)])
            points = ends.reshape(-1, 2).astype(np.int64)
            # a number for every place, and one for every side: each is there once, whoever shares it
            _, first, node = np.unique((points[:, 0] << 32) + points[:, 1], return_index=True, return_inverse=True)
            node = np.sort(node.reshape(-1, 2), axis=1)
            node = node[node[:, 0] != node[:, 1]]
            _, once = np.unique((node[:, 0] << 32) + node[:, 1], return_index=True)
            node = node[once].astype(np.int32)
            count = len(node)
            self._lines[kind] = Chains.of(
                Roads(
                    nodes=ends.reshape(-1, 2)[first],
                    start=node[:, 0],
                    end=node[:, 1],
                    rank=np.zeros(count, np.uint8),
                    oneway=np.zeros(count, np.uint8),
                    name=np.full(count, -1, np.int32),
                    names=[],
                )
            )
        return self._lines[kind]

    def _own_sides(self, row: int) -> NDArray[np.int32]:
        """The sides of the own grounds of a kind ``(n, 2, 2)``, stored units."""
        rings = [
            np.stack([ring, np.roll(ring, -1, axis=0)], axis=1)
            for place, index in enumerate(self._own_rows.tolist())
            if self.all.kind[index] == row
            for ring in self._own.rings_of(place)
        ]
        return np.concatenate(rings) if rings else np.zeros((0, 2, 2), np.int32)

    def _base_sides(self, row: int) -> NDArray[np.int32]:
        """The sides of base grids ``(n, 2, 2)`` that bound an overlay grid of a kind without a ground of its own."""
        if self._has_own[:-1][self.all.kind == row].all():
            return np.zeros((0, 2, 2), np.int32)
        if self._sides is None:
            self._measure()
        assert self._sides is not None
        ends, one, other = self._sides
        of_region = np.append(self.all.of_region[row], -1)  # beyond the city: the last, none
        one, other = of_region[one], of_region[other]
        plain = ((one >= 0) & ~self._has_own[one]) | ((other >= 0) & ~self._has_own[other])
        return np.asarray(self._outlines.points[ends[(one != other) & plain]])

    def spots(self, kind: OverlayKind) -> tuple[Numbers, NDArray[np.float64], Numbers]:
        """The overlay grids of a kind (their numbers), where the name of each may stand ``(n, 2)``: well inside of its
        own ground, if it has one, else in the middles of its base grids; the nearest to the middle of all first, at
        most ``SPOTS``; and where those of each end."""
        if kind not in self._spots:
            row = self.all.of_region[KINDS.index(kind)]
            members = np.flatnonzero(row >= 0)
            owner = row[members].astype(np.int64)
            places = self._anchors[members]
            count = np.maximum(np.bincount(owner, minlength=len(self.all)), 1)
            middle = np.stack([np.bincount(owner, places[:, axis], len(self.all)) / count for axis in (0, 1)], -1)
            away = np.hypot(*(places - middle[owner]).T)
            for place in np.flatnonzero(np.isin(self._own_rows, owner)).tolist():
                inner = np.array(self._own_world.places_inside(place)).reshape(-1, 2)
                mine = np.full(len(inner), self._own_rows[place])
                owner, places = np.concatenate([owner, mine]), np.concatenate([places, inner])
                away = np.concatenate([away, np.arange(-len(inner), 0.0)])
            order = np.lexsort((away, owner))
            numbers, first, many = np.unique(owner[order], return_index=True, return_counts=True)
            turn = np.arange(len(order)) - np.repeat(first, many)
            self._spots[kind] = numbers, places[order[turn < SPOTS]], np.cumsum(np.minimum(many, SPOTS))
        return self._spots[kind]

    def place(self, index: int) -> tuple[float, float]:
        """Where the name of an overlay grid stands if there is room, in world coordinates."""
        numbers, places, ends = self.spots(self.grid(index).kind)
        at = int(np.searchsorted(numbers, index))
        x, y = places[ends[at - 1] if at else 0].tolist()
        return x, y

    def grid(self, index: int) -> OverlayGrid:
        return self.all.grid(index, self._regions)

    def officer(self, grid: OverlayGrid) -> Worker | None:
        """Who answers for one."""
        return self._workers.get(grid.officer)

    def at(self, x: float, y: float, region: int, kind: OverlayKind) -> OverlayGrid | None:
        """The overlay grid of a kind over a world place, which lies in a region (its number)."""
        index = self.over(x, y, region, kind)
        return self.grid(index) if index >= 0 else None

    def over(self, x: float, y: float, region: int, kind: OverlayKind) -> int:
        """The number of the overlay grid of a kind over a world place in a region, as it is drawn; −1: none."""
        if not self._fits:
            return -1
        row = KINDS.index(kind)
        mine = self.all.kind[self._own_rows] == row
        for place in areas_at(self._own_world, x, y, mine):
            return int(self._own_rows[place])
        index = int(self.all.of_region[row, region])
        return -1 if self._has_own[index] else index

    def covers(self, index: int, kind: OverlayKind, x: float, y: float) -> bool:
        """Whether a world place is on the ground of one of a kind; far cheaper than looking for whose it is."""
        if self._has_own[index]:
            return holds(self._own_world, int(np.searchsorted(self._own_rows, index)), x, y)
        if kind not in self._held:
            row = self.all.of_region[KINDS.index(kind)]
            order = np.argsort(row, kind="stable")
            self._held[kind] = order, row[order].astype(np.int64)
        regions, owner = self._held[kind]
        first, last = np.searchsorted(owner, (index, index + 1)).tolist()
        boxes = self._world.bounds[regions[first:last]]
        there = (boxes[:, 0] <= x) & (boxes[:, 2] >= x) & (boxes[:, 1] <= y) & (boxes[:, 3] >= y)
        return any(holds(self._world, region, x, y) for region in regions[first:last][there].tolist())

    def across(self, kind: OverlayKind, grid: float) -> float:
        """How far across a typical one is, in the unit of ``grid``, which is that of a base grid."""
        row = self.all.of_region[KINDS.index(kind)]
        members, whole = int((row >= 0).sum()), int((self.all.kind == KINDS.index(kind)).sum())
        return grid * math.sqrt(members / max(whole, 1))
