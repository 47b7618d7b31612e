"""Areas drawn by hand: what they hold, and how they are simplified."""

from __future__ import annotations

import math

import numpy as np
import shapely
from hypothesis import assume, given
from hypothesis import strategies as st

from domain.drawn_area import MOST_CORNERS, holds, simplified

degrees = st.floats(-1, 1, allow_subnormal=False).map(lambda value: round(value, 3))
#: Stars around the middle, which never cross themselves.
stars = st.lists(st.floats(0.1, 1.0), min_size=3, max_size=12).map(
    lambda radii: [
        (radius * math.cos(2 * math.pi * turn / len(radii)), radius * math.sin(2 * math.pi * turn / len(radii)))
        for turn, radius in enumerate(radii)
    ]
)


@given(stars, st.lists(st.tuples(degrees, degrees), min_size=1, max_size=20))
def test_it_holds_what_an_independent_library_says(
    ring: list[tuple[float, float]], places: list[tuple[float, float]]
) -> None:
    polygon = shapely.Polygon(ring)
    points = shapely.points(np.array(places))
    assume(bool((shapely.distance(points, polygon.exterior) > 1e-9).all()))
    assert holds(ring, *np.array(places).T).tolist() == shapely.contains(polygon, points).tolist()


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500)), min_size=3, max_size=400))
def test_a_simplified_line_stays_near_what_was_drawn(track: list[tuple[int, int]]) -> None:
    line = np.array(track, float)
    fewer = simplified(line, 1.5)
    assert 2 <= len(fewer) <= MOST_CORNERS
    if len(fewer) < 150:  # beyond, it is as near as so few corners allow
        left = shapely.LineString(fewer) if len(np.unique(fewer, axis=0)) > 1 else shapely.Point(fewer[0])
        apart = shapely.distance(shapely.points(line), left)
        assert float(apart.max()) <= 1.5 + 1e-6
