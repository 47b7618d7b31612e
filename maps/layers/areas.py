"""The areas of one level in the colours of a figure, edge to edge: no gap between neighbours, nothing painted twice."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QBrush, QImage, QPainter

from maps.geometry import Runs
from maps.ground_view import GroundView
from maps.primitives import outline, polygons
from maps.style import Style, faded

#: How much of the ground below is covered.
COVERED = 0.8
#: Corners of areas stand on a lattice of so many device pixels.
LATTICE = 0.5


def paint(painter: QPainter, view: GroundView) -> Iterator[None]:
    colours = view.content.colours
    if colours is None:
        return
    terrain, viewport, ratio = view.terrain, view.viewport, view.letters.ratio
    rows = np.flatnonzero(terrain.depth == colours.level.depth)
    places = np.frombuffer(colours.places, np.uint8)
    if len(rows) != len(places):
        return  # of another city, which is about to go
    seen = np.isin(rows, terrain.outlines.in_view(viewport.bounds), assume_unique=True)
    brushes = fills(view.style)
    # On a sheet of its own, where each area replaces what was there: a pixel has one colour, whatever meets in it.
    size = round(viewport.width * ratio), round(viewport.height * ratio)
    sheet = QImage(*size, QImage.Format.Format_ARGB32_Premultiplied)
    sheet.fill(Qt.GlobalColor.transparent)
    sheet.setDevicePixelRatio(ratio)
    with QPainter(sheet) as own:
        own.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
        # Softened edges would let the ground shine through between neighbours.
        own.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        own.setPen(Qt.PenStyle.NoPen)
        outlines, counts = terrain.outlines.outlines(rows[seen])
        snapped = Runs(viewport.to_pixels(outlines.points), outlines.ends).snapped(LATTICE / ratio)
        rings = polygons(snapped.points, snapped.ends)
        for count, place in zip(counts.tolist(), places[seen].tolist(), strict=True):
            own.setBrush(brushes[min(place, len(brushes) - 1)])
            own.drawPath(outline(ring for ring in islice(rings, count) if ring.size() > 2))
            yield
    painter.drawImage(QPointF(0, 0), sheet)


def fills(style: Style) -> list[QBrush]:
    """By place in the colours of the theme; the last one is for no data."""
    colors = [QBrush(faded(color, COVERED)) for color in (*style.area_usual, *style.area_abnormal)]
    return [*colors, QBrush(faded(style.quiet, 0.35), Qt.BrushStyle.BDiagPattern)]
