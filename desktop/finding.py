"""From a name to the thing: the palette, and what happens with what was chosen in it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from desktop.actions import Actions
from desktop.desk_window import DeskWindow
from desktop.live_picture import LivePicture
from desktop.views import Views


class Finding(QObject):
    """``Ctrl+K`` over places, people, incidents, overlay grids, cameras and the desk's own actions."""

    incident_chosen = Signal(str)
    worker_chosen = Signal(str)
    region_chosen = Signal(str)

    def __init__(self, live: LivePicture, views: Views, window: DeskWindow, actions: Actions, parent: QObject) -> None:
        super().__init__(parent)
        self._live, self._views, self._window, self._actions = live, views, window, actions
        window.palette_box.chosen.connect(self._on_chosen)

    def open(self) -> None:
        if self._live.opened:
            self._window.palette_box.set_commands(self._actions.entries())
            self._window.bring(self._window.palette_box)
            self._window.palette_box.open(self._live.picture)

    def _on_chosen(self, kind: str, key: str) -> None:
        if kind == "command":
            self._actions.run(key)
        elif kind == "incident":
            self.incident_chosen.emit(key)
        elif kind == "worker":
            self._window.show_people()
            self.worker_chosen.emit(key)
        elif kind == "region":
            self.region_chosen.emit(key)
        elif kind == "place":
            lon, lat = (float(part) for part in key.split(","))
            self._window.docks.reveal("map")
            self._views.map.show_place(lon, lat)
        elif kind == "overlay":
            self._window.docks.reveal("map")
            self._views.map.show_overlay(int(key))
        elif kind == "camera":
            cameras = self._live.picture.city.cameras
            index = cameras.index_of(key)
            if index is not None:
                camera = cameras[index]
                self._views.map.show_place(camera.lon, camera.lat)
