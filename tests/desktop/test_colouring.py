"""The areas of a desk's and of a wall's map are coloured by the live cases, each as its own choice says."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from client.link import Link, LinkPhase
from desktop.actions import Actions
from desktop.colouring import EVERY_MS, LAYER, USUAL, Cases, Colouring
from desktop.theme import TintedIcons
from desktop.wall_window import ON_A_WALL, WallWindow
from desktop.walls import Walls
from domain.incident import TimelineEntry
from domain.look import DARK
from domain.messages import IncidentChanged
from domain.picture import Changes, Picture
from maps.area_colours import AreaColours
from maps.layer_choice import AS_SHIPPED
from maps.layers.table import BY_CODE
from maps.map_view import MapView
from tests.maps.town import NOW, matter, matters, picture_of, town
from widgets.look import Look


class Live(QObject):
    """What colouring and walls need of a live picture."""

    city_opened = Signal(object)
    changed = Signal(object)

    def __init__(self, picture: Picture) -> None:
        super().__init__()
        self.picture, self.opened = picture, True
        self.link = Link(LinkPhase.LIVE, since=0.0)

    def now(self) -> float:
        return NOW

    def heard_at(self) -> float:
        return NOW


class Stage:
    """A map whose areas are coloured from a live picture."""

    def __init__(self, qtbot: QtBot) -> None:
        self.live = Live(picture_of(town(), matters()))
        self.map = MapView(DARK, "en")
        qtbot.addWidget(self.map)
        self.map.resize(1200, 300)
        self.map.open_city(self.live.picture.city)
        self.cases = Cases(self.live, self.live)  # type: ignore[arg-type]
        self.colouring = Colouring(
            self.live,
            self.map,
            self.cases.burdens,
            self.cases.table,
            self.live,  # type: ignore[arg-type]
        )
        self.tell(Changes(reset=True))
        qtbot.waitUntil(lambda: self.cases.table() is not None)

    def tell(self, changes: Changes) -> None:
        self.cases.refresh(changes, NOW)
        self.map.refresh(self.live.picture, changes, NOW)

    @property
    def shown(self) -> AreaColours | None:
        return self.map._shown.colours

    def value(self, code: str) -> float:
        assert self.shown is not None
        return float(self.shown.values[self.live.picture.tree.index(code)])


@pytest.fixture
def stage(qtbot: QtBot) -> Iterator[Stage]:
    stage = Stage(qtbot)
    yield stage
    stage.colouring.end()
    stage.cases.end()


def test_nothing_is_counted_while_nobody_looks(stage: Stage) -> None:
    stage.colouring.count()
    assert stage.shown is None
    assert not stage.colouring._timer.isActive()


def test_a_chosen_figure_is_there_at_once(stage: Stage) -> None:
    stage.map.set_layers(AS_SHIPPED.vary(LAYER, "open"))
    assert stage.shown is not None
    assert stage.shown.figure.code == "open"
    assert stage.value("320302") == len(stage.live.picture.open_incidents())
    stage.map.set_layers(AS_SHIPPED.vary(LAYER, "overdue"))
    assert stage.value("320302") == 1


def test_the_layer_switched_on_without_a_choice_shows_the_usual_figure(stage: Stage) -> None:
    stage.map.set_layers(AS_SHIPPED.switch(LAYER, True))
    assert stage.shown is not None
    assert stage.shown.figure.code == USUAL


def test_a_figure_nobody_knows_any_more_is_the_usual_one(stage: Stage) -> None:
    stage.map.set_layers(AS_SHIPPED.vary(LAYER, "a figure of a later version"))
    assert stage.colouring.figure == USUAL


def test_what_comes_in_is_seen_at_the_next_count_and_counts_are_seconds_apart(stage: Stage) -> None:
    stage.map.set_layers(AS_SHIPPED.vary(LAYER, "open"))
    before = stage.value("320302")
    picture = stage.live.picture
    fresh = matter("fresh", 8)
    entry = TimelineEntry("fresh", 1, NOW, "open", "channel:hotline")
    stage.tell(picture.apply(IncidentChanged(picture.seq + 1, fresh, entry)))
    assert stage.value("320302") == before
    stage.colouring.count()
    assert stage.value("320302") == before + 1
    assert stage.value(fresh.region) == 1
    assert stage.colouring._timer.interval() == EVERY_MS


def test_switched_off_it_stops(stage: Stage) -> None:
    stage.map.set_layers(AS_SHIPPED.vary(LAYER, "open"))
    stage.map.set_layers(AS_SHIPPED)
    assert stage.shown is None
    assert not stage.colouring._timer.isActive()


class Room:
    def __init__(self, qtbot: QtBot) -> None:
        self.desk = QWidget()
        qtbot.addWidget(self.desk)
        self.desk.show()
        self.actions = Actions(self.desk)
        self.live = Live(picture_of(town(), matters()))
        look = Look(DARK, TintedIcons(), "en", self.desk)
        self.walls = Walls(self.live, look, self.desk, self.actions)  # type: ignore[arg-type]

    def open(self) -> WallWindow:
        self.walls.open_on(QGuiApplication.primaryScreen())
        return self.walls.windows[0]


@pytest.fixture
def room(qtbot: QtBot) -> Iterator[Room]:
    room = Room(qtbot)
    yield room
    windows = room.walls.windows
    room.walls.close_all()
    for window in windows:
        window.deleteLater()
    room.actions.end()


def test_a_wall_shows_burden_until_somebody_chooses(room: Room, qtbot: QtBot) -> None:
    wall = room.open()
    assert wall.map.layers == ON_A_WALL
    qtbot.waitUntil(lambda: wall.map._shown.colours is not None)
    assert wall.colouring.figure == "burden"
    assert room.walls.state() == {}


def test_key_and_command_choose_for_the_wall_and_it_is_remembered(room: Room, qtbot: QtBot) -> None:
    wall = room.open()
    qtbot.keyClick(wall, Qt.Key.Key_G)
    assert wall.colouring.figure == "staffing"
    room.actions.run("wall-figure")
    assert wall.colouring.figure == "risk"
    kept = json.loads(json.dumps(room.walls.state()))
    qtbot.keyClick(wall, Qt.Key.Key_G)
    assert not wall.map.layers.shows(BY_CODE[LAYER])
    room.walls.restore(kept)
    assert wall.colouring.figure == "risk"


def test_the_key_that_opened_a_wall_closes_it_from_there_too(room: Room, qtbot: QtBot) -> None:
    for key in (Qt.Key.Key_F11, Qt.Key.Key_Escape):
        wall = room.open()
        qtbot.keyClick(wall, key)
        assert not wall.isVisible() and not room.walls.windows  # there is room for the next one


def test_a_wall_that_is_opened_later_shows_what_was_chosen(room: Room, qtbot: QtBot) -> None:
    room.walls.restore({"layers": ON_A_WALL.vary(LAYER, "open").switch("roads", False).state()})
    wall = room.open()
    assert wall.colouring.figure == "open"
    assert not wall.map.layers.shows(BY_CODE["roads"])


def test_no_wall_no_command(room: Room) -> None:
    titles = [action.code for action in room.actions]
    assert "wall-figure" not in titles
    room.open()
    assert "wall-figure" in [action.code for action in room.actions]


def test_the_heat_of_the_open_incidents_is_there_for_a_wall_too(room: Room, qtbot: QtBot) -> None:
    wall = room.open()
    qtbot.keyClick(wall, Qt.Key.Key_H)
    qtbot.waitUntil(lambda: wall.map._shown.heat is not None)
    heat = wall.map._shown.heat
    assert heat is not None and heat.heat.count == len(room.live.picture.open_incidents())
    assert room.walls.state()["layers"]["shown"]["heat"] is True
    room.actions.run("wall-heat")
    assert not wall.map.shows("heat")
