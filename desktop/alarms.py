"""What the desk sounds for and keeps in its notice centre, and what is acknowledged for the whole room."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, QTimer, Signal

from client.link import LinkPhase
from desktop.actions import Actions, Group
from desktop.commands import Commands
from desktop.live_picture import LivePicture
from domain.category import Severity
from domain.notices import Notice, NoticeBook, NoticeKind
from domain.picture import Changes
from domain.urgency import calls
from widgets.chime import Chime
from widgets.look import Look
from widgets.notice_centre import NoticeCentre
from widgets.top_bar import TopBar

#: The verb that says the room knows.
ACKNOWLEDGE = "acknowledge"
_TICK_MS = 1000


class Alarms(QObject):
    """``incident_chosen``: a notice was touched, show its incident."""

    incident_chosen = Signal(str)

    def __init__(
        self, live: LivePicture, look: Look, bar: TopBar, chime: Chime, commands: Commands, actions: Actions,
        parent: QObject,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._live, self._bar, self._chime, self._commands = live, bar, chime, commands
        self._book = NoticeBook()
        self._asked: set[tuple[str, int]] = set()
        self.centre = NoticeCentre(look, bar.window())
        self.centre.incident_chosen.connect(self.incident_chosen)
        self.centre.acknowledge_requested.connect(self.acknowledge)
        bar.notices_requested.connect(self.toggle_centre)
        bar.mute_toggled.connect(chime.set_muted)
        live.changed.connect(self._on_changed)
        self._tick = QTimer(self, interval=_TICK_MS)
        self._tick.timeout.connect(self._on_tick)
        self._tick.start()
        actions.add("notices", Group.ROOM, lambda: self.tr("Notices"), self.toggle_centre, "F8")
        actions.add("mute", Group.ROOM, lambda: self.tr("Sound on or off"), self._toggle_mute)

    def end(self) -> None:
        """Stops what runs by itself."""
        self._tick.stop()

    def toggle_centre(self) -> None:
        """Shows the notices below the bar, or puts them away."""
        if self.centre.isVisible():
            self.centre.close_sheet()
        elif self._live.opened:
            self._show()
            self.centre.open_below(self._bar)

    def acknowledge(self, incident: str) -> None:
        """The room knows of it: every desk stops calling. Only where that can be said now."""
        known = self._live.picture.incidents.get(incident) if self._live.opened else None
        if known is None or self._live.link.phase is not LinkPhase.LIVE or not self._live.picture.is_open(known):
            return
        if (known.id, known.version) not in self._asked:  # a second look before the answer says nothing new
            self._asked = {(known.id, known.version)}
            self._commands.order(known.id, ACKNOWLEDGE)

    def looked_at(self, incident: str) -> None:
        """A person chose this incident: what called for attention has it now."""
        known = self._live.picture.incidents.get(incident) if self._live.opened else None
        if known is not None and calls(known, self._live.picture.stages.get(known.stage)):
            self.acknowledge(incident)

    def _on_changed(self, changes: Changes) -> None:
        picture, now = self._live.picture, self._live.now()
        told = self._book.take(picture, changes, now)
        if changes.reset or changes.incidents:
            self._show()
        if changes.reset:
            return
        came = [picture.incidents[key] for key in changes.incidents if len(picture.timelines.get(key, ())) == 1]
        worst = min((one.severity for one in came), default=None)
        flood = self._book.flood(now) > 0
        if worst is not None and (not flood or worst is Severity.RED):
            self._chime.new_incident(worst, time.monotonic())
        elif any(notice.kind is not NoticeKind.NEW for notice in told) and not flood:
            self._chime.overdue(time.monotonic())

    def _on_tick(self) -> None:
        if not self._live.opened:
            return
        told = self._book.tick(self._live.picture, self._live.now())
        if told:
            self._show()
            if not self._book.flood(self._live.now()) or told[0].severity is Severity.RED:
                self._chime.overdue(time.monotonic())

    def _show(self) -> None:
        picture, now = self._live.picture, self._live.now()
        waiting: list[Notice] = self._book.waiting(picture)
        flood = self._book.flood(now)
        self._bar.set_notices(len(waiting), flood > 0)
        self.centre.show_notices(picture, waiting, now, flood)

    def _toggle_mute(self) -> None:
        self._bar.set_muted(not self._chime.muted)
