"""The map as a picture of any size: the same ground and signs as on the screen, for paper and for files."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtGui import QImage, QPainter

from domain.city import City
from domain.look import Tokens
from domain.picture import Changes, Picture
from maps import chrome
from maps.area_colours import AreaColours
from maps.ground_content import GroundContent, GroundTiles
from maps.ground_view import GroundView
from maps.layer_choice import AS_SHIPPED, LayerChoice
from maps.layers import tiles
from maps.layers.table import BY_CODE
from maps.presentation import Corner, Presentation
from maps.projection import to_world
from maps.scene import OFF_DUTY, Matters
from maps.snapshot_ground import FIGURES, SnapshotGround, drawn_ground, land_alone
from maps.tiles.lack import NOTHING, Lack
from maps.tools import Tools
from maps.viewport import Bounds, Viewport

if TYPE_CHECKING:
    from maps.tiles.tiled_base import TiledBase
    from maps.tiles.waiting import Came

#: Room around the city, logical pixels.
MARGIN = 28.0
#: Between a key to colours and the edges of the map, and above its scale.
_EDGE, _ABOVE_SCALE = 8.0, 38.0
#: Seconds a picture waits for tiles.
PATIENCE = 12.0


@dataclass(frozen=True, slots=True)
class Frame:
    """How a map is wanted: logical pixels, device pixels a logical one, colours, language of names, and what it shows
    (west, south, east, north in degrees; all of the city when None). ``coloured``: its areas are going to be coloured
    by a figure; ``strengths``: of layers that are dimmed, by code."""

    width: float
    height: float
    ratio: float
    tokens: Tokens
    language: str
    extent: tuple[float, float, float, float] | None = None
    coloured: bool = False
    strengths: tuple[tuple[str, float], ...] = ()


class SnapshotMap:
    """Maps of one city. The ground of the last frame is kept: a second picture of it costs only what lives."""

    def __init__(self, city: City, family: str) -> None:
        self.family = family
        self._shown = Presentation("zh")
        self.terrain = self._shown.open(city)
        self._tools: tuple[tuple[str, float], Tools] | None = None
        self._ground: tuple[tuple[object, ...], SnapshotGround] | None = None
        self._base: TiledBase | None = None
        self._instead_of = ""
        self._gathered: tuple[tuple[object, ...], Came] | None = None

    def set_base(self, base: TiledBase | None, instead_of: str = "") -> None:
        """A base of tiles instead of the city's own ground (None: that); it belongs to whoever gives it.
        ``instead_of``: the name of one that could not be had, which is said at the foot of the map."""
        if self._base is not None and base is not self._base:
            self._base.leave(self)
        self._base, self._instead_of = base, instead_of

    def prepare(self, frame: Frame) -> None:
        """Draw the ground of a frame."""
        self.gather(frame)
        self._ground_of(frame)

    def gather(self, frame: Frame) -> Lack:
        """Wait for the tiles of a frame that can still come; what of the base is missing then."""
        if self._base is None:
            return NOTHING
        from maps.tiles.waiting import wait_for
        from maps.tiles.wording import lack_of

        viewport, tools = self.viewport(frame), self._dress(frame)
        came = wait_for(self._base, self, viewport, tools.style, tools.ratio, PATIENCE)
        self._gathered = (self._base, viewport, tools), came
        return lack_of(self._base, came)

    def has_tiles(self, frame: Frame) -> bool:
        """Whether there is anything of the base for a frame."""
        return self._base is not None and self._came(frame) != "nothing"

    def land(self, frame: Frame) -> QImage:
        """Only what lies under borders, signs and names."""
        return land_alone(self._view(frame))

    def covered(self, frame: Frame) -> bool:
        """Whether a base of tiles hides all of the city's own ground in a frame."""
        return tiles.hides(self._view(frame))

    def credit(self, frame: Frame) -> tuple[str, bool] | None:
        """What there is to say of a base at the foot of a frame's map, and whether it is a warning; None: nothing."""
        if self._base is None:
            from maps.tiles.wording import missing

            return (missing(self._instead_of), True) if self._instead_of else None
        from maps.tiles.wording import note_of_picture

        return note_of_picture(self._base, self._came(frame))

    def _came(self, frame: Frame) -> Came:
        """How much of the base there is for a frame."""
        wanted = self._base, self.viewport(frame), self._dress(frame)
        if self._gathered is None or self._gathered[0] != wanted:
            self.gather(frame)
        assert self._gathered is not None
        return self._gathered[1]

    def _ground_of(self, frame: Frame) -> SnapshotGround:
        if self._base is not None:
            self._came(frame)
        strengths = tuple(pair for pair in frame.strengths if pair[0] != FIGURES)  # colours are laid on later
        base = None if self._base is None else (self._base, self._base.version)
        size = (frame.width, frame.height, frame.ratio)
        key = (*size, frame.tokens.name, frame.language, frame.extent, frame.coloured, strengths, base)
        if self._ground is None or self._ground[0] != key:
            self._ground = key, drawn_ground(self._view(frame), frame.coloured)
        return self._ground[1]

    def _view(self, frame: Frame) -> GroundView:
        tools = self._dress(frame)
        shown = None if self._base is None else GroundTiles(self._base, self._base.version)
        content = GroundContent(frame.language, _choice(frame), shown)
        return GroundView(self.terrain, self.viewport(frame), tools.style, tools.letters, content)

    def draw(
        self,
        frame: Frame,
        picture: Picture,
        now: float,
        people: bool = True,
        details: bool = True,
        colours: AreaColours | None = None,
    ) -> QImage:
        """The picture at city time ``now``, without workers when not ``people``, without incidents when not
        ``details``; ``colours`` of the areas for a frame that is to be coloured. Device pixel ratio of the image:
        ``frame.ratio``."""
        shown, tools, viewport = self._shown, self._dress(frame), self.viewport(frame)
        shown.language = frame.language
        shown.choice, shown.colours = _choice(frame), colours
        shown.shine = True
        ground, view = self._ground_of(frame), self._view(frame)
        view = replace(view, content=replace(view.content, colours=shown.content(viewport).colours))
        image = ground.picture(view, shown.choice.strength(BY_CODE[FIGURES]))
        shown.refresh(picture, Changes(reset=True), now)
        crew = shown.scene.crew
        # where somebody is off duty is nobody's business, least of all on paper
        crew.known = crew.known & (crew.state != OFF_DUTY) if people else np.zeros(len(crew), bool)
        if not details:
            shown.scene.matters = Matters()
        with QPainter(image) as painter:
            shown.paint(painter, viewport, tools, None, None)
            chrome.paint_scale(painter, viewport, tools.letters, tools.style, self.credit(frame))
            legend = shown.legend(viewport, tools.letters)
            if legend is not None:
                legend.paint(painter, *shown.emptiest(_corners(viewport, legend.size), legend.size, viewport))
        return image

    def viewport(self, frame: Frame) -> Viewport:
        """Where a frame looks."""
        start = Viewport(0.5, 0.5, 256.0, frame.width, frame.height)
        return start.fitting(self._bounds(frame), MARGIN if frame.extent is None else 0.0)

    def tools(self, frame: Frame) -> Tools:
        """Style, letters and signs of a frame's map, for a legend that shows the same."""
        return self._dress(frame)

    def _bounds(self, frame: Frame) -> Bounds:
        if frame.extent is None:
            return self.terrain.bounds
        west, south, east, north = frame.extent
        (left, bottom), (right, top) = to_world([west, east], [south, north]).tolist()
        return left, top, right, bottom

    def _dress(self, frame: Frame) -> Tools:
        key = frame.tokens.name, frame.ratio
        if self._tools is None or self._tools[0] != key:
            self._tools = key, Tools(frame.tokens, self.family, frame.ratio)
        return self._tools[1]


def _choice(frame: Frame) -> LayerChoice:
    """The layers of a frame's ground."""
    choice = AS_SHIPPED.switch(FIGURES, frame.coloured)
    for code, strength in frame.strengths:
        choice = choice.dim(code, strength)
    return choice


def _corners(viewport: Viewport, size: tuple[float, float]) -> list[Corner]:
    """Where a key of a size may stand: above the scale where it can."""
    right, low = viewport.width - size[0] - _EDGE, viewport.height - size[1] - _ABOVE_SCALE
    return [(_EDGE, low), (right, low), (_EDGE, _EDGE), (right, _EDGE)]
