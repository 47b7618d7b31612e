"""All ground layers that are chosen, one over the other."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage, QPainter

from maps.ground_view import GroundLayer, GroundView
from maps.layers import tiles
from maps.layers.layer import Layer
from maps.layers.table import GROUND_LAYERS


def paint_ground(painter: QPainter, view: GroundView) -> Iterator[None]:
    """Draws the ground of a view and gives way after every stroke."""
    choice = view.content.choice
    visible = choice.visible(GROUND_LAYERS)
    if tiles.hides(view):  # what lies below them need not be drawn
        visible = visible[[layer.code for layer in visible].index("tiles") :]
    for layer in visible:
        strength = choice.strength(layer)
        if strength < 1.0:
            yield from _paint_dimmed(painter, view, layer, strength)
        else:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
            yield from layer.paint(painter, view)


def _paint_dimmed(painter: QPainter, view: GroundView, layer: Layer[GroundLayer], strength: float) -> Iterator[None]:
    """The layer as a whole, so that what lies over each other in it does not show through."""
    ratio = view.letters.ratio
    size = round(view.viewport.width * ratio), round(view.viewport.height * ratio)
    image = QImage(*size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    image.setDevicePixelRatio(ratio)
    with QPainter(image) as own:
        own.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        yield from layer.paint(own, view)
    painter.setOpacity(strength)
    painter.drawImage(QPointF(0, 0), image)
    painter.setOpacity(1.0)
    yield
