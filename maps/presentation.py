"""What a map shows, apart from where it looks and on which screen: the city, its picture, what is chosen or in the
air."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from PySide6.QtGui import QPainter

from domain.candidates import Flight
from domain.city import City
from domain.closure import Closure
from domain.drawn_area import Corners
from domain.help_beside import GridHelp, help_beside
from domain.picture import Changes, Picture
from domain.reach import Reach
from domain.region import Level
from domain.trails import Trails
from maps.area_colours import AreaColours
from maps.camera_groups import FAR as CAMERAS_FAR
from maps.commons import Commons, Stage
from maps.crowds import Crowds, gather, nobody
from maps.flight_view import AreaOf, FlightView
from maps.frame import Frame
from maps.ground_content import GroundContent, GroundTiles
from maps.heat import ShownHeat
from maps.layer_choice import AS_SHIPPED, Layered
from maps.layers.closures import closure_at
from maps.layers.table import BY_CODE, GROUND_LAYERS, LIVE_LAYERS
from maps.legend import Legend
from maps.lettering import Box, Lettering
from maps.marks import Gathering, Marks
from maps.pointing import area_at, crowd_at, thing_at, worker_in_reach
from maps.scene import Scene
from maps.target import Target
from maps.terrain import Terrain
from maps.tied import Tied
from maps.tools import Tools
from maps.viewport import Bounds, Viewport

_GROUND = frozenset(layer.code for layer in GROUND_LAYERS)
#: Left and top of a box, pixels.
Corner = tuple[float, float]


class Presentation:
    """``incident``, ``worker``: ids of what is selected; ``pending``: incidents with an order that is not confirmed;
    ``filter``: incidents that stand out (None: all); ``hover``: what the pointer is over; ``shine``: whether what
    blinks is on; ``choice``: which layers are shown and how; ``tiles``: the base that is shown instead of the city's
    own; ``trails``: where workers have been; ``link_age``: seconds since the backend was heard, ``heard_at``: city time
    of it."""

    def __init__(self, language: str, commons: Commons | None = None) -> None:
        self.language = language
        self.commons = commons or Commons()
        self._stage: Stage | None = None
        self._nothing = Scene()
        self.picture: Picture | None = None
        self.flight: FlightView | None = None
        self.incident = self.worker = ""
        self.pending: frozenset[str] = frozenset()
        self.filter: frozenset[str] | None = None
        self.hover: Target | None = None
        self.shine = False
        self.choice = AS_SHIPPED
        #: What sending each worker to the selected incident would mean.
        self.weighed: Flight | None = None
        self._beside: tuple[int, list[int]] | None = None
        #: The figure the areas are coloured by.
        self.colours: AreaColours | None = None
        self._legend: tuple[tuple[AreaColours, Level, str, Lettering], Legend] | None = None
        #: World place somebody asked to be shown.
        self.pin: tuple[float, float] | None = None
        #: The area that is chosen, corners in degrees.
        self.drawn: Corners = ()
        #: World places along a road that is about to be closed; worker by incident of a proposal.
        self.closing = np.zeros((0, 2))
        self.plan: dict[str, str] = {}
        self.tiles: GroundTiles | None = None
        #: What lies over the map (pixels): no words of what lives are put below it.
        self.covered: tuple[Box, ...] = ()
        #: Whether the picture is of now.
        self.live = True
        self.link_age = self.heard_at = 0.0
        self.trails: Trails | None = None
        #: Where keys to colours begin, and where the last one painted ended, pixels from the top.
        self.key_top = self.keys_end = 12.0
        self.heat: ShownHeat | None = None
        self.reach: Reach | None = None
        #: Members of the pile of incidents that is open, the worst first.
        self.opened: tuple[str, ...] = ()
        self._gathering = Gathering()
        self._sign_zoom: float | None = None
        self._moving = False
        self._tied = Tied()
        self._crowds: tuple[tuple[object, ...], Crowds] | None = None

    @property
    def city(self) -> City | None:
        """Which it shows; None for none yet."""
        return self._stage.city if self._stage is not None else None

    def told_as(self, other: Presentation) -> None:
        """Show what another one was told about the same city; not what a hand does there, nor its layers."""
        self.picture, self.flight = other.picture, other.flight
        self.incident, self.worker, self.weighed = other.incident, other.worker, other.weighed
        self.pending, self.filter, self.drawn = other.pending, other.filter, other.drawn
        self.closing, self.plan = other.closing, other.plan
        self.trails, self.heat, self.reach = other.trails, other.heat, other.reach
        self.live, self.link_age, self.heard_at = other.live, other.link_age, other.heard_at
        if self.picture is not None:
            self._tied.take(self.picture, Changes(reset=True))

    @property
    def terrain(self) -> Terrain | None:
        return self._stage.terrain if self._stage is not None else None

    @property
    def scene(self) -> Scene:
        """What lives, shared with the other views of this city; nothing before the first picture."""
        return self._stage.scene if self._stage is not None and self.picture is not None else self._nothing

    def open(self, city: City) -> Terrain:
        self._stage = stage = self.commons.stage(city)
        self.colours, self.weighed, self._beside = None, None, None
        self.picture, self.flight, self.hover, self._crowds, self._sign_zoom = None, None, None, None, None
        self.pin, self.drawn, self.opened, self.heat, self.reach = None, (), (), None, None
        self.closing, self.plan = np.zeros((0, 2)), {}
        return stage.terrain

    def refresh(self, picture: Picture, changes: Changes, now: float, wall: float = 0.0, scale: float = 0.0) -> None:
        """As ``Stage.refresh``."""
        if picture is not self.picture:
            self.picture, changes = picture, Changes(reset=True)
        if self._stage is not None:
            self._stage.refresh(picture, changes, now, wall, scale)
        self._crowds = None
        self._tied.take(picture, changes)
        if self.flight is not None and changes.reset:
            self.set_flight(self.flight.flight, self.flight.area_of)

    def walk(self, wall: float) -> bool:
        """Signs are where they are now; whether any moved."""
        return self._stage is not None and self._stage.motion.step(self.scene.crew, wall)

    def arrive(self) -> None:
        """Every sign stands on its fix."""
        if self._stage is not None:
            self._stage.motion.arrive(self.scene.crew)

    def walks(self, viewport: Viewport) -> bool:
        """Whether a sign in view is on its way."""
        return self._stage is not None and self._stage.motion.seen(self.scene.crew, viewport)

    def tick(self, now: float) -> None:
        if self.picture is not None and self._stage is not None:
            self._stage.tick(self.picture, now)
            self._crowds = None

    def set_flight(self, flight: Flight | None, area_of: AreaOf | None) -> None:
        self.flight = FlightView(flight, self.scene.crew, area_of) if flight is not None else None

    def content(self, viewport: Viewport) -> GroundContent:
        """What the ground of a view shows beside the city."""
        level, colours = self.coloured_level(viewport), self.colours
        shown = colours.shown(level) if colours is not None and level is not None else None
        heat = self._heat()
        choice, warmth = self.choice.about(_GROUND), heat.heat if heat is not None else None
        return GroundContent(self.language, choice, self.tiles, shown, warmth, self._reach())

    def _reach(self) -> Reach | None:
        return self.reach if self.choice.shows(BY_CODE["reach"]) else None

    def _heat(self) -> ShownHeat | None:
        return self.heat if self.choice.shows(BY_CODE["heat"]) else None

    def coloured_level(self, viewport: Viewport) -> Level | None:
        """The level whose areas are coloured at this scale: the one a drop would mean. None: they are not."""
        if self.colours is None or self.terrain is None or not self.choice.shows(BY_CODE["figures"]):
            return None
        return self.terrain.aimed_level(viewport)

    def legend(self, viewport: Viewport, letters: Lettering) -> Legend | None:
        """What the colours of the areas mean; None while they are not shown."""
        level = self.coloured_level(viewport)
        if level is None or self.colours is None:
            return None
        wanted = self.colours, level, self.language, letters
        if self._legend is None or self._legend[0] != wanted:
            self._legend = wanted, Legend(self.colours, level, self.zone, self.language, letters)
        return self._legend[1]

    @property
    def blinks(self) -> bool:
        """Whether somebody must be told: something calls for attention."""
        return bool(self.scene.matters.calls.any())

    @property
    def zone(self) -> str:
        """Time zone of the city."""
        return self.picture.city.rules.calendar.zone if self.picture is not None else "UTC"

    def _shows(self, layer: Layered) -> bool:
        # Nobody drops an incident on people who cannot be seen.
        return self.choice.shows(layer) or (layer.code == "workers" and self.flight is not None)

    def _pickable(self, viewport: Viewport) -> tuple[bool, bool]:
        """Whether workers and cameras can be pointed at: what is not shown cannot."""
        cameras = "cameras" if viewport.zoom >= CAMERAS_FAR else "cameras_afar"
        return self.choice.shows(BY_CODE["workers"]), self.choice.shows(BY_CODE[cameras])

    def marks(self, viewport: Viewport) -> Marks:
        alone = (self.incident, self.flight.incident if self.flight is not None else "")
        zoom = self._zoom_of_signs(viewport)
        return self._gathering.of(self.scene.matters, zoom, alone, self.filter, self.opened, self._moving)

    def gather_for(self, goal: Viewport, moving: bool) -> None:
        """Incidents are gathered as the view needs it that the map is going to; ``moving``: it is not there yet."""
        self._sign_zoom, self._moving = goal.zoom, moving

    def _zoom_of_signs(self, viewport: Viewport) -> float:
        return viewport.zoom if self._sign_zoom is None else self._sign_zoom

    def pile_of(self, id_: str, viewport: Viewport) -> tuple[str, ...]:
        """The incidents that are drawn under one sign with this one, the worst first; itself among them."""
        matters = self.scene.matters
        marks = Gathering().of(matters, self._zoom_of_signs(viewport), (), self.filter)
        row = matters.row.get(id_)
        if row is None:
            return ()
        members = np.flatnonzero(marks.leader == marks.leader[row])[::-1]
        return tuple(matters.ids[member] for member in members.tolist())

    def bounds_of(self, ids: Iterable[str]) -> Bounds | None:
        """The box around some open incidents."""
        rows = [self.scene.matters.row[id_] for id_ in ids if id_ in self.scene.matters.row]
        if not rows:
            return None
        places = self.scene.matters.world[rows]
        (west, north), (east, south) = places.min(axis=0).tolist(), places.max(axis=0).tolist()
        return west, north, east, south

    def crowds(self, viewport: Viewport) -> Crowds:
        """Workers that are drawn in crowds; nobody while an incident is in the air or when switched off."""
        layers = (BY_CODE["workers"], BY_CODE["crowds"])
        if self.flight is not None or not all(self.choice.shows(layer) for layer in layers):
            return nobody(self.scene.crew)
        crew = self.scene.crew
        key = viewport, self.worker, crew, crew.edition
        if self._crowds is None or self._crowds[0] != key:
            self._crowds = key, gather(crew, viewport, self.worker)
        return self._crowds[1]

    def thing(self, x: float, y: float, viewport: Viewport) -> Target | None:
        """The incident, worker or camera under a pixel."""
        if self.terrain is None:
            return None
        marks, crowds = self.marks(viewport), self.crowds(viewport)
        return thing_at(x, y, viewport, self.terrain, self.scene, marks, crowds, *self._pickable(viewport))

    def area(self, x: float, y: float, viewport: Viewport) -> Target | None:
        """The area under a pixel, of the level the scale means."""
        return area_at(x, y, viewport, self.terrain, 0, None) if self.terrain is not None else None

    def drop_target(self, x: float, y: float, viewport: Viewport, steps: int) -> Target | None:
        """The worker or area an incident in the air would go to; ``steps`` levels deeper or higher."""
        if self.terrain is None or self.flight is None:
            return None
        worker = worker_in_reach(x, y, viewport, self.scene, self.flight)
        return worker or area_at(x, y, viewport, self.terrain, steps, self.flight)

    def crowd(self, x: float, y: float, viewport: Viewport) -> int:
        """How many an incident in the air could go to lie under one pixel."""
        return crowd_at(x, y, viewport, self.scene, self.flight) if self.flight is not None else 0

    def ground_below(self, corner: tuple[float, float], size: tuple[float, float], viewport: Viewport) -> int:
        """How much of the city lies below a box on the map, as the count of a few places."""
        if self.terrain is None:
            return 0
        places = [(corner[0] + size[0] * x / 4, corner[1] + size[1] * y / 4) for x in range(5) for y in range(5)]
        return sum(self.terrain.region_at(*viewport.to_world(place).tolist()) is not None for place in places)

    def emptiest(self, corners: Sequence[Corner], size: tuple[float, float], viewport: Viewport) -> Corner:
        """Which of some corners (left, top) for a box of a size has the least of the city below it; the first of
        equals."""
        return min(corners, key=lambda corner: self.ground_below(corner, size, viewport))

    def beside(self) -> tuple[GridHelp, ...]:
        """The grids beside that of the selected incident, with who is free there; empty while nobody asks."""
        incident = self.picture.incidents.get(self.incident) if self.picture is not None else None
        if self.terrain is None or self.picture is None or incident is None:
            return ()
        if not self.choice.shows(BY_CODE["beside"]) or incident.region not in self.terrain.tree:
            return ()
        index = self.terrain.tree.index(incident.region)
        if self._beside is None or self._beside[0] != index:
            self._beside = index, self.terrain.beside(index)
        flight = self.weighed if self.weighed is not None and self.weighed.incident == incident.id else None
        return help_beside(self.picture, (self.terrain.regions[row].code for row in self._beside[1]), flight)

    def place_of_incident(self, id_: str) -> tuple[float, float] | None:
        """World place of an open incident."""
        row = self.scene.matters.row.get(id_)
        return None if row is None else tuple(self.scene.matters.world[row].tolist())

    def place_of_worker(self, id_: str) -> tuple[float, float] | None:
        """World place of a worker who has been seen."""
        crew = self.scene.crew
        row = crew.row.get(id_)
        if row is None or not crew.known[row] or self._stage is None:
            return None
        return self._stage.motion.fix(crew, row)

    def name_of_worker(self, id_: str) -> str:
        worker = self.picture.workers.get(id_) if self.picture is not None else None
        return worker.title(self.language) if worker is not None else ""

    def name_of_area(self, code: str) -> str:
        return self.terrain.title(code, self.language) if self.terrain is not None else ""

    def closure_at(self, x: float, y: float, viewport: Viewport) -> Closure | None:
        """The closed road under a pixel."""
        if self.picture is None or not self.picture.closures:
            return None
        return closure_at(self.picture.closures.values(), viewport, x, y)

    def paint(
        self,
        painter: QPainter,
        viewport: Viewport,
        tools: Tools,
        target: Target | None,
        pointer: tuple[float, float] | None,
    ) -> None:
        """Everything that lives, over the ground. ``target`` and ``pointer`` while an incident is held over the map."""
        if self.terrain is None or self.picture is None:
            return
        marks = self.marks(viewport)
        frame = Frame(
            viewport=viewport,
            terrain=self.terrain,
            scene=self.scene,
            picture=self.picture,
            style=tools.style,
            letters=tools.letters,
            language=self.language,
            worker_sprites=tools.workers,
            incident_sprites=tools.incidents(viewport.zoom, len(marks.rows)),
            badges=tools.badges,
            marks=marks,
            crowds=self.crowds(viewport),
            crowd_signs=tools.crowds,
            incident=self.incident,
            worker=self.worker,
            pending=self.pending,
            flight=self.flight,
            target=target if pointer is not None else self.hover,
            pointer=pointer,
            shine=self.shine,
            trails=self.trails,
            heat=self._heat(),
            reach=self._reach(),
            key_top=self.key_top,
            closing=self.closing,
            plan=self.plan,
            ties=self._tied.of(self.picture, self.incident),
            drawn=self.drawn,
            pin=self.pin,
            beside=self.beside(),
        )
        frame.taken.claim(*self.covered)
        for layer in self.choice.arranged(LIVE_LAYERS):
            if self._shows(layer):
                painter.setOpacity(self.choice.strength(layer))
                layer.paint(painter, frame)
        painter.setOpacity(1.0)
        self.keys_end = frame.key_top
