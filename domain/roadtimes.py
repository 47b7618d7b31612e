"""Travel times from everywhere to one place, over a contracted network: a search among the few nodes that stay, and
from them back to all that were left out, the last first."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from domain.contraction import Contraction

Floats = NDArray[np.float64]


class RoadTimes:
    """``forth``, ``back`` float64 ``(pairs,)``: seconds from ``one`` to ``other`` of each pair of the contraction and
    the other way; infinite where nobody may go. More than zero."""

    def __init__(self, contraction: Contraction, forth: Floats, back: Floats) -> None:
        self._order = contraction
        self._up, self._down = np.full(contraction.edges, np.inf), np.full(contraction.edges, np.inf)
        self._up[contraction.edge] = np.where(contraction.rising, forth, back)
        self._down[contraction.edge] = np.where(contraction.rising, back, forth)
        for layer in contraction.layers:  # whoever is left out: how long it takes past him
            np.minimum.at(self._up, layer.past, self._down[layer.one] + self._up[layer.other])
            np.minimum.at(self._down, layer.past, self._down[layer.other] + self._up[layer.one])
        self._firsts = [layer.first for layer in contraction.layers]
        self._links = self._core_links()

    def to(self, *goals: tuple[int, float]) -> Floats:
        """Seconds to a place from all nodes, float64 ``(count,)`` by rank; infinite where no road leads. ``goals``: the
        nodes from which one gets there without passing another, and the seconds from each."""
        order = self._order
        times = np.full(order.count, np.inf)
        for node, seconds in goals:
            times[order.rank[node]] = min(times[order.rank[node]], seconds)
        for node, _ in goals:
            self._climb(int(order.rank[node]), times)
        ends = order.core + np.flatnonzero(np.isfinite(times[order.core :]))
        if len(ends):
            times[order.core :] = self._search(ends, times[ends])
        for layer in reversed(order.layers):
            for column in layer.columns:
                edges = slice(column.edge, column.edge + column.length)
                over = times[order.upper[edges]]
                over += self._up[edges]
                own = times[layer.first : layer.first + column.length]
                np.minimum(own, over, out=own)
        return times

    def _climb(self, here: int, times: Floats) -> None:
        """Notes the times on the ways that come to the node of this rank over nodes left out before them only."""
        while here < self._order.core:
            beyond: list[int] = []
            for edge in self._edges_of(here):
                upper = int(self._order.upper[edge])
                times[upper] = min(times[upper], times[here] + self._down[edge])
                beyond.append(upper)
            if not beyond:
                return
            # All of them were linked to each other when this node went: the next to go has the others beyond it too.
            here = min(beyond)

    def _edges_of(self, rank: int) -> Iterator[int]:
        layer = self._order.layers[bisect_right(self._firsts, rank) - 1]
        return (column.edge + rank - layer.first for column in layer.columns if rank - layer.first < column.length)

    def _search(self, ends: NDArray[np.int64], times: Floats) -> Floats:
        """Times of the nodes that stay, given those of some: from a node of its own, linked to these."""
        offsets, tails, seconds = self._links
        tails = np.append(tails, (ends - self._order.core).astype(np.int32))
        seconds = np.append(seconds, times)
        offsets = np.append(offsets, np.int32(len(tails)))
        size = len(offsets) - 1
        found = dijkstra(csr_array((seconds, tails, offsets), shape=(size, size)), indices=size - 1)
        return np.asarray(found[:-1], np.float64)

    def _core_links(self) -> tuple[NDArray[np.int32], NDArray[np.int32], Floats]:
        """What links the nodes that stay, against the direction of travel, as rows of a sparse matrix."""
        order = self._order
        kept = slice(order.core_edge, None)
        size = order.count - order.core
        lower, upper = order.core_lower - order.core, order.upper[kept] - order.core
        seconds = np.concatenate([self._up[kept], self._down[kept]])
        goes = np.isfinite(seconds)
        head, tail = np.concatenate([upper, lower])[goes], np.concatenate([lower, upper])[goes]
        links = csr_array((seconds[goes], (head, tail)), shape=(size, size))
        return links.indptr.astype(np.int32), links.indices.astype(np.int32), links.data
