"""Which areas lie side by side: those whose outlines share a line."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from domain.shapes import DEGREE, Shapes

Rows = NDArray[np.int64]


def sides(shapes: Shapes, chosen: Rows) -> tuple[Rows, Rows, Rows]:
    """The lines the chosen shapes are bounded by, each once: the numbers of the points it joins ``(E, 2)``, and the two
    shapes beside it ``(E,)`` each (the second is −1 where only one of the chosen lies beside it).

    A line that does not have the same two corners in both outlines counts as two lines with one shape each."""
    points = shapes.points.astype(np.int64)
    following = np.arange(1, len(points) + 1)
    filled = np.flatnonzero(shapes.rings[1:] > shapes.rings[:-1])
    following[shapes.rings[1:][filled] - 1] = shapes.rings[:-1][filled]
    owner = np.repeat(np.repeat(np.arange(len(shapes)), np.diff(shapes.shapes)), np.diff(shapes.rings))
    among = np.zeros(len(shapes) + 1, bool)
    among[chosen] = True
    wanted = np.flatnonzero(among[owner])
    # the same place has the same number: that of the first point there
    places = (points[wanted, 0] << 32) + points[wanted, 1]
    _, first, node = np.unique(places, return_index=True, return_inverse=True)
    where = np.zeros(len(points), np.int64)
    where[wanted] = node
    low = np.minimum(node, where[following[wanted]])
    high = np.maximum(node, where[following[wanted]])
    owner = owner[wanted]
    order = np.lexsort((owner, high, low))
    low, high, owner = low[order], high[order], owner[order]
    real = low != high
    low, high, owner = low[real], high[real], owner[real]
    fresh = np.ones(len(low), bool)
    fresh[1:] = (low[1:] != low[:-1]) | (high[1:] != high[:-1])
    begins = np.flatnonzero(fresh)
    shared = np.diff(begins, append=len(low)) > 1
    beside = np.full(len(begins), -1, np.int64)
    beside[shared] = owner[begins[shared] + 1]
    ends = wanted[np.column_stack([first[low[begins]], first[high[begins]]])]
    return ends, owner[begins], beside


def neighbours(shapes: Shapes, chosen: Rows) -> dict[int, dict[int, float]]:
    """Of each chosen shape those of them beside it, with the length of the line they share in metres (as if the ground
    were flat)."""
    ends, one, other = sides(shapes, chosen)
    both = (other >= 0) & (one != other)
    ends, one, other = ends[both], one[both], other[both]
    start, end = shapes.points[ends[:, 0]] / DEGREE, shapes.points[ends[:, 1]] / DEGREE
    along = np.cos(np.radians((start[:, 1] + end[:, 1]) / 2))
    lengths = 111_195.0 * np.hypot((end[:, 0] - start[:, 0]) * along, end[:, 1] - start[:, 1])
    found: dict[int, dict[int, float]] = {int(row): {} for row in chosen.tolist()}
    for a, b, length in zip(one.tolist(), other.tolist(), lengths.tolist(), strict=True):
        found[a][b] = found[a].get(b, 0.0) + length
        found[b][a] = found[b].get(a, 0.0) + length
    return found
