"""From a name to the thing: the palette, and what happens with what was chosen in it."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop.actions import Actions
from desktop.afterwards import AddWork
from desktop.desk_window import DeskWindow
from desktop.live_picture import LivePicture
from desktop.views import Views
from domain.region import RegionTree
from widgets.city_entries import sources
from widgets.entry import mark_entry
from widgets.name_index import NameIndex


class Finding(QObject):
    """``Ctrl+K`` over places, people, incidents, overlay grids, cameras and the desk's own actions. The names of a city
    are read when it is first opened: whoever never seeks does not wait for them."""

    incident_chosen = Signal(str)
    worker_chosen = Signal(str)
    region_chosen = Signal(str)

    def __init__(
        self, live: LivePicture, views: Views, window: DeskWindow, actions: Actions, beside: AddWork, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._live, self._views, self._window, self._actions = live, views, window, actions
        self._beside = beside
        #: Of which areas, in which language, with how many people the names were read last.
        self._read: tuple[RegionTree, str, int] | None = None
        window.palette_box.chosen.connect(self._on_chosen)

    def open(self) -> None:
        if self._live.opened:
            self._read_names()
            marks = (mark_entry(one.name, self.tr("Marked place")) for one in self._views.map.furniture.marks)
            self._window.palette_box.set_commands([*self._actions.entries(), *marks])
            self._window.bring(self._window.palette_box)
            self._window.palette_box.open(self._live.picture)

    def _read_names(self) -> None:
        picture, palette = self._live.picture, self._window.palette_box
        wanted = picture.tree, self._views.look.language, len(picture.roster)
        known, self._read = self._read, wanted
        if known == wanted:
            return
        of = sources(picture, wanted[1])
        if known is not None and known[:2] == wanted[:2]:
            of = {"worker": of["worker"]}  # somebody came: the rest is as it was
        else:
            palette.forget_names()
        for kind, read in of.items():
            self._beside(read, partial(self._on_names, wanted, kind))
        self._beside(lambda: wanted, self._on_all_names)

    def _on_names(self, wanted: tuple[RegionTree, str, int], kind: str, names: NameIndex[Any]) -> None:
        if self._read is not None and wanted[:2] == self._read[:2]:
            self._window.palette_box.learn(kind, names)

    def _on_all_names(self, wanted: tuple[RegionTree, str, int]) -> None:
        if wanted == self._read:
            self._window.palette_box.all_learnt()

    def _on_chosen(self, kind: str, key: str) -> None:
        if kind == "command":
            self._actions.run(key)
        elif kind == "mark":
            self._window.docks.reveal("map")
            self._views.map.furniture.go_to_name(key)
        elif kind == "incident":
            self.incident_chosen.emit(key)
        elif kind == "worker":
            self._window.show_people()
            self.worker_chosen.emit(key)
        elif kind == "region":
            self.region_chosen.emit(key)
        elif kind in ("place", "ground"):
            lon, lat = (float(part) for part in key.split(","))
            self._window.docks.reveal("map")
            self._views.map.show_place(lon, lat, zoom=17.0 if kind == "place" else 16.0)
        elif kind == "overlay":
            self._window.docks.reveal("map")
            self._views.map.show_overlay(int(key))
        elif kind == "camera":
            cameras = self._live.picture.city.cameras
            index = cameras.index_of(key)
            if index is not None:
                camera = cameras[index]
                self._views.map.show_place(camera.lon, camera.lat)
