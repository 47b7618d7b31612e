"""Roads kept out of the water: round a lake, and along a river's bank where they would run in it."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import shapely
from shapely.ops import substring

from backend.geography.plane import Floats

#: Metres of a road in a lake, and times a river's width in that river, that pass for a crossing.
_CLIPPED, _ACROSS = 60.0, 2.5
#: The way along the bank may be so many times longer than through the water.
_ROUND = 4.0


def on_land(
    points: Floats, lakes: Iterable[shapely.Geometry], rivers: Iterable[tuple[shapely.Geometry, float]]
) -> Floats:
    """A road ``(n, 2)`` that goes along the banks of ``lakes`` and ``rivers`` (each with its width; metres) instead of
    in them. Areas include their banks."""
    for lake in lakes:
        points = _along_bank(points, lake, _CLIPPED)
    for river, width in rivers:
        points = _along_bank(points, river, _ACROSS * (width + 50))
    return points


def _along_bank(points: Floats, area: shapely.Geometry, longest: float) -> Floats:
    """With the pieces inside ``area`` that are longer than ``longest`` led along its edge. A piece that begins and ends
    on shores far apart stays: it is a bridge."""
    line = shapely.LineString(points)
    if not shapely.intersects(line, area):
        return points
    found, at = [], 0.0
    for piece in sorted(_parts(shapely.intersection(line, area)), key=lambda part: line.project(_first(part))):
        way = _edge_between(piece, area) if piece.length > longest else None
        start, end = sorted((line.project(_first(piece)), line.project(shapely.Point(piece.coords[-1]))))
        if way is None or start < at or start == 0 or end == line.length:
            continue
        found += [shapely.get_coordinates(substring(line, at, start)), way]
        at = end
    if not found:
        return points
    joined = np.vstack([*found, shapely.get_coordinates(substring(line, at, line.length))])
    kept = np.append(True, np.hypot(*np.diff(joined, axis=0).T) > 0.01)
    dry: Floats = joined[kept]
    return dry


def _edge_between(piece: shapely.Geometry, area: shapely.Geometry) -> Floats | None:
    """The shorter way along the edge from where a piece enters to where it leaves; None when that is too long."""
    first, last = _first(piece), shapely.Point(piece.coords[-1])
    ring = min(
        (polygon.exterior for polygon in shapely.get_parts(area)),
        key=lambda ring: ring.distance(first) + ring.distance(last),
    )
    if ring.distance(first) > 1 or ring.distance(last) > 1:
        return None
    one, two = ring.project(first), ring.project(last)
    low, high = min(one, two), max(one, two)
    inner = shapely.get_coordinates(substring(ring, low, high))
    outer = np.vstack(
        [shapely.get_coordinates(substring(ring, high, ring.length)), shapely.get_coordinates(substring(ring, 0, low))]
    )
    short, turned = (inner, one > two) if 2 * (high - low) < ring.length else (outer, one < two)
    if min(high - low, ring.length - high + low) > _ROUND * piece.length:
        return None
    return short[::-1] if turned else short


def _first(piece: shapely.Geometry) -> shapely.Geometry:
    return shapely.Point(piece.coords[0])


def _parts(shape: shapely.Geometry) -> list[shapely.Geometry]:
    return [part for part in shapely.get_parts(shape) if part.geom_type == "LineString" and part.length > 1]
