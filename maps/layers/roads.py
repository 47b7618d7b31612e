"""Roads by rank: width and detail grow with the zoom; junctions join because all edges are drawn before all fills."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPen

from maps.geometry import crossing
from maps.ground_view import GroundView
from maps.layers import tiles
from maps.primitives import draw_lines, polygon
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
            yield from _stroke(painter, view, chains, _pen(view.style.casing, width + 1.6))
    for rank, chains in by_rank.items():
        width, color = widths[rank], view.style.road[rank]
        if width >= 1.6:
            yield from _stroke(painter, view, chains, _pen(color, width))
        else:
            shown = max(width, THINNEST)
            painter.setPen(QPen(faded(color, min(1.0, width / shown)), shown))
            yield from _hairlines(painter, view, chains)


def _pen(color: QColor, width: float) -> QPen:
    return QPen(color, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)


def _stroke(painter: QPainter, view: GroundView, chains: NDArray[np.int64], pen: QPen) -> Iterator[None]:
    painter.setPen(pen)
    for line in view.pixels(view.terrain.roads.lines(chains), 0.5):
        painter.drawPolyline(polygon(line))
        yield


def _hairlines(painter: QPainter, view: GroundView, chains: NDArray[np.int64]) -> Iterator[None]:
    lines, _ = view.pixels(view.terrain.roads.lines(chains), 0.7).segments()
    for first in range(0, len(lines), 2000):
        draw_lines(painter, lines[first : first + 2000])
        yield
