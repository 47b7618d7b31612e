"""The ground of a picture that is taken away: drawn once a frame, with room left for colours that come later."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage, QPainter

from maps.ground_painter import paint_ground, strongest
from maps.ground_view import GroundView
from maps.layer_choice import LayerChoice
from maps.layers import areas
from maps.layers.table import GROUND_LAYERS

#: The layer that is laid between the two sheets.
FIGURES = "figures"
_PLACE = [layer.code for layer in GROUND_LAYERS].index(FIGURES)
_COLOURED, _ABOVE = GROUND_LAYERS[_PLACE], GROUND_LAYERS[_PLACE + 1 :]


@dataclass(slots=True)
class SnapshotGround:
    """``below`` what lies under the colours of areas, ``above`` what lies over them, drawn apart so that both can be
    there before anybody has counted; without ``above`` everything is in ``below``, and nothing is coloured."""

    below: QImage
    above: QImage | None = None

    def picture(self, view: GroundView, strength: float = 1.0) -> QImage:
        """A picture of its own with the colours of ``view.content`` as strong (0..1) as they are wanted."""
        image = self.below.copy()
        image.setDevicePixelRatio(view.letters.ratio)
        if self.above is not None:
            with QPainter(image) as painter:
                painter.setOpacity(min(strength, strongest(_COLOURED, view)))
                deque(areas.paint(painter, view), maxlen=0)
                painter.setOpacity(1.0)
                painter.drawImage(QPointF(0, 0), self.above)
        return image


def drawn_ground(view: GroundView, coloured: bool) -> SnapshotGround:
    """The ground of a view, in two sheets when its areas are going to be ``coloured``."""
    return SnapshotGround(land_alone(view), _above(view)) if coloured else SnapshotGround(_drawn(view))


def land_alone(view: GroundView) -> QImage:
    """What lies under the colours of areas: the base, without borders, people and names."""
    return _drawn(replace(view, content=replace(view.content, choice=_without_above(view.content.choice))))


def _drawn(view: GroundView) -> QImage:
    sheet = _sheet(view, QImage.Format.Format_RGB32)
    sheet.fill(view.style.outside)
    with QPainter(sheet) as painter:
        deque(paint_ground(painter, view), maxlen=0)  # to its end, without giving way
    return sheet


def _above(view: GroundView) -> QImage:
    sheet = _sheet(view, QImage.Format.Format_ARGB32_Premultiplied)
    sheet.fill(Qt.GlobalColor.transparent)
    with QPainter(sheet) as painter:
        for layer in view.content.choice.visible(_ABOVE):
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
            deque(layer.paint(painter, view), maxlen=0)
    return sheet


def _sheet(view: GroundView, kind: QImage.Format) -> QImage:
    ratio = view.letters.ratio
    image = QImage(round(view.viewport.width * ratio), round(view.viewport.height * ratio), kind)
    image.setDevicePixelRatio(ratio)
    return image


def _without_above(choice: LayerChoice) -> LayerChoice:
    for layer in (*_ABOVE, GROUND_LAYERS[_PLACE]):
        choice = choice.switch(layer.code, False)
    return choice
