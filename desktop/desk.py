"""The desk put together: every signal of every view is connected here, once, from top to bottom."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from desktop.actions import Actions, Group
from desktop.after_start import AfterStart
from desktop.afterwards import Afterwards
from desktop.alarms import Alarms
from desktop.archive import Archive
from desktop.arranging import Arranging
from desktop.colouring import Colouring
from desktop.commands import Commands
from desktop.desk_roads import DeskRoads
from desktop.desk_window import DeskWindow
from desktop.drags import Drags
from desktop.figures import Figures
from desktop.finding import Finding
from desktop.frames import FrameTimes
from desktop.link_signs import LinkSigns
from desktop.live_picture import LivePicture
from desktop.map_situation import MapSituation
from desktop.map_work import MapWork
from desktop.memory import Garbage, give_back
from desktop.planning import Planning
from desktop.queueing import Queueing
from desktop.road_work import RoadWork
from desktop.screens import Screens
from desktop.selection import Selection
from desktop.taking_back import TakingBack
from desktop.together import Together
from desktop.views import Views
from desktop.walls import Walls
from domain.candidates import Flight
from domain.city import City
from domain.picture import Changes
from maps.canvas import MapCanvas
from widgets.chime import Chime
from widgets.incident_menu import IncidentMenu
from widgets.queue_rows import Shelf
from widgets.recent import Recent
from widgets.roster_model import Crew

_TICK_MS = 1000
#: Bytes of photos that are kept to be opened; one that is gone comes again from the backend.
_MOST_PHOTOS = 48 * 2**20


class Desk(QObject):
    """One desk over one live picture. ``language_requested`` and ``theme_requested`` concern the whole application."""

    language_requested = Signal(str)
    theme_requested = Signal(str)
    photo_opened = Signal(str)

    def __init__(self, live: LivePicture, views: Views, chime: Chime, frames: FrameTimes, screens: Screens) -> None:
        super().__init__()
        self._live, self._views, self._frames = live, views, frames
        self.window = DeskWindow(views, screens)
        self.commands = Commands(live, live.submit, self)
        self._afterwards = Afterwards(self)
        self.roads = DeskRoads(live, self._afterwards.add, self)
        self.drags = Drags(live, self.roads, self)
        self._menu = IncidentMenu(views.look, self.window)
        self.actions = Actions(self.window)
        self.arranging = Arranging(views, self.window, self.actions, screens)
        self.finding = Finding(live, views, self.window, self.actions, self._afterwards.add, self)
        self.selection = Selection(self)
        self.figures = Figures(live, views, self.window, self.selection, self.actions, self)
        self.map_work = MapWork(views, self.window, self.selection, self.actions, self)
        self.colouring = Colouring(live, views.map, views.burdens, self.figures.cases, self)
        self._colourings = [self.colouring]
        self.road_work = RoadWork(
            live, views, self.window, self.roads, self.map_work.place_menu, self.actions, self
        )  # fmt: skip
        self.together = Together(live, self.commands, self.window.toast, self)
        TakingBack(live, views.look, self.window.toast, self.commands, self.together, self.road_work, self)
        self.planning = Planning(
            live, views, self.window, self.commands, self.roads, self.selection, self.actions, self
        )  # fmt: skip
        views.plan.take_requested.connect(self.together.give)
        views.plan.incident_selected.connect(self.show_incident)
        self.walls = Walls(live, views.look, self.window, self.actions, views.map.commons)
        self.walls.told.connect(self.window.toast.tell)
        self._garbage = Garbage(self)
        self.alarms = Alarms(live, views.look, views.top_bar, chime, self.commands, self.actions, self)
        self.alarms.incident_chosen.connect(self.show_incident)
        self.alarms.told.connect(self.window.toast.tell)
        self.on_map = MapSituation(
            live, views.maps, self.selection, self.roads, lambda: self.selected, self.actions,
            self.map_work.place_menu, self,
        )  # fmt: skip
        self.archive = Archive(live, views, self.selection, self.actions, self)
        self.figures.archive_requested.connect(self.archive.open)
        #: Photos that were asked for lately, by key.
        self.photos: Recent[bytes] = Recent(_MOST_PHOTOS, len)
        self._after_start = AfterStart(self)
        self._after_start.empty.connect(self._garbage.begin)  # also where no city ever comes
        self._after_start.due.connect(self._afterwards.begin)
        self._after_start.due.connect(views.figures.arrive)
        self._tick = QTimer(self, interval=_TICK_MS)
        self._tick.timeout.connect(self._on_tick)
        # half a second later: in an overload both at once would stop the screen for too long
        self._counting = QTimer(self, interval=_TICK_MS // 2, singleShot=True)
        self._counting.timeout.connect(self.figures.tick)
        self.link_signs = LinkSigns(live, views, self.window, self)
        self.link_signs.live.connect(self._on_live)
        self._connect_picture()
        self._connect_map(views.map)
        views.maps.came.connect(self._on_map_came)
        self._connect_selection()
        self._connect_drags()
        self._connect_orders()
        self._connect_room()
        self._add_actions()
        # after them: the palette begins with what is asked for most
        self.queueing = Queueing(live, views, self.window, self.selection, self.actions)
        self._after_start.begin()

    @property
    def selected(self) -> str:
        """Id of the incident everything is about, empty when there is none."""
        return self._views.panel.incident

    def close(self) -> None:
        """Stops everything that runs by itself."""
        self._afterwards.end()
        self.drags.end()
        self._tick.stop()
        self._counting.stop()
        self.link_signs.end()
        self._after_start.end()
        self.figures.end()
        for colouring in self._colourings:
            colouring.end()
        self.arranging.close()
        self.alarms.end()
        self.archive.end()
        self.on_map.end()
        self.walls.close_all()
        self.map_work.end()
        self.planning.end()
        self.together.end()
        self.actions.end()
        self.window.close()
        self._garbage.end()

    # --- wiring -------------------------------------------------------------------------------------------------------

    def _connect_picture(self) -> None:
        live = self._live
        live.city_opened.connect(self._on_city)
        live.changed.connect(self._on_changed)
        live.changed.connect(self._garbage.settle)
        live.photo_arrived.connect(self._on_photo)
        self._views.map.ground_unkept.connect(lambda write: self._afterwards.add(write, lambda _: None))

    def _connect_map(self, canvas: MapCanvas) -> None:
        """What is done on a map: selected, dragged, let go, asked."""
        canvas.incident_selected.connect(self.select_incident)
        canvas.worker_selected.connect(self.select_worker)
        canvas.region_selected.connect(self._views.regions.show_region)
        canvas.drag_started.connect(self._on_drag_started)
        canvas.drag_entered.connect(self._on_drag_entered)
        canvas.drag_ended.connect(self.drags.end)
        canvas.worker_drop_requested.connect(self.commands.dispatch_to_worker)
        canvas.region_drop_requested.connect(self.commands.dispatch_to_region)
        canvas.menu_requested.connect(self._show_menu)

    def _on_map_came(self, canvas: MapCanvas) -> None:
        """The second map: as the first, with a colouring of its own."""
        self._connect_map(canvas)
        self._colourings.append(Colouring(self._live, canvas, self._views.burdens, self.figures.cases, self))

    def _connect_selection(self) -> None:
        views = self._views
        views.queue.incident_selected.connect(self.select_incident)
        views.queue.incident_opened.connect(self.show_incident)
        views.panel.incident_selected.connect(self.show_incident)
        views.panel.worker_selected.connect(self.show_worker)
        views.panel.region_selected.connect(self.show_region)
        views.roster.worker_selected.connect(self.show_worker)
        views.regions.region_selected.connect(views.map.show_region)
        views.regions.region_selected.connect(self.figures.choose_region)
        self.figures.board_requested.connect(self.window.show_board)
        self.window.docks.window_opened.connect(self.figures.watch)

    def _connect_drags(self) -> None:
        views = self._views
        views.queue.drag_started.connect(self._on_drag_started)
        views.queue.drag_ended.connect(self.drags.end)
        for target in (views.roster, views.regions, views.panel):
            target.drag_entered.connect(self._on_drag_entered)
        for people in (views.roster, views.panel):
            people.worker_drop_requested.connect(self.commands.dispatch_to_worker)
        views.regions.region_drop_requested.connect(self.commands.dispatch_to_region)
        for picky in (views.roster, views.regions):
            picky.drop_refused.connect(self.window.toast.tell_refusal)
        self.drags.flown.connect(self._on_flown)
        self.roads.changed.connect(lambda: self._offer_candidates(self.selected))

    def _connect_orders(self) -> None:
        views, commands = self._views, self.commands
        views.panel.order_requested.connect(commands.order)
        views.panel.candidates_needed.connect(self._show_candidates)
        views.panel.photo_needed.connect(self._live.fetch_photo)
        views.panel.photo_opened.connect(self.photo_opened)
        views.queue.best_requested.connect(self.dispatch_to_best)
        views.queue.step_requested.connect(self._ask_step)
        views.panel.step_requested.connect(self._ask_step)
        views.queue.menu_requested.connect(self._show_menu)
        self._menu.worker_drop_requested.connect(commands.dispatch_to_worker)
        self._menu.step_requested.connect(self._ask_step)
        self._menu.opened.connect(self.show_incident)

    def _connect_room(self) -> None:
        self._afterwards.add(lambda: self.colouring.catalogue, lambda _: self.map_work.offer_figures(self.colouring))
        bar = self._views.top_bar
        bar.palette_requested.connect(self.finding.open)
        bar.figure_chosen.connect(self._show_figure)
        bar.language_requested.connect(self.language_requested)
        bar.theme_requested.connect(self.theme_requested)
        self.finding.incident_chosen.connect(self.show_incident)
        self.finding.worker_chosen.connect(self.show_worker)
        self.finding.region_chosen.connect(self.show_region)

    def _add_actions(self) -> None:
        add, views, window = self.actions.add, self._views, self.window
        add("next", Group.INCIDENT, lambda: self.tr("Go to what hurts most and waits"), self._go_to_worst, "F7")
        add("undo", Group.INCIDENT, lambda: self.tr("Take back the last command"), window.toast.undo_last, "Ctrl+Z")
        add("find", Group.FIND, lambda: self.tr("Find anything"), self.finding.open, "Ctrl+K", hidden=True)
        to_queue, to_map = partial(self._go_to, "queue", views.queue.list), partial(self._go_to, "map", views.map)
        to_people = partial(self._go_to, "people", views.roster.list)
        to_areas = partial(self._go_to, "areas", views.regions.tree)
        add("queue", Group.FIND, lambda: self.tr("To the incidents"), to_queue, "F2")
        add("map", Group.FIND, lambda: self.tr("To the map"), to_map, "F3")
        add("people", Group.FIND, lambda: self.tr("To the people"), to_people, "F4")
        add("areas", Group.FIND, lambda: self.tr("To the areas"), to_areas, "F5")
        add("home", Group.FIND, lambda: self.tr("Show the whole city"), lambda: views.maps.used.navigation.home())
        add("language", Group.ROOM, lambda: self.tr("中文 / English"), self._other_language)
        add("theme", Group.ROOM, lambda: self.tr("Dark / light"), self._other_theme)

    def _go_to(self, pane: str, view: QWidget) -> None:
        """The keyboard to a view, wherever its pane is."""
        self.window.docks.reveal(pane)
        view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # --- what the picture says ----------------------------------------------------------------------------------------

    def _on_city(self, city: City) -> None:
        self._views.open_city(city, self._live.city_digest)
        self.window.show_room()
        self._tick.start()
        self._frames.reached("city")
        self._afterwards.add(give_back, lambda _: self._garbage.begin())
        self._after_start.city_shown()

    def _on_changed(self, changes: Changes) -> None:
        picture, now = self._live.picture, self._live.now()
        self._views.refresh(picture, changes, now)
        if changes.reset:
            self._views.panel.set_role(self._live.role)
            self._views.roads.set_role(self._live.role)
        if self.selected in changes.incidents or changes.reset:
            self._offer_candidates(self.selected)

    def _on_tick(self) -> None:
        self._views.tick(self._live.now())
        self._counting.start()

    def _on_live(self) -> None:
        if not self._frames.start_ms and not self._frames.awaited:
            self._frames.reached("live")
            self._frames.await_complete(self._on_complete)
            self._views.map.update()

    def _on_complete(self) -> None:
        """Everything was shown once; what may come late comes now."""
        self._after_start.all_shown()

    def _on_photo(self, key: str, content: bytes | None) -> None:
        if content is not None:
            self.photos.put(key, content)
            self._views.panel.set_photo(key, content)

    # --- selection ----------------------------------------------------------------------------------------------------

    def select_incident(self, incident: str) -> None:
        """All views are about this incident; the map stays where it is."""
        self._views.select_incident(incident)
        self._offer_candidates(incident)
        self.alarms.looked_at(incident)

    def show_incident(self, incident: str) -> None:
        """The same, and the map goes there."""
        self.select_incident(incident)
        self._views.map.show_incident(incident)

    def select_worker(self, worker: str) -> None:
        self._views.select_worker(worker)

    def show_worker(self, worker: str) -> None:
        self.select_worker(worker)
        self._views.map.show_worker(worker)

    def show_region(self, region: str) -> None:
        self._views.map.show_region(region)
        self._views.regions.show_region(region)

    def _offer_candidates(self, incident: str) -> None:
        """Who could go is shown unasked only while nobody has the incident."""
        known = self._live.picture.incidents.get(incident) if self._live.opened else None
        if known is not None and known.worker:
            self._views.panel.set_candidates(None)
            self._views.maps.tell(MapCanvas.set_weighed, None)
        else:
            self._show_candidates(incident)

    def _show_candidates(self, incident: str) -> None:
        known = self._live.picture.incidents.get(incident) if self._live.opened else None
        verb = self.commands.assigning_verb(known) if known is not None else ""
        flight = self.drags.weigh(incident) if verb else None
        self._views.panel.set_candidates(flight)
        self._views.maps.tell(MapCanvas.set_weighed, flight)

    # --- drags and orders ---------------------------------------------------------------------------------------------

    def _on_drag_started(self, incident: str) -> None:
        self.drags.begin(incident)

    def _on_drag_entered(self, incident: str) -> None:
        """A drag that did not begin here: of another desk on this screen."""
        if self.drags.flight is None:
            self.drags.begin_visit(incident)

    def _on_flown(self, flight: Flight | None) -> None:
        if flight is not None and flight.incident == self.selected:
            self._views.panel.set_candidates(flight)
        self._views.set_flight(flight, self._live.picture, self.drags.area)

    def dispatch_to_best(self, incident: str, place: int = 1) -> None:
        """Give it to the best who could take it now, or to the second or third best."""
        flight = self.drags.weigh(incident)
        if flight is not None and len(flight.best) >= place:
            self.commands.dispatch_to_worker(incident, flight.best[place - 1])
        else:
            self.window.toast.tell_refusal("nobody")

    def _ask_step(self, incident: str, verb: str) -> None:
        self.select_incident(incident)
        if not self._views.panel.ask(verb):
            self.window.toast.tell_refusal("wrong_stage")

    def _show_menu(self, incident: str, at: QPoint) -> None:
        self.select_incident(incident)
        self._menu.popup(self._live.picture, incident, self._live.role, self.drags.weigh(incident), at)

    # --- what the figures and keys ask for ----------------------------------------------------------------------------

    def _show_figure(self, figure: str) -> None:
        if figure == "on_duty":
            self.window.show_people()
            self._views.roster.show_crew(Crew.ON_DUTY)
        elif not self.figures.open_counter(figure, self._views.top_bar.figures[figure]):
            self._views.queue.show_shelf({"open": Shelf.ALL, "late": Shelf.LATE, "closed": Shelf.CLOSED}[figure])

    def _other_language(self) -> None:
        self.language_requested.emit("en" if self._views.look.language.startswith("zh") else "zh")

    def _other_theme(self) -> None:
        self.theme_requested.emit("light" if self._views.look.tokens.dark else "dark")

    def _go_to_worst(self) -> None:
        """To what hurts most; the keyboard goes along."""
        worst = self.queueing.worst()
        if worst:
            self.show_incident(worst)
        self._go_to("queue", self._views.queue.list)
