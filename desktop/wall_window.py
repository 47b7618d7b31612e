"""A wall's window: the picture, full screen, for people who stand in front of it."""

from __future__ import annotations

import time
from zoneinfo import ZoneInfo

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QPainter, QResizeEvent, QScreen
from PySide6.QtWidgets import QStackedLayout, QWidget

from client.link import LinkPhase
from desktop.colouring import LAYER, USUAL, Cases, Colouring
from desktop.frames import FrameTimes
from desktop.heat_keeper import HeatKeeper
from desktop.live_picture import LivePicture
from domain.city import City
from domain.picture import Changes
from maps.commons import Commons
from maps.distant_map import DistantMap
from maps.layer_choice import AS_SHIPPED
from widgets.look import Look
from widgets.start_view import StartView
from widgets.wall_view import WallView

_TICK_MS, _LINK_MS = 1000, 250
#: Signs on the map are as large as on a desk up to this height of the window, and grow with it from there.
_DESK_HEIGHT = 900.0
#: What a wall shows until somebody chooses: where most is to be done for those who are there.
ON_A_WALL = AS_SHIPPED.vary(LAYER, USUAL)


class WallWindow(QWidget):
    """Shows ``live`` on its own; several may show the same picture, and with ``commons`` each costs its pixels.
    ``closed``: it is being closed, by a key or by the desk."""

    closed = Signal()

    def __init__(
        self, live: LivePicture, look: Look, frames: FrameTimes | None = None, commons: Commons | None = None
    ) -> None:
        super().__init__()
        self._live, self._frames = live, frames
        self.setObjectName("wall")
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        self.setCursor(Qt.CursorShape.BlankCursor)
        self._look = look
        self.map = _CountedMap(look, frames, commons)
        self.map.set_layers(ON_A_WALL)
        self._cases = Cases(live, self)
        self.colouring = Colouring(live, self.map, self._cases.burdens, self._cases.table, self)
        self.view = WallView(look, self.map)
        self.start = StartView(look)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self.start)
        self._pages.addWidget(self.view)
        look.changed.connect(self._on_look)
        live.city_opened.connect(self._on_city)
        live.changed.connect(self._on_changed)
        self._heat = HeatKeeper(live, [self.map], self)
        self._tick = QTimer(self, interval=_TICK_MS)
        self._tick.timeout.connect(self._on_tick)
        self._link_tick = QTimer(self, interval=_LINK_MS)
        self._link_tick.timeout.connect(self._show_link)
        self._name()
        if live.opened:
            self._on_city(live.picture.city)

    def show_on(self, screen: QScreen) -> None:
        """Full screen on this screen."""
        self.setGeometry(screen.geometry())
        self.showFullScreen()

    def end(self) -> None:
        """Stops everything that runs by itself and closes it."""
        self._stop()
        self.close()

    def _stop(self) -> None:
        self._tick.stop()
        self._link_tick.stop()
        self.colouring.end()
        self._cases.end()
        self._heat.end()

    # --- what the picture says ----------------------------------------------------------------------------------------

    def _on_city(self, city: City) -> None:
        self.map.open_city(city)
        self.view.situation = None
        self._on_changed(Changes(reset=True))
        self._pages.setCurrentWidget(self.view)
        self._on_tick()

    def _on_changed(self, changes: Changes) -> None:
        picture, now = self._live.picture, self._live.now()
        self._cases.refresh(changes, now)
        self.map.refresh(picture, changes, now)
        self.view.refresh(picture, changes, now)

    def _on_tick(self) -> None:
        if not self._live.opened:
            return
        picture, now = self._live.picture, self._live.now()
        self.map.tick(now)
        self.view.tick(picture, now)
        self.view.foot.show_moment(now, ZoneInfo(picture.city.rules.calendar.zone))

    def _show_link(self) -> None:
        link = self._live.link
        live = link.phase is LinkPhase.LIVE
        self.view.foot.show_link(link.phase.value, link.age_s)
        if self._live.opened:
            lost = not live and link.phase is not LinkPhase.CONNECTING
            self.map.set_link(not lost, link.age_s or 0.0, self._live.heard_at())
            self.view.set_grey(lost)
        frames = self._frames
        if live and self._live.opened and frames is not None and not frames.start_ms and not frames.awaited:
            frames.await_complete(lambda: None)
            self.map.update()

    # --- Qt -----------------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.map.magnify(max(1.0, self.height() / _DESK_HEIGHT))

    def showEvent(self, event: QEvent) -> None:
        self._tick.start()
        self._link_tick.start()
        self._on_tick()
        self._show_link()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_F11):
            self.close()
        elif event.key() == Qt.Key.Key_G:
            self.next_figure()
        elif event.key() == Qt.Key.Key_H:
            self.turn_heat()
        else:
            super().keyPressEvent(event)

    def turn_heat(self) -> None:
        """The heat of the open incidents, on or off."""
        self.map.set_layers(self.map.layers.switch("heat", not self.map.shows("heat")))
        self._heat.look()

    def next_figure(self) -> None:
        """The areas by the next figure; after the last one by none."""
        codes = ["", *(code for code, _ in self.colouring.titles(self._look.language))]
        code = codes[(codes.index(self.colouring.figure) + 1) % len(codes)]
        layers = self.map.layers
        self.map.set_layers(layers.vary(LAYER, code) if code else layers.switch(LAYER, False))

    def closeEvent(self, event: QCloseEvent) -> None:
        self._stop()
        event.accept()
        self.closed.emit()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._name()
        super().changeEvent(event)

    def _on_look(self) -> None:
        self.map.set_tokens(self._look.tokens)
        self.map.set_language(self._look.language)

    def _name(self) -> None:
        self.setWindowTitle(self.tr("Grid Command · wall"))


class _CountedMap(DistantMap):
    """Counts its frames where somebody keeps count."""

    def __init__(self, look: Look, frames: FrameTimes | None, commons: Commons | None) -> None:
        super().__init__(look.tokens, look.language, commons=commons)
        self._frames = frames

    def _paint_frame(self, painter: QPainter) -> None:
        started = time.perf_counter()
        super()._paint_frame(painter)
        if self._frames is not None:
            self._frames.add((time.perf_counter() - started) * 1000)
            if not self.drawing:
                self._frames.whole()
