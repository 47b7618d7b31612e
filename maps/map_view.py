"""The live map of a city to look at: it shows the picture and goes where it is told; no hand touches it."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFontInfo, QHideEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from domain.candidates import Flight
from domain.city import City
from domain.closure import Closure
from domain.drawn_area import Corners
from domain.look import Tokens
from domain.picture import Changes, Picture
from domain.reach import Reach
from domain.trails import Trails
from maps import chrome, wording
from maps.area_colours import AreaColours
from maps.commons import Commons
from maps.grey import greyed
from maps.ground_content import GroundTiles
from maps.ground_drawing import WORDS
from maps.ground_image import MARGIN, GroundImage
from maps.ground_store import GroundStore
from maps.heat import ShownHeat
from maps.layer_choice import LayerChoice
from maps.layers.table import BY_CODE
from maps.navigation import Navigation
from maps.presentation import Presentation
from maps.projection import to_degrees, to_world
from maps.pulse import Pulse
from maps.target import Target
from maps.tools import Tools

if TYPE_CHECKING:
    from maps.tiles.tiled_base import TiledBase


class MapView(QWidget):
    """A map of ``open_city``'s city showing ``refresh``'s picture. Ids and codes are those of the domain.

    ``commons``: what it shares with other views. ``navigation`` moves it. ``ground_unkept(write)``: calling ``write``,
    in any thread, keeps the first view's ground for the next start. ``layers_changed``: other layers are shown, or in
    another way."""

    ground_unkept = Signal(object)
    layers_changed = Signal()

    def __init__(
        self, tokens: Tokens, language: str = "zh", parent: QWidget | None = None, commons: Commons | None = None
    ) -> None:
        super().__init__(parent)
        self._tokens = tokens
        self._tools: Tools | None = None
        self._shown = Presentation(language, commons)
        self._live, self._age, self._heard_at = True, 0.0, 0.0
        self.navigation = Navigation(self)
        self.navigation.moved.connect(self.update)
        self._base: TiledBase | None = None
        self._ground = GroundImage(self)
        self._ground.refreshed.connect(self.update)
        self._ground.unkept.connect(self.ground_unkept)
        self._pulse = Pulse(self._shown, self.navigation, self)
        self._pulse.frame_due.connect(self._on_frame_due)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(240, 180)
        self._surface: QWidget | None = None
        if self.commons.gl:
            from maps.gl_surface import GlSurface  # OpenGL is loaded where it is used

            self._surface = GlSurface(self._paint_frame, self)

    @property
    def commons(self) -> Commons:
        """For another view of the same: then that one costs its pixels."""
        return self._shown.commons

    # --- what it shows ------------------------------------------------------------------------------------------------

    def open_city(self, city: City, store: GroundStore | None = None) -> None:
        """Show this city, all of it; ``store`` keeps its drawn ground between two starts."""
        terrain = self._shown.open(city)
        self._ground.open(terrain, store)
        self.navigation.open(terrain.bounds)
        self.update()

    def join(self, other: MapView) -> None:
        """Show what another map of the same desk shows and was told; from now on tell both."""
        city = other._shown.city
        if city is not None:
            self.open_city(city)
            self._shown.told_as(other._shown)
        self._live, self._age, self._heard_at = other._live, other._age, other._heard_at
        self.update()

    def refresh(self, picture: Picture, changes: Changes, now: float) -> None:
        """Take what changed; ``now`` is city time."""
        scale = self.navigation.viewport.scale if self._pulse.smooth else 0.0
        self._shown.refresh(picture, changes, now, time.monotonic(), scale)
        self._pulse.beat()
        self.update()

    def tick(self, now: float) -> None:
        """City time went on: ages and deadlines."""
        self._shown.tick(now)
        self.update()

    def set_pending(self, ids: Iterable[str]) -> None:
        """Incidents with an order on its way that is not confirmed yet."""
        self._shown.pending = frozenset(ids)
        self.update()

    def set_filter(self, ids: Iterable[str] | None) -> None:
        """Only these incidents stand out; the others stay as faint signs that nobody can pick. None: all alike."""
        self._shown.filter = None if ids is None else frozenset(ids)
        self.update()

    def set_drawn(self, corners: Corners) -> None:
        """The area that is chosen on the map, as ``domain.drawn_area`` has it; empty for none."""
        if corners != self._shown.drawn:
            self._shown.drawn = corners
            self.update()

    def set_closing(self, points: NDArray[np.float64] | None) -> None:
        """The road that is about to be closed, ``(n, 2)`` WGS-84 degrees; None for none."""
        self._shown.closing = np.zeros((0, 2)) if points is None else to_world(points[:, 0], points[:, 1])
        self.update()

    def set_plan(self, pairs: Mapping[str, str]) -> None:
        """Who is proposed for which incident: worker by incident; empty for nothing."""
        self._shown.plan = dict(pairs)
        self.update()

    def select_incident(self, id_: str) -> None:
        self._shown.incident = id_
        self.update()

    def set_weighed(self, flight: Flight | None) -> None:
        """What sending each worker to the selected incident would mean (None: nobody weighed it)."""
        self._shown.weighed = flight
        self.update()

    def select_worker(self, id_: str) -> None:
        self._shown.worker = id_
        self.update()

    def set_trails(self, trails: Trails | None) -> None:
        """Where workers have been; whoever keeps them keeps them up to date."""
        self._shown.trails = trails
        self.update()

    def set_heat(self, heat: ShownHeat | None) -> None:
        """How dense incidents lie (None: not known)."""
        self._shown.heat = heat
        self.update()

    def set_reach(self, reach: Reach | None) -> None:
        """Who can be at a place in time (None: of no place)."""
        self._shown.reach = reach
        self.update()

    def shows(self, code: str) -> bool:
        """Whether the layer of this code is on."""
        return self.layers.shows(BY_CODE[code])

    @property
    def layers(self) -> LayerChoice:
        """Which layers are shown, how strong and in which order."""
        return self._shown.choice

    def set_layers(self, choice: LayerChoice) -> None:
        if choice != self._shown.choice:
            self._shown.choice = choice
            self.update()
            self.layers_changed.emit()

    def set_colours(self, colours: AreaColours | None) -> None:
        """What the areas are coloured by, as it is now (None: nothing is known yet). The ground is drawn anew when an
        area comes to another class."""
        self._shown.colours = colours
        self.update()

    @property
    def base(self) -> TiledBase | None:
        """The base of tiles that is shown; None: the city's own."""
        return self._base

    def set_base(self, base: TiledBase | None) -> None:
        """Show a base of tiles instead of the city's own ground (None: that again). The base belongs to whoever gives
        it, and outlives its use here."""
        if base is self._base:
            return
        if self._base is not None:
            self._base.arrived.disconnect(self.update)
            self._base.changed.disconnect(self.update)
            self._base.leave(self)
        self._base, self._shown.tiles = base, None
        if base is not None:
            base.arrived.connect(self.update)
            base.changed.connect(self.update)
        self.update()

    def middle(self) -> tuple[float, float] | None:
        """The place in the middle, degrees; None while no city is shown."""
        if self._shown.terrain is None:
            return None
        view = self.navigation.destination
        lon, lat = to_degrees((view.x, view.y)).tolist()
        return lon, lat

    def set_link(self, live: bool, age_s: float, heard_at: float) -> None:
        """Whether the picture is live, for how many seconds nothing came, and the city time of what came last."""
        self._live, self._age, self._heard_at = live, age_s, heard_at
        self._shown.live, self._shown.link_age, self._shown.heard_at = live, age_s, heard_at
        if not live:
            self._pulse.arrive()
        self.update()

    def set_tokens(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self._undress()

    def set_language(self, language: str) -> None:
        """Language of names that come with the data; words of the map itself follow Qt's translators."""
        self._shown.language = language
        self._undress()

    def closure_at(self, lon: float, lat: float) -> Closure | None:
        """The closed road that is drawn at a place (WGS-84 degrees)."""
        x, y = self.navigation.viewport.to_pixels(to_world(lon, lat)).tolist()
        return self._shown.closure_at(x, y, self.navigation.viewport)

    # --- where it looks -----------------------------------------------------------------------------------------------

    def show_region(self, code: str) -> None:
        """Go there; an unknown code leaves the map where it is."""
        terrain = self._shown.terrain
        if terrain is not None and (bounds := terrain.bounds_of(code)) is not None:
            self.navigation.show(bounds)

    def show_incident(self, id_: str, zoom: float = 15.5) -> None:
        """Bring an incident into the middle, at least this near."""
        self._go(self._shown.place_of_incident(id_), zoom)

    def show_place(self, lon: float, lat: float, zoom: float = 17.0) -> None:
        """Bring a place (WGS-84 degrees) into the middle, at least this near, and mark it until a hand touches the
        map."""
        x, y = to_world(lon, lat).tolist()
        self._shown.pin = x, y
        self._go((x, y), zoom)

    def show_worker(self, id_: str, zoom: float = 15.5) -> None:
        """Bring a worker into the middle, at least this near."""
        self._go(self._shown.place_of_worker(id_), zoom)

    @property
    def metres_per_pixel(self) -> float:
        """On the ground, in the middle."""
        return self.navigation.viewport.metres_per_pixel

    def sees(self, lon: float, lat: float) -> bool:
        """Whether a place (WGS-84 degrees) is in view."""
        x, y = self.navigation.viewport.to_pixels(to_world(lon, lat)).tolist()
        return bool(0 <= x <= self.width() and 0 <= y <= self.height())

    def _go(self, place: tuple[float, float] | None, zoom: float) -> None:
        if place is not None:
            self.navigation.centre(*place, max(zoom, self.navigation.viewport.zoom))

    # --- drawing ------------------------------------------------------------------------------------------------------

    def finish(self) -> None:
        """Draw the ground to its end now, for a picture of the map that is wanted at once."""
        self._ground.finish()

    @property
    def drawing(self) -> bool:
        """Whether the ground is still being drawn for the view as it is now."""
        return self._ground.busy

    def _on_frame_due(self) -> None:
        """What walks or blinks waits while the ground is drawn: that takes a moment, and ends with a frame."""
        if not self._ground.busy:
            self.update()

    def update(self, *where: Any) -> None:
        if self._surface is not None:
            self._surface.update()
        else:
            super().update(*where)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._surface is None:
            with QPainter(self) as painter:
                self._paint_frame(painter)

    def _paint_frame(self, painter: QPainter) -> None:
        """One frame, whatever it is painted on."""
        with self._pulse.frame():
            self._paint_whole(painter)

    def _paint_whole(self, painter: QPainter) -> None:
        tools = self._dressed()
        self._prepare(painter)
        if self._live or self._shown.picture is None:
            self._paint(painter, tools)
        else:
            view, paint = self.navigation.viewport, partial(self._paint, tools=tools)
            painter.drawImage(QPointF(0, 0), greyed(view.width, view.height, tools.ratio, paint))
            text = wording.stopped(self._heard_at, self._age, self._shown.zone)
            chrome.paint_stopped(painter, text, self.navigation.viewport, tools.letters, tools.style)
        self._paint_over(painter, tools)

    def _prepare(self, painter: QPainter) -> None:
        """What a map of another kind does to the painter of its widget first."""

    def _paint_over(self, painter: QPainter, tools: Tools) -> None:
        """What a map of another kind draws over everything."""

    def _aim(self) -> tuple[Target | None, tuple[float, float] | None]:
        """What a hand over the map means, and where it is (pixels)."""
        return None, None

    def _paint(self, painter: QPainter, tools: Tools) -> None:
        viewport, style = self.navigation.viewport, tools.style
        goal = self.navigation.destination
        self._look_at_base(tools)
        self._ground.fit(goal, tools.letters, self._shown.content(goal))
        self._ground.paint(painter, viewport, style, tools.ratio)
        if self._shown.terrain is None:
            painter.setPen(style.quiet)
            painter.setFont(style.font(14))
            whole = QRectF(0, 0, viewport.width, viewport.height)
            painter.drawText(whole, Qt.AlignmentFlag.AlignCenter, wording.waiting())
            return
        self._shown.gather_for(goal, self._ground.busy)
        self._shown.paint(painter, viewport, tools, *self._aim())
        note = None
        if self._base is not None:
            from maps.tiles.wording import note_of

            note = note_of(self._base)
        chrome.paint_scale(painter, viewport, tools.letters, style, note)
        if (legend := self._shown.legend(goal, tools.letters)) is not None:
            legend.paint(painter, *self._legend_corner(legend.size))

    def _legend_corner(self, size: tuple[float, float]) -> tuple[float, float]:
        """Where the legend stands: above the scale."""
        return 8.0, self.navigation.viewport.height - 38.0 - size[1]

    def _look_at_base(self, tools: Tools) -> None:
        if (base := self._base) is None or self._shown.terrain is None:
            return
        base.look(self, self.navigation.destination.widened(MARGIN + WORDS + 2), tools.style, tools.ratio)
        if not self._ground.busy:  # a picture that is being drawn is finished, however fast tiles come
            self._shown.tiles = GroundTiles(base, base.version)

    def _dressed(self) -> Tools:
        """The tools for the screen the map is on now."""
        ratio = self.devicePixelRatioF()
        if self._tools is None or self._tools.ratio != ratio:
            self._tools = self.commons.tools(self._tokens, QFontInfo(self.font()).family(), ratio)
            self._ground.outdate()
            self._on_dressed(self._tools)
        return self._tools

    def _on_dressed(self, tools: Tools) -> None:
        """There are other tools: another screen, theme or language."""

    def _undress(self) -> None:
        self._tools = None
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.LanguageChange):
            self._undress()
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self._surface is not None:
            self._surface.resize(event.size())
        self.navigation.resize(event.size().width(), event.size().height())

    def showEvent(self, event: QShowEvent) -> None:
        self._pulse.beat()

    def hideEvent(self, event: QHideEvent) -> None:
        self.navigation.stop()
        self._ground.stop()
        if self._base is not None:
            self._base.leave(self)
        self._pulse.stop()
