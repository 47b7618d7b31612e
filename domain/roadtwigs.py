"""Dead ends of a network as trees that hang on it: whoever lives in one leaves it in one way only, so nothing has to be
searched there."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from domain.roadchains import ChainedRoads, ChainField, Floats, Ints


class TwigRoads:
    """Travel times to one node from all others, over what is left when the dead ends are cut off.

    ``tail``, ``head`` int64 and ``cost`` float64 seconds are parallel: links between ``count`` nodes, sorted by
    tail then head, at most one between two nodes, none from a node to itself. A *twig* is a node of a dead end; its
    *parent* is the next node towards the rest of the network, its *root* the node there where the dead end begins."""

    def __init__(self, count: int, tail: Ints, head: Ints, cost: Floats) -> None:
        self._parent, order = _cut(count, tail, head)
        self._twig = self._parent >= 0
        self._up, self._down = np.full(count, np.inf), np.full(count, np.inf)
        up, down = head == self._parent[tail], tail == self._parent[head]
        self._up[tail[up]], self._down[head[down]] = cost[up], cost[down]
        self._root, self._to_root = np.arange(count), np.zeros(count)
        for twigs in reversed(order):  # from the roots outwards
            parent = self._parent[twigs]
            self._root[twigs] = self._root[parent]
            self._to_root[twigs] = self._up[twigs] + self._to_root[parent]
        trunk = np.flatnonzero(~self._twig)
        self._number = np.full(count, -1, np.int64)
        self._number[trunk] = np.arange(len(trunk))
        kept = ~(self._twig[tail] | self._twig[head])
        self._trunk = ChainedRoads(len(trunk), self._number[tail[kept]], self._number[head[kept]], cost[kept])

    def field_to(self, node: int) -> TwigField:
        """Travel times to a node from everywhere: one shortest-path run, against the direction of travel."""
        down: dict[int, float] = {node: 0.0}
        here, seconds = node, 0.0
        while self._twig[here]:
            seconds += float(self._down[here])
            here = int(self._parent[here])
            down[here] = seconds
        return TwigField(self, self._trunk.field_to(int(self._number[here])), here, down)

    def seconds_from(self, nodes: Ints, trunk: ChainField, root: int, down: dict[int, float]) -> Floats:
        """Travel times from some nodes, given those to the root of the goal's dead end and from there down to it."""
        roots = self._root[nodes]
        times = trunk.seconds(self._number[roots]) + (self._to_root[nodes] + down[root])
        if len(down) > 1:  # whoever is in the same dead end need not go to its root first
            for at in np.flatnonzero(roots == root).tolist():
                here, seconds = int(nodes[at]), 0.0
                while here not in down:
                    seconds += float(self._up[here])
                    here = int(self._parent[here])
                times[at] = min(times[at], seconds + down[here])
        return times


class TwigField:
    """Travel times to one node: the result of ``TwigRoads.field_to``."""

    def __init__(self, roads: TwigRoads, trunk: ChainField, root: int, down: dict[int, float]) -> None:
        self._roads, self._trunk, self._root, self._down = roads, trunk, root, down

    def seconds(self, nodes: NDArray[np.integer]) -> Floats:
        """Seconds from some nodes, float64 ``(n,)``; infinite where no road leads."""
        return self._roads.seconds_from(nodes.astype(np.int64), self._trunk, self._root, self._down)


def _cut(count: int, tail: Ints, head: Ints) -> tuple[Ints, list[Ints]]:
    """The parent of every twig, -1 for what stays, int64 ``(count,)``; and the twigs in the order they fall."""
    low, high = np.minimum(tail, head), np.maximum(tail, head)
    pairs = np.unique(low * max(count, 1) + high)
    one, other = pairs // max(count, 1), pairs % max(count, 1)
    degree = np.bincount(one, minlength=count) + np.bincount(other, minlength=count)
    #: All neighbours of a node in one number: of a node with one neighbour, that neighbour.
    beside = np.zeros(count, np.int64)
    np.bitwise_xor.at(beside, one, other)
    np.bitwise_xor.at(beside, other, one)
    parent = np.full(count, -1, np.int64)
    order: list[Ints] = []
    ends = np.flatnonzero(degree == 1)
    while len(ends):
        # Of two ends that have only each other the one with the larger number stays.
        ends = ends[(degree[beside[ends]] > 1) | (ends < beside[ends])]
        if not len(ends):
            break
        order.append(ends)
        parent[ends] = beside[ends]
        degree[ends] = 0
        np.subtract.at(degree, parent[ends], 1)
        np.bitwise_xor.at(beside, parent[ends], ends)
        touched = np.unique(parent[ends])
        ends = touched[degree[touched] == 1]
    return parent, order
