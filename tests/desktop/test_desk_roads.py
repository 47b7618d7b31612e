"""The roads of a desk are those that are open, also when what was worked out comes late."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QObject, Signal
from pytestqt.qtbot import QtBot

from desktop.desk_roads import DeskRoads
from domain.closure import Closure
from domain.messages import RoadChanged
from domain.names import Name
from domain.picture import Changes, Picture
from domain.stretches import Stretches
from domain.worker import Mode
from tests.domain.small_city import MONDAY_NINE as NOW
from tests.domain.small_city import SIDE, SOUTH, WEST, picture_with_everybody


class Live(QObject):
    """What ``DeskRoads`` needs of a live picture."""

    city_opened = Signal(object)
    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.picture: Picture = picture_with_everybody()


class Beside:
    """Work that waits until it is let go on."""

    def __init__(self) -> None:
        self.waiting: list[tuple[Any, Any]] = []

    def __call__(self, work: Any, then: Any) -> None:
        self.waiting.append((work, then))

    def go_on(self) -> None:
        waiting, self.waiting = self.waiting, []
        for work, then in waiting:
            then(work())


def closure(picture: Picture) -> Closure:
    stretches = Stretches(picture.city.geography.roads)
    segment = stretches.nearest(WEST + SIDE / 4, SOUTH, 30.0)
    assert segment is not None
    return Closure("r1", 1, stretches.path(stretches.around(segment)), Name(""), "", "塌方", NOW, "user:wang")


def seconds(roads: DeskRoads) -> float:
    return roads.graph.route((WEST, SOUTH), (WEST + SIDE / 2, SOUTH), Mode.EBIKE).seconds


@pytest.fixture
def live(qapp: object) -> Live:
    return Live()


def test_travel_times_follow_what_is_closed(live: Live, qtbot: QtBot) -> None:
    beside = Beside()
    roads = DeskRoads(live, beside)  # type: ignore[arg-type]
    live.city_opened.emit(live.picture.city)
    beside.go_on()
    straight = seconds(roads)
    live.changed.emit(live.picture.apply(RoadChanged(1, NOW, closure(live.picture), "close_road", "user:wang")))
    assert seconds(roads) == straight  # not ready yet, and nobody waits
    with qtbot.waitSignal(roads.changed):
        beside.go_on()
    assert seconds(roads) > 1.5 * straight
    assert live.picture.closures
    live.picture.closures = {}
    live.changed.emit(Changes(reset=True))
    beside.go_on()
    assert seconds(roads) == straight


def test_a_question_before_the_roads_are_ready_waits_for_them(live: Live) -> None:
    beside = Beside()
    roads = DeskRoads(live, beside)  # type: ignore[arg-type]
    live.picture.apply(RoadChanged(1, NOW, closure(live.picture), "close_road", "user:wang"))
    live.city_opened.emit(live.picture.city)
    late = seconds(roads)
    assert late > 200  # what is closed is left out at once
    beside.go_on()  # what was asked for beside comes too late to matter
    assert seconds(roads) == late


def test_an_older_answer_does_not_win(live: Live) -> None:
    beside = Beside()
    roads = DeskRoads(live, beside)  # type: ignore[arg-type]
    live.city_opened.emit(live.picture.city)
    beside.go_on()
    straight = seconds(roads)
    live.changed.emit(live.picture.apply(RoadChanged(1, NOW, closure(live.picture), "close_road", "user:wang")))
    (first,) = beside.waiting
    live.picture.closures = {}
    live.changed.emit(Changes(closures=frozenset({"r1"})))
    beside.waiting.remove(first)
    beside.go_on()
    first[1](first[0]())
    assert seconds(roads) == straight
