"""What the desk sounds for and keeps in its notice centre, and what is acknowledged for the whole room."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal

from client.link import LinkPhase
from desktop.actions import Actions, Group
from desktop.commands import Commands
from desktop.live_picture import LivePicture
from domain.category import Severity
from domain.notice_shelf import Key, NoticeShelf, ShelfState, bundled
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
    """``incident_chosen``: a notice was touched, show its incident. ``told(sentence)``: the flood began or is over."""

    incident_chosen = Signal(str)
    told = Signal(str)

    def __init__(
        self, live: LivePicture, look: Look, bar: TopBar, chime: Chime, commands: Commands, actions: Actions,
        parent: QObject,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._live, self._bar, self._chime, self._commands = live, bar, chime, commands
        self._book, self._shelf = NoticeBook(), NoticeShelf()
        self._flooded = False
        #: What was aside when this desk was closed, until there is a picture to hold it against.
        self._kept: ShelfState | None = None
        self._asked: set[tuple[str, int]] = set()
        self.centre = NoticeCentre(look, bar.window())
        self.centre.incident_chosen.connect(self.incident_chosen)
        self.centre.acknowledge_requested.connect(self.acknowledge)
        self.centre.shelve_requested.connect(self.shelve)
        self.centre.unshelve_requested.connect(self.take_back)
        bar.notices_requested.connect(self.toggle_centre)
        bar.aside_requested.connect(lambda: self.toggle_centre(aside=True))
        bar.mute_toggled.connect(chime.set_muted)
        live.changed.connect(self._on_changed)
        self._tick = QTimer(self, interval=_TICK_MS)
        self._tick.timeout.connect(self._on_tick)
        self._tick.start()
        actions.add("notices", Group.ROOM, lambda: self.tr("Notices"), self.toggle_centre, "F8")
        actions.add("aside", Group.ROOM, self._aside_title, lambda: self.toggle_centre(aside=True), "Shift+F8")
        actions.add("mute", Group.ROOM, lambda: self.tr("Sound on or off"), self._toggle_mute)

    def end(self) -> None:
        """Stops what runs by itself."""
        self._tick.stop()

    def state(self) -> dict[str, Any]:
        """What is aside, for the next start."""
        state = self._kept if self._kept is not None else self._shelf.state(self._live.picture)
        found: dict[str, Any] = msgspec.to_builtins(state)
        return found

    def restore(self, state: dict[str, Any]) -> None:
        """Raises ValueError for what is no such state."""
        self._kept = msgspec.convert(state, ShelfState)

    def toggle_centre(self, aside: bool = False) -> None:
        """Shows the notices below the bar (``aside``: with those that were put aside), or puts them away."""
        if self.centre.isVisible():
            self.centre.close_sheet()
        elif self._live.opened:
            self._show()
            self.centre.open_below(self._bar, aside)

    def shelve(self, notices: Sequence[Notice], seconds: float) -> None:
        """Put aside at this desk, for so many city seconds."""
        self._shelf.put(notices, self._live.picture, self._live.now() + seconds)
        self._show()

    def take_back(self, keys: Iterable[Key]) -> None:
        """Before their time."""
        self._shelf.take_back(keys)
        self._show()

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
        if changes.reset and self._kept is not None and picture.epoch:
            self._shelf.resume(self._kept)
            self._kept = None
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
        now = self._live.now()
        told = self._book.tick(self._live.picture, now)
        back = self._shelf.due(now)
        flood = self._book.flood(now) > 0
        if told or back or flood is not self._flooded:
            self._show()
        if (told or back) and (not flood or (told and told[0].severity is Severity.RED)):
            self._chime.overdue(time.monotonic())

    def _show(self) -> None:
        picture, now = self._live.picture, self._live.now()
        unsettled, flood = self._book.waiting(picture), self._book.flood(now)
        if flood:
            self._shelf.relieve(unsettled, picture, now)
        waiting = self._shelf.open(unsettled, picture)
        aside = self._shelf.held()
        self._bar.set_notices(len(waiting), flood > 0, len(aside))
        self.centre.show_notices(picture, bundled(waiting, picture, flood > 0), now, flood, aside)
        self._tell_flood(flood)

    def _tell_flood(self, flood: int) -> None:
        if (flood > 0) is self._flooded:
            return
        self._flooded = flood > 0
        if self._flooded:
            text = self.tr(
                "{count} notices in ten minutes. Alike ones stand as one, lesser ones are put aside for a quarter of "
                "an hour (Shift+F8), only the severest sounds."
            )
            self.told.emit(text.format(count=flood))
        else:
            self.told.emit(self.tr("The flood of notices is over: each stands for itself again and sounds again."))

    def _aside_title(self) -> str:
        return self.tr("Notices that are put aside") if self._shelf.held() else ""

    def _toggle_mute(self) -> None:
        self._bar.set_muted(not self._chime.muted)
