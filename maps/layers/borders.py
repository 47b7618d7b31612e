"""Borders of the areas: subtle, and the higher the level the plainer. Every shared line is drawn once."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPen

from domain.region import Level
from maps.geometry import Runs, crossing
from maps.ground_view import GroundView
from maps.strokes import glow, hairlines, separate, veiled_strokes
from maps.style import faded
from maps.terrain import DRAWN

#: Logical pixels by depth of the level, and of the soft band under the line.
WIDTHS = (2.0, 1.8, 1.5, 1.2, 1.1)
BANDS = (8.0, 7.0, 5.5, 0.0, 0.0)
#: Dashes in widths of the line; none: a plain line.
DASHES: tuple[tuple[float, float] | None, ...] = (None, None, None, (6.0, 3.5), (2.5, 3.0))
#: Areas are bounded when they are typically so many pixels across, by depth of the level: small ones come late, lest
#: their lines be taken for streets. The lowest that is drawn is faint and gains strength as it grows.
FROM = (0.0, DRAWN, 44.0, 46.0, 54.0)
#: Areas smaller than this many pixels across have plain thin borders: dashes would be longer than their sides.
DASHED = 60.0


def paint(painter: QPainter, view: GroundView) -> Iterator[None]:
    terrain = view.terrain
    seen = np.flatnonzero(crossing(terrain.borders.boxes, view.viewport.bounds))
    present = [level for level in Level if terrain.size[level.depth] > 0]
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for level in reversed(present):
        depth, across = level.depth, terrain.across(level, view.scale)
        top = level is present[0]
        if across < FROM[depth] and not top:
            continue
        lines = seen[terrain.borders.rank[seen] == depth]
        color = view.style.border[depth]
        # What has only just appeared is faint and gains strength as it grows.
        strength = 1.0 if top else min(0.9, 0.3 + (across - FROM[depth]) / 110)
        if BANDS[depth] and across > 2 * DASHED:
            band = _pixels(view, lines, BANDS[depth] / 2)
            yield from glow(painter, band, faded(color, color.alphaF() * 0.2), BANDS[depth])
        ink, width, dashes = faded(color, color.alphaF() * strength), WIDTHS[depth], DASHES[depth]
        drawn = _pixels(view, lines, 0.7)
        if across < DASHED and not top:
            yield from hairlines(painter, drawn, ink)
        elif dashes:  # as separate lines: Qt's own take five times as long
            painter.setPen(QPen(ink, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
            yield from separate(painter, drawn.dashes(*(length * width for length in dashes)))
        else:
            yield from veiled_strokes(painter, drawn, ink, width)


def _pixels(view: GroundView, lines: NDArray[np.int64], cell: float) -> Runs:
    return view.pixels(view.terrain.borders.lines(lines), cell)
