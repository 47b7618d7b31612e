"""The polygons of regions, out of the blocks they are made of."""

from __future__ import annotations

import msgspec
import numpy as np
import shapely

from backend.geography.filling import Filled, Peopled, middle_of
from backend.geography.plane import Floats, Plane
from domain.region import Region
from domain.shapes import Shapes


def described(filled: Filled, ground: Peopled, plane: Plane, household: float) -> tuple[list[Region], Shapes]:
    """The regions with residents, households and a place to write their name, and their outlines."""
    regions, polygons = [], []
    whole = _whole_numbers(ground.residents)
    for region, blocks in zip(filled.regions, filled.blocks, strict=True):
        residents = int(whole[blocks].sum())
        lon, lat = plane.degrees([_inside(ground, blocks)])[0].tolist()
        households = round(residents / household)
        place = {"lon": round(lon, 7), "lat": round(lat, 7)}
        regions.append(msgspec.structs.replace(region, residents=residents, households=households, **place))
        polygons.append([plane.stored(ring) for ring in ground.mesh.outline(blocks)])
    return regions, stored_shapes(polygons)


def stored_shapes(polygons: list[list[np.ndarray]]) -> Shapes:
    """Shapes from rings that already are int32 1e-7 degree."""
    rings = [ring for polygon in polygons for ring in polygon]
    return Shapes(
        np.vstack(rings).astype(np.int32) if rings else np.zeros((0, 2), np.int32),
        np.cumsum([0, *(len(ring) for ring in rings)]).astype(np.int32),
        np.cumsum([0, *(len(polygon) for polygon in polygons)]).astype(np.int32),
    )


def _inside(ground: Peopled, blocks: list[int]) -> Floats:
    """A place inside the region, near its middle."""
    middle = middle_of(ground, blocks)
    nearest = blocks[int(np.hypot(*(ground.centres[blocks] - middle).T).argmin())]
    block = ground.mesh.blocks[nearest]
    if block.contains(shapely.Point(middle)):
        return middle
    inner = block.point_on_surface()
    return np.array([inner.x, inner.y])


def _whole_numbers(values: Floats) -> np.ndarray:
    """Rounded so that the sum is the rounded sum."""
    ends = np.rint(np.cumsum(values)).astype(np.int64)
    return np.diff(ends, prepend=0)
