"""The main job from end to end: an incident comes in, is given to somebody, settled, checked and closed."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator

import pytest
from PIL import Image
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from client.link import LinkPhase
from domain.incident import Source
from domain.polyline import decode_polyline
from domain.worker import WorkerState
from tests.client.desk import same
from tests.domain.small_city import GRIDS, middle_of
from tests.end2end.backend_process import BackendProcess
from tests.end2end.fleet import Fleet
from tests.end2end.hand import Hand
from tests.end2end.open_desk import OpenDesk


def a_photo() -> bytes:
    held = io.BytesIO()
    Image.new("RGB", (64, 48), (40, 120, 60)).save(held, "JPEG")
    return held.getvalue()


@pytest.fixture
def incident(town: BackendProcess, desk: OpenDesk) -> str:
    """A new incident in the third grid, on the desk."""
    lon, lat = middle_of(3)
    incident = town.report(lon - 0.003, lat + 0.003, "门口有垃圾", "r3")
    desk.until_known(incident)
    return incident


# --- it comes in ------------------------------------------------------------------------------------------------------


def test_a_report_is_placed_categorised_and_shown(town: BackendProcess, desk: OpenDesk) -> None:
    lon, lat = middle_of(3)
    first = town.report(lon - 0.003, lat + 0.003, "井盖缺失，路口很危险", "a")
    second = town.report(lon - 0.0028, lat + 0.003, "路口井盖不见了", "b")
    elsewhere = town.report(lon + 0.003, lat, "井盖缺失", "c")
    desk.until_known(first, second, elsewhere)
    shown = desk.incident(first)
    assert (shown.region, shown.category, shown.source) == (GRIDS[2], "0101", Source.RESIDENT)
    assert desk.incident(second).lookalikes == (first,)
    assert desk.incident(elsewhere).lookalikes == ()
    assert desk.views.queue.model.row_of(first) >= 0
    pixel = desk.views.map.mapFromGlobal(desk.incident_on_map(first))
    target = desk.views.map._thing(pixel.toPointF())
    assert target is not None
    assert first in target.members  # the look-alikes lie on one pile
    assert [entry.verb for entry in desk.timeline(first)] == ["open"]


def test_the_same_report_sent_again_is_the_same_incident(town: BackendProcess, desk: OpenDesk) -> None:
    lon, lat = middle_of(3)
    first = town.report(lon, lat, "井盖缺失", "same")
    assert town.report(lon, lat, "井盖缺失", "same") == first
    desk.until_known(first)
    assert len(desk.timeline(first)) == 1


# --- given without dragging -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("key", "place"), [("d", 0), ("1", 0), ("2", 1), ("3", 2)])
def test_given_by_key(desk: OpenDesk, hand: Hand, incident: str, key: str, place: int) -> None:
    flight = desk.desk.drags.weigh(incident)
    assert flight is not None
    hand.click(desk.queue_row(incident))
    desk.until(lambda: desk.desk.selected == incident and desk.views.queue.list.hasFocus())
    desk.window.activateWindow()
    desk.until(desk.window.isActiveWindow)
    hand.key(key)
    desk.until(lambda: desk.incident(incident).worker == flight.best[place])


def test_given_by_menu(desk: OpenDesk, hand: Hand, incident: str) -> None:
    flight = desk.desk.drags.weigh(incident)
    assert flight is not None

    def choose_the_second() -> Iterator[None]:
        while not isinstance(menu := QApplication.activePopupWidget(), QMenu):
            yield
        action = next(action for action in menu.actions() if action.menu())
        hand.click(menu.mapToGlobal(menu.actionGeometry(action).center()))
        people = action.menu()
        assert isinstance(people, QMenu)
        while hand.busy or not people.isVisible():
            yield
        hand.click(people.mapToGlobal(people.actionGeometry(people.actions()[1]).center()))

    desk.meanwhile(choose_the_second())
    hand.click(desk.queue_row(incident), button=3)
    desk.until(lambda: desk.incident(incident).worker == flight.best[1])


def test_given_by_a_candidates_button(desk: OpenDesk, hand: Hand, incident: str) -> None:
    hand.click(desk.queue_row(incident))
    row = desk.views.panel.candidates.rows[1]
    desk.until(lambda: row.isVisible() and row.candidate is not None)
    spot = desk.resting_place(row)
    assert row.candidate is not None
    wanted = row.candidate.worker
    hand.click(spot)
    desk.until(lambda: desk.incident(incident).worker == wanted)


# --- settled, checked, closed -----------------------------------------------------------------------------------------


def press(desk: OpenDesk, hand: Hand, verb: str) -> None:
    """Click the button of a step in the incident's panel, as one press of its own and not half a double click."""
    QTest.qWait(QApplication.doubleClickInterval() + 50)
    desk.until(lambda: verb in desk.views.panel.steps.buttons and not hand.busy)
    hand.click(desk.resting_place(desk.views.panel.steps.buttons[verb]))


def test_the_worker_settles_it_and_the_desk_closes_it(desk: OpenDesk, fleet: Fleet, hand: Hand, incident: str) -> None:
    hand.drag(desk.queue_row(incident), desk.worker_on_map("g5"))
    desk.until(lambda: desk.incident(incident).worker == "g5" and not hand.busy)
    task = fleet.task(incident)
    assert (task["worker"], task["stage"]) == ("g5", "dispatched")

    fleet.say(incident, "accept")
    desk.until(lambda: desk.incident(incident).stage == "accepted")
    assignment = desk.incident(incident).assignment
    assert assignment is not None
    assert len(decode_polyline(assignment.route)) >= 2
    desk.until(lambda: desk.picture.workers["g5"].state is WorkerState.HEADING)

    fleet.say(incident, "arrive")
    desk.until(lambda: desk.picture.workers["g5"].state is WorkerState.ON_SCENE)
    fleet.report_with_photo(incident, "已清理", a_photo())
    desk.until(lambda: desk.incident(incident).stage == "reported")
    (photo,) = desk.incident(incident).photos
    desk.until(lambda: photo in desk.desk.photos)  # the panel shows the incident, so it has asked for the picture
    assert Image.open(io.BytesIO(desk.desk.photos.get(photo) or b"")).format == "JPEG"

    press(desk, hand, "verify")
    desk.until(lambda: desk.incident(incident).stage == "verified")
    press(desk, hand, "close")
    desk.until(lambda: desk.incident(incident).stage == "closed")
    assert desk.incident(incident).closed_at is not None

    timeline = desk.timeline(incident)
    assert [(entry.verb, entry.actor) for entry in timeline] == [
        ("open", "channel:fleet"),
        ("dispatch", "user:dispatcher"),
        ("accept", "worker:g5"),
        ("arrive", "worker:g5"),
        ("report", "worker:g5"),
        ("verify", "user:dispatcher"),
        ("close", "user:dispatcher"),
    ]
    assert all(entry.actor_name for entry in timeline)
    assert [entry.at for entry in timeline] == sorted(entry.at for entry in timeline)
    assert timeline[4].photos == (photo,)
    assert timeline[4].note == "已清理"


def test_a_worker_declines_and_it_waits_for_the_desk_again(
    desk: OpenDesk, fleet: Fleet, hand: Hand, incident: str
) -> None:
    hand.drag(desk.queue_row(incident), desk.worker_on_map("g2"))
    desk.until(lambda: desk.incident(incident).worker == "g2" and not hand.busy)
    fleet.say(incident, "decline", reason="车坏了")
    desk.until(lambda: desk.incident(incident).stage == "returned")
    assert desk.timeline(incident)[-1].reason == "车坏了"
    flight = desk.desk.drags.weigh(incident)
    assert flight is not None
    assert flight.best[0] != "g2"


# --- two desks, and a backend that is killed --------------------------------------------------------------------------


@pytest.mark.timeout(120)
def test_two_desks_see_every_step_and_a_killed_backend_loses_nothing(
    town: BackendProcess, open_desk: Callable[..., OpenDesk], desk: OpenDesk, fleet: Fleet, hand: Hand, incident: str
) -> None:
    other = open_desk(language="en", size=(1200, 800))
    second = town.report(*middle_of(6), "井盖缺失", "r6")
    for one in (desk, other):
        one.until_known(incident, second)
    other.window.lower()
    desk.come_forward()
    hand.drag(desk.queue_row(incident), desk.worker_on_map("g5"))
    other.until(lambda: other.incident(incident).worker == "g5")
    fleet.say(incident, "accept")
    other.until(lambda: other.incident(incident).stage == "accepted")

    town.kill()
    for one in (desk, other):
        one.until(lambda one=one: one.live.link.phase is LinkPhase.LOST)  # type: ignore[misc]
        one.until(lambda one=one: one.views.notice.isVisible())  # type: ignore[misc]
    desk.desk.commands.order(incident, "note", {"note": "后端不在时写的"})
    other.desk.commands.order(second, "note", {"note": "written while it was away"})
    assert len(desk.live.pending) == len(other.live.pending) == 1
    assert len(desk.timeline(incident)) == 3

    town.start()
    for one in (desk, other):
        one.until(lambda one=one: one.live.link.live and not one.live.pending)  # type: ignore[misc]
    fleet.say(incident, "arrive")
    desk.until(lambda: same(desk.picture, other.picture) and desk.incident(incident).stage == "handling")
    assert [entry.verb for entry in desk.timeline(incident)] == ["open", "dispatch", "accept", "note", "arrive"]
    assert [entry.verb for entry in other.timeline(second)] == ["open", "note"]
