"""Nothing lost, nothing counted twice."""

from __future__ import annotations

import numpy as np
from hypothesis import given
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


def test_the_worst_leads_a_pile() -> None:
    assert leaders(np.array([[0.0, 0.0], [1.0, 0.0], [0.5, 0.0], [90.0, 0.0]]), 5.0).tolist() == [2, 2, 2, 3]
