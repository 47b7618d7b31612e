"""Moving over the map: by wheel, hand, keys and on request, with a short glide so that the eye can follow."""

from __future__ import annotations

import math
import time
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from maps.viewport import FARTHEST, NEAREST, TILE, Bounds, Viewport

#: Milliseconds between two frames of a glide, and how long glides take (seconds).
FRAME_MS = 15
WHEEL_GLIDE, TRAVEL_GLIDE = 0.14, 0.45
#: A thrown map loses this share of its speed every second (as a power of e); below ``STILL`` px/s it stands.
FRICTION, STILL = 5.0, 25.0


class Navigation(QObject):
    """Holds the viewport. ``moved``: the viewport is another one. ``gestured``: a person moved it by hand. ``taken``:
    pixels at the right edge and at the foot where something stands on the map: the whole city is shown beside it."""

    moved = Signal()
    gestured = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.viewport = Viewport(0.5, 0.5, TILE, 1.0, 1.0)
        self.glides = True
        self.taken = (0.0, 0.0)
        self._home: Bounds = (0.0, 0.0, 1.0, 1.0)
        self._start = self._goal = self.viewport
        self._began, self._lasts = 0.0, 0.0
        self._velocity = (0.0, 0.0)
        self._at_home = True
        self._timer = QTimer(self)
        self._timer.setInterval(FRAME_MS)
        self._timer.timeout.connect(self._step)

    def open(self, home: Bounds) -> None:
        """Another city: show all of it."""
        self._home = home
        self._at_home = True
        self._jump(self._whole(self.viewport))

    @property
    def destination(self) -> Viewport:
        """Where a glide leads; where the view is when there is none."""
        return self._goal if self._timer.isActive() and self._lasts else self.viewport

    @property
    def at_home(self) -> bool:
        """Whether it shows, or is on its way to, all of the city."""
        return self._at_home

    @property
    def still(self) -> bool:
        return not self._timer.isActive()

    def resize(self, width: float, height: float) -> None:
        """The whole city stays the whole city; any other view keeps its middle."""
        sized = self.viewport.resized(max(width, 1.0), max(height, 1.0))
        self._jump(self._whole(sized) if self._at_home else sized)

    def zoom(self, steps: float, x: float, y: float, by_hand: bool = True) -> None:
        """Nearer by ``steps`` levels around the pixel (x, y)."""
        # A wheel turned quickly adds up: each step goes on from where the last one leads.
        goal = self._goal if self._timer.isActive() and self._lasts == WHEEL_GLIDE else self.viewport
        self._by_hand(by_hand)
        self._glide(goal.zoomed(steps, x, y), WHEEL_GLIDE)

    def zoom_middle(self, steps: float) -> None:
        """Nearer by ``steps`` levels around the middle, by hand."""
        self.zoom(steps, self.viewport.width / 2, self.viewport.height / 2)

    def pan(self, dx: float, dy: float, by_hand: bool = True) -> None:
        """Move the ground by pixels at once."""
        self._by_hand(by_hand)
        self._jump(self.viewport.panned(dx, dy))

    def throw(self, vx: float, vy: float) -> None:
        """Let the ground run on with a speed in pixels a second."""
        if self.glides and math.hypot(vx, vy) > STILL * 4:
            self._velocity, self._lasts = (vx, vy), 0.0
            self._began = time.perf_counter()
            self._timer.start()

    def stop(self) -> None:
        self._timer.stop()
        self._velocity = (0.0, 0.0)

    def home(self, by_hand: bool = True) -> None:
        """All of the city."""
        self._by_hand(by_hand)
        self._at_home = True
        self._glide(self._whole(self.viewport), TRAVEL_GLIDE)

    def show(self, bounds: Bounds, margin: float = 60.0) -> None:
        """So near that bounds just fit."""
        self._at_home = False
        self._glide(self.viewport.fitting(bounds, margin), TRAVEL_GLIDE)

    def centre(self, x: float, y: float, zoom: float | None = None, glide: bool = True) -> None:
        """A world place in the middle, at a zoom level or as near as now."""
        self._at_home = False
        goal = self.viewport.centred(x, y)
        if zoom is not None:
            goal = replace(goal, scale=TILE * 2.0 ** min(max(zoom, FARTHEST), NEAREST))
        if glide:
            self._glide(goal, TRAVEL_GLIDE)
        else:
            self._jump(goal)

    def reaches(self, x: float, y: float) -> bool:
        """Whether a world place can be in the middle: it lies within the bounds of the city."""
        there = self.viewport.centred(x, y)
        return there.held(self._home) == there

    def _whole(self, viewport: Viewport) -> Viewport:
        """All of the city."""
        return viewport.fitting(self._home, right=self.taken[0], foot=self.taken[1])

    def _by_hand(self, by_hand: bool) -> None:
        self._at_home = False
        if by_hand:
            self.gestured.emit()

    def _jump(self, viewport: Viewport) -> None:
        self.stop()
        self._set(viewport)

    def _set(self, viewport: Viewport) -> None:
        viewport = viewport.held(self._home)
        if viewport != self.viewport:
            self.viewport = viewport
            self.moved.emit()

    def _glide(self, goal: Viewport, seconds: float) -> None:
        if not self.glides:
            self._jump(goal)
            return
        self._start, self._goal = self.viewport, goal.held(self._home)
        self._velocity = (0.0, 0.0)
        self._began, self._lasts = time.perf_counter(), seconds
        self._timer.start()

    def _step(self) -> None:
        now = time.perf_counter()
        if self._lasts:
            share = min(1.0, (now - self._began) / self._lasts)
            if share >= 1.0:
                self._timer.stop()
                self._set(self._goal)
            else:
                self._set(between(self._start, self._goal, 1 - (1 - share) ** 3))
            return
        passed, self._began = now - self._began, now
        vx, vy = self._velocity
        self._set(self.viewport.panned(vx * passed, vy * passed))
        kept = math.exp(-FRICTION * passed)
        self._velocity = (vx * kept, vy * kept)
        if math.hypot(*self._velocity) < STILL:
            self.stop()


def between(start: Viewport, goal: Viewport, share: float) -> Viewport:
    """The viewport a share (0..1) of the way: scale in equal ratios, and the middle such that a place both show at the
    same pixel stays there all the way."""
    scale = start.scale * (goal.scale / start.scale) ** share
    if abs(goal.scale / start.scale - 1) > 1e-9:
        moved = (1 / start.scale - 1 / scale) / (1 / start.scale - 1 / goal.scale)
    else:
        moved = share
    return replace(goal, x=start.x + (goal.x - start.x) * moved, y=start.y + (goal.y - start.y) * moved, scale=scale)
