"""Words on one picture of the ground: where there is no room left, and what stands there for when the picture
grows."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPixmap

from maps.lettering import Box, Lettering, Occupied

#: A picture and the place of its middle (to be written) or of its left top corner (written), logical pixels.
Piece = tuple[QPixmap, float, float]


@dataclass(slots=True)
class _Page:
    """What is written on a picture, in its logical pixels."""

    occupied: Occupied = field(default_factory=Occupied)
    written: list[tuple[tuple[Box, ...], tuple[Piece, ...]]] = field(default_factory=list)
    said: dict[str, list[tuple[float, float]]] = field(default_factory=dict)


class Words:
    """A window on a page: places are logical pixels from the corner of the part that is drawn just now. Words that are
    written stand out of the part where they must, and stay when the part beside them is drawn later."""

    def __init__(self, page: _Page | None = None, left: float = 0.0, top: float = 0.0) -> None:
        self._page = _Page() if page is None else page
        self._left, self._top = left, top

    def window(self, left: float, top: float) -> Words:
        """The same page from a corner of the picture."""
        return Words(self._page, left, top)

    def take(self, *boxes: Box) -> bool:
        """Claims all of the boxes or none."""
        return self._page.occupied.take(*(self._on_page(box) for box in boxes))

    def free(self, box: Box) -> bool:
        return self._page.occupied.free(self._on_page(box))

    def write(self, painter: QPainter, letters: Lettering, pieces: list[Piece], *boxes: Box) -> bool:
        """Draws pictures of words if all of their boxes are free, whatever the part that is drawn just now."""
        placed = tuple(self._on_page(box) for box in boxes)
        if not self._page.occupied.take(*placed):
            return False
        laid = tuple(self._laid(letters, *piece) for piece in pieces)
        self._page.written.append((placed, laid))
        clipped = painter.hasClipping()
        painter.setClipping(False)
        self._draw(painter, laid)
        painter.setClipping(clipped)
        return True

    def _laid(self, letters: Lettering, picture: QPixmap, x: float, y: float) -> Piece:
        """On whole device pixels of the page, so that every part of it puts them in the same place."""
        size = picture.deviceIndependentSize()
        corner = letters.snapped(x + self._left - size.width() / 2, y + self._top - size.height() / 2)
        return picture, corner.x(), corner.y()

    def _draw(self, painter: QPainter, laid: tuple[Piece, ...]) -> None:
        for picture, x, y in laid:
            painter.drawPixmap(QPointF(x - self._left, y - self._top), picture)

    def repaint(self, painter: QPainter, width: float, height: float) -> None:
        """What was written before and reaches into the part ``width × height`` that is drawn just now."""
        for boxes, pieces in self._page.written:
            if any(_meet(box, (self._left, self._top, self._left + width, self._top + height)) for box in boxes):
                self._draw(painter, pieces)

    def said_near(self, text: str, x: float, y: float, apart: float) -> bool:
        """Whether the same words stand less than ``apart`` pixels away."""
        x, y = x + self._left, y + self._top
        return any(math.hypot(x - other[0], y - other[1]) < apart for other in self._page.said.get(text, ()))

    def say(self, text: str, x: float, y: float) -> None:
        self._page.said.setdefault(text, []).append((x + self._left, y + self._top))

    def moved(self, right: float, down: float, width: float, height: float) -> Words:
        """The words of a picture ``width × height`` that shows the same ground (right, down) pixels farther."""
        page, whole = _Page(), (0.0, 0.0, width, height)
        for boxes, pieces in self._page.written:
            placed = tuple((box[0] + right, box[1] + down, box[2] + right, box[3] + down) for box in boxes)
            if any(_meet(box, whole) for box in placed):
                page.occupied.claim(*placed)
                page.written.append((placed, tuple((picture, x + right, y + down) for picture, x, y in pieces)))
        for text, places in self._page.said.items():
            near = [(x + right, y + down) for x, y in places]
            near = [(x, y) for x, y in near if -width < x < 2 * width and -height < y < 2 * height]
            if near:
                page.said[text] = near
        return Words(page)

    def _on_page(self, box: Box) -> Box:
        left, top, right, bottom = box
        return left + self._left, top + self._top, right + self._left, bottom + self._top


def _meet(box: Box, other: Box) -> bool:
    return box[0] < other[2] and box[2] > other[0] and box[1] < other[3] and box[3] > other[1]
