"""Where a heap of points really is: the outline of the place they speak of, whatever some of them say."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy import ndimage

from domain.refusal import Refusal
from domain.shapes import DEGREE, Shapes

_METRES_PER_DEGREE = 111_320.0
#: A group of points belongs to the place when it holds this share of them.
_SHARE = 0.01
_CELLS = 70


def outline_of(points: NDArray[np.float64]) -> shapely.Polygon:
    """The outline (WGS-84 degrees) that holds ``(n, 2)`` longitudes and latitudes, but for the outliers.

    Points are counted in square cells; groups of neighbouring cells with at least a hundredth of the points are the
    place, and its outline is drawn round them. Raises Refusal ``no_place`` for fewer than three different points."""
    usable = points[np.isfinite(points).all(axis=1)]
    usable = usable[np.abs(usable).max(axis=1) > 0.01] if len(usable) else usable
    if len(np.unique(usable, axis=0)) < 3:
        raise Refusal("no_place", "There are not enough different positions to tell where the city is.")
    middle = np.median(usable, axis=0)
    scale = np.array([_METRES_PER_DEGREE * np.cos(np.radians(middle[1])), _METRES_PER_DEGREE])
    metres = (usable - middle) * scale
    reach = max(float(np.quantile(np.hypot(*metres.T), 0.9)), 300.0)
    near = metres[np.hypot(*metres.T) <= 4 * reach]
    cell = reach / _CELLS
    shape = _place(near, cell, len(usable)) if len(near) >= 200 else shapely.MultiPoint(near).convex_hull
    shape = shape.buffer(max(cell, 150.0)).simplify(cell / 2)
    if isinstance(shape, shapely.MultiPolygon):
        shape = max(shape.geoms, key=lambda part: part.area)
    ring = np.asarray(shape.exterior.coords) / scale + middle
    return shapely.Polygon(ring)


def _place(near: NDArray[np.float64], cell: float, total: int) -> shapely.Geometry:
    low = near.min(axis=0) - 6 * cell
    spots = ((near - low) / cell).astype(int)
    counts = np.zeros(spots.max(axis=0) + 8, int)
    np.add.at(counts, (spots[:, 0], spots[:, 1]), 1)
    grown = ndimage.binary_dilation(counts > 0, np.ones((3, 3), bool), iterations=2)
    groups, number = ndimage.label(grown, np.ones((3, 3), int))
    weights = ndimage.sum_labels(counts, groups, np.arange(1, number + 1))
    chosen = np.isin(groups, 1 + np.flatnonzero(weights >= _SHARE * total))
    chosen = ndimage.binary_fill_holes(ndimage.binary_closing(chosen, np.ones((3, 3), bool), iterations=3))
    xs, ys = np.nonzero(chosen)
    corners = low + np.stack([xs, ys], axis=1) * cell
    boxes = shapely.box(corners[:, 0], corners[:, 1], corners[:, 0] + cell, corners[:, 1] + cell)
    return shapely.union_all(boxes).buffer(6 * cell).buffer(-8 * cell)


def far_outside(outlines: Shapes, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which of the points (degrees) lie more than the city's own width away from its bounding box."""
    box = outlines.points.astype(float) / DEGREE
    low, high = box.min(axis=0), box.max(axis=0)
    margin = np.maximum(high - low, 0.02)
    points = np.stack([lon, lat], axis=1)
    far: NDArray[np.bool_] = ((points < low - margin) | (points > high + margin)).any(axis=1)
    return far
