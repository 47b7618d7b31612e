"""What blocks are used for: parks, works, fields, housing estates with names; and who lives there."""

from __future__ import annotations

import msgspec
import numpy as np
import shapely

from backend.geography.ground import Ground
from backend.geography.mesh import Mesh
from backend.geography.naming import Namer
from backend.geography.outlining import stored_shapes
from backend.geography.plane import Floats, Plane
from backend.geography.terrain import Terrain
from domain.city import Landmarks
from domain.names import Name


class Uses(msgspec.Struct):
    """``residents``: people in each block (not yet whole). ``parks`` and ``estates``: (name, polygon in metres)."""

    residents: Floats
    parks: list[tuple[Name, shapely.Geometry]]
    estates: list[tuple[Name, shapely.Geometry]]


def settle(
    mesh: Mesh, terrain: Terrain, ground: Ground, residents: int, namer: Namer, rng: np.random.Generator
) -> Uses:
    """Give every block its use."""
    middles = shapely.point_on_surface(mesh.blocks)
    places = shapely.get_coordinates(middles)
    area = shapely.area(mesh.blocks)
    urban, dry = terrain.urban.sample(places), terrain.dry.sample(places)
    corridors = ground.corridors()
    shapely.prepare(corridors)
    empty = shapely.contains(corridors, middles)
    parks = [(hill.name, hill.shape) for hill in ground.hills]
    share = rng.lognormal(0, 0.35, len(area))
    share[(rng.random(len(area)) < 0.12) & (urban < 0.7)] *= 0.12  # works and yards
    estates: list[tuple[Name, shapely.Geometry]] = []
    wanted_parks = max(4, int(float(area.sum()) / 4.5e6))
    chance = rng.random(len(area)) - 0.35 * (dry < 160) + 0.2 * (urban < 0.15)
    for index in np.argsort(chance, kind="stable").tolist():
        if len(parks) >= wanted_parks + len(ground.hills):
            break
        if not empty[index] and 12_000 < area[index] < 160_000 and urban[index] > 0.12:
            lawn = _inner(mesh.blocks[index], 9)
            if lawn is not None:
                parks.append((namer.park(), lawn))
                share[index] = 0.0
    living = np.where(empty, 0.0, (0.006 + urban**1.5) * area * share)
    for index in np.argsort(-living, kind="stable").tolist():
        if empty[index] or share[index] < 0.5 or not 9_000 < area[index] < 190_000 or urban[index] < 0.1:
            continue
        if rng.random() < 0.62:
            yard = _inner(mesh.blocks[index], 13)
            if yard is not None and yard.area > 4_000:
                estates.append((namer.estate(), yard))
                living[index] *= 1.25
    total = living.sum()
    return Uses(living * (residents / total if total > 0 else 0.0), parks, estates)


def landmarks(named: list[tuple[Name, shapely.Geometry]], outline: shapely.Geometry, plane: Plane) -> Landmarks:
    """Named ground cut to the outline, in the form desks use."""
    names, polygons = [], []
    for name, shape in named:
        inside = shapely.intersection(shape.simplify(1.5), outline)
        rings = [
            plane.stored(shapely.get_coordinates(ring)[:-1])
            for part in shapely.get_parts(inside)
            if part.geom_type == "Polygon"
            for ring in (part.exterior, *part.interiors)
        ]
        if rings:
            names.append(name)
            polygons.append(rings)
    return Landmarks(stored_shapes(polygons), names)


def _inner(block: shapely.Geometry, back: float) -> shapely.Geometry | None:
    """The block without a strip along its streets; None when nothing worth naming is left."""
    inner = block.buffer(-back, join_style="mitre")
    if inner.geom_type != "Polygon" or inner.area < 0.35 * block.area:
        return None
    return inner
