"""Roads by rank: width and detail grow with the zoom; junctions join because all edges are drawn before all fills."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter

from maps.geometry import Runs, crossing
from maps.ground_view import GroundView
from maps.layers import tiles
from maps.strokes import hairlines, strokes
from maps.style import faded, road_width

RANKS = range(5, -1, -1)
#: From this width on a road has an edge: on light ground sooner, roads are light themselves there.
EDGED_DARK, EDGED_LIGHT = 3.0, 1.1
#: Motorways hold a wide city together: from afar they are drawn so much wider.
WIDER = 1.35
#: Thinner than this a road is drawn as a plain line of this width, ever fainter.
THINNEST = 0.9


def paint(painter: QPainter, view: GroundView) -> Iterator[None]:
    if tiles.hides(view):
        return
    roads, zoom = view.terrain.roads, view.viewport.zoom
    seen = np.flatnonzero(crossing(roads.boxes, view.viewport.bounds))
    seen = seen[roads.length[seen] * view.scale > 3.0]
    painter.setBrush(Qt.BrushStyle.NoBrush)
    by_rank = {rank: seen[roads.rank[seen] == rank] for rank in RANKS if road_width(rank, zoom) > 0.15}
    widths = {rank: road_width(rank, zoom) * (WIDER if rank == 0 and zoom < 14 else 1.0) for rank in by_rank}
    for rank, chains in by_rank.items():
        width = widths[rank]
        if width >= (EDGED_DARK if view.style.dark else EDGED_LIGHT):
            yield from strokes(painter, _pixels(view, chains, 0.5), view.style.casing, width + 1.6)
    for rank, chains in by_rank.items():
        width, color = widths[rank], view.style.road[rank]
        if width >= 1.6:
            yield from strokes(painter, _pixels(view, chains, 0.5), color, width)
        else:
            shown = max(width, THINNEST)
            ink = faded(color, min(1.0, width / shown))
            yield from hairlines(painter, _pixels(view, chains, 0.7), ink, shown)


def _pixels(view: GroundView, chains: NDArray[np.int64], cell: float) -> Runs:
    return view.pixels(view.terrain.roads.lines(chains), cell)
