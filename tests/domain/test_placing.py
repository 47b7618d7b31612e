from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from domain.placing import Placer, polygons_of
from domain.shapes import Shapes
from tests.domain.small_city import GRIDS, SIDE, SOUTH, WEST, middle_of, small_city, square

PLACER = Placer(small_city().geography)


def test_every_grid_is_found_in_its_middle() -> None:
    lon, lat = zip(*(middle_of(place) for place in range(1, 9)), strict=True)
    assert PLACER.grids_at(lon, lat) == list(GRIDS)
    assert PLACER.grid_at(*middle_of(3)) == GRIDS[2]


def test_outside_is_nowhere() -> None:
    assert PLACER.grids_at([WEST - 1, 0, np.nan], [SOUTH, 0, 0]) == ["", "", ""]
    assert PLACER.grids_at([], []) == []


@given(st.floats(0, 8), st.floats(0, 1))
def test_inside_the_city_no_place_is_lost(across: float, up: float) -> None:
    code = PLACER.grid_at(WEST + SIDE * across, SOUTH + SIDE * up)
    assert code in GRIDS
    assert abs(GRIDS.index(code) + 0.5 - across) <= 0.50001


def test_on_a_shared_edge_the_first_grid_has_it() -> None:
    assert PLACER.grid_at(WEST + SIDE, SOUTH + SIDE / 2) == GRIDS[0]


def test_a_hole_is_outside_and_an_island_inside() -> None:
    rings = [square(0, 0, 1, 1)[0], square(0.2, 0.2, 0.6, 0.6)[0], square(0.4, 0.4, 0.2, 0.2)[0]]
    polygon = polygons_of(Shapes.of([rings]), [0])[0]
    assert polygon.area / 1e14 == 1 - 0.36 + 0.04 or abs(polygon.area / 1e14 - 0.68) < 1e-9


def test_shapes_of_every_kind_are_themselves_side_by_side() -> None:
    hole = [square(0, 0, 1, 1)[0], square(0.2, 0.2, 0.6, 0.6)[0]]
    shapes = Shapes.of([square(0, 0, 2, 1), hole, [[(0.0, 0.0), (1.0, 1.0)]], [], square(3, 0, 1, 1)])
    areas = [polygon.area / 1e14 for polygon in polygons_of(shapes, [4, 0, 1, 2, 3])]
    assert np.allclose(areas, [1, 2, 0.64, 0, 0])
    assert polygons_of(Shapes.of([[]]), [0])[0].is_empty
