"""The land: the areas of one level told apart by quiet tints."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter

from domain.region import Level
from maps.ground_view import GroundView
from maps.primitives import outline, polygons
from maps.style import mixed

#: Areas are told apart by tint as soon as they are this many pixels across.
TINTED = 70.0
#: How strong the tints are.
TINT = 0.4


def paint(painter: QPainter, view: GroundView) -> Iterator[None]:
    viewport, terrain, style = view.viewport, view.terrain, view.style
    painter.setPen(Qt.PenStyle.NoPen)
    present = [level for level in Level if terrain.size[level.depth] > 0]
    if not present:
        return
    tinted = [
        level
        for level in present
        if Level.CITY.depth < level.depth <= Level.STREET.depth and terrain.across(level, view.scale) >= TINTED
    ]
    seen = terrain.outlines.in_view(viewport.bounds)
    for level in dict.fromkeys((present[0], *tinted[-1:])):
        shown = seen[terrain.depth[seen] == level.depth]
        outlines, counts = terrain.outlines.outlines(shown)
        pixels = view.pixels(outlines, 0.5)
        rings = polygons(pixels.points, pixels.ends)
        for index, count in zip(shown.tolist(), counts.tolist(), strict=True):
            tint = style.land[0]
            if level in tinted[-1:]:  # faint, so that towns still stand out from fields
                tint = mixed(style.land[0], style.land[terrain.tint[index]], TINT)
            painter.setBrush(tint)
            painter.drawPath(outline(islice(rings, count)))
            yield
