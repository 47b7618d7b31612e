"""What is done on the maps themselves: measured, marked, chosen by drawing, asked of a place."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from desktop.actions import Actions, Group
from desktop.colouring import LAYER, Colouring
from desktop.desk_window import DeskWindow
from desktop.place_menu import Place, PlaceMenu
from desktop.selection import Selection
from desktop.views import Views
from domain.casefilter import CaseFilter
from domain.coordinates import System, written
from domain.drawn_area import Corners
from maps.canvas import MapCanvas
from maps.layers.table import BY_CODE, AnyLayer

#: Layers that have commands of their own, which know more of them.
NAMED = ("figures", "heat", "reach", "beside")


class MapWork(QObject):
    """``place_menu``: others add what they can do at a place."""

    def __init__(
        self, views: Views, window: DeskWindow, selection: Selection, actions: Actions, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._maps, self._window, self._selection = views.maps, window, selection
        self._look, self._actions = views.look, actions
        self._colouring: Colouring | None = None
        self.place_menu = PlaceMenu(window)
        self._serve(views.map)
        self._maps.came.connect(self._serve)
        selection.changed.connect(self._on_chosen)
        self._add_actions(actions)
        self._add_entries()

    def _serve(self, canvas: MapCanvas) -> None:
        canvas.area_drawn.connect(self._on_area_drawn)
        canvas.place_menu_requested.connect(self.place_menu.popup)

    @property
    def _map(self) -> MapCanvas:
        """That which was used last: commands and menus mean it."""
        return self._maps.used

    def end(self) -> None:
        """Forgets what it could do: it keeps the desk alive."""
        self.place_menu.end()

    def offer_figures(self, colouring: Colouring) -> None:
        """What the areas can be coloured by, in the sheet of layers and in the palette; once."""
        self._colouring, add = colouring, self._actions.add
        for code, _ in colouring.titles(self._look.language):
            add(f"colour-{code}", Group.FIND, partial(self._colouring_title, code), partial(self._colour, code))
        add("colour-none", Group.FIND, lambda: self.tr("Areas without colours"), partial(self._colour, ""))
        self._look.changed.connect(self._name_figures)
        self._maps.came.connect(self._name_figures)
        self._name_figures()

    def _colouring_title(self, code: str) -> str:
        assert self._colouring is not None
        name = self._colouring.catalogue[code].name.text(self._look.language)
        return self.tr("Colour the areas by: {figure}").format(figure=name)

    def _colour(self, code: str) -> None:
        """The areas of the map by this figure; by none when it is empty."""
        layers = self._map.layers
        self._map.set_layers(layers.vary(LAYER, code) if code else layers.switch(LAYER, False))

    def _name_figures(self) -> None:
        assert self._colouring is not None
        self._maps.tell(MapCanvas.offer, LAYER, self._colouring.titles(self._look.language))

    def _turn_layers(self) -> None:
        self._reveal()
        self._map.turn_layers()

    def _layer_title(self, layer: AnyLayer) -> str:
        template = self.tr("Hide layer: {layer}") if self._map.shows(layer.code) else self.tr("Show layer: {layer}")
        return template.format(layer=layer.title)

    def _turn(self, layer: AnyLayer) -> None:
        self._reveal()
        self._map.turn_layer(layer.code)

    def _reveal(self) -> None:
        """The second map is used only where it can be seen."""
        if self._map is self._maps.main:
            self._window.docks.reveal("map")

    def _add_actions(self, actions: Actions) -> None:
        add = actions.add
        add("layers", Group.FIND, lambda: self.tr("Layers of the map"), self._turn_layers)
        for layer in BY_CODE.values():
            if not layer.fixed and layer.code not in NAMED:
                add(f"layer-{layer.code}", Group.FIND, partial(self._layer_title, layer), partial(self._turn, layer))
        add("measure", Group.FIND, lambda: self.tr("Measure on the map"), partial(self._use, "measure"))
        add("draw-area", Group.FIND, lambda: self.tr("Choose incidents by drawing an area"), partial(self._use, "area"))
        add("bookmarks", Group.FIND, lambda: self.tr("Marked places"), partial(self._use, "bookmarks"))
        add("follow", Group.FIND, self._follow_title, self._follow)
        add("overview", Group.FIND, lambda: self.tr("Overview of the map, on or off"), partial(self._use, "overview"))

    def _add_entries(self) -> None:
        add = self.place_menu.add
        add(lambda _: self._follow_title(), lambda _: self._follow(), -1)
        add(lambda _: self.tr("Measure from here"), self._measure_from)
        add(lambda _: self.tr("Mark this place…"), self._mark)
        for system in System:
            add(partial(self._copy_title, system), partial(self._copy, system), 9)

    def _use(self, code: str) -> None:
        self._reveal()
        self._map.furniture.use(code)

    def _follow_title(self) -> str:
        """Empty while nobody is selected."""
        name = self._map.selected_worker
        if not name:
            return ""
        template = self.tr("Stop following {worker}") if self._map.follows_selected else self.tr("Follow {worker}")
        return template.format(worker=name)

    def _follow(self) -> None:
        self._reveal()
        self._map.turn_following()

    def _on_area_drawn(self, corners: Corners) -> None:
        self._selection.choose(self._selection.filter.also(drawn=corners))

    def _on_chosen(self, chosen: CaseFilter) -> None:
        self._maps.tell(MapCanvas.set_drawn, chosen.drawn)

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
