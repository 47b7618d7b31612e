"""Draws pieces of the ground and gives way after every stroke."""

from __future__ import annotations

import math
from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QImage, QPainter

from maps.ground_content import GroundContent
from maps.ground_painter import paint_ground
from maps.ground_picture import GroundPicture, Rect
from maps.ground_view import GroundView
from maps.lettering import Lettering
from maps.terrain import Terrain
from maps.viewport import Viewport
from maps.words import Words

#: How large the picture of the whole city is that is kept for what the sharp one does not reach (device pixels).
OVERVIEW = 1400
#: Words stand out of what is drawn at a time by so many logical pixels at most.
WORDS = 90.0
#: Copied at a time (bytes), a few milliseconds.
BAND = 16 << 20


@dataclass(frozen=True, slots=True)
class GroundDrawing:
    """What is drawn, and with which letters and colours."""

    terrain: Terrain
    letters: Lettering
    content: GroundContent

    def begun(
        self, image: QImage, viewport: Viewport, seen: Viewport | None, base: GroundPicture | None
    ) -> Generator[None, None, GroundPicture]:
        """A picture of a view, on ``image``, with what ``base`` has of it, or else with what is ``seen`` of it."""
        ratio, content = self.letters.ratio, self.content
        picture = GroundPicture(image, viewport, ratio, content, (0, 0, 0, 0), Words())
        if base is None or base.words is None:
            picture.drawn = first = picture.first_part(seen)
            yield from self.draw(picture, first)
            return picture
        right, down = (round(part * ratio) for part in viewport.to_pixels(base.viewport.bounds[:2]).tolist())
        old = base.drawn
        moved = old[0] + right, old[1] + down, old[2] + right, old[3] + down
        picture.drawn = max(moved[0], 0), max(moved[1], 0), min(moved[2], image.width()), min(moved[3], image.height())
        picture.words = base.words.moved(right / ratio, down / ratio, viewport.width, viewport.height)
        for band in _bands(image, picture.drawn):
            with QPainter(image) as painter:
                painter.drawImage(band.topLeft(), base.image, band.translated(-right, -down))
            yield
        return picture

    def draw(self, picture: GroundPicture, part: Rect) -> Generator[None, None, None]:
        """One part of a picture, as if it were a view of its own with some room around it for words."""
        letters, ratio, words, image = self.letters, picture.ratio, picture.words, picture.image
        assert words is not None
        room = math.ceil(WORDS * ratio)
        left, top, right, bottom = part[0] - room, part[1] - room, part[2] + room, part[3] + room
        x, y = picture.viewport.to_world(((left + right) / 2 / ratio, (top + bottom) / 2 / ratio)).tolist()
        size = (right - left) / ratio, (bottom - top) / ratio
        view = GroundView(
            self.terrain, Viewport(x, y, picture.viewport.scale, *size), letters.style, letters, self.content,
            words.window(left / ratio, top / ratio),
        )  # fmt: skip
        for band in _bands(image, part):
            with QPainter(image) as painter:
                painter.fillRect(band, letters.style.outside)
            yield
        # The same pixels under another name: what is painted counts in logical pixels, what is shown in device pixels.
        canvas = QImage(image.bits(), *picture.whole[2:], image.bytesPerLine(), image.format())
        canvas.setDevicePixelRatio(ratio)
        # Whatever happens to this work, the painter ends before the image goes: Qt does not survive the other order.
        with QPainter(canvas) as painter:
            painter.setClipRect(
                QRectF(part[0] / ratio, part[1] / ratio, *((part[i + 2] - part[i]) / ratio for i in (0, 1)))
            )
            painter.translate(left / ratio, top / ratio)
            yield from paint_ground(painter, view)
        image.bits()  # tells who keeps a copy (a graphics processor) that it is another picture now

    def afar(self, near: GroundPicture) -> Generator[None, None, GroundPicture | None]:
        """All of the city as it looks on another picture, small and without words that would be blown up; None where
        that one shows all of it, or nothing is known of the rest."""
        terrain, content = self.terrain, self.content
        west, north, east, south = terrain.bounds
        ratio = self.letters.ratio
        side = min(OVERVIEW, max(near.whole)) / ratio
        view = Viewport(0.0, 0.0, 1.0, side, side).fitting(terrain.bounds, 0.0)
        view = view.resized((east - west) * view.scale + 2, (south - north) * view.scale + 2)
        tiles = content.tiles is not None
        if near.covers(view) != tiles:  # it shows all; or tiles of another scale, which are not fetched for this
            return None
        image = QImage(round(view.width * ratio), round(view.height * ratio), QImage.Format.Format_RGB32)
        picture = GroundPicture(image, view, ratio, content, (0, 0, image.width(), image.height()), Words())
        if not tiles:
            wordless = replace(self, content=replace(content, choice=content.choice.switch("labels", False)))
            yield from wordless.draw(picture, picture.whole)
            return picture
        with QPainter(image) as painter:
            painter.scale(1 / ratio, 1 / ratio)
            near.paint(painter, view, ratio)
        return picture


def _bands(image: QImage, part: Rect) -> Iterator[QRect]:
    """A part of an image in pieces that are copied in a few milliseconds."""
    rows = max(1, BAND // image.bytesPerLine())
    for top in range(part[1], part[3], rows):
        yield QRect(part[0], top, part[2] - part[0], min(rows, part[3] - top))
