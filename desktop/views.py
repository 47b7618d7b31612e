"""All views of one desk, made in one place from what they share: the look."""

from __future__ import annotations

from collections.abc import Iterable

from desktop.desk_maps import DeskMaps
from desktop.frames import FrameTimes
from desktop.late_figures import LateBoard, LateFigures
from desktop.second_map import SecondMap
from desktop.timed_map import TimedMap
from domain.burden import Burdens
from domain.candidates import Flight
from domain.city import City
from domain.picture import Changes, Picture
from maps.canvas import MapCanvas
from maps.commons import Commons
from maps.flight_view import AreaOf
from widgets.greying import set_grey
from widgets.incident_panel import IncidentPanel
from widgets.look import Look
from widgets.notice import NoticeBanner
from widgets.plan_view import PlanView
from widgets.queue_view import QueueView
from widgets.region_view import RegionView
from widgets.roads_view import RoadsView
from widgets.roster_view import RosterView
from widgets.stale_orders import StaleOrders
from widgets.top_bar import TopBar


class Views:
    """The views that show the picture, and what is told to all of them at once."""

    def __init__(self, look: Look, frames: FrameTimes, commons: Commons | None = None) -> None:
        self.look = look
        self._grey = False
        self.burdens = Burdens()
        self.top_bar = TopBar(look, self.burdens)
        self.notice = NoticeBanner(look)
        self.stale = StaleOrders(look)
        self.queue = QueueView(look)
        self.map = TimedMap(look, frames, commons)
        self.second = SecondMap()
        self.maps = DeskMaps(look, self.map, self.second)
        self.panel = IncidentPanel(look)
        self.roster = RosterView(look)
        self.regions = RegionView(look, self.burdens)
        self.roads = RoadsView(look)
        self.plan = PlanView(look)
        self.figures = LateFigures(look)
        self.board = LateBoard()
        self._with_picture = (
            self.queue, self.maps, self.panel, self.roster, self.regions, self.roads, self.top_bar
        )  # fmt: skip

    def open_city(self, city: City, digest: str) -> None:
        """``digest`` names the pack of the city."""
        self.map.open_city(city, self.map.store_of(digest))
        for other in self.maps.every[1:]:
            other.open_city(city)

    def refresh(self, picture: Picture, changes: Changes, now: float) -> None:
        for view in self._with_picture:
            view.refresh(picture, changes, now)

    def tick(self, now: float) -> None:
        for view in self._with_picture:
            view.tick(now)

    def set_flight(self, flight: Flight | None, picture: Picture, area_of: AreaOf) -> None:
        self.maps.tell(MapCanvas.set_flight, flight, picture, area_of)
        self.roster.set_flight(flight, picture)
        self.regions.set_flight(flight, picture)

    def set_pending(self, incidents: Iterable[str]) -> None:
        waiting = frozenset(incidents)
        self.maps.tell(MapCanvas.set_pending, waiting)
        for view in (self.queue, self.panel):
            view.set_pending(waiting)

    def select_incident(self, incident: str) -> None:
        self.maps.tell(MapCanvas.select_incident, incident)
        for view in (self.queue, self.panel):
            view.select_incident(incident)

    def select_worker(self, worker: str) -> None:
        self.maps.tell(MapCanvas.select_worker, worker)
        self.roster.select_worker(worker)

    def set_grey(self, grey: bool) -> None:
        """Takes the colour out of everything but the bar while the link is lost; the map greys itself."""
        if grey == self._grey:
            return
        self._grey = grey
        greyed = (self.queue, self.panel, self.roster, self.regions, self.roads, self.plan, self.figures, self.board)
        for view in greyed:
            set_grey(view, grey)
