"""All ground layers that are chosen, one over the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage, QPainter

from maps.ground_view import GroundLayer, GroundView
from maps.layers import tiles
from maps.layers.layer import Group, Layer
from maps.layers.table import GROUND_LAYERS

#: How strong (0..1) a layer that covers areas is at most when it lies over tiles.
OVER_TILES = 0.6


def paint_ground(painter: QPainter, view: GroundView) -> Iterator[None]:
    """Draws the ground of a view, on what is outside of the city, and gives way after every stroke."""
    choice = view.content.choice
    visible = choice.visible(GROUND_LAYERS)
    for layer, most in _with_tiles(visible, view):
        yield from _paint(painter, view, layer.paint, min(choice.strength(layer), most))
    # Names of places are what people find their way by: signs stand where these have left room.
    for layer in reversed(visible):
        if layer.signs is not None:
            own = replace(view, taken=view.taken.of(layer.code))
            yield from _paint(painter, own, layer.signs, choice.strength(layer))


def _with_tiles(visible: list[Layer[GroundLayer]], view: GroundView) -> Iterator[tuple[Layer[GroundLayer], float]]:
    """The layers from the lowest to the highest, each with how strong it may be at most. Tiles take the place of the
    city's own ground; what else lies below them is laid over them, so that both are seen."""
    codes = [layer.code for layer in visible]
    if view.base is None or "tiles" not in codes:
        yield from ((layer, 1.0) for layer in visible)
        return
    place, hidden = codes.index("tiles"), tiles.hides(view)
    below = visible[:place]
    yield from ((layer, 1.0) for layer in below if layer.group is Group.BASE and not hidden)
    yield visible[place], 1.0
    yield from ((layer, OVER_TILES) for layer in below if layer.group is not Group.BASE)
    yield from ((layer, strongest(layer, view)) for layer in visible[place + 1 :])


def strongest(layer: Layer[GroundLayer], view: GroundView) -> float:
    """How strong (0..1) a layer may be at most: what covers areas lets tiles below be seen."""
    return OVER_TILES if view.base is not None and layer.code == "figures" else 1.0


def _paint(painter: QPainter, view: GroundView, paint: GroundLayer, strength: float) -> Iterator[None]:
    """A layer; a dimmed one as a whole, so that what lies over each other in it does not show through."""
    if strength >= 1.0:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        yield from paint(painter, view)
        return
    ratio = view.letters.ratio
    size = round(view.viewport.width * ratio), round(view.viewport.height * ratio)
    image = QImage(*size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    image.setDevicePixelRatio(ratio)
    with QPainter(image) as own:
        own.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        yield from paint(own, view)
    painter.setOpacity(strength)
    painter.drawImage(QPointF(0, 0), image)
    painter.setOpacity(1.0)
    yield
