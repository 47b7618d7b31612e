"""Lines and outlines in world coordinates."""

from __future__ import annotations

import itertools
import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.roads import Roads
from domain.shapes import Shapes
from maps.geometry import Chains, Runs, WorldShapes, borders_of, crossing
from maps.picking import areas_at
from maps.projection import stored_to_world
from tests.domain.small_city import lattice, small_city, square
from tests.maps.patchwork import patchwork


def network(edges: list[tuple[int, int, int, int]]) -> Roads:
    """Roads between up to ten nodes; an edge is start, end, rank, name."""
    nodes = np.array([[number * 1000, number * number * 100] for number in range(10)], np.int32)
    start, end, rank, name = (np.array(column) for column in zip(*edges, strict=True)) if edges else ([],) * 4
    return Roads(
        nodes,
        np.asarray(start, np.int32),
        np.asarray(end, np.int32),
        np.asarray(rank, np.uint8),
        np.zeros(len(edges), np.uint8),
        np.asarray(name, np.int32),
        ["a", "b"],
    )


EDGES = st.lists(
    st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 2), st.integers(-1, 1)).filter(
        lambda e: e[0] != e[1]
    ),
    max_size=25,
)


@given(EDGES)
def test_chains_hold_every_segment_once_with_its_rank_and_name(edges: list[tuple[int, int, int, int]]) -> None:
    roads = network(edges)
    chains = Chains.of(roads)
    places = {tuple(place): number for number, place in enumerate(stored_to_world(roads.nodes).tolist())}
    found: Counter[tuple[frozenset[int], int, int]] = Counter()
    for index in range(len(chains)):
        line = [places[tuple(place)] for place in chains.line(index).tolist()]
        for a, b in itertools.pairwise(line):
            found[frozenset((a, b)), int(chains.rank[index]), int(chains.name[index])] += 1
    assert found == Counter((frozenset((a, b)), rank, name) for a, b, rank, name in edges)


def test_a_straight_road_is_one_chain_and_its_length_is_the_sum() -> None:
    chains = Chains.of(network([(2, 3, 1, 0), (1, 2, 1, 0), (4, 3, 1, 0), (4, 5, 2, 0)]))
    assert sorted(len(chains.line(index)) for index in range(len(chains))) == [2, 4]
    long = int(np.argmax(np.diff(chains.offsets)))
    assert np.isclose(chains.length[long], np.hypot(*np.diff(chains.line(long), axis=0).T).sum())


def test_a_ring_road_is_one_chain() -> None:
    chains = Chains.of(network([(0, 1, 1, 0), (1, 2, 1, 0), (2, 0, 1, 0)]))
    assert len(chains) == 1
    assert (chains.line(0)[0] == chains.line(0)[-1]).all()


def test_no_roads_no_chains() -> None:
    assert len(Chains.of(network([]))) == 0


def test_a_shared_border_is_drawn_once_at_its_highest_level() -> None:
    shapes = Shapes.of([square(0, 0, 2, 1), square(0, 0, 1, 1), square(1, 0, 1, 1)])
    borders = borders_of(shapes, np.array([1, 4, 4], np.uint8))
    world = borders.points
    total = Counter[int]()
    for index in range(len(borders)):
        total[int(borders.rank[index])] += len(borders.line(index)) - 1
    # The big square has four sides, the two small ones share one and have four more halves of the long sides.
    assert total == {1: 4, 4: 5}
    assert len(world)


def test_the_borders_of_a_city_cover_every_outline() -> None:
    outlines = small_city().geography.outlines
    borders = borders_of(outlines, np.zeros(len(outlines), np.uint8))
    drawn = {
        frozenset((tuple(a), tuple(b)))
        for index in range(len(borders))
        for a, b in zip(borders.line(index).tolist(), borders.line(index).tolist()[1:], strict=False)
    }
    world = WorldShapes.of(outlines)
    for index in range(len(world)):
        for ring in world.rings_of(index):
            corners = [tuple(corner) for corner in ring.tolist()]
            assert all(frozenset(side) in drawn for side in zip(corners, corners[1:] + corners[:1], strict=True))


def test_names_stand_inside_their_shape() -> None:
    crescent = [[(0.0, 0.0), (9.0, 0.0), (9.0, 9.0), (0.0, 9.0), (0.0, 7.0), (7.0, 7.0), (7.0, 2.0), (0.0, 2.0)]]
    shapes = WorldShapes.of(Shapes.of([crescent]))
    assert areas_at(shapes, *shapes.anchor(0)) == [0]


LINES = st.lists(
    st.lists(st.tuples(st.floats(-9, 9), st.floats(-9, 9)), min_size=1, max_size=12), min_size=1, max_size=6
)


def runs_of(lines: list[list[tuple[float, float]]]) -> Runs:
    return Runs(np.array([point for line in lines for point in line]), np.cumsum([len(line) for line in lines]))


@given(LINES)
def test_thinned_lines_keep_their_ends_and_stay_within_a_cell(lines: list[list[tuple[float, float]]]) -> None:
    whole = runs_of(lines)
    for line, thin in zip(whole, whole.thinned(0.5), strict=True):
        assert (thin[0] == line[0]).all()
        assert (thin[-1] == line[-1]).all()
        gaps = np.abs(line[:, None] - thin[None]).max(axis=2).min(axis=1)
        assert gaps.max() <= 1.0


@given(LINES, st.floats(0.05, 3))
def test_straightened_lines_keep_their_ends_and_stay_near(
    lines: list[list[tuple[float, float]]], within: float
) -> None:
    whole = runs_of(lines)
    for line, straight in zip(whole, whole.straightened(within), strict=True):
        assert (straight[0] == line[0]).all()
        assert (straight[-1] == line[-1]).all()
        assert max(beside(point, straight) for point in line) <= 2 * within + 1e-9


def beside(point: np.ndarray, line: np.ndarray) -> float:
    """How far a point is from the nearest piece of a line."""
    starts, steps = (line[:-1], np.diff(line, axis=0)) if len(line) > 1 else (line, np.zeros((1, 2)))
    square = np.maximum((steps**2).sum(axis=1), 1e-12)
    share = np.clip(((point - starts) * steps).sum(axis=1) / square, 0.0, 1.0)
    return float(np.hypot(*(starts + steps * share[:, None] - point).T).min())


def test_a_straight_line_of_many_points_needs_a_quarter_of_them() -> None:
    line = Runs(np.column_stack([np.arange(101.0), np.arange(101.0) / 3]), np.array([101]))
    assert len(line.straightened(0.01).points) <= 28


@given(LINES, st.floats(0.3, 4), st.floats(0.2, 4))
def test_dashes_are_what_is_drawn_of_each_line(lines: list[list[tuple[float, float]]], on: float, off: float) -> None:
    """As long together as the drawn part of every line measured by itself, and each dash on the line."""
    whole = runs_of(lines)
    dashes = whole.dashes(on, off)
    expected = 0.0
    for line in whole:
        length = float(np.hypot(*np.diff(line, axis=0).T).sum())
        periods = math.floor(length / (on + off))
        expected += periods * on + min(length - periods * (on + off), on)
    assert np.hypot(*(dashes[:, 2:] - dashes[:, :2]).T).sum() == pytest.approx(expected, abs=1e-6)
    segments, _ = whole.segments()
    for x, y in dashes.reshape(-1, 2).tolist():
        assert min(distance(x, y, *segment) for segment in segments.tolist()) < 1e-6


def distance(x: float, y: float, x0: float, y0: float, x1: float, y1: float) -> float:
    """From a place to a line."""
    long = (x1 - x0) ** 2 + (y1 - y0) ** 2
    share = 0.0 if long == 0 else min(max(((x - x0) * (x1 - x0) + (y - y0) * (y1 - y0)) / long, 0.0), 1.0)
    return math.hypot(x0 + share * (x1 - x0) - x, y0 + share * (y1 - y0) - y)


def test_chosen_lines_come_in_the_order_they_were_asked_for() -> None:
    points, offsets = np.arange(20.0).reshape(-1, 2), np.array([0, 3, 5, 10])
    chosen = Runs.chosen(points, offsets, np.array([2, 0]))
    assert [line.tolist() for line in chosen] == [points[5:10].tolist(), points[0:3].tolist()]
    assert list(Runs.chosen(points, offsets, np.zeros(0, np.int64))) == []


def test_boxes_that_touch_the_view_are_seen() -> None:
    boxes = Chains.of(lattice(3, 3)).boxes
    west, north, east, south = boxes[:, 0].min(), boxes[:, 1].min(), boxes[:, 2].max(), boxes[:, 3].max()
    assert crossing(boxes, (west, north, east, south)).all()
    assert not crossing(boxes, (east + 1e-6, north, east + 1, south)).any()


def area(ring: np.ndarray) -> float:
    x, y = ring[:, 0], ring[:, 1]
    return float((x * np.roll(y, -1) - np.roll(x, -1) * y).sum() / 2)


def length(ring: np.ndarray) -> float:
    return float(np.hypot(*(np.roll(ring, -1, axis=0) - ring).T).sum())


scales = st.floats(0.5, 200.0)


def snapped(*rings: np.ndarray) -> list[np.ndarray]:
    return list(Runs(np.vstack(rings), np.cumsum([len(ring) for ring in rings])).snapped(0.5))


@given(st.integers(0, 10**6), st.integers(0, 12), scales)
def test_thinned_ground_has_no_gaps_and_keeps_its_area(seed: int, detail: int, scale: float) -> None:
    rings, outer = patchwork(seed, 4, 3, detail)
    thin = snapped(*(ring * scale for ring in rings))
    # what one neighbour loses the other one gains: together they are the whole, to the last bit
    assert sum(area(ring) for ring in thin) == pytest.approx(area(snapped(outer * scale)[0]), abs=1e-6)
    for before, after in zip(rings, thin, strict=True):
        assert abs(area(after) - area(before * scale)) <= length(before * scale) * 0.36 + 0.5


@given(st.integers(0, 10**6), st.integers(0, 12), scales)
def test_neighbours_share_their_border_after_thinning(seed: int, detail: int, scale: float) -> None:
    rings, outer = patchwork(seed, 4, 3, detail)
    sides = Counter[tuple[tuple[float, float], tuple[float, float]]]()
    for ring in snapped(*(ring * scale for ring in (*rings, outer[::-1]))):
        corners = [tuple(corner) for corner in ring.tolist()]
        sides.update(zip(corners, corners[1:] + corners[:1], strict=True))
    assert all(sides[end, start] == count for (start, end), count in sides.items())


@given(st.integers(0, 10**6), st.integers(0, 12), scales)
def test_thinned_ground_looks_the_same(seed: int, detail: int, scale: float) -> None:
    rings, _ = patchwork(seed, 2, 2, detail)
    for ring in rings:
        (thin,) = snapped(ring * scale)
        assert len(thin) <= len(ring)
        places = {tuple(place) for place in (np.rint(ring * scale / 0.5) * 0.5).tolist()}
        assert {tuple(place) for place in thin.tolist()} <= places
        assert np.abs(np.rint(ring * scale / 0.5) * 0.5 - ring * scale).max() <= 0.25 + 1e-9


def test_a_ring_that_is_nothing_at_a_scale_leaves_the_others_alone() -> None:
    speck, big = np.array([[7.0, 7.1], [7.1, 7.1], [7.1, 7.0]]), np.array([[0.0, 0.0], [9.0, 0.0], [9.0, 9.0]])
    thin = snapped(speck, big, speck)
    assert [len(ring) for ring in thin] == [0, 3, 0]
    assert (thin[1] == big).all()
    assert len(Runs(np.zeros((0, 2)), np.zeros(0, np.int64)).snapped(0.5)) == 0
