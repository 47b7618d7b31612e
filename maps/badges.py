"""How many a mark stands for: numbers on light pills, drawn once each and copied from there."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QFont, QPainter

from maps.atlas import FillingAtlas
from maps.lettering import Lettering

#: Logical pixels of the digits.
_DIGITS = 10.0
#: More than this is written so.
MOST = 9999


class Badges:
    """Numbers from 2 to ``MOST``; what is larger is shown as that."""

    def __init__(self, letters: Lettering) -> None:
        self._letters = letters
        ratio = letters.ratio
        width = letters.width(str(MOST), _DIGITS, QFont.Weight.Bold) + _DIGITS * 0.8 + 2
        size = math.ceil(width * ratio), math.ceil((_DIGITS * 1.5 + 2) * ratio)
        self._atlas = FillingAtlas(MOST + 1, *size, ratio, self._draw)
        self._size = size

    def paint(self, painter: QPainter, pixels: NDArray[np.float64], counts: NDArray[np.int64]) -> None:
        """A number around each logical pixel place ``(n, 2)``."""
        self._atlas.draw(painter, self._atlas.fragments(pixels, np.minimum(counts, MOST)))

    def _draw(self, painter: QPainter, left: int, top: int, number: int) -> None:
        picture = self._letters.badge(str(number), _DIGITS)
        across, down = (self._size[0] - picture.width()) // 2, (self._size[1] - picture.height()) // 2
        plain = picture.copy()
        plain.setDevicePixelRatio(1.0)
        painter.drawPixmap(left + across, top + down, plain)
