"""Numpy arrays handed to QPainter as they are: no Python object per line, point or sprite.

The idea is pyqtgraph's ``PrimitiveArray``: a row of float64 has the memory layout of Qt's own struct (QLineF: 4
numbers, QPointF: 2, QPainter.PixmapFragment: 10), so the address of the array serves as the address of an array of
them. A QPolygonF is a QList of points: where its store stands (nowhere when the points are not its own), where its
points begin, and how many they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, cast

import numpy as np
import shiboken6
from numpy.typing import NDArray
from PySide6.QtCore import QLineF
from PySide6.QtGui import QPainter, QPainterPath, QPixmap, QPolygonF

#: Columns of a fragment.
X, Y, LEFT, TOP, WIDTH, HEIGHT, SCALE_X, SCALE_Y, ROTATION, OPACITY = range(10)


def draw_lines(painter: QPainter, lines: NDArray[np.float64]) -> None:
    """Separate lines ``(n, 4)`` x0 y0 x1 y1 with the painter's pen."""
    rows = np.ascontiguousarray(lines, np.float64)
    if len(rows):
        painter.drawLines(cast(QLineF, shiboken6.wrapInstance(rows.ctypes.data, QLineF)), len(rows))


def draw_fragments(painter: QPainter, fragments: NDArray[np.float64], atlas: QPixmap) -> None:
    """Pieces of ``atlas``, one a row ``(n, 10)``, columns as named above."""
    rows = np.ascontiguousarray(fragments, np.float64)
    if len(rows):
        first = shiboken6.wrapInstance(rows.ctypes.data, QPainter.PixmapFragment)
        painter.drawPixmapFragments(cast(QPainter.PixmapFragment, first), len(rows), atlas)


def polygon(points: NDArray[np.float64]) -> QPolygonF:
    """A QPolygonF of points ``(n, 2)``."""
    shape = QPolygonF()
    shape.resize(len(points))
    if len(points):
        # The stubs know neither the size nor that the memory may be written.
        memory = cast(Any, shiboken6.VoidPtr)(shape.data(), len(points) * 16, True)
        np.frombuffer(memory, np.float64)[:] = np.ascontiguousarray(points, np.float64).ravel()
    return shape


def polygons(points: NDArray[np.float64], ends: NDArray[np.int64]) -> Iterator[QPolygonF]:
    """Runs of points ``(n, 2)``, run ``i`` is ``points[ends[i - 1]:ends[i]]``, each as a QPolygonF over these very
    points: to be drawn before the next one is asked for, and kept by nobody."""
    rows = np.ascontiguousarray(points, np.float64)
    count = np.diff(ends, prepend=0)
    lists = np.column_stack([np.zeros_like(count), rows.ctypes.data + (ends - count) * 16, count])
    first = lists.ctypes.data
    for place in range(first, first + lists.nbytes, 24):
        yield cast(QPolygonF, shiboken6.wrapInstance(place, QPolygonF))


def outline(rings: Iterable[QPolygonF]) -> QPainterPath:
    """A closed path of rings; what two rings hold is outside (even-odd)."""
    path = QPainterPath()
    for ring in rings:
        path.addPolygon(ring)
        path.closeSubpath()
    return path
