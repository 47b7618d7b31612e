from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from backend.load.extent import outline_of
from domain.refusal import Refusal
from tests.seeking import tried


def town(lon: float, lat: float, count: int, seed: int) -> np.ndarray:
    """Points spread over about 3 km round a place."""
    return np.random.default_rng(seed).normal([lon, lat], [0.02, 0.015], (count, 2))


@tried(15)
@given(st.floats(-170, 170), st.floats(-55, 70), st.integers(300, 3000), st.integers(0, 9))
def test_holds_the_town_and_not_the_outliers(lon: float, lat: float, count: int, seed: int) -> None:
    inside = town(lon, lat, count, seed)
    outliers = np.array([[0.0, 0.0], [lon + 3, lat], [lon, lat - 2], [-lon, lat / 2]])
    shape = outline_of(np.concatenate([inside, outliers]))
    assert shape.is_valid
    assert shapely.contains_xy(shape, *inside.T).mean() > 0.9
    assert not shapely.contains_xy(shape, *outliers[1:3].T).any()
    width = shape.bounds[2] - shape.bounds[0]
    assert width < 0.4


def test_two_towns_far_apart_are_not_one() -> None:
    points = np.concatenate([town(10, 50, 900, 1), town(10.4, 50, 300, 2)])
    shape = outline_of(points)
    assert shape.contains(shapely.Point(10, 50))
    assert not shape.contains(shapely.Point(10.2, 50))


def test_a_hole_in_the_middle_belongs_to_the_place() -> None:
    angle = np.linspace(0, 2 * np.pi, 2000)
    ring = np.stack([10 + 0.02 * np.cos(angle), 50 + 0.013 * np.sin(angle)], axis=1)
    assert outline_of(ring).contains(shapely.Point(10, 50))


@pytest.mark.parametrize("points", [[], [[1.0, 2.0]], [[1.0, 2.0]] * 50, [[0.0, 0.0]] * 9, [[np.nan, 1.0]] * 9])
def test_too_few_places(points: list[list[float]]) -> None:
    with pytest.raises(Refusal, match="not enough different positions"):
        outline_of(np.array(points, float).reshape(-1, 2))


def test_a_city_in_antarctica_has_its_columns_exchanged() -> None:
    with pytest.raises(Refusal, match="Antarctica"):
        outline_of(town(-75.3, 40.1, 100, 3)[:, ::-1])
