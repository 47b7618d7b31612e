"""Roads closed and opened from this desk: pointed at on the map, told why, kept as an order, taken back."""

from __future__ import annotations

import uuid

import numpy as np
from PySide6.QtCore import QObject

from desktop.actions import Actions, Group
from desktop.desk_roads import DeskRoads
from desktop.desk_window import DeskWindow
from desktop.live_picture import LivePicture
from desktop.place_menu import Place, PlaceMenu
from desktop.views import Views
from domain.closure import CLOSES_ROADS, Closure
from domain.messages import Accepted, Refused
from domain.names import Name
from domain.orders import RoadOrder
from domain.refusal import Refusal
from domain.stretches import length_of
from maps.canvas import MapCanvas

#: A road is meant that lies within so many pixels of where somebody points.
_REACH = 14.0


class RoadWork(QObject):
    """Wires the map, the list of closed roads and the orders. ``place_menu`` gets two entries."""

    def __init__(
        self,
        live: LivePicture,
        views: Views,
        window: DeskWindow,
        roads: DeskRoads,
        place_menu: PlaceMenu,
        actions: Actions,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._live, self._views, self._window, self._roads = live, views, window, roads
        self._path: tuple[int, ...] = ()
        self._waiting: dict[str, tuple[RoadOrder, str]] = {}
        place_menu.add(self._close_title, self._ask_at, 1)
        place_menu.add(self._open_title, self._open_at, 1)
        view = views.roads
        view.close_requested.connect(self._close)
        view.open_requested.connect(self.open)
        view.road_selected.connect(self._show)
        view.closing_ended.connect(self._forget)
        view.choice_requested.connect(self.ask_in_the_middle)
        live.answered.connect(self._on_answered)
        add = actions.add
        add("close-road", Group.INCIDENT, lambda: self.tr("Close a road …"), self.ask, "Ctrl+R")
        add("roads", Group.FIND, lambda: self.tr("Closed roads"), lambda: window.docks.reveal("roads"))

    # --- closing ------------------------------------------------------------------------------------------------------

    def ask(self) -> None:
        """Close the road nearest to the selected incident where it can be seen, else to the middle of the map."""
        incident = self._live.picture.incidents.get(self._views.panel.incident) if self._live.opened else None
        if incident is not None and self._views.maps.used.sees(incident.place.lon, incident.place.lat):
            self._ask_near((incident.place.lon, incident.place.lat))
        else:
            self.ask_in_the_middle()

    def ask_in_the_middle(self) -> None:
        """Close the road nearest to the middle of the map."""
        if self._live.opened:
            self._ask_near(self._views.maps.used.middle())

    def _ask_near(self, place: Place | None) -> None:
        if place is None or not self._ask(place, 400.0):
            self._window.toast.tell_refusal("unknown_road")

    def _ask_at(self, place: Place) -> None:
        self._ask(place, self._reach())

    def _ask(self, place: Place, reach: float) -> bool:
        if self._live.role not in CLOSES_ROADS:
            self._window.toast.tell_refusal("not_allowed")
            return True
        stretches = self._roads.stretches
        segment = stretches.nearest(*place, reach)
        if segment is None:
            return False
        self._path = stretches.path(stretches.around(segment))
        points = np.asarray(self._path, float).reshape(-1, 2) / 1e7
        self._views.maps.tell(MapCanvas.set_closing, points)
        self._window.docks.reveal("roads")
        self._views.roads.ask(self._name(segment), length_of(points))
        return True

    def _close(self, reason: str, seconds: float) -> None:
        if self._path:
            until = self._live.now() + seconds if seconds else None
            name = self._name_of_path(self._path)
            self._give(RoadOrder(_new_id(), "close_road", path=self._path, reason=reason, until=until), name)

    def _forget(self) -> None:
        self._path = ()
        self._views.maps.tell(MapCanvas.set_closing, None)

    # --- opening ------------------------------------------------------------------------------------------------------

    def open(self, closure_id: str) -> None:
        """Open a closed road again."""
        closure = self._live.picture.closures.get(closure_id)
        if closure is not None:
            order = RoadOrder(_new_id(), "open_road", closure.id, closure.version)
            self._give(order, closure.road.text(self._views.look.language))

    def undo(self, command_id: str) -> None:
        """Take a command back."""
        self._give(RoadOrder(_new_id(), "undo", undoes=command_id), "")

    def _open_at(self, place: Place) -> None:
        closure = self._closed_at(place)
        if closure is not None:
            self.open(closure.id)

    def _show(self, closure_id: str) -> None:
        closure = self._live.picture.closures.get(closure_id)
        if closure is not None:
            middle = closure.points[len(closure.points) // 2 - 1 : len(closure.points) // 2 + 1].mean(axis=0)
            self._window.docks.reveal("map")
            self._views.map.show_place(float(middle[0]), float(middle[1]), zoom=16.0)

    # --- the menu of a place ------------------------------------------------------------------------------------------

    def _close_title(self, place: Place) -> str:
        if not self._live.opened or self._live.role not in CLOSES_ROADS or self._closed_at(place) is not None:
            return ""
        segment = self._roads.stretches.nearest(*place, self._reach())
        if segment is None:
            return ""
        name = self._name(segment).text(self._views.look.language)
        return self.tr("Close {road} here …").format(road=name) if name else self.tr("Close this road here …")

    def _open_title(self, place: Place) -> str:
        closure = self._closed_at(place) if self._live.opened and self._live.role in CLOSES_ROADS else None
        if closure is None:
            return ""
        name = closure.road.text(self._views.look.language)
        return self.tr("Open {road} again").format(road=name) if name else self.tr("Open this road again")

    def _closed_at(self, place: Place) -> Closure | None:
        return self._views.maps.used.closure_at(*place)

    def _reach(self) -> float:
        """Metres on the ground that are as far as a hand may miss."""
        return _REACH * self._views.maps.used.metres_per_pixel

    # --- orders -------------------------------------------------------------------------------------------------------

    def _give(self, order: RoadOrder, road: str) -> None:
        try:
            self._live.submit(order)
        except Refusal as refusal:
            self._window.toast.tell_refusal(refusal.code, refusal.sentence)
            return
        self._waiting[order.command_id] = (order, road)

    def _on_answered(self, answer: Accepted | Refused) -> None:
        order, road = self._waiting.pop(answer.command_id, (None, ""))
        if order is None or isinstance(answer, Refused) or order.verb == "undo":
            return
        name = road or self.tr("a road without a name")
        text = self.tr("Closed: {road}") if order.verb == "close_road" else self.tr("Open again: {road}")
        self._window.toast.offer_undo(order.command_id, "", text.format(road=name))

    def _name(self, segment: int) -> Name:
        geography = self._live.picture.city.geography
        number = int(geography.roads.name[segment])
        if number < 0:
            return Name("")
        english = geography.road_names_en
        return Name(geography.roads.names[number], english[number] if number < len(english) else "")

    def _name_of_path(self, path: tuple[int, ...]) -> str:
        rows = [row for part in self._roads.stretches.segments(path) for row in part.tolist()]
        return self._name(rows[0]).text(self._views.look.language) if rows else ""


def _new_id() -> str:
    return uuid.uuid4().hex
