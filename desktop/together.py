"""Many orders given with one press: sent one by one so that the screen goes on, told of and taken back as one."""

from __future__ import annotations

import uuid
from collections import deque
from collections.abc import Callable, Mapping

import msgspec
from PySide6.QtCore import QObject, QTimer

from desktop.commands import Commands, Done
from desktop.live_picture import LivePicture
from domain.orders import Order
from widgets.toast import MOST, Toast

#: Orders are kept on disk one by one: so many at a time leave the screen alone.
_AT_ONCE, _PAUSE_MS = 1, 8


class _Giving(msgspec.Struct):
    """What one press gave: ``count`` orders, of which ``left`` are still to be sent; ``tried``: some were still free;
    ``waiting`` for their answer, and ``accepted``, incident by command."""

    id: str
    count: int
    left: int
    tried: bool = False
    waiting: dict[str, str] = {}
    accepted: dict[str, str] = {}
    taken_back: bool = False


class Together(QObject):
    """The seconds in which all of it can be taken back begin with the first that is accepted: none is too old then."""

    def __init__(self, live: LivePicture, commands: Commands, toast: Toast, parent: QObject) -> None:
        super().__init__(parent)
        self._live, self._commands, self._toast = live, commands, toast
        self._givings: dict[str, _Giving] = {}
        self._to_do: deque[Callable[[], None]] = deque()
        self._doing = QTimer(self, interval=_PAUSE_MS)
        self._doing.timeout.connect(self._do_some)
        commands.refused.connect(self._on_refused)

    def give(self, pairs: Mapping[str, str]) -> None:
        """Send workers to incidents, worker by incident, as orders like any other."""
        self._forget()
        giving = _Giving(uuid.uuid4().hex, len(pairs), len(pairs))
        self._givings[giving.id] = giving
        for incident, worker in pairs.items():
            self._later(lambda incident=incident, worker=worker: self._send(giving, incident, worker))  # type: ignore[misc]

    def takes(self, done: Done) -> bool:
        """Whether an order that was carried out is one of these; then it is told of here, with the others."""
        giving = self._waits_in(done.order.command_id)
        if giving is None:
            return False
        command, incident = done.order.command_id, giving.waiting.pop(done.order.command_id)
        giving.accepted[command] = incident
        if giving.taken_back:
            self._take_back(command, incident)
        elif len(giving.accepted) == 1:
            self._toast.offer_undo(giving.id, "", self._words(giving))
        else:
            self._toast.retell(giving.id, self._words(giving))
        return True

    def undo(self, giving_id: str) -> bool:
        """Take all of it back and send no more of it; False when nothing of that name was given."""
        giving = self._givings.get(giving_id)
        if giving is None:
            return False
        giving.taken_back = True
        for command, incident in giving.accepted.items():
            self._take_back(command, incident)
        return True

    def end(self) -> None:
        """Send no more; what was sent is durable."""
        self._doing.stop()

    # --- inside -------------------------------------------------------------------------------------------------------

    def _forget(self) -> None:
        """What is settled and too long ago to be on offer still."""
        settled = [giving.id for giving in self._givings.values() if not (giving.left or giving.waiting)]
        for id_ in settled[:-MOST]:
            del self._givings[id_]

    def _later(self, work: Callable[[], None]) -> None:
        self._to_do.append(work)
        self._doing.start()

    def _do_some(self) -> None:
        for _ in range(_AT_ONCE):
            if not self._to_do:
                self._doing.stop()
                return
            self._to_do.popleft()()

    def _send(self, giving: _Giving, incident: str, worker: str) -> None:
        giving.left -= 1
        if giving.taken_back:
            return
        known = self._live.picture.incidents.get(incident)
        if known is not None and not known.worker:  # somebody may have been quicker
            giving.tried = True
            command = self._commands.dispatch_to_worker(incident, worker)
            if command:
                giving.waiting[command] = incident
        if not giving.left and not giving.tried:
            self._toast.tell(self.tr("Nobody was sent: what was proposed is in other hands already."))

    def _take_back(self, command: str, incident: str) -> None:
        self._later(lambda: self._commands.undo(command, incident))

    def _on_refused(self, _code: str, _sentence: str, order: Order | None) -> None:
        giving = self._waits_in(order.command_id) if order is not None else None
        if order is not None and giving is not None:
            del giving.waiting[order.command_id]

    def _waits_in(self, command: str) -> _Giving | None:
        return next((giving for giving in self._givings.values() if command in giving.waiting), None)

    def _words(self, giving: _Giving) -> str:
        if len(giving.accepted) == giving.count:
            return self.tr("Sent as proposed: {count}").format(count=giving.count)
        text = self.tr("Sent as proposed: {count} of {whole}")
        return text.format(count=len(giving.accepted), whole=giving.count)
