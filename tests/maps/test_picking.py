"""What lies under the pointer, against looking at everything one by one."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from domain.shapes import Shapes
from maps.geometry import WorldShapes
from maps.picking import areas_at, nearest, within
from maps.projection import to_world
from tests.domain.small_city import square

POINTS = st.integers(0, 40).flatmap(
    lambda count: arrays(np.float64, (count, 2), elements=st.integers(0, 30).map(float))
)


@given(POINTS, st.integers(0, 30), st.integers(0, 30), st.floats(0.5, 12))
def test_points_in_reach_are_found_nearest_first(points: np.ndarray, x: int, y: int, reach: float) -> None:
    distances = [math.hypot(px - x, py - y) for px, py in points.tolist()]
    expected = sorted((d, -row) for row, d in enumerate(distances) if d <= reach)
    assert within(points, x, y, reach).tolist() == [-row for _, row in expected]
    assert nearest(points, x, y, reach) == (-expected[0][1] if expected else None)


@given(st.floats(0.05, 2.95), st.floats(0.05, 1.95))
def test_a_place_lies_in_the_squares_around_it(x: float, y: float) -> None:
    squares = [square(col, row, 1, 1) for row in range(2) for col in range(3)]
    shapes = WorldShapes.of(Shapes.of([*squares, square(0, 0, 3, 2)]))
    if min(x % 1, 1 - x % 1, y % 1, 1 - y % 1) < 1e-6:
        return  # on an edge either side is right
    wx, wy = to_world(x, y).tolist()
    assert areas_at(shapes, wx, wy) == [int(y) * 3 + int(x), 6]


def test_a_hole_is_outside_and_an_island_in_it_inside() -> None:
    rings = [square(0, 0, 9, 9)[0], square(1, 1, 7, 7)[0], square(3, 3, 3, 3)[0]]
    shapes = WorldShapes.of(Shapes.of([rings]))
    found = [areas_at(shapes, *to_world(lon, lat).tolist()) for lon, lat in ((0.5, 4), (2, 4), (4, 4), (20, 4))]
    assert found == [[0], [], [0], []]
