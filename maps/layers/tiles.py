"""The base of tiles, where one is chosen; what draws it is loaded only then."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QT_TRANSLATE_NOOP
from PySide6.QtGui import QPainter

from maps.ground_view import GroundLayer, GroundView
from maps.layers.layer import Layer
from maps.viewport import Bounds


def paint(painter: QPainter, view: GroundView) -> Iterator[None]:
    if view.base is not None:
        from maps.tiles.painting import paint_tiles

        yield from paint_tiles(painter, view, view.base)


#: It stands here and not only in the table because what is drawn after it asks whether it is shown.
LAYER: Layer[GroundLayer] = Layer("tiles", QT_TRANSLATE_NOOP("MapLayers", "Base map of others"), paint)


def paint_names(painter: QPainter, view: GroundView) -> Iterator[None]:
    """The names that come with the tiles."""
    if view.base is not None:
        from maps.tiles.painting import paint_tile_names

        yield from paint_tile_names(painter, view, view.base)


def hides(view: GroundView) -> bool:
    """Whether the tiles leave nothing of the city to be seen that lies below them."""
    return _cover(view, view.terrain.bounds)


def names_instead(view: GroundView) -> bool:
    """Whether names belong to the tiles: wherever there are tiles the city's own ground is not seen, and what stands on
    it would be said of something else."""
    return view.base is not None and _cover(view, view.base.box)


def _cover(view: GroundView, within: Bounds) -> bool:
    choice = view.content.choice
    if view.base is None or not choice.shows(LAYER) or choice.strength(LAYER) < 1.0:
        return False
    return view.base.shown(view.viewport, view.style, view.letters.ratio, within)[1]
