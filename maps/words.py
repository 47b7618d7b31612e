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


@dataclass(frozen=True, slots=True)
class Written:
    """Words that stand on a picture, in its logical pixels. ``by``: the layer that wrote them; ``said``: what they say
    and where, if that is not to be said again nearby."""

    boxes: tuple[Box, ...]
    pieces: tuple[Piece, ...]
    by: str = ""
    said: tuple[str, float, float] | None = None

    def moved(self, right: float, down: float) -> Written:
        boxes = tuple((box[0] + right, box[1] + down, box[2] + right, box[3] + down) for box in self.boxes)
        pieces = tuple((picture, x + right, y + down) for picture, x, y in self.pieces)
        said = self.said and (self.said[0], self.said[1] + right, self.said[2] + down)
        return Written(boxes, pieces, self.by, said)


@dataclass(slots=True)
class _Page:
    """What is written on a picture, in its logical pixels."""

    occupied: Occupied = field(default_factory=Occupied)
    written: list[Written] = field(default_factory=list)
    said: dict[str, list[tuple[float, float]]] = field(default_factory=dict)

    def add(self, words: Written) -> None:
        self.written.append(words)
        if words.said is not None:
            text, x, y = words.said
            self.said.setdefault(text, []).append((x, y))


class Words:
    """A window on a page: places are logical pixels from the corner of the part that is drawn just now. Words that are
    written stand out of the part where they must, and stay when the part beside them is drawn later. ``by``: the layer
    that writes through this window."""

    def __init__(self, page: _Page | None = None, left: float = 0.0, top: float = 0.0, by: str = "") -> None:
        self._page = _Page() if page is None else page
        self._left, self._top, self._by = left, top, by

    def window(self, left: float, top: float) -> Words:
        """The same page from a corner of the picture."""
        return Words(self._page, left, top)

    def of(self, layer: str) -> Words:
        """The same window in the hands of a layer."""
        return Words(self._page, self._left, self._top, layer)

    @property
    def written(self) -> list[Written]:
        """All that stands on the page."""
        return self._page.written

    def take(self, *boxes: Box) -> bool:
        """Claims all of the boxes or none."""
        return self._page.occupied.take(*(self._on_page(box) for box in boxes))

    def free(self, box: Box) -> bool:
        return self._page.occupied.free(self._on_page(box))

    def write(
        self,
        painter: QPainter,
        letters: Lettering,
        pieces: list[Piece],
        *boxes: Box,
        said: tuple[str, float, float] | None = None,
    ) -> bool:
        """Draws pictures of words if all of their boxes are free, whatever the part that is drawn just now. ``said``:
        what they say and where, for ``said_near``."""
        placed = tuple(self._on_page(box) for box in boxes)
        if not self._page.occupied.take(*placed):
            return False
        laid = tuple(self._laid(letters, *piece) for piece in pieces)
        self._page.add(Written(placed, laid, self._by, said and (said[0], said[1] + self._left, said[2] + self._top)))
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
        """What this layer wrote before and reaches into the part ``width × height`` that is drawn just now."""
        part = self._left, self._top, self._left + width, self._top + height
        for words in self._page.written:
            if words.by == self._by and any(_meet(box, part) for box in words.boxes):
                self._draw(painter, words.pieces)

    def said_near(self, text: str, x: float, y: float, apart: float) -> bool:
        """Whether the same is said less than ``apart`` pixels away."""
        x, y = x + self._left, y + self._top
        return any(math.hypot(x - other[0], y - other[1]) < apart for other in self._page.said.get(text, ()))

    def moved(self, right: float, down: float, width: float, height: float) -> Words:
        """The words of a picture ``width × height`` that shows the same ground (right, down) pixels farther."""
        page, whole = _Page(), (0.0, 0.0, width, height)
        for words in self._page.written:
            placed = words.moved(right, down)
            if any(_meet(box, whole) for box in placed.boxes):
                page.occupied.claim(*placed.boxes)
                page.add(placed)
        return Words(page)

    def _on_page(self, box: Box) -> Box:
        left, top, right, bottom = box
        return left + self._left, top + self._top, right + self._left, bottom + self._top


def _meet(box: Box, other: Box) -> bool:
    return box[0] < other[2] and box[2] > other[0] and box[1] < other[3] and box[3] > other[1]
