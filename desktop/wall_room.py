"""``main.py wall``: a wall window as a program of its own, on this machine or another one."""

from __future__ import annotations

import logging
import sys
from typing import Any

import msgspec
from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from client.desk_client import DeskClient
from client.link import Link, LinkPhase
from desktop import sign_in
from desktop.appearance import Appearance
from desktop.bases import Bases
from desktop.embedded import Running, read_running
from desktop.end_signals import EndSignals
from desktop.frames import FrameTimes
from desktop.graphics import choose
from desktop.kept_file import KeptFile
from desktop.leaving import Leaving
from desktop.live_picture import LivePicture
from desktop.memory import Garbage
from desktop.options import DeskOptions
from desktop.qt_messages import listen_to_qt
from desktop.remembering import folder_of
from desktop.theme import FontsMissing, dress, load_fonts
from desktop.wall_window import ON_A_WALL, WallWindow
from domain.trouble import with_folder
from maps.commons import Commons
from maps.layer_choice import LayerChoice
from widgets import refusals

log = logging.getLogger(__name__)

#: Milliseconds between two looks for a backend of this installation while none is known.
_SEEK_MS = 1000


def run_wall(options: DeskOptions, screen: int, version: str, offscreen: bool) -> int:
    """Runs until somebody ends it; the exit code. ``screen``: number of the screen to fill, from 1."""
    sys.setswitchinterval(0.0005)  # the link's thread must not wait for a long frame
    listen_to_qt()
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    application.setApplicationName("Grid Command")
    application.setApplicationVersion(version)
    try:
        appearance = Appearance(application, options.language, options.theme)
        dress(application, appearance.look.tokens, load_fonts())
        room = WallRoom(application, appearance, options, version, offscreen)
    except (FontsMissing, sign_in.NoSecret, OSError) as problem:
        print(problem, file=sys.stderr)
        return 2
    screens = QGuiApplication.screens()
    if not 1 <= screen <= len(screens):
        print(f"There is no screen {screen}; this machine has {len(screens)}.", file=sys.stderr)
        return 2
    signals = EndSignals()
    signals.asked.connect(room.end)
    room.open(screen)
    code = application.exec()
    room.leave()
    signals.close()
    return code or room.code


class WallState(msgspec.Struct, frozen=True):
    """What a wall showed: its ``LayerChoice`` as plain data, empty as shipped."""

    layers: dict[str, Any] = {}


class WallRoom(QObject):
    """Link, picture and one wall. Without ``--backend`` it looks for the backend of a desk on the same data folder."""

    def __init__(
        self, application: QApplication, appearance: Appearance, options: DeskOptions, version: str, offscreen: bool
    ) -> None:
        super().__init__()
        self._application, self._options, self._offscreen = application, options, offscreen
        self._appearance = appearance
        self._folder = options.data / options.city_folder
        self._known: Running | None = None
        self.code = 0
        self._ended = False
        self.frames = FrameTimes()
        self.client = DeskClient(sign_in.client_settings(options, version))
        self.live = LivePicture(self.client)
        self.window = WallWindow(self.live, appearance.look, self.frames, Commons(choose(options.gl).gl))
        self._kept = KeptFile(folder_of(options) / "wall.json", WallState)
        self._restore()
        self.bases = Bases(options.data, self.window.map.middle, self)
        self.bases.serve(self.window.map)
        self.bases.told.connect(lambda sentence: print(sentence, file=sys.stderr))
        self.bases.refused.connect(lambda sentence: print(sentence, file=sys.stderr))
        self.window.closed.connect(self.end)
        self.window.start.retry_requested.connect(self.client.retry_now)
        self.live.link_changed.connect(self._on_link)
        self._leaving = Leaving(self.window, self.live, self.frames, options, version, offscreen, "wall.png")
        self._garbage = Garbage(self)
        self.live.changed.connect(self._garbage.settle)
        self._seek = QTimer(self, interval=_SEEK_MS)
        self._seek.timeout.connect(self._on_seek)

    def open(self, screen: int) -> None:
        """Shows the wall on a screen (from 1) and begins everything that runs. Raises OSError when the data folder
        cannot be used."""
        options = self._options
        self._garbage.begin()  # before there is another thread
        if options.size is not None or self._offscreen:
            self.window.resize(*(options.size or (1920, 1080)))
            self.window.show()
        else:
            self.window.show_on(QGuiApplication.screens()[screen - 1])
        try:
            self.client.start()
        except OSError as problem:
            self.window.start.show_trouble(with_folder(self._options.data, problem))
        self.bases.begin(options.tiles)
        if not options.backend:
            self._seek.start()
            self._on_seek()
        if options.exit_after is not None:
            QTimer.singleShot(round(options.exit_after * 1000), self, self.end)
        if self._offscreen:
            self._leaving.announce()

    def end(self) -> None:
        """Leaves picture and report behind, then ends the application; ``code`` is 1 when that did not work."""
        if self._ended:
            return
        self._ended = True
        self.code = 1
        try:
            if self._leaving.leave(self.window.start.sentence.text()):
                self.code = 0
        finally:
            self._application.quit()

    def leave(self) -> None:
        """Ends everything that runs."""
        self._seek.stop()
        self._keep()
        self.bases.close()
        self.window.end()
        self.live.close()
        self.client.stop()
        self._garbage.end()

    def _restore(self) -> None:
        """The layers this wall showed last time."""
        try:
            kept = self._kept.read()
            if kept is not None and kept.layers:
                self.window.map.set_layers(LayerChoice.of(kept.layers))
        except (TypeError, ValueError) as problem:
            log.info("The layers of the wall are not understood: %r", problem)

    def _keep(self) -> None:
        layers = self.window.map.layers
        try:
            self._kept.write(KeptFile.encoded(WallState({} if layers == ON_A_WALL else layers.state())))
        except OSError as problem:
            log.info("The layers of the wall cannot be kept: %s", problem)

    def _on_seek(self) -> None:
        """The backend of a desk comes and goes with the desk; each time it has another port."""
        running = read_running(self._folder)
        if running is not None and running != self._known:
            self._known = running
            self.client.point_at(running.url, running.token)
        elif self._known is None and not self.live.opened:
            text = self.tr("No desk is open on this machine for {city}. Open one, or name a backend with --backend.")
            self.window.start.show_waiting(text.format(city=self._options.city))

    def _on_link(self, link: Link) -> None:
        if not self.live.opened:
            why = refusals.sentence(link.code, link.sentence)
            if link.phase is LinkPhase.REFUSED:
                self.window.start.show_error(why)
            elif link.attempt:
                self.window.start.show_waiting(why)
