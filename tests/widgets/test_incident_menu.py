"""The menu is the twin of every key and drag."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget
from pytestqt.qtbot import QtBot

from domain.names import Name
from domain.overlay import KINDS, Overlays
from domain.picture import Picture
from domain.shapes import Shapes
from domain.workflow import possible
from tests.widgets.room import FLOW, flight
from widgets.incident_menu import IncidentMenu
from widgets.look import Look


@pytest.fixture
def owner(qtbot: QtBot) -> QWidget:
    owner = QWidget()
    qtbot.addWidget(owner)
    return owner


def actions(menu: QMenu) -> list[QAction]:
    found = []
    for action in menu.actions():
        found += actions(action.menu()) if action.menu() else [action]
    return [action for action in found if not action.isSeparator()]


def test_all_possible_steps_and_the_best_three(look: Look, owner: QWidget, picture: Picture) -> None:
    maker, told = IncidentMenu(look, owner), []
    maker.worker_drop_requested.connect(lambda *what: told.append(what))
    maker.step_requested.connect(lambda *what: told.append(what))
    maker.opened.connect(lambda incident: told.append(("open", incident)))
    weighed = flight(picture, "red")
    menu = maker.build(picture, "red", "supervisor", weighed)
    for action in actions(menu):
        action.trigger()
    verbs = {step.verb for step in possible(FLOW, picture.incidents["red"], "supervisor")}
    assert {("red", worker) for worker in weighed.best} <= set(told)
    assert {verb for _, verb in told if verb in verbs} == verbs
    assert told[0] == ("open", "red")
    menu.deleteLater()


def test_an_incident_that_is_gone_has_an_empty_menu(look: Look, owner: QWidget, picture: Picture) -> None:
    menu = IncidentMenu(look, owner).build(picture, "gone", "dispatcher", None)
    assert menu.isEmpty()
    menu.deleteLater()


def test_what_stands_at_the_right_can_be_typed(qtbot: QtBot, look: Look, owner: QWidget, picture: Picture) -> None:
    maker, told = IncidentMenu(look, owner), []
    maker.worker_drop_requested.connect(lambda *what: told.append(what))
    maker.step_requested.connect(lambda *what: told.append(what))
    weighed = flight(picture, "red")
    menu = maker.build(picture, "red", "supervisor", weighed)
    with qtbot.waitExposed(menu):
        menu.popup(QPoint(20, 20))
    qtbot.keyClick(menu, Qt.Key.Key_N)
    assert told == [("red", "note")]
    assert not menu.isVisible()
    menu.popup(QPoint(20, 20))
    qtbot.keyClick(menu, Qt.Key.Key_D)
    people = next(action.menu() for action in menu.actions() if action.menu())
    assert isinstance(people, QMenu)
    qtbot.waitUntil(people.isVisible)
    qtbot.keyClick(people, Qt.Key.Key_3)
    assert told[1:] == [("red", weighed.best[2])]
    assert not people.isVisible()
    assert not menu.isVisible()
    menu.deleteLater()


def test_the_officers_of_the_overlay_grids_can_be_sent_or_say_why_not(
    look: Look, owner: QWidget, picture: Picture
) -> None:
    regions = picture.city.geography.regions
    row = picture.tree.index(picture.incidents["red"].region)
    of_region = np.full((len(KINDS), len(regions)), -1, np.int32)
    of_region[:2, row] = 0, 1
    able = picture.workers["g2"]
    unable = next(one for one in picture.roster if not picture.roles[one.role].handles or one.role == "supervisor")
    # the places people have in the city are not always those the journal has given them
    workers = [msgspec.structs.replace(one, index=one.index + 100) for one in picture.city.workers]
    officers = np.array([able.index + 100, unable.index + 100], np.int32)
    street = np.array([picture.tree.index("320302001")] * 2, np.int32)
    over = Overlays(of_region, np.array([0, 1], np.uint8), street, np.array([1, 1], np.int32), officers)
    picture.city = msgspec.structs.replace(picture.city, workers=workers, overlays=over)
    weighed = flight(picture, "red")
    maker, told = IncidentMenu(look, owner), []
    maker.worker_drop_requested.connect(lambda *what: told.append(what))
    menu = maker.build(picture, "red", "dispatcher", weighed)
    police = next(one for one in actions(menu) if "警格" in one.text() or "police grid" in one.text())
    assert able.title(look.language) in police.text()
    assert police.isEnabled() == weighed.candidates[able.id].allowed
    police.trigger()
    assert told == ([("red", able.id)] if police.isEnabled() else [])
    emergency = next(one for one in actions(menu) if "应急格" in one.text() or "emergency grid" in one.text())
    known = weighed.candidates.get(unable.id)
    assert emergency.isEnabled() == (known is not None and known.allowed)
    menu.deleteLater()


def test_the_officer_is_that_of_the_line_an_incident_lies_in(look: Look, owner: QWidget, picture: Picture) -> None:
    """Its base grid goes with one police grid, and the place itself lies in the ground of another one."""
    incident = picture.incidents["red"]
    row = picture.tree.index(incident.region)
    of_region = np.full((len(KINDS), len(picture.city.geography.regions)), -1, np.int32)
    of_region[0, row] = 0
    first, second = picture.workers["g1"], picture.workers["g2"]
    x, y = incident.place.lon, incident.place.lat
    around = [[(x - 0.001, y - 0.001), (x + 0.001, y - 0.001), (x, y + 0.002)]]
    beside = [[(x + 0.01, y), (x + 0.02, y), (x + 0.02, y + 0.01)]]
    street = np.array([picture.tree.index("320302001")] * 2, np.int32)
    over = Overlays(
        of_region, np.zeros(2, np.uint8), street, np.array([1, 2], np.int32),
        np.array([first.index, second.index], np.int32), ["A", "B"], [Name("甲", "A"), Name("乙", "B")],
        Shapes.of([beside, around]),
    )  # fmt: skip
    picture.city = msgspec.structs.replace(picture.city, overlays=over)
    menu = IncidentMenu(look, owner).build(picture, "red", "dispatcher", flight(picture, "red"))
    shown = [one.text() for one in actions(menu)]
    assert any(text.startswith(f"B: {second.title(look.language)}") for text in shown)
    assert not any(text.startswith("A: ") for text in shown)
    menu.deleteLater()
