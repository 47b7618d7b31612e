"""How the desk stands to its backend, told on every view: live, lost, starting, refused, and what waits to be sent."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, QTimer, Signal

from client.link import Link, LinkPhase
from client.outbox import OrderState
from desktop.desk_window import DeskWindow
from desktop.live_picture import LivePicture
from desktop.views import Views
from domain.orders import Command, Order
from domain.trouble import Trouble
from maps.canvas import MapCanvas
from widgets import refusals

#: While the link is lost its age is shown oftener than once a second.
_LINK_MS = 250
#: A backend that is started with the desk stands within this time. Until then a kept picture is grey and says its age
#: on the map and in the bar; a band across the desk that is gone in a moment would push the whole room down and up.
_STARTING_S = 3.0


class LinkSigns(QObject):
    """``live``: the picture that is shown is live; told at every look, at least every quarter of a second."""

    live = Signal()

    def __init__(self, live: LivePicture, views: Views, window: DeskWindow, parent: QObject) -> None:
        super().__init__(parent)
        self._live, self._views, self._window = live, views, window
        self._trouble: Trouble | None = None
        self._tick = QTimer(self, interval=_LINK_MS)
        self._tick.timeout.connect(lambda: self._show_link(live.link))
        live.link_changed.connect(self._show_link)
        live.pending_changed.connect(self._show_pending)
        views.stale.confirm_requested.connect(self._send_stale)
        views.stale.discard_requested.connect(self._discard_stale)
        self._tick.start()

    def end(self) -> None:
        self._tick.stop()

    def set_trouble(self, trouble: Trouble | None) -> None:
        """Why the backend of this machine does not stand, for as long as it does not."""
        self._trouble = trouble
        if trouble is not None and not self._window.room_shown:
            self._window.start.show_trouble(trouble)
        self._show_link(self._live.link)

    def _show_link(self, link: Link) -> None:
        live = link.phase is LinkPhase.LIVE
        age = link.age_s or 0.0
        wait = None if link.next_try_at is None else max(0.0, link.next_try_at - time.monotonic())
        views, waiting = self._views, len(self._live.pending)
        views.top_bar.set_link(link.phase.value, age, wait, link.code)
        why = ("", "") if self._trouble else (link.code, link.sentence)
        starting = link.phase is LinkPhase.OFFLINE_PICTURE and not (link.code or link.attempt or self._trouble)
        starting = starting and time.monotonic() - link.since < _STARTING_S
        views.notice.show_link("connecting" if starting else link.phase.value, age, wait, *why, waiting)
        views.notice.show_troubles((self._trouble, *link.notices) if self._trouble else link.notices)
        shown = live or link.phase is LinkPhase.CONNECTING
        views.maps.tell(MapCanvas.set_link, shown, age, self._live.heard_at())
        views.set_grey(views.notice.greyed or starting)
        views.roster.set_live(live)
        if not self._window.room_shown:
            self._show_start(link)
        if live and self._live.opened:
            self.live.emit()

    def _show_start(self, link: Link) -> None:
        """Before there is anything to show: why the backend does not let this desk in, or that it is still sought."""
        if link.phase is LinkPhase.LIVE and self._live.opened:
            self._window.show_room()  # somebody went from the room to the start's question, and it is answered
        if self._trouble is not None:
            return  # it says more than that nobody answers
        why = refusals.sentence(link.code, link.sentence)
        if link.phase is LinkPhase.REFUSED:
            self._window.start.show_error(why)
        elif link.attempt:
            self._window.start.show_waiting(why)

    # --- what waits to be sent ----------------------------------------------------------------------------------------

    def _show_pending(self) -> None:
        pending = self._live.pending
        self._views.set_pending(order.incident for order in pending if isinstance(order, Order))
        self._views.top_bar.set_pending_count(len(pending))
        self._views.stale.show_count(len(self._stale()))

    def _stale(self) -> list[Command]:
        """Orders that waited so long that nobody should send them unasked."""
        return [order for order in self._live.pending if self._live.states.get(order.command_id) is OrderState.STALE]

    def _send_stale(self) -> None:
        for order in self._stale():
            self._live.confirm(order.command_id)

    def _discard_stale(self) -> None:
        for order in self._stale():
            self._live.discard(order.command_id)
