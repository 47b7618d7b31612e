"""Every step of the flow that belongs to the desk, done with a real mouse or real keys, and what is seen then."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMenu

from domain.incident import Incident
from tests.domain.small_city import middle_of
from tests.end2end.backend_process import BackendProcess
from tests.end2end.fleet import Fleet
from tests.end2end.hand import Hand
from tests.end2end.open_desk import OpenDesk
from widgets.queue_rows import Shelf

REASON = "rain"


class Walk:
    """One incident taken through the flow by one hand. ``way``: by the panel's buttons, the menu or the keys alone."""

    def __init__(self, desk: OpenDesk, hand: Hand, incident: str, way: str) -> None:
        self.desk, self.hand, self.incident, self._way = desk, hand, incident, way
        desk.window.activateWindow()
        hand.click(desk.queue_row(incident))
        desk.until(lambda: desk.desk.selected == incident and desk.views.queue.list.hasFocus() and not hand.busy)

    @property
    def now(self) -> Incident:
        return self.desk.incident(self.incident)

    def step(self, verb: str, *typed: str) -> None:
        """Ask for a step and give what it asks for: texts are typed, names of keys in brackets pressed."""
        version = self.now.version
        self.ask(verb)
        for text in typed:
            self.desk.until(lambda: self.desk.views.panel.reason.isVisible() and not self.hand.busy)
            if text.startswith("<"):
                self.hand.key(*text[1:-1].split())
            else:
                self.hand.type(text)
        if typed:
            self.desk.until(lambda: not self.hand.busy)
            self.hand.key("Return")
        self.desk.until(lambda: self.now.version > version and not self.hand.busy)
        assert self.desk.timeline(self.incident)[-1].verb == verb

    def ask(self, verb: str) -> None:
        """Begin a step in this walk's own way."""
        self.desk.until(lambda: verb in self.desk.views.panel.steps.verbs and not self.hand.busy)
        {"buttons": self._by_button, "menu": self._by_menu, "keys": self._by_key}[self._way](verb)

    def give(self, verb: str) -> None:
        """To the best, or to whoever is the best besides the one who has it."""
        before = self.now.worker
        self.ask(verb)
        if self._way == "menu":
            self._click_in_menu("1")
        elif before:
            self.desk.until(self.desk.views.panel.candidates.rows[0].hasFocus)
            self.hand.key("1")
        self.desk.until(lambda: self.now.worker not in ("", before) and not self.hand.busy)
        assert self.desk.timeline(self.incident)[-1].verb == verb

    def show(self) -> None:
        """Go to the shelf where it lies now."""
        queue = self.desk.views.queue
        queue.show_shelf(Shelf.ALL if self.desk.picture.is_open(self.now) else Shelf.CLOSED)
        self.desk.desk.select_incident(self.incident)
        queue.list.setFocus()

    def back(self) -> None:
        """Take the last step back with Ctrl+Z."""
        toast = self.desk.window.toast
        self.desk.until(lambda: toast.texts and not self.hand.busy)
        self.hand.key("ctrl+z")
        self.desk.until(lambda: self.desk.timeline(self.incident)[-1].verb == "undo" and not self.hand.busy)

    def _by_button(self, verb: str) -> None:
        steps = self.desk.views.panel.steps
        self.desk.until(lambda: steps.calm)
        if verb in steps.buttons:
            self.hand.click(self.desk.resting_place(steps.buttons[verb]))
        else:
            self.hand.click(self.desk.resting_place(steps.more))
            self._click_in_menu(verb)

    def _by_menu(self, verb: str) -> None:
        self.hand.click(self.desk.queue_row(self.incident), button=3)
        self._click_in_menu(verb)

    def _by_key(self, verb: str) -> None:
        shortcut = next(step.shortcut for step in self._flow.steps if step.verb == verb)
        self.desk.until(self.desk.views.queue.list.hasFocus)
        self.hand.key(shortcut.lower())

    def _click_in_menu(self, verb: str) -> None:
        """Click the entry of a step, or the one with this digit in the menu behind it."""
        name = next((step.name.zh for step in self._flow.steps if step.verb == verb), "")

        def click() -> Iterator[None]:
            while not (entries := [one for one in _entries() if _is(one[1], name, verb)]):
                yield
            menu, action = entries[0]
            while self.hand.busy:
                yield
            self.hand.click(menu.mapToGlobal(menu.actionGeometry(action).center()))

        self.desk.meanwhile(click())

    @property
    def _flow(self) -> Any:
        return self.desk.picture.city.rules.workflow


def _entries() -> list[tuple[QMenu, QAction]]:
    """What can be clicked in the menu on top."""
    menu = QApplication.activePopupWidget()
    return [(menu, action) for action in menu.actions()] if isinstance(menu, QMenu) else []


def _is(action: QAction, name: str, key: str) -> bool:
    return bool(name and action.text().startswith(name)) or action.text().endswith(f"\t{key}")


@pytest.fixture
def walk(
    request: pytest.FixtureRequest, town: BackendProcess, desk: OpenDesk, hand: Hand
) -> Callable[[str], Walk]:
    def begin(way: str) -> Walk:
        lon, lat = middle_of(3)
        incident = town.report(lon - 0.003, lat + 0.003, "门口有垃圾", way)
        desk.until_known(incident)
        return Walk(desk, hand, incident, way)

    return begin


@pytest.mark.parametrize("way", ["buttons", "keys"])
def test_what_the_desk_does_before_anybody_goes(walk: Callable[[str], Walk], way: str) -> None:
    one = walk(way)
    queue = one.desk.views.queue
    one.ask("suspend")
    one.desk.until(lambda: one.desk.views.panel.reason.reason.hasFocus() and not one.hand.busy)
    one.hand.key("Return")  # without a reason nothing happens
    one.desk.until(lambda: not one.hand.busy)
    assert one.now.version == 1
    one.hand.key("Escape")
    one.desk.until(lambda: not one.desk.views.panel.reason.isVisible() and not one.hand.busy)
    one.step("suspend", REASON)
    assert (one.now.stage, one.desk.timeline(one.incident)[-1].reason) == ("suspended", REASON)
    assert queue.model.counts[Shelf.DESK] == 0
    one.back()
    assert one.now.stage == "received"
    one.step("suspend", REASON)
    one.step("resume")
    one.step("escalate", REASON)
    assert one.now.level == "community"
    one.step("supervise", REASON)
    assert one.now.supervised
    due = one.now.deadline.due_at
    one.step("extend", "<ctrl+a>", "6", "<Tab>", REASON)
    assert one.now.deadline.due_at > due
    one.step("classify", "<ctrl+a>", "违法", "<Down Return>")
    assert one.now.category == "0602"
    one.step("note", "seen")
    one.step("void", REASON)
    assert one.now.stage == "void"
    assert queue.model.counts[Shelf.CLOSED] == 1


@pytest.mark.timeout(120)
@pytest.mark.parametrize("way", ["menu", "keys"])
def test_what_the_desk_does_once_somebody_goes(
    walk: Callable[[str], Walk], fleet: Fleet, town: BackendProcess, way: str
) -> None:
    one = walk(way)
    desk, here = one.desk, one.incident
    one.step("file")
    one.give("dispatch")
    first = one.now.worker
    one.step("recall", REASON)
    assert (one.now.stage, one.now.worker) == ("filed", "")
    one.give("dispatch")
    one.give("reassign")
    assert one.now.worker not in ("", first)
    fleet.say(here, "accept")
    fleet.say(here, "arrive")
    fleet.say(here, "decline", reason="not mine")  # on the scene that is a return
    desk.until(lambda: one.now.stage == "returned" and desk.timeline(here)[-1].verb == "return")
    one.give("dispatch")
    fleet.say(here, "accept")
    fleet.say(here, "report", note="done")
    desk.until(lambda: one.now.stage == "reported")
    one.step("rework", REASON)
    assert one.now.stage == "dispatched"
    one.back()
    assert one.now.stage == "reported"
    one.step("verify")
    one.step("close")
    assert desk.views.queue.model.counts[Shelf.CLOSED] == 1
    one.show()
    one.step("evaluate", "<2 Right Right>")
    assert one.now.rating == 4
    one.step("reopen", REASON)
    one.show()
    lon, lat = middle_of(3)
    other = town.report(lon - 0.003, lat + 0.003, "门口又有垃圾", "other")
    desk.until_known(other)
    one.step("merge", "<Down Tab>", REASON)
    assert (one.now.stage, one.now.merged_into) == ("merged", other)
    one.back()
    one.step("merge", "<Down Tab>", REASON)
    one.show()
    one.step("unmerge", REASON)
    assert (one.now.stage, one.now.merged_into) == ("filed", "")
    said = desk.views.panel.timeline.texts
    assert len(said) == len(desk.timeline(here))
    assert sum(REASON in text for text in said) == 6
