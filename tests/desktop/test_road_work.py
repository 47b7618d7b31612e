"""Which road is meant: the button says the middle of the map, the key prefers the selected incident."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

import msgspec
import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.actions import Actions
from desktop.road_work import RoadWork
from desktop.theme import TintedIcons
from domain.look import DARK
from domain.picture import Picture
from domain.stretches import Stretches
from tests.domain.small_city import MONDAY_NINE as NOW
from tests.domain.small_city import SIDE, SOUTH, WEST
from tests.maps.town import matter, picture_of, town
from widgets.look import Look
from widgets.roads_view import RoadsView

#: On roads that are far from each other.
MIDDLE, INCIDENT = (WEST + 2 * SIDE, SOUTH + SIDE / 4), (WEST, SOUTH + SIDE / 4)


class Live(QObject):
    answered = Signal(object)
    opened = True
    role = "dispatcher"

    def __init__(self) -> None:
        super().__init__()
        incident = matter("i1", 1)
        place = msgspec.structs.replace(incident.place, lon=INCIDENT[0], lat=INCIDENT[1])
        self.picture: Picture = picture_of(town(), [msgspec.structs.replace(incident, place=place)])

    def now(self) -> float:
        return NOW


class Map:
    """Shows or does not show the incident, its middle lies on another road."""

    def __init__(self) -> None:
        self.shows_it = True
        self.closing: NDArray[np.float64] | None = None

    def middle(self) -> tuple[float, float]:
        return MIDDLE

    def sees(self, lon: float, lat: float) -> bool:
        return self.shows_it

    def set_closing(self, points: NDArray[np.float64] | None) -> None:
        self.closing = points

    def meant(self) -> tuple[float, float]:
        """Of the two places the one the road that would be closed is nearer to."""
        assert self.closing is not None
        points = self.closing
        return min((MIDDLE, INCIDENT), key=lambda place: float(np.abs(points - place).sum(axis=1).min()))


@pytest.fixture
def room(qtbot: QtBot) -> Iterator[SimpleNamespace]:
    look = Look(DARK, TintedIcons(), "en")
    view, window = RoadsView(look), QWidget()
    qtbot.addWidget(view)
    qtbot.addWidget(window)
    live, actions, shown = Live(), Actions(window), Map()
    maps = SimpleNamespace(used=shown, tell=lambda _, points: shown.set_closing(points))
    views = SimpleNamespace(roads=view, map=shown, maps=maps, panel=SimpleNamespace(incident="i1"), look=look)
    parts = SimpleNamespace(docks=SimpleNamespace(reveal=lambda _: None))
    roads = SimpleNamespace(stretches=Stretches(live.picture.city.geography.roads))
    menu = SimpleNamespace(add=lambda *_: None)
    RoadWork(live, views, parts, roads, menu, actions, live)  # type: ignore[arg-type]
    yield SimpleNamespace(view=view, map=shown, actions=actions)
    actions.end()


def test_the_button_means_the_middle_of_the_map_as_it_says(room: SimpleNamespace) -> None:
    assert "middle of the map" in room.view.hint.text()
    room.view.hint.click()
    assert room.map.meant() == MIDDLE


def test_the_key_means_the_selected_incident_while_it_can_be_seen(room: SimpleNamespace) -> None:
    room.actions.run("close-road")
    assert room.map.meant() == INCIDENT
    room.map.shows_it = False
    room.actions.run("close-road")
    assert room.map.meant() == MIDDLE
