"""The whole city in a corner of the map: where the map looks, and where it hurts that cannot be seen."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QHideEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from maps.grey import greyed
from maps.ground_content import GroundContent, GroundTiles
from maps.ground_image import GroundImage
from maps.hand import NOTCH
from maps.layer_choice import AS_SHIPPED
from maps.layers.tiles import LAYER as TILES
from maps.lettering import Lettering
from maps.navigation import Navigation
from maps.presentation import Presentation
from maps.scene import LATE
from maps.style import Style, faded
from maps.viewport import Viewport

if TYPE_CHECKING:
    from maps.tiles.tiled_base import TiledBase

#: Logical pixels.
WIDTH, HEIGHT, MARGIN = 200, 150, 6.0
#: What of the ground does not help to tell places apart at this size.
_LEFT_OUT = ("labels", "cameras", "estates")
#: At most so many of the worst incidents are marked.
_WORST = 200


class Overview(QWidget):
    """Shares the ground's geometry and the scene with the map it belongs to: it costs its own pixels only. Hidden
    while the map itself shows the whole city."""

    def __init__(self, shown: Presentation, navigation: Navigation, parent: QWidget) -> None:
        super().__init__(parent)
        self._shown, self._navigation = shown, navigation
        self._letters: Lettering | None = None
        self.wanted = True
        self.live = True
        self._base: TiledBase | None = None
        self._ground = GroundImage(self)
        self._ground.refreshed.connect(self.update)
        navigation.moved.connect(self.follow)
        self.setFixedSize(WIDTH, HEIGHT)
        # Otherwise the map under it would be painted each time it is.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._name()
        self.hide()

    def open(self) -> None:
        """Another city."""
        if self._shown.terrain is not None:
            self._ground.open(self._shown.terrain)
        self.follow()

    def dress(self, style: Style, ratio: float) -> None:
        self._letters = Lettering(style, ratio)
        self._ground.outdate()
        self.update()

    def want(self, wanted: bool) -> None:
        self.wanted = wanted
        self.follow()

    def follow(self) -> None:
        """The map moved: is there something it does not show?"""
        terrain = self._shown.terrain
        seen = terrain is None or _holds(self._navigation.viewport, terrain.bounds)
        parent = self.parentWidget()
        small = parent is None or parent.width() < 3 * WIDTH or parent.height() < 3 * HEIGHT
        self.setVisible(self.wanted and not seen and not small)
        self.update()

    def _viewport(self) -> Viewport:
        terrain = self._shown.terrain
        bounds = terrain.bounds if terrain is not None else (0.0, 0.0, 1.0, 1.0)
        return Viewport(0.5, 0.5, 256.0, float(self.width()), float(self.height())).fitting(bounds, MARGIN)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._letters is None:
            return
        viewport, style = self._viewport(), self._letters.style
        self._ground.fit(viewport, self._letters, self._content(viewport, self._letters))
        with QPainter(self) as painter:
            if self.live:
                self._paint_city(painter, viewport, self._letters)
            else:
                paint = partial(self._paint_city, viewport=viewport, letters=self._letters)
                painter.drawImage(0, 0, greyed(self.width(), self.height(), self._letters.ratio, paint))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
            west, north, east, south = self._navigation.viewport.bounds
            (left, top), (right, bottom) = viewport.to_pixels([(west, north), (east, south)]).tolist()
            painter.setPen(QPen(style.selection, 1.6))
            painter.setBrush(faded(style.selection, 0.16))
            # Never so small that nobody finds it.
            frame = QRectF(QPointF(left, top), QPointF(right, bottom))
            grown = max(0.0, (7.0 - min(frame.width(), frame.height())) / 2)
            painter.drawRect(frame.adjusted(-grown, -grown, grown, grown))
            painter.setPen(QPen(style.line, 1.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))

    def _paint_city(self, painter: QPainter, viewport: Viewport, letters: Lettering) -> None:
        self._ground.paint(painter, viewport, letters.style, letters.ratio)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        self._paint_worst(painter, viewport, letters.style)

    def _content(self, viewport: Viewport, letters: Lettering) -> GroundContent:
        """The city's own ground, or the tiles the map shows, as strong as there."""
        choice, tiles = AS_SHIPPED, self._shown.tiles
        for code in _LEFT_OUT:
            choice = choice.switch(code, False)
        base = tiles.base if tiles is not None and self._shown.choice.shows(TILES) else None
        self._look_at(base)
        if base is None:
            return GroundContent(self._shown.language, choice)
        base.look(self, viewport, letters.style, letters.ratio)
        choice = choice.dim(TILES.code, self._shown.choice.strength(TILES))
        return GroundContent(self._shown.language, choice, GroundTiles(base, base.version))

    def _look_at(self, base: TiledBase | None) -> None:
        """This one and no other."""
        if base is not self._base:
            if self._base is not None and isValid(self._base):
                self._base.arrived.disconnect(self.update)
                self._base.leave(self)
            if base is not None:
                base.arrived.connect(self.update)
            self._base = base

    def _paint_worst(self, painter: QPainter, viewport: Viewport, style: Style) -> None:
        """Late ones and the severest: the worst on top."""
        matters = self._shown.scene.matters
        rows = ((matters.phase == LATE) | (matters.severity == 1)).nonzero()[0][-_WORST:]
        painter.setPen(QPen(style.ground, 0.8))
        for row, (x, y) in zip(rows.tolist(), viewport.to_pixels(matters.world[rows]).tolist(), strict=True):
            color = style.severity[int(matters.severity[row]) - 1]
            painter.setBrush(color)
            painter.drawEllipse(QPointF(x, y), 2.6, 2.6)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._go_to(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go_to(event.position())

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._navigation.zoom_middle(event.angleDelta().y() / 120 * NOTCH)
        event.accept()

    def hideEvent(self, event: QHideEvent) -> None:
        self._ground.stop()
        self._look_at(None)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._name()
        super().changeEvent(event)

    def _go_to(self, place: QPointF) -> None:
        x, y = self._viewport().to_world((place.x(), place.y())).tolist()
        self._navigation.gestured.emit()
        self._navigation.centre(x, y, glide=False)

    def _name(self) -> None:
        name = QCoreApplication.translate("MapOverview", "Overview: click or drag to look somewhere else")
        self.setToolTip(name)
        self.setAccessibleName(name)


def _holds(viewport: Viewport, bounds: tuple[float, float, float, float]) -> bool:
    west, north, east, south = viewport.bounds
    return west <= bounds[0] and north <= bounds[1] and east >= bounds[2] and south >= bounds[3]
