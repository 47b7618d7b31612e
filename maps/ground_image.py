"""The ground as one picture: drawn once a view with room around it, moved while the hand moves, and grown by strips
where the hand goes. All of it is drawn in slices, what is seen first. The first one of a city may be there from the
last start."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Generator
from functools import partial

from PySide6.QtCore import QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPainter, QRegion

from maps.ground_content import GroundContent
from maps.ground_drawing import GroundDrawing
from maps.ground_picture import GroundPicture, aligned, overlap
from maps.ground_store import GroundStore
from maps.lettering import Lettering
from maps.spare_image import MOST, SpareImage
from maps.style import Style
from maps.terrain import Terrain
from maps.viewport import Viewport

#: Logical pixels drawn beyond every edge, so that a pan has something to show.
MARGIN = 180.0
#: The room stays live while the ground is drawn: so long (seconds) at a time.
SLICE = 0.008
#: A view that stands so long (ms) after it was drawn is the one to keep for the next start.
KEEP = 2000


class GroundImage(QObject):
    """Keeps the picture of the ground fit for the view. ``refreshed`` tells that a better one is there; ``unkept`` that
    the store lacks the first view's, with what keeps it there (no arguments, in any thread)."""

    refreshed = Signal()
    unkept = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._terrain: Terrain | None = None
        self._sharp: GroundPicture | None = None
        self._overview: GroundPicture | None = None
        self._outdated = False
        self._former: GroundPicture | None = None
        self._spare = SpareImage()
        self._view: Viewport | None = None
        self._wanted: tuple[Viewport, GroundContent] | None = None
        self._target: tuple[Viewport, GroundContent] | None = None
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
        self._sharp = self._former = self._overview = None
        self._spare.clear()

    def outdate(self) -> None:
        """Colours, language or pixels changed: what was drawn is shown only until there is something better."""
        self.stop()
        self._outdated = self._seeks = True
        self._former = None

    def stop(self) -> None:
        """Leave a picture that is being drawn, and one that was to be kept."""
        self._give_up()
        self._rest.stop()

    def _give_up(self) -> None:
        self._timer.stop()
        self._wanted = self._target = None
        if self._work is not None:
            self._work.close()
            self._work = None

    @property
    def busy(self) -> bool:
        """Whether the view is not sharp yet and will be."""
        return self._wanted is not None

    def fit(self, viewport: Viewport, letters: Lettering, content: GroundContent) -> None:
        """See to it that there is, or soon will be, a sharp picture of a view with this on it."""
        if self._terrain is None or viewport.width < 1 or viewport.height < 1:
            return
        self._view = viewport
        if not self._outdated:
            self._turn_back(viewport, letters.ratio, content)
        sharp = None if self._outdated else self._sharp
        base = sharp if sharp is not None and sharp.fits(viewport, letters.ratio, content) else None
        target = self._target
        if target is not None and target[1] == content and _reaches(target[0], viewport):
            return
        if base is not None and min(base.room(viewport)) >= MARGIN * 0.45:
            self._give_up()
            return
        self._give_up()
        if base is not None and (base.words is None or not overlap(base.rect_of(viewport), base.drawn)):
            base = None
        wide = viewport.widened(MARGIN)
        if base is not None:
            wide = aligned(wide, base.viewport, base.ratio)
        self._target = wide, content
        if base is None or min(base.room(viewport)) < 0:
            self._wanted = self._target
        self._work = self._make(GroundDrawing(self._terrain, letters, content), wide, base)
        self._timer.start(0)

    def _turn_back(self, viewport: Viewport, ratio: float, content: GroundContent) -> None:
        """The way back from a zoom step needs no drawing."""
        former, sharp = self._former, self._sharp
        if former is None or sharp is None or sharp.fits(viewport, ratio, content):
            return
        if former.fits(viewport, ratio, content) and min(former.room(viewport)) >= 0:
            self._give_up()
            self._sharp, self._former = former, sharp

    def finish(self) -> None:
        """Draw to the end what was begun (for pictures that are wanted now: exports, tests)."""
        while self._work is not None:
            self._go_on()

    def paint(self, painter: QPainter, viewport: Viewport, style: Style, ratio: float) -> None:
        """The best there is: the sharp picture, the same moved or scaled for the moment, and around it the overview, or
        until there is one the picture before."""
        if self._sharp is None or not self._sharp.covers(viewport):
            painter.save()
            painter.setClipRegion(self._beside(viewport), Qt.ClipOperation.IntersectClip)
            painter.fillRect(QRectF(0, 0, viewport.width, viewport.height), style.outside)
            wider = self._overview or self._former
            if wider is not None:
                wider.paint(painter, viewport, ratio)
            painter.restore()
        if self._sharp is not None:
            self._sharp.paint(painter, viewport, ratio)

    def _beside(self, viewport: Viewport) -> QRegion:
        """The part of a view that the sharp picture does not reach."""
        region = QRegion(0, 0, math.ceil(viewport.width), math.ceil(viewport.height))
        if self._sharp is not None:
            west, north, east, south = self._sharp.bounds
            (left, top), (right, bottom) = viewport.to_pixels([(west, north), (east, south)]).tolist()
            inner = math.ceil(left) + 1, math.ceil(top) + 1, math.floor(right) - 1, math.floor(bottom) - 1
            region -= QRegion(inner[0], inner[1], max(inner[2] - inner[0], 0), max(inner[3] - inner[1], 0))
        return region

    def _make(
        self, drawing: GroundDrawing, viewport: Viewport, base: GroundPicture | None
    ) -> Generator[None, None, None]:
        """Draws what is seen first and then the room around it, from what ``base`` has of it already."""
        letters, content = drawing.letters, drawing.content
        ratio, store, name = letters.ratio, self._store, ""
        size = round(viewport.width * ratio), round(viewport.height * ratio)
        picture: GroundPicture | None = None
        if self._seeks and store is not None and content.lasting is not None:
            name = store.name_of(viewport, letters, content.lasting)
            image = yield from store.read(name, *size)
            picture = GroundPicture(image, viewport, ratio, content, (0, 0, *size)) if image is not None else None
        self._to_keep = None
        found = picture is not None
        if picture is None:
            picture = yield from self._begun(drawing, viewport, base)
        shown = False
        while picture.drawn != picture.whole:
            if not shown and self._view is not None and min(picture.room(self._view)) >= 0:
                self._show(picture)
                shown = True
                yield
            part, drawn = picture.next_part(self._view)
            yield from drawing.draw(picture, part)
            picture.drawn = drawn
        if not shown:
            self._show(picture)
            yield
        if name:
            self._rest.start()
            if not found and store is not None:
                self._to_keep = partial(store.write, name, QImage(picture.image))
        if self._overview is None:
            self._overview = yield from drawing.afar(picture)
        self._target = None

    def _begun(
        self, drawing: GroundDrawing, viewport: Viewport, base: GroundPicture | None
    ) -> Generator[None, None, GroundPicture]:
        ratio = drawing.letters.ratio
        image = self._spare.take(round(viewport.width * ratio), round(viewport.height * ratio))
        try:
            return (yield from drawing.begun(image, viewport, self._view, base))
        except GeneratorExit:  # given up: the next one is begun at once
            self._spare.put(image)
            raise

    def _show(self, picture: GroundPicture) -> None:
        sharp, before = self._sharp, (self._sharp, self._former)
        if self._outdated or (self._overview is not None and self._overview.content != picture.content):
            self._overview = None
        if self._outdated or (sharp is not None and sharp.content != picture.content):
            self._former = None
        elif sharp is not None and sharp.viewport.scale != picture.viewport.scale:
            self._former = sharp if sharp.image.sizeInBytes() <= MOST else None
        self._sharp, self._outdated, self._wanted = picture, False, None
        for one in before:
            if one is not None and one is not self._sharp and one is not self._former:
                self._spare.put(one.image)

    def _on_rest(self) -> None:
        """The first view has found its place: later ones are drawn, not sought."""
        self._seeks = False
        keep, self._to_keep = self._to_keep, None
        if keep is not None:
            self.unkept.emit(keep)

    def _go_on(self) -> None:
        until = time.perf_counter() + SLICE
        while self._work is not None:
            sharp = self._sharp
            if next(self._work, StopIteration) is StopIteration:
                self._work = None
            if self._sharp is not sharp:
                self.refreshed.emit()
            if time.perf_counter() >= until:
                break
        if self._work is not None:
            self._timer.start(0)


def _reaches(drawn: Viewport, viewport: Viewport) -> bool:
    """Whether a picture will be sharp for a view and still after the next small pan."""
    if drawn.scale != viewport.scale:
        return False
    spare_x = (drawn.width - viewport.width) / 2 - abs(drawn.x - viewport.x) * viewport.scale
    spare_y = (drawn.height - viewport.height) / 2 - abs(drawn.y - viewport.y) * viewport.scale
    return min(spare_x, spare_y) >= MARGIN * 0.45
