"""An incident is taken with a real mouse and let go over somebody: on the map, in the roster, over an area."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint

from domain.candidates import Flight
from domain.orders import Order
from maps import wording
from tests.domain.small_city import GRIDS, middle_of
from tests.end2end.backend_process import ROOT, BackendProcess
from tests.end2end.fleet import Fleet
from tests.end2end.hand import Hand
from tests.end2end.open_desk import OpenDesk
from widgets import refusals
from widgets.roster_model import Crew


@pytest.fixture
def incident(town: BackendProcess, desk: OpenDesk) -> str:
    """A new incident in the north-west of the third grid, on the desk."""
    return a_report(town, desk, 3)


def a_report(town: BackendProcess, desk: OpenDesk, grid: int) -> str:
    lon, lat = middle_of(grid)
    incident = town.report(lon - 0.003, lat + 0.003, "门口有垃圾", f"r{grid}")
    desk.until_known(incident)
    return incident


def own_window(desk: OpenDesk, pane: str) -> None:
    """Send a pane into a window of its own, at the lower left of the screen where it covers no incident."""
    desk.window.docks.toggle_window(pane)
    window = desk.window.docks.panes[pane].view.window()
    assert window is not desk.window
    window.resize(420, 560)
    window.move(10, 480)
    desk.until(lambda: window.isVisible() and window.pos() == QPoint(10, 480) and window.height() == 560)


def orders_of(desk: OpenDesk) -> list[Order]:
    """Fills with every order the desk gives from now on."""
    given: list[Order] = []
    desk.desk.commands.submitted.connect(given.append)
    return given


def drag_and_land(desk: OpenDesk, hand: Hand, start: QPoint, end: QPoint) -> None:
    """The whole gesture, until the desk has seen its end."""
    flown: list[Flight | None] = []
    desk.desk.drags.flown.connect(flown.append)
    hand.drag(start, end)
    desk.until(lambda: not hand.busy and flown and flown[-1] is None)


# --- onto somebody ----------------------------------------------------------------------------------------------------


def test_from_the_queue_to_a_worker_on_the_map(desk: OpenDesk, hand: Hand, incident: str) -> None:
    hand.drag(desk.queue_row(incident), desk.worker_on_map("g4"))
    desk.until(lambda: desk.incident(incident).worker == "g4")
    entry = desk.timeline(incident)[-1]
    assert (entry.verb, entry.worker, entry.actor) == ("dispatch", "g4", "user:dispatcher")
    assert desk.incident(incident).stage == "dispatched"


def test_from_the_queue_to_the_roster(desk: OpenDesk, hand: Hand, incident: str) -> None:
    best = desk.desk.drags.weigh(incident)
    assert best is not None
    own_window(desk, "people")
    second = desk.roster_row(desk.views.roster.model.order[1])
    hand.drag(desk.queue_row(incident), second)
    desk.until(lambda: desk.incident(incident).worker == best.best[1])  # in the air the best three are the first rows


def test_from_the_map_to_a_worker_on_the_map(desk: OpenDesk, hand: Hand, incident: str) -> None:
    hand.drag(desk.incident_on_map(incident), desk.worker_on_map("g5"))
    desk.until(lambda: desk.incident(incident).worker == "g5")


def test_from_the_map_to_the_roster(desk: OpenDesk, hand: Hand, incident: str) -> None:
    best = desk.desk.drags.weigh(incident)
    assert best is not None
    first = desk.roster_row(desk.views.roster.model.order[0])
    hand.drag(desk.incident_on_map(incident), first)
    desk.until(lambda: desk.incident(incident).worker == best.best[0])


def test_from_the_queue_to_a_candidate_of_the_panel(desk: OpenDesk, hand: Hand, incident: str) -> None:
    desk.desk.select_incident(incident)
    row = desk.views.panel.candidates.rows[0]
    desk.until(row.isVisible)
    assert row.candidate is not None
    wanted = row.candidate.worker
    hand.drag(desk.queue_row(incident), desk.middle_of(row))
    desk.until(lambda: desk.incident(incident).worker == wanted)


# --- onto an area -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("region", "worker"),
    [(GRIDS[5], "g6"), ("320302002001", "h3"), ("320302001", "s1")],
    ids=["grid", "community", "street"],
)
def test_from_the_queue_to_an_area_of_the_tree(
    desk: OpenDesk, hand: Hand, incident: str, region: str, worker: str
) -> None:
    own_window(desk, "areas")
    desk.views.regions.tree.expandAll()
    hand.drag(desk.queue_row(incident), desk.area_row(region))
    desk.until(lambda: desk.incident(incident).worker == worker)
    assignment = desk.incident(incident).assignment
    assert assignment is not None
    assert assignment.region == region


def test_held_over_a_tab_it_gets_at_the_areas_behind_it(desk: OpenDesk, hand: Hand, incident: str) -> None:
    group = desk.window.docks.area.group_of("people")
    assert group is not None
    tabs = group.tabs
    assert tabs is not None
    desk.window.show_areas()
    desk.until(desk.views.regions.isVisible)
    row = desk.area_row("320302001")
    desk.window.show_people()
    hand.drag(desk.queue_row(incident), tabs.mapToGlobal(tabs.tabRect(1).center()), row, hold=1.2)
    desk.until(lambda: desk.incident(incident).worker == "s1")


def test_from_the_queue_to_an_area_of_the_map(desk: OpenDesk, hand: Hand, incident: str) -> None:
    desk.views.map.show_region(GRIDS[5])
    desk.until(lambda: desk.views.map.isVisible())
    lon, lat = middle_of(6)
    hand.drag(desk.queue_row(incident), desk.on_map(lon + 0.003, lat + 0.002))
    desk.until(lambda: desk.incident(incident).stage == "dispatched")
    assignment = desk.incident(incident).assignment
    assert assignment is not None
    assert GRIDS[5] in {region.code for region in desk.picture.tree.subtree(assignment.region)}
    assert assignment.worker == "g6"


# --- between windows --------------------------------------------------------------------------------------------------


def test_between_two_windows_of_one_desk(desk: OpenDesk, hand: Hand, incident: str) -> None:
    own_window(desk, "queue")
    hand.drag(desk.queue_row(incident), desk.worker_on_map("g7"))
    desk.until(lambda: desk.incident(incident).worker == "g7")


@pytest.fixture
def other_program(desk: OpenDesk, town: BackendProcess, data: Path) -> Iterator[QPoint]:
    """A second desk in a process of its own beside the first, of the same size; how far to the right it lies."""
    width, height = 950, 900
    desk.window.resize(width, height)
    command = [sys.executable, str(ROOT / "main.py"), "desk", "--backend", town.url, "--data", str(data)]
    command += ["--city", "small", "--size", f"{width}x{height}", "--exit-after", "100"]  # nobody wants the tour
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        desk.until(lambda: town.measured("desks") == 2, 40_000)
        find = ["xdotool", "search", "--onlyvisible", "--pid", str(process.pid)]
        window = subprocess.run(find, capture_output=True, check=True).stdout.split()[0].decode()
        subprocess.run(["xdotool", "windowmove", "--sync", window, str(width + 10), "0"], check=True, timeout=20)
        yield QPoint(width + 10, 0) - desk.window.pos()
    finally:
        process.terminate()
        process.wait(20)


def test_between_two_programs(desk: OpenDesk, hand: Hand, other_program: QPoint, incident: str) -> None:
    """Let go over another desk on the same screen, that desk gives the order. Nobody can see from here when it has
    drawn its map, so a gesture that came too early is made again."""
    given = orders_of(desk)

    def landed() -> bool:
        if not hand.busy and desk.incident(incident).stage == "received":
            hand.drag(desk.queue_row(incident), desk.worker_on_map("g5") + other_program, hold=1.0)
        return desk.incident(incident).worker == "g5"

    desk.until(landed, 40_000)
    assert given == []


# --- in the air -------------------------------------------------------------------------------------------------------


def test_in_the_air_everybody_shows_what_it_would_mean(desk: OpenDesk, hand: Hand, incident: str) -> None:
    seen: list[tuple[Flight, list[str], bool]] = []

    def look(flight: Flight | None) -> None:
        if flight is not None:
            order = list(desk.views.roster.model.order)
            seen.append((flight, order, desk.views.map._shown.flight is not None))

    desk.desk.drags.flown.connect(look)
    drag_and_land(desk, hand, desk.queue_row(incident), desk.worker_on_map("g3"))
    flight, order, on_map = seen[0]
    assert on_map
    assert order[:3] == list(flight.best)
    assert flight.best[0] == "g3"
    assert all(one.seconds is not None and one.holds is not None for one in flight.candidates.values() if one.allowed)
    assert flight.candidates["p1"].obstacle == "off_duty"
    assert desk.views.roster.model.flight is None
    assert desk.views.map._shown.flight is None


def test_esc_cancels(desk: OpenDesk, hand: Hand, incident: str) -> None:
    given, flown = orders_of(desk), list[Flight | None]()
    desk.desk.drags.flown.connect(flown.append)
    before = desk.incident(incident)
    hand.drag(desk.queue_row(incident), desk.worker_on_map("g4"), drop=False)
    desk.until(lambda: not hand.busy and flown and flown[-1] is None)
    assert (given, desk.live.pending) == ([], [])
    assert desk.incident(incident) == before


def test_who_is_off_duty_is_not_given_it(desk: OpenDesk, hand: Hand, incident: str) -> None:
    desk.views.roster.show_crew(Crew.ALL)
    desk.views.roster.search.setText("p1")
    given = orders_of(desk)
    drag_and_land(desk, hand, desk.queue_row(incident), desk.roster_row("p1"))
    assert given == []
    assert desk.window.toast.texts == [refusals.sentence("off_duty")]


def test_an_area_where_nobody_is_on_duty_refuses_and_says_why(
    desk: OpenDesk, hand: Hand, fleet: Fleet, incident: str
) -> None:
    everybody = [worker.id for worker in desk.picture.roster if worker.on_duty]
    for worker in everybody:
        fleet.duty(worker, "off_duty")
    desk.until(lambda: not any(desk.picture.workers[worker].on_duty for worker in everybody))
    desk.window.show_areas()
    given = orders_of(desk)
    drag_and_land(desk, hand, desk.queue_row(incident), desk.area_row(desk.picture.tree.roots[0].code))
    assert given == []
    assert desk.window.toast.texts == [refusals.sentence("nobody")]


def test_who_is_off_duty_refuses_on_the_map_too_and_beside_him_lies_his_area(
    desk: OpenDesk, hand: Hand, fleet: Fleet, incident: str
) -> None:
    fleet.duty("g6", "off_duty")
    desk.until(lambda: not desk.picture.workers["g6"].on_duty)
    given, told = orders_of(desk), list[str]()
    beneath = desk.worker_on_map("g6")
    watch_target(desk, told)
    drag_and_land(desk, hand, desk.queue_row(incident), beneath)
    assert given == [] and "worker g6" in told
    name = desk.picture.workers["g6"].title("zh")
    assert desk.views.map.notice == wording.refused(name, "off_duty")
    drag_and_land(desk, hand, desk.queue_row(incident), beneath + QPoint(40, 30))
    desk.until(lambda: desk.incident(incident).stage == "dispatched")
    assignment = desk.incident(incident).assignment
    assert assignment is not None and assignment.region and assignment.worker != "g6"


def watch_target(desk: OpenDesk, told: list[str]) -> None:
    """Notes what an incident held over the map was over."""
    drops = desk.views.map._drops

    def note() -> None:
        if drops.target is not None:
            told.append(f"{drops.target.kind} {drops.target.id}")

    drops.changed.connect(note)


def test_the_edge_of_the_map_is_crossed_without_moving_it(desk: OpenDesk, hand: Hand, incident: str) -> None:
    """A drag from the queue comes in over the left edge of the map: only a hand that rests there moves it."""
    desk.views.map.show_incident(incident, 15.0)
    before = desk.views.map.navigation.viewport
    hand.drag(desk.queue_row(incident), desk.middle_of(desk.views.map))
    desk.until(lambda: desk.incident(incident).stage == "dispatched" and not hand.busy)
    assert desk.views.map.navigation.viewport == before


def test_where_nobody_can_take_it_nobody_is_given_it_and_the_map_says_why(
    desk: OpenDesk, hand: Hand, fleet: Fleet, incident: str
) -> None:
    for worker in desk.picture.workers:
        fleet.duty(worker, "off_duty")
    desk.until(lambda: not any(worker.on_duty for worker in desk.picture.workers.values()))
    given = orders_of(desk)
    lon, lat = middle_of(6)
    drag_and_land(desk, hand, desk.queue_row(incident), desk.on_map(lon + 0.003, lat + 0.002))
    assert given == []
    assert wording.obstacle("nobody") in desk.views.map.notice


def test_who_has_it_already_is_not_given_it_again(desk: OpenDesk, hand: Hand, incident: str) -> None:
    hand.drag(desk.queue_row(incident), desk.worker_on_map("g4"))
    desk.until(lambda: desk.incident(incident).worker == "g4" and not hand.busy)
    given = orders_of(desk)
    drag_and_land(desk, hand, desk.queue_row(incident), desk.worker_on_map("g4"))
    assert given == []
    assert desk.views.map.notice == wording.refused(desk.picture.workers["g4"].title("zh"), "already_has")
    drag_and_land(desk, hand, desk.queue_row(incident), desk.worker_on_map("g5"))
    desk.until(lambda: desk.incident(incident).worker == "g5")
    assert desk.timeline(incident)[-1].verb == "reassign"


# --- taken back -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("by", ["click", "key"])
def test_taken_back_within_six_seconds(desk: OpenDesk, hand: Hand, incident: str, by: str) -> None:
    hand.drag(desk.queue_row(incident), desk.worker_on_map("g4"))
    desk.until(lambda: desk.window.toast.texts and not hand.busy)
    undo = take_back(desk, hand, by)
    undo()
    desk.until(lambda: desk.timeline(incident)[-1].verb == "undo")
    assert (desk.incident(incident).stage, desk.incident(incident).worker) == ("received", "")
    assert desk.window.toast.texts == []


def take_back(desk: OpenDesk, hand: Hand, by: str) -> Callable[[], None]:
    if by == "key":
        desk.window.activateWindow()
        return lambda: hand.key("ctrl+z")
    button = desk.window.toast.findChild(type(desk.window.toast._slips[-1].undo))
    return lambda: hand.click(desk.middle_of(button))
