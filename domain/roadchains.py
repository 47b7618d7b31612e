"""Roads between two junctions as one link: most nodes of a real network are only bends, and need no searching."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


class ChainedRoads:
    """Travel times to one node from all others, over the junctions only.

    ``tail``, ``head`` int64 and ``cost`` float64 seconds are parallel: links between ``count`` nodes, sorted by
    tail then head, at most one between two nodes, none from a node to itself. A *bend* is a node with just two
    neighbours; a *chain* leads from junction to junction over bends."""

    def __init__(self, count: int, tail: Ints, head: Ints, cost: Floats) -> None:
        self._count, self._links = count, len(tail)
        self._key, self._head, self._cost = tail * max(count, 1) + head, head, cost
        self._neighbours, bend = _neighbours(count, tail, head)
        while True:
            endless = self._follow(tail, bend)
            if not len(endless):
                break
            bend[endless] = False  # a ring without a junction: its nodes are searched one by one
        self._bend = bend
        self._junctions = np.flatnonzero(~bend)
        self._number = np.full(count, -1, np.int64)
        self._number[self._junctions] = np.arange(len(self._junctions))
        self._offsets, self._targets, self._times = self._backward_links(tail)
        every = np.arange(count)
        self._leaving = np.column_stack([self._link(every, self._neighbours[:, way]) for way in (0, 1)])

    def field_to(self, node: int) -> ChainField:
        """Travel times to a node from everywhere: one shortest-path run, against the direction of travel."""
        beside: dict[int, float] = {node: 0.0}
        targets, times, start = self._targets, self._times, int(self._number[node])
        offsets = self._offsets
        if start < 0:  # on a chain: the search starts at a node of its own, linked to the chain's two ends
            ends = [end for end in (self._back_along(node, way, beside) for way in (0, 1)) if end is not None]
            start = len(self._junctions)
            targets = np.append(targets, np.array([end for end, _ in ends], np.int32))
            times = np.append(times, [seconds for _, seconds in ends])
            offsets = np.append(offsets[:-1], np.int32(len(targets)))
        size = len(self._junctions) + 1
        found = dijkstra(csr_array((times, targets, offsets), shape=(size, size)), indices=start)
        return ChainField(self, np.asarray(found[:-1]), beside)

    def seconds_from(self, nodes: Ints, to_junction: Floats, beside: dict[int, float]) -> Floats:
        """Travel times from some nodes, given those from the junctions and those along the goal's own chain."""
        times = np.full(len(nodes), np.inf)
        bend = self._bend[nodes]
        times[~bend] = to_junction[self._number[nodes[~bend]]]
        between = nodes[bend]
        reached = np.append(to_junction, np.inf)
        links = self._leaving[between]
        times[bend] = (self._to_end[links] + reached[self._end[links]]).min(axis=1)
        own = np.zeros(self._count, bool)
        own[np.fromiter(beside, np.int64)] = True
        for at in np.flatnonzero(own[nodes]).tolist():
            times[at] = min(times[at], beside[int(nodes[at])])
        return times

    def _follow(self, tail: Ints, bend: NDArray[np.bool_]) -> Ints:
        """For every link the junction its chain leads to and the time there; gives the nodes of endless chains.

        By doubling: after n rounds every link knows what lies 2^n links ahead."""
        none = self._links
        on = bend[self._head]
        after = np.full(none + 1, none)
        beyond = self._neighbours[self._head[on]].sum(axis=1) - tail[on]
        after[:-1][on] = self._link(self._head[on], beyond)
        to_end = np.append(self._cost, 0.0)
        to_end[:-1][on & (after[:-1] == none)] = np.inf  # a one-way road ends it: nobody gets to its end
        last = np.append(np.arange(none), none)
        for _ in range(max(1, none).bit_length() + 1):
            going = np.flatnonzero(after < none)
            if not len(going):
                break
            ahead = after[going]
            to_end[going] += to_end[ahead]
            last[going], after[going] = last[ahead], after[ahead]
        self._last, self._to_end = last, to_end
        self._to_end[none] = np.inf
        return np.unique(self._head[after[:-1] < none])

    def _backward_links(self, tail: Ints) -> tuple[NDArray[np.int32], NDArray[np.int32], Floats]:
        """Junction to junction against the direction of travel, as rows of a sparse matrix with an empty last one."""
        leaves = np.flatnonzero(~self._bend[tail] & np.isfinite(self._to_end[:-1]))
        self._end = np.append(self._number[np.append(self._head, 0)[self._last[:-1]]], -1)
        start, end = self._number[tail[leaves]], self._end[leaves]
        order = np.argsort(end, kind="stable")
        offsets = np.zeros(len(self._junctions) + 2, np.int32)
        np.cumsum(np.bincount(end, minlength=len(self._junctions) + 1), out=offsets[1:])
        return offsets, start[order].astype(np.int32), self._to_end[leaves][order]

    def _back_along(self, node: int, way: int, beside: dict[int, float]) -> tuple[int, float] | None:
        """From a bend against the direction of travel to the end of its chain: the junction's number and the time from
        there. Notes the times of the bends passed in ``beside``. None when no road leads from there."""
        ahead, here, seconds = node, int(self._neighbours[node, way]), 0.0
        while True:
            link = int(self._link(np.array([here]), np.array([ahead]))[0])
            if link == self._links:
                return None
            seconds += float(self._cost[link])
            if not self._bend[here]:
                return int(self._number[here]), seconds
            beside[here] = min(seconds, beside.get(here, np.inf))
            ahead, here = here, int(self._neighbours[here].sum()) - ahead

    def _link(self, tail: Ints, head: Ints) -> Ints:
        """Places of links in the arrays, ``self._links`` where there is none."""
        wanted = tail * self._count + head
        place = np.searchsorted(self._key, wanted)
        there = np.append(self._key, -1)[place] == wanted
        return np.where(there, place, self._links)


class ChainField:
    """Travel times to one node: the result of ``ChainedRoads.field_to``."""

    def __init__(self, roads: ChainedRoads, to_junction: Floats, beside: dict[int, float]) -> None:
        self._roads, self._to_junction, self._beside = roads, to_junction, beside

    def seconds(self, nodes: NDArray[np.integer]) -> Floats:
        """Seconds from some nodes, float64 ``(n,)``; infinite where no road leads."""
        return self._roads.seconds_from(nodes.astype(np.int64), self._to_junction, self._beside)


def _neighbours(count: int, tail: Ints, head: Ints) -> tuple[Ints, NDArray[np.bool_]]:
    """The two neighbours of every bend, int64 ``(count, 2)``, and which nodes are bends."""
    low, high = np.minimum(tail, head), np.maximum(tail, head)
    pairs = np.unique(low * max(count, 1) + high)
    one, other = pairs // max(count, 1), pairs % max(count, 1)
    node, beside = np.concatenate([one, other]), np.concatenate([other, one])
    order = np.argsort(node, kind="stable")
    degree = np.bincount(node, minlength=count)
    bend = degree == 2
    first = np.cumsum(degree) - degree
    neighbours = np.full((count, 2), -1, np.int64)
    for way in (0, 1):
        neighbours[bend, way] = beside[order][first[bend] + way]
    return neighbours, bend
