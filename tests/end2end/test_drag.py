"""An incident is taken with a real mouse and let go over somebody: on the map, in the roster, over an area."""

from __future__ import annotations

from tests.domain.small_city import middle_of
from tests.end2end.backend_process import BackendProcess
from tests.end2end.hand import Hand
from tests.end2end.open_desk import OpenDesk


def rubbish(town: BackendProcess, desk: OpenDesk, grid: int) -> str:
    """A new incident in the north-west of a grid, on the desk."""
    lon, lat = middle_of(grid)
    incident = town.report(lon - 0.003, lat + 0.003, "门口有垃圾", f"r{grid}")
    desk.until_known(incident)
    return incident


def test_from_the_queue_to_a_worker_on_the_map(town: BackendProcess, desk: OpenDesk, hand: Hand) -> None:
    incident = rubbish(town, desk, 3)
    hand.drag(desk.queue_row(incident), desk.worker_on_map("g4"))
    desk.until(lambda: desk.incident(incident).worker == "g4")
    assert desk.incident(incident).stage == "dispatched"
