"""Signs between two fixes: on the way, never beyond, and on the fix in the end."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from domain.look import DARK
from domain.picture import Changes, Picture
from domain.positions import PositionBlock
from domain.shapes import DEGREE
from maps.canvas import MapCanvas
from maps.motion import APART, CROWD, LONGEST, SHORTEST, Motion
from maps.projection import to_world
from maps.scene import Crew
from tests.maps.screen import on_screen
from tests.maps.town import NOW

SCALE = 1000.0


def crew_of(count: int) -> Crew:
    crew = Crew()
    crew._resize(count)
    crew.known[:] = True
    return crew


def told(motion: Motion, crew: Crew, rows: np.ndarray, places: np.ndarray, wall: float, scale: float = SCALE) -> None:
    before = crew.world[rows]
    crew.world[rows] = places
    motion.take(crew, rows, before, crew.known[rows], wall, scale)


walks = st.lists(
    st.tuples(st.floats(0.1, APART * 1.5), st.floats(-0.2, 0.2), st.floats(-0.2, 0.2)), min_size=1, max_size=8
)


@given(walks, st.lists(st.floats(0, 3), min_size=1, max_size=6))
def test_a_sign_is_always_between_where_it_was_and_the_newest_fix(
    fixes: list[tuple[float, float, float]], looks: list[float]
) -> None:
    crew, motion = crew_of(1), Motion()
    motion.forget(1)
    row, wall = np.array([0]), 100.0
    told(motion, crew, row, np.array([[0.5, 0.5]]), wall)
    for pause, right, down in fixes:
        wall += pause
        motion.step(crew, wall)
        shown, fix = crew.world[0].copy(), crew.world[0] + (right, down)
        told(motion, crew, row, fix[None], wall)
        assert motion.fix(crew, 0) == pytest.approx(tuple(fix))
        long = np.hypot(*(fix - shown)) * SCALE
        if not SHORTEST <= long <= LONGEST or pause > APART:
            assert crew.world[0] == pytest.approx(fix)  # a leap
        gone = -1.0
        for later in sorted(looks):
            motion.step(crew, wall + later)
            way = float(np.hypot(*(fix - shown)))
            share = float(np.hypot(*(crew.world[0] - shown))) / (way or 1.0)
            assert np.hypot(*(crew.world[0] - shown)) + np.hypot(*(fix - crew.world[0])) == pytest.approx(way, abs=1e-9)
            assert share >= gone - 1e-9
            gone = share
        motion.step(crew, wall + pause)
        if pause <= APART:
            assert crew.world[0] == pytest.approx(fix)  # after the pause between the fixes, and there it stays
        motion.arrive(crew)
        assert crew.world[0].tolist() == fix.tolist()
        assert not len(motion.walking)


def test_a_crowd_leaps() -> None:
    crew, motion = crew_of(CROWD + 1), Motion()
    motion.forget(len(crew))
    rows = np.arange(len(crew))
    for second in (1, 2, 3):
        told(motion, crew, rows, crew.world + 0.01, float(second))
    assert not len(motion.walking)
    told(motion, crew, rows[:40], crew.world[:40] + 0.01, 4.0)
    assert len(motion.walking) == 40


def test_who_was_never_seen_appears_where_he_is() -> None:
    crew, motion = crew_of(1), Motion()
    motion.forget(1)
    motion._heard[:] = 9.0
    crew.world[0] = (0.3, 0.3)
    motion.take(crew, np.array([0]), np.array([[0.25, 0.3]]), np.array([False]), 10.0, SCALE)
    assert crew.world[0].tolist() == [0.3, 0.3]


# --- on the screen ----------------------------------------------------------------------------------------------------


@pytest.fixture
def canvas(qtbot: QtBot, picture: Picture, monkeypatch: pytest.MonkeyPatch) -> Iterator[MapCanvas]:
    canvas = MapCanvas(DARK, "zh")
    qtbot.addWidget(canvas)
    canvas.resize(800, 500)
    canvas.open_city(picture.city)
    canvas.refresh(picture, Changes(reset=True), NOW)
    with qtbot.waitExposed(canvas):
        canvas.show()
    canvas._pulse.cost = 0.0
    yield canvas
    canvas.hide()


def walk(canvas: MapCanvas, picture: Picture, metres: float, at: float) -> tuple[int, list[float]]:
    """The first worker's next fix, to the east of the last; his row, and where that is."""
    row = picture.workers["g1"].index
    lon = int(picture.positions.lon[row] + metres / 92_000 * DEGREE)
    nothing, zero = np.array([65535], np.uint16), np.zeros(1, np.uint16)
    block = PositionBlock(
        at, np.array([row], np.int32), np.array([lon], np.int32), picture.positions.lat[[row]], nothing, nothing, zero,
        picture.positions.state[[row]],
    )  # fmt: skip
    canvas._pulse.cost = 0.0
    canvas.refresh(picture, picture.apply(block), at)
    return row, to_world(lon / DEGREE, picture.positions.lat[row] / DEGREE).tolist()


def test_the_sign_walks_while_his_age_and_place_are_of_the_fix(
    qtbot: QtBot, canvas: MapCanvas, picture: Picture
) -> None:
    walk(canvas, picture, 150, NOW + 1)
    qtbot.wait(300)
    row, fix = walk(canvas, picture, 150, NOW + 2)
    crew = canvas._shown.scene.crew
    assert crew.world[row, 0] < fix[0]
    assert crew.age[row] == 0
    assert canvas._shown.place_of_worker("g1") == pytest.approx(tuple(fix))
    qtbot.waitUntil(lambda: crew.world[row].tolist() == pytest.approx(fix))
    qtbot.waitUntil(lambda: not canvas._pulse.walking)  # nothing moves any more: nothing is drawn


def test_on_no_map_of_a_city_do_signs_walk_while_one_in_view_says_they_shall_leap(
    qtbot: QtBot, canvas: MapCanvas, picture: Picture
) -> None:
    with on_screen(qtbot, MapCanvas(DARK, "zh", commons=canvas.commons), picture, 300, 200) as other:
        walk(canvas, picture, 150, NOW + 1)
        qtbot.wait(300)
        other.set_layers(other.layers.walk(False))
        row, fix = walk(canvas, picture, 150, NOW + 2)
        crew = canvas._shown.scene.crew
        assert crew.world[row, 0] < fix[0]
        other.refresh(picture, Changes(), NOW + 2)
        assert crew.world[row].tolist() == pytest.approx(fix)


@pytest.mark.parametrize("reason", ["switched off", "no glides", "link lost", "too slow"])
def test_signs_leap_when_they_should(qtbot: QtBot, canvas: MapCanvas, picture: Picture, reason: str) -> None:
    walk(canvas, picture, 150, NOW + 1)
    qtbot.wait(300)
    row, fix = walk(canvas, picture, 150, NOW + 2)
    assert canvas._shown.scene.crew.world[row, 0] < fix[0]
    match reason:
        case "switched off":
            canvas.set_layers(canvas.layers.walk(False))
        case "no glides":
            canvas.navigation.glides = False
        case "link lost":
            canvas.set_link(False, 11.0, NOW)
        case _:
            canvas._pulse.cost = 1e6
    canvas._pulse.step()
    assert canvas._shown.scene.crew.world[row].tolist() == pytest.approx(fix)
    assert not canvas._pulse.walking


def test_what_walks_or_blinks_waits_while_the_ground_is_drawn(
    qtbot: QtBot, canvas: MapCanvas, monkeypatch: pytest.MonkeyPatch
) -> None:
    qtbot.waitUntil(lambda: not canvas.drawing)
    frames = list[bool]()
    paint = canvas._paint_frame
    monkeypatch.setattr(canvas, "_paint_frame", lambda painter: (frames.append(canvas.drawing), paint(painter)))
    canvas.navigation.glides = False
    canvas.navigation.zoom_middle(1.0)
    canvas.repaint()
    assert canvas.drawing
    frames.clear()
    canvas._pulse.frame_due.emit()
    QApplication.sendPostedEvents()
    assert not frames
    qtbot.waitUntil(lambda: not canvas.drawing)
    qtbot.waitUntil(lambda: bool(frames))  # the sharp one
    frames.clear()
    canvas._pulse.frame_due.emit()
    QApplication.sendPostedEvents()
    assert frames == [False]
