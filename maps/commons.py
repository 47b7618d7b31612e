"""What all maps of one process have in common: the ground of a city, what lives on it, and the tools to draw both. A
second view costs its pixels."""

from __future__ import annotations

from weakref import WeakValueDictionary

import numpy as np

from domain.city import City
from domain.look import Tokens
from domain.picture import Changes, Picture
from maps.motion import Motion
from maps.scene import Scene
from maps.terrain import Terrain
from maps.tools import Tools

#: Sets of tools that are kept though nobody may use them just now: two themes on two kinds of screen.
KEPT_TOOLS = 4
#: Ages and deadlines are counted anew after so much city time (seconds); views tick one after the other.
TICK = 0.2


class Stage:
    """One city: its terrain, and its scene, which takes every change once however many views tell it; ``motion`` is
    where the signs are between two fixes."""

    def __init__(self, city: City) -> None:
        self.city = city
        self.terrain = Terrain(city)
        self.scene = Scene()
        self.motion = Motion()
        self._picture: Picture | None = None
        self._taken: tuple[Changes, float] | None = None

    def refresh(self, picture: Picture, changes: Changes, now: float, wall: float = 0.0, scale: float = 0.0) -> None:
        """``wall``: seconds of a clock on the wall; ``scale``: pixels a world unit of a view whose signs walk, 0 for
        one whose signs leap."""
        if picture is not self._picture:
            self._picture, self._taken, self.scene = picture, None, Scene()
            changes = Changes(reset=True)
        if self._taken is not None and self._taken[0] is changes and self._taken[1] == now:
            return
        self._taken = changes, now
        crew = self.scene.crew
        count, moved = len(crew), changes.moved.astype(np.int64)
        if changes.reset or count != len(picture.positions):
            self.scene.refresh(picture, changes, now)
            self.motion.forget(len(crew))
            return
        before, seen = crew.world[moved], crew.known[moved]
        self.scene.refresh(picture, changes, now)
        self.motion.take(crew, moved, before, seen, wall, scale)

    def tick(self, picture: Picture, now: float) -> None:
        if picture is self._picture and abs(now - self.scene.now) >= TICK:
            self.scene.tick(picture, now)


class Commons:
    """Hands out stages and tools; who asks for the same gets the same. A stage goes with the last view that has it.
    ``gl``: whether the views are drawn through OpenGL."""

    def __init__(self, gl: bool = False) -> None:
        self.gl = gl
        self._stages: WeakValueDictionary[int, Stage] = WeakValueDictionary()
        self._tools: list[tuple[tuple[Tokens, str, float], Tools]] = []  # the one asked for last is last

    def stage(self, city: City) -> Stage:
        found = self._stages.get(id(city))
        if found is None:  # its city lives as long as the stage: no other object can have its number
            found = self._stages[id(city)] = Stage(city)
        return found

    def tools(self, tokens: Tokens, family: str, ratio: float) -> Tools:
        key = tokens, family, ratio
        found = next((tools for known, tools in self._tools if known == key), None) or Tools(*key)
        others = [one for one in self._tools if one[1] is not found]
        self._tools = [*others, (key, found)][-KEPT_TOOLS:]
        return found
