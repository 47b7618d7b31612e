"""The menu is the twin of every key and drag."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget
from pytestqt.qtbot import QtBot

from domain.picture import Picture
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
    menu.popup(QPoint(20, 20))
    qtbot.waitExposed(menu)
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
