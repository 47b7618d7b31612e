"""Distances and areas against the geodesics of PROJ (GeographicLib), taken once with pyproj 3.7."""

from __future__ import annotations

import numpy as np
import pytest

from domain.surveying import area, legs

GEODESICS = [
    ((117.18, 34.26), (117.21, 34.29), 4325.0713),
    ((118.78, 32.04), (118.79, 32.04), 944.5210),
    ((106.0, 29.9), (106.4, 30.2), 50931.2721),
    ((-75.3, 40.1), (-75.31, 40.15), 5616.9038),
]


@pytest.mark.parametrize(("start", "end", "metres"), GEODESICS)
def test_a_leg_is_as_long_as_the_geodesic(start: tuple[float, float], end: tuple[float, float], metres: float) -> None:
    assert legs(np.array([start, end])) == pytest.approx([metres], rel=1e-5)


def test_an_area_is_as_large_as_the_geodesic_polygon() -> None:
    ring = np.array([(117.1, 34.2), (117.2, 34.18), (117.25, 34.3), (117.12, 34.31)])
    assert area(ring) == pytest.approx(140_493_330, rel=1e-3)
    assert area(ring[::-1]) == pytest.approx(area(ring))


def test_less_than_three_corners_enclose_nothing() -> None:
    assert area(np.array([(117.1, 34.2), (117.2, 34.2)])) == 0.0
    assert len(legs(np.array([(117.1, 34.2)]))) == 0
