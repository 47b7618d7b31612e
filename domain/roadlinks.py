"""Which nodes a road network links, in which direction and for how long: segments as links between nodes."""

from __future__ import annotations

import msgspec
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from domain.contraction import Contraction
from domain.network import Roads

Floats = NDArray[np.float64]
Small = NDArray[np.int32]


class OpenLinks(msgspec.Struct, frozen=True):
    """The links that may be travelled, of several along one the quickest. ``forth``, ``back`` float64 ``(pairs,)``:
    seconds from the first node of each pair to the second and the other way, infinite where nobody may go. The others
    are sorted by the node they leave: ``links`` seconds from node to node, ``(count, count)``, ``segment`` int32: the
    segment each runs along."""

    forth: Floats
    back: Floats
    links: csr_array
    segment: Small


class RoadLinks:
    """All links of a network, whatever is closed. ``seconds`` float64 ``(segments,)`` along each segment.

    ``one`` < ``other`` int32 ``(pairs,)`` are the pairs of nodes that are linked, ``contraction`` that of them."""

    def __init__(self, roads: Roads, seconds: Floats) -> None:
        self._count = len(roads.nodes)
        start, end = roads.start.astype(np.int64), roads.end.astype(np.int64)
        key, pair = np.unique(np.minimum(start, end) * self._count + np.maximum(start, end), return_inverse=True)
        one, other = np.divmod(key, max(self._count, 1))
        # A way from a node to itself leads nowhere.
        real = one != other
        number = np.cumsum(real) - 1
        self.one, self.other = one[real].astype(np.int32), other[real].astype(np.int32)
        self.contraction = Contraction(self._count, self.one, self.other)
        # A link is twice its pair, and one more for the way back.
        falls, both = (start > end).astype(np.int64), roads.oneway == 0
        along = 2 * number[pair] + falls
        goes = real[pair]
        forth, back = np.flatnonzero(goes), np.flatnonzero(goes & both)
        self._segment = np.concatenate([forth, back]).astype(np.int32)
        self._link = np.concatenate([along[forth], along[back] ^ 1]).astype(np.int32)
        self.seconds = seconds
        tail = np.column_stack([self.one, self.other]).ravel()
        head = np.column_stack([self.other, self.one]).ravel()
        self._order = np.lexsort((head, tail)).astype(np.int32)
        self._tail, self._head = tail[self._order], head[self._order]

    def open(self, closed: NDArray[np.integer]) -> OpenLinks:
        """Without the segments with these numbers."""
        shut = np.zeros(len(self.seconds), np.bool_)
        shut[closed] = True
        may = ~shut[self._segment]
        link, segment = self._link[may], self._segment[may]
        each = self.seconds[segment]
        quickest = np.full(2 * len(self.one), np.inf)
        np.minimum.at(quickest, link, each)
        along = np.full(2 * len(self.one), -1, np.int32)
        best = each == quickest[link]
        along[link[best]] = segment[best]
        kept = np.isfinite(quickest[self._order])
        order = self._order[kept]
        offsets = np.zeros(self._count + 1, np.int32)
        np.cumsum(np.bincount(self._tail[kept], minlength=self._count), out=offsets[1:])
        links = csr_array((quickest[order], self._head[kept], offsets), shape=(self._count, self._count))
        return OpenLinks(quickest[0::2], quickest[1::2], links, along[order])

    def arms(self, links: OpenLinks) -> NDArray[np.int64]:
        """How many neighbours each node has over links that may be travelled."""
        goes = np.isfinite(links.forth) | np.isfinite(links.back)
        ends = np.bincount(self.one[goes], minlength=self._count) + np.bincount(self.other[goes], minlength=self._count)
        return np.asarray(ends, np.int64)
