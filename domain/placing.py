"""Which grid a place lies in."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from domain.city import Geography
from domain.region import Level
from domain.shapes import DEGREE, Shapes


class Placer:
    """Finds grids by place. Grids share edges: a place right on one belongs to the grid listed first."""

    def __init__(self, geography: Geography) -> None:
        regions = geography.regions
        grids = [index for index, region in enumerate(regions) if region.level is Level.GRID]
        self._codes = [regions[index].code for index in grids]
        self._tree = shapely.STRtree(polygons_of(geography.outlines, grids))

    def grid_at(self, lon: float, lat: float) -> str:
        """Code of the grid at a place in WGS-84 degrees; empty outside the city."""
        return self.grids_at([lon], [lat])[0]

    def grids_at(self, lon: ArrayLike, lat: ArrayLike) -> list[str]:
        """Codes of the grids at ``n`` places in WGS-84 degrees; empty where there is none."""
        return [self._codes[number] if number >= 0 else "" for number in self._numbers(lon, lat).tolist()]

    def _numbers(self, lon: ArrayLike, lat: ArrayLike) -> NDArray[np.int64]:
        east, north = np.asarray(lon, float).ravel(), np.asarray(lat, float).ravel()
        numbers = np.full(len(east), len(self._codes), np.int64)
        # Stored outlines are whole units of 1e-7 degree; asking in the same units keeps edges exact.
        places = shapely.points(np.rint(east * DEGREE), np.rint(north * DEGREE))
        at, found = self._tree.query(places, predicate="intersects")
        np.minimum.at(numbers, at, found)
        numbers[numbers == len(self._codes)] = -1
        return numbers


def polygons_of(shapes: Shapes, wanted: list[int]) -> NDArray[np.object_]:
    """Shapely polygons, object ``(n,)``, of some of the shapes, in units of 1e-7 degree. Inside is even-odd."""
    polygons = np.empty(len(wanted), object)
    chosen = np.asarray(wanted, np.int64)
    first = shapes.shapes[chosen].astype(np.int64)
    # Nearly all have one ring: those are made together, a big city's in a tenth of the time.
    single = shapes.shapes[chosen + 1] - first == 1
    first = np.where(single, first, 0)
    edges = np.append(shapes.rings, shapes.rings[-1]).astype(np.int64)
    begins = edges[first]
    counts = edges[first + 1] - begins
    single &= counts >= 3
    begins, counts = begins[single], counts[single]
    numbers = np.repeat(np.arange(len(counts)), counts)
    within = np.arange(len(numbers)) - np.repeat(np.cumsum(counts) - counts, counts)
    points = shapes.points[np.repeat(begins, counts) + within].astype(float)
    polygons[single] = shapely.polygons(shapely.linearrings(points, indices=numbers))
    for place in np.flatnonzero(~single).tolist():
        rings = [shapely.Polygon(ring) for ring in shapes.rings_of(wanted[place]) if len(ring) >= 3]
        whole: shapely.Geometry = rings[0] if rings else shapely.Polygon()
        for ring in rings[1:]:
            whole = shapely.symmetric_difference(whole, ring)
        polygons[place] = whole
    return polygons
