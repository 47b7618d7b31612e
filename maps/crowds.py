"""Workers gathered where they stand so close that nobody can tell them apart; no Qt."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from domain.positions import WORKER_STATES
from domain.worker import WorkerState
from maps.scene import OFF_DUTY, SILENT, Crew
from maps.viewport import TILE, Bounds, Viewport

#: Side (pixels) of the squares in which workers are gathered, and from how many on.
SIDE, FEWEST = 64.0, 24
#: From this zoom level on nobody is gathered: every crowd opens in the end.
OPEN = 15.6
#: Looks a worker may have.
LOOKS = len(WORKER_STATES) + 1

_ON_SCENE = WORKER_STATES.index(WorkerState.ON_SCENE)


@dataclass(frozen=True, slots=True)
class Crowds:
    """``crowd`` ``(n,)``: in which crowd a worker of the crew is, −1 when he stands for himself. By crowd: ``count``
    ``(c, LOOKS)`` members by look, ``world`` ``(c, 2)`` where its sign stands."""

    crowd: NDArray[np.int64]
    count: NDArray[np.int64]
    world: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.count)

    @property
    def on_duty(self) -> NDArray[np.int64]:
        """Members on duty, by crowd."""
        return np.asarray(self.count.sum(axis=1) - self.count[:, OFF_DUTY])

    def bounds(self, number: int, crew: Crew) -> Bounds:
        """The box around the members of a crowd."""
        places = crew.world[self.crowd == number]
        (west, north), (east, south) = places.min(axis=0), places.max(axis=0)
        return float(west), float(north), float(east), float(south)


def nobody(crew: Crew) -> Crowds:
    """Everybody stands for himself."""
    return Crowds(np.full(len(crew), -1), np.zeros((0, LOOKS), np.int64), np.zeros((0, 2)))


def gather(crew: Crew, viewport: Viewport, selected: str = "") -> Crowds:
    """The crowds in view. Squares lie fast on the ground, so that panning changes no crowd. Who is on scene, silent or
    ``selected`` always stands for himself."""
    if viewport.zoom >= OPEN or len(crew) < FEWEST:
        return nobody(crew)
    # Between two halves of a zoom level the squares stay: crowds do not flicker while zooming.
    side = SIDE / (TILE * 2.0 ** (round(viewport.zoom * 2) / 2))
    west, north, east, south = viewport.bounds
    first = np.floor(np.array([west, north]) / side)
    across, down = (np.floor(np.array([east, south]) / side) - first + 1).astype(np.int64).tolist()
    square = np.floor(crew.world / side - first)
    may = crew.known & (crew.look != _ON_SCENE) & (crew.look != SILENT)
    if selected in crew.row:
        may[crew.row[selected]] = False
    may &= (square >= 0).all(axis=1) & (square[:, 0] < across) & (square[:, 1] < down)
    rows = np.flatnonzero(may)
    cell = square[rows, 1].astype(np.int64) * across + square[rows, 0].astype(np.int64)
    members = np.bincount(cell, minlength=across * down)
    crowded = np.flatnonzero(members >= FEWEST)
    number = np.full(across * down, -1)
    number[crowded] = np.arange(len(crowded))
    crowd = np.full(len(crew), -1)
    crowd[rows] = number[cell]
    inside = number[cell] >= 0
    rows, mine = rows[inside], number[cell[inside]]
    count = np.bincount(mine * LOOKS + crew.look[rows], minlength=len(crowded) * LOOKS).reshape(-1, LOOKS)
    total = members[crowded][:, None]
    centroid = np.stack([np.bincount(mine, crew.world[rows, axis], len(crowded)) for axis in (0, 1)], axis=-1) / total
    middle = (first + np.stack([crowded % across, crowded // across], axis=-1) + 0.5) * side
    # Half way to the middle of the square: signs of neighbours keep apart and still stand where the people are.
    return Crowds(crowd, count, (centroid + middle) / 2)
