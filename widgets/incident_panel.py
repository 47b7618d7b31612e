"""One incident in full: what it is, where it stands, what can be done, who could go, what was done."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QScrollArea, QStackedLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from domain.candidates import Flight
from domain.flow_check import MENU_KEY
from domain.incident import Incident
from domain.picture import Changes, Picture
from domain.workflow import Step, possible
from widgets.candidate_list import CandidateList
from widgets.empty_note import EmptyNote
from widgets.incident_facts import IncidentFacts
from widgets.incident_header import IncidentHeader
from widgets.look import Look
from widgets.reason_bar import ASKED, ReasonBar
from widgets.small_screen import LEAST, TallArea
from widgets.step_buttons import StepButtons
from widgets.timeline_list import TimelineList
from widgets.way_list import WayList, road_names, way_of


class IncidentPanel(QWidget):
    """``order_requested(incident, verb, fields)``: fields of an ``Order`` besides ids and version.
    ``step_requested(incident, verb)``: a step chosen by its key, answered with ``ask``.

    ``candidates_needed(incident)``: who could take it is wanted; answer with ``set_candidates``. A candidate that is
    clicked or dropped on asks by ``worker_drop_requested``."""

    order_requested = Signal(str, str, object)
    step_requested = Signal(str, str)
    worker_drop_requested = Signal(str, str)
    candidates_needed = Signal(str)
    photo_needed = Signal(str)
    photo_opened = Signal(str)
    incident_selected = Signal(str)
    worker_selected = Signal(str)
    region_selected = Signal(str)
    drag_entered = Signal(str)

    def __init__(self, look: Look, role: str = "dispatcher", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("incident")
        self._look = look
        self._role = role
        self._picture: Picture | None = None
        self._incident: Incident | None = None
        self._now = 0.0
        self._pending: frozenset[str] = frozenset()
        self._keyboard_was: QWidget | None = None
        self.header = IncidentHeader(look)
        self.steps = StepButtons(look)
        self.reason = ReasonBar(look)
        self.facts = IncidentFacts(look)
        self.candidates = CandidateList(look)
        self.way = WayList(look)
        self.timeline = TimelineList(look)
        self._headings = [_heading() for _ in range(4)]
        self._scroll = QScrollArea()
        self._blank = QScrollArea()
        self._empty = EmptyNote(look, "clipboard-list", self._blank)
        self._lay_out()
        self._connect()
        self._name_things()

    def _lay_out(self) -> None:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(14, 12, 14, 16)
        column.setSpacing(8)
        facts, people, history, way = self._headings
        # who could go comes first: it is what the desk decides next
        for widget in (people, self.candidates, way, self.way, facts, self.facts, history, self.timeline):
            column.addWidget(widget)
        column.addStretch(1)
        self._scroll.setWidget(body)
        self._scroll.setWidgetResizable(True)
        self._scroll.setMinimumHeight(LEAST)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        top = QVBoxLayout()
        top.setContentsMargins(14, 12, 14, 10)
        top.setSpacing(10)
        top.addWidget(self.header)
        top.addWidget(self.steps)
        top.addWidget(self.reason)
        rule = QFrame()
        rule.setFrameShape(QFrame.Shape.HLine)
        rule.setFixedHeight(1)
        rule.setStyleSheet("background: palette(mid); border: none;")
        full = QWidget()
        whole = QVBoxLayout(full)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(top)
        whole.addWidget(rule)
        whole.addWidget(self._scroll, 1)
        self._tall = TallArea(full)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self._blank)
        self._pages.addWidget(self._tall)

    def _connect(self) -> None:
        self.steps.chosen.connect(self.ask)
        self.reason.confirmed.connect(self._on_confirmed)
        self.reason.cancelled.connect(self._give_keyboard_back)
        self.candidates.chosen.connect(self._on_candidate_chosen)
        self.candidates.drag_entered.connect(self.drag_entered)
        self.facts.photo_needed.connect(self.photo_needed)
        self.facts.photo_opened.connect(self.photo_opened)
        self.facts.incident_selected.connect(self.incident_selected)
        self.facts.worker_selected.connect(self.worker_selected)
        self.facts.region_selected.connect(self.region_selected)

    # --- in -------------------------------------------------------------------------------------------------------

    def refresh(self, picture: Picture, changes: Changes, now: float) -> None:
        fresh = changes.reset or picture is not self._picture
        self._picture, self._now = picture, now
        shown = self._incident
        if shown is None:
            return
        concerned = {shown.id, *shown.lookalikes}
        joined = any(
            key in picture.incidents and picture.incidents[key].merged_into == shown.id for key in changes.incidents
        )
        if fresh or joined or concerned & changes.incidents or shown.worker in changes.workers:
            self._show(picture.incidents.get(shown.id))

    def tick(self, now: float) -> None:
        self._now = now
        if self._picture is not None and self._incident is not None:
            self.header.tick(self._picture, self._incident, now)
            self._show_way(self._picture, self._incident)

    def select_incident(self, incident: str) -> None:
        """Show an incident of the picture; an empty or unknown id clears the panel."""
        if self._picture is not None:
            if self.reason.incident != incident:
                self.reason.dismiss()
            self._show(self._picture.incidents.get(incident))

    def set_candidates(self, flight: Flight | None) -> None:
        """Who could take the shown incident; a flight of another one is passed over."""
        shown, picture = self._incident, self._picture
        if shown is None or picture is None or (flight is not None and flight.incident != shown.id):
            return
        self.candidates.show_flight(picture, flight)
        self._headings[1].setVisible(flight is not None)
        self.candidates.setVisible(flight is not None)

    def set_pending(self, incidents: Iterable[str]) -> None:
        self._pending = frozenset(incidents)
        shown = self._incident
        self.header.set_pending(shown is not None and shown.id in self._pending)

    def set_role(self, role: str) -> None:
        """What the person at this desk may do (a role of the access rules)."""
        self._role = role
        self._show(self._incident)

    def set_photo(self, key: str, content: bytes) -> None:
        self.facts.set_photo(key, content)

    def ask(self, verb: str) -> bool:
        """Do a step of the shown incident, or ask in place for what it needs first; False when it is not possible now.

        While something is asked the keyboard is here; then it goes back to where it was."""
        shown, picture = self._incident, self._picture
        step = self._step(verb)
        if shown is None or picture is None or step is None:
            return False
        if "assignee" in step.needs:
            self._take_keyboard()
            self.candidates_needed.emit(shown.id)
            self._tall.reveal(self._scroll)
            self._scroll.ensureWidgetVisible(self.candidates.rows[-1])
            self.candidates.take_focus()
        elif step.danger or any(need in ASKED for need in step.needs):
            self._take_keyboard()
            self.reason.ask(picture, shown, step)
            self._tall.reveal(self.reason)
        else:
            self.order_requested.emit(shown.id, verb, {})
        return True

    @property
    def incident(self) -> str:
        """Id of the shown incident, empty when there is none."""
        return self._incident.id if self._incident else ""

    # --- the keyboard ---------------------------------------------------------------------------------------------

    def _take_keyboard(self) -> None:
        """Remember where it was; it may have been in another window of this desk."""
        there = QApplication.focusWidget()
        if there is not None and not self.isAncestorOf(there):
            self._keyboard_was = there
        self.window().activateWindow()

    def _give_keyboard_back(self) -> None:
        there, self._keyboard_was = self._keyboard_was, None
        holder = QApplication.focusWidget()
        if holder is not None and not self.isAncestorOf(holder):
            return  # somebody has taken it elsewhere since
        if there is not None and isValid(there) and there.isVisible():
            there.window().activateWindow()
            there.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.isVisible():
            self.steps.take_focus()

    def _on_confirmed(self, incident: str, verb: str, fields: object) -> None:
        self._give_keyboard_back()
        self.order_requested.emit(incident, verb, fields)

    def _on_candidate_chosen(self, incident: str, worker: str) -> None:
        if any(row.hasFocus() for row in self.candidates.rows):
            self._give_keyboard_back()
        self.worker_drop_requested.emit(incident, worker)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that nothing inside wanted mean the same as in the queue: a letter its step, a digit a candidate."""
        shown, picture, letter = self._incident, self._picture, event.text()
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if event.key() == Qt.Key.Key_Escape:
            self._give_keyboard_back()
        elif shown is None or picture is None or not plain or not letter or event.isAutoRepeat():
            super().keyPressEvent(event)
        elif letter.upper() == MENU_KEY:
            self.steps.more.showMenu()
        elif letter.isdecimal() and self.candidates.isVisible():
            self.candidates.choose(int(letter))
        elif step := picture.city.rules.workflow.step_by_key(letter, shown.stage):
            self.step_requested.emit(shown.id, step.verb)
        else:
            super().keyPressEvent(event)

    # --- inside ---------------------------------------------------------------------------------------------------

    def _step(self, verb: str) -> Step | None:
        return next((step for step in self._possible() if step.verb == verb), None)

    def _possible(self) -> list[Step]:
        if self._picture is None or self._incident is None:
            return []
        return possible(self._picture.city.rules.workflow, self._incident, self._role)

    def _show(self, incident: Incident | None) -> None:
        picture, before = self._picture, self._incident
        self._incident = incident
        self._pages.setCurrentIndex(0 if incident is None else 1)
        if picture is None or incident is None:
            self._say_empty()
            return
        timeline = picture.timelines.get(incident.id, [])
        self.header.show_incident(picture, incident, timeline, self._now)
        self.header.set_pending(incident.id in self._pending)
        self.steps.show_steps(picture.city.rules.workflow, incident, self._possible())
        self.facts.show_incident(picture, incident, self._now)
        self.timeline.show_entries(picture, timeline, self._now)
        self._show_way(picture, incident)
        if self.reason.incident == incident.id and before is not None and before.version != incident.version:
            self.reason.refit(self._step(self.reason.verb))
        assignable = any("assignee" in step.needs for step in self._possible())
        if before is None or before.id != incident.id or not assignable:
            self.set_candidates(None)
        if assignable:
            self.candidates_needed.emit(incident.id)

    def _show_way(self, picture: Picture, incident: Incident) -> None:
        """How whoever has it gets there, while he is on his way."""
        way = way_of(picture, incident, self._now)
        for part in (self._headings[3], self.way):
            part.setVisible(way is not None)
        if way is not None:
            self.way.show_way(way.legs, road_names(picture), way.passed)
            self._headings[3].setText(way.heading)

    def _say_empty(self) -> None:
        self._empty.say(self.tr("No incident chosen"), self.tr("Choose one in the queue or on the map."))

    def _name_things(self) -> None:
        titles = (self.tr("Facts"), self.tr("Who could go"), self.tr("Timeline"))
        for heading, title in zip(self._headings, titles, strict=False):
            heading.setText(title)
        self._say_empty()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._name_things()
            self._show(self._incident)
        super().changeEvent(event)


def _heading() -> QLabel:
    label = QLabel()
    label.setProperty("heading", True)
    return label
