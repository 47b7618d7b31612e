"""Water, parks and housing estates."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPen

from maps.ground_view import GroundView
from maps.primitives import outline
from maps.terrain import Ground

#: Smaller than this many pixels across nothing is drawn.
SMALLEST = 2.5
#: Estates are details: they come when they are this large.
SMALLEST_ESTATE = 9.0


def paint_water(painter: QPainter, view: GroundView) -> Iterator[None]:
    yield from _paint(painter, view, view.terrain.water, view.style.water, None, SMALLEST)


def paint_parks(painter: QPainter, view: GroundView) -> Iterator[None]:
    yield from _paint(painter, view, view.terrain.parks, view.style.park, None, SMALLEST)


def paint_estates(painter: QPainter, view: GroundView) -> Iterator[None]:
    edge = view.style.estate_edge if view.viewport.zoom > 14.5 else None
    yield from _paint(painter, view, view.terrain.estates, view.style.estate, edge, SMALLEST_ESTATE)


def _paint(
    painter: QPainter, view: GroundView, ground: Ground, fill: QColor, edge: QColor | None, smallest: float
) -> Iterator[None]:
    seen = ground.shapes.in_view(view.viewport.bounds)
    seen = seen[ground.size[seen] * view.scale >= smallest]
    painter.setPen(QPen(edge, 1.0) if edge is not None else Qt.PenStyle.NoPen)
    painter.setBrush(fill)
    for index in np.asarray(seen).tolist():
        painter.drawPath(outline([view.viewport.to_pixels(ring) for ring in ground.shapes.rings_of(index)]))
        yield
