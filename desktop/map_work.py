"""What is done on the map itself: measured, marked, chosen by drawing, asked of a place."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from desktop.actions import Actions, Group
from desktop.desk_window import DeskWindow
from desktop.place_menu import Place, PlaceMenu
from desktop.selection import Selection
from desktop.views import Views
from domain.casefilter import CaseFilter
from domain.coordinates import System, written
from domain.drawn_area import Corners


class MapWork(QObject):
    """``place_menu``: others add what they can do at a place."""

    def __init__(
        self, views: Views, window: DeskWindow, selection: Selection, actions: Actions, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._map, self._window, self._selection = views.map, window, selection
        self.place_menu = PlaceMenu(window)
        self._map.area_drawn.connect(self._on_area_drawn)
        self._map.place_menu_requested.connect(self.place_menu.popup)
        selection.changed.connect(self._on_chosen)
        self._add_actions(actions)
        self._add_entries()

    def end(self) -> None:
        """Forgets what it could do: it keeps the desk alive."""
        self.place_menu.end()

    def _add_actions(self, actions: Actions) -> None:
        use, add = self._map.furniture.use, actions.add
        add("measure", Group.FIND, lambda: self.tr("Measure on the map"), partial(self._use, "measure"))
        add("draw-area", Group.FIND, lambda: self.tr("Choose incidents by drawing an area"), partial(self._use, "area"))
        add("bookmarks", Group.FIND, lambda: self.tr("Marked places"), partial(self._use, "bookmarks"))
        add("overview", Group.FIND, lambda: self.tr("Overview of the map, on or off"), partial(use, "overview"))

    def _add_entries(self) -> None:
        add = self.place_menu.add
        add(lambda _: self.tr("Measure from here"), self._measure_from)
        add(lambda _: self.tr("Mark this place…"), self._mark)
        for system in System:
            add(partial(self._copy_title, system), partial(self._copy, system), 9)

    def _use(self, code: str) -> None:
        self._window.docks.reveal("map")
        self._map.furniture.use(code)

    def _on_area_drawn(self, corners: Corners) -> None:
        self._selection.choose(self._selection.filter.also(drawn=corners))

    def _on_chosen(self, chosen: CaseFilter) -> None:
        self._map.set_drawn(chosen.drawn)

    def _measure_from(self, place: Place) -> None:
        self._map.measure_from(*place)

    def _mark(self, place: Place) -> None:
        self._map.show_place(*place, zoom=self._map.navigation.viewport.zoom)
        self._map.furniture.use("bookmarks")

    def _copy_title(self, system: System, place: Place) -> str:
        return self.tr("Copy {coordinates}").format(coordinates=written(*place, system))

    def _copy(self, system: System, place: Place) -> None:
        QGuiApplication.clipboard().setText(written(*place, system))
        self._window.toast.tell(self.tr("Copied: {coordinates}").format(coordinates=written(*place, system)))
