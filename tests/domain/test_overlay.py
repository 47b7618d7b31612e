"""Overlay grids: which one a place lies in, by its own ground where it has one."""

from __future__ import annotations

import msgspec
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from domain.names import Name
from domain.overlay import KINDS, Overlays
from domain.region import Level
from domain.shapes import Shapes
from tests.domain.small_city import SIDE, SOUTH, WEST, small_city, square

CITY = small_city()
REGIONS = CITY.geography.regions
ROWS = [row for row, region in enumerate(REGIONS) if region.level is Level.GRID]


def overlays() -> Overlays:
    """Of eight base grids the police grid A holds the first three and its ground ends in the middle of the third, B
    begins there and holds the fourth, with a hole; C lists the fifth and sixth."""
    of_region = np.full((len(KINDS), len(REGIONS)), -1, np.int32)
    of_region[0, ROWS] = (0, 0, 0, 1, 2, 2, -1, -1)
    hole = square(WEST + 3.4 * SIDE, SOUTH + 0.4 * SIDE, 0.2 * SIDE, 0.2 * SIDE)[0]
    outlines = Shapes.of(
        [
            square(WEST, SOUTH, 2.5 * SIDE, SIDE),
            [*square(WEST + 2.5 * SIDE, SOUTH, 1.5 * SIDE, SIDE), hole],
            [],
        ]
    )
    numbers = np.arange(3, dtype=np.int32)
    names = [Name("甲", "A"), Name("乙", "B"), Name("丙", "C")]
    return Overlays(
        of_region, np.zeros(3, np.uint8), numbers * 0, numbers, numbers - 1, ["A", "B", "C"], names, outlines
    )


@given(st.floats(0.001, 7.999), st.floats(0.001, 0.999))
def test_a_place_lies_in_the_ground_that_was_given_or_else_goes_with_its_base_grid(across: float, up: float) -> None:
    place = WEST + across * SIDE, SOUTH + up * SIDE
    edges = (2.5, 3.4, 3.6, 4.0)
    if min(abs(across - edge) for edge in edges) < 0.01 or min(abs(up - edge) for edge in (0.4, 0.6)) < 0.01:
        return
    in_hole = 3.4 < across < 3.6 and 0.4 < up < 0.6
    wanted = [] if in_hole or across > 6 else ["A" if across < 2.5 else "B" if across < 4 else "C"]
    found = overlays().at(ROWS[int(across)], REGIONS, place)
    assert [one.code for one in found] == wanted


def test_a_base_grid_as_a_whole_goes_with_the_one_it_was_laid_to() -> None:
    over = overlays()
    assert [[one.code for one in over.at(row, REGIONS)] for row in ROWS] == [["A"]] * 3 + [["B"]] + [["C"]] * 2 + [
        []
    ] * 2
    plain = msgspec.structs.replace(over, outlines=Shapes.of([]))
    assert [one.code for one in plain.at(ROWS[2], REGIONS, (WEST + 2.9 * SIDE, SOUTH + 0.5 * SIDE))] == ["A"]
    assert plain.rings_of(0) == []
