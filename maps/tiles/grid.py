"""How the world is cut into tiles, and where each tile lies in WGS-84; no Qt.

Two cuts are known: that of the usual web maps (square in web mercator) and that of equal degrees, which the WMTS
servers of EPSG:4326 and EPSG:4490 use. Both have ``2**zoom`` columns, unless a server has levels of its own in one of
these planes (``matrices``); then ``zoom`` counts those, the coarsest first. Degrees may be meant in GCJ-02: each edge
is then put where it belongs, so that a tile comes to lie right to far less than a pixel (across one tile the shift is
even).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from domain.datum import Datum, convert
from maps.projection import EQUATOR, to_degrees, to_world
from maps.tiles.matrices import Matrix
from maps.viewport import Bounds

#: Pictures may have so many times the pixels they are shown with.
COARSEST = 2**-0.3
#: More tiles than this are never wanted for one view: such a view is too far away for the source.
MOST_IN_VIEW = 1200


class Address(NamedTuple):
    """One tile; row 0 lies in the north."""

    zoom: int
    column: int
    row: int

    def above(self, zoom: int) -> Address:
        """The tile of a coarser (or the same) zoom level that holds this one."""
        down = self.zoom - zoom
        return Address(zoom, self.column >> down, self.row >> down)

    def part_of(self, zoom: int) -> tuple[float, float, float]:
        """Left, top and side of this tile within ``above(zoom)``, 0..1."""
        side = 1.0 / (1 << (self.zoom - zoom))
        above = self.above(zoom)
        return (
            self.column * side - above.column,
            self.row * side - above.row,
            side,
        )


class Cut(StrEnum):
    MERCATOR = "mercator"
    DEGREES = "degrees"


@dataclass(frozen=True, slots=True)
class Grid:
    """A cut of the world, in WGS-84 or GCJ-02 degrees. ``matrices``: levels of its own."""

    cut: Cut = Cut.MERCATOR
    datum: Datum = Datum.WGS84
    matrices: tuple[Matrix, ...] = ()

    @property
    def plain(self) -> bool:
        """Whether a tile is an exact square of the map's own world."""
        return self.nests and self.cut is Cut.MERCATOR and self.datum is Datum.WGS84

    @property
    def nests(self) -> bool:
        """Whether a tile lies within one tile of every coarser level."""
        return not self.matrices

    def level(self, device_scale: float, size: int) -> int:
        """The level whose pictures, ``size`` pixels wide, are sharp at ``device_scale`` device pixels a world unit; it
        may be one there is not."""
        if self.nests:
            return sharp_level(device_scale, size)
        around = EQUATOR if self.cut is Cut.MERCATOR else 360.0
        steps = [around / matrix.step for matrix in self.matrices]
        return next((at for at, pixels in enumerate(steps) if pixels >= device_scale * COARSEST), len(steps) - 1)

    def columns(self, zoom: int) -> int:
        return self.matrices[zoom].columns if self.matrices else 1 << zoom

    def rows(self, zoom: int) -> int:
        if self.matrices:
            return self.matrices[zoom].rows
        return 1 << zoom if self.cut is Cut.MERCATOR else max(1 << (zoom - 1), 1) if zoom else 1

    def bounds(self, address: Address) -> Bounds:
        """Where a tile lies, in the map's world coordinates."""
        if self.plain:
            side = 1.0 / (1 << address.zoom)
            west, north = address.column * side, address.row * side
            return west, north, west + side, north + side
        return _bounds(self, address)

    def places(self, corners: NDArray[np.float64], zoom: int) -> NDArray[np.float64]:
        """Columns and rows ``(n, 2)``, also between tiles, to world coordinates ``(n, 2)``."""
        across, down, left, top = self._units(zoom)
        flat = np.stack([left + corners[..., 0] * across, top + corners[..., 1] * down], axis=-1)
        if self.cut is Cut.MERCATOR:
            if self.datum is Datum.WGS84:
                return flat
            degrees = to_degrees(flat)
        else:
            degrees = np.stack([flat[..., 0] * 360 - 180, 90 - flat[..., 1] * 360], axis=-1)
        if self.datum is not Datum.WGS84:
            degrees = np.stack(convert(degrees[..., 0], degrees[..., 1], self.datum, Datum.WGS84), axis=-1)
        return to_world(degrees[..., 0], degrees[..., 1])

    def cells(self, world: NDArray[np.float64], zoom: int) -> NDArray[np.float64]:
        """World coordinates ``(n, 2)`` to columns and rows ``(n, 2)``: the inverse of ``places``."""
        across, down, left, top = self._units(zoom)
        flat = world
        if self.cut is Cut.DEGREES or self.datum is not Datum.WGS84:
            degrees = to_degrees(world)
            if self.datum is not Datum.WGS84:
                degrees = np.stack(convert(degrees[..., 0], degrees[..., 1], Datum.WGS84, self.datum), axis=-1)
            if self.cut is Cut.MERCATOR:
                flat = to_world(degrees[..., 0], degrees[..., 1])
            else:
                flat = np.stack([(degrees[..., 0] + 180) / 360, (90 - degrees[..., 1]) / 360], axis=-1)
        return np.stack([(flat[..., 0] - left) / across, (flat[..., 1] - top) / down], axis=-1)

    def _units(self, zoom: int) -> tuple[float, float, float, float]:
        """How far one column and one row reach, and where the first ones begin, in units of the equator's length from
        the corner of the plane: of the world's square in web mercator, of 180° W and 90° N in degrees."""
        if not self.matrices:
            side = 1.0 / (1 << zoom)
            return side, side, 0.0, 0.0
        matrix = self.matrices[zoom]
        if self.cut is Cut.MERCATOR:
            around, left, top = EQUATOR, matrix.left + EQUATOR / 2, EQUATOR / 2 - matrix.top
        else:
            around, left, top = 360.0, matrix.left + 180.0, 90.0 - matrix.top
        across, down = matrix.step * matrix.wide, matrix.step * matrix.high
        return across / around, down / around, left / around, top / around

    def covering(self, bounds: Bounds, zoom: int) -> list[Address]:
        """The tiles that share a point with a part of the world, those nearest to its middle first; none when there
        would be more than ``MOST_IN_VIEW``."""
        first_column, first_row, last_column, last_row = self._span(bounds, zoom)
        if not self.holds(bounds, zoom):
            return []
        west, north, east, south = bounds
        middle = (west + east) / 2, (north + south) / 2
        centre = self.cells(np.array([middle]), zoom)[0] - 0.5
        found = [Address(zoom, x, y) for y in range(first_row, last_row) for x in range(first_column, last_column)]
        return sorted(found, key=lambda tile: math.hypot(tile.column - centre[0], tile.row - centre[1]))

    def holds(self, bounds: Bounds, zoom: int) -> bool:
        """Whether a part of the world has not more than ``MOST_IN_VIEW`` tiles."""
        first_column, first_row, last_column, last_row = self._span(bounds, zoom)
        return max(last_column - first_column, 0) * max(last_row - first_row, 0) <= MOST_IN_VIEW

    def _span(self, bounds: Bounds, zoom: int) -> tuple[int, int, int, int]:
        """The first column and row that share a point with a part of the world, and those after the last."""
        west, north, east, south = bounds
        middle = (west + east) / 2, (north + south) / 2
        rim = np.array([(x, y) for x in (west, middle[0], east) for y in (north, middle[1], south)])
        cells = self.cells(np.clip(rim, 0.0, 1.0), zoom)
        low, high = np.floor(cells.min(axis=0) + 1e-9), np.ceil(cells.max(axis=0) - 1e-9)
        first_column, last_column = max(int(low[0]), 0), min(int(high[0]), self.columns(zoom))
        first_row, last_row = max(int(low[1]), 0), min(int(high[1]), self.rows(zoom))
        return first_column, first_row, last_column, last_row


@lru_cache(maxsize=4096)
def _bounds(grid: Grid, address: Address) -> Bounds:
    """The upright box of a shifted tile: each edge where its middle lies, so that neighbours share it."""
    zoom, x, y = address
    edges = np.array([(x, y + 0.5), (x + 0.5, y), (x + 1, y + 0.5), (x + 0.5, y + 1)], np.float64)
    west, north, east, south = grid.places(edges, zoom)
    return float(west[0]), float(north[1]), float(east[0]), float(south[1])


def sharp_level(device_scale: float, size: int) -> int:
    """The zoom level whose pictures, ``size`` pixels wide, are sharp at ``device_scale`` device pixels a world unit: at
    most a quarter too coarse, else finer."""
    return math.ceil(math.log2(max(device_scale, 1.0) / size) + math.log2(COARSEST))


def drawn_level(zoom: float) -> int:
    """The zoom level of vector tiles for a view: they are drawn anew at every scale, 360 to 720 pixels wide."""
    return math.floor(zoom - 0.5)
