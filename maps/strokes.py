"""Many lines of one look, drawn the quick way: Qt paints separate lines with straight ends about eight times as fast as
it follows a line round its corners."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPen

from maps.geometry import Runs
from maps.primitives import draw_lines, polygon

#: Lines painted at a time: a millisecond or two.
BATCH = 2000
#: From this width on (logical pixels) corners are seen: they are drawn round.
CORNERED = 3.6
#: Softened ends that only touch let a seam shine through: lines reach so far (logical pixels) over their ends, short
#: ones by this share of their length, lest a veil be laid twice.
SEAM, SHARE = 0.25, 0.12
#: A softened line of a veil that is longer than so many device pixels is shared out among threads by Qt, which takes
#: twenty times as long as drawing it. Pieces of a straight line reach over each other by so many.
ALONE, LAP = 20.0, 0.1
#: What would be more pieces stays whole: a screen has room for few lines so long.
MOST_PIECES = 64
ASIDE = 0.013
#: Widths of the lines a glow is made of, of its whole width.
GLOW = (1.0, 0.75, 0.5)


def strokes(painter: QPainter, lines: Runs, color: QColor, width: float) -> Iterator[None]:
    """Roads and the like: runs of points (logical pixels) in an opaque colour. Gives way after every few."""
    if width >= CORNERED:
        painter.setPen(QPen(color, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
        for line in lines:
            painter.drawPolyline(polygon(line))
            yield
        return
    # Square ends fill the corners; an opaque colour does not tell where lines lie over each other.
    painter.setPen(QPen(color, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.SquareCap))
    yield from separate(painter, lines.segments()[0])


def veiled_strokes(painter: QPainter, lines: Runs, color: QColor, width: float) -> Iterator[None]:
    """Borders and the like: as ``strokes``, of any colour. Lines lie over each other as little as may be."""
    painter.setPen(QPen(color, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
    yield from separate(painter, pieces(painter, _lengthened(lines.straightened(0.2).segments()[0])))


def glow(painter: QPainter, lines: Runs, color: QColor, width: float) -> Iterator[None]:
    """A faint band along lines, weaker towards its edges: plain lines over each other, whose hard edges nobody sees and
    which cost next to nothing. ``color`` is what it has in the middle."""
    # A little aside: an edge just between two pixels would fall to this one or that, as the part drawn begins.
    straight = lines.straightened(0.5).segments()[0] + ASIDE
    part = QColor(color)
    part.setAlphaF(1 - (1 - color.alphaF()) ** (1 / len(GLOW)))
    soft = painter.testRenderHint(QPainter.RenderHint.Antialiasing)
    for share in GLOW:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(QPen(part, width * share, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
        draw_lines(painter, straight)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, soft)
        yield


def hairlines(painter: QPainter, lines: Runs, color: QColor, width: float = 1.0) -> Iterator[None]:
    """Lines of a pixel at most; Qt has a way of its own for those, the quickest of all."""
    painter.setPen(QPen(color, width))
    yield from separate(painter, lines.segments()[0])


def separate(painter: QPainter, lines: NDArray[np.float64]) -> Iterator[None]:
    """Separate lines ``(n, 4)`` with the painter's pen, some at a time."""
    for first in range(0, len(lines), BATCH):
        draw_lines(painter, lines[first : first + BATCH])
        yield


def _lengthened(lines: NDArray[np.float64]) -> NDArray[np.float64]:
    """Every line ``(n, 4)`` longer at both ends, so that they close upon each other."""
    step = lines[:, 2:] - lines[:, :2]
    length = np.maximum(np.hypot(step[:, 0], step[:, 1]), 1e-9)
    step *= (np.minimum(SEAM, length * SHARE) / length)[:, None]
    return np.hstack([lines[:, :2] - step, lines[:, 2:] + step])


def pieces(painter: QPainter, lines: NDArray[np.float64]) -> NDArray[np.float64]:
    """Lines ``(n, 4)`` cut so short that Qt draws each at once, for a pen wider than a pixel whose colour is a veil."""
    scale = painter.deviceTransform().m11()
    longest, lap = ALONE / scale, LAP / scale
    step = lines[:, 2:] - lines[:, :2]
    length = np.hypot(step[:, 0], step[:, 1])
    count = np.maximum(np.ceil(length / longest), 1.0)
    count = np.where(count > MOST_PIECES, 1.0, count).astype(np.int64)
    if not len(lines) or count.max() == 1:
        return lines
    line = np.repeat(np.arange(len(lines)), count)
    number = np.arange(len(line)) - np.repeat(np.cumsum(count) - count, count)
    over = lap / np.maximum(length, longest)[line]
    begin = np.maximum(number / count[line] - over, 0.0)
    end = np.minimum((number + 1) / count[line] + over, 1.0)
    corner = lines[line, :2]
    return np.hstack([corner + step[line] * begin[:, None], corner + step[line] * end[:, None]])
