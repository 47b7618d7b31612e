"""Intents become orders: durable in the outbox, answered later, taken back within six seconds."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import msgspec
from PySide6.QtCore import QObject, Signal

from desktop.live_picture import LivePicture
from domain.incident import Incident
from domain.messages import Accepted, Refused
from domain.orders import Order
from domain.refusal import Refusal
from domain.workflow import Step, possible


class Done(msgspec.Struct, frozen=True):
    """An order of this desk that was accepted and may be taken back. ``step`` is what was done."""

    order: Order
    step: Step
    incident: Incident


class Commands(QObject):
    """Makes orders out of what views ask for and hands them to ``submit`` (which returns once they are durable)."""

    submitted = Signal(object)  # Order
    done = Signal(object)  # Done: accepted; offer to take it back when step.undoable
    refused = Signal(str, str, object)  # code, sentence, Order

    def __init__(self, live: LivePicture, submit: Callable[[Order], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._live = live
        self._submit = submit
        self._waiting: dict[str, tuple[Order, Step, Incident]] = {}
        live.answered.connect(self._on_answered)

    def order(self, incident_id: str, verb: str, fields: dict[str, Any] | None = None) -> str:
        """One step on one incident; ``fields`` are those of ``Order`` the step needs. The id of the command, empty when
        none was given."""
        incident = self._live.picture.incidents.get(incident_id)
        if incident is None:
            return ""
        order = Order(_new_id(), incident.id, incident.version, verb, **(fields or {}))
        step = next((step for step in self._steps(incident) if step.verb == verb), None)
        if step is None:
            self.refused.emit("wrong_stage", "This step is not possible for the incident as it is now.", order)
            return ""
        return self._send(order, step, incident)

    def dispatch_to_worker(self, incident_id: str, worker_id: str) -> str:
        """The id of the command, empty when none was given."""
        return self._assign(incident_id, {"worker": worker_id})

    def dispatch_to_region(self, incident_id: str, region: str) -> None:
        self._assign(incident_id, {"region": region})

    def undo(self, command_id: str, incident_id: str) -> None:
        """Takes back an order of this desk."""
        incident = self._live.picture.incidents.get(incident_id)
        if incident is not None:
            order = Order(_new_id(), incident.id, incident.version, "undo", undoes=command_id)
            self._send(order, None, incident)

    def assigning_verb(self, incident: Incident) -> str:
        """The step that gives this incident to somebody now; empty when none is possible."""
        return next((step.verb for step in self._steps(incident) if "assignee" in step.needs), "")

    def _assign(self, incident_id: str, target: dict[str, str]) -> str:
        incident = self._live.picture.incidents.get(incident_id)
        if incident is None:
            return ""
        return self.order(incident_id, self.assigning_verb(incident) or "dispatch", target)

    def _steps(self, incident: Incident) -> list[Step]:
        return possible(self._live.picture.city.rules.workflow, incident, self._live.role)

    def _send(self, order: Order, step: Step | None, incident: Incident) -> str:
        try:
            self._submit(order)
        except Refusal as refusal:
            self.refused.emit(refusal.code, refusal.sentence, order)
            return ""
        if step is not None:
            self._waiting[order.command_id] = (order, step, incident)
        self.submitted.emit(order)
        return order.command_id

    def _on_answered(self, answer: Accepted | Refused) -> None:
        order, step, incident = self._waiting.pop(answer.command_id, (None, None, None))
        if isinstance(answer, Refused):
            self.refused.emit(answer.code, answer.sentence, order)
        elif order is not None and step is not None and incident is not None:
            self.done.emit(Done(order, step, incident))


def _new_id() -> str:
    return uuid.uuid4().hex
