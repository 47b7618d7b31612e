"""A contraction: everybody is left out or stays, and nobody's neighbours lose each other."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from domain.contraction import LEAST_SHARE, MOST_NEIGHBOURS, Contraction
from tests.seeking import tried

Pairs = list[tuple[int, int]]


@st.composite
def linked(draw: st.DrawFn) -> tuple[int, Pairs]:
    """Some nodes and which of them are linked, in any order and either way round."""
    count = draw(st.integers(0, 24))
    every = list(combinations(range(count), 2))
    chosen = draw(st.lists(st.sampled_from(every), unique=True, max_size=60)) if every else []
    return count, [pair if draw(st.booleans()) else (pair[1], pair[0]) for pair in chosen]


def contracted(count: int, pairs: Pairs) -> Contraction:
    one, other = np.array(pairs, np.int32).reshape(-1, 2).T
    return Contraction(count, one, other)


def lower_ends(found: Contraction) -> list[int]:
    """The rank of the end of each edge that is left out first."""
    lower = [-1] * found.edges
    for layer in found.layers:
        for column in layer.columns:
            for nth in range(column.length):
                lower[column.edge + nth] = layer.first + nth
    lower[found.core_edge :] = found.core_lower.tolist()
    return lower


@tried(200)
@given(linked())
def test_edges_join_what_was_linked_and_whoever_is_left_out_leaves_his_neighbours_linked(
    network: tuple[int, Pairs],
) -> None:
    count, pairs = network
    found = contracted(count, pairs)
    assert sorted(found.rank.tolist()) == list(range(count))
    assert sum(layer.size for layer in found.layers) == found.core
    lower, upper = lower_ends(found), found.upper.tolist()
    edges = list(zip(lower, upper, strict=True))
    assert len(set(edges)) == len(edges) and all(low < high for low, high in edges)
    for (one, other), edge, rising in zip(pairs, found.edge.tolist(), found.rising.tolist(), strict=True):
        ends = int(found.rank[one]), int(found.rank[other])
        assert edges[edge] == (ends if rising else ends[::-1])
    for layer in found.layers:
        past = list(zip(layer.one.tolist(), layer.other.tolist(), layer.past.tolist(), strict=True))
        for one, other, between in past:
            assert lower[one] == lower[other] in range(layer.first, layer.first + layer.size)
            assert edges[between] == (upper[one], upper[other])
        for rank in range(layer.first, layer.first + layer.size):
            beyond = sorted(high for low, high in edges if low == rank)
            assert len(beyond) <= MOST_NEIGHBOURS
            assert all(high >= layer.first + layer.size for high in beyond)
            linked_past = sorted(edges[between] for one, _, between in past if lower[one] == rank)
            assert linked_past == list(combinations(beyond, 2))


def test_a_long_road_and_all_trees_are_left_out() -> None:
    found = contracted(1001, [(node, node + 1) for node in range(1000)])
    assert found.core > 980 and found.edges < 2100
    tree = contracted(1024, [(node, node // 2) for node in range(2, 1024)])
    assert tree.core > 1000 and tree.edges < 1300


def test_what_is_linked_too_much_stays() -> None:
    crowd = MOST_NEIGHBOURS + 2
    found = contracted(crowd + 2, [*combinations(range(crowd), 2), (0, crowd), (crowd, crowd + 1)])
    assert found.core == 2 and len(found.core_lower) == crowd * (crowd - 1) // 2
    assert 0 < LEAST_SHARE < 1 / crowd
