"""Everything that waits, of what is chosen on the desk, weighed against everybody on duty at once, beside the screen;
what is taken goes out as plain dispatch orders (``desktop.together``)."""

from __future__ import annotations

import threading
from functools import partial
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QObject, Qt, QTimer, Signal

from desktop.actions import Actions, Group
from desktop.afterwards import Afterwards
from desktop.commands import Commands
from desktop.desk_roads import DeskRoads
from desktop.desk_window import DeskWindow
from desktop.live_picture import LivePicture
from desktop.selection import Selection
from desktop.views import Views
from domain.batch import Proposal, propose
from domain.candidates import Matter, Weighing, matter_of
from domain.casematch import matcher
from domain.incident import Incident
from domain.picture import Changes
from maps.canvas import MapCanvas

if TYPE_CHECKING:
    from domain.roads import RoadGraph

#: So many incidents are weighed at once, the most urgent first.
MOST = 500
#: A proposal the picture has overtaken is weighed again after so long.
_AGAIN_MS = 1500
#: How far it is weighed is told when it takes longer than this.
_LONG_MS = 700
#: Progress is told every so many incidents.
_TOLD_EVERY = 10


class Request(msgspec.Struct, frozen=True):
    """What one weighing is about; nothing of it changes while it goes on. ``more`` wait and are too many to be weighed,
    ``apart`` wait and are not chosen on the desk."""

    weighing: Weighing
    matters: tuple[Matter, ...]
    severities: tuple[int, ...]
    graph: RoadGraph
    more: int
    apart: int
    cancelled: threading.Event


class Planning(QObject):
    """One proposal at a time."""

    _progressed = Signal(int, int)

    def __init__(
        self, live: LivePicture, views: Views, window: DeskWindow, commands: Commands, roads: DeskRoads,
        selection: Selection, actions: Actions, parent: QObject,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._live, self._views, self._window, self._commands, self._roads = live, views, window, commands, roads
        self._selection = selection
        self._request: Request | None = None
        self._proposal: Proposal | None = None
        self._beside = Afterwards(self)
        self._beside.begin()
        self._again = QTimer(self, interval=_AGAIN_MS, singleShot=True)
        self._again.timeout.connect(self.weigh)
        self._long = QTimer(self, interval=_LONG_MS, singleShot=True)
        self._progressed.connect(self._on_progress, Qt.ConnectionType.QueuedConnection)
        view = views.plan
        view.weigh_requested.connect(self.weigh)
        view.cancel_requested.connect(self.cancel)
        view.dismissed.connect(self.dismiss)
        view.pairs_shown.connect(lambda pairs: views.maps.tell(MapCanvas.set_plan, pairs))
        view.appeared.connect(self._on_appeared)
        live.changed.connect(self._on_changed)
        live.city_opened.connect(lambda _: self.dismiss())
        roads.changed.connect(self._outdate)
        selection.changed.connect(self._outdate)
        actions.add("plan", Group.INCIDENT, lambda: self.tr("Propose who goes where"), self.open, "Ctrl+P")

    @property
    def proposal(self) -> Proposal | None:
        return self._proposal

    def end(self) -> None:
        """Stops what is being done."""
        self.cancel()
        self._again.stop()
        self._long.stop()
        self._beside.end()

    def open(self) -> None:
        """Show the pane, with the keyboard, and weigh."""
        self._window.docks.reveal("plan")
        self._views.plan.table.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.weigh()

    def weigh(self) -> None:
        """Propose anew; what is being weighed already is not waited for."""
        self.cancel()
        if not self._live.opened:
            return
        picture, now = self._live.picture, self._live.now()
        every, is_chosen = self.waiting(), matcher(self._selection.filter, picture, now)
        waiting = [one for one in every if is_chosen(one)]
        chosen = waiting[:MOST]
        request = Request(
            Weighing(picture, now, self._live.scope),
            tuple(matter_of(picture, one, now) for one in chosen),
            tuple(int(one.severity) for one in chosen),
            self._roads.graph,
            len(waiting) - len(chosen),
            len(every) - len(waiting),
            threading.Event(),
        )
        self._request = request
        self._long.start()
        self._beside.add(partial(self._weighed, request), partial(self._take, request))

    def waiting(self) -> list[Incident]:
        """The open incidents nobody has and that can be given to somebody now, the most urgent first."""
        picture = self._live.picture
        found = [one for one in picture.open_incidents() if not one.worker and self._commands.assigning_verb(one)]
        return sorted(found, key=lambda one: (one.severity, one.deadline.due_at, one.id))

    def cancel(self) -> None:
        """Stop weighing; what was proposed before stays."""
        if self._request is not None:
            self._request.cancelled.set()
            self._request = None
            self._views.plan.show_progress(0, 0)

    def dismiss(self) -> None:
        """None of it."""
        self.cancel()
        self._again.stop()
        self._proposal = None
        self._views.plan.show_proposal(None, None)

    # --- beside the screen --------------------------------------------------------------------------------------------

    def _weighed(self, request: Request) -> Proposal | None:
        """In a thread of its own; None when nobody wants it any more."""
        count = len(request.matters)
        seen: set[int] = set()

        def seconds_of(number: int) -> object:
            if request.cancelled.is_set():
                raise _CancelledError
            if number not in seen and len(seen) % _TOLD_EVERY == 0:
                self._progressed.emit(len(seen), count)
            seen.add(number)
            return request.weighing.seconds(request.graph, request.matters[number])

        try:
            return propose(request.weighing, request.matters, request.severities, seconds_of)  # type: ignore[arg-type]
        except _CancelledError:
            return None

    def _on_progress(self, done: int, whole: int) -> None:
        if self._request is not None and not self._long.isActive():
            self._views.plan.show_progress(done, whole)

    def _take(self, request: Request, proposal: Proposal | None) -> None:
        if request is not self._request or proposal is None:
            return
        self._request = None
        self._proposal = proposal
        self._views.plan.show_proposal(proposal, self._live.picture, request.more, request.apart)

    # --- the picture goes on ------------------------------------------------------------------------------------------

    def _on_changed(self, changes: Changes) -> None:
        if self._proposal is None:
            return
        if changes.reset:
            self._outdate()
            return
        proposed = {one.incident for one in self._proposal.pairs}
        people = {one.worker for one in self._proposal.pairs}
        picture = self._live.picture
        fresh = any(
            (one := picture.incidents.get(key)) is not None and not one.worker and picture.is_open(one)
            for key in changes.incidents
        )
        if fresh or proposed & changes.incidents or people & changes.workers:
            self._outdate()

    def _on_appeared(self) -> None:
        """While nobody looked, it was not weighed again."""
        if self._proposal is not None:
            self.weigh()

    def _outdate(self) -> None:
        """What is shown is no longer the best: weigh again in a moment, while somebody looks at it."""
        if self._proposal is not None and self._views.plan.isVisible() and not self._again.isActive():
            self._again.start()


class _CancelledError(Exception):
    """Nobody waits for it any more."""
