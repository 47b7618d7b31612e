"""What the map tells beside the picture, on a real desk with a real hand: piles, ties, reach, heat, trails."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication

from domain.ties import TieKind
from tests.domain.small_city import middle_of
from tests.end2end.backend_process import BackendProcess
from tests.end2end.hand import Hand
from tests.end2end.open_desk import OpenDesk


@pytest.fixture
def pile(town: BackendProcess, desk: OpenDesk) -> tuple[str, str]:
    """Two reports of the same thing at the same place."""
    lon, lat = middle_of(3)
    first = town.report(lon - 0.003, lat + 0.003, "门口有垃圾", "r1")
    second = town.report(lon - 0.003, lat + 0.003, "门口有垃圾堆着", "r2")
    desk.until_known(first, second)
    return first, second


def sign(desk: OpenDesk, incident: str) -> QPoint:
    """Where the sign of an incident is drawn."""
    map_ = desk.views.map
    shown, viewport = map_._shown, map_.navigation.viewport
    matters = shown.scene.matters
    x, y = shown.marks(viewport).pixel(matters.row[incident], matters, viewport)
    return map_.mapToGlobal(QPoint(round(x), round(y)))


def test_a_pile_is_opened_and_one_of_it_is_given_to_somebody(
    desk: OpenDesk, hand: Hand, pile: tuple[str, str]
) -> None:
    hand.click(desk.incident_on_map(pile[0]))
    desk.until(lambda: not hand.busy and set(desk.views.map._shown.opened) == set(pile))
    assert desk.desk.selected in pile
    ties = desk.views.map._shown._tied.of(desk.picture, desk.desk.selected)
    assert [tie.kind for tie in ties] == [TieKind.LOOKALIKE]
    other = next(incident for incident in pile if incident != desk.desk.selected)
    assert sign(desk, other) != desk.incident_on_map(other)
    hand.drag(sign(desk, other), desk.worker_on_map("g5"))
    desk.until(lambda: desk.incident(other).worker == "g5")
    assert not desk.incident(desk.desk.selected).worker or desk.desk.selected == other


def test_who_can_be_there_and_the_heat_by_key(desk: OpenDesk, hand: Hand, pile: tuple[str, str]) -> None:
    map_ = desk.views.map
    desk.desk.show_incident(pile[0])
    desk.window.activateWindow()
    desk.until(desk.window.isActiveWindow)
    hand.key("F3")
    desk.until(map_.hasFocus)
    hand.key("r")
    desk.until(lambda: map_._shown.reach is not None)
    reach, place = map_._shown.reach, desk.incident(pile[0]).place
    assert reach is not None and (reach.lon, reach.lat) == (place.lon, place.lat)
    assert reach.free[0] <= reach.free[1] <= reach.free[2] and reach.free[2] > 0
    hand.key("h")
    desk.until(lambda: map_._shown.heat is not None)
    assert map_._shown.heat is not None and map_._shown.heat.heat.count == 2
    content = map_._shown.content(map_.navigation.viewport)
    assert content.heat == map_._shown.heat.heat and content.reach == reach
    hand.key("r")
    hand.key("h")
    desk.until(lambda: not hand.busy and not map_.shows("reach") and not map_.shows("heat"))


def test_a_right_click_asks_who_can_be_at_a_place(desk: OpenDesk) -> None:
    map_ = desk.views.map
    lon, lat = middle_of(6)[0] + 0.003, middle_of(6)[1] + 0.003
    at = desk.on_map(lon, lat)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, map_.mapFromGlobal(at), at)
    QApplication.sendEvent(map_, event)
    menu = desk.desk.map_work.place_menu.menu
    assert menu is not None
    wanted = desk.desk.on_map._title_of_reach()
    next(action for action in menu.actions() if action.text() == wanted).trigger()
    menu.close()
    desk.until(lambda: map_._shown.reach is not None)
    assert map_._shown.reach is not None
    assert map_._shown.reach.lon == pytest.approx(lon, abs=1e-4)
    assert map_.shows("reach")


def test_where_somebody_was_is_remembered_from_the_fixes(desk: OpenDesk) -> None:
    trails = desk.desk.on_map.trails.trails
    desk.until(lambda: len(trails) == len(desk.picture.positions) and trails._held.max() > 0)
    worker = desk.picture.workers["g2"]
    assert trails._held[worker.index] >= 1
    assert desk.views.map._shown.trails is trails
