"""Nothing lost, nothing counted twice."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from maps.clusters import leaders

PLACES = st.integers(0, 60).flatmap(lambda count: arrays(np.float64, (count, 2), elements=st.floats(-50, 50)))


@given(PLACES, st.floats(0.1, 30))
def test_every_mark_stands_under_one_near_and_worse(places: np.ndarray, reach: float) -> None:
    leader = leaders(places, reach)
    assert (leader[leader] == leader).all()  # a leader leads itself
    assert (leader >= np.arange(len(places))).all()  # and comes later: it hurts more
    apart = np.hypot(*(places - places[leader]).T)
    assert (apart <= reach * (1 + 1e-9)).all()


@given(PLACES, st.floats(0.1, 30))
def test_marks_that_stand_for_themselves_are_apart(places: np.ndarray, reach: float) -> None:
    chosen = places[np.unique(leaders(places, reach))]
    gaps = np.hypot(*(chosen[:, None] - chosen[None]).transpose(2, 0, 1))
    np.fill_diagonal(gaps, np.inf)
    assert not len(chosen) or gaps.min() > reach * (1 - 1e-9)


def town(seed: int, count: int, spread: float) -> np.ndarray:
    """Many places around a few middles, some of them exactly on each other."""
    rng = np.random.default_rng(seed)
    middles = rng.uniform(-40, 40, (5, 2))
    places = middles[rng.integers(0, 5, count)] + rng.normal(0, spread, (count, 2))
    return places[rng.integers(0, max(count, 1), count)] if count and seed % 3 == 0 else places


towns = st.builds(town, st.integers(0, 9999), st.integers(0, 900), st.sampled_from([0.0, 0.01, 1.0, 30.0]))


@settings(deadline=None)
@given(towns, st.sampled_from([0.05, 0.6, 4.0, 90.0]))
def test_leaders_are_those_no_worse_leader_is_near_to_and_all_others_have_one(places: np.ndarray, reach: float) -> None:
    """Said again one by one, from the worst down; more than are looked at together."""
    scaled = places / reach
    expected: list[int] = []
    for row in range(len(places) - 1, -1, -1):
        if not expected or np.hypot(*(scaled[expected] - scaled[row]).T).min() > 1.0:
            expected.append(row)
    leader = leaders(places, reach)
    assert sorted(expected) == np.unique(leader).tolist()
    assert np.bincount(leader, minlength=len(places)).sum() == len(places)
    assert not len(places) or (np.hypot(*(scaled - scaled[leader]).T) <= 1.0).all()


@settings(deadline=None)
@given(towns, st.sampled_from([0.05, 0.6, 4.0]), st.integers(-8, 12))
def test_the_same_places_at_another_scale_are_gathered_alike(places: np.ndarray, reach: float, doublings: int) -> None:
    scale = 2.0**doublings
    assert (leaders(places * scale, reach * scale) == leaders(places, reach)).all()


@settings(deadline=None)
@given(towns, st.sampled_from([0.6, 4.0]), st.integers(0, 899), st.floats(-60, 60), st.floats(-60, 60))
def test_one_that_moves_takes_nobody_with_it_and_leaves_nobody_behind(
    places: np.ndarray, reach: float, row: int, right: float, down: float
) -> None:
    if not len(places):
        return
    moved = places.copy()
    moved[row % len(places)] += (right, down)
    leader = leaders(moved, reach)
    assert (leader[leader] == leader).all() and (leader >= np.arange(len(places))).all()
    assert leader[-1] == len(places) - 1, "the worst of all stands for itself, wherever it is"
    assert (np.hypot(*(moved - moved[leader]).T) <= reach * (1 + 1e-9)).all()


def test_the_worst_leads_a_pile() -> None:
    assert leaders(np.array([[0.0, 0.0], [1.0, 0.0], [0.5, 0.0], [90.0, 0.0]]), 5.0).tolist() == [2, 2, 2, 3]
