"""Travel times over a contracted network are those of a plain run over all its nodes."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from domain.contraction import Contraction
from domain.roadtimes import RoadTimes
from tests.seeking import tried

#: Seconds from node to node.
Links = dict[tuple[int, int], float]


def times_to(count: int, links: Links) -> tuple[RoadTimes, np.ndarray]:
    """The times over these links, and where each node stands in them."""
    pairs = sorted({(min(pair), max(pair)) for pair in links})
    one, other = np.array(pairs, np.int64).reshape(-1, 2).T
    order = Contraction(count, one, other)
    forth = np.array([links.get(pair, np.inf) for pair in pairs], float)
    back = np.array([links.get(pair[::-1], np.inf) for pair in pairs], float)
    return RoadTimes(order, forth, back), order.rank


def searched(count: int, links: Links, goal: int) -> np.ndarray:
    """The same by one plain run over all nodes."""
    tail, head = np.array(list(links), np.int64).reshape(-1, 2).T
    backward = csr_array((np.array(list(links.values()), float), (head, tail)), shape=(count, count))
    return np.asarray(dijkstra(backward, indices=goal))


@st.composite
def networks(draw: st.DrawFn) -> tuple[int, Links]:
    """Small networks made of chains: junctions joined by paths over bends, some one-way, some closed in the middle in
    one direction or both, rings that touch nothing, trees and loose ends."""
    count = junctions = draw(st.integers(1, 6))
    links: Links = {}
    for _ in range(draw(st.integers(0, 9))):
        bends = draw(st.integers(0, 4))
        ends = draw(st.integers(0, junctions - 1)), draw(st.integers(0, junctions - 1))
        path = [ends[0], *range(count, count + bends), ends[1]]
        if draw(st.booleans()) and bends > 2:
            path = [*path[1:-1], path[1]]  # a ring that touches nothing
        count += bends
        forth, back = draw(st.sampled_from([(True, True), (True, False), (False, True)]))
        closed, one_closed = draw(st.integers(0, 12)), draw(st.integers(0, 12))
        for at, (one, other) in enumerate(itertools.pairwise(path)):
            seconds = draw(st.sampled_from([1.0, 2.5, 7.0]))
            for tail, head, wanted in ((one, other, forth), (other, one, back and at != one_closed)):
                if wanted and tail != head and at != closed:
                    links[tail, head] = min(seconds, links.get((tail, head), np.inf))
    for _ in range(draw(st.integers(0, 8))):
        parent, seconds = draw(st.integers(0, count - 1)), draw(st.sampled_from([1.0, 3.0, 4.5]))
        forth, back = draw(st.sampled_from([(True, True), (True, True), (True, False), (False, True)]))
        if forth:
            links[parent, count] = seconds
        if back:
            links[count, parent] = seconds + 0.5
        count += 1
    return count, links


@tried(400)
@given(networks())
def test_leaving_nodes_out_changes_no_travel_time(network: tuple[int, Links]) -> None:
    count, links = network
    times, rank = times_to(count, links)
    for goal in range(count):
        assert times.to((goal, 0.0))[rank] == pytest.approx(searched(count, links, goal), rel=1e-12)


@tried(60)
@given(st.integers(12, 60), st.integers(0, 2**32 - 1))
def test_also_where_much_is_linked_and_nodes_stay(count: int, seed: int) -> None:
    dice = np.random.default_rng(seed)
    ends = dice.integers(0, count, (8 * count, 2)).tolist()
    links = {(one, other): float(dice.random()) + 0.01 for one, other in ends if one != other}
    times, rank = times_to(count, links)
    for goal in dice.integers(0, count, 5).tolist():
        assert times.to((goal, 0.0))[rank] == pytest.approx(searched(count, links, goal), rel=1e-12)


def test_a_long_road_with_another_time_each_way() -> None:
    links = {(node, node + 1): 1.0 for node in range(1000)} | {(node + 1, node): 2.0 for node in range(1000)}
    times, rank = times_to(1001, links)
    assert times.to((1000, 0.0))[rank[[0, 500, 1000]]].tolist() == [1000, 500, 0]
    assert times.to((500, 0.0))[rank[[0, 400, 501, 1000]]].tolist() == [500, 100, 2, 1000]


def test_a_network_without_links() -> None:
    times, rank = times_to(3, {})
    assert times.to((1, 0.0))[rank].tolist() == [np.inf, 0.0, np.inf]
