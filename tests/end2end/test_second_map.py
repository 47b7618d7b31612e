"""Two maps of one desk, with a real hand: each looks where it wants, both tell the same, and what is dropped on one or
dragged from it counts."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF

from domain.coordinates import System
from maps.canvas import MapCanvas
from maps.projection import to_world
from tests.domain.small_city import middle_of
from tests.end2end.backend_process import BackendProcess
from tests.end2end.hand import Hand
from tests.end2end.open_desk import OpenDesk


@pytest.fixture
def desk(desk: OpenDesk) -> OpenDesk:
    """With the second map beside the first."""
    desk.window.activateWindow()
    desk.until(desk.window.isActiveWindow)
    assert desk.views.second.map is None  # nobody pays for what nobody sees
    desk.desk.actions.run("hide:second")
    desk.until(lambda: desk.views.second.map is not None and desk.views.second.isVisible())
    desk.resting_place(desk.views.second)
    second(desk).navigation.glides = False
    return desk


def second(desk: OpenDesk) -> MapCanvas:
    canvas = desk.views.second.map
    assert canvas is not None
    return canvas


def on(canvas: MapCanvas, lon: float, lat: float) -> QPoint:
    pixel = QPointF(*canvas.navigation.viewport.to_pixels(to_world(lon, lat)).tolist()).toPoint()
    assert canvas.rect().contains(pixel)
    return canvas.mapToGlobal(pixel)


def test_each_looks_elsewhere_and_both_tell_the_same(desk: OpenDesk, town: BackendProcess) -> None:
    lon, lat = middle_of(3)
    incident = town.report(lon, lat, "门口有垃圾", "r1")
    desk.until_known(incident)
    first, other = desk.views.map, second(desk)
    assert first._shown.terrain is other._shown.terrain and first._shown.scene is other._shown.scene  # one city
    before = other.navigation.viewport
    desk.desk.show_incident(incident)
    assert other._shown.incident == incident and other.navigation.viewport == before
    assert first.navigation.viewport.zoom > before.zoom
    desk.room.set_language("en")
    assert other._shown.language == "en"


def test_an_incident_goes_from_one_map_to_somebody_on_the_other(
    desk: OpenDesk, town: BackendProcess, hand: Hand
) -> None:
    lon, lat = middle_of(3)
    incident = town.report(lon, lat, "门口有垃圾", "r1")
    desk.until_known(incident)
    place = desk.picture.place_of(desk.picture.workers["g5"])
    assert place is not None
    hand.drag(on(second(desk), lon, lat), on(desk.views.map, *place))
    desk.until(lambda: not hand.busy and desk.incident(incident).worker == "g5")
    other = town.report(lon + 0.003, lat + 0.003, "路灯不亮", "r2")
    desk.until_known(other)
    place = desk.picture.place_of(desk.picture.workers["g3"])
    assert place is not None
    hand.drag(desk.queue_row(other), on(second(desk), *place))
    desk.until(lambda: not hand.busy and desk.incident(other).worker == "g3")


def test_commands_mean_the_map_that_was_used_last_and_marks_are_one_persons(desk: OpenDesk, hand: Hand) -> None:
    first, other = desk.views.map, second(desk)
    lon, lat = middle_of(2)
    hand.click(on(other, lon, lat))
    desk.until(lambda: not hand.busy and other.hasFocus())
    desk.desk.actions.run("measure")
    assert other.instruments.held is other.instruments.tape and first.instruments.held is None
    desk.desk.actions.run("heat")
    assert other.shows("heat") and not first.shows("heat")
    desk.until(lambda: other._shown.heat is not None)
    other.furniture.sheet.marked.emit("河口")
    other.furniture.readout.choose(System.GCJ02)
    other.furniture.readout.system_chosen.emit(System.GCJ02)
    assert [mark.name for mark in first.furniture.marks] == ["河口"]
    assert first.furniture.readout.system is System.GCJ02
    desk.desk.actions.run("hide:second")
    desk.until(lambda: not other.isVisible())
    assert desk.views.maps.used is first
    kept = desk.views.second.state()
    assert "heat" in str(kept["layers"]) and kept["marks"][0]["name"] == "河口"
