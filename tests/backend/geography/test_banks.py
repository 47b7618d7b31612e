"""Roads go round lakes and beside rivers, and over what they cross."""

from __future__ import annotations

import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st

from backend.geography.banks import on_land

LAKE = shapely.Point(0, 0).buffer(400)
RIVER = shapely.LineString([(-3000, 0), (3000, 0)]).buffer(80)


def wet(points: np.ndarray, area: shapely.Geometry) -> float:
    """Metres in the water."""
    return float(shapely.intersection(shapely.LineString(points), area.buffer(-1)).length)


@given(st.floats(-350, 350), st.floats(-300, 300), st.booleans())
def test_round_a_lake_by_the_shorter_shore(west: float, east: float, back: bool) -> None:
    road = np.array([(-1000.0, west), (1000.0, east)])[:: -1 if back else 1]
    found = on_land(road, [LAKE], [])
    assert wet(found, LAKE) < 60
    assert (found[0] == road[0]).all() and (found[-1] == road[-1]).all()
    assert shapely.LineString(found).is_simple
    assert shapely.LineString(found).length < 2000 + 400 * np.pi


def test_a_river_is_crossed_and_not_sailed() -> None:
    across = np.array([(-200.0, -500.0), (200.0, 500.0)])
    assert (on_land(across, [], [(RIVER, 110)]) == across).all()
    along = np.array([(-2500.0, -300.0), (-2000.0, 0.0), (2000.0, 10.0), (2500.0, -300.0)])
    found = on_land(along, [], [(RIVER, 110)])
    assert wet(found, RIVER) == 0
    assert found[:, 1].max() <= -79


def test_a_long_oblique_bridge_stays_where_the_shores_are_far_apart() -> None:
    oblique = np.array([(-1500.0, -200.0), (1500.0, 200.0)])
    assert (on_land(oblique, [], [(RIVER, 110)]) == oblique).all()


def test_who_lives_on_the_lake_keeps_the_way_there() -> None:
    road = np.array([(0.0, 0.0), (1000.0, 0.0)])
    assert (on_land(road, [LAKE], []) == road).all()
