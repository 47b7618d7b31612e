"""What the ground is like: how urban it is, which way streets run, how far the edge and the obstacles are.

Everything is kept on one raster and read by interpolation, so that tracing a street costs microseconds a step."""

from __future__ import annotations

import math
from collections.abc import Sequence

import msgspec
import numpy as np
import shapely
from scipy.ndimage import gaussian_filter
from scipy.spatial import cKDTree

from backend.geography.plane import Floats


class Centre(msgspec.Struct, frozen=True):
    """A place where the city is dense: metres, strength 0..1, radius in metres, angle of its streets in radians."""

    x: float
    y: float
    strength: float
    radius: float
    angle: float


class Waves:
    """Smooth noise: a few sine waves of about one wavelength (metres), values about -1..1."""

    def __init__(self, rng: np.random.Generator, wavelength: float, count: int = 7) -> None:
        turn = rng.uniform(0, 2 * math.pi, count)
        size = 2 * math.pi / (wavelength * rng.uniform(0.6, 1.7, count))
        self._vector = np.stack([np.cos(turn) * size, np.sin(turn) * size])
        self._phase = rng.uniform(0, 2 * math.pi, count)
        self._gain = math.sqrt(2 / count) * 0.75

    def __call__(self, points: Floats) -> Floats:
        """Values ``(n,)`` at points ``(n, 2)``."""
        found: Floats = np.sin(points @ self._vector + self._phase).sum(axis=1) * self._gain
        return found


class Raster:
    """Values on a square lattice, read anywhere by bilinear interpolation (clamped at the edge)."""

    def __init__(self, x: float, y: float, cell: float, values: Floats) -> None:
        self.x, self.y, self.cell, self.values = x, y, cell, values
        self._rows, self._columns = values.shape
        # Single values out of a memoryview are plain floats, and it needs no more room than the array.
        self._flat = np.ascontiguousarray(values, np.float64).ravel().data

    def at(self, x: float, y: float) -> float:
        u = min(max((x - self.x) / self.cell, 0.0), self._columns - 1.001)
        v = min(max((y - self.y) / self.cell, 0.0), self._rows - 1.001)
        column, row = int(u), int(v)
        u -= column
        v -= row
        base = row * self._columns + column
        flat = self._flat
        above = base + self._columns
        low = flat[base] * (1 - u) + flat[base + 1] * u
        high = flat[above] * (1 - u) + flat[above + 1] * u
        return float(low * (1 - v) + high * v)

    def sample(self, points: Floats) -> Floats:
        """Values ``(n,)`` at points ``(n, 2)``."""
        u = np.clip((points[:, 0] - self.x) / self.cell, 0, self._columns - 1.001)
        v = np.clip((points[:, 1] - self.y) / self.cell, 0, self._rows - 1.001)
        column, row = u.astype(int), v.astype(int)
        u, v = u - column, v - row
        values = self.values
        low = values[row, column] * (1 - u) + values[row, column + 1] * u
        high = values[row + 1, column] * (1 - u) + values[row + 1, column + 1] * u
        found: Floats = low * (1 - v) + high * v
        return found


class Terrain:
    """The rasters of one city. ``urban`` is 0 (fields) to 1 (old town); ``inside`` metres to the outline, negative
    outside; ``dry`` metres to the nearest obstacle (river corridor, lake, hill), negative in it. Distances are exact
    only up to eight cells."""

    def __init__(self, sheets: Sheets, inside: Raster, dry: Raster) -> None:
        self._sheets = sheets
        self.inside, self.dry = inside, dry
        self._publish()

    def _publish(self) -> None:
        sheets = self._sheets
        self.urban = sheets.raster(np.clip(sheets.urban * sheets.patches, 0.0, 1.0))
        self._cos4, self._sin4 = sheets.raster(sheets.cos4), sheets.raster(sheets.sin4)

    def angle(self, x: float, y: float) -> float:
        """One of the two directions of the streets here, radians in -45..45 degrees; the other stands square on it."""
        return math.atan2(self._sin4.at(x, y), self._cos4.at(x, y)) / 4

    def settle(self, centres: Sequence[Centre]) -> None:
        """More dense places, each felt only around itself."""
        for centre in centres:
            self._sheets.add(centre, 5 * centre.radius)
        self._publish()

    def build_up(self, nodes: Floats) -> None:
        """Take how urban the ground is from the nodes of a real road network (metres ``(n, 2)``)."""
        raster = self.urban
        rows, columns = raster.values.shape
        ends = [[raster.x, raster.x + columns * raster.cell], [raster.y, raster.y + rows * raster.cell]]
        count, _, _ = np.histogram2d(nodes[:, 0], nodes[:, 1], bins=(columns, rows), range=ends)
        dense = gaussian_filter(count.T, 300.0 / raster.cell)
        full = float(np.quantile(dense[dense > 0.02], 0.97)) if (dense > 0.02).any() else 1.0
        self.urban = Raster(raster.x, raster.y, raster.cell, np.clip(0.03 + dense / full, 0.0, 1.0))


class Sheets:
    """The lattice a terrain is measured on, with what adds up: how urban it is, and the direction of streets as the
    cosine and sine of four times their angle. ``patches`` makes neighbouring quarters differ."""

    def __init__(self, outline: shapely.Geometry, rng: np.random.Generator) -> None:
        west, south, east, north = outline.bounds
        self.cell = cell = max(100.0, max(east - west, north - south) / 1400)
        self.xs = np.arange(west - 2 * cell, east + 3 * cell, cell)
        self.ys = np.arange(south - 2 * cell, north + 3 * cell, cell)
        self.grid_x, self.grid_y = np.meshgrid(self.xs, self.ys)
        self.points = np.column_stack([self.grid_x.ravel(), self.grid_y.ravel()])
        shape = self.grid_x.shape
        self.urban = (0.05 + 0.04 * Waves(rng, 2600)(self.points)).reshape(shape)
        self.bend = (np.radians(7) * Waves(rng, 5200)(self.points)).reshape(shape)
        self.patches = (1 + 0.22 * Waves(rng, 1500)(self.points)).reshape(shape)
        # Far from any centre streets and fields lie as the land does.
        lie = 4 * np.radians(38) * Waves(rng, 7000)(self.points).reshape(shape)
        self.cos4, self.sin4 = 0.05 * np.cos(lie), 0.05 * np.sin(lie)

    def raster(self, values: Floats) -> Raster:
        """A sheet ready to be asked."""
        return Raster(float(self.xs[0]), float(self.ys[0]), self.cell, values.reshape(self.grid_x.shape))

    def add(self, centre: Centre, reach: float) -> None:
        """A dense place, felt as far as ``reach`` metres."""
        columns = slice(*np.searchsorted(self.xs, [centre.x - reach, centre.x + reach]))
        rows = slice(*np.searchsorted(self.ys, [centre.y - reach, centre.y + reach]))
        distance = np.hypot(self.grid_x[rows, columns] - centre.x, self.grid_y[rows, columns] - centre.y)
        self.urban[rows, columns] += centre.strength * np.exp(-((distance / centre.radius) ** 1.6))
        weight = centre.strength * np.exp(-((distance / (1.5 * centre.radius)) ** 2)) + 1e-6
        turn = 4 * (centre.angle + self.bend[rows, columns])
        self.cos4[rows, columns] += weight * np.cos(turn)
        self.sin4[rows, columns] += weight * np.sin(turn)

    def follow(self, path: Floats, half: float) -> None:
        """Streets beside a river run along it. ``half`` metres from its middle to its bank."""
        dense = shapely.get_coordinates(shapely.segmentize(shapely.LineString(path), 60.0))
        tangent = np.gradient(dense, axis=0)
        turn = np.arctan2(tangent[:, 1], tangent[:, 0])
        distance, nearest = cKDTree(dense).query(self.points, distance_upper_bound=half + 2000.0)
        near = np.flatnonzero(np.isfinite(distance))
        weight = 2.2 * np.exp(-np.maximum(distance[near] - half, 0.0) / 420)
        self.cos4.ravel()[near] += weight * np.cos(4 * turn[nearest[near]])
        self.sin4.ravel()[near] += weight * np.sin(4 * turn[nearest[near]])


def survey(
    outline: shapely.Geometry,
    centres: Sequence[Centre],
    rivers: Sequence[tuple[Floats, float]],
    obstacles: shapely.Geometry,
    rng: np.random.Generator,
) -> Terrain:
    """Measure the ground inside ``outline`` (metres). Streets take the angle of the centre, or of the river, nearby.
    ``rivers``: their middle lines and widths."""
    sheets = Sheets(outline, rng)
    for centre in centres:
        sheets.add(centre, 5 * centre.radius)
    length = np.hypot(sheets.cos4, sheets.sin4) + 1e-12
    sheets.cos4, sheets.sin4 = sheets.cos4 / length, sheets.sin4 / length
    for path, width in rivers:
        sheets.follow(path, width / 2)
    inside = _signed(outline, sheets.points, sheets.cell)
    # Along a straight edge of the city the streets still run their own way: the outline is a line on paper.
    dry = np.full(len(inside), 1e6) if obstacles.is_empty else -_signed(obstacles, sheets.points, sheets.cell)
    return Terrain(sheets, sheets.raster(inside), sheets.raster(dry))


def _signed(area: shapely.Geometry, points: Floats, cell: float) -> Floats:
    """Metres to the border of ``area``, positive inside."""
    border = shapely.get_coordinates(shapely.segmentize(area.boundary, cell / 3))
    far = 8 * cell  # nobody asks how far exactly
    distance, _ = cKDTree(border).query(points, distance_upper_bound=far)
    distance = np.minimum(distance, far)
    shapely.prepare(area)
    found: Floats = np.where(shapely.contains_xy(area, points[:, 0], points[:, 1]), distance, -distance)
    return found
