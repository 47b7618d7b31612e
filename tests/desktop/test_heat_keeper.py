"""The heat is counted beside the screen's thread, only for maps that show it, and only when it has changed."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QObject, Signal
from pytestqt.qtbot import QtBot

from desktop.heat_keeper import EVERY_S, HeatKeeper
from domain.casefilter import EVERYTHING, CaseFilter
from domain.category import Severity
from domain.picture import Picture
from maps.heat import ShownHeat
from tests.maps.town import NOW, matter, matters, picture_of, town


class Live(QObject):
    """As much of a live picture as it needs."""

    city_opened = Signal(object)

    def __init__(self, picture: Picture) -> None:
        super().__init__()
        self.picture, self.opened = picture, True

    def now(self) -> float:
        return NOW


class Shown:
    """A map that may show the layer."""

    def __init__(self) -> None:
        self.on = False
        self.got: list[ShownHeat] = []

    def shows(self, code: str) -> bool:
        return self.on and code == "heat"

    def set_heat(self, heat: ShownHeat) -> None:
        self.got.append(heat)


@pytest.fixture
def room(qtbot: QtBot) -> Iterator[SimpleNamespace]:
    live, shown = Live(picture_of(town(), matters())), Shown()
    room = SimpleNamespace(live=live, map=shown, clock=0.0, filter=EVERYTHING)
    keeper = HeatKeeper(live, [shown], live, lambda: room.filter, lambda: room.clock)  # type: ignore[arg-type, list-item]
    keeper._timer.stop()
    room.keeper = keeper
    yield room
    keeper.end()


def counted(qtbot: QtBot, room: SimpleNamespace, times: int) -> ShownHeat:
    room.keeper.look()
    qtbot.waitUntil(lambda: len(room.map.got) == times and not room.keeper._busy)
    return room.map.got[-1]


def test_nothing_is_counted_while_nobody_looks(qtbot: QtBot, room: SimpleNamespace) -> None:
    room.keeper.look()
    assert not room.keeper._busy
    room.map.on = True
    assert counted(qtbot, room, 1).heat.count == 8


def test_it_follows_the_filter_at_once(qtbot: QtBot, room: SimpleNamespace) -> None:
    room.map.on = True
    counted(qtbot, room, 1)
    room.filter = CaseFilter(severities=(Severity.RED,))
    shown = counted(qtbot, room, 2)
    assert (shown.heat.count, shown.filtered) == (2, True)


def test_it_is_counted_anew_after_a_while_and_only_when_it_changed(qtbot: QtBot, room: SimpleNamespace) -> None:
    room.map.on = True
    counted(qtbot, room, 1)
    room.live.picture = picture_of(room.live.picture.city, [*matters(), matter("new", 2)])
    room.keeper.look()
    assert not room.keeper._busy  # too soon
    room.clock += EVERY_S
    assert counted(qtbot, room, 2).heat.count == 9
    room.clock += EVERY_S
    room.keeper.look()
    assert not room.keeper._busy  # nothing is different


def test_of_another_stretch_of_time_and_in_more_detail(qtbot: QtBot, room: SimpleNamespace) -> None:
    room.map.on = True
    wide = counted(qtbot, room, 1).heat.bandwidth
    room.keeper.next_span()
    assert counted(qtbot, room, 2).span == 3600.0
    room.keeper.next_width()
    assert counted(qtbot, room, 3).heat.bandwidth == wide / 2
