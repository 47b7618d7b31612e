"""Crowds of workers: nothing lost, nothing counted twice, nobody hidden who matters, and every crowd opens."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from domain.city import City
from domain.look import DARK, LIGHT, Tokens
from domain.messages import Clock, Snapshot
from domain.picture import Changes, Picture
from domain.positions import WORKER_STATES, PositionBlock
from domain.shapes import DEGREE
from domain.worker import WorkerState
from maps.canvas import MapCanvas
from maps.crowd_signs import PARTS, parts
from maps.crowds import FEWEST, LOOKS, OPEN, Crowds, gather
from maps.layer_choice import AS_SHIPPED
from maps.layers import crowds as layer
from maps.projection import to_world
from maps.scene import OFF_DUTY, SILENT, Crew
from tests.domain.small_city import SIDE, SOUTH, WEST
from tests.maps.drawing import draw, frame_of, inked, view_of
from tests.maps.town import NOW, town

ON_SCENE = WORKER_STATES.index(WorkerState.ON_SCENE)
FREE, BUSY = WORKER_STATES.index(WorkerState.FREE), WORKER_STATES.index(WorkerState.BUSY)


def crew_of(seed: int, count: int, spread: float) -> Crew:
    rng = np.random.default_rng(seed)
    crew = Crew()
    crew._resize(count)
    crew.world = to_world(117.2 + rng.normal(0, spread, count), 34.26 + rng.normal(0, spread, count)).reshape(-1, 2)
    crew.look = rng.integers(0, LOOKS, count).astype(np.uint8)
    crew.known = rng.random(count) < 0.9
    return crew


crews = st.builds(crew_of, st.integers(0, 999), st.integers(0, 900), st.sampled_from([0.0, 0.001, 0.02, 0.2]))
zooms = st.floats(8.0, 17.0)


@given(crews, zooms)
def test_nobody_is_lost_and_nobody_counted_twice(crew: Crew, zoom: float) -> None:
    crowds = gather(crew, view_of(117.2, 34.26, zoom))
    assert crowds.crowd.shape == (len(crew),)
    assert not (crowds.crowd[~crew.known] >= 0).any()
    for number in range(len(crowds)):
        members = crew.look[crowds.crowd == number]
        assert np.bincount(members, minlength=LOOKS).tolist() == crowds.count[number].tolist()
        assert len(members) >= FEWEST
    alone = int((crew.known & (crowds.crowd < 0)).sum())
    assert alone + int(crowds.count.sum()) == int(crew.known.sum())


@given(crews, zooms)
def test_on_scene_and_silent_always_stand_for_themselves(crew: Crew, zoom: float) -> None:
    crowds = gather(crew, view_of(117.2, 34.26, zoom))
    assert not crowds.count[:, [ON_SCENE, SILENT]].any()
    assert (crowds.crowd[np.isin(crew.look, [ON_SCENE, SILENT])] < 0).all()


@given(crews, st.floats(8.0, 15.0), st.floats(-150, 150), st.floats(-100, 100))
def test_panning_changes_no_crowd(crew: Crew, zoom: float, right: float, down: float) -> None:
    viewport = view_of(117.2, 34.26, zoom)
    before, after = gather(crew, viewport), gather(crew, viewport.panned(right, down))
    seen = {tuple(np.round(place, 12)): tuple(count) for place, count in zip(before.world, before.count, strict=True)}
    for place, count in zip(after.world, after.count, strict=True):
        x, y = viewport.to_pixels(place).tolist()
        if 0 <= x <= viewport.width and 0 <= y <= viewport.height:
            assert seen[tuple(np.round(place, 12))] == tuple(count)


@given(crews)
def test_near_enough_every_crowd_is_open(crew: Crew) -> None:
    assert len(gather(crew, view_of(117.2, 34.26, OPEN))) == 0


def test_the_selected_one_stands_for_himself() -> None:
    crew = crew_of(1, 100, 0.0)
    crew.known[:], crew.look[:], crew.row = True, FREE, {"me": 7}
    viewport = view_of(117.2, 34.26, 12.0)
    assert gather(crew, viewport).on_duty.tolist() == [100]
    crowds = gather(crew, viewport, "me")
    assert crowds.on_duty.tolist() == [99]
    assert crowds.crowd[7] == -1


@given(st.lists(st.integers(0, 5000), min_size=LOOKS, max_size=LOOKS))
def test_every_state_somebody_is_in_has_its_part_of_the_ring(count: list[int]) -> None:
    shares = parts(np.array([count]))[0].tolist()
    assert sum(shares) == (PARTS if any(count) else 0)
    assert all((share > 0) == (many > 0) for share, many in zip(shares, count, strict=True))


# --- on the screen ----------------------------------------------------------------------------------------------------


def crowded() -> Picture:
    """Forty free or busy workers around one place, two on scene and one silent among them, five off duty."""
    city: City = town()
    first = city.workers[0]
    workers = [msgspec.structs.replace(first, id=f"w{n}", index=n, name=f"员{n}") for n in range(48)]
    picture = Picture(msgspec.structs.replace(city, workers=workers))
    picture.apply(Snapshot("e", 1, Clock(NOW), [], {}, workers))
    count, angle = len(workers), np.arange(len(workers))
    state = np.where(angle < 30, FREE, BUSY)
    state[40:42], state[43:] = ON_SCENE, OFF_DUTY
    age = np.zeros(count)
    age[42] = 6000
    lon, lat = WEST + 4.2 * SIDE + 2e-4 * np.cos(angle), SOUTH + 1.02 * SIDE + 2e-4 * np.sin(angle)
    nothing = np.full(count, 65535, np.uint16)
    stored = (np.rint(axis * DEGREE).astype(np.int32) for axis in (lon, lat))
    block = PositionBlock(
        NOW, np.arange(count, dtype=np.int32), *stored, nothing, nothing, age.astype(np.uint16), state.astype(np.uint8)
    )
    picture.apply(block)
    return picture


MIDDLE = WEST + 4.2 * SIDE, SOUTH + 1.02 * SIDE


@pytest.mark.parametrize("ratio", [1.0, 2.0])
@pytest.mark.parametrize("tokens", [DARK, LIGHT], ids=["dark", "light"])
def test_a_crowd_shows_its_ring_and_number(qtbot: QtBot, tokens: Tokens, ratio: float) -> None:
    frame = frame_of(crowded(), view_of(*MIDDLE, 13.0), tokens, ratio)
    assert frame.crowds.on_duty.tolist() == [40]
    pixels = draw(layer.paint, frame)
    x, y = frame.viewport.to_pixels(frame.crowds.world[0]).tolist()
    assert inked(pixels, x, y, ratio, 6) > 200
    middle = pixels[round(y * ratio) - 12 : round(y * ratio) + 12, round(x * ratio) - 12 : round(x * ratio) + 12, 1:]
    assert np.ptp(middle.reshape(-1, 3).astype(int), axis=0).max() > 60  # a number on its ground
    assert not draw(layer.paint, frame_of(crowded(), view_of(*MIDDLE, 16.0), tokens, ratio)).any()


@pytest.fixture
def canvas(qtbot: QtBot) -> Iterator[MapCanvas]:
    canvas, picture = MapCanvas(DARK, "zh"), crowded()
    qtbot.addWidget(canvas)
    canvas.navigation.glides = False
    canvas.resize(900, 600)
    canvas.open_city(picture.city)
    canvas.refresh(picture, Changes(reset=True), NOW)
    canvas.navigation.centre(*to_world(*MIDDLE).tolist(), 12.5)
    with qtbot.waitExposed(canvas):
        canvas.show()
    yield canvas
    canvas.hide()


def crowds_of(canvas: MapCanvas) -> Crowds:
    return canvas._shown.crowds(canvas.navigation.viewport)


def sign(canvas: MapCanvas) -> QPoint:
    x, y = canvas.navigation.viewport.to_pixels(crowds_of(canvas).world[0]).tolist()
    return QPoint(round(x), round(y))


def test_pointing_at_a_crowd_tells_who_is_in_it(canvas: MapCanvas) -> None:
    place = sign(canvas) + QPoint(11, 0)
    found = canvas._shown.thing(place.x(), place.y(), canvas.navigation.viewport)
    assert found is not None
    if found.kind == "worker":  # one on scene may lie on the rim
        place = sign(canvas) - QPoint(11, 0)
    text = canvas.explanation(place)
    assert "45 workers here" in text
    assert "free: 30" in text
    assert "busy: 10" in text
    assert "off duty: 5" in text


def test_a_click_opens_a_crowd_in_the_end(qtbot: QtBot, canvas: MapCanvas) -> None:
    for _ in range(5):
        if not len(crowds_of(canvas)):
            break
        place = sign(canvas)
        for step in (11, -11, 0):
            at = place + QPoint(step, step)
            found = canvas._shown.thing(at.x(), at.y(), canvas.navigation.viewport)
            if found is not None and found.kind == "crowd":
                zoom = canvas.navigation.viewport.zoom
                qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
                assert canvas.navigation.viewport.zoom > zoom
                break
    assert not len(crowds_of(canvas))
    pixels = canvas.navigation.viewport.to_pixels(canvas._shown.scene.crew.world)
    assert ((pixels > 0) & (pixels < (900, 600))).all()  # all who were in it are in view


def test_crowds_can_be_switched_off(canvas: MapCanvas) -> None:
    assert len(crowds_of(canvas)) == 1
    canvas.set_layers(AS_SHIPPED.switch("crowds", False))
    assert len(crowds_of(canvas)) == 0
