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
#: Cells from the middle to where nine tenths of the points are: at most so many, and fewer for few points, so that
#: neighbours are seen as such.
_CELLS = 70
_CELLS_PER_ROOT = 1.2
#: Gaps up to twice this many cells between points are part of the place.
_BRIDGED = 6


def outline_of(points: NDArray[np.float64]) -> shapely.Polygon:
    """The outline (WGS-84 degrees) that holds ``(n, 2)`` longitudes and latitudes, but for the outliers.

    Points are counted in square cells; groups of neighbouring cells with at least a hundredth of the points are the
    place, and its outline is drawn round them. Raises Refusal ``no_place`` when they are too few or nowhere on earth
    where a city could be."""
    usable = points[np.isfinite(points).all(axis=1)]
    usable = usable[np.abs(usable).max(axis=1) > 0.01] if len(usable) else usable
    if len(np.unique(usable, axis=0)) < 3:
        raise Refusal(
            "no_place",
            "There are not enough different positions to tell where the city is; give a region file or a road extract "
            "too.",
        )
    middle = np.median(usable, axis=0)
    if middle[1] < -60:
        raise Refusal(
            "no_place",
            f"The positions lie around {middle[0]:.3f}, {middle[1]:.3f}, which is in Antarctica: longitude and "
            "latitude are probably the wrong way round. Exchange them with --map lon=COLUMN --map lat=COLUMN.",
        )
    scale = np.array([_METRES_PER_DEGREE * np.cos(np.radians(middle[1])), _METRES_PER_DEGREE])
    metres = (usable - middle) * scale
    reach = max(float(np.quantile(np.hypot(*metres.T), 0.9)), 300.0)
    near = metres[np.hypot(*metres.T) <= 4 * reach]
    cell = reach / np.clip(_CELLS_PER_ROOT * np.sqrt(len(near)), 8, _CELLS)
    if len(near) >= 200:
        shape = _place(near, cell, len(usable))
    else:
        shape = shapely.MultiPoint(near).convex_hull.buffer(max(cell, 150.0)).simplify(cell / 2)
    if isinstance(shape, shapely.MultiPolygon):
        shape = max(shape.geoms, key=lambda part: part.area)
    ring = np.asarray(shape.exterior.coords) / scale + middle
    return shapely.Polygon(ring)


def _place(near: NDArray[np.float64], cell: float, total: int) -> shapely.Geometry:
    """Round the groups of cells where points are dense enough, in metres. All the growing and shrinking is done on the
    raster; only the last border is drawn as lines."""
    edge = 2 * _BRIDGED + 4
    low = near.min(axis=0) - edge * cell
    spots = ((near - low) / cell).astype(int)
    counts = np.zeros(spots.max(axis=0) + edge + 1, int)
    np.add.at(counts, (spots[:, 0], spots[:, 1]), 1)
    grown = ndimage.binary_dilation(counts > 0, np.ones((3, 3), bool), iterations=2)
    groups, number = ndimage.label(grown, np.ones((3, 3), int))
    weights = ndimage.sum_labels(counts, groups, np.arange(1, number + 1))
    chosen = np.isin(groups, 1 + np.flatnonzero(weights >= _SHARE * total))
    away = ndimage.distance_transform_edt(~chosen)
    bridged = ndimage.binary_fill_holes(away <= _BRIDGED)
    kept = ndimage.distance_transform_edt(bridged) > _BRIDGED
    border = shapely.union_all(_rows_of(kept | (chosen & bridged), low, cell))
    return border.buffer(cell).simplify(cell).buffer(0)


def _rows_of(mask: NDArray[np.bool_], low: NDArray[np.float64], cell: float) -> NDArray[np.object_]:
    """The cells of a mask as boxes, one for every run of neighbours."""
    step = np.diff(np.pad(mask.astype(np.int8), ((0, 0), (1, 1))), axis=1)
    row, first = np.nonzero(step == 1)
    _, last = np.nonzero(step == -1)
    west, south = low[0] + row * cell, low[1] + first * cell
    boxes: NDArray[np.object_] = shapely.box(west, south, west + cell, low[1] + last * cell)
    return boxes


def far_outside(outlines: Shapes, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which of the points (degrees) lie more than half the city's own width away from its bounding box."""
    box = outlines.points.astype(float) / DEGREE
    low, high = box.min(axis=0), box.max(axis=0)
    margin = np.maximum((high - low) / 2, 0.02)
    points = np.stack([lon, lat], axis=1)
    far: NDArray[np.bool_] = ((points < low - margin) | (points > high + margin)).any(axis=1)
    return far
