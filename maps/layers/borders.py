"""Borders of the areas: subtle, and the higher the level the plainer. Every shared edge is drawn once."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPen

from domain.region import Level
from maps.geometry import crossing
from maps.ground_view import GroundView
from maps.primitives import draw_lines
from maps.style import faded
from maps.terrain import DRAWN

#: Logical pixels by depth of the level.
WIDTHS = (2.0, 1.8, 1.5, 1.1, 0.8)


def paint(painter: QPainter, view: GroundView) -> Iterator[None]:
    terrain, viewport = view.terrain, view.viewport
    seen = np.flatnonzero(crossing(terrain.edges.boxes, viewport.bounds))
    present = [level for level in Level if terrain.size[level.depth] > 0]
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for level in reversed(present):
        across = terrain.across(level, view.scale)
        if across < DRAWN and level is not present[0]:
            continue
        lines = terrain.edges.lines[seen[terrain.edges.depth[seen] == level.depth]]
        pixels = np.hstack([viewport.to_pixels(lines[:, :2]), viewport.to_pixels(lines[:, 2:])])
        color = view.style.border[level.depth]
        # What has only just appeared is faint and gains strength as it grows.
        strength = 1.0 if level is present[0] else min(1.0, 0.35 + (across - DRAWN) / 60)
        if level is present[0]:
            painter.setPen(_pen(faded(color, color.alphaF() * 0.14), 7.0))
            draw_lines(painter, pixels)
            yield
        painter.setPen(_pen(faded(color, color.alphaF() * strength), WIDTHS[level.depth]))
        for first in range(0, len(pixels), 6000):
            draw_lines(painter, pixels[first : first + 6000])
            yield


def _pen(color: object, width: float) -> QPen:
    return QPen(color, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)  # type: ignore[call-overload, no-any-return]
