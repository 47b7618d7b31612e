"""Everything of one desk process: backend, link, picture, views."""

from __future__ import annotations

import contextlib
import logging
import re
import sys
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, QTranslator
from PySide6.QtWidgets import QApplication

from client.desk_client import ClientSettings, DeskClient
from client.link import LinkPhase
from desktop import sign_in
from desktop.desk import Desk
from desktop.embedded import EmbeddedBackend
from desktop.frames import FrameTimes
from desktop.live_picture import LivePicture
from desktop.options import DeskOptions
from desktop.photo_window import PhotoWindow
from desktop.report import write_report
from desktop.theme import TintedIcons, dress
from desktop.views import Views
from domain.look import THEMES
from resources import FOLDER
from widgets.chime import Chime
from widgets.look import Look

log = logging.getLogger(__name__)

#: When the desk leaves a picture unasked (no display): so long after it is live, then at the end.
_PICTURE_MS = 4000


class Room(QObject):
    """Made top to bottom, ended bottom to top. ``backend`` is None for a backend that stands by itself."""

    def __init__(
        self,
        application: QApplication,
        options: DeskOptions,
        version: str,
        backend: EmbeddedBackend | None,
        offscreen: bool,
    ) -> None:
        super().__init__()
        self._application, self._options, self._version = application, options, version
        self._offscreen = offscreen
        self._ended = False
        self.code = 0
        self._translator = QTranslator(self)
        self._words = b""
        self.look = Look(THEMES[options.theme], TintedIcons(), options.language)
        self.frames = FrameTimes()
        self.backend = backend
        self.client = DeskClient(self._settings(version))
        self._translate(options.language)
        self.live = LivePicture(self.client)
        self.views = Views(self.look, self.frames)
        self.desk = Desk(self.live, self.views, Chime(FOLDER / "sounds"), self.frames)
        self._photos = PhotoWindow(self.desk.window)
        self._connect()

    def open(self) -> None:
        """Shows the desk and begins everything that runs."""
        window, options = self.desk.window, self._options
        if options.size is not None:
            window.resize(*options.size)
        elif self._offscreen:
            window.resize(1920, 1080)
        if options.size is None and not self._offscreen:
            window.showMaximized()
        else:
            window.show()
        self._begin()
        if options.exit_after is not None:
            QTimer.singleShot(round(options.exit_after * 1000), self, self.end)
        if self._offscreen:
            self._announce_offscreen()

    def _begin(self) -> None:
        """The link, once this desk has a folder of its own; until then the screen says what is wrong with the data."""
        if self.client.slot is not None:
            return
        try:
            self.client.start()
        except OSError as problem:
            template = self.tr(
                "The data folder {folder} cannot be used ({reason}). Correct it, or choose another --data."
            )
            reason = problem.strerror or str(problem)
            self.desk.window.start.show_error(template.format(folder=self._options.data, reason=reason))

    def end(self) -> None:
        """Leaves picture and report behind while everything is still on the screen, then ends the application; ``code``
        is 1 when something that was asked for could not be left."""
        if self._ended:
            return
        self._ended = True
        self.code = 1
        try:
            if self._leave_picture() and self._leave_report():
                self.code = 0
        finally:
            self._application.quit()  # not exit(): without a running loop that would end every later one

    def leave(self) -> None:
        """Ends everything that runs, from the screen down to the backend."""
        self.desk.close()
        self.live.close()
        self.client.stop()
        if self.backend is not None:
            self.backend.stop()

    # --- making -------------------------------------------------------------------------------------------------------

    def _settings(self, version: str) -> ClientSettings:
        options, program = self._options, f"grid-command {version}"
        if not options.backend:
            folder = options.data / options.city_folder
            return ClientSettings("", options.user or sign_in.OWN_ACCOUNT, "", folder, "desk", program)
        user, secret = sign_in.secret_for(options.backend, options.user, options.data)
        folder = options.data / "remote" / re.sub(r"\W+", "-", options.backend.partition("://")[2]).strip("-")
        return ClientSettings(options.backend, user, secret, folder, "desk", program)

    def _connect(self) -> None:
        start = self.desk.window.start
        if self.backend is not None:
            self.backend.progress.connect(start.show_progress)
            self.backend.ready.connect(self._on_backend_ready)
            self.backend.failed.connect(self._on_backend_failed)
        start.retry_requested.connect(self._on_retry)
        self.desk.language_requested.connect(self.set_language)
        self.desk.theme_requested.connect(self.set_theme)
        self.desk.photo_opened.connect(self._on_photo_opened)
        self.desk.window.closing.connect(self.end)

    # --- the application as a whole -----------------------------------------------------------------------------------

    def set_language(self, language: str) -> None:
        """Chinese (``zh``) or English (``en``), at once and everywhere."""
        self._translate(language)
        self.look.set_language(language)
        self.views.map.set_language(language)

    def set_theme(self, theme: str) -> None:
        """``dark`` or ``light``."""
        self.look.set_tokens(THEMES[theme])
        dress(self._application, self.look.tokens)
        self.views.map.set_tokens(self.look.tokens)

    def _translate(self, language: str) -> None:
        self._application.removeTranslator(self._translator)
        if language == "en":
            return
        # Read, not mapped: an update that rewrites the file must not take a running desk with it.
        self._words = (FOLDER / "translations" / f"{language}.qm").read_bytes()
        if self._translator.load(self._words):
            self._application.installTranslator(self._translator)

    def _on_backend_ready(self, url: str, token: str) -> None:
        self.desk.set_trouble("")
        self.client.point_at(url, token)
        another = f"./run desk --data {self._options.data} --backend {url}"
        print(f"backend {url} (another desk on this machine: {another})", flush=True)

    def _on_backend_failed(self, sentence: str) -> None:
        if not self.live.opened:
            self.desk.window.show_start()
            self.desk.window.start.show_error(sentence)
        elif self.desk.set_trouble(sentence):
            self.desk.window.toast.tell(sentence)

    def _on_retry(self) -> None:
        self._begin()
        if self.backend is not None:
            self.backend.retry()
        self.client.retry_now()

    def _on_photo_opened(self, key: str) -> None:
        content = self.desk.photos.get(key)
        if content:
            self._photos.show_photo(key, content)

    # --- without a display --------------------------------------------------------------------------------------------

    def _announce_offscreen(self) -> None:
        print(
            f"No display: the desk works offscreen and leaves its picture in {self._picture_path()}. Ctrl+C ends it.",
            flush=True,
        )
        self.live.link_changed.connect(self._on_link_offscreen)

    def _on_link_offscreen(self) -> None:
        if self.live.link.phase is LinkPhase.LIVE:
            self.live.link_changed.disconnect(self._on_link_offscreen)
            QTimer.singleShot(_PICTURE_MS, self, self._leave_picture)

    def _picture_path(self) -> Path | None:
        return self._options.shot or (self._options.data / "desk.png" if self._offscreen else None)

    def _leave_picture(self) -> bool:
        """False when there should be one and it could not be written."""
        path = self._picture_path()
        if path is None:
            return True
        with contextlib.suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            if self.desk.window.grab().save(str(path)):
                log.info("Picture left in %s", path)
                return True
        print(f"The picture could not be written to {path}; check the folder and the name.", file=sys.stderr)
        return False

    def _leave_report(self) -> bool:
        """False when one was asked for and there is nothing to report, or nowhere to write it."""
        path = self._options.report
        if path is None:
            return True
        if not self.live.opened:
            why = self.live.link.sentence or self.desk.window.start.sentence.text()
            print(f"There is no report: the desk never saw the city. {why}", file=sys.stderr)
            return False
        try:
            write_report(path, self.live, self.frames, self._version)
        except OSError as problem:
            print(f"The report could not be written to {path} ({problem.strerror}); check the folder.", file=sys.stderr)
            return False
        return True
