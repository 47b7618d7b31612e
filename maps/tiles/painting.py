"""The tiles of a base drawn into the ground, and the names that stand on them."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFont, QPainter

from maps.ground_view import GroundView
from maps.layers.road_names import name_along
from maps.lettering import box_around
from maps.style import road_width
from maps.tiles.schema import Kind
from maps.tiles.tiled_base import Shown, TiledBase
from maps.tiles.vector_drawing import Named

#: Size and weight of a place's name, and the zoom levels it shows between, by rank.
PLACES = {
    0: (15.0, QFont.Weight.Bold, 0.0, 7.0),
    1: (14.0, QFont.Weight.DemiBold, 3.0, 9.0),
    2: (15.0, QFont.Weight.DemiBold, 4.0, 13.0),
    3: (13.0, QFont.Weight.DemiBold, 8.0, 15.0),
    4: (12.0, QFont.Weight.Medium, 11.0, 16.5),
    5: (11.0, QFont.Weight.Normal, 12.5, 18.0),
    6: (11.0, QFont.Weight.Normal, 13.5, 18.0),
}
#: A road's name shows when the road is this wide (logical pixels).
NAMED_ROAD = 2.2
#: The same name of a place not twice within so many pixels.
APART = 160.0


def paint_tiles(painter: QPainter, view: GroundView, base: TiledBase) -> Iterator[None]:
    """What there is of a base for a view."""
    ratio, viewport = view.letters.ratio, view.viewport
    shown, _ = base.shown(viewport, view.style, ratio)
    for one in shown:
        left, top, right, bottom = _device_box(one, view)
        image = one.picture.image
        assert image is not None
        painter.save()
        painter.scale(1 / ratio, 1 / ratio)  # from here on device pixels: no gap is ever between two of them
        if one.exact:
            painter.drawImage(QPointF(left, top), image)
        elif right > left and bottom > top:
            _stretched(painter, one, (left, top, right, bottom), (viewport.width * ratio, viewport.height * ratio))
        painter.restore()
        yield


def _device_box(one: Shown, view: GroundView) -> tuple[int, int, int, int]:
    """Where a tile lies, on whole device pixels."""
    west, north, east, south = one.bounds
    corners = view.viewport.to_pixels([(west, north), (east, south)]) * view.letters.ratio
    (left, top), (right, bottom) = np.rint(corners).astype(int).tolist()
    return left, top, right, bottom


def _stretched(painter: QPainter, one: Shown, box: tuple[int, int, int, int], size: tuple[float, float]) -> None:
    """A picture over a box, cut to what can be seen: a far coarser tile may reach over many screens."""
    left, top, right, bottom = box
    seen_left, seen_top = max(left, -2), max(top, -2)
    seen_right, seen_bottom = min(right, math.ceil(size[0]) + 2), min(bottom, math.ceil(size[1]) + 2)
    if seen_right <= seen_left or seen_bottom <= seen_top:
        return
    image = one.picture.image
    assert image is not None
    across, down = image.width() * one.part[2] / (right - left), image.height() * one.part[2] / (bottom - top)
    source = QRectF(
        image.width() * one.part[0] + (seen_left - left) * across,
        image.height() * one.part[1] + (seen_top - top) * down,
        (seen_right - seen_left) * across,
        (seen_bottom - seen_top) * down,
    )
    whole = abs(across - 1) < 1e-9 and abs(down - 1) < 1e-9
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not whole)
    target = QRectF(seen_left, seen_top, seen_right - seen_left, seen_bottom - seen_top)
    painter.drawImage(target, image, source)


def paint_tile_names(painter: QPainter, view: GroundView, base: TiledBase) -> Iterator[None]:
    """Names that come with vector tiles: places by rank, water, roads along their lines; each where there is room."""
    found = list(_names(view, base))
    found.sort(key=lambda pair: (pair[0].sign.kind, pair[0].sign.rank))
    for named, places in found:
        text = named.text(view.language)
        if named.sign.kind is Kind.ROAD_NAME:
            _road(painter, view, named, text, places)
        else:
            _point(painter, view, named, text, places)
        yield


def _names(view: GroundView, base: TiledBase) -> Iterator[tuple[Named, NDArray[np.float64]]]:
    """Names with their places in logical pixels."""
    shown, _ = base.shown(view.viewport, view.style, view.letters.ratio)
    for one in shown:
        zoom, *corner = one.address
        for named in one.picture.names if one.own else ():
            world = base.grid.places(named.places + np.array(corner), zoom)
            yield named, view.viewport.to_pixels(world)


def _point(
    painter: QPainter,
    view: GroundView,
    named: Named,
    text: str,
    places: NDArray[np.float64],
) -> None:
    style, zoom = view.style, view.viewport.zoom
    if named.sign.kind is Kind.WATER_NAME:
        pixels, weight, color, least, most = 11.5, QFont.Weight.Normal, style.water_text, 10.0, 24.0
    elif named.sign.rank in PLACES:
        pixels, weight, least, most = PLACES[named.sign.rank]
        color = style.label if named.sign.rank <= 4 else style.quiet
    else:
        return
    if not least <= zoom < most:
        return
    x, y = (float(part) for part in places[len(places) // 2])
    box = box_around(view.letters.size(text, pixels, weight), x, y, 3.0)
    if view.taken.free(box) and not view.taken.said_near(text, x, y, APART):
        stamp = view.letters.stamp(text, pixels, color, weight)
        view.taken.write(painter, view.letters, [(stamp, x, y)], box, said=(text, x, y))


def _road(
    painter: QPainter,
    view: GroundView,
    named: Named,
    text: str,
    places: NDArray[np.float64],
) -> None:
    pixels = 12.0 if named.sign.rank <= 1 else 11.0
    if len(places) > 1 and road_width(named.sign.rank, view.viewport.zoom) >= NAMED_ROAD:
        name_along(painter, view, places, text, pixels)
