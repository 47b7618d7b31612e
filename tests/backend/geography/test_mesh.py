"""Lines that cut the ground into blocks."""

from __future__ import annotations

import numpy as np
import shapely

from backend.geography.mesh import NO_ROAD, Line, arrange

SQUARE = shapely.box(0, 0, 100, 100)


def _line(*points: tuple[float, float], rank: int = 4, barrier: bool = False) -> Line:
    return Line(np.array(points, float), rank, barrier=barrier)


def test_a_cross_makes_four_blocks_that_know_their_neighbours() -> None:
    mesh = arrange([_line((0, 50), (100, 50)), _line((50, 0), (50, 100))], SQUARE)
    assert len(mesh.blocks) == 4
    beside = mesh.neighbours()
    assert all(len(around) == 2 for around in beside)
    assert sum(shapely.area(mesh.blocks)) == 100 * 100


def test_a_dead_end_is_a_road_but_no_border() -> None:
    mesh = arrange([_line((0, 50), (100, 50)), _line((50, 50), (50, 80))], SQUARE)
    assert len(mesh.blocks) == 2
    assert len(mesh.start) == 3


def test_a_line_that_is_no_road_parts_blocks_and_is_not_in_the_graph() -> None:
    mesh = arrange([_line((0, 50), (100, 50), rank=NO_ROAD, barrier=True)], SQUARE)
    assert len(mesh.blocks) == 2
    assert len(mesh.start) == 0
    assert all(barrier for around in mesh.neighbours() for _, barrier in around.values())


def test_roads_apart_from_the_network_are_left_out() -> None:
    mesh = arrange([_line((0, 50), (100, 50)), _line((10, 10), (20, 10))], SQUARE)
    assert set(mesh.source.tolist()) == {0}


def test_outline_of_a_ring_has_a_hole() -> None:
    box = [(40.0, 40.0), (60.0, 40.0), (60.0, 60.0), (40.0, 60.0), (40.0, 40.0)]
    mesh = arrange([Line(np.array(box), 4)], SQUARE)
    rings = mesh.outline([index for index, block in enumerate(mesh.blocks) if block.area > 5000])
    assert sorted(shapely.Polygon(part).area for part in rings) == [400, 10_000]


def test_a_region_that_touches_itself_keeps_simple_rings() -> None:
    lines = [_line((0, 50), (100, 50)), _line((50, 0), (50, 100))]
    lines += [_line((50, 25), (75, 25)), _line((75, 25), (75, 50))]
    mesh = arrange(lines, SQUARE)
    rings = mesh.outline([index for index, block in enumerate(mesh.blocks) if block.area != 625])
    assert all(shapely.Polygon(part).is_valid for part in rings)
