"""The flat world and back."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maps.projection import STEEPEST, metres_per_unit, stored_to_world, to_degrees, to_world

LONGITUDES = st.floats(-180, 180)
LATITUDES = st.floats(-STEEPEST, STEEPEST)


@given(LONGITUDES, LATITUDES)
def test_there_and_back_is_the_same_place(lon: float, lat: float) -> None:
    assert to_degrees(to_world(lon, lat)) == pytest.approx([lon, lat], abs=1e-9)


@given(LONGITUDES, LATITUDES)
def test_the_world_is_one_unit_wide_and_high(lon: float, lat: float) -> None:
    world = to_world(lon, lat)
    assert (world >= -1e-12).all()
    assert (world <= 1 + 1e-12).all()


def test_known_places() -> None:
    assert to_world(0.0, 0.0) == pytest.approx([0.5, 0.5])
    assert to_world(-180.0, STEEPEST) == pytest.approx([0.0, 0.0], abs=1e-12)


@given(LONGITUDES, LATITUDES)
def test_tiles_are_those_of_the_usual_web_maps(lon: float, lat: float) -> None:
    """The formula the OpenStreetMap wiki gives for tile numbers, at zoom 0."""
    x = (lon + 180) / 360
    y = (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2
    assert to_world(lon, lat) == pytest.approx([x, y], abs=1e-9)


def test_beyond_the_steepest_latitude_the_edge_is_meant() -> None:
    assert to_world(0.0, 89.0)[1] == pytest.approx(0.0, abs=1e-12)


def test_stored_points_are_ten_millionths_of_a_degree() -> None:
    stored = np.array([[1172000000, 342600000], [1172000001, 342600001]], np.int32)
    assert stored_to_world(stored) == pytest.approx(to_world([117.2, 117.2000001], [34.26, 34.2600001]))


@given(st.floats(-80, 80))
def test_a_metre_is_a_metre_at_every_latitude(lat: float) -> None:
    """A hundredth of a degree northwards, measured on the flat world, against the sphere."""
    south, north = to_world(0.0, lat), to_world(0.0, lat + 0.01)
    metres = (south[1] - north[1]) * metres_per_unit(float(south[1] + north[1]) / 2)
    assert metres == pytest.approx(math.radians(0.01) * 6378137.0, rel=1e-6)
