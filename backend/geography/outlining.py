"""The polygons of regions, out of the blocks they are made of."""

from __future__ import annotations

import msgspec
import numpy as np
import shapely

from backend.geography.filling import Filled, Peopled
from backend.geography.plane import Floats, Plane
from domain.region import Region
from domain.shapes import Shapes


def described(
    filled: Filled, ground: Peopled, plane: Plane, household: float, known: dict[str, Floats]
) -> tuple[list[Region], Shapes]:
    """The regions with residents, households and a place to write their name, and their outlines. ``known``: about
    where some of them (by code) have their middle, metres."""
    regions, polygons = [], []
    whole = _whole_numbers(ground.residents)
    for region, blocks in zip(filled.regions, filled.blocks, strict=True):
        residents = int(whole[blocks].sum())
        lon, lat = plane.degrees([_inside(ground, blocks, known.get(region.code))])[0].tolist()
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


def _inside(ground: Peopled, blocks: list[int], known: Floats | None) -> Floats:
    """A place inside the region, near the ``known`` one or the middle of where its people live."""
    people = ground.residents[blocks]
    lived = [block for block, count in zip(blocks, people.tolist(), strict=True) if count > 0] or blocks
    weight = ground.residents[lived] + 1e-9
    middle: Floats = (ground.centres[lived] * weight[:, None]).sum(axis=0) / weight.sum()
    if known is not None:
        middle = known
    nearest = lived[int(np.hypot(*(ground.centres[lived] - middle).T).argmin())]
    block = ground.mesh.blocks[nearest]
    if block.contains(shapely.Point(middle)):
        return middle
    inner = block.point_on_surface()
    return np.array([inner.x, inner.y], float)


def _whole_numbers(values: Floats) -> np.ndarray:
    """Rounded so that the sum is the rounded sum."""
    ends = np.rint(np.cumsum(values)).astype(np.int64)
    return np.diff(ends, prepend=0)
