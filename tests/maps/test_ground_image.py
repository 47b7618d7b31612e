"""The picture of the ground: sharp when drawn, something to look at always, given up without harm."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from domain.look import DARK
from maps.ground_content import GroundContent
from maps.ground_image import GroundImage
from maps.lettering import Lettering
from maps.style import Style
from maps.terrain import Terrain
from maps.viewport import Viewport
from tests.maps.town import town

OUTSIDE = QColor("#ff00ff")


@pytest.fixture
def terrain() -> Terrain:
    return Terrain(town())


@pytest.fixture
def ground(qtbot: QtBot, terrain: Terrain) -> Iterator[GroundImage]:
    ground = GroundImage()
    ground.open(terrain)
    yield ground
    ground.stop()


@pytest.fixture
def letters(qtbot: QtBot) -> Lettering:
    style = Style(DARK, "Noto Sans SC")
    style.outside = OUTSIDE
    return Lettering(style, 1.0)


@pytest.fixture
def home(terrain: Terrain) -> Viewport:
    return Viewport(0.5, 0.5, 256.0, 900.0, 300.0).fitting(terrain.bounds)


def painted(ground: GroundImage, viewport: Viewport, letters: Lettering) -> QImage:
    image = QImage(int(viewport.width), int(viewport.height), QImage.Format.Format_RGB32)
    image.fill(QColor("#00ff00"))
    with QPainter(image) as painter:
        ground.paint(painter, viewport, letters.style, letters.ratio)
    return image


def blank(image: QImage) -> float:
    """Share of a sample of pixels that show nothing of the city."""
    across, down = range(20, image.width() - 20, 9), range(20, image.height() - 20, 9)
    sample = [image.pixelColor(x, y) for x in across for y in down]
    assert QColor("#00ff00") not in sample  # every pixel was painted
    return sum(color == OUTSIDE for color in sample) / len(sample)


def test_before_the_first_picture_there_is_an_even_ground(
    ground: GroundImage, home: Viewport, letters: Lettering
) -> None:
    assert blank(painted(ground, home, letters)) == 1.0


def test_the_sharp_picture_comes_by_itself(
    qtbot: QtBot, ground: GroundImage, home: Viewport, letters: Lettering
) -> None:
    with qtbot.waitSignal(ground.refreshed):
        ground.fit(home, letters, GroundContent("zh"))
    assert blank(painted(ground, home, letters)) < 0.7


def test_a_pan_inside_the_margin_draws_nothing_new(ground: GroundImage, home: Viewport, letters: Lettering) -> None:
    ground.fit(home, letters, GroundContent("zh"))
    ground.finish()
    before = painted(ground, home, letters)
    moved = home.panned(40, -20)
    ground.fit(moved, letters, GroundContent("zh"))
    after = painted(ground, moved, letters)
    assert after.copy(40, 0, 800, 250) == before.copy(0, 20, 800, 250)


@pytest.mark.parametrize("change", ["far away", "farther", "nearer"])
def test_there_is_something_to_see_before_the_sharp_picture(
    ground: GroundImage, home: Viewport, letters: Lettering, change: str
) -> None:
    near = home.zoomed(3.0, 100, 150)
    for viewport in (home, near):
        ground.fit(viewport, letters, GroundContent("zh"))
        ground.finish()
    changed = {"far away": home.zoomed(3.0, 800, 150), "farther": home, "nearer": near.zoomed(1.0, 0, 0)}[change]
    ground.fit(changed, letters, GroundContent("zh"))
    soft = painted(ground, changed, letters)
    assert blank(soft) < 0.75
    ground.finish()
    assert painted(ground, changed, letters) != soft


def test_work_that_is_given_up_does_no_harm(
    qtbot: QtBot, ground: GroundImage, home: Viewport, letters: Lettering
) -> None:
    for step in range(6):
        ground.fit(home.zoomed(step / 2, 0, 0), letters, GroundContent("zh"))
        qtbot.wait(step * 5)
    ground.stop()
    ground.fit(home, letters, GroundContent("en"))
    ground.finish()
    assert blank(painted(ground, home, letters)) < 0.7


def test_new_colours_replace_the_old_picture_only_when_they_are_drawn(
    ground: GroundImage, home: Viewport, letters: Lettering
) -> None:
    ground.fit(home, letters, GroundContent("zh"))
    ground.finish()
    before = painted(ground, home, letters)
    ground.outdate()
    assert painted(ground, home, letters) == before
    letters.style.land = [QColor("#102030")] * 5
    ground.fit(home, letters, GroundContent("zh"))
    ground.finish()
    assert painted(ground, home, letters) != before
