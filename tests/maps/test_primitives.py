"""Arrays handed to Qt as they are: Qt reads from them what stands in them."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from maps.geometry import Runs
from maps.primitives import outline, polygon, polygons

SIDE = 64


@given(st.lists(st.integers(0, 9), max_size=12), st.integers(0, 2**16))
def test_polygons_are_the_runs_they_stand_for(lengths: list[int], seed: int) -> None:
    points = np.random.default_rng(seed).uniform(-1e5, 1e5, (sum(lengths), 2))
    runs = Runs(points, np.cumsum(lengths, dtype=np.int64))
    found = [[(point.x(), point.y()) for point in shape] for shape in polygons(runs.points, runs.ends)]
    assert found == [[tuple(point) for point in run.tolist()] for run in runs]


def test_rings_over_an_array_are_painted_like_rings_of_their_own(qtbot: QtBot) -> None:
    ring = np.array([[4.0, 4.0], [60.0, 8.0], [50.0, 58.0], [8.5, 40.25]])
    hole = 0.4 * (ring - ring.mean(axis=0)) + ring.mean(axis=0)
    both = np.concatenate([ring, hole]), np.array([4, 8])

    def drawn(over: bool) -> bytes:
        image = QImage(SIDE, SIDE, QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.black)
        with QPainter(image) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(QColor("#fff"))
            painter.drawPath(outline(polygons(*both) if over else map(polygon, (ring, hole))))
        return bytes(image.constBits())

    assert drawn(True) == drawn(False)
