"""Many small pictures in one pixmap, copied from there in one call."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPixmap

from maps.primitives import HEIGHT, LEFT, OPACITY, SCALE_X, SCALE_Y, TOP, WIDTH, X, Y, draw_fragments

Fragments = NDArray[np.float64]
Numbers = NDArray[np.int64]

#: Cells beside each other in an atlas that fills.
_ACROSS = 16
#: Rows it starts with; when they are full they are doubled.
_FIRST_ROWS = 4

#: Draws the picture of a number; the painter is in device pixels, (left, top) is the corner of its cell.
DrawCell = Callable[[QPainter, int, int, int], None]


class Sheet:
    """Room for fragments that is used again in every frame: fresh memory would cost more than filling it."""

    def __init__(self) -> None:
        self._rows = np.empty((0, 10))

    def fragments(
        self, pixels: NDArray[np.float64], ratio: float, cell: tuple[int, int], column: Numbers, row: Numbers | int
    ) -> Fragments:
        """Fragments that put a cell (width, height in device pixels) around each logical pixel place ``(n, 2)``, on
        whole device pixels. They are good until the next are asked for."""
        wide, high = cell
        count = len(pixels)
        if count > len(self._rows):
            self._rows = np.empty((count + count // 4, 10))
        form = np.zeros(10)
        form[[WIDTH, HEIGHT]] = cell
        form[[SCALE_X, SCALE_Y, OPACITY]] = 1.0
        rows = self._rows[:count]
        rows[:] = form
        # An odd cell has its middle on half a pixel.
        rows[:, X] = np.rint(pixels[:, 0] * ratio) + (wide % 2) / 2
        rows[:, Y] = np.rint(pixels[:, 1] * ratio) + (high % 2) / 2
        rows[:, LEFT] = column * wide
        rows[:, TOP] = row * high
        return rows


def draw(painter: QPainter, rows: Fragments, pixmap: QPixmap, ratio: float) -> None:
    """Copy fragments as they are, device pixel on device pixel."""
    painter.save()
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform, False)
    painter.scale(1 / ratio, 1 / ratio)
    draw_fragments(painter, rows, pixmap)
    painter.restore()


class Atlas:
    """Square cells of one size in a pixmap. ``side``: logical pixels of a cell."""

    def __init__(self, columns: int, rows: int, side: float, ratio: float) -> None:
        self.ratio = ratio
        self.cell = math.ceil(side * ratio)
        self.columns = columns
        self._sheet = Sheet()
        self.pixmap = QPixmap(columns * self.cell, rows * self.cell)
        self.pixmap.fill(Qt.GlobalColor.transparent)

    def begin(self, painter: QPainter, column: int, row: int) -> None:
        """Move the painter to the middle of a cell, in logical pixels."""
        painter.resetTransform()
        painter.translate((column + 0.5) * self.cell, (row + 0.5) * self.cell)
        painter.scale(self.ratio, self.ratio)

    def fragments(self, pixels: NDArray[np.float64], column: Numbers, row: Numbers | int) -> Fragments:
        """Fragments that put a cell around each logical pixel place ``(n, 2)``, on whole device pixels; good until the
        next are asked for."""
        return self._sheet.fragments(pixels, self.ratio, (self.cell, self.cell), column, row)

    def draw(self, painter: QPainter, rows: Fragments) -> None:
        draw(painter, rows, self.pixmap, self.ratio)


class FillingAtlas:
    """Pictures by number (0..``most`` − 1) that are drawn when they are first asked for; there may be far more of them
    than are ever seen. ``width``, ``height``: device pixels of a cell."""

    def __init__(self, most: int, width: int, height: int, ratio: float, draw_cell: DrawCell) -> None:
        self.ratio = ratio
        self._size = width, height
        self._draw_cell = draw_cell
        self._cell_of = np.full(most, -1, np.int64)
        self._filled = 0
        self._sheet = Sheet()
        self._pixmap = self._blank(_FIRST_ROWS)

    @property
    def filled(self) -> int:
        """How many pictures have been drawn."""
        return self._filled

    def fragments(self, pixels: NDArray[np.float64], numbers: Numbers) -> Fragments:
        """Fragments that put the picture of each number around its logical pixel place ``(n, 2)``; good until the next
        are asked for."""
        cells = self._cell_of[numbers]
        if len(cells) and cells.min() < 0:
            self._fill(np.unique(numbers[cells < 0]).tolist())
            cells = self._cell_of[numbers]
        return self._sheet.fragments(pixels, self.ratio, self._size, cells % _ACROSS, cells // _ACROSS)

    def draw(self, painter: QPainter, rows: Fragments) -> None:
        draw(painter, rows, self._pixmap, self.ratio)

    def _fill(self, numbers: list[int]) -> None:
        width, height = self._size
        rows = self._pixmap.height() // height
        needed = -(-(self._filled + len(numbers)) // _ACROSS)
        if needed > rows:
            before, self._pixmap = self._pixmap, self._blank(max(needed, 2 * rows))
            with QPainter(self._pixmap) as painter:
                painter.drawPixmap(0, 0, before)
        with QPainter(self._pixmap) as painter:
            for number in numbers:
                left, top = self._filled % _ACROSS * width, self._filled // _ACROSS * height
                self._draw_cell(painter, left, top, number)
                self._cell_of[number] = self._filled
                self._filled += 1

    def _blank(self, rows: int) -> QPixmap:
        width, height = self._size
        pixmap = QPixmap(_ACROSS * width, rows * height)
        pixmap.fill(Qt.GlobalColor.transparent)
        return pixmap
