"""The memory of a picture nobody shows any more is used again, and nobody's pixels are painted over."""

from __future__ import annotations

from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from maps.spare_image import MOST, SpareImage


def test_a_picture_of_the_same_size_takes_its_memory(qtbot: QtBot) -> None:
    spare, image = SpareImage(), QImage(30, 20, QImage.Format.Format_RGB32)
    spare.put(image)
    assert spare.take(30, 20) is image
    assert spare.take(30, 20) is not image  # it is taken


def test_another_size_gets_memory_of_its_own(qtbot: QtBot) -> None:
    spare = SpareImage()
    spare.put(QImage(30, 20, QImage.Format.Format_RGB32))
    fresh = spare.take(20, 30)
    assert (fresh.width(), fresh.height(), fresh.format()) == (20, 30, QImage.Format.Format_RGB32)


def test_very_large_ones_go_back_to_the_system(qtbot: QtBot) -> None:
    spare, image = SpareImage(), QImage(4096, MOST // 4096 // 4 + 1, QImage.Format.Format_RGB32)
    spare.put(image)
    assert spare.take(image.width(), image.height()) is not image


def test_whoever_shares_its_pixels_keeps_them(qtbot: QtBot) -> None:
    spare, image = SpareImage(), QImage(30, 20, QImage.Format.Format_RGB32)
    image.fill(QColor("#123456"))
    kept = QImage(image)
    spare.put(image)
    spare.take(30, 20).fill(QColor("#ffffff"))
    assert kept.pixelColor(3, 3) == QColor("#123456")
