"""Where tiles lie: checked against the formulas of the map's own projection, for every cut and datum."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.datum import Datum, convert
from maps.projection import metres_per_unit, to_degrees, to_world
from maps.tiles.grid import Address, Cut, Grid, drawn_level, sharp_level
from maps.viewport import Viewport

GRIDS = [Grid(cut, datum) for cut in Cut for datum in (Datum.WGS84, Datum.GCJ02)]
CHINA = st.tuples(st.floats(100.0, 122.0), st.floats(22.0, 42.0))
grids = st.sampled_from(GRIDS)


@st.composite
def addresses(draw: st.DrawFn, least: int = 0, most: int = 20) -> Address:
    zoom = draw(st.integers(least, most))
    return Address(zoom, draw(st.integers(0, (1 << zoom) - 1)), draw(st.integers(0, (1 << zoom) - 1)))


@given(addresses(), st.integers(0, 6))
def test_a_tile_lies_within_the_one_above_it(tile: Address, up: int) -> None:
    zoom = max(tile.zoom - up, 0)
    above, (left, top, side) = tile.above(zoom), tile.part_of(zoom)
    west, north, east, _ = Grid().bounds(above)
    across = east - west
    part = west + left * across, north + top * across, west + (left + side) * across, north + (top + side) * across
    assert part == pytest.approx(Grid().bounds(tile), abs=1e-12)


@given(addresses(1), grids)
def test_neighbours_share_an_edge(tile: Address, grid: Grid) -> None:
    zoom, column, row = tile
    if column + 1 < 1 << zoom:
        assert grid.bounds(tile)[2] == pytest.approx(grid.bounds(Address(zoom, column + 1, row))[0], abs=1e-12)


@given(CHINA, st.integers(3, 19), grids)
def test_places_and_cells_are_inverse(place: tuple[float, float], zoom: int, grid: Grid) -> None:
    world = to_world(*place).reshape(1, 2)
    back = grid.places(grid.cells(world, zoom), zoom)
    assert np.abs(back - world).max() * metres_per_unit(float(world[0, 1])) < 0.01


@given(CHINA, st.integers(3, 19), grids)
def test_the_tile_of_a_place_holds_it(place: tuple[float, float], zoom: int, grid: Grid) -> None:
    world = to_world(*place)
    column, row = np.floor(grid.cells(world.reshape(1, 2), zoom)[0]).astype(int).tolist()
    west, north, east, south = grid.bounds(Address(zoom, column, row))
    room = (east - west) * 0.01  # a shifted tile is no exact rectangle
    assert west - room <= world[0] <= east + room
    assert north - room <= world[1] <= south + room


@given(CHINA, st.integers(6, 19))
def test_shifted_tiles_lie_where_the_datum_says(place: tuple[float, float], zoom: int) -> None:
    """Every point of a GCJ-02 tile is drawn within a pixel of where the conversion of that very point puts it."""
    grid = Grid(Cut.MERCATOR, Datum.GCJ02)
    shifted = np.stack(convert(*place, Datum.WGS84, Datum.GCJ02), axis=-1)
    inside = to_world(shifted[0], shifted[1]) * (1 << zoom)
    tile = Address(zoom, *np.floor(inside).astype(int).tolist())
    west, north, east, south = grid.bounds(tile)
    share = inside - np.floor(inside)
    drawn = np.array([west + share[0] * (east - west), north + share[1] * (south - north)])
    assert np.abs(drawn - to_world(*place)).max() * (256 << zoom) < 1.5


@given(CHINA, st.floats(5, 19), st.integers(50, 2000), st.integers(50, 1200), grids)
def test_what_covers_a_view_leaves_no_pixel_out(
    place: tuple[float, float], zoom: float, width: int, height: int, grid: Grid
) -> None:
    x, y = to_world(*place).tolist()
    view = Viewport(x, y, 256 * 2**zoom, width, height)
    tiles = grid.covering(view.bounds, max(round(zoom), 1))
    boxes = np.array([grid.bounds(tile) for tile in tiles])
    west, north, east, south = view.bounds
    slack = 1.5 / view.scale
    for px in np.linspace(west, east, 5):
        for py in np.linspace(north, south, 5):
            held = (
                (boxes[:, 0] <= px + slack)
                & (boxes[:, 2] >= px - slack)
                & (boxes[:, 1] <= py + slack)
                & (boxes[:, 3] >= py - slack)
            )
            assert held.any()


def test_the_middle_comes_first() -> None:
    view = Viewport(0.5 + 1e-7, 0.5 + 1e-7, 256 * 2**10, 1920, 1080)
    tiles = Grid().covering(view.bounds, 10)
    assert tiles[0] == Address(10, 512, 512)
    assert len(set(tiles)) == len(tiles)


def test_nobody_asks_for_half_the_world_in_streets() -> None:
    assert Grid().covering((0.0, 0.0, 1.0, 1.0), 14) == []


def test_degree_tiles_of_tianditu() -> None:
    """Level 1 of the ``c`` matrix set is two tiles, west and east."""
    grid = Grid(Cut.DEGREES)
    assert grid.rows(1) == 1
    west, _, east, _ = grid.bounds(Address(1, 1, 0))
    assert (west, east) == pytest.approx((0.5, 1.0))
    # Xuzhou's drum tower district at level 12
    tile = Grid(Cut.DEGREES).covering((*to_world(117.19, 34.29).tolist(), *to_world(117.191, 34.2899).tolist()), 12)[0]
    assert tile == Address(12, int((117.19 + 180) / 360 * 4096), int((90 - 34.29) / 360 * 4096))


@given(st.floats(3, 20), st.sampled_from([1.0, 1.25, 1.5, 2.0, 3.0]), st.sampled_from([256, 512]))
def test_pictures_are_never_stretched_by_more_than_a_quarter(zoom: float, ratio: float, size: int) -> None:
    level = sharp_level(256 * 2**zoom * ratio, size)
    stretched = 256 * 2**zoom * ratio / (size * 2.0**level)
    assert 0.61 < stretched < 1.24


@given(st.floats(3, 20))
def test_vector_tiles_are_drawn_360_to_730_pixels_wide(zoom: float) -> None:
    assert 361 < 256 * 2**zoom / 2 ** drawn_level(zoom) < 725


def test_degrees_of_the_whole_world() -> None:
    assert to_degrees(np.array([Grid().bounds(Address(0, 0, 0))[:2]]))[0, 0] == pytest.approx(-180)
