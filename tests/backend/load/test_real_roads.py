"""Travel times over a real extract: closed roads, one-ways and dead ends as they are found in the world."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from backend.load.osm import read_extract
from domain.network import Roads
from domain.roads import EBIKE_SPEED, RoadGraph, haversine
from domain.shapes import DEGREE
from tests.backend.load.loading import STREETS


def plainly(roads: Roads, closed: np.ndarray, goal: int) -> np.ndarray:
    """Seconds from every node to one by a run over all nodes, each segment a link of its own."""
    open_ = np.delete(np.arange(len(roads.start)), closed)
    start, end = roads.start[open_], roads.end[open_]
    places = roads.nodes / DEGREE
    seconds = haversine(*places[start].T, *places[end].T) / np.array(EBIKE_SPEED)[roads.rank[open_]]
    both = roads.oneway[open_] == 0
    quickest: dict[tuple[int, int], float] = {}
    for tails, heads, along in ((start, end, seconds), (end[both], start[both], seconds[both])):
        for tail, head, each in zip(tails.tolist(), heads.tolist(), along.tolist(), strict=True):
            quickest[head, tail] = min(max(each, 1e-3), quickest.get((head, tail), np.inf))
    row, column = np.array(list(quickest)).T
    backward = csr_array((np.array(list(quickest.values())), (row, column)), shape=(len(places), len(places)))
    return np.asarray(dijkstra(backward, indices=goal))


def test_times_over_real_streets_are_those_of_a_plain_run() -> None:
    roads = read_extract(STREETS).roads
    assert 0 < roads.oneway.sum() < len(roads.start)
    whole, dice = RoadGraph(roads), np.random.default_rng(11)
    for closed in (np.zeros(0, np.int64), dice.integers(0, len(roads.start), 150)):
        graph = whole.without(closed)
        places = roads.nodes / DEGREE
        on_road = np.flatnonzero(graph.spots(*places.T).metres < 1e-6)
        for goal in on_road[:: len(on_road) // 12].tolist():
            found, expected = graph.field_to(*places[goal]).at_nodes(), plainly(roads, closed, goal)
            assert np.isinf(found).sum() > 0 or not len(closed)
            # A node's place is found on a road to less than a millimetre.
            assert found == pytest.approx(expected, rel=1e-9, abs=1e-3)
