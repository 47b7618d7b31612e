"""Areas lie side by side exactly when their outlines share a line."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.adjacency import neighbours, sides
from domain.region import Level
from domain.shapes import Shapes
from tests.domain.small_city import SIDE, small_city
from tests.maps.patchwork import patchwork

ACROSS, DOWN = 4, 3


@given(st.integers(0, 10**6), st.integers(0, 6))
def test_in_a_patchwork_the_neighbours_are_those_of_the_pattern(seed: int, detail: int) -> None:
    rings, _ = patchwork(seed, ACROSS, DOWN, detail)
    shapes = Shapes.of([[(ring * 0.01 + 30).tolist()] for ring in rings])
    found = neighbours(shapes, np.arange(len(rings)))
    for number in range(len(rings)):
        x, y = number % ACROSS, number // ACROSS
        beside = {(x - 1, y), (x + 1, y), (x, y - 1), (x, y + 1)}
        assert set(found[number]) == {j * ACROSS + i for i, j in beside if 0 <= i < ACROSS and 0 <= j < DOWN}
        assert all(found[other][number] == length for other, length in found[number].items())


@given(st.integers(0, 10**6), st.integers(0, 6))
def test_every_side_of_every_area_is_there_once(seed: int, detail: int) -> None:
    rings, outer = patchwork(seed, ACROSS, DOWN, detail)
    shapes = Shapes.of([[(ring * 0.01 + 30).tolist()] for ring in rings])
    ends, _, beside = sides(shapes, np.arange(len(rings)))
    alone = beside < 0
    assert alone.sum() == len(outer)
    assert (~alone).sum() * 2 + alone.sum() == sum(len(ring) for ring in rings)
    assert len({frozenset(pair) for pair in ends.tolist()}) == len(ends)


def test_only_the_chosen_level_counts_and_lengths_are_metres() -> None:
    geography = small_city().geography
    grids = np.array([row for row, one in enumerate(geography.regions) if one.level is Level.GRID])
    found = neighbours(geography.outlines, grids)
    assert [len(found[int(row)]) for row in grids] == [1, 2, 2, 2, 2, 2, 2, 1]
    assert found[int(grids[0])][int(grids[1])] == pytest.approx(SIDE * 111_195, rel=1e-3)


def test_nothing_chosen_nothing_found() -> None:
    assert neighbours(small_city().geography.outlines, np.zeros(0, np.int64)) == {}
