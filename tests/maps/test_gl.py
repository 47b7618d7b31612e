"""The same picture through OpenGL as by the processor, and the choice between the two."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from pytestqt.qtbot import QtBot

from desktop.graphics import choose, is_software, judged, renderer
from domain.look import DARK, LIGHT, Tokens
from domain.picture import Changes, Picture
from maps.canvas import MapCanvas
from maps.commons import Commons
from maps.gl_surface import GlSurface
from tests.maps.town import NOW, matters, picture_of, town

#: A colour may differ by so many of 255, and of all pixels so many by more: edges are softened in another way.
NEAR, FEW = 16, 0.02
#: Nor may anything of some size be missing or elsewhere: the means of squares of 12 pixels differ by so little.
SQUARE, MEAN = 12, 12.0


@pytest.fixture
def screen(qapp: QGuiApplication) -> None:
    if QGuiApplication.platformName() != "xcb" or not renderer():
        pytest.skip("no OpenGL on this screen")


def shot(qtbot: QtBot, picture: Picture, tokens: Tokens, zoom: float, gl: bool) -> QImage:
    canvas = MapCanvas(tokens, "zh", commons=Commons(gl))
    qtbot.addWidget(canvas)
    canvas.navigation.glides = False
    canvas.resize(800, 500)
    canvas.open_city(picture.city)
    canvas.refresh(picture, Changes(reset=True), NOW)
    with qtbot.waitExposed(canvas):
        canvas.show()
    canvas.navigation.zoom_middle(zoom)
    canvas.select_incident("going")
    image = QImage(canvas.size(), QImage.Format.Format_RGB32)
    for _ in range(2):  # once for the ground to be begun, once with all of it
        if isinstance(canvas._surface, GlSurface):
            image = canvas._surface.grabFramebuffer().convertToFormat(QImage.Format.Format_RGB32)
        else:
            with QPainter(image) as painter:
                canvas._paint_frame(painter)
        canvas.finish()
    canvas.hide()
    return image


def as_array(image: QImage) -> np.ndarray:
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine() // 4, 4)
    return rows[:, : image.width(), :3].astype(int)


@pytest.mark.parametrize("tokens", [DARK, LIGHT], ids=["dark", "light"])
@pytest.mark.parametrize("zoom", [0.0, 1.7])
def test_opengl_draws_the_same_picture(qtbot: QtBot, screen: None, tokens: Tokens, zoom: float) -> None:
    picture = picture_of(town(), matters())
    plain, gl = (as_array(shot(qtbot, picture, tokens, zoom, drawn)) for drawn in (False, True))
    assert plain.shape == gl.shape
    assert np.ptp(gl.reshape(-1, 3), axis=0).min() > 100  # not an empty one
    assert (np.abs(plain - gl).max(axis=2) > NEAR).mean() < FEW
    high, wide = (size // SQUARE * SQUARE for size in plain.shape[:2])
    blocks = (high // SQUARE, SQUARE, wide // SQUARE, SQUARE, 3)
    means = [one[:high, :wide].reshape(blocks).mean(axis=(1, 3)) for one in (plain, gl)]
    assert np.abs(means[0] - means[1]).max() < MEAN


def test_what_changes_is_drawn_again(qtbot: QtBot, screen: None) -> None:
    """Through ``update`` alone, as the desk does it."""
    picture = picture_of(town(), matters())
    canvas = MapCanvas(DARK, "zh", commons=Commons(gl=True))
    qtbot.addWidget(canvas)
    canvas.resize(500, 300)
    with qtbot.waitExposed(canvas):
        canvas.show()
    canvas.open_city(picture.city)
    canvas.refresh(picture, Changes(reset=True), NOW)
    qtbot.waitUntil(lambda: not canvas.drawing)
    frames: list[int] = []
    surface = canvas._surface
    assert isinstance(surface, GlSurface)
    surface.frameSwapped.connect(lambda: frames.append(1))
    canvas.select_worker("g1")
    qtbot.waitUntil(lambda: bool(frames))
    canvas.resize(620, 340)
    qtbot.waitUntil(lambda: surface.size() == canvas.size())
    canvas.hide()


@pytest.fixture(params=["llvmpipe (LLVM 15.0.6, 256 bits)", "Google SwiftShader", "softpipe"])
def program(request: pytest.FixtureRequest) -> Iterator[str]:
    yield request.param


def test_a_program_that_plays_a_graphics_processor_is_used_only_when_asked(program: str) -> None:
    assert is_software(program)
    assert not judged(program, "auto").gl
    assert judged(program, "on").gl
    assert program in judged(program, "auto").sentence


@pytest.mark.parametrize("mode", ["auto", "on"])
def test_without_opengl_the_processor_draws_and_it_is_said(mode: str) -> None:
    chosen = judged("", mode)
    assert not chosen.gl
    assert "processor" in chosen.sentence


def test_a_real_one_is_used_by_itself(qapp: QGuiApplication) -> None:
    assert judged("Mesa Intel(R) UHD Graphics 620 (KBL GT2)", "auto").gl
    assert not choose("off").gl


def test_a_hand_reaches_the_map_through_it(qtbot: QtBot, screen: None) -> None:
    canvas = MapCanvas(DARK, "zh", commons=Commons(gl=True))
    qtbot.addWidget(canvas)
    canvas.resize(500, 300)
    assert canvas.childAt(120, 80) is None
