"""The map as a picture of any size: the same ground and signs as on the screen, for paper and for files."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import numpy as np
from PySide6.QtGui import QImage, QPainter

from domain.city import City
from domain.look import Tokens
from domain.picture import Changes, Picture
from maps import chrome
from maps.ground_content import GroundContent
from maps.ground_painter import paint_ground
from maps.ground_view import GroundView
from maps.presentation import Presentation
from maps.projection import to_world
from maps.scene import OFF_DUTY, Matters
from maps.tools import Tools
from maps.viewport import Bounds, Viewport

#: Room around the city, logical pixels.
MARGIN = 28.0


@dataclass(frozen=True, slots=True)
class Frame:
    """How a map is wanted: logical pixels, device pixels a logical one, colours, language of names, and what it shows
    (west, south, east, north in degrees; all of the city when None)."""

    width: float
    height: float
    ratio: float
    tokens: Tokens
    language: str
    extent: tuple[float, float, float, float] | None = None


class SnapshotMap:
    """Maps of one city. The ground of the last frame is kept: a second picture of it costs only what lives."""

    def __init__(self, city: City, family: str) -> None:
        self.family = family
        self._shown = Presentation("zh")
        self.terrain = self._shown.open(city)
        self._tools: tuple[tuple[str, float], Tools] | None = None
        self._ground: tuple[tuple[object, ...], QImage] | None = None

    def prepare(self, frame: Frame) -> None:
        """Draw the ground of a frame."""
        key = (frame.width, frame.height, frame.ratio, frame.tokens.name, frame.language, frame.extent)
        if self._ground is not None and self._ground[0] == key:
            return
        tools, viewport = self._dress(frame), self.viewport(frame)
        image = QImage(round(frame.width * frame.ratio), round(frame.height * frame.ratio), QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(frame.ratio)
        view = GroundView(self.terrain, viewport, tools.style, tools.letters, GroundContent(frame.language))
        with QPainter(image) as painter:
            deque(paint_ground(painter, view), maxlen=0)  # to its end, without giving way
        self._ground = key, image

    def draw(
        self,
        frame: Frame,
        picture: Picture,
        now: float,
        people: bool = True,
        details: bool = True,
    ) -> QImage:
        """The picture at city time ``now``, without workers when not ``people``, without incidents when not
        ``details``. Device pixel ratio of the image: ``frame.ratio``."""
        self.prepare(frame)
        assert self._ground is not None
        image = self._ground[1].copy()
        shown, tools, viewport = self._shown, self._dress(frame), self.viewport(frame)
        shown.language = frame.language
        shown.shine = True
        shown.refresh(picture, Changes(reset=True), now)
        crew = shown.scene.crew
        # where somebody is off duty is nobody's business, least of all on paper
        crew.known = crew.known & (crew.state != OFF_DUTY) if people else np.zeros(len(crew), bool)
        if not details:
            shown.scene.matters = Matters()
        with QPainter(image) as painter:
            shown.paint(painter, viewport, tools, None, None)
            chrome.paint_scale(painter, viewport, tools.letters, tools.style)
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
