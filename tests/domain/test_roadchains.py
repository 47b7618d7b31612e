from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from domain.roadchains import ChainedRoads

Links = dict[tuple[int, int], float]


def chained(count: int, links: Links) -> ChainedRoads:
    ordered = sorted(links)
    tail, head = np.array(ordered, np.int64).reshape(-1, 2).T
    return ChainedRoads(count, tail, head, np.array([links[pair] for pair in ordered], float))


def searched(count: int, links: Links, goal: int) -> np.ndarray:
    """The same by one plain run over all nodes."""
    tail, head = np.array(list(links), np.int64).reshape(-1, 2).T
    backward = csr_array((np.array(list(links.values()), float), (head, tail)), shape=(count, count))
    return np.asarray(dijkstra(backward, indices=goal))


@st.composite
def networks(draw: st.DrawFn) -> tuple[int, Links]:
    """Small networks made of chains: junctions joined by paths over bends, some one-way, rings and loose ends too."""
    junctions = draw(st.integers(1, 5))
    count, links = junctions, {}
    for _ in range(draw(st.integers(0, 8))):
        bends = draw(st.integers(0, 4))
        ends = draw(st.integers(0, junctions - 1)), draw(st.integers(0, junctions - 1))
        path = [ends[0], *range(count, count + bends), ends[1]]
        if draw(st.booleans()) and bends > 2:
            path = [*path[1:-1], path[1]]  # a ring that touches nothing
        count += bends
        forth, back = draw(st.sampled_from([(True, True), (True, False), (False, True)]))
        broken = draw(st.integers(0, 12))
        for at, (one, other) in enumerate(itertools.pairwise(path)):
            seconds = draw(st.sampled_from([1.0, 2.5, 7.0]))
            for tail, head, wanted in ((one, other, forth), (other, one, back and at != broken)):
                if wanted and tail != head:
                    links[tail, head] = min(seconds, links.get((tail, head), np.inf))
    return count, links


@settings(max_examples=400)
@given(networks())
def test_chains_change_no_travel_time(network: tuple[int, Links]) -> None:
    count, links = network
    roads = chained(count, links)
    everywhere = np.arange(count)
    for goal in range(count):
        assert roads.field_to(goal).seconds(everywhere) == pytest.approx(searched(count, links, goal))


def test_a_long_road_is_one_link() -> None:
    links = {(node, node + 1): 1.0 for node in range(1000)} | {(node + 1, node): 2.0 for node in range(1000)}
    roads = chained(1001, links)
    assert roads.field_to(1000).seconds(np.array([0, 500, 1000])).tolist() == [1000, 500, 0]
    assert roads.field_to(500).seconds(np.array([0, 400, 501, 1000])).tolist() == [500, 100, 2, 1000]
    assert len(roads._junctions) == 2
