"""The reach of the selected incident, or of a place, is counted beside the screen's thread while the map shows it."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from pytestqt.qtbot import QtBot

from desktop.reach_keeper import EVERY_S, ReachKeeper
from domain.reach import Reach
from domain.roads import RoadGraph
from tests.desktop.test_heat_keeper import Live
from tests.domain.small_city import middle_of
from tests.maps.town import matters, picture_of, town


class Shown:
    """A map that may show the layer."""

    def __init__(self) -> None:
        self.on = True
        self.got: list[Reach | None] = []

    def shows(self, code: str) -> bool:
        return self.on and code == "reach"

    def set_reach(self, reach: Reach | None) -> None:
        self.got.append(reach)


@pytest.fixture
def room(qtbot: QtBot) -> Iterator[SimpleNamespace]:
    picture = picture_of(town(), matters())
    live = Live(picture)
    room = SimpleNamespace(live=live, map=Shown(), selected="", graph=None, clock=0.0)
    keeper = ReachKeeper(
        live, [room.map], lambda: room.selected, lambda: room.graph, live, lambda: room.clock  # type: ignore[arg-type]
    )
    keeper._timer.stop()
    room.keeper, room.roads = keeper, RoadGraph(picture.city.geography.roads)
    yield room
    keeper.end()


def counted(qtbot: QtBot, room: SimpleNamespace) -> Reach:
    before = len(room.map.got)
    room.keeper.look()
    qtbot.waitUntil(lambda: len(room.map.got) > before)
    assert room.map.got[-1] is not None
    return room.map.got[-1]


def test_it_waits_for_the_roads_and_for_something_selected(qtbot: QtBot, room: SimpleNamespace) -> None:
    room.selected = "red"
    room.keeper.look()
    assert not room.keeper._busy
    room.graph, room.selected = room.roads, ""
    room.keeper.look()
    assert not room.keeper._busy
    room.selected = "red"
    place = room.live.picture.incidents["red"].place
    reach = counted(qtbot, room)
    assert (reach.lon, reach.lat) == (place.lon, place.lat)
    assert sum(len(lines) for lines in reach.roads) > 0


def test_a_place_counts_until_another_incident_is_selected(qtbot: QtBot, room: SimpleNamespace) -> None:
    room.graph, room.selected = room.roads, "red"
    counted(qtbot, room)
    room.keeper.ask(*middle_of(5))
    qtbot.waitUntil(lambda: len(room.map.got) == 2)
    assert (room.map.got[-1].lon, room.map.got[-1].lat) == middle_of(5)
    room.selected = "yellow"
    assert counted(qtbot, room).lon == room.live.picture.incidents["yellow"].place.lon
    room.selected = ""
    room.keeper.look()
    assert room.map.got[-1] is None


def test_workers_are_counted_again_after_a_while(qtbot: QtBot, room: SimpleNamespace) -> None:
    room.graph, room.selected = room.roads, "red"
    first = counted(qtbot, room)
    room.keeper.look()
    assert not room.keeper._busy
    room.clock += EVERY_S
    assert counted(qtbot, room) == first  # the same roads: the ground stays as it is drawn


def test_nothing_is_counted_while_nobody_looks(room: SimpleNamespace) -> None:
    room.graph, room.selected, room.map.on = room.roads, "red", False
    room.keeper.look()
    assert not room.keeper._busy
