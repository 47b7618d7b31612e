"""The road a place is put on is the nearest of all roads, found by looking at every one of them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from numpy.typing import NDArray

from domain.onroads import OFF_ROAD, OnRoads
from tests.seeking import tried

Floats = NDArray[np.float64]


def made(seed: int, roads: int, side: float, longest: float, lanes: float) -> tuple[Floats, NDArray[np.int64]]:
    """Nodes in metres and the pairs of them that ``roads`` link: ways of any direction and length up to ``longest``
    over a square land, each with a second one beside it at most ``lanes`` away; some without length, some that share
    a node."""
    dice = np.random.default_rng(seed)
    begin = dice.uniform(0, side, (roads, 2))
    length = longest * dice.random((roads, 1)) ** 3 * (dice.random((roads, 1)) > 0.1)
    turn = dice.uniform(0, 2 * np.pi, (roads, 1))
    end = begin + length * np.hstack([np.cos(turn), np.sin(turn)])
    beside = dice.uniform(-lanes, lanes, (roads, 2))
    nodes = np.vstack([begin, end, begin + beside, end + beside])
    numbers = np.arange(2 * roads)
    pairs = np.column_stack([numbers % roads + numbers // roads * 2 * roads, numbers % roads + roads])
    pairs[roads:, 1] += 2 * roads
    links = dice.integers(0, len(nodes), (roads, 2))
    near = np.hypot(*(nodes[links[:, 0]] - nodes[links[:, 1]]).T) < longest
    return nodes, np.vstack([pairs, links[near]])


def looked_at_all(nodes: Floats, pairs: NDArray[np.int64], places: Floats) -> Floats:
    """The metres from each place to each road, ``(places, roads)``."""
    origin, way = nodes[pairs[:, 0]], nodes[pairs[:, 1]] - nodes[pairs[:, 0]]
    off = places[:, None] - origin
    share = np.clip((off * way).sum(axis=2) / np.maximum((way**2).sum(axis=1), 1e-9), 0, 1)
    return np.asarray(np.linalg.norm(off - way * share[..., None], axis=2))


@tried(200)
@given(
    st.integers(0, 2**32 - 1), st.integers(1, 60), st.sampled_from([30.0, 300.0, 3000.0, 30_000.0]),
    st.sampled_from([20.0, 200.0, 5000.0]), st.sampled_from([2.0, 30.0, 120.0]), st.sampled_from([1.0, 0.9, 0.2]),
)  # fmt: skip
@example(0, 1, 30.0, 5000.0, 2.0, 0.2)
def test_every_place_is_on_its_nearest_road(
    seed: int, roads: int, side: float, longest: float, lanes: float, share: float
) -> None:
    nodes, pairs = made(seed, roads, side, longest, lanes)
    dice = np.random.default_rng(seed + 1)
    usable = dice.random(len(pairs)) < share
    along = nodes[pairs[:, 0]] + (nodes[pairs[:, 1]] - nodes[pairs[:, 0]]) * dice.random((len(pairs), 1))
    off = dice.choice([0.0, 1.0, 20.0, 50.0, 400.0, 3000.0], (len(along), 1))
    beside = along + dice.normal(0, 1, along.shape) * off
    places = np.vstack([nodes, beside, dice.uniform(-5000, side + 5000, (20, 2)), [[np.nan, 0.0], [np.inf, -np.inf]]])
    spots = OnRoads(nodes, pairs[:, 0], pairs[:, 1]).nearest(places, usable)
    away = looked_at_all(nodes, pairs, places[:-2])
    away[:, ~usable] = np.inf
    least = away.min(axis=1)
    on = np.append(least <= OFF_ROAD, [False, False])
    assert np.array_equal(spots.segment >= 0, on)
    assert np.isinf(spots.metres[~on]).all() and not spots.share[~on].any()
    assert spots.metres[on] == pytest.approx(least[on[:-2]], abs=1e-6)
    segment, share_of = spots.segment[on], spots.share[on]
    assert usable[segment].all() and (share_of >= 0).all() and (share_of <= 1).all()
    begin, end = nodes[pairs[segment, 0]], nodes[pairs[segment, 1]]
    foot = begin + (end - begin) * share_of[:, None]
    assert np.hypot(*(places[on] - foot).T) == pytest.approx(spots.metres[on], abs=1e-6)


def test_of_two_roads_side_by_side_the_nearer_one_is_taken_wherever_their_middles_are() -> None:
    """The other's middle is next to the place, the nearer road's is far along it."""
    nodes = np.array([[0.0, 0.0], [79.0, 0.0], [-35.0, 12.0], [35.0, 12.0]])
    ends = np.array([0, 2]), np.array([1, 3])
    spots = OnRoads(nodes, *ends).nearest(np.array([[2.0, 5.0]]), np.array([True, True]))
    assert spots.segment.tolist() == [0] and spots.metres[0] == pytest.approx(5.0)


def test_nobody_is_on_roads_that_are_not_there() -> None:
    nothing = np.zeros(0, np.int64)
    spots = OnRoads(np.zeros((0, 2)), nothing, nothing).nearest(np.array([[1.0, 2.0]]), np.zeros(0, np.bool_))
    assert spots.segment.tolist() == [-1] and np.isinf(spots.metres).all()


def test_a_crowd_where_every_road_around_is_closed_finds_the_next_open_one() -> None:
    """Thousands of closed roads lie nearer: the crowd looks past all of them, a part of it at a time."""
    dice = np.random.default_rng(3)
    nodes = np.vstack([dice.uniform(0, 300, (3000, 2)), [[1200.0, 0.0], [1200.0, 300.0]]])
    start = np.append(np.arange(2999), 3000)
    usable = np.append(np.zeros(2999, np.bool_), True)
    places = dice.uniform(0, 300, (130, 2))
    spots = OnRoads(nodes, start, start + 1).nearest(places, usable)
    assert (spots.segment == 2999).all()
    assert spots.metres == pytest.approx(1200.0 - places[:, 0])
