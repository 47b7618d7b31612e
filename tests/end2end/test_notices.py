"""What a hand has put aside is aside after a restart of the desk too."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QApplication, QMenu, QToolButton

from tests.domain.small_city import middle_of
from tests.end2end.backend_process import BackendProcess
from tests.end2end.fleet import Fleet
from tests.end2end.hand import Hand
from tests.end2end.open_desk import OpenDesk


def standing(desk: OpenDesk) -> set[str]:
    """Incidents of the notices that call on this desk."""
    _, bundles, _, _ = desk.desk.alarms.centre._offered
    return {notice.incident for bundle in bundles for notice in bundle.notices}


def aside(desk: OpenDesk) -> dict[str, float]:
    """Incidents of those that are aside, and until when."""
    return {one.notice.incident: one.until for one in desk.desk.alarms.centre._offered[2]}


def test_what_was_put_aside_stays_so_after_a_restart(
    desk: OpenDesk, hand: Hand, fleet: Fleet, town: BackendProcess, open_desk: Callable[..., OpenDesk]
) -> None:
    first, second = (town.report(*middle_of(grid), "门口有垃圾", f"n{grid}") for grid in (1, 3))
    desk.until_known(first, second)
    for incident, worker in ((first, "g1"), (second, "g3")):
        desk.desk.commands.dispatch_to_worker(incident, worker)
        desk.until(lambda incident=incident: desk.incident(incident).worker)
        fleet.say(incident, "decline", reason="不在网格内")
    desk.until(lambda: standing(desk) == {first, second})
    desk.window.activateWindow()
    hand.key("F8")
    centre = desk.desk.alarms.centre
    desk.until(lambda: centre.isVisible() and not hand.busy)
    title = desk.incident(second).title
    rows = [button for button in centre.findChildren(QToolButton) if title in button.accessibleName()]
    button = max(rows, key=lambda one: one.mapToGlobal(one.rect().center()).y())  # the older one stands below
    hand.click(desk.middle_of(button))
    desk.until(lambda: isinstance(QApplication.activePopupWidget(), QMenu) and not hand.busy)
    hand.key("2")  # a quarter of an hour
    desk.until(lambda: len(aside(desk)) == 1 and not hand.busy)
    (kept,) = aside(desk).items()
    assert standing(desk) == {first, second} - {kept[0]}
    desk.close()
    again = open_desk()
    again.until(lambda: aside(again) == dict([kept]))
    assert standing(again) == {first, second} - {kept[0]}
