"""Closed roads: found on the ground, left out of travel times and ways, and seen to lie on somebody's way."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
import rustworkx
from hypothesis import given
from hypothesis import strategies as st

from domain.roads import EBIKE_SPEED, WALKING_SPEED, RoadGraph, Roads, haversine
from domain.shapes import DEGREE
from domain.stretches import Stretches
from domain.ways import ahead, crosses
from domain.worker import Mode
from tests.domain.small_city import SIDE, SOUTH, WEST, lattice
from tests.seeking import tried


def with_oneways(roads: Roads, oneway: list[int]) -> Roads:
    flags = np.zeros(len(roads.start), np.uint8)
    flags[[number % len(flags) for number in oneway]] = 1
    return Roads(roads.nodes, roads.start, roads.end, roads.rank, flags, roads.name, roads.names)


def oracle(roads: Roads, closed: set[int]) -> rustworkx.PyDiGraph:
    """The network told to somebody else's graph library, segment by segment."""
    graph: rustworkx.PyDiGraph = rustworkx.PyDiGraph()
    graph.add_nodes_from(range(len(roads.nodes)))
    degrees = roads.nodes / DEGREE
    for row, (start, end) in enumerate(zip(roads.start.tolist(), roads.end.tolist(), strict=True)):
        if row in closed:
            continue
        metres = float(haversine(*degrees[start], *degrees[end]))
        graph.add_edge(start, end, metres / EBIKE_SPEED[roads.rank[row]])
        if not roads.oneway[row]:
            graph.add_edge(end, start, metres / EBIKE_SPEED[roads.rank[row]])
    return graph


@tried(60)
@given(
    st.lists(st.integers(0, 200), max_size=12),
    st.sets(st.integers(0, 57), max_size=12),
    st.integers(0, 29),
    st.integers(0, 29),
)
def test_times_and_ways_are_those_of_another_library(
    oneway: list[int], closed: set[int], origin: int, goal: int
) -> None:
    roads = with_oneways(lattice(6, 5), oneway)
    closed = {row for row in closed if row < len(roads.start)}
    graph, other = RoadGraph(roads, sorted(closed)), oracle(roads, closed)
    degrees = roads.nodes / DEGREE
    expected = dict(rustworkx.dijkstra_shortest_path_lengths(other, origin, lambda cost: cost, goal))
    spots = graph.spots(*degrees[[origin, goal]].T)
    if origin == goal or (spots.metres > 0.01).any():
        return  # beside, or cut off by closed roads: walked to from elsewhere
    route = graph.route(tuple(degrees[origin]), tuple(degrees[goal]))
    if goal not in expected:
        assert not route.exists
        return
    assert route.seconds == pytest.approx(expected[goal], rel=1e-6)
    assert graph.field_to(*degrees[goal]).seconds(*degrees[origin], Mode.EBIKE)[0] == pytest.approx(route.seconds)
    # Every stretch of the way is a road that is open in that direction.
    node_at = {tuple(place): node for node, place in enumerate(roads.nodes.tolist())}
    way = [node_at[tuple(place)] for place in np.rint(route.points * DEGREE).astype(int).tolist()]
    way = [node for at, node in enumerate(way) if at == 0 or node != way[at - 1]]
    for one, beyond in pairwise(way):
        assert other.has_edge(one, beyond)
    assert sum(leg.seconds for leg in route.legs) == round(route.seconds)
    assert sum(leg.metres for leg in route.legs) == round(route.metres)


def test_a_closed_stretch_is_gone_round_and_what_it_cuts_off_is_walked_to() -> None:
    roads = lattice(3, 2)
    stretches = Stretches(roads)
    segment = stretches.nearest(WEST + SIDE / 2, SOUTH + 0.0002, 40.0)
    assert segment is not None
    graph, whole = RoadGraph(roads, [segment]), RoadGraph(roads)
    ends = (WEST, SOUTH), (WEST + SIDE, SOUTH)
    assert graph.route(*ends).metres == pytest.approx(
        whole.route(*ends).metres + 2 * float(haversine(WEST, SOUTH, WEST, SOUTH + SIDE)), rel=1e-3
    )
    # A dead end behind a closed stretch cannot be ridden to: one walks over.
    nodes = np.vstack([roads.nodes, [[round((WEST + 2.1 * SIDE) * DEGREE), round(SOUTH * DEGREE)]]]).astype(np.int32)
    one = np.ones(1, np.int32)
    longer = Roads(
        nodes, np.append(roads.start, 2 * one), np.append(roads.end, 6 * one),
        np.append(roads.rank, 4).astype(np.uint8), np.append(roads.oneway, 0).astype(np.uint8),
        np.append(roads.name, -1).astype(np.int32), [],
    )  # fmt: skip
    goal = (WEST + 2.1 * SIDE, SOUTH)
    cut_off = RoadGraph(longer, [len(longer.start) - 1]).route((WEST, SOUTH), goal)
    on_foot = float(haversine(*goal, WEST + 2 * SIDE, SOUTH)) / WALKING_SPEED
    there = whole.route((WEST, SOUTH), (WEST + 2 * SIDE, SOUTH)).seconds
    assert cut_off.seconds == pytest.approx(there + on_foot, abs=0.1)


def test_a_stretch_goes_from_junction_to_junction() -> None:
    bends = np.array([(0, 0), (1, 0), (2, 0.3), (3, 0), (4, 0), (1, 1), (3, 1), (1, -1), (3, -1)], float)
    nodes = np.rint((bends * SIDE / 4 + (WEST, SOUTH)) * DEGREE).astype(np.int32)
    links = np.array([(0, 1), (1, 2), (2, 3), (3, 4), (1, 5), (3, 6), (1, 7), (3, 8)], np.int32)
    flat = np.zeros(8, np.uint8)
    name = np.array([0, 0, 0, 0, -1, -1, -1, -1], np.int32)
    roads = Roads(nodes, links[:, 0], links[:, 1], flat + 4, flat, name, ["长街"])
    stretches = Stretches(roads)
    segment = stretches.nearest(*(nodes[2] / DEGREE).tolist(), 5.0)
    assert segment in (1, 2)
    found = stretches.around(segment)
    assert found in ([1, 2, 3], [3, 2, 1])
    path = stretches.path(found)
    assert [part.tolist() for part in stretches.segments(path)] in ([[1], [2]], [[2], [1]])
    assert [len(part) for part in stretches.segments((*path, 5, 5))] == [1, 1, 0]
    assert stretches.name([1, 2]) == 0 and stretches.name([4]) == -1
    assert stretches.nearest(WEST - 1, SOUTH, 50.0) is None


def test_a_ring_without_a_junction_has_an_end() -> None:
    turns = np.linspace(0, 2 * np.pi, 8, endpoint=False)
    nodes = np.rint((np.column_stack([np.cos(turns), np.sin(turns)]) * SIDE + (WEST, SOUTH)) * DEGREE).astype(np.int32)
    start = np.arange(8, dtype=np.int32)
    flat = np.zeros(8, np.uint8)
    roads = Roads(nodes, start, (start + 1) % 8, flat, flat, np.full(8, -1, np.int32), [])
    found = Stretches(roads).around(0)
    assert sorted(set(found)) == list(range(8))
    assert all(len(part) == 1 for part in Stretches(roads).segments(Stretches(roads).path(found)))


def line(*places: tuple[float, float]) -> np.ndarray:
    """Metres east and north of a corner, as degrees."""
    scale = 1 / 111_195
    return np.array(places) * scale * (1 / np.cos(np.radians(SOUTH)), 1.0) + (WEST, SOUTH)


CLOSED = line((0, 0), (120, 10), (240, 0))


@pytest.mark.parametrize(
    ("way", "on_it"),
    [
        (line((-200, 0), (0, 0), (120, 10), (240, 0), (500, 0)), True),
        (line((500, 3), (240, 3), (120, 13), (0, 3), (-90, 3)), True),  # the other way, a lane beside
        (line((0, -300), (0, 0), (0, 300)), False),  # over its end
        (line((120, -300), (120, 300)), False),  # across its middle, on a bridge
        (line((-300, 60), (600, 60)), False),  # along the next road
        (line((120, 10), (240, 0), (240, 300)), True),  # from its middle
        (line((5000, 0), (6000, 0)), False),
        (line((0, 0)), False),
    ],
)
def test_whether_a_way_leads_along_a_closed_road(way: np.ndarray, on_it: bool) -> None:
    assert crosses(way, CLOSED) is on_it


def test_what_lies_behind_does_not_count() -> None:
    way = line((-200, 0), (0, 0), (120, 10), (240, 0), (500, 0))
    passed = tuple(line((300, 5))[0].tolist())
    left = ahead(way, passed)
    assert crosses(way, CLOSED) and not crosses(left, CLOSED)
    assert left[-1] == pytest.approx(way[-1])
    assert len(ahead(way, None)) == len(way)
