"""Everything of one desk process: backend, link, picture, views."""

from __future__ import annotations

import sys
from functools import partial

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from client.desk_client import DeskClient
from desktop import sign_in
from desktop.appearance import Appearance
from desktop.base_choice import BaseChoice
from desktop.bases import Bases
from desktop.desk import Desk
from desktop.embedded import EmbeddedBackend
from desktop.frames import FrameTimes
from desktop.graphics import choose
from desktop.helping import Helping
from desktop.leaving import Leaving
from desktop.live_picture import LivePicture
from desktop.map_ground import MapGround
from desktop.options import DeskOptions
from desktop.photo_window import PhotoWindow
from desktop.preferences import PreferenceFile
from desktop.recalling import Recalling
from desktop.remembering import EXPORTS, SessionKeeper, keeper_of
from desktop.screens import Screens, monitors_of
from desktop.settings import Settings
from desktop.snapshots import Snapshots
from desktop.views import Views
from domain.trouble import Trouble, with_folder
from maps.canvas import MapCanvas
from maps.commons import Commons
from resources import FOLDER
from widgets.chime import Chime


class Room(QObject):
    """Made top to bottom, ended bottom to top. ``backend`` is None for a backend that stands by itself."""

    def __init__(
        self,
        application: QApplication,
        options: DeskOptions,
        version: str,
        backend: EmbeddedBackend | None,
        offscreen: bool,
        memory: SessionKeeper | None = None,
    ) -> None:
        """``memory``: what ``keeper_of(options)`` gives, when it has been asked already."""
        super().__init__()
        self.memory = memory or keeper_of(options)
        options = options.settled(self.memory.session.language, self.memory.session.theme)
        self._application, self._options, self._version = application, options, version
        self._offscreen = offscreen
        self._ended = False
        self.code = 0
        self.appearance = Appearance(application, options.language, options.theme)
        self.look = self.appearance.look
        self.frames = FrameTimes()
        self.frames.reached("loaded")
        self.backend = backend
        settings = sign_in.client_settings(options, version)
        self.client = DeskClient(settings)
        self.live = LivePicture(self.client)
        self.views = Views(self.look, self.frames, Commons(choose(options.gl).gl))
        self.views.map.ground_folder = settings.folder / "ground"
        self.screens = Screens(partial(monitors_of, application), self)
        self.screens.watch(application)
        chime = Chime(FOLDER / "sounds")
        self.desk = Desk(self.live, self.views, chime, self.frames, self.screens)
        self.recalling = Recalling(self.memory, self.live, self.views, self.desk)
        self._photos = PhotoWindow(self.desk.window)
        self._wanted_photo = ""
        kept = PreferenceFile(options.data)
        self.settings = Settings(self.desk, self.views, chime, kept, options)
        self.helping = Helping(
            self.live, self.views, self.desk.window, self.desk.actions, kept, version, options.data
        )  # fmt: skip
        self.bases = Bases(options.data, self.views.map.middle, self)
        self.base_choice = BaseChoice(
            self.bases, self.views, self.desk.window, self.desk.walls, self.desk.actions
        )  # fmt: skip
        ground = MapGround(self.views.map, self.desk.colouring, self.bases, self)
        self.snapshots = Snapshots(
            self.live, self.client, self.views, self.desk.window, self.desk.actions, self.desk.selection, ground,
            [sys.executable, str(FOLDER.parent / "main.py"), "export", "--worker", "--data", str(options.data)],
            options.data / "exports",
            self.memory.folder / EXPORTS, f"grid-command {version}", backend is not None and options.simulate > 0,
        )  # fmt: skip
        self._leaving = Leaving(self.desk.window, self.live, self.frames, options, version, offscreen, "desk.png")
        self._connect()

    def open(self) -> None:
        """Shows the desk and begins everything that runs."""
        window, options = self.desk.window, self._options
        if options.size is not None:
            window.resize(*options.size)
        elif self._offscreen:
            window.resize(1920, 1080)
        if options.size is None and not self._offscreen:
            self.screens.put(window, self.desk.arranging.workspaces.main)
        else:
            window.show()
        self._begin()
        self.bases.begin(options.tiles)
        if options.exit_after is not None:
            QTimer.singleShot(round(options.exit_after * 1000), self, self.end)
        if self._offscreen:
            self._leaving.announce()

    def _begin(self) -> None:
        """The link, once this desk has a folder of its own; until then the screen says what is wrong with the data."""
        if self.client.slot is not None:
            return
        try:
            self.client.start()
        except OSError as problem:
            self.desk.window.start.show_trouble(with_folder(self._options.data, problem))

    def end(self) -> None:
        """Leaves picture and report behind while everything is still on the screen, then ends the application; ``code``
        is 1 when something that was asked for could not be left."""
        if self._ended:
            return
        self._ended = True
        self.memory.close()  # while all windows are open: the application closes them when it quits
        self.code = 1
        try:
            if self._leaving.leave(self.desk.window.start.sentence.text()):
                self.code = 0
        finally:
            self._application.quit()  # not exit(): without a running loop that would end every later one

    def leave(self) -> None:
        """Ends everything that runs: other threads first, for while they run nobody may look for garbage (the desk's
        end allows it again), then what is on the screen, and the backend."""
        self.snapshots.close()
        self.bases.close()
        self.memory.close()
        self.live.close()
        self.client.stop()
        self.desk.close()
        if self.backend is not None:
            self.backend.stop()

    # --- making -------------------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        self.snapshots.told.connect(self.desk.window.toast.tell)
        start = self.desk.window.start
        if self.backend is not None:
            self.backend.progress.connect(start.show_progress)
            self.backend.ready.connect(self._on_backend_ready)
            self.backend.failed.connect(self._on_backend_failed)
        start.retry_requested.connect(self._on_retry)
        if self.backend is not None:
            start.set_aside_requested.connect(self.backend.set_aside)
            start.left_as_it_is.connect(self._on_left_as_it_is)
            self.views.notice.set_aside_requested.connect(self._ask_set_aside)
        for asking in (self.desk, self.settings):
            asking.language_requested.connect(self.set_language)
            asking.theme_requested.connect(self.set_theme)
        self.settings.tour_requested.connect(self.helping.begin_tour)
        self.desk.photo_opened.connect(self._on_photo_opened)
        self.live.photo_arrived.connect(self._on_photo_arrived)
        self.desk.window.closing.connect(self.end)

    # --- the application as a whole -----------------------------------------------------------------------------------

    def set_language(self, language: str) -> None:
        """Chinese (``zh``) or English (``en``), at once and everywhere."""
        self.appearance.set_language(language)
        self.views.maps.tell(MapCanvas.set_language, language)

    def set_theme(self, theme: str) -> None:
        """``dark`` or ``light``."""
        self.appearance.set_theme(theme)
        self.views.maps.tell(MapCanvas.set_tokens, self.look.tokens)

    def _on_backend_ready(self, url: str, token: str) -> None:
        self.frames.reached("backend")
        self.desk.link_signs.set_trouble(None)
        self.client.point_at(url, token)
        another = f"./run desk --data {self._options.data} --backend {url}"
        print(f"backend {url} (another desk on this machine: {another})", flush=True)

    def _on_backend_failed(self, trouble: Trouble) -> None:
        if not self.live.opened:
            self.desk.window.show_start()
        self.desk.link_signs.set_trouble(trouble)

    def _ask_set_aside(self, trouble: Trouble) -> None:
        """From the room, which shows a kept picture, to the start's question."""
        self.desk.window.show_start()
        self.desk.window.start.show_trouble(trouble)
        self.desk.window.start.ask()

    def _on_left_as_it_is(self) -> None:
        if self.live.opened:
            self.desk.window.show_room()

    def _on_retry(self) -> None:
        self._begin()
        if self.backend is not None:
            self.backend.retry()
        self.client.retry_now()

    def _on_photo_opened(self, key: str) -> None:
        content = self.desk.photos.get(key)
        if content:
            self._photos.show_photo(key, content)
        else:
            self._wanted_photo = key
            self.live.fetch_photo(key)

    def _on_photo_arrived(self, key: str, content: bytes | None) -> None:
        """It was kept no longer when somebody wanted to see it."""
        if key == self._wanted_photo:
            self._wanted_photo = ""
            if content:
                self._photos.show_photo(key, content)
