"""Levels that a map service cuts its tiles in: the usual ones however they are written, its own, and what no map can
show."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.datum import Datum, convert
from maps.projection import EQUATOR, to_world
from maps.tiles.capabilities import Level, MatrixSet
from maps.tiles.grid import Address, Cut, Grid
from maps.tiles.level_sets import OF_96_DPI, STANDARD, level_set
from maps.tiles.trouble import Kind, TileTrouble


def set_of(crs: str, *levels: tuple[float, tuple[float, float], int, int]) -> MatrixSet:
    made = (Level(str(at), scale, corner, 256, 256, c, r) for at, (scale, corner, c, r) in enumerate(levels))
    return MatrixSet("s", crs, tuple(made))


@pytest.mark.parametrize("pixel", [STANDARD, OF_96_DPI])
@pytest.mark.parametrize(
    ("crs", "corner"),
    [
        ("urn:ogc:def:crs:EPSG::3857", (-EQUATOR / 2, EQUATOR / 2)),
        ("http://www.opengis.net/def/crs/EPSG/0/3857", (-20037508.34, 20037508.34)),
        ("EPSG:900913", (EQUATOR / 2, -EQUATOR / 2)),
        ("urn:ogc:def:crs:EPSG::4490", (90.0, -180.0)),
        ("urn:ogc:def:crs:EPSG:6.18:4326", (90.0, -180.0)),
        ("EPSG:4326", (-180.0, 90.0)),
        ("urn:ogc:def:crs:OGC:1.3:CRS84", (-180.0, 90.0)),
    ],
)
def test_the_usual_levels_however_they_are_written(crs: str, corner: tuple[float, float], pixel: float) -> None:
    degrees = abs(corner[0]) <= 180
    first = EQUATOR / 256 / pixel / (2 if degrees else 1)
    levels = [(first / 2**zoom, corner, (2 if degrees else 1) << zoom, 1 << zoom) for zoom in range(4)]
    found = level_set(set_of(crs, *reversed(levels)))
    assert found.usual
    assert (found.least, found.most) == ((1, 4) if degrees else (0, 3))
    assert found.names == ("3", "2", "1", "0")


def test_levels_that_only_look_usual() -> None:
    corner = (-EQUATOR / 2, EQUATOR / 2)
    first = EQUATOR / 256 / STANDARD
    for levels in (
        [(500e6, corner, 2, 2), (250e6, corner, 4, 4)],  # round scales
        [(first, corner, 1, 1), (first / 4, corner, 4, 4)],  # a level is left out
        [(first, (corner[0] + 5000.0, corner[1]), 1, 1)],  # begins elsewhere
        [(first, corner, 1, 1), (first / 3, corner, 3, 3)],  # three times as sharp
    ):
        found = level_set(set_of("EPSG:3857", *levels))
        assert not found.usual
        assert len(found.matrices) == len(levels)


@pytest.mark.parametrize("crs", ["urn:ogc:def:crs:EPSG::4549", "EPSG:2437", "urn:ogc:def:crs:EPSG::2154", "", "local"])
def test_what_is_cut_in_another_plane_is_refused_with_its_name(crs: str) -> None:
    with pytest.raises(TileTrouble) as caught:
        level_set(set_of(crs, (1e6, (0.0, 0.0), 1, 1)))
    assert caught.value.kind is Kind.GRID
    assert caught.value.detail == (f"EPSG:{crs[-4:]}" if crs[-1:].isdigit() else crs or "s")


def test_corners_outside_the_world_are_refused() -> None:
    with pytest.raises(TileTrouble):
        level_set(set_of("EPSG:3857", (1e6, (9e8, 0.0), 1, 1)))


def two_levels(crs: str, scale: float, left: float, top: float) -> MatrixSet:
    """Of a place in China, the second two and a half times as sharp."""
    if crs == "EPSG:3857":
        x, y = to_world(left, top).tolist()
        corner = (x - 0.5) * EQUATOR, (0.5 - y) * EQUATOR
    else:
        corner = top, left
    return set_of(crs, (scale, corner, 4000, 4000), (scale / 2.5, corner, 9000, 9000))


own_levels = st.builds(
    two_levels,
    st.sampled_from(["EPSG:4490", "EPSG:3857"]),
    st.floats(1e3, 1e6),
    st.floats(100.0, 116.9),
    st.floats(35.0, 42.0),
)


@given(
    own_levels,
    st.floats(117.05, 117.3),
    st.floats(34.1, 34.4),
    st.sampled_from([0, 1]),
    st.sampled_from([Datum.WGS84, Datum.GCJ02]),
)
def test_places_and_cells_are_each_others_inverse(
    given_set: MatrixSet, lon: float, lat: float, zoom: int, datum: Datum
) -> None:
    found = level_set(given_set)
    grid = Grid(found.cut, datum, found.matrices)
    world = to_world(lon, lat).reshape(1, 2)
    cell = grid.cells(world, zoom)
    assert np.abs(grid.places(cell, zoom) - world).max() < 1e-11
    column, row = math.floor(cell[0, 0]), math.floor(cell[0, 1])
    west, north, east, south = grid.bounds(Address(zoom, column, row))
    slack = 1e-12 if datum is Datum.WGS84 else (east - west) * 0.01  # across one tile the shift is even
    assert west - slack <= world[0, 0] <= east + slack
    assert north - slack <= world[0, 1] <= south + slack
    # by the formulas of the standard alone
    meant = convert(np.array([lon]), np.array([lat]), Datum.WGS84, datum)
    matrix = found.matrices[zoom]
    if found.cut is Cut.MERCATOR:
        x = float(meant[0][0]) / 360 * EQUATOR
        y = math.asinh(math.tan(math.radians(float(meant[1][0])))) * EQUATOR / 2 / math.pi
    else:
        x, y = float(meant[0][0]), float(meant[1][0])
    assert cell[0] == pytest.approx(
        [(x - matrix.left) / matrix.step / 256, (matrix.top - y) / matrix.step / 256], abs=1e-4
    )


@given(own_levels, st.floats(8.0, 19.0))
def test_the_level_that_is_drawn_is_sharp_enough_if_there_is_one(given_set: MatrixSet, zoom: float) -> None:
    found = level_set(given_set)
    grid = Grid(found.cut, matrices=found.matrices)
    scale = 256 * 2**zoom
    chosen = grid.level(scale, 256)
    around = 360.0 if found.cut is Cut.DEGREES else EQUATOR
    pixels = [around / one.step for one in found.matrices]
    assert pixels[chosen] >= scale * 0.8 or chosen == len(pixels) - 1
    assert chosen == 0 or pixels[chosen - 1] < scale * 0.82
