"""The ground as one picture: drawn once a view with room around it, moved while the hand moves, drawn anew in
slices. The first one of a city may be there from the last start."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, QPoint, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPainter

from maps.ground_content import GroundContent
from maps.ground_painter import paint_ground
from maps.ground_store import GroundStore
from maps.ground_view import GroundView
from maps.lettering import Lettering
from maps.style import Style
from maps.terrain import Terrain
from maps.viewport import Viewport

#: Logical pixels drawn beyond every edge, so that a pan has something to show.
MARGIN = 180.0
#: The room stays live while the ground is drawn: so long (seconds) at a time.
SLICE = 0.008
#: After a zoom step the next often follows at once: wait so long (ms) before the sharp picture is begun.
SETTLE = 20
#: A view that stands so long (ms) after it was drawn is the one to keep for the next start.
KEEP = 2000
#: Widest picture of the whole city that is kept for what the sharp one does not reach (device pixels).
OVERVIEW = 1400


@dataclass(frozen=True, slots=True)
class _Picture:
    """A drawn piece of ground: ``viewport`` and ``content`` say what it shows, ``ratio`` is pixels of the image a
    logical pixel."""

    image: QImage
    viewport: Viewport
    ratio: float
    content: GroundContent

    def paint(self, painter: QPainter, viewport: Viewport, ratio: float) -> None:
        left, top = viewport.to_pixels(self.viewport.bounds[:2]).tolist()
        painter.save()
        # Device pixel on device pixel: the one way of copying that is quick at every ratio.
        painter.scale(1 / ratio, 1 / ratio)
        if self.viewport.scale == viewport.scale and self.ratio == ratio:
            painter.drawImage(QPoint(round(left * ratio), round(top * ratio)), self.image)
        else:
            grown = viewport.scale / self.viewport.scale * ratio
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, True)
            size = self.viewport.width * grown, self.viewport.height * grown
            painter.drawImage(QRectF(left * ratio, top * ratio, *size), self.image)
        painter.restore()

    def covers(self, viewport: Viewport) -> bool:
        """Whether every pixel of a view lies on this picture."""
        west, north, east, south = self.viewport.bounds
        left, top, right, bottom = viewport.bounds
        return west <= left and north <= top and east >= right and south >= bottom


class GroundImage(QObject):
    """Keeps the picture of the ground fit for the view. ``refreshed`` tells that a better one is there; ``unkept`` that
    the store lacks the first view's, with what keeps it there (no arguments, in any thread)."""

    refreshed = Signal()
    unkept = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._terrain: Terrain | None = None
        self._sharp: _Picture | None = None
        self._overview: _Picture | None = None
        self._outdated = False
        self._wanted: tuple[Viewport, GroundContent] | None = None
        self._work: Generator[None, None, None] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._go_on)
        self._store: GroundStore | None = None
        self._to_keep: Callable[[], None] | None = None
        self._seeks = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(KEEP)
        self._rest.timeout.connect(self._on_rest)

    def open(self, terrain: Terrain, store: GroundStore | None = None) -> None:
        """The ground of another city; ``store`` is where its pictures are kept between two starts."""
        self.outdate()
        self._terrain, self._store = terrain, store
        self._sharp = self._overview = None

    def outdate(self) -> None:
        """Colours, language or pixels changed: what was drawn is shown only until there is something better."""
        self.stop()
        self._outdated = self._seeks = True

    def stop(self) -> None:
        """Leave a picture that is being drawn, and one that was to be kept."""
        self._give_up()
        self._rest.stop()

    def _give_up(self) -> None:
        self._timer.stop()
        self._wanted = None
        if self._work is not None:
            self._work.close()
            self._work = None

    @property
    def busy(self) -> bool:
        """Whether a sharper picture is being drawn."""
        return self._wanted is not None

    def fit(self, viewport: Viewport, letters: Lettering, content: GroundContent) -> None:
        """See to it that there is, or soon will be, a sharp picture of a view with this on it."""
        if self._terrain is None or viewport.width < 1 or viewport.height < 1:
            return
        sharp = None if self._sharp is None or self._outdated else (self._sharp.viewport, self._sharp.content)
        if any(
            drawn is not None and drawn[1] == content and _suffices(drawn[0], viewport)
            for drawn in (sharp, self._wanted)
        ):
            return
        zooming = self._sharp is not None and self._sharp.viewport.scale != viewport.scale
        self._give_up()
        wide = viewport.widened(MARGIN)
        self._wanted = wide, content
        self._work = self._make(self._terrain, wide, letters, content)
        self._timer.start(SETTLE if zooming else 0)

    def finish(self) -> None:
        """Draw to the end what was begun (for pictures that are wanted now: exports, tests)."""
        while self._work is not None:
            self._go_on()

    def paint(self, painter: QPainter, viewport: Viewport, style: Style, ratio: float) -> None:
        """The best there is: the sharp picture, the same moved or scaled for the moment, and around it the overview."""
        if self._sharp is None or not self._sharp.covers(viewport):
            painter.fillRect(QRectF(0, 0, viewport.width, viewport.height), style.outside)
            if self._overview is not None:
                self._overview.paint(painter, viewport, ratio)
        if self._sharp is not None:
            self._sharp.paint(painter, viewport, ratio)

    def _make(
        self, terrain: Terrain, viewport: Viewport, letters: Lettering, content: GroundContent
    ) -> Generator[None, None, None]:
        ratio, store, image, name = letters.ratio, self._store, None, ""
        size = round(viewport.width * ratio), round(viewport.height * ratio)
        if self._seeks and store is not None and content.lasting is not None:
            name = store.name_of(viewport, letters, content.lasting)
            image = yield from store.read(name, *size)
        self._to_keep = None
        if image is None:
            blank = QImage(*size, QImage.Format.Format_RGB32)
            blank.fill(letters.style.outside)
            image = yield from self._draw(blank, GroundView(terrain, viewport, letters.style, letters, content))
            if name and store is not None:
                self._to_keep = partial(store.write, name, image)
        if name:
            self._rest.start()
        if self._outdated or (self._overview is not None and self._overview.content != content):
            self._overview = None
        self._sharp, self._outdated, self._wanted = _Picture(image, viewport, ratio, content), False, None
        yield
        if self._overview is None and self._sharp.covers(_around(terrain, viewport)):
            smaller = image.scaledToWidth(min(OVERVIEW, image.width()), Qt.TransformationMode.SmoothTransformation)
            self._overview = _Picture(smaller, viewport, smaller.width() / viewport.width, content)

    def _draw(self, image: QImage, view: GroundView) -> Generator[None, None, QImage]:
        image.setDevicePixelRatio(view.letters.ratio)
        # Whatever happens to this work, the painter ends before the image goes: Qt does not survive the other order.
        with QPainter(image) as painter:
            yield from paint_ground(painter, view)
        image.setDevicePixelRatio(1.0)
        return image

    def _on_rest(self) -> None:
        """The first view has found its place: later ones are drawn, not sought."""
        self._seeks = False
        keep, self._to_keep = self._to_keep, None
        if keep is not None:
            self.unkept.emit(keep)

    def _go_on(self) -> None:
        if self._work is None:
            return
        until = time.perf_counter() + SLICE
        while time.perf_counter() < until:
            sharp = self._sharp
            if next(self._work, StopIteration) is StopIteration:
                self._work = None
            if self._sharp is not sharp:
                self.refreshed.emit()
            if self._work is None:
                return
        self._timer.start(0)


def _suffices(drawn: Viewport, viewport: Viewport) -> bool:
    """Whether a picture is sharp for a view and will still be after the next small pan."""
    if drawn.scale != viewport.scale:
        return False
    spare_x = (drawn.width - viewport.width) / 2 - abs(drawn.x - viewport.x) * viewport.scale
    spare_y = (drawn.height - viewport.height) / 2 - abs(drawn.y - viewport.y) * viewport.scale
    return min(spare_x, spare_y) >= MARGIN * 0.45


def _around(terrain: Terrain, viewport: Viewport) -> Viewport:
    """A view of just the whole city at the scale of another."""
    west, north, east, south = terrain.bounds
    size = (east - west) * viewport.scale, (south - north) * viewport.scale
    return Viewport((west + east) / 2, (north + south) / 2, viewport.scale, *size)
