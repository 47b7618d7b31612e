"""The situation as GeoJSON (RFC 7946, WGS-84): incidents, people on duty, areas with their figures."""

from __future__ import annotations

from typing import Any

import msgspec
import numpy as np
from shapely.geometry import MultiPolygon, Polygon, mapping
from shapely.geometry.polygon import orient

from desktop.export.content import Area, Content, Person, Row
from desktop.export.plain import plain
from domain.picture import Picture
from domain.region import Level, Region
from domain.shapes import DEGREE, Shapes

VERSION = 1


def make_geojson(content: Content, picture: Picture) -> bytes:
    """The bytes of the file. Every feature has a ``kind``: ``incident``, ``worker`` or ``region``."""
    known = {area.code: area for area in (*content.areas, *content.streets)}
    outlines = picture.city.geography.outlines
    features = [
        _region(region, known.get(region.code), outlines, picture.tree.index(region.code), content.language)
        for region in picture.tree
        if region.level is not Level.GRID
    ]
    features += [_incident(row) for row in content.rows]
    features += [_worker(one) for one in content.staff if one.lon is not None]
    return msgspec.json.encode(
        {
            "type": "FeatureCollection",
            "name": f"{content.city} {content.title}",
            "grid_command": {
                "version": VERSION,
                "city": picture.city.code,
                "time": content.situation.moment,
                "moment": content.moment,
                "period": content.period,
                "zone": content.zone,
                "journal": picture.seq,
                "warning": content.warning,
                "notes": list(content.notes),
                "source": content.source_line,
            },
            "features": features,
        }
    )


def _incident(row: Row) -> dict[str, Any]:
    properties = msgspec.to_builtins(row)
    del properties["lon"], properties["lat"]
    return _point("incident", row.id, row.lon, row.lat, properties)


def _worker(one: Person) -> dict[str, Any]:
    properties = msgspec.to_builtins(one)
    del properties["lon"], properties["lat"]
    assert one.lon is not None and one.lat is not None
    return _point("worker", one.id, one.lon, one.lat, properties)


def _point(kind: str, key: str, lon: float, lat: float, properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": f"{kind}:{key}",
        "geometry": {"type": "Point", "coordinates": [round(lon, 7), round(lat, 7)]},
        "properties": {"kind": kind, **properties},
    }


def _region(region: Region, area: Area | None, outlines: Shapes, index: int, language: str) -> dict[str, Any]:
    properties: dict[str, Any] = {
        "kind": "region",
        "code": plain(region.code, 60),
        "name": plain(region.title(language), 60),
        "level": region.level.value,
        "parent": plain(region.parent, 60),
    }
    if area is not None:
        properties |= {
            "open": area.open, "late": area.late, "urgent": area.urgent, "arrived": area.arrived,
            "closed": area.closed, "on_duty": area.on_duty, "grids": area.grids,
        }  # fmt: skip
    return {
        "type": "Feature",
        "id": f"region:{region.code}",
        "geometry": _outline(outlines, index),
        "properties": properties,
    }


def _outline(outlines: Shapes, index: int) -> dict[str, Any] | None:
    """Rings that are inside by even-odd as polygons with holes, wound as RFC 7946 wants them."""
    rings = [np.round(ring / DEGREE, 7) for ring in outlines.rings_of(index) if len(ring) >= 3]
    if not rings:
        return None
    if len(rings) == 1:
        return _plain(mapping(orient(Polygon(rings[0]))))
    shape: Any = Polygon()
    for ring in rings:
        shape = shape.symmetric_difference(Polygon(ring).buffer(0))
    parts = [
        orient(part) for part in (shape.geoms if hasattr(shape, "geoms") else [shape]) if isinstance(part, Polygon)
    ]
    if not parts:
        return None
    return _plain(mapping(parts[0] if len(parts) == 1 else MultiPolygon(parts)))


def _plain(shape: Any) -> dict[str, Any]:
    return {"type": shape["type"], "coordinates": shape["coordinates"]}
