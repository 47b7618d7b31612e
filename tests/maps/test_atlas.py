"""Small pictures in one pixmap: they land where they should, and those that fill on demand are whatever was asked."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from domain.look import DARK
from maps.atlas import FillingAtlas
from maps.badges import MOST, Badges
from maps.lettering import Lettering
from maps.style import Style
from tests.seeking import tried


def color_of(number: int) -> QColor:
    return QColor(number % 200 + 50, number // 200 % 200 + 50, 77)


def fill(painter: QPainter, left: int, top: int, number: int) -> None:
    painter.fillRect(left, top, 7, 5, color_of(number))


@given(st.lists(st.integers(0, 4999), min_size=1, max_size=150))
@tried(30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_number_shows_its_own_picture(qtbot: QtBot, numbers: list[int]) -> None:
    atlas = FillingAtlas(5000, 7, 5, 1.0, fill)
    for asked in (numbers[: len(numbers) // 2], numbers):  # asked for again after it has grown
        image = QImage(10 * len(asked) + 1, 12, QImage.Format.Format_RGB32)
        image.fill(0)
        places = np.array([(10 * at + 5.0, 6.0) for at in range(len(asked))]).reshape(-1, 2)
        with QPainter(image) as painter:
            atlas.draw(painter, atlas.fragments(places, np.array(asked, np.int64)))
        assert [image.pixelColor(10 * at + 5, 6) for at in range(len(asked))] == [color_of(one) for one in asked]
    assert atlas.filled == len(set(numbers))


def test_a_badge_says_its_number_in_the_middle(qtbot: QtBot) -> None:
    """As its picture drawn alone, for a few digits and for too many."""
    letters = Lettering(Style(DARK, "Noto Sans SC"), 2.0)
    badges = Badges(letters)
    counts = np.array([2, 47, 9999, 123_456])
    places = np.array([(40.0 * at + 30, 20.0) for at in range(len(counts))])
    image, expected = (QImage(400, 80, QImage.Format.Format_RGB32) for _ in range(2))
    for one in (image, expected):
        one.fill(0)
        one.setDevicePixelRatio(2.0)
    with QPainter(image) as painter:
        badges.paint(painter, places, counts)
    with QPainter(expected) as painter:
        for (x, y), count in zip(places.tolist(), counts.tolist(), strict=True):
            picture = letters.badge(str(min(count, MOST)), 10.0)
            size = picture.deviceIndependentSize()
            painter.drawPixmap(
                QRectF(x - size.width() / 2, y - size.height() / 2, size.width(), size.height()).topLeft(), picture
            )
    for x, y in (2 * places).tolist():
        one, other = (ink_of(picture, round(x), round(y)) for picture in (image, expected))
        assert one[0] == pytest.approx(other[0], rel=0.03)
        assert one[1:] == pytest.approx(other[1:], abs=1.0)  # rounded to other pixels at most


def ink_of(image: QImage, x: int, y: int) -> tuple[float, float, float]:
    """How much light there is around a pixel, and where its middle is."""
    spots = [(at, down) for at in range(x - 36, x + 36) for down in range(y - 30, y + 30)]
    light = np.array([image.pixelColor(*spot).lightness() for spot in spots], float)
    middle = (np.array(spots) * light[:, None]).sum(axis=0) / light.sum()
    return float(light.sum()), float(middle[0]), float(middle[1])
