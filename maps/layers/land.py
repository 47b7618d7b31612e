"""The land: everything outside, and the areas of one level told apart by quiet tints."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter

from domain.region import Level
from maps.geometry import snapped
from maps.ground_view import GroundView
from maps.primitives import outline
from maps.style import mixed

#: Areas are told apart by tint as soon as they are this many pixels across.
TINTED = 70.0
#: How strong the tints are.
TINT = 0.4
#: Corners of areas stand on a lattice of so many device pixels: neighbours stay neighbours.
LATTICE = 0.5


def paint(painter: QPainter, view: GroundView) -> Iterator[None]:
    viewport, terrain, style = view.viewport, view.terrain, view.style
    painter.fillRect(0, 0, round(viewport.width) + 1, round(viewport.height) + 1, style.outside)
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
        for index in seen[terrain.depth[seen] == level.depth].tolist():
            tint = style.land[0]
            if level in tinted[-1:]:  # faint, so that towns still stand out from fields
                tint = mixed(style.land[0], style.land[terrain.tint[index]], TINT)
            rings = [viewport.to_pixels(ring) for ring in terrain.outlines.rings_of(index)]
            painter.setBrush(tint)
            painter.drawPath(outline([snapped(ring, LATTICE / view.letters.ratio) for ring in rings]))
            yield
