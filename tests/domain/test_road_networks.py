"""Travel times and ways over any network of segments are those of somebody else's library, whatever is closed."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
import rustworkx
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from numpy.typing import NDArray

from domain.network import Roads
from domain.onroads import Spots
from domain.roads import BESIDE, EBIKE_SPEED, WALKING_SPEED, RoadGraph, haversine
from domain.shapes import DEGREE
from domain.worker import Mode
from tests.domain.small_city import SOUTH, WEST
from tests.seeking import tried

#: Degrees between two places, so far that nobody just walks over.
APART = 0.002


@st.composite
def networks(draw: st.DrawFn) -> tuple[Roads, list[int]]:
    """Roads and the numbers of closed segments: streets over bends between a few junctions and between any of their
    nodes, some twice, some one-way, some from a place back to it, parts that touch nothing."""
    junctions = draw(st.integers(2, 5))
    count = junctions
    segments: list[tuple[int, int]] = []
    for _ in range(draw(st.integers(1, 8))):
        bends = draw(st.integers(0, 5))
        ends = draw(st.integers(0, count - 1)), draw(st.integers(0, count - 1))
        path = [ends[0], *range(count, count + bends), ends[1]]
        count += bends
        segments += pairwise(path)
    twice = draw(st.lists(st.integers(0, len(segments) - 1), max_size=3))
    segments += [segments[row] if draw(st.booleans()) else segments[row][::-1] for row in twice]
    dice = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    cells = dice.permutation(64)[:count] if count <= 64 else np.arange(count)
    places = np.column_stack([WEST + cells % 8 * APART, SOUTH + cells // 8 * APART])
    start, end = np.array(segments, np.int32).T
    oneway = (dice.random(len(segments)) < draw(st.sampled_from([0.0, 0.1, 0.4]))).astype(np.uint8)
    rank = dice.integers(0, 6, len(segments)).astype(np.uint8)
    names = np.full(len(segments), -1, np.int32)
    closed = draw(st.lists(st.integers(0, len(segments) - 1), unique=True, max_size=4))
    return Roads(np.rint(places * DEGREE).astype(np.int32), start, end, rank, oneway, names, []), closed


def plain(roads: Roads, closed: list[int]) -> rustworkx.PyDiGraph:
    """Every segment by itself, against the direction of travel."""
    graph: rustworkx.PyDiGraph = rustworkx.PyDiGraph()
    graph.add_nodes_from(range(len(roads.nodes)))
    degrees = roads.nodes / DEGREE
    for row, (start, end) in enumerate(zip(roads.start.tolist(), roads.end.tolist(), strict=True)):
        if row in closed:
            continue
        seconds = float(haversine(*degrees[start], *degrees[end])) / EBIKE_SPEED[int(roads.rank[row])]
        graph.add_edge(end, start, seconds)
        if not roads.oneway[row]:
            graph.add_edge(start, end, seconds)
    return graph


def seconds_to(graph: rustworkx.PyDiGraph, goal: int) -> NDArray[np.float64]:
    found = np.full(len(graph), np.inf)
    found[goal] = 0.0
    for node, seconds in rustworkx.dijkstra_shortest_path_lengths(graph, goal, lambda cost: cost).items():
        found[node] = seconds
    return found


def split(roads: Roads, closed: list[int], spots: Spots) -> tuple[rustworkx.PyDiGraph, list[int]]:
    """The plain network with a node of its own for each spot, linked along its segment to what is nearest on it."""
    graph = plain(roads, closed)
    own = [graph.add_node(None) for _ in range(len(spots))]
    degrees = roads.nodes / DEGREE
    stops: dict[int, list[tuple[float, int]]] = {}
    for node, segment, share in zip(own, spots.segment.tolist(), spots.share.tolist(), strict=True):
        if segment >= 0:
            ends = [(0.0, int(roads.start[segment])), (1.0, int(roads.end[segment]))]
            stops.setdefault(segment, ends).append((share, node))
    for segment, along in stops.items():
        metres = float(haversine(*degrees[roads.start[segment]], *degrees[roads.end[segment]]))
        seconds = metres / EBIKE_SPEED[int(roads.rank[segment])]
        for (one, tail), (other, head) in pairwise(sorted(along)):
            apart = abs(other - one)  # none is no minus nought
            graph.add_edge(head, tail, apart * seconds)
            if not roads.oneway[segment] or apart * seconds < 0.2:  # a metre back is no riding against the traffic
                graph.add_edge(tail, head, apart * seconds)
    return graph, own


@tried(200)
@given(networks(), st.integers(0, 2**32 - 1))
def test_times_from_everywhere_to_everywhere(network: tuple[Roads, list[int]], seed: int) -> None:
    """From and to places on bends and junctions and in the middle of roads, some of them on the same one."""
    roads, closed = network
    dice = np.random.default_rng(seed)
    whole, degrees = RoadGraph(roads), roads.nodes / DEGREE
    rows = dice.integers(0, len(roads.start), 6)
    rows[:2] = rows[2]
    start, end = degrees[roads.start[rows]], degrees[roads.end[rows]]
    places = np.vstack([degrees, start + (end - start) * dice.uniform(0.1, 0.9, (6, 1))])
    again = RoadGraph(roads, closed)
    for graph, shut in ((whole, []), (whole.without(closed), closed)):
        starts = graph.starts(*places.T, Mode.EBIKE)
        spots = starts.spots
        other, own = split(roads, shut, spots)
        assert not set(spots.segment.tolist()) & set(shut)
        walks = spots.metres / WALKING_SPEED
        for goal, place in enumerate(places.tolist()):
            if spots.segment[goal] < 0:
                continue
            expected = seconds_to(other, own[goal])
            field = graph.field_to(*place)
            assert_allclose(field.at_nodes(), expected[: len(degrees)] + walks[goal], rtol=1e-9, atol=1e-6)
            if shut:  # closed from the beginning or later
                assert np.array_equal(again.field_to(*place).at_nodes(), field.at_nodes())
            there = np.where(spots.segment >= 0, expected[own] + walks + walks[goal], np.inf)
            straight = np.asarray(graph.distance(*places.T, *place))
            there = np.where(straight <= BESIDE, straight / WALKING_SPEED, there)
            assert_allclose(field.seconds_of(starts), there, rtol=1e-9, atol=1e-6)
            origin = int(dice.integers(len(places)))
            way = graph.route(tuple(places[origin]), tuple(place))
            assert way.seconds == pytest.approx(there[origin], rel=1e-9, abs=1e-3)
            if way.exists and straight[origin] > BESIDE:
                assert_allclose(way.points[[0, -1]], places[[origin, goal]], rtol=0, atol=1e-6)
                assert way.metres >= straight[origin] * 0.999
                assert sum(leg.metres for leg in way.legs) == round(way.metres)
        last = graph.field_to(*places[-1])
        assert np.array_equal(last.seconds(*places.T, Mode.EBIKE), last.seconds_of(starts))


@tried(60)
@given(networks())
def test_who_closes_and_opens_has_the_roads_he_had(network: tuple[Roads, list[int]]) -> None:
    roads, closed = network
    whole = RoadGraph(roads)
    again = whole.without(closed).without([])
    place = roads.nodes[0] / DEGREE
    assert np.array_equal(again.field_to(*place).at_nodes(), whole.field_to(*place).at_nodes())
    assert again.open_segments.tolist() == whole.open_segments.tolist()
    assert (again.links != whole.links).nnz == 0
