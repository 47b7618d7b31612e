"""The ways of workers, as they are drawn."""

from __future__ import annotations

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from domain.look import DARK, LIGHT, Tokens
from domain.picture import Picture
from domain.positions import WORKER_STATES, PositionBlock
from domain.shapes import DEGREE
from domain.trails import STEP, Trails
from domain.worker import WorkerState
from maps.layers import trails as layer
from maps.projection import to_world
from tests.domain.small_city import middle_of
from tests.maps.drawing import draw, frame_of, inked, view_of
from tests.maps.town import NOW, picture_of, town

BUSY, AWAY = WorkerState.BUSY, WorkerState.OFF_DUTY


def walked(worker: str, state: WorkerState = BUSY) -> tuple[Picture, Trails, list[tuple[float, float]]]:
    """A picture in which a worker went east for five minutes, what the desk remembers, and where he was."""
    picture, trails = picture_of(town(), []), Trails()
    row = picture.workers[worker].index
    lon, lat = middle_of(4)
    places = [(lon + step * 1e-4, lat) for step in range(16)]
    for step, (x, y) in enumerate(places):
        moved = picture.apply(
            PositionBlock(
                time=NOW + step * STEP,
                index=np.array([row], np.int32),
                lon=np.array([round(x * DEGREE)], np.int32),
                lat=np.array([round(y * DEGREE)], np.int32),
                speed=np.array([65535], np.uint16),
                heading=np.array([65535], np.uint16),
                age=np.zeros(1, np.uint16),
                state=np.array([WORKER_STATES.index(state)], np.uint8),
            )
        ).moved
        trails.take(picture.positions, moved)
    return picture, trails, places


@pytest.mark.parametrize("ratio", [1.0, 2.0])
@pytest.mark.parametrize("tokens", [DARK, LIGHT], ids=["dark", "light"])
def test_the_way_of_the_selected_worker_fades_backwards(qtbot: QtBot, tokens: Tokens, ratio: float) -> None:
    picture, trails, places = walked("g4")
    viewport = view_of(*places[8], 17.0)
    frame = frame_of(picture, viewport, tokens, ratio, NOW + 15 * STEP, worker="g4", trails=trails)
    pixels = draw(layer.paint_selected, frame)
    x, y = viewport.to_pixels(to_world(*places[8])).tolist()
    assert inked(pixels, x, y, ratio) > 100
    assert inked(pixels, x, y - 30, ratio) == 0
    old_frame = frame_of(picture, viewport, tokens, ratio, NOW + 1500, worker="g4", trails=trails)
    assert inked(draw(layer.paint_selected, old_frame), x, y, ratio) < inked(pixels, x, y, ratio)


def test_who_is_selected_has_a_way_and_nobody_else(qtbot: QtBot) -> None:
    picture, trails, places = walked("g4")
    viewport = view_of(*places[8], 17.0)
    for fields in ({"worker": "g1"}, {"worker": ""}, {"worker": "g4"}):
        frame = frame_of(picture, viewport, DARK, 1.0, NOW + 15 * STEP, trails=trails, **fields)
        assert draw(layer.paint_selected, frame).any() == (fields["worker"] == "g4")
        assert draw(layer.paint_all, frame).any()


def test_off_duty_nobody_has_a_way(qtbot: QtBot) -> None:
    picture, trails, places = walked("g4", AWAY)
    frame = frame_of(picture, view_of(*places[8], 17.0), DARK, 1.0, NOW + 15 * STEP, worker="g4", trails=trails)
    assert not draw(layer.paint_selected, frame).any()
    assert not draw(layer.paint_all, frame).any()


def test_a_crowd_has_no_ways(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    picture, trails, places = walked("g4")
    frame = frame_of(picture, view_of(*places[8], 17.0), DARK, 1.0, NOW + 15 * STEP, trails=trails)
    monkeypatch.setattr(layer, "MOST_LINES", layer.FEWEST_EACH - 1)
    assert not draw(layer.paint_all, frame).any()


def test_without_a_memory_nothing_is_drawn(qtbot: QtBot) -> None:
    picture, _, places = walked("g4")
    frame = frame_of(picture, view_of(*places[8], 17.0), DARK, worker="g4")
    assert not draw(layer.paint_selected, frame).any()
    assert not draw(layer.paint_all, frame).any()
