"""What the ground is used for: towns, parks and hills, water, housing estates, and the grounds of landmarks."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPen

from maps.geometry import WorldShapes
from maps.ground_view import GroundView
from maps.primitives import outline, polygons
from maps.style import mixed

#: Smaller than this many pixels across nothing is drawn.
SMALLEST = 2.5
#: Estates and the grounds of landmarks are details: they come when they are this large.
SMALLEST_ESTATE = 9.0
#: So many are drawn before others get their turn: a tenth of a millisecond.
STROKE = 16


def paint_built(painter: QPainter, view: GroundView) -> Iterator[None]:
    """Where people live, told from the fields by a quiet tint."""
    yield from _paint(painter, view, view.terrain.built, view.terrain.built_size, _town(view), None, 1.6)


def paint_water(painter: QPainter, view: GroundView) -> Iterator[None]:
    ground = view.terrain.water
    yield from _paint(painter, view, ground.shapes, ground.size, view.style.water, None, SMALLEST)


def paint_parks(painter: QPainter, view: GroundView) -> Iterator[None]:
    ground = view.terrain.parks
    yield from _paint(painter, view, ground.shapes, ground.size, view.style.park, None, SMALLEST)


def paint_estates(painter: QPainter, view: GroundView) -> Iterator[None]:
    """Estates, and lighter still the grounds of schools, hospitals and so on."""
    style, near = view.style, view.viewport.zoom > 14.5
    estates, places = view.terrain.estates, view.terrain.places
    edge = style.estate_edge if near else None
    fill = mixed(_town(view), style.quiet, 0.05) if style.dark else style.estate
    yield from _paint(painter, view, estates.shapes, estates.size, fill, edge, SMALLEST_ESTATE)
    fill = mixed(fill, style.quiet, 0.1)
    yield from _paint(painter, view, places.shapes, places.size, fill, edge, SMALLEST_ESTATE)


def _town(view: GroundView) -> QColor:
    afar = 0.14 if view.viewport.zoom < 12 else 0.0  # small on the map, it must be told more plainly
    return mixed(view.style.land[0], view.style.line, (0.36 if view.style.dark else 0.3) + afar)


def _paint(
    painter: QPainter,
    view: GroundView,
    shapes: WorldShapes,
    size: np.ndarray,
    fill: QColor,
    edge: QColor | None,
    smallest: float,
) -> Iterator[None]:
    seen = shapes.in_view(view.viewport.bounds)
    seen = seen[size[seen] * view.scale >= smallest]
    painter.setPen(QPen(edge, 1.0) if edge is not None else Qt.PenStyle.NoPen)
    painter.setBrush(fill)
    outlines, counts = shapes.outlines(seen)
    pixels = view.pixels(outlines, 0.5)
    rings = polygons(pixels.points, pixels.ends)
    for number, count in enumerate(counts.tolist(), 1):
        if count == 1:
            painter.drawPolygon(next(rings))
        else:
            painter.drawPath(outline(islice(rings, count)))
        if number % STROKE == 0:
            yield
    yield
