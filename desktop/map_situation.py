"""What the desk's maps show beside the picture itself: where workers have been, how dense incidents lie, who can be
somewhere in time."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from desktop.actions import Actions, Group
from desktop.desk_maps import DeskMaps
from desktop.desk_roads import DeskRoads
from desktop.heat_keeper import HeatKeeper
from desktop.live_picture import LivePicture
from desktop.place_menu import PlaceMenu
from desktop.reach_keeper import ReachKeeper
from desktop.selection import Selection
from desktop.trail_keeper import TrailKeeper
from maps.canvas import MapCanvas


class MapSituation(QObject):
    """Keeps it up to date, and offers it in the palette, for the map that was used last."""

    def __init__(
        self,
        live: LivePicture,
        maps: DeskMaps,
        selection: Selection,
        roads: DeskRoads,
        selected: Callable[[], str],
        actions: Actions,
        place_menu: PlaceMenu,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._maps = maps
        self.trails = TrailKeeper(live, self)
        self.heat = HeatKeeper(live, maps.every, self, lambda: selection.filter)
        self.reach = ReachKeeper(live, maps.every, selected, lambda: roads.ready, self)
        maps.tell(MapCanvas.set_trails, self.trails.trails)
        actions.add("heat", Group.ROOM, lambda: self.tr("Heat of incidents: show / hide"), self.turn_heat)
        actions.add("heat_span", Group.ROOM, self._title_of_span, self.next_span)
        actions.add("reach", Group.INCIDENT, self._title_of_reach, self.turn_reach)
        place_menu.add(lambda _: self._title_of_reach(), lambda place: self.reach_of(*place))
        actions.add("beside", Group.INCIDENT, lambda: self.tr("Who of the grids beside can help"), self.turn_beside)
        actions.add("heat_width", Group.ROOM, lambda: self.tr("Heat: smoothed over less / more"), self.next_width)

    def turn_heat(self) -> None:
        """On or off."""
        self._maps.used.turn_layer("heat")
        self.heat.look()

    def turn_beside(self) -> None:
        """The grids beside that of the selected incident, on or off."""
        self._maps.used.turn_layer("beside")

    def turn_reach(self) -> None:
        """Of the selected incident, on or off."""
        self._maps.used.turn_layer("reach")
        self.reach.look()

    def reach_of(self, lon: float, lat: float) -> None:
        """Of a place (degrees), and it is shown."""
        self._maps.used.set_layers(self._maps.used.layers.switch("reach", True))
        self.reach.ask(lon, lat)

    def next_span(self) -> None:
        """The heat of another stretch of time, and it is shown."""
        if self._maps.used.shows("heat"):
            self.heat.next_span()
        else:
            self.turn_heat()

    def next_width(self) -> None:
        """The heat in more or less detail, and it is shown."""
        if self._maps.used.shows("heat"):
            self.heat.next_width()
        else:
            self.turn_heat()

    def end(self) -> None:
        self.heat.end()
        self.reach.end()

    def _title_of_reach(self) -> str:
        return self.tr("Who can be there in 5, 10, 15 minutes")

    def _title_of_span(self) -> str:
        return self.tr("Heat: of open incidents, or of what arrived in the last 1, 8, 24 hours")
