"""A road network thinned out: node by node is left out and its neighbours are linked past it, until few are left.

Dead ends go first (nothing has to be linked past them), then bends, then forks, then small crossings: in each round all
nodes with the fewest neighbours around. Who goes when depends on what is linked, not on how long it takes or which way
one may go: one contraction serves whatever is closed. The idea is that of Dibbelt, Strasser and Wagner, "Customizable
Contraction Hierarchies" (2014); here rounds of nodes that are no neighbours make each step a few array operations.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Small = NDArray[np.int32]

#: Nodes with more neighbours stay: linking theirs past them would cost more than it saves.
MOST_NEIGHBOURS = 8
#: It ends when a round would leave out a smaller share of what is left than this.
LEAST_SHARE = 0.06


@dataclass(frozen=True, slots=True)
class Column:
    """For the first so many nodes of a layer one of their neighbours: those of the layer's ``k``-th node are
    ``edge + k`` in all its columns that are longer than ``k``."""

    edge: int
    length: int


@dataclass(frozen=True, slots=True)
class Layer:
    """Nodes that are left out together, ``size`` of them from rank ``first`` on.

    Edges ``one`` and ``other`` lead from one of them to two neighbours, ``past`` is the edge between these two (from
    that of lower rank to that of higher), int32 ``(k,)`` each."""

    first: int
    size: int
    columns: tuple[Column, ...]
    one: Small
    other: Small
    past: Small


class Contraction:
    """``one``, ``other`` int ``(pairs,)``: the ends of what links ``count`` nodes; no pair twice, none with itself.

    ``rank`` int32 ``(count,)``: nodes in the order in which they are left out; those from ``core`` on stay. An *edge*
    joins a node to one that stays longer, of rank ``upper`` int64 ``(edges,)``; the last edges, from ``core_edge`` on,
    join nodes that stay, of rank ``core_lower`` int32. ``edge`` int32 ``(pairs,)``: the edge of each pair, ``rising``:
    whether it leads the same way, from ``one`` of lower rank to ``other`` of higher."""

    def __init__(self, count: int, one: NDArray[np.integer], other: NDArray[np.integer]) -> None:
        rest = _Rest(count, one, other)
        rounds = list(iter(rest.leave_out, None))
        stays = np.flatnonzero(rest.stays)
        self.count, self.core = count, count - len(stays)
        self.rank = np.empty(count, np.int32)
        self.rank[np.concatenate([*(each.nodes for each in rounds), stays])] = np.arange(count, dtype=np.int32)
        ends = np.sort(self.rank[np.stack([rest.one, rest.other])], axis=0)
        self.core_lower = ends[0]
        self.upper = np.concatenate([*(self.rank[each.beyond] for each in rounds), ends[1]]).astype(np.int64)
        self.core_edge = len(self.upper) - len(self.core_lower)
        number = np.empty(rest.made, np.int32)
        number[np.concatenate([*(each.edges for each in rounds), rest.number])] = np.arange(rest.made, dtype=np.int32)
        self.edge = number[: len(one)]
        self.rising = self.rank[one] < self.rank[other]
        layers, first, edge = [], 0, 0
        for each in rounds:
            columns = []
            for length in each.lengths:
                columns.append(Column(edge, length))
                edge += length
            near, far = number[each.one], number[each.other]
            swapped = self.upper[near] > self.upper[far]
            near, far = np.where(swapped, far, near), np.where(swapped, near, far)
            layers.append(Layer(first, len(each.nodes), tuple(columns), near, far, number[each.past]))
            first += len(each.nodes)
        self.layers = tuple(layers)

    @property
    def edges(self) -> int:
        return len(self.upper)


@dataclass(frozen=True, slots=True)
class _Round:
    """``nodes`` left out, those with the most neighbours first; ``edges`` numbers of theirs and the nodes ``beyond``,
    column by column, ``lengths`` of the columns; ``one``, ``other``, ``past`` as in ``Layer``, in numbers as made."""

    nodes: Ints
    edges: Ints
    beyond: Ints
    lengths: tuple[int, ...]
    one: Ints
    other: Ints
    past: Ints


class _Rest:
    """What is left of a network: ``one`` < ``other`` int64 ``(k,)`` the ends of its edges, sorted, and their ``number``
    in the order in which all edges, ``made`` so far, came to be."""

    def __init__(self, count: int, one: NDArray[np.integer], other: NDArray[np.integer]) -> None:
        self._count = count
        key = np.minimum(one, other).astype(np.int64) * count + np.maximum(one, other)
        self.number = np.argsort(key)
        self._take(key[self.number])
        self.made = len(key)
        self.stays = np.ones(count, np.bool_)
        # Of neighbours with as many neighbours chance chooses; by number a long road would go node by node.
        self._luck = np.arange(count, dtype=np.int64) * 0x9E3779B1 & 0xFFFFFFFF

    def leave_out(self) -> _Round | None:
        """The next round, None when there is none worth it."""
        nodes, degree = self._chosen()
        if not len(nodes) or len(nodes) < LEAST_SHARE * np.count_nonzero(self.stays):
            return None
        self.stays[nodes] = False
        place = np.full(self._count, -1, np.int64)
        place[nodes] = np.arange(len(nodes))
        at_one, at_other = place[self.one], place[self.other]
        gone = (at_one >= 0) | (at_other >= 0)
        owner = np.maximum(at_one, at_other)[gone]  # never both: those left out are no neighbours
        beyond = np.where(at_one >= 0, self.other, self.one)[gone]
        order = np.lexsort((beyond, owner))
        edges, beyond = self.number[gone][order], beyond[order]
        first = np.cumsum(degree) - degree
        lengths = tuple(int(np.count_nonzero(degree > nth)) for nth in range(int(degree.max())))
        columns = [first[:length] + nth for nth, length in enumerate(lengths)]
        two = [(first[:length] + nth, columns[last]) for last, length in enumerate(lengths) for nth in range(last)]
        one = np.concatenate([np.zeros(0, np.int64), *(pair[0] for pair in two)])
        other = np.concatenate([np.zeros(0, np.int64), *(pair[1] for pair in two)])
        self.number = self.number[~gone]
        past = self._link(self._key[~gone], beyond[one] * self._count + beyond[other])
        row = np.concatenate([np.zeros(0, np.int64), *columns])
        return _Round(nodes, edges[row], beyond[row], lengths, edges[one], edges[other], past)

    def _chosen(self) -> tuple[Ints, Ints]:
        """Nodes of which none are neighbours, each with no more neighbours than those around it; and how many each
        has, the most first."""
        degree = np.bincount(self.one, minlength=self._count) + np.bincount(self.other, minlength=self._count)
        chosen = (degree <= MOST_NEIGHBOURS) & self.stays
        both = chosen[self.one] & chosen[self.other]
        one, other = self.one[both], self.other[both]
        turn = (degree << 32) + self._luck
        chosen[np.where(turn[one] > turn[other], one, other)] = False
        nodes = np.flatnonzero(chosen)
        nodes = nodes[np.argsort(-degree[nodes], kind="stable")]
        return nodes, degree[nodes]

    def _link(self, key: Ints, wanted: Ints) -> Ints:
        """Takes the edges with these keys and new ones, where there are none yet; gives the numbers of those wanted."""
        new, which = np.unique(wanted, return_inverse=True)
        place = np.searchsorted(key, new)
        there = np.append(key, -1)[place] == new
        number = np.empty(len(new), np.int64)
        number[there] = self.number[place[there]]
        missing = ~there
        number[missing] = np.arange(self.made, self.made + np.count_nonzero(missing))
        self.made += int(np.count_nonzero(missing))
        self.number = np.insert(self.number, place[missing], number[missing])
        self._take(np.insert(key, place[missing], new[missing]))
        return number[which]

    def _take(self, key: Ints) -> None:
        self._key = key
        self.one, self.other = np.divmod(key, max(self._count, 1))
