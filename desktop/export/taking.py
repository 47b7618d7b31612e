"""Takes the picture of a backend without a window: connects as a desk does, waits until it is live, freezes it."""

from __future__ import annotations

import threading
import time
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer, Signal

from client.desk_client import ClientSettings, DeskClient
from client.link import LinkPhase
from client.packs import CityPacks
from client.past import fetch_past
from desktop import sign_in
from desktop.embedded import EmbeddedBackend
from desktop.export.origin import Origin
from desktop.export.record import Header, Record, encode_state, freeze
from desktop.live_picture import LivePicture
from domain.city import digest_of, pack_city
from domain.picture import Picture
from domain.refusal import Refusal
from domain.trouble import Trouble
from widgets import refusals, troubles

#: So long (ms) a live picture waits for positions: a city may have none.
POSITIONS_MS = 2500
#: A backend that prepares a city for the first time takes its time; one that is not there does not come (ms).
PATIENCE_MS, REMOTE_MS = 180_000, 20_000


class Taker(QObject):
    """``taken(Record)`` or ``failed(sentence)``, once; ``waiting(share, Chinese, English)`` while a city is prepared.
    ``at``: a past moment as a person writes it, empty for the present one. Raises sign_in.NoSecret."""

    taken = Signal(object)
    failed = Signal(str)
    waiting = Signal(float, str, str)
    _rebuilt = Signal(object)

    def __init__(self, origin: Origin, backend: EmbeddedBackend | None, at: str = "") -> None:
        super().__init__()
        self._origin, self._backend, self._at, self._done = origin, backend, at, False
        self._thread: threading.Thread | None = None
        self._url, self._user, self._secret = origin.backend, origin.user or sign_in.OWN_ACCOUNT, ""
        if origin.backend:
            self._user, self._secret = sign_in.secret_for(origin.backend, origin.user, origin.data)
        self._client = DeskClient(
            ClientSettings(self._url, self._user, self._secret, origin.folder, "export", origin.program)
        )
        self._live = LivePicture(self._client)
        self._patience = QTimer(self, singleShot=True)
        self._patience.timeout.connect(self._on_patience)
        self._positions = QTimer(self, singleShot=True)
        self._positions.timeout.connect(self._take)
        self._live.link_changed.connect(self._look)
        self._live.changed.connect(self._look)
        self._rebuilt.connect(self._on_rebuilt, Qt.ConnectionType.QueuedConnection)
        if backend is not None:
            backend.ready.connect(self._on_ready)
            backend.failed.connect(self._on_backend_failed)
            backend.progress.connect(self.waiting)

    def start(self) -> None:
        """Raises OSError when the data folder cannot be used."""
        self._client.start()
        self._patience.start(REMOTE_MS if self._backend is None else PATIENCE_MS)

    def close(self) -> None:
        self._done = True
        self._patience.stop()
        self._positions.stop()
        self._live.close()
        self._client.stop()
        if self._thread is not None:
            self._thread.join()

    def _on_ready(self, url: str, token: str) -> None:
        self._url, self._secret = url, token
        self._client.point_at(url, token)

    def _on_backend_failed(self, trouble: Trouble) -> None:
        self._fail(troubles.whole(trouble))

    def _look(self) -> None:
        link = self._live.link
        if link.phase is LinkPhase.REFUSED:
            self._fail(refusals.sentence(link.code, link.sentence))
        elif link.phase is LinkPhase.LIVE and self._live.opened and self._live.picture.epoch:
            if self._at:
                self._look_back()
            elif self._live.picture.positions.known.any():
                self._take()
            elif not self._positions.isActive():
                self._positions.start(POSITIONS_MS)

    def _take(self) -> None:
        if self._done:
            return
        self._done = True
        live = self._live
        self.taken.emit(self._record(live.picture, live.now(), live.heard_at(), False))

    def _record(self, picture: Picture, at: float, heard_at: float, past: bool) -> Record:
        welcome = self._client.welcome
        header = Header(
            city=picture.city.code,
            at=at,
            heard_at=heard_at,
            live=True,
            taken_at=time.time(),
            taken_by=welcome.name if welcome is not None else "",
            simulated=self._origin.simulate > 0,
            program=self._origin.program,
            past=past,
        )
        digest = welcome.digest if welcome is not None else ""
        pack = pack_of(self._origin.folder, digest) or pack_city(picture.city)
        return Record(header, pack, encode_state(freeze(picture, at)))

    # --- a past moment ------------------------------------------------------------------------------------------------

    def _look_back(self) -> None:
        if self._done or self._thread is not None:
            return
        city = self._live.picture.city
        try:
            at = moment_of(self._at, city.rules.calendar.zone)
        except ValueError:
            self._fail(
                QCoreApplication.translate(
                    "ExportProblem",
                    "“{text}” is no time. Write it like 2026-03-02T14:30, or with a zone: 2026-03-02T14:30+08:00.",
                ).format(text=self._at)
            )
            return

        def ask() -> None:
            try:
                snapshot, block = fetch_past(self._url, self._user, self._secret, at)
                picture = Picture(city)
                picture.apply(snapshot)
                picture.apply(block)
                self._rebuilt.emit((picture, at))
            except Refusal as refusal:
                self._rebuilt.emit(refusal)

        self._thread = threading.Thread(target=ask, name="look-back", daemon=True)
        self._thread.start()

    def _on_rebuilt(self, found: tuple[Picture, float] | Refusal) -> None:
        if self._done:
            return
        if isinstance(found, Refusal):
            self._fail(why_no_past(found))
            return
        self._done = True
        picture, at = found
        self.taken.emit(self._record(picture, at, at, True))

    def _on_patience(self) -> None:
        link = self._live.link
        sentence = refusals.sentence(link.code, link.sentence) if link.code else ""
        self._fail(sentence or self.tr("The backend did not answer. See whether it runs, and try again."))

    def _fail(self, sentence: str) -> None:
        if not self._done:
            self._done = True
            self.failed.emit(sentence)


def pack_of(folder: Path, digest: str) -> bytes | None:
    """A city pack this installation keeps; None when it does not."""
    pack = CityPacks(folder / "packs").read(digest) if digest else None
    return pack if pack is not None and digest_of(pack) == digest else None


def moment_of(text: str, zone: str) -> float:
    """A time as a person writes it (ISO 8601), of the city's own zone unless it names one; seconds since 1970 (UTC).
    Raises ValueError."""
    moment = datetime.fromisoformat(text.strip())
    return (moment.replace(tzinfo=ZoneInfo(zone)) if moment.tzinfo is None else moment).timestamp()


def why_no_past(refusal: Refusal) -> str:
    """Why a past moment could not be had, for a person."""
    match refusal.code:
        case "future":
            return QCoreApplication.translate("ExportProblem", "That moment has not come yet. Give an earlier one.")
        case "before_all":
            return QCoreApplication.translate("ExportProblem", "The city's journal begins later. Give a later moment.")
        case "no_past":
            return QCoreApplication.translate("ExportProblem", "That backend is too old to look back. Update it.")
        case _:
            return refusal.sentence
