"""Drawn ground kept between two starts: used when it is exactly what would be drawn, and never otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from domain.look import DARK, LIGHT
from maps import ground_image
from maps.ground_content import GroundContent
from maps.ground_image import GroundImage
from maps.ground_store import MOST_PICTURES, GroundStore
from maps.lettering import Lettering
from maps.style import Style
from maps.terrain import Terrain
from maps.viewport import Viewport
from tests.maps.town import town

Open = Callable[..., GroundImage]


@pytest.fixture
def letters(qtbot: QtBot) -> Lettering:
    return Lettering(Style(DARK, "Noto Sans SC"), 1.0)


@pytest.fixture
def terrain() -> Terrain:
    return Terrain(town())


@pytest.fixture
def home(terrain: Terrain) -> Viewport:
    return Viewport(0.5, 0.5, 256.0, 500.0, 300.0).fitting(terrain.bounds)


@pytest.fixture
def opened(qtbot: QtBot, terrain: Terrain, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    """A start: the ground of a city with a store; what it wants to keep is kept at once."""
    monkeypatch.setattr(ground_image, "KEEP", 0)
    made: list[GroundImage] = []

    def start(city: str = "city", program: str = "program", folder: Path = tmp_path) -> GroundImage:
        ground = GroundImage()
        ground.unkept.connect(lambda keep: keep())
        ground.open(terrain, GroundStore(folder, city, program))
        made.append(ground)
        return ground

    yield start
    for ground in made:
        ground.stop()


def kept(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.ground"))


def rest(qtbot: QtBot, ground: GroundImage, viewport: Viewport, letters: Lettering, language: str = "zh") -> None:
    """The view stands until it has been kept."""
    ground.fit(viewport, letters, GroundContent(language))
    ground.finish()
    qtbot.waitUntil(lambda: not ground._rest.isActive())


def marked(folder: Path, color: str, viewport: Viewport) -> None:
    """Every kept picture is of one colour, so that it is known when it is shown."""
    wide = viewport.widened(ground_image.MARGIN)
    image = QImage(round(wide.width), round(wide.height), QImage.Format.Format_RGB32)
    image.fill(QColor(color))
    for path in kept(folder):
        GroundStore(folder, "", "").write(path.stem, image)


def shown(ground: GroundImage) -> QImage:
    assert ground._sharp is not None
    return ground._sharp.image


def test_the_second_start_shows_what_the_first_drew(
    qtbot: QtBot, opened: Open, home: Viewport, letters: Lettering, tmp_path: Path
) -> None:
    first = opened()
    rest(qtbot, first, home, letters)
    assert len(kept(tmp_path)) == 1
    second = opened()
    second.fit(home, letters, GroundContent("zh"))
    assert second.busy
    second.finish()
    assert not second.busy
    assert shown(second) == shown(first)
    marked(tmp_path, "#ff00ff", home)  # it was really the kept one
    third = opened()
    third.fit(home, letters, GroundContent("zh"))
    third.finish()
    assert shown(third).pixelColor(200, 200) == QColor("#ff00ff")


@pytest.mark.parametrize("what", ["city", "program", "language", "colours", "pixels", "view", "size"])
def test_what_would_be_drawn_otherwise_is_drawn(
    qtbot: QtBot, opened: Open, home: Viewport, letters: Lettering, tmp_path: Path, what: str
) -> None:
    rest(qtbot, opened(), home, letters)
    marked(tmp_path, "#ff00ff", home)
    ground = opened(**{what: "another"}) if what in ("city", "program") else opened()
    language = "en" if what == "language" else "zh"
    if what == "colours":
        letters = Lettering(Style(LIGHT, "Noto Sans SC"), 1.0)
    elif what == "pixels":
        letters = Lettering(letters.style, 2.0)
    elif what == "view":
        home = home.panned(30, 0)
    elif what == "size":
        home = home.resized(640, 300)
    ground.fit(home, letters, GroundContent(language))
    ground.finish()
    assert shown(ground).pixelColor(200, 200) != QColor("#ff00ff")


@pytest.mark.parametrize("harm", ["cut", "changed", "longer", "empty", "smaller picture", "nonsense"])
def test_a_damaged_picture_is_drawn_anew_and_put_right(
    qtbot: QtBot, opened: Open, home: Viewport, letters: Lettering, tmp_path: Path, harm: str
) -> None:
    first = opened()
    rest(qtbot, first, home, letters)
    (path,) = kept(tmp_path)
    good = path.read_bytes()
    if harm == "smaller picture":
        GroundStore(tmp_path, "", "").write(path.stem, QImage(40, 40, QImage.Format.Format_RGB32))
    else:
        middle = len(good) // 2
        harms = {
            "cut": good[:middle],
            "changed": good[:middle] + bytes([good[middle] ^ 0xFF]) + good[middle + 1 :],
            "longer": good[:-5] + b"\0" * 50,
            "empty": b"",
            "nonsense": b"this is no picture",
        }
        path.write_bytes(harms[harm])
    second = opened()
    rest(qtbot, second, home, letters)
    assert shown(second) == shown(first)
    assert path.read_bytes() == good


def test_only_the_newest_few_are_kept(
    qtbot: QtBot, opened: Open, home: Viewport, letters: Lettering, tmp_path: Path
) -> None:
    for step in range(MOST_PICTURES + 2):
        rest(qtbot, opened(), home.panned(step, 0), letters)
    assert len(kept(tmp_path)) == MOST_PICTURES
    assert not list(tmp_path.glob("*.draft"))


def test_later_views_are_not_kept(
    qtbot: QtBot, opened: Open, home: Viewport, letters: Lettering, tmp_path: Path
) -> None:
    ground = opened()
    rest(qtbot, ground, home, letters)
    rest(qtbot, ground, home.zoomed(2, 100, 100), letters)
    assert len(kept(tmp_path)) == 1


def test_a_folder_that_takes_nothing_harms_nobody(
    qtbot: QtBot, opened: Open, home: Viewport, letters: Lettering, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    ground = opened(folder=tmp_path / "file")
    rest(qtbot, ground, home, letters)
    assert not ground.busy
