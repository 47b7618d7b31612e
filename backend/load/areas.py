"""The ground a GeoJSON feature describes."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from shapely.errors import ShapelyError
from shapely.geometry import shape

from domain.datum import Datum, to_wgs84
from domain.refusal import Refusal


def area_of(geometry: dict[str, Any], datum: Datum = Datum.WGS84) -> Any:
    """The polygon or polygons (shapely, WGS-84 degrees), mended where its border crosses itself; the geometry is in
    degrees of ``datum``. Raises Refusal ``no_area``."""
    try:
        area = shapely.make_valid(shapely.force_2d(shape(geometry)))
    except (ShapelyError, AttributeError, KeyError, TypeError, ValueError, IndexError) as error:
        raise Refusal("no_area", f"The geometry cannot be read ({error}).") from error
    if area.geom_type not in {"Polygon", "MultiPolygon"} or area.area == 0:
        raise Refusal("no_area", f"A {area.geom_type} is not an area.")
    west, south, east, north = area.bounds
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise Refusal("no_area", "Its coordinates are not degrees; save it as WGS-84.")
    if datum is Datum.WGS84:
        return area
    return shapely.transform(area, lambda at: np.stack(to_wgs84(at[:, 0], at[:, 1], datum), axis=1))
