"""Closed roads and proposals on the map: the pixels they take, and what is said of them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from domain.closure import Closure
from domain.look import DARK, LIGHT, Tokens
from domain.messages import RoadChanged
from domain.names import Name
from domain.picture import Picture
from maps.canvas import MapCanvas
from maps.projection import to_world
from tests.domain.small_city import MONDAY_NINE, SIDE, SOUTH, WEST
from tests.maps.screen import on_screen
from tests.maps.town import NOW, matters, picture_of, town

PATH = [(WEST + 1.5 * SIDE, SOUTH), (WEST + 1.5 * SIDE, SOUTH + SIDE / 2)]
CLOSURE = Closure(
    "r1", 1, tuple(round(value * 1e7) for place in PATH for value in place), Name("解放路", "Jiefang Road"), "", "塌方",
    MONDAY_NINE, "user:wang", "王调度", MONDAY_NINE + 7200,
)  # fmt: skip
MIDDLE = (WEST + 1.5 * SIDE, SOUTH + SIDE / 4)


@pytest.fixture(params=[DARK, LIGHT], ids=["dark", "light"])
def tokens(request: pytest.FixtureRequest) -> Tokens:
    found: Tokens = request.param
    return found


@pytest.fixture
def canvas(qtbot: QtBot, tokens: Tokens) -> Iterator[MapCanvas]:
    picture = picture_of(town(), matters())
    with on_screen(qtbot, MapCanvas(tokens, "zh"), picture, 1200, 600) as canvas:
        canvas.show_place(*MIDDLE, zoom=16.0)
        canvas.picture = picture  # type: ignore[attr-defined]
        yield canvas


def pixel(canvas: MapCanvas, lon: float, lat: float) -> QPoint:
    return QPointF(*canvas.navigation.viewport.to_pixels(to_world(lon, lat)).tolist()).toPoint()


def painted(canvas: MapCanvas) -> QImage:
    """The map when its ground stands still: a scaled one gives way to a sharp one a moment later."""
    canvas.grab()
    for _ in range(100):
        QTest.qWait(10)
        canvas.finish()
        if not canvas.drawing:
            break
    return canvas.grab().toImage()


def reddish(image: QImage, at: QPoint, color: QColor, reach: int = 4) -> bool:
    """Whether a pixel near a place has just this colour, edges aside."""
    steps = range(-reach, reach + 1)
    found = [QColor(image.pixel(at.x() + dx, at.y() + dy)) for dx in steps for dy in steps]
    return any(
        abs(one.red() - color.red()) + abs(one.green() - color.green()) + abs(one.blue() - color.blue()) < 24
        for one in found
    )


def close(canvas: MapCanvas) -> None:
    picture: Picture = canvas.picture  # type: ignore[attr-defined]
    canvas.refresh(picture, picture.apply(RoadChanged(picture.seq + 1, NOW, CLOSURE, "close_road", "user:wang")), NOW)


def test_a_closed_road_is_red_along_its_way_and_nowhere_else(canvas: MapCanvas, tokens: Tokens) -> None:
    bad = QColor(tokens.bad)
    on_it = [pixel(canvas, MIDDLE[0], SOUTH + share * SIDE / 2) for share in (0.15, 0.3, 0.7, 0.85)]
    beside = pixel(canvas, MIDDLE[0] + 0.0006, SOUTH + SIDE / 8)
    before = painted(canvas)
    assert not any(reddish(before, at, bad) for at in on_it)
    close(canvas)
    after = painted(canvas)
    assert all(reddish(after, at, bad, 8) for at in on_it)
    assert after.pixel(beside) == before.pixel(beside)


def test_what_is_said_of_it(canvas: MapCanvas) -> None:
    at = pixel(canvas, MIDDLE[0], SOUTH + SIDE / 8)
    assert canvas.closure_at(MIDDLE[0], SOUTH + SIDE / 8) is None
    close(canvas)
    found = canvas.closure_at(MIDDLE[0], SOUTH + SIDE / 8)
    assert found == CLOSURE
    assert canvas.closure_at(MIDDLE[0] + 0.002, SOUTH + SIDE / 8) is None
    said = canvas.explanation(at)
    assert "解放路" in said and "塌方" in said and "王调度" in said


def test_the_road_that_is_about_to_be_closed_is_shown(canvas: MapCanvas, tokens: Tokens) -> None:
    at = pixel(canvas, MIDDLE[0], SOUTH + SIDE / 8)
    canvas.set_closing(np.array(PATH))
    assert reddish(painted(canvas), at, QColor(tokens.warn), 8)
    canvas.set_closing(None)
    assert not reddish(painted(canvas), at, QColor(tokens.warn))


def test_a_proposal_is_a_line_from_the_worker_to_the_incident(canvas: MapCanvas, tokens: Tokens) -> None:
    picture: Picture = canvas.picture  # type: ignore[attr-defined]
    incident = next(one for one in picture.open_incidents() if not one.worker)
    worker = picture.workers["g4"]
    canvas.show_place(incident.place.lon, incident.place.lat, zoom=13.5)
    here = picture.place_of(worker)
    assert here is not None
    ends = np.array([here, (incident.place.lon, incident.place.lat)])
    quarter = pixel(canvas, *(ends[0] * 0.3 + ends[1] * 0.7).tolist())
    before = painted(canvas)
    canvas.set_plan({incident.id: worker.id})
    after = painted(canvas)
    spots = [QPoint(quarter.x() + dx, quarter.y() + dy) for dx in range(-4, 5) for dy in range(-4, 5)]
    assert any(before.pixel(spot) != after.pixel(spot) for spot in spots)
    canvas.set_plan({})
    cleared = painted(canvas)
    assert all(before.pixel(spot) == cleared.pixel(spot) for spot in spots)
