"""A piece of the ground as one picture: what it shows, how much of it is sharp, and what of it is wanted next."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QPoint, QRect, QRectF
from PySide6.QtGui import QImage, QPainter

from maps.ground_content import GroundContent
from maps.viewport import Bounds, Viewport
from maps.words import Words

#: Left, top, right, bottom in device pixels of a picture.
Rect = tuple[int, int, int, int]
#: On views of so many device pixels at most a scaled picture is softened. On larger ones pixels are too fine to be told
#: apart for a tenth of a second, and a frame has no time for it.
SOFTENED = 6_000_000


@dataclass(slots=True)
class GroundPicture:
    """A piece of ground: ``viewport`` and ``content`` say what it shows, ``ratio`` is pixels of the image a logical
    pixel. ``drawn``: the part that is there already; nothing else of it is shown. ``words``: what is written on it;
    None when nobody knows, so that it cannot grow."""

    image: QImage
    viewport: Viewport
    ratio: float
    content: GroundContent
    drawn: Rect
    words: Words | None = None

    @property
    def whole(self) -> Rect:
        return 0, 0, self.image.width(), self.image.height()

    def rect_of(self, viewport: Viewport) -> Rect:
        """Where a view of the same scale lies on it."""
        left, top = (self.viewport.to_pixels(viewport.bounds[:2]) * self.ratio).tolist()
        wide, high = viewport.width * self.ratio, viewport.height * self.ratio
        return math.floor(left + 1e-3), math.floor(top + 1e-3), math.ceil(left + wide), math.ceil(top + high)

    def room(self, viewport: Viewport) -> tuple[float, float, float, float]:
        """How many logical pixels are sharp beyond each edge of a view (left, top, right, bottom); < 0: missing."""
        left, top, right, bottom = self.rect_of(viewport)
        spare = left - self.drawn[0], top - self.drawn[1], self.drawn[2] - right, self.drawn[3] - bottom
        return spare[0] / self.ratio, spare[1] / self.ratio, spare[2] / self.ratio, spare[3] / self.ratio

    def fits(self, viewport: Viewport, ratio: float, content: GroundContent) -> bool:
        """Whether it can serve a view as it is or grown."""
        return self.viewport.scale == viewport.scale and self.ratio == ratio and self.content == content

    def paint(self, painter: QPainter, viewport: Viewport, ratio: float) -> None:
        """The sharp part of it, moved or scaled to where it lies on a view."""
        left, top, right, bottom = self.drawn
        piece = QRect(left, top, right - left, bottom - top)
        painter.save()
        # Device pixel on device pixel: the one way of copying that is quick at every ratio.
        painter.scale(1 / ratio, 1 / ratio)
        if self.viewport.scale == viewport.scale and self.ratio == ratio:
            x, y = (viewport.to_pixels(self.viewport.bounds[:2]) * ratio).tolist()
            painter.drawImage(QPoint(round(x) + left, round(y) + top), self.image, piece)
        else:
            west, north, east, south = self.bounds
            (x, y), (x2, y2) = (viewport.to_pixels([(west, north), (east, south)]) * ratio).tolist()
            soft = viewport.width * viewport.height * ratio * ratio <= SOFTENED
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, soft)
            painter.drawImage(QRectF(x, y, x2 - x, y2 - y), self.image, QRectF(piece))
        painter.restore()

    @property
    def bounds(self) -> Bounds:
        """What the sharp part shows of the world."""
        corners = np.array(self.drawn, float).reshape(2, 2) / self.ratio
        (west, north), (east, south) = self.viewport.to_world(corners).tolist()
        return west, north, east, south

    def covers(self, viewport: Viewport) -> bool:
        """Whether every pixel of a view lies on its sharp part."""
        west, north, east, south = self.bounds
        left, top, right, bottom = viewport.widened(-0.01).bounds
        return west <= left and north <= top and east >= right and south >= bottom

    def first_part(self, view: Viewport | None) -> Rect:
        """What is seen of it; all of it when a view of another scale or place is."""
        across, down = self.whole[2:]
        seen = self.rect_of(view) if view is not None and view.scale == self.viewport.scale else self.whole
        first = max(seen[0] - 2, 0), max(seen[1] - 2, 0), min(seen[2] + 2, across), min(seen[3] + 2, down)
        return first if first[0] < first[2] and first[1] < first[3] else self.whole

    def next_part(self, view: Viewport | None) -> tuple[Rect, Rect]:
        """A strip on the side where a view has the least room, and all that is sharp then."""
        left, top, right, bottom = self.drawn
        across, down = self.whole[2:]
        strips = (
            ((0, top, left, bottom), (0, top, right, bottom)),
            ((left, 0, right, top), (left, 0, right, bottom)),
            ((right, top, across, bottom), (left, top, across, bottom)),
            ((left, bottom, right, down), (left, top, right, down)),
        )
        room = self.room(view) if view is not None and view.scale == self.viewport.scale else (0.0,) * 4
        missing = [side for side, (strip, _) in enumerate(strips) if strip[0] < strip[2] and strip[1] < strip[3]]
        return strips[min(missing, key=lambda side: room[side])]


def overlap(rect: Rect, other: Rect) -> bool:
    return rect[0] < other[2] and other[0] < rect[2] and rect[1] < other[3] and other[1] < rect[3]


def aligned(viewport: Viewport, other: Viewport, ratio: float) -> Viewport:
    """The view moved by less than a device pixel so that its pixels are those of another of the same scale."""
    step = viewport.scale * ratio
    left, top = (np.rint((np.array(viewport.bounds[:2]) - other.bounds[:2]) * step) / step + other.bounds[:2]).tolist()
    size = np.rint(np.array([viewport.width, viewport.height]) * ratio) / ratio
    return replace(
        viewport,
        x=left + size[0] / viewport.scale / 2,
        y=top + size[1] / viewport.scale / 2,
        width=float(size[0]),
        height=float(size[1]),
    )
