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
from maps.geometry import Chains

Numbers = NDArray[np.int64]
#: In so many places a name is tried at most.
SPOTS = 6


class OverlayGround:
    """Of one city; what a kind needs is made when it is first shown. ``anchors`` ``(regions, 2)`` where the names of
    the base grids stand (world coordinates)."""

    def __init__(self, city: City, anchors: NDArray[np.float64]) -> None:
        self._regions = city.geography.regions
        self._outlines = city.geography.outlines
        self.all = city.overlays
        self._fits = self.all.fits(self._regions)
        self._anchors = anchors
        self._sides: tuple[Numbers, Numbers, Numbers] | None = None
        self._workers = {worker.index: worker for worker in city.workers} if self._fits else {}
        self._lines: dict[OverlayKind, Chains] = {}
        self._spots: dict[OverlayKind, tuple[Numbers, NDArray[np.float64], Numbers]] = {}

    def has(self, kind: OverlayKind) -> bool:
        """Whether the city has overlay grids of a kind."""
        return self._fits and bool((self.all.kind == KINDS.index(kind)).any())

    def measure(self) -> Iterator[None]:
        """Finds the lines between all base grids, once; in a big city that takes longer than a frame, so it is done
        beside the screen's thread, and this gives way meanwhile."""
        if self._sides is None:
            work = threading.Thread(target=self._measure, name="overlay grids")
            work.start()
            while work.is_alive():
                work.join(0.004)
                yield

    def _measure(self) -> None:
        grids = [row for row, region in enumerate(self._regions) if region.level is Level.GRID]
        self._sides = sides(self._outlines, np.array(grids, np.int64))

    def lines(self, kind: OverlayKind) -> Chains:
        """The lines between the overlay grids of a kind, each once, and around them all."""
        if kind not in self._lines:
            if self._sides is None:
                self._measure()
            assert self._sides is not None
            ends, one, other = self._sides
            of_region = np.append(self.all.of_region[KINDS.index(kind)], -1)  # beyond the city: the last, none
            ends = ends[of_region[one] != of_region[other]]
            places, node = np.unique(ends, return_inverse=True)
            node = node.reshape(-1, 2).astype(np.int32)
            count = len(node)
            self._lines[kind] = Chains.of(
                Roads(
                    nodes=self._outlines.points[places],
                    start=node[:, 0],
                    end=node[:, 1],
                    rank=np.zeros(count, np.uint8),
                    oneway=np.zeros(count, np.uint8),
                    name=np.full(count, -1, np.int32),
                    names=[],
                )
            )
        return self._lines[kind]

    def spots(self, kind: OverlayKind) -> tuple[Numbers, NDArray[np.float64], Numbers]:
        """The overlay grids of a kind (their numbers), where the name of each may stand ``(n, 2)``: the middles of its
        base grids, the nearest to the middle of all first, at most ``SPOTS``; and where those of each end."""
        if kind not in self._spots:
            row = self.all.of_region[KINDS.index(kind)]
            members = np.flatnonzero(row >= 0)
            owner = row[members].astype(np.int64)
            places = self._anchors[members]
            count = np.maximum(np.bincount(owner, minlength=len(self.all)), 1)
            middle = np.stack([np.bincount(owner, places[:, axis], len(self.all)) / count for axis in (0, 1)], -1)
            away = np.hypot(*(places - middle[owner]).T)
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

    def at(self, region: int, kind: OverlayKind) -> OverlayGrid | None:
        """The overlay grid of a kind over a region (its number)."""
        index = self.over(region, kind)
        return self.grid(index) if index >= 0 else None

    def over(self, region: int, kind: OverlayKind) -> int:
        """The number of the overlay grid of a kind over a region; −1: none."""
        return int(self.all.of_region[KINDS.index(kind), region]) if self._fits else -1

    def across(self, kind: OverlayKind, grid: float) -> float:
        """How far across a typical one is, in the unit of ``grid``, which is that of a base grid."""
        row = self.all.of_region[KINDS.index(kind)]
        members, whole = int((row >= 0).sum()), int((self.all.kind == KINDS.index(kind)).sum())
        return grid * math.sqrt(members / max(whole, 1))
