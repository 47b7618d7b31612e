"""The desk as it runs, open on a real screen: where its things are, and looking until something is so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from PySide6.QtCore import QModelIndex, QPoint, QPointF, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget
from pytestqt.qtbot import QtBot

from client.link import LinkPhase
from desktop.options import DeskOptions
from desktop.room import Room
from desktop.theme import dress, load_fonts
from domain.incident import Incident, TimelineEntry
from domain.picture import Picture
from maps.projection import to_world

#: How long a slow machine may take; nothing waits this long when all is well.
PATIENCE_MS = 20_000


class OpenDesk:
    """One desk on a backend that runs already; ``data`` is its data folder. Places are pixels of the screen."""

    def __init__(self, qtbot: QtBot, data: Path, url: str, language: str = "zh", size: tuple[int, int] = (1920, 1040)):
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        self._application, self._qtbot = application, qtbot
        options = DeskOptions("small", data, backend=url, language=language, size=size)
        self.room = Room(application, options, "test", None, False)
        dress(application, self.room.look.tokens, load_fonts())
        self.room.open()
        self.views, self.desk, self.live, self.window = (
            self.room.views, self.room.desk, self.room.live, self.room.desk.window,
        )  # fmt: skip
        self.views.map.navigation.glides = False
        self.views.top_bar.mute_toggled.emit(True)  # nobody hears a test

    def close(self) -> None:
        """Close it, once."""
        if not vars(self):
            return
        self.room.leave()
        for part in (self.window, self.desk, self.live, self.room):
            part.deleteLater()
        self.room.appearance.take_back()
        self._application.setStyleSheet("")
        vars(self).clear()  # pytest holds this object longer than the test may hold widgets

    # --- looking ------------------------------------------------------------------------------------------------------

    def until(self, told: Callable[[], Any], timeout: int = PATIENCE_MS) -> None:
        """Look until it is so."""
        self._qtbot.waitUntil(lambda: bool(told()), timeout=timeout)

    def until_live(self) -> OpenDesk:
        self.until(lambda: self.live.link.phase is LinkPhase.LIVE and self.live.opened and self.live.picture.epoch)
        self.until(lambda: self.window.windowHandle().isExposed())
        return self

    def come_forward(self) -> None:
        """Its window in front of all others and with the keyboard, as the screen knows it too."""
        self.window.raise_()
        self.window.activateWindow()
        middle = self.window.geometry().center()
        self.until(lambda: QGuiApplication.topLevelAt(middle) == self.window.windowHandle())
        self.until(self.window.isActiveWindow)

    def meanwhile(self, steps: Iterator[None]) -> None:
        """Take these steps one after the other, also while a menu or a drag has the event loop."""
        timer = QTimer(self.window, interval=50)

        def step() -> None:
            try:
                next(steps)
            except StopIteration:
                timer.stop()

        timer.timeout.connect(step)
        timer.start()

    @property
    def picture(self) -> Picture:
        return self.live.picture

    def incident(self, incident: str) -> Incident:
        return self.picture.incidents[incident]

    def timeline(self, incident: str) -> list[TimelineEntry]:
        return self.picture.timelines[incident]

    def until_known(self, *incidents: str) -> None:
        """Until the desk has them and nothing is pending."""
        self.until(lambda: self.picture.incidents.keys() >= set(incidents) and not self.live.pending)

    # --- where things are ---------------------------------------------------------------------------------------------

    def queue_row(self, incident: str) -> QPoint:
        queue = self.views.queue
        return _row(queue.list, queue.model.row_of(incident))

    def roster_row(self, worker: str) -> QPoint:
        roster = self.views.roster
        return _row(roster.list, roster.model.order.index(worker))

    def area_row(self, region: str) -> QPoint:
        tree = self.views.regions.tree
        index = self.views.regions.model.index_of(region)
        assert index.isValid()
        return _pixel(tree, index)

    def worker_on_map(self, worker: str) -> QPoint:
        place = self.picture.place_of(self.picture.workers[worker])
        assert place is not None
        return self.on_map(*place)

    def incident_on_map(self, incident: str) -> QPoint:
        place = self.incident(incident).place
        return self.on_map(place.lon, place.lat)

    def on_map(self, lon: float, lat: float) -> QPoint:
        pixel = QPointF(*self.views.map.navigation.viewport.to_pixels(to_world(lon, lat)).tolist()).toPoint()
        assert self.views.map.rect().contains(pixel), f"{lon}, {lat} is not on the part of the map that is shown"
        return self.views.map.mapToGlobal(pixel)

    def resting_place(self, widget: QWidget) -> QPoint:
        """The middle of a widget once the layout around it has come to rest."""
        places = [self.middle_of(widget)]

        def rested() -> bool:
            places.append(self.middle_of(widget))
            return len(places) > 5 and len(set((place.x(), place.y()) for place in places[-5:])) == 1

        self.until(rested)
        return places[-1]

    def middle_of(self, widget: QWidget) -> QPoint:
        assert widget.isVisible()
        return widget.mapToGlobal(widget.rect().center())


def _row(view: QAbstractItemView, row: int) -> QPoint:
    index = view.model().index(row, 0)
    assert index.isValid(), f"there is no row {row}"
    return _pixel(view, index)


def _pixel(view: QAbstractItemView, index: QModelIndex) -> QPoint:
    place = view.visualRect(index).center()
    assert view.viewport().rect().contains(place), f"row {index.row()} is scrolled out of sight"
    return view.viewport().mapToGlobal(place)
