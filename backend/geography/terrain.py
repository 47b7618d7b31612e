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
        self._flat: list[float] = values.ravel().tolist()

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
    outside; ``dry`` metres to the nearest obstacle (river corridor, lake, hill), negative in it."""

    def __init__(self, urban: Raster, cos4: Raster, sin4: Raster, inside: Raster, dry: Raster) -> None:
        self.urban, self.inside, self.dry = urban, inside, dry
        self._cos4, self._sin4 = cos4, sin4

    def angle(self, x: float, y: float) -> float:
        """One of the two directions of the streets here, radians in -45..45 degrees; the other stands square on it."""
        return math.atan2(self._sin4.at(x, y), self._cos4.at(x, y)) / 4

    def build_up(self, nodes: Floats) -> None:
        """Take how urban the ground is from the nodes of a real road network (metres ``(n, 2)``)."""
        raster = self.urban
        rows, columns = raster.values.shape
        ends = [[raster.x, raster.x + columns * raster.cell], [raster.y, raster.y + rows * raster.cell]]
        count, _, _ = np.histogram2d(nodes[:, 0], nodes[:, 1], bins=(columns, rows), range=ends)
        dense = gaussian_filter(count.T, 300.0 / raster.cell)
        full = float(np.quantile(dense[dense > 0.02], 0.97)) if (dense > 0.02).any() else 1.0
        self.urban = Raster(raster.x, raster.y, raster.cell, np.clip(0.03 + dense / full, 0.0, 1.0))


def survey(
    outline: shapely.Geometry,
    centres: Sequence[Centre],
    rivers: Sequence[Floats],
    obstacles: shapely.Geometry,
    rng: np.random.Generator,
) -> Terrain:
    """Measure the ground inside ``outline`` (metres). Streets take the angle of the centre, or of the river, nearby."""
    west, south, east, north = outline.bounds
    cell = max(100.0, max(east - west, north - south) / 900)
    xs = np.arange(west - 2 * cell, east + 3 * cell, cell)
    ys = np.arange(south - 2 * cell, north + 3 * cell, cell)
    grid_x, grid_y = np.meshgrid(xs, ys)
    points = np.column_stack([grid_x.ravel(), grid_y.ravel()])

    def raster(values: Floats) -> Raster:
        return Raster(float(xs[0]), float(ys[0]), cell, values.reshape(grid_x.shape))

    urban = 0.05 + 0.04 * Waves(rng, 2600)(points)
    cos4, sin4 = np.zeros(len(points)), np.zeros(len(points))
    bend = np.radians(7) * Waves(rng, 5200)(points)
    sheets = [sheet.reshape(grid_x.shape) for sheet in (urban, cos4, sin4, bend)]
    for number, centre in enumerate(centres):
        # A village is felt only around itself; the first centre everywhere, so that no place is without a direction.
        reach = 5 * centre.radius if number else math.inf
        columns = slice(*np.searchsorted(xs, [centre.x - reach, centre.x + reach]))
        rows = slice(*np.searchsorted(ys, [centre.y - reach, centre.y + reach]))
        near_urban, near_cos4, near_sin4, near_bend = (sheet[rows, columns] for sheet in sheets)
        distance = np.hypot(grid_x[rows, columns] - centre.x, grid_y[rows, columns] - centre.y)
        near_urban += centre.strength * np.exp(-((distance / centre.radius) ** 1.6))
        weight = centre.strength * np.exp(-((distance / (1.5 * centre.radius)) ** 2)) + 1e-6
        near_cos4 += weight * np.cos(4 * (centre.angle + near_bend))
        near_sin4 += weight * np.sin(4 * (centre.angle + near_bend))
    urban = urban * (1 + 0.22 * Waves(rng, 1500)(points))
    length = np.hypot(cos4, sin4) + 1e-12
    cos4, sin4 = cos4 / length, sin4 / length
    for path in rivers:
        dense = shapely.get_coordinates(shapely.segmentize(shapely.LineString(path), 60.0))
        tangent = np.gradient(dense, axis=0)
        turn = np.arctan2(tangent[:, 1], tangent[:, 0])
        distance, nearest = cKDTree(dense).query(points, distance_upper_bound=3000.0)
        near = np.flatnonzero(np.isfinite(distance))
        weight = 2.2 * np.exp(-distance[near] / 420)
        cos4[near] += weight * np.cos(4 * turn[nearest[near]])
        sin4[near] += weight * np.sin(4 * turn[nearest[near]])
    inside = _signed(outline, points, cell)
    # Along a straight edge of the city the streets still run their own way: the outline is a line on paper.
    dry = -_signed(obstacles, points, cell) if not obstacles.is_empty else np.full(len(points), 1e6)
    return Terrain(raster(np.clip(urban, 0.0, 1.0)), raster(cos4), raster(sin4), raster(inside), raster(dry))


def _signed(area: shapely.Geometry, points: Floats, cell: float) -> Floats:
    """Metres to the border of ``area``, positive inside."""
    border = shapely.get_coordinates(shapely.segmentize(area.boundary, cell / 3))
    far = 8 * cell  # nobody asks how far exactly
    distance, _ = cKDTree(border).query(points, distance_upper_bound=far)
    distance = np.minimum(distance, far)
    shapely.prepare(area)
    found: Floats = np.where(shapely.contains_xy(area, points[:, 0], points[:, 1]), distance, -distance)
    return found
