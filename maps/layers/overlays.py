"""Overlay grids: each kind with lines and a sign of its own, so that two of them can be told apart over each other."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPixmap

from domain.overlay import NAMES, OverlayKind
from domain.region import Level
from maps.geometry import crossing
from maps.ground_view import GroundLayer, GroundView
from maps.lettering import Lettering, box_around
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
#: Logical pixels of the letters.
PIXELS = 10.5
#: From a place to a sign below or above it: clear of a base grid's name that stands there, or of a larger one.
CLEAR = (9.0, 20.0)


def lines_of(kind: OverlayKind) -> GroundLayer:
    """What draws the lines of one kind."""

    def paint(painter: QPainter, view: GroundView) -> Iterator[None]:
        ground, across = view.terrain.overlays, _across(view, kind)
        if across < DRAWN:
            return
        yield from ground.measure(kind)
        ground.lines(kind)
        yield
        color = color_of(kind, view.style)
        yield from _lines(painter, view, kind, faded(color, min(0.9, 0.35 + (across - DRAWN) / 90)))

    return paint


def signs_of(kind: OverlayKind) -> GroundLayer:
    """What writes the signs of one kind, and near by who answers for each."""

    def paint(painter: QPainter, view: GroundView) -> Iterator[None]:
        across = _across(view, kind)
        if across >= SIGNED:
            view.taken.repaint(painter, view.viewport.width, view.viewport.height)
            yield from _signs(painter, view, kind, color_of(kind, view.style), across >= NAMED)

    return paint


def _across(view: GroundView, kind: OverlayKind) -> float:
    """How far across a typical one is, logical pixels; 0 where the city has none."""
    ground = view.terrain.overlays
    return ground.across(kind, view.terrain.across(Level.GRID, view.scale)) if ground.has(kind) else 0.0


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


def _signs(painter: QPainter, view: GroundView, kind: OverlayKind, color: QColor, named: bool) -> Iterator[None]:
    """Each once, in the place nearest to the middle of its ground that is free."""
    ground = view.terrain.overlays
    numbers, places, ends = ground.spots(kind)
    pixels = view.viewport.to_pixels(places)
    inside = ((pixels > -60) & (pixels < (view.viewport.width + 60, view.viewport.height + 60))).all(axis=1)
    for index, spots, seen in zip(
        numbers.tolist(), np.split(pixels, ends[:-1]), np.split(inside, ends[:-1]), strict=True
    ):
        if seen.any() and not view.taken.said_near(f"{kind} {index}", 0.0, 0.0, math.inf):
            _place(painter, view, kind, index, color, named, spots[seen])
            yield


def _place(
    painter: QPainter,
    view: GroundView,
    kind: OverlayKind,
    index: int,
    color: QColor,
    named: bool,
    spots: NDArray[np.float64],
) -> None:
    """Writes one where there is room for all of its words, or else for its sign; nowhere, where there is none."""
    letters, text, covers = view.letters, sign_text(view, kind, index), view.terrain.overlays.covers
    plate = sign_size(letters, text)
    below = words_below(view, index) if named else ""
    name = letters.size(below, PIXELS, QFont.Weight.Medium) if below else (0.0, 0.0)
    for whole in (True, False) if below else (False,):
        height = plate[1] + (name[1] - 6.0 if whole else 0.0)
        size = (max(plate[0], name[0]) if whole else plate[0]), height
        for x, y in spots.tolist():
            for top in (top for clear in CLEAR for top in (y + clear, y - clear - height)):
                box = box_around(size, x, top + height / 2, 2.0)
                if not view.taken.free(box):
                    continue
                # words that leave their ground would be taken for those of another
                ends = view.viewport.to_world([(x + side * size[0] / 2, top + height / 2) for side in (-1, 1)])
                if not all(covers(index, kind, *end) for end in ends.tolist()):
                    continue
                words = [(sign_of(view, text, color), x, top + plate[1] / 2)]
                if whole:
                    stamp = letters.stamp(below, PIXELS, color, QFont.Weight.Medium)
                    words.append((stamp, x, top + plate[1] + name[1] / 2 - 3))
                view.taken.write(painter, letters, words, box, said=(f"{kind} {index}", x, top))
                return


def words_below(view: GroundView, index: int) -> str:
    """Below the sign: who answers for it, and of a real one how it is called."""
    ground = view.terrain.overlays
    grid = ground.grid(index)
    officer = ground.officer(grid)
    own = grid.name.text(view.language) if ground.all.is_given(index) else ""
    return " · ".join(filter(None, (own, officer.title(view.language) if officer is not None else "")))


def sign_text(view: GroundView, kind: OverlayKind, index: int) -> str:
    """The first sign of the kind and the number."""
    name, number = NAMES[kind][0], int(view.terrain.overlays.all.number[index])
    return f"{name.en[0].upper()}{number}" if view.language.startswith("en") else f"{name.zh[0]}{number}"


def sign_size(letters: Lettering, text: str) -> tuple[float, float]:
    """Of the plate, logical pixels."""
    return letters.width(text, PIXELS, QFont.Weight.DemiBold) + 10, 15.0


def sign_of(view: GroundView, text: str, color: QColor) -> QPixmap:
    """The words on a plate."""
    letters, style = view.letters, view.style
    width, height = sign_size(letters, text)
    picture = QPixmap(round(width * letters.ratio), round(height * letters.ratio))
    picture.setDevicePixelRatio(letters.ratio)
    picture.fill(Qt.GlobalColor.transparent)
    with QPainter(picture) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(color, 1.2))
        painter.setBrush(faded(style.panel, 0.92))
        painter.drawRoundedRect(QRectF(0.8, 0.8, width - 1.6, height - 1.6), 3, 3)
        stamp = letters.stamp(text, PIXELS, color, QFont.Weight.DemiBold, 0.0)
        size = stamp.deviceIndependentSize()
        painter.drawPixmap(QPointF((width - size.width()) / 2, (height - size.height()) / 2), stamp)
    return picture
