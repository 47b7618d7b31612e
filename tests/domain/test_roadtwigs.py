from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.roadtwigs import TwigRoads
from tests.domain.test_roadchains import Links, networks, searched


def twigs(count: int, links: Links) -> TwigRoads:
    ordered = sorted(links)
    tail, head = np.array(ordered, np.int64).reshape(-1, 2).T
    return TwigRoads(count, tail, head, np.array([links[pair] for pair in ordered], float))


@st.composite
def with_dead_ends(draw: st.DrawFn) -> tuple[int, Links]:
    """Networks with trees hanging on them, some of their links one-way."""
    count, links = draw(networks())
    links = dict(links)
    for _ in range(draw(st.integers(0, 12))):
        parent = draw(st.integers(0, count - 1))
        seconds = draw(st.sampled_from([1.0, 3.0, 4.5]))
        forth, back = draw(st.sampled_from([(True, True), (True, True), (True, False), (False, True)]))
        if forth:
            links[parent, count] = seconds
        if back:
            links[count, parent] = seconds + 0.5
        count += 1
    return count, links


@settings(max_examples=300)
@given(with_dead_ends())
def test_dead_ends_change_no_travel_time(network: tuple[int, Links]) -> None:
    count, links = network
    roads = twigs(count, links)
    everywhere = np.arange(count)
    for goal in range(count):
        assert roads.field_to(goal).seconds(everywhere) == pytest.approx(searched(count, links, goal))


def test_a_tree_is_searched_at_its_root_only() -> None:
    links = {(node, node // 2): 1.0 for node in range(2, 64)} | {(node // 2, node): 1.0 for node in range(2, 64)}
    roads = twigs(64, links)
    assert roads.field_to(63).seconds(np.array([63, 31, 62, 1, 32])).tolist() == [0, 1, 2, 5, 10]
    assert len(roads._trunk._junctions) == 2  # what is left of it, and a node without roads
