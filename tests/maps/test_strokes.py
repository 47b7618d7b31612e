"""Lines drawn the quick way look like lines drawn the usual way: no seams, no gaps at corners, as wide as asked for."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen
from pytestqt.qtbot import QtBot

from maps.geometry import Runs
from maps.primitives import polygon
from maps.strokes import BATCH, CORNERED, glow, hairlines, strokes, veiled_strokes

SIDE = 240
INK = QColor("#ffffff")


def meander(seed: int, turn: float, points: int = 60) -> Runs:
    """A line that winds through the middle and turns by so much (radians) at most from piece to piece."""
    chance = np.random.default_rng(seed)
    angle = np.cumsum(chance.uniform(-turn, turn, points))
    steps = np.column_stack([np.cos(angle), np.sin(angle)]) * chance.uniform(1.0, 9.0, (points, 1))
    line = np.cumsum(steps, axis=0)
    return Runs(line - (line.min(axis=0) + line.max(axis=0)) / 2 + SIDE / 2, np.array([points]))


def drawn(paint: Callable[[QPainter], object], ratio: float) -> np.ndarray:
    """Ink ``(high, wide)`` 0..1."""
    image = QImage(round(SIDE * ratio), round(SIDE * ratio), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.black)
    with QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint(painter)
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
    return pixels[..., 0].astype(float) / 255


def usual(lines: Runs, color: QColor, width: float) -> Callable[[QPainter], None]:
    def paint(painter: QPainter) -> None:
        painter.setPen(QPen(color, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
        for line in lines:
            painter.drawPolyline(polygon(line))

    return paint


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("width", [1.2, 2.0, 3.0, 3.5])
@pytest.mark.parametrize("seed", range(4))
def test_opaque_lines_look_as_qt_draws_them(qtbot: QtBot, seed: int, width: float, ratio: float) -> None:
    lines = meander(seed, 0.7)
    ours = drawn(lambda painter: deque(strokes(painter, lines, INK, width), maxlen=0), ratio)
    theirs = drawn(usual(lines, INK, width), ratio)
    assert ours.sum() == pytest.approx(theirs.sum(), rel=0.12)
    # corners are square instead of round: some of a pixel here and there, never a hole
    assert (theirs - ours).max() < 0.4
    assert np.abs(theirs - ours)[theirs > 0.05].mean() < 0.06


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("width", [1.2, 1.5, 2.0, 2.9])
@pytest.mark.parametrize("seed", range(4))
def test_veiled_lines_show_no_seams(qtbot: QtBot, seed: int, width: float, ratio: float) -> None:
    color = QColor(INK)
    color.setAlphaF(0.3)
    lines = meander(seed, 0.3)
    ours = drawn(lambda painter: deque(veiled_strokes(painter, lines, color, width), maxlen=0), ratio)
    theirs = drawn(usual(lines, color, width), ratio)
    assert ours.sum() == pytest.approx(theirs.sum(), rel=0.15)
    along = theirs > 0.29  # where the line is whole
    assert np.quantile(ours[along], 0.05) > 0.2
    assert (ours > 0.4).sum() <= 0.1 * (theirs > 0.1).sum()


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("width", [1.2, 1.8, 2.9])
@pytest.mark.parametrize("angle", [0.0, 0.3, 1.2, 2.4])
def test_a_long_veiled_line_is_of_one_strength(qtbot: QtBot, angle: float, width: float, ratio: float) -> None:
    color = QColor(INK)
    color.setAlphaF(0.6)
    way = 100 * np.array([np.cos(angle), np.sin(angle)])
    line = Runs(SIDE / 2 + np.array([-way, way]), np.array([2]))
    ours = drawn(lambda painter: deque(veiled_strokes(painter, line, color, width), maxlen=0), ratio)
    theirs = drawn(usual(line, color, width), ratio)
    inside = drawn(usual(line, INK, 12.0), ratio) > 0
    high, wide = np.indices(ours.shape) - SIDE * ratio / 2 + 0.5
    inside &= np.abs(wide * np.cos(angle) + high * np.sin(angle)) < 95 * ratio  # the ends are of another form
    assert np.abs(ours - theirs)[inside].max() < 0.08


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("width", [5.5, 8.0])
@pytest.mark.parametrize("seed", range(4))
def test_a_glow_is_strong_in_its_middle_and_ends_where_it_should(
    qtbot: QtBot, seed: int, width: float, ratio: float
) -> None:
    color = QColor(INK)
    color.setAlphaF(0.2)
    lines = meander(seed, 0.3)
    ours = drawn(lambda painter: deque(glow(painter, lines, color, width), maxlen=0), ratio)
    middle = drawn(usual(lines, INK, 1.0), ratio) > 0.9
    assert np.median(ours[middle]) == pytest.approx(0.2, abs=0.02)
    assert np.quantile(ours[middle], 0.03) > 0.15
    outside = drawn(usual(lines, INK, width + 4.0), ratio) == 0.0
    assert ours[outside].max() == 0.0
    assert 0.6 < ours.sum() / drawn(usual(lines, color, width), ratio).sum() < 0.9  # weaker towards its edges


def test_wide_lines_have_round_corners(qtbot: QtBot) -> None:
    lines = meander(1, 0.7)
    ours = drawn(lambda painter: deque(strokes(painter, lines, INK, CORNERED), maxlen=0), 1.0)
    assert (ours == drawn(usual(lines, INK, CORNERED), 1.0)).all()


def test_every_line_is_drawn_however_many_there_are(qtbot: QtBot) -> None:
    count = 2 * BATCH + 17
    chance = np.random.default_rng(3)
    starts = chance.uniform(5, SIDE - 5, (count, 2))
    points = np.stack([starts, starts + np.array([3.0, 0.0])], axis=1).reshape(-1, 2)
    lines = Runs(points, np.arange(2, 2 * count + 1, 2))
    ours = drawn(lambda painter: deque(hairlines(painter, lines, INK), maxlen=0), 1.0)
    assert (ours == drawn(usual(lines, INK, 1.0), 1.0)).mean() > 0.9
    middles = (starts + np.array([1.5, 0.0])).astype(int)
    near = np.maximum.reduce([ours[middles[:, 1] + down, middles[:, 0]] for down in (-1, 0, 1)])
    assert (near > 0.2).all()
