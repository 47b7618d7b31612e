"""Borders of the areas: subtle, and the higher the level the plainer. Every shared line is drawn once."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPen

from domain.region import Level
from maps.geometry import crossing
from maps.ground_view import GroundView
from maps.primitives import draw_lines, polygon
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
            yield from _lines(painter, view, lines, _pen(faded(color, color.alphaF() * 0.16), BANDS[depth]))
        ink = faded(color, color.alphaF() * strength)
        if across < DASHED and not top:
            painter.setPen(_pen(ink, 1.0))
            yield from _hairlines(painter, view, lines)
            continue
        pen, dashes = _pen(ink, WIDTHS[depth]), DASHES[depth]
        yield from _dashes(painter, view, lines, pen, dashes) if dashes else _lines(painter, view, lines, pen)


def _lines(painter: QPainter, view: GroundView, lines: NDArray[np.int64], pen: QPen) -> Iterator[None]:
    painter.setPen(pen)
    for line in view.pixels(view.terrain.borders.lines(lines), max(0.7, pen.widthF() / 2)):
        painter.drawPolyline(polygon(line))
        yield


def _dashes(
    painter: QPainter, view: GroundView, lines: NDArray[np.int64], pen: QPen, pattern: tuple[float, float]
) -> Iterator[None]:
    """Dashes as separate lines: Qt's own take five times as long."""
    on, off = (length * pen.widthF() for length in pattern)
    painter.setPen(pen)
    yield from _batches(painter, view.pixels(view.terrain.borders.lines(lines), 0.7).dashes(on, off))


def _hairlines(painter: QPainter, view: GroundView, lines: NDArray[np.int64]) -> Iterator[None]:
    segments, _ = view.pixels(view.terrain.borders.lines(lines), 0.7).segments()
    yield from _batches(painter, segments)


def _batches(painter: QPainter, lines: NDArray[np.float64]) -> Iterator[None]:
    for first in range(0, len(lines), 2000):
        draw_lines(painter, lines[first : first + 2000])
        yield


def _pen(color: QColor, width: float) -> QPen:
    # Round joins would cost a dozen points a corner, and nobody sees them at these widths.
    return QPen(color, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap, Qt.PenJoinStyle.BevelJoin)
