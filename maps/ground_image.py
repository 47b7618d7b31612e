"""The ground as one picture: drawn once a view with room around it, moved while the hand moves, drawn anew in
slices."""

from __future__ import annotations

import time
from collections.abc import Generator

from PySide6.QtCore import QObject, QPointF, QRectF, QTimer, Signal
from PySide6.QtGui import QImage, QPainter

from maps.ground_view import GroundView
from maps.layers.table import GROUND_LAYERS
from maps.lettering import Lettering
from maps.style import Style
from maps.terrain import Terrain
from maps.viewport import Viewport

#: Logical pixels drawn beyond every edge, so that a pan has something to show.
MARGIN = 180.0
#: The room stays live while the ground is drawn: so long (seconds) at a time.
SLICE = 0.010
#: After a zoom step the next often follows at once: wait so long (ms) before the sharp picture is begun.
SETTLE = 40


class GroundImage(QObject):
    """Keeps the picture of the ground fit for the view. ``refreshed`` tells that a better one is there."""

    refreshed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._terrain: Terrain | None = None
        self._image: QImage | None = None
        self._drawn: Viewport | None = None  # what the picture shows, margins included
        self._wanted: Viewport | None = None
        self._work: Generator[None, None, None] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._go_on)

    def open(self, terrain: Terrain | None) -> None:
        self._terrain = terrain
        self.forget()

    def forget(self) -> None:
        """Colours, language or the city changed: nothing that was drawn is right any more."""
        self.stop()
        self._drawn = self._wanted = None

    def stop(self) -> None:
        """Leave a picture that is being drawn."""
        self._timer.stop()
        if self._work is not None:
            self._work.close()
            self._work = None

    @property
    def busy(self) -> bool:
        return self._work is not None

    def fit(self, viewport: Viewport, letters: Lettering, language: str) -> None:
        """See to it that there is, or soon will be, a sharp picture of a view."""
        if self._terrain is None or viewport.width < 1 or viewport.height < 1:
            return
        if self._covers(self._drawn, viewport, letters.ratio) or self._covers(self._wanted, viewport, letters.ratio):
            return
        zooming = self._drawn is not None and self._drawn.scale != viewport.scale
        self.stop()
        self._wanted = viewport.widened(MARGIN)
        self._work = self._draw(self._terrain, self._wanted, letters, language)
        self._timer.start(SETTLE if zooming else 0)

    def finish(self) -> None:
        """Draw to the end what was begun (for pictures that are wanted now: exports, tests)."""
        while self._work is not None:
            self._go_on()

    def paint(self, painter: QPainter, viewport: Viewport, style: Style, ratio: float) -> None:
        """The best picture there is: sharp, moved, or scaled for the moment."""
        drawn, image = self._drawn, self._image
        whole = QRectF(0, 0, viewport.width, viewport.height)
        if drawn is None or image is None:
            painter.fillRect(whole, style.outside)
            return
        left, top = viewport.to_pixels((drawn.bounds[0], drawn.bounds[1])).tolist()
        if drawn.scale == viewport.scale:
            if left > 0 or top > 0 or left + drawn.width < viewport.width or top + drawn.height < viewport.height:
                painter.fillRect(whole, style.outside)
            painter.drawImage(QPointF(round(left * ratio) / ratio, round(top * ratio) / ratio), image)
            return
        grown = viewport.scale / drawn.scale
        painter.fillRect(whole, style.outside)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, True)
        painter.drawImage(QRectF(left, top, drawn.width * grown, drawn.height * grown), image)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)

    @staticmethod
    def _covers(drawn: Viewport | None, viewport: Viewport, ratio: float) -> bool:
        """Whether a picture is sharp for a view and will still be after the next small pan."""
        if drawn is None or drawn.scale != viewport.scale:
            return False
        spare_x = (drawn.width - viewport.width) / 2 - abs(drawn.x - viewport.x) * viewport.scale
        spare_y = (drawn.height - viewport.height) / 2 - abs(drawn.y - viewport.y) * viewport.scale
        return min(spare_x, spare_y) >= MARGIN * 0.45

    def _draw(
        self, terrain: Terrain, viewport: Viewport, letters: Lettering, language: str
    ) -> Generator[None, None, None]:
        ratio = letters.ratio
        size = round(viewport.width * ratio), round(viewport.height * ratio)
        image = QImage(*size, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(ratio)
        view = GroundView(terrain, viewport, letters.style, letters, language)
        # Whatever happens to this work, the painter ends before the image goes: Qt does not survive the other order.
        with QPainter(image) as painter:
            for layer in GROUND_LAYERS:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
                yield from layer(painter, view)
        self._image, self._drawn = image, viewport

    def _go_on(self) -> None:
        if self._work is None:
            return
        until = time.perf_counter() + SLICE
        while time.perf_counter() < until:
            if next(self._work, StopIteration) is StopIteration:
                self._work = self._wanted = None
                self.refreshed.emit()
                return
        self._timer.start(0)
