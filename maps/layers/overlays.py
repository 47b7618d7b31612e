"""Overlay grids: each kind with lines and a sign of its own, so that two of them can be told apart over each other."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPixmap

from domain.overlay import NAMES, OverlayKind
from domain.region import Level
from maps.geometry import crossing
from maps.ground_view import GroundLayer, GroundView
from maps.lettering import box_around
from maps.strokes import separate, strokes, veiled_strokes
from maps.style import Style, faded, mixed

#: Width of the lines and their dashes, in widths.
WIDTH = 1.6
DASHES: dict[OverlayKind, tuple[float, float]] = {
    OverlayKind.POLICE: (7.0, 2.5),
    OverlayKind.EMERGENCY: (2.5, 2.5),
    OverlayKind.SAFETY: (4.5, 4.5),
    OverlayKind.PARTY: (0.0, 0.0),  # a thin double line
}
#: Lines are drawn when a typical grid is so many pixels across, signs and names later.
DRAWN, SIGNED, NAMED = 18.0, 44.0, 84.0


def painter_of(kind: OverlayKind) -> GroundLayer:
    """What draws one kind."""

    def paint(painter: QPainter, view: GroundView) -> Iterator[None]:
        ground = view.terrain.overlays
        if not ground.has(kind):
            return
        across = ground.across(kind, view.terrain.across(Level.GRID, view.scale))
        if across < DRAWN:
            return
        yield from ground.measure()
        lines, color = ground.lines(kind), color_of(kind, view.style)
        yield
        yield from _lines(painter, view, kind, faded(color, min(0.9, 0.35 + (across - DRAWN) / 90)))
        if across >= SIGNED and len(lines):
            yield from _names(painter, view, kind, color, across >= NAMED)

    return paint


def color_of(kind: OverlayKind, style: Style) -> QColor:
    """Quiet, and apart from each other: overlay grids are no alarm."""
    strong = {
        OverlayKind.POLICE: style.selection,
        OverlayKind.EMERGENCY: style.warn,
        OverlayKind.SAFETY: style.good,
        OverlayKind.PARTY: style.pending,
    }[kind]
    return mixed(strong, style.quiet, 0.25)


def _lines(painter: QPainter, view: GroundView, kind: OverlayKind, color: QColor) -> Iterator[None]:
    chains = view.terrain.overlays.lines(kind)
    seen = np.flatnonzero(crossing(chains.boxes, view.viewport.bounds))
    runs = view.pixels(chains.lines(seen), 0.7)
    on, off = DASHES[kind]
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    if on:
        painter.setPen(QPen(color, WIDTH, c=Qt.PenCapStyle.FlatCap))
        yield from separate(painter, runs.dashes(on * WIDTH, off * WIDTH))
        return
    yield from veiled_strokes(painter, runs, color, 2.6 * WIDTH)
    yield from strokes(painter, runs, view.style.land[0], 1.1 * WIDTH)


def _names(painter: QPainter, view: GroundView, kind: OverlayKind, color: QColor, named: bool) -> Iterator[None]:
    ground, letters = view.terrain.overlays, view.letters
    numbers, anchors = ground.places(kind)
    places = view.viewport.to_pixels(anchors)
    inside = ((places > -60) & (places < (view.viewport.width + 60, view.viewport.height + 60))).all(axis=1)
    for index, (x, y) in zip(numbers[inside].tolist(), places[inside].tolist(), strict=True):
        number = int(ground.all.number[index])
        sign = sign_of(view, kind, number, color)
        size = sign.deviceIndependentSize()
        # below the name of the base grid, which stands on the same place
        top = y + 9.0
        words = [(sign, x, top + size.height() / 2)]
        box = box_around((size.width(), size.height()), x, top + size.height() / 2, 2.0)
        below_it = words_below(view, index) if named else ""
        if below_it:
            name = letters.stamp(below_it, 10.5, color, QFont.Weight.Medium)
            width, height = letters.size(below_it, 10.5, QFont.Weight.Medium)
            below = box_around((width, height), x, top + size.height() + height / 2 - 3, 0.0)
            if view.taken.free(below):
                words.append((name, x, top + size.height() + height / 2 - 3))
                box = min(box[0], below[0]), box[1], max(box[2], below[2]), below[3]
        if view.taken.free(box):
            view.taken.write(painter, letters, words, box)
        yield


def words_below(view: GroundView, index: int) -> str:
    """Below the sign: who answers for it, and of a real one how it is called."""
    ground = view.terrain.overlays
    grid = ground.grid(index)
    officer = ground.officer(grid)
    own = grid.name.text(view.language) if ground.all.is_given(index) else ""
    return " · ".join(filter(None, (own, officer.title(view.language) if officer is not None else "")))


def sign_of(view: GroundView, kind: OverlayKind, number: int, color: QColor) -> QPixmap:
    """The first sign of the kind and the number, on a plate."""
    letters, style = view.letters, view.style
    name = NAMES[kind][0]
    text = f"{name.en[0].upper()}{number}" if view.language.startswith("en") else f"{name.zh[0]}{number}"
    pixels = 10.5
    width, height = letters.width(text, pixels, QFont.Weight.DemiBold) + 10, 15.0
    picture = QPixmap(round(width * letters.ratio), round(height * letters.ratio))
    picture.setDevicePixelRatio(letters.ratio)
    picture.fill(Qt.GlobalColor.transparent)
    with QPainter(picture) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(color, 1.2))
        painter.setBrush(faded(style.panel, 0.92))
        painter.drawRoundedRect(QRectF(0.8, 0.8, width - 1.6, height - 1.6), 3, 3)
        stamp = letters.stamp(text, pixels, color, QFont.Weight.DemiBold, 0.0)
        size = stamp.deviceIndependentSize()
        painter.drawPixmap(QPointF((width - size.width()) / 2, (height - size.height()) / 2), stamp)
    return picture
