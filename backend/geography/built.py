"""The ground that is built on, as a map shows it from afar: towns, and the houses of villages."""

from __future__ import annotations

import numpy as np
import shapely

from backend.geography.mesh import Mesh
from backend.geography.outlining import stored_shapes
from backend.geography.plane import Plane
from backend.geography.uses import Use, Uses
from domain.shapes import Shapes

#: Towns and villages smaller than this (m²) are not shown, holes in them (fields, lakes) filled below the second.
_SMALLEST, _HOLE = 4_000.0, 25_000.0


def built_up(mesh: Mesh, uses: Uses, plane: Plane) -> Shapes:
    """Blocks of towns and villages together, with softened corners."""
    town = np.isin(uses.use, (Use.TOWN, Use.WORKS, Use.PARK))
    village = uses.use == Use.VILLAGE
    areas = []
    for chosen, soft in ((town, 30.0), (village, 16.0)):
        whole = shapely.coverage_union_all(mesh.blocks[chosen])
        parts = shapely.get_parts(whole)
        solid = [_solid(part) for part in parts[shapely.area(parts) > _SMALLEST]]
        if solid:
            smooth = shapely.buffer(
                shapely.buffer(shapely.simplify(np.array(solid, object), 8.0), -soft), soft, quad_segs=2
            )
            areas += shapely.get_parts(shapely.simplify(smooth, 6.0)).tolist()
    polygons = [
        [plane.stored(shapely.get_coordinates(ring)[:-1]) for ring in (area.exterior, *area.interiors)]
        for area in areas
        if area.geom_type == "Polygon" and area.area > _SMALLEST
    ]
    return stored_shapes(polygons)


def _solid(part: shapely.Geometry) -> shapely.Geometry:
    """Without small holes."""
    holes = [ring for ring in part.interiors if shapely.Polygon(ring).area > _HOLE]
    return shapely.Polygon(part.exterior, holes)
