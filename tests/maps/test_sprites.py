"""Signs of workers and incidents."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from domain.look import DARK, LIGHT, Tokens
from maps.scene import PHASES
from maps.sprites import IncidentSprites, WorkerSprites
from maps.style import Style


def cells(atlas_image: QImage, cell: int, row: int, count: int) -> list[bytes]:
    """The pixels of the first cells of a row."""
    return [bytes(atlas_image.copy(column * cell, row * cell, cell, cell).constBits()) for column in range(count)]


@pytest.mark.parametrize("tokens", [DARK, LIGHT], ids=["dark", "light"])
@pytest.mark.parametrize("ratio", [1.0, 1.25, 2.0, 3.0])
def test_no_two_states_look_alike(qtbot: QtBot, tokens: Tokens, ratio: float) -> None:
    sprites = WorkerSprites(Style(tokens, "Noto Sans SC"), ratio)
    for atlas in sprites.atlases[1:]:
        looks = cells(atlas.pixmap.toImage(), atlas.cell, 0, sprites.arrow)
        assert len(set(looks)) == len(looks)
        assert bytes(len(looks[0])) not in looks  # none is empty


@pytest.mark.parametrize("tokens", [DARK, LIGHT], ids=["dark", "light"])
def test_severities_differ_in_shape_too(qtbot: QtBot, tokens: Tokens) -> None:
    """Told apart without any colour: the outlines of two signs differ in many pixels."""
    atlas = IncidentSprites(Style(tokens, "Noto Sans SC"), 2.0).atlas
    shapes = []
    for column in range(4):
        image = atlas.pixmap.toImage().copy(column * atlas.cell, 0, atlas.cell, atlas.cell)
        opaque = [image.pixelColor(x, y).alpha() > 230 for y in range(atlas.cell) for x in range(atlas.cell)]
        shapes.append(np.array(opaque))
    for one in range(4):
        for other in range(one):
            assert np.count_nonzero(shapes[one] != shapes[other]) > 40


def test_the_arc_follows_the_deadline(qtbot: QtBot) -> None:
    sprites = IncidentSprites(Style(DARK, "Noto Sans SC"), 1.0)
    used = np.array([0.0, 0.5, 0.5, 0.99, 1.7, 0.3])
    phase = np.array([PHASES.index(name) for name in ("ok", "ok", "soon", "soon", "late", "paused")], np.uint8)
    steps = sprites.arc_step(used, phase).tolist()
    assert steps[0] == 2 * steps[1]
    assert len(set(steps)) == len(steps)
    image, cell = sprites.atlas.pixmap.toImage(), sprites.atlas.cell
    drawn = {bytes(image.copy(step % 8 * cell, (1 + step // 8) * cell, cell, cell).constBits()) for step in steps}
    assert len(drawn) == len(steps)


def test_fragments_lie_on_whole_pixels(qtbot: QtBot) -> None:
    atlas = IncidentSprites(Style(DARK, "Noto Sans SC"), 1.5).atlas
    places = np.array([[10.2, 20.7], [11.9, 3.3]])
    rows = atlas.fragments(places, np.array([1, 2]), 0)
    corners = rows[:, :2] - atlas.cell / 2
    assert (corners == np.rint(corners)).all()
    assert np.abs(rows[:, :2] / 1.5 - places).max() <= 1.0
