"""The memory of a picture nobody shows any more is used again, and nobody's pixels are painted over."""

from __future__ import annotations

from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from maps.ground_content import GroundContent
from maps.ground_image import GroundImage
from maps.lettering import Lettering
from maps.spare_image import MOST, SpareImage
from maps.viewport import Viewport
from tests.maps.test_ground_image import ground, home, letters, painted, terrain

__all__ = ["ground", "home", "letters", "terrain"]  # fixtures


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


def test_a_map_that_goes_nearer_again_and_again_shows_what_a_fresh_one_shows(
    ground: GroundImage, home: Viewport, letters: Lettering
) -> None:
    views = [home.zoomed(step, 300, 150).panned(30 * step, 0) for step in (0.0, 1.0, 2.0, 1.5, 3.0, 0.5, 2.5)]
    used = set[int]()
    for view in views:
        ground.fit(view, letters, GroundContent("zh"))
        ground._go_on()  # the hand is quicker now and then: what was begun is given up
        if view.zoom % 1 != home.zoom % 1:
            continue
        ground.finish()
        assert ground._sharp is not None
        used.add(id(ground._sharp.image))
        seen = painted(ground, view, letters)
        fresh = GroundImage()
        assert ground._terrain is not None
        fresh.open(ground._terrain)
        fresh.fit(view, letters, GroundContent("zh"))
        fresh.finish()
        assert painted(fresh, view, letters) == seen
    assert len(used) <= 3
