"""The picture of the ground: sharp when drawn, something to look at always, given up without harm."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from domain.look import DARK
from maps.ground_content import GroundContent
from maps.ground_image import GroundImage
from maps.layer_choice import AS_SHIPPED
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
    changed = {
        "far away": home.zoomed(3.0, 800, 150),
        "farther": home.zoomed(0.5, 0, 0),
        "nearer": near.zoomed(1.0, 0, 0),
    }[change]
    ground.fit(changed, letters, GroundContent("zh"))
    soft = painted(ground, changed, letters)
    assert blank(soft) < 0.75
    ground.finish()
    assert painted(ground, changed, letters) != soft


def test_a_map_that_began_near_has_all_of_the_city_to_show_too(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, ground: GroundImage, home: Viewport, letters: Lettering
) -> None:
    monkeypatch.setattr("maps.ground_image.SLICE", 0.0)  # step by step
    near = home.zoomed(3.0, 100, 150)
    for _ in range(800):  # as frames do that are painted meanwhile
        ground.fit(near, letters, GroundContent("zh"))
        QApplication.processEvents()
    ground.fit(home, letters, GroundContent("zh"))
    soft = blank(painted(ground, home, letters))
    ground.finish()
    assert soft == pytest.approx(blank(painted(ground, home, letters)), abs=0.05)  # it has no words


def test_the_small_picture_is_drawn_only_where_the_sharp_one_does_not_show_all_of_the_city(
    ground: GroundImage, home: Viewport, letters: Lettering
) -> None:
    near = home.zoomed(3.0, 100, 150)
    for viewport, drawn in ((home, False), (near, True), (home, True)):
        ground.fit(viewport, letters, GroundContent("zh"))
        ground.finish()
        assert (ground._overview is not None) == drawn


def test_from_the_first_step_nearer_there_is_something_beyond_the_sharp_picture(
    monkeypatch: pytest.MonkeyPatch, ground: GroundImage, home: Viewport, letters: Lettering
) -> None:
    monkeypatch.setattr("maps.ground_image.SLICE", 0.0)
    ground.fit(home, letters, GroundContent("zh"))
    ground.finish()
    near = home.zoomed(2.0, 450, 150)
    ground.fit(near, letters, GroundContent("zh"))
    while ground.busy:  # what is seen, and nothing around it yet
        ground._go_on()
    assert ground._overview is None
    far = near.panned(-600, 0)
    seen = blank(painted(ground, far, letters))
    ground.fit(far, letters, GroundContent("zh"))
    ground.finish()
    assert seen == pytest.approx(blank(painted(ground, far, letters)), abs=0.1)


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


def test_the_way_back_from_a_zoom_step_needs_no_drawing(
    ground: GroundImage, home: Viewport, letters: Lettering
) -> None:
    content = GroundContent("zh")
    ground.fit(home, letters, content)
    ground.finish()
    before = painted(ground, home, letters)
    ground.fit(home.zoomed(1.0, 200, 100), letters, content)
    ground.finish()
    ground.fit(home, letters, content)
    assert not ground.busy
    assert painted(ground, home, letters) == before


def test_what_is_seen_is_drawn_first(ground: GroundImage, home: Viewport, letters: Lettering) -> None:
    """Sharp is told as soon as the view is; the room around it follows without anybody waiting."""
    content = GroundContent("zh", AS_SHIPPED.switch("labels", False))
    ground.fit(home, letters, content)
    assert ground.busy
    while ground.busy:
        ground._go_on()
    first = painted(ground, home, letters)
    ground.finish()
    assert painted(ground, home, letters) == first


@pytest.mark.parametrize("ratio", [1.0, 1.25, 2.0])
@pytest.mark.parametrize("labels", [False, True], ids=["without words", "with words"])
def test_a_picture_that_grew_is_the_one_that_is_drawn_at_once(
    qtbot: QtBot, terrain: Terrain, home: Viewport, ratio: float, labels: bool
) -> None:
    """Panned about in steps, without words: pixel for pixel. Words stay where they are, each of them whole."""
    letters = Lettering(Style(DARK, "Noto Sans SC"), ratio)
    content = GroundContent("zh", AS_SHIPPED.switch("labels", labels))
    grown, fresh = GroundImage(), GroundImage()
    start = home.zoomed(2.0, 300, 100)
    for ground in (grown, fresh):
        ground.open(terrain)
    at = start
    for right, down in ((0, 0), (-132, 40), (-132, -92), (60, -132), (172, 20)):
        at = at.panned(right, down)
        grown.fit(at, letters, content)
        grown.finish()
    fresh.fit(at, letters, content)
    fresh.finish()
    one, other = (as_array(shown(ground, at, letters)) for ground in (grown, fresh))
    if not labels:
        assert (np.abs(one - other) <= 1).all()
    else:
        assert (np.abs(one - other).max(axis=2) > 8).mean() < 0.1  # not everybody has the same neighbours
        assert whole_words(grown, one, at, ratio) >= 3


def shown(ground: GroundImage, viewport: Viewport, letters: Lettering) -> QImage:
    image = QImage(
        round(viewport.width * letters.ratio), round(viewport.height * letters.ratio), QImage.Format.Format_RGB32
    )
    image.setDevicePixelRatio(letters.ratio)
    with QPainter(image) as painter:
        ground.paint(painter, viewport, letters.style, letters.ratio)
    return image


def as_array(image: QImage) -> np.ndarray:
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine() // 4, 4)
    return rows[:, : image.width(), :3].astype(int)


def whole_words(ground: GroundImage, image: np.ndarray, viewport: Viewport, ratio: float) -> int:
    """How many words are in view; each must be there with all of its letters."""
    picture = ground._sharp
    assert picture is not None
    assert picture.words is not None
    shift = np.rint(np.array(viewport.to_pixels(picture.viewport.bounds[:2])) * ratio).astype(int)
    found = 0
    for words in picture.words.written:
        for pixmap, x, y in words.pieces:
            size = np.array([pixmap.width(), pixmap.height()])
            corner = np.rint(np.array([x, y]) * ratio).astype(int) + shift
            if (corner < 0).any() or (corner + size > image.shape[1::-1]).any():
                continue
            face = pixmap.toImage().convertToFormat(QImage.Format.Format_ARGB32)
            rows = np.frombuffer(face.constBits(), np.uint8).reshape(size[1], -1, 4)[:, : size[0]].astype(int)
            solid = rows[..., 3] == 255
            if solid.sum() < 10:
                continue
            there = image[corner[1] : corner[1] + size[1], corner[0] : corner[0] + size[0]]
            assert (np.abs(there[solid] - rows[solid][:, :3]) <= 2).mean() > 0.97
            found += 1
    return found


def test_a_map_that_goes_nearer_again_and_again_shows_what_a_fresh_one_shows(
    ground: GroundImage, terrain: Terrain, home: Viewport, letters: Lettering
) -> None:
    images = list[QImage]()
    for step, waits in ((0.0, True), (1.0, True), (2.0, True), (1.5, False), (3.0, True), (0.5, False), (2.5, True)):
        view = home.zoomed(step, 300, 150).panned(30 * step, 0)
        ground.fit(view, letters, GroundContent("zh"))
        if not waits:  # the hand is quicker: what was begun is given up
            assert ground._work is not None
            next(ground._work)
            continue
        ground.finish()
        assert ground._sharp is not None
        images.append(ground._sharp.image)
        seen = painted(ground, view, letters)
        fresh = GroundImage()
        fresh.open(terrain)
        fresh.fit(view, letters, GroundContent("zh"))
        fresh.finish()
        assert painted(fresh, view, letters) == seen
    assert len(images) == 5 and len({id(image) for image in images}) <= 3  # shown, before it, and spare
