"""Takes the picture of a backend without a window: connects as a desk does, waits until it is live, freezes it."""

from __future__ import annotations

import re
import time
from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal

from client.desk_client import ClientSettings, DeskClient
from client.link import LinkPhase
from client.packs import CityPacks
from desktop import sign_in
from desktop.embedded import EmbeddedBackend
from desktop.export.record import Header, Record, encode_state, freeze
from desktop.live_picture import LivePicture
from domain.city import digest_of, pack_city
from domain.trouble import Trouble
from widgets import refusals, troubles

#: So long (ms) a live picture waits for positions: a city may have none.
POSITIONS_MS = 2500
#: A backend that prepares a city for the first time takes its time; one that is not there does not come (ms).
PATIENCE_MS, REMOTE_MS = 180_000, 20_000


class Origin(msgspec.Struct, frozen=True):
    """Where the picture comes from. ``backend`` is an address, empty for the own backend of ``data``."""

    data: Path
    city: str
    backend: str = ""
    user: str = ""
    simulate: float = 0.0
    program: str = ""

    @property
    def folder(self) -> Path:
        """What this installation keeps for it."""
        if not self.backend:
            return self.data / (Path(self.city).stem if self.city.endswith(".toml") else self.city)
        return self.data / "remote" / re.sub(r"\W+", "-", self.backend.partition("://")[2]).strip("-")


class Taker(QObject):
    """``taken(Record)`` or ``failed(sentence)``, once; ``waiting(share, Chinese, English)`` while a city is prepared.
    Raises sign_in.NoSecret, and OSError when the data folder cannot be used."""

    taken = Signal(object)
    failed = Signal(str)
    waiting = Signal(float, str, str)

    def __init__(self, origin: Origin, backend: EmbeddedBackend | None) -> None:
        super().__init__()
        self._origin, self._backend, self._done = origin, backend, False
        user, secret = origin.user or sign_in.OWN_ACCOUNT, ""
        if origin.backend:
            user, secret = sign_in.secret_for(origin.backend, origin.user, origin.data)
        self._client = DeskClient(ClientSettings(origin.backend, user, secret, origin.folder, "export", origin.program))
        self._live = LivePicture(self._client)
        self._patience = QTimer(self, singleShot=True)
        self._patience.timeout.connect(self._on_patience)
        self._positions = QTimer(self, singleShot=True)
        self._positions.timeout.connect(self._take)
        self._live.link_changed.connect(self._look)
        self._live.changed.connect(self._look)
        if backend is not None:
            backend.ready.connect(self._client.point_at)
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

    def _look(self) -> None:
        link = self._live.link
        if link.phase is LinkPhase.REFUSED:
            self._fail(refusals.sentence(link.code, link.sentence))
        elif link.phase is LinkPhase.LIVE and self._live.opened and self._live.picture.epoch:
            if self._live.picture.positions.known.any():
                self._take()
            elif not self._positions.isActive():
                self._positions.start(POSITIONS_MS)

    def _take(self) -> None:
        if self._done:
            return
        self._done = True
        live, welcome = self._live, self._client.welcome
        now = live.now()
        header = Header(
            city=live.picture.city.code,
            at=now,
            heard_at=live.heard_at(),
            live=True,
            taken_at=time.time(),
            taken_by=welcome.name if welcome is not None else "",
            simulated=self._origin.simulate > 0,
            program=self._origin.program,
        )
        digest = welcome.digest if welcome is not None else ""
        pack = pack_of(self._origin.folder, digest) or pack_city(live.picture.city)
        self.taken.emit(Record(header, pack, encode_state(freeze(live.picture, now))))

    def _on_backend_failed(self, trouble: Trouble) -> None:
        self._fail(troubles.whole(trouble))

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
