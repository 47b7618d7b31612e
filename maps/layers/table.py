"""Which layers there are, from the lowest to the highest."""

from __future__ import annotations

from maps.frame import LiveLayer
from maps.ground_view import GroundLayer
from maps.layers import (
    aim,
    borders,
    cameras,
    flight,
    incidents,
    labels,
    land,
    landmarks,
    roads,
    routes,
    selection,
    veil,
    worker_names,
    workers,
)

#: Drawn once into the ground picture of a view.
GROUND_LAYERS: tuple[GroundLayer, ...] = (
    land.paint,
    landmarks.paint_built,
    landmarks.paint_parks,
    landmarks.paint_water,
    landmarks.paint_estates,
    roads.paint,
    borders.paint,
    cameras.paint,
    labels.paint,
)

#: Drawn over it in every frame.
LIVE_LAYERS: tuple[LiveLayer, ...] = (
    veil.paint,
    aim.paint,
    routes.paint,
    workers.paint,
    worker_names.paint,
    selection.paint,
    incidents.paint,
    flight.paint,
)
