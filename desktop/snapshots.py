"""``Ctrl+S``: the situation of this moment as files, made by a process of its own while the room goes on."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from client.desk_client import DeskClient
from client.packs import CityPacks
from desktop.actions import Actions, Group
from desktop.desk_window import DeskWindow
from desktop.export.order import ExportOrder, Extent
from desktop.export.pipe import Request, Told
from desktop.export.process import ExportProcess
from desktop.export.record import Header, encode_header, encode_state, freeze
from desktop.export.wish import orders_for
from desktop.export.writing import sweep
from desktop.kept_file import KeptFile
from desktop.live_picture import LivePicture
from desktop.map_ground import MapGround
from desktop.selection import Selection
from desktop.views import Views
from domain.city import City, digest_of, pack_city
from maps.projection import to_degrees
from widgets import filter_words
from widgets.snapshot_bar import SnapshotBar
from widgets.snapshot_choice import SnapshotChoice

log = logging.getLogger(__name__)

#: A choice is changed several times in a row: what follows from it is made ready a moment (ms) after the last.
SETTLE_MS = 250
#: An open panel nobody uses lets its process go (ms).
IDLE_MS = 120_000


class _Frame(msgspec.Struct):
    """What is sent with a request, made in a thread: pack and its digest are empty when the process has them."""

    requests: list[Request]
    pack: bytes
    digest: str
    header: bytes
    state: bytes


class Snapshots(QObject):
    """``command`` starts the process; ``folder`` is where files go unless another one is chosen; ``kept``: what this
    person chose last time; ``ground``: what the map's ground shows. ``simulated``: the city of this desk is driven by a
    simulator. ``told``: a sentence for the person at the desk."""

    told = Signal(str)
    _made = Signal(object)

    def __init__(
        self, live: LivePicture, client: DeskClient, views: Views, window: DeskWindow, actions: Actions,
        selection: Selection, ground: MapGround, command: Sequence[str], folder: Path, kept: Path, program: str,
        simulated: bool = False,
    ) -> None:  # fmt: skip
        super().__init__(window)
        self._live, self._client, self._views, self._window = live, client, views, window
        self._selection, self._ground, self._kept = selection, ground, KeptFile(kept, SnapshotChoice)
        self._folder, self._program, self._simulated = folder, program, simulated
        self._bar: SnapshotBar | None = None
        self._process = ExportProcess(command, self)
        self._process.told.connect(self._on_told)
        self._process.ended.connect(self._on_ended)
        self._orders: dict[int, ExportOrder] = {}
        self._number = 0
        self._digest = ""
        self._thread: threading.Thread | None = None
        self._made.connect(self._on_made, Qt.ConnectionType.QueuedConnection)
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(self._prepare)
        self._idle = QTimer(self, singleShot=True, interval=IDLE_MS)
        self._idle.timeout.connect(self._process.stop)
        selection.changed.connect(self._on_chosen)
        ground.changed.connect(self._on_chosen)
        actions.add("snapshot", Group.ROOM, lambda: self.tr("Export the situation"), self.toggle, "Ctrl+S")

    @property
    def bar(self) -> SnapshotBar:
        """The panel; made when first asked for."""
        if self._bar is None:
            bar = SnapshotBar(self._views.look, self._window.centralWidget() or self._window, str(self._folder))
            bar.changed.connect(self._on_changed)
            bar.export_requested.connect(self.export)
            bar.cancel_requested.connect(self.cancel)
            bar.open_requested.connect(self._open)
            bar.closed.connect(self._on_closed)
            self._bar = bar
            before = self._kept.read()
            if before is not None:
                bar.restore(before)
        return self._bar

    @property
    def busy(self) -> bool:
        """Whether files are being made."""
        return bool(self._orders)

    def toggle(self) -> None:
        """The panel, or its end when it is there."""
        if not self._live.opened:
            self.told.emit(self.tr("There is nothing to export before the city is here."))
        elif self.bar.isVisible():
            self.bar.dismiss()
        else:
            self._show_chosen()
            self.bar.open()
            self._prepare()

    def export(self) -> None:
        """Freezes the room as it is now and has the chosen files made."""
        choice = self.bar.choice()
        if self.busy or not choice.formats or not self._live.opened:
            return
        folder = Path(choice.folder).expanduser()
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as problem:
            template = self.tr("The folder {folder} cannot be used ({reason}). Choose another.")
            self.bar.show_failed(template.format(folder=folder, reason=problem.strerror or problem))
            return
        picture, now = self._live.picture, self._live.now()
        kept = self._kept.encoded(choice)
        choice = msgspec.structs.replace(choice, folder=str(folder))
        city, look = picture.city, self._views.look
        orders = orders_for(
            choice, city.name.text(look.language), now, city.rules.calendar.zone, look.language, self._extent(),
            self._selection.filter, self._ground.look(),
        )  # fmt: skip
        requests = [self._request("write", order) for order in orders]
        self._orders = {request.number: request.order for request in requests}
        self.bar.show_progress(0.0, "open", len(orders))
        header, frozen = self._header(now), freeze(picture, now)
        self._idle.stop()

        def parts() -> tuple[bytes, bytes]:
            self._keep(kept)
            return encode_header(header), encode_state(frozen)

        self._begin(requests, city, parts)

    def cancel(self) -> None:
        """Ends it at once; nothing that is not whole is left."""
        if self.busy:
            self._drop()
            self.bar.show_cancelled()

    def close(self) -> None:
        """Ends everything that runs by itself."""
        self._settle.stop()
        self._idle.stop()
        self._drop()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _drop(self) -> None:
        """Ends the process in the middle of whatever it does."""
        orders, self._orders, pid = self._orders, {}, self._process.pid
        self._process.stop()
        for order in orders.values():
            sweep(order.path, pid)

    def _keep(self, choice: bytes) -> None:
        """What was chosen is there the next time too, if the disk takes it; called in the thread that encodes."""
        try:
            self._kept.write(choice)
        except OSError as problem:
            log.info("What is exported is not remembered: %s", problem)

    def _show_chosen(self) -> None:
        parts = filter_words.describe(self._selection.filter, self._live.picture, self._views.look.language)
        self.bar.show_chosen(" · ".join(parts))
        self.bar.show_ground(self._ground.words(self._views.look.language))

    def _on_chosen(self) -> None:
        if self._bar is not None and self._bar.isVisible() and self._live.opened:
            self._show_chosen()
            self._settle.start()

    # --- making ready -------------------------------------------------------------------------------------------------

    def _on_changed(self) -> None:
        self._settle.start()

    def _on_closed(self) -> None:
        if not self.busy:
            self._idle.start()

    def _prepare(self) -> None:
        """While the person still chooses, the process loads what the choice needs."""
        if self.busy or not self._live.opened or self._bar is None or not self._bar.isVisible():
            return
        picture, look = self._live.picture, self._views.look
        zone = picture.city.rules.calendar.zone
        choice = msgspec.structs.replace(self._bar.choice(), folder=str(self._folder))
        orders = orders_for(
            choice, picture.city.code, self._live.now(), zone, look.language, self._extent(), self._selection.filter,
            self._ground.look(),
        )  # fmt: skip
        self._idle.start()
        self._begin([self._request("prepare", order) for order in orders], picture.city, lambda: (b"", b""))

    def _request(self, do: str, order: ExportOrder) -> Request:
        self._number += 1
        return Request("write" if do == "write" else "prepare", order, self._number)

    def _begin(self, requests: list[Request], city: City, parts: Callable[[], tuple[bytes, bytes]]) -> None:
        """The rest is read and encoded in a thread: the screen's has only copied lists."""
        if self._thread is not None:
            self._thread.join()  # it only reads a file or encodes for a moment
        welcome = self._client.welcome
        self._digest = welcome.digest if welcome is not None else self._digest
        digest, slot = self._digest, self._client.slot
        known = self._process.knows(digest) and bool(digest)
        packs = None if slot is None else CityPacks(slot.parent / "packs")

        def work() -> None:
            pack = b""
            if not known:
                pack = (packs.read(digest) if packs is not None and digest else None) or pack_city(city)
            header, state = parts()
            self._made.emit(_Frame(requests, pack, digest or (digest_of(pack) if pack else ""), header, state))

        self._thread = threading.Thread(target=work, name="freeze", daemon=True)
        self._thread.start()

    def _on_made(self, frame: _Frame) -> None:
        if self._thread is not None:
            self._thread.join()
            self._thread = None
        pack = frame.pack
        for request in frame.requests:
            if request.do == "write" and request.number not in self._orders:
                return  # cancelled meanwhile
            if not pack and not self._process.knows(frame.digest):
                return  # the process went away meanwhile; what is wanted is asked for again
            self._process.ask(request, pack, frame.digest, frame.header, frame.state)
            pack = b""

    def _header(self, now: float) -> Header:
        link, welcome = self._live.link, self._client.welcome
        return Header(
            city=self._live.picture.city.code,
            at=now if link.live else self._live.heard_at(),
            heard_at=self._live.heard_at(),
            live=link.live,
            taken_at=time.time(),
            taken_by=welcome.name if welcome is not None else "",
            simulated=self._simulated,
            program=self._program,
        )

    def _extent(self) -> Extent:
        west, north, east, south = self._views.map.navigation.viewport.bounds
        (left, top), (right, bottom) = to_degrees([(west, north), (east, south)]).tolist()
        return left, bottom, right, top

    # --- what the process says ----------------------------------------------------------------------------------------

    def _on_told(self, told: Told) -> None:
        order = self._orders.get(told.number)
        if order is None:
            return
        if told.progress is not None:
            self.bar.show_progress(told.progress, told.step, len(self._orders))
            return
        del self._orders[told.number]
        if told.failed:
            self.bar.show_failed(told.failed)
        elif told.written is not None:
            self.bar.show_written(order.out, told.written)
            if told.missing:
                self.bar.show_missing(told.missing)
            if not self.bar.isVisible():
                self.told.emit(self.tr("Written: {file}").format(file=order.out))
        if not self._orders:
            self.bar.show_done()
            self._idle.start()

    def _on_ended(self, last_words: str) -> None:
        """The process fell. The room does not: it says so, and the next export starts another one."""
        if self.busy:
            self._drop()
            template = self.tr("The export stopped by itself ({reason}). Nothing was left half written; try again.")
            self.bar.show_failed(template.format(reason=last_words))
            self.bar.show_done()

    def _open(self, path: str) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(path))
