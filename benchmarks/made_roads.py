"""A road network of any size made from a seed: blocks of streets that are not straight, some one-way, dead ends."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from domain.network import Roads
from domain.shapes import DEGREE

#: Degrees between two junctions, about 200 m; where the south-west corner lies.
BLOCK, WEST, SOUTH = 0.002, 118.4, 31.6
#: Share of streets that are missing, one-way, and of junctions with a dead end.
GAPS, ONEWAY, ENDS = 0.14, 0.08, 0.35


def made_roads(nodes: int, seed: int = 4) -> Roads:
    """About so many nodes: a third of them junctions, most of the others bends, as in real extracts."""
    dice = np.random.default_rng(seed)
    side = max(3, round((nodes / 2.65) ** 0.5))
    across, up = np.meshgrid(np.arange(side), np.arange(side))
    places = np.column_stack([across.ravel(), up.ravel()]) + dice.normal(0, 0.14, (side * side, 2))
    number = np.arange(side * side).reshape(side, side)
    one = np.concatenate([number[:, :-1].ravel(), number[:-1].ravel()])
    other = np.concatenate([number[:, 1:].ravel(), number[1:].ravel()])
    kept = dice.random(len(one)) >= GAPS
    one, other = one[kept], other[kept]
    every = np.where(np.minimum(one % side, one // side) % 8 == 0, 2, 4)  # main streets among lanes
    bends = dice.choice([0, 1, 2], len(one), p=[0.45, 0.35, 0.20])
    parts = [_bent(places, one[row], other[row], int(bends[row]), dice) for row in range(len(one))]
    first = len(places) + np.concatenate([[0], np.cumsum(bends)[:-1]])
    start, end, rank, oneway = [], [], [], []
    for row, count in enumerate(bends.tolist()):
        way = [int(one[row]), *range(int(first[row]), int(first[row]) + count), int(other[row])]
        start += way[:-1]
        end += way[1:]
        rank += [int(every[row])] * (count + 1)
        oneway += [int(dice.random() < ONEWAY)] * (count + 1)
    places = np.vstack([places, *parts])
    roots = np.flatnonzero(dice.random(side * side) < ENDS)
    tips = places[roots] + dice.normal(0, 0.3, (len(roots), 2))
    start += roots.tolist()
    end += range(len(places), len(places) + len(roots))
    rank += [5] * len(roots)
    oneway += [0] * len(roots)
    places = np.vstack([places, tips])
    degrees = np.rint((places * BLOCK + (WEST, SOUTH)) * DEGREE).astype(np.int32)
    columns = [np.array(column, np.int32) for column in (start, end)]
    flags = [np.array(column, np.uint8) for column in (rank, oneway)]
    return Roads(degrees, *columns, *flags, np.full(len(start), -1, np.int32), [])


def _bent(
    places: NDArray[np.float64], one: int, other: int, count: int, dice: np.random.Generator
) -> NDArray[np.float64]:
    """The bends of one street."""
    share = np.linspace(0, 1, count + 2)[1:-1, None]
    straight = places[one] * (1 - share) + places[other] * share
    bent: NDArray[np.float64] = straight + dice.normal(0, 0.05, (count, 2))
    return bent
