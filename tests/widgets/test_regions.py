"""The tree of areas: sums, and drops on any level."""

from __future__ import annotations

import msgspec
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QDragLeaveEvent
from pytestqt.qtbot import QtBot

from domain.messages import WorkerChanged
from domain.picture import Picture
from domain.worker import WorkerState
from tests.domain.small_city import GRIDS
from tests.widgets.room import NOW, RESET, Drag, flight
from widgets.look import Look
from widgets.region_view import RegionView

DISTRICT, STREET, COMMUNITY = "320302", "320302001", "320302001001"


@pytest.fixture
def view(qtbot: QtBot, look: Look, picture: Picture) -> RegionView:
    view = RegionView(look)
    qtbot.addWidget(view)
    view.resize(340, 600)
    view.refresh(picture, RESET, NOW)
    with qtbot.waitExposed(view):
        view.show()
    return view


def at(view: RegionView, code: str) -> QPoint:
    view.show_region(code)
    return view.tree.visualRect(view.model.index_of(code)).center()


def test_sums_are_those_below(view: RegionView, picture: Picture) -> None:
    burden = view.model.burden
    assert (burden(DISTRICT).open, burden(DISTRICT).late) == (4, 1)
    for region in picture.tree:
        children = picture.tree.children(region.code)
        if children:
            assert burden(region.code).open == sum(burden(child.code).open for child in children)
            assert burden(region.code).late == sum(burden(child.code).late for child in children)
    assert burden(DISTRICT).on_duty == len(picture.roster)
    assert burden(COMMUNITY).on_duty == 3  # its head and two grid workers


def test_every_area_is_in_the_tree(view: RegionView, picture: Picture) -> None:
    model = view.model
    for region in picture.tree:
        index = model.index_of(region.code)
        assert model.region(index) == region
        assert model.rowCount(index) == len(picture.tree.children(region.code))
        above = model.region(model.parent(index))
        assert (above.code if above else "") == region.parent


def test_choosing_says_so_and_being_shown_does_not(view: RegionView) -> None:
    told: list[str] = []
    view.region_selected.connect(told.append)
    view.show_region(GRIDS[3])
    assert told == []
    view.tree.setCurrentIndex(view.model.index_of(STREET))
    assert told == [STREET]


@pytest.mark.parametrize("code", [DISTRICT, STREET, COMMUNITY, GRIDS[0], GRIDS[7]])
def test_a_drop_on_any_level(view: RegionView, picture: Picture, code: str) -> None:
    drag, asked = Drag("red"), []
    view.region_drop_requested.connect(lambda incident, region: asked.append((incident, region)))
    view.set_flight(flight(picture, "red"))
    where = at(view, code)
    view.tree.dragEnterEvent(drag.enter(where))
    move, drop = drag.move(where), drag.drop(where)
    view.tree.dragMoveEvent(move)
    assert move.isAccepted()
    assert "→" in view.meaning.text()
    view.tree.dropEvent(drop)
    assert asked == [("red", code)]


def test_where_nobody_is_there_it_is_refused_and_says_why(view: RegionView, picture: Picture) -> None:
    for worker in list(picture.roster):
        after = msgspec.structs.replace(worker, state=WorkerState.OFF_DUTY)
        view.refresh(picture, picture.apply(WorkerChanged(picture.seq + 1, NOW, after)), NOW)
    drag, asked, refused = Drag("red"), [], list[str]()
    view.region_drop_requested.connect(lambda *drop: asked.append(drop))
    view.drop_refused.connect(refused.append)
    view.set_flight(flight(picture, "red"))
    where = at(view, STREET)
    view.tree.dragEnterEvent(drag.enter(where))
    move, drop = drag.move(where), drag.drop(where)
    view.tree.dragMoveEvent(move)
    view.tree.dropEvent(drop)
    assert not move.isAccepted()
    assert not drop.isAccepted()
    assert asked == []
    assert refused == ["nobody"]
    assert "nobody responsible is on duty here" in view.meaning.text()


def test_a_drag_that_only_passes_over_refuses_nothing(view: RegionView, picture: Picture) -> None:
    refused: list[str] = []
    view.drop_refused.connect(refused.append)
    view.set_flight(flight(picture, "red"))
    drag = Drag("red")
    where = at(view, STREET)
    view.tree.dragEnterEvent(drag.enter(where))
    view.tree.dragMoveEvent(drag.move(where))
    view.tree.dragLeaveEvent(QDragLeaveEvent())  # no button is pressed, and the area could have it
    assert refused == []


def test_resting_on_a_branch_opens_it(qtbot: QtBot, view: RegionView, picture: Picture) -> None:
    community = view.model.index_of(COMMUNITY)
    view.tree.collapse(community)
    view.tree.expand(view.model.index_of(STREET))
    view.set_flight(flight(picture, "red"))
    drag = Drag("red")
    where = view.tree.visualRect(community).center()
    view.tree.dragEnterEvent(drag.enter(where))
    view.tree.dragMoveEvent(drag.move(where))
    qtbot.waitUntil(lambda: view.tree.isExpanded(community))
    view.set_flight(None)
    assert not view.tree._rest.isActive()


def test_its_branches_come_back(qtbot: QtBot, look: Look, view: RegionView, picture: Picture) -> None:
    view.tree.collapseAll()
    view.tree.expand(view.model.index_of(COMMUNITY))
    view.show_region(GRIDS[1])
    kept = view.state()
    assert COMMUNITY in kept["open"] and kept["area"] == GRIDS[1]
    other = RegionView(look)
    qtbot.addWidget(other)
    told: list[str] = []
    other.region_selected.connect(told.append)
    other.restore({**kept, "open": [*kept["open"], "gone"]})
    other.refresh(picture, RESET, NOW)
    assert other.state() == kept
    assert told == []  # nobody has chosen anything
    with pytest.raises(KeyError):
        other.restore({})
