"""Weighing beside the screen: shown when it is done, again when the picture went on, sent as plain orders."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

import msgspec
import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.actions import Actions
from desktop.planning import Planning
from desktop.selection import Selection
from desktop.theme import TintedIcons
from domain.casefilter import CaseFilter
from domain.incident import Assignment, Incident, TimelineEntry
from domain.look import DARK
from domain.messages import IncidentChanged, WorkerChanged
from domain.picture import Picture
from domain.roads import RoadGraph
from domain.worker import WorkerState
from tests.domain.small_city import GRIDS, new_incident, picture_with_everybody
from tests.domain.small_city import MONDAY_NINE as NOW
from widgets.look import Look
from widgets.plan_view import PlanView


class Desk(QObject):
    """What ``Planning`` stands on: a picture, its roads, the orders it gives."""

    city_opened = Signal(object)
    changed = Signal(object)
    opened = True
    scope = ""

    def __init__(self) -> None:
        super().__init__()
        self.picture: Picture = picture_with_everybody()
        self.graph = RoadGraph(self.picture.city.geography.roads)
        self.sent: list[tuple[str, str]] = []
        self.lines: list[dict[str, str]] = []
        self.revealed: list[str] = []

    def now(self) -> float:
        return NOW

    def assigning_verb(self, incident: Incident) -> str:
        return "dispatch" if incident.stage == "received" else ""

    def give(self, pairs: dict[str, str]) -> None:
        for incident, worker in pairs.items():
            self.sent.append((incident, worker))
            held = self.picture.incidents[incident]
            self.put(msgspec.structs.replace(held, assignment=Assignment(worker, NOW), stage="dispatched"))

    def put(self, incident: Incident) -> None:
        entry = TimelineEntry(incident.id, incident.version, NOW, "open", "channel:app")
        self.changed.emit(self.picture.apply(IncidentChanged(self.picture.seq + 1, incident, entry)))


class Roads(QObject):
    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.graph = desk.graph


@pytest.fixture
def desk(qapp: object) -> Desk:
    desk = Desk()
    for number, grid in enumerate((1, 1, 5)):
        desk.put(new_incident(id=f"i{number}", grid=grid))
    return desk


@pytest.fixture
def plan(qtbot: QtBot) -> PlanView:
    view = PlanView(Look(DARK, TintedIcons(), "en"))
    qtbot.addWidget(view)
    view.resize(900, 300)
    view.show()
    return view


@pytest.fixture
def selection(desk: Desk) -> Selection:
    return Selection(desk)


@pytest.fixture
def planning(desk: Desk, plan: PlanView, selection: Selection, qtbot: QtBot) -> Iterator[Planning]:
    window = QWidget()
    qtbot.addWidget(window)
    actions = Actions(window)
    views = SimpleNamespace(plan=plan, maps=SimpleNamespace(tell=lambda _, pairs: desk.lines.append(pairs)))
    parts = SimpleNamespace(docks=SimpleNamespace(reveal=desk.revealed.append))
    plan.take_requested.connect(desk.give)
    made = Planning(desk, views, parts, desk, Roads(desk), selection, actions, desk)  # type: ignore[arg-type]
    yield made
    made.end()
    actions.end()


def weighed(planning: Planning, qtbot: QtBot) -> dict[str, str]:
    before = planning.proposal
    qtbot.waitUntil(lambda: planning.proposal is not None and planning.proposal is not before, timeout=20_000)
    assert planning.proposal is not None
    return {one.incident: one.worker for one in planning.proposal.pairs}


def test_it_is_proposed_drawn_and_sent(planning: Planning, desk: Desk, plan: PlanView, qtbot: QtBot) -> None:
    planning.open()
    assert desk.revealed == ["plan"]
    pairs = weighed(planning, qtbot)
    assert set(pairs) == {"i0", "i1", "i2"} and len(set(pairs.values())) == 3
    assert desk.lines[-1] == pairs
    plan.model.tick("i1", False)
    assert set(desk.lines[-1]) == {"i0", "i2"}
    plan.take_chosen.click()
    assert dict(desk.sent) == {key: pairs[key] for key in ("i0", "i2")}
    assert set(weighed(planning, qtbot)) == {"i1"}  # what is left is weighed anew


def test_a_picture_that_goes_on_is_weighed_again(planning: Planning, desk: Desk, qtbot: QtBot) -> None:
    planning.open()
    pairs = weighed(planning, qtbot)
    worker = desk.picture.workers[pairs["i2"]]
    away = msgspec.structs.replace(worker, state=WorkerState.OFF_DUTY, version=worker.version + 1)
    desk.changed.emit(desk.picture.apply(WorkerChanged(desk.picture.seq + 1, NOW, away)))
    again = weighed(planning, qtbot)
    assert again["i2"] not in ("", worker.id)
    desk.put(new_incident(id="i9", grid=8))
    assert set(weighed(planning, qtbot)) == {"i0", "i1", "i2", "i9"}


def test_lines_are_on_the_map_while_somebody_looks_at_the_pane(
    planning: Planning, desk: Desk, plan: PlanView, qtbot: QtBot
) -> None:
    planning.open()
    pairs = weighed(planning, qtbot)
    plan.hide()
    assert desk.lines[-1] == {}
    desk.put(new_incident(id="i9", grid=8))
    plan.model.tick("i1", False)
    assert desk.lines[-1] == {}
    plan.show()
    assert desk.lines[-1] == {key: pairs[key] for key in ("i0", "i2")}
    assert set(weighed(planning, qtbot)) == {"i0", "i1", "i2", "i9"}  # nobody looked while it came


def test_only_what_is_chosen_on_the_desk_is_weighed_and_sent(
    planning: Planning, desk: Desk, plan: PlanView, selection: Selection, qtbot: QtBot
) -> None:
    planning.open()
    assert set(weighed(planning, qtbot)) == {"i0", "i1", "i2"}
    selection.choose(CaseFilter(regions=(GRIDS[4],)))  # another choice is weighed by itself
    pairs = weighed(planning, qtbot)
    assert set(pairs) == {"i2"} and "only what is chosen: 2 others wait" in plan.head.text()
    plan.take_all.click()
    assert desk.sent == [("i2", pairs["i2"])]
    assert weighed(planning, qtbot) == {}
    assert "2 others wait" in plan.note.accessibleName()
    selection.clear()
    assert set(weighed(planning, qtbot)) == {"i0", "i1"}


def test_that_nothing_waits_is_said(planning: Planning, desk: Desk, plan: PlanView, qtbot: QtBot) -> None:
    planning.open()
    weighed(planning, qtbot)
    plan.take_all.click()
    assert weighed(planning, qtbot) == {}
    assert "Nothing waits" in plan.note.accessibleName()


def test_none_of_it(planning: Planning, desk: Desk, plan: PlanView, qtbot: QtBot) -> None:
    planning.open()
    weighed(planning, qtbot)
    plan.none.click()
    assert planning.proposal is None and desk.lines[-1] == {} and desk.sent == []
    planning.weigh()
    planning.cancel()  # before it is done: nothing is shown
    qtbot.wait(200)
    assert planning.proposal is None


def test_the_most_urgent_come_first(planning: Planning, desk: Desk) -> None:
    held = desk.picture.incidents["i2"]
    urgent = msgspec.structs.replace(held, severity=type(held.severity)(1), version=2)
    desk.put(urgent)
    assert planning.waiting()[0].id == "i2"
