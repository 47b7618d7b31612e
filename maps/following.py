"""Keeping a worker in the middle of the map until a hand moves it."""

from __future__ import annotations

from maps.navigation import Navigation
from maps.scene import Scene

#: Nearer than this zoom level the map stays as near as it is.
NEAR = 15.5


class Following:
    """``worker``: the id of who is followed, empty for nobody; ``paused``: a gesture stopped it until ``resume``."""

    def __init__(self, navigation: Navigation) -> None:
        self._navigation = navigation
        self.worker = ""
        self.paused = False
        self._arrived = False

    def start(self, worker: str) -> None:
        self.worker, self.paused, self._arrived = worker, False, False

    def stop(self) -> None:
        self.start("")

    def pause(self) -> bool:
        """A hand moved the map. Whether that stopped anything."""
        stopped = bool(self.worker) and not self.paused
        self.paused = bool(self.worker)
        return stopped

    def resume(self, scene: Scene) -> None:
        self.paused = self._arrived = False
        self.step(scene)

    def step(self, scene: Scene) -> None:
        """Positions are new."""
        row = scene.crew.row.get(self.worker)
        if row is None or self.paused or not scene.crew.known[row]:
            return
        x, y = scene.crew.world[row].tolist()
        viewport = self._navigation.viewport
        if (viewport.x, viewport.y) != (x, y):
            self._navigation.centre(x, y, None if self._arrived else max(NEAR, viewport.zoom))
        self._arrived = True
