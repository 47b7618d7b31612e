"""The ground a GeoJSON feature describes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import shapely
from shapely.errors import ShapelyError
from shapely.geometry import shape

from domain.refusal import Refusal


def area_of(geometry: dict[str, Any], turned: Callable[[Any], Any] = lambda area: area) -> Any:
    """The polygon or polygons (shapely, degrees), mended where its border crosses itself and ``turned`` into WGS-84
    where it is not yet. Raises Refusal ``no_area``."""
    try:
        area = shapely.make_valid(shapely.force_2d(shape(geometry)))
    except (ShapelyError, AttributeError, KeyError, TypeError, ValueError, IndexError) as error:
        raise Refusal("no_area", f"The geometry cannot be read ({error}).") from error
    if area.geom_type not in {"Polygon", "MultiPolygon"} or area.area == 0:
        raise Refusal("no_area", f"A {area.geom_type} is not an area.")
    west, south, east, north = area.bounds
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise Refusal("no_area", "Its coordinates are not degrees; save it as WGS-84.")
    return turned(area)
