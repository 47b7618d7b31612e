"""What this desk has ordered is said, and offered to be taken back for some seconds."""

from __future__ import annotations

from PySide6.QtCore import QObject

from desktop.alarms import ACKNOWLEDGE
from desktop.commands import Commands, Done
from desktop.live_picture import LivePicture
from desktop.road_work import RoadWork
from desktop.together import Together
from domain.orders import Order
from widgets.look import Look
from widgets.toast import Toast


class TakingBack(QObject):
    """``together``: orders that are told of as one."""

    def __init__(
        self, live: LivePicture, look: Look, toast: Toast, commands: Commands, together: Together, roads: RoadWork,
        parent: QObject,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._live, self._look, self._toast = live, look, toast
        self._commands, self._together, self._roads = commands, together, roads
        commands.done.connect(self._on_done)
        commands.refused.connect(self._on_refused)
        toast.undo_requested.connect(self._undo)

    def _on_done(self, done: Done) -> None:
        if done.step.verb == ACKNOWLEDGE or self._together.takes(done):
            return  # the bell says the one, the others are said as one
        language = self._look.language
        name = done.step.name.text(language)
        text = self.tr("{step}: {title}").format(step=name, title=done.incident.title)
        assigned = self._live.picture.incidents.get(done.incident.id, done.incident)
        worker = self._live.picture.workers.get(done.order.worker or assigned.worker)
        if "assignee" in done.step.needs and worker is not None:
            text = self.tr("{step} → {name}: {title}").format(
                step=name, name=worker.title(language), title=done.incident.title
            )
        if done.step.undoable:
            self._toast.offer_undo(done.order.command_id, done.incident.id, text)
        else:
            self._toast.tell(text)

    def _undo(self, command_id: str, incident: str) -> None:
        """A command about an incident; where there is none it was many at once, or about a road."""
        if incident:
            self._commands.undo(command_id, incident)
        elif not self._together.undo(command_id):
            self._roads.undo(command_id)

    def _on_refused(self, code: str, sentence: str, _order: Order | None) -> None:
        self._toast.tell_refusal(code, sentence)
