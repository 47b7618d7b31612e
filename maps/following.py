"""Keeping a worker in the middle of the map until a hand moves it."""

from __future__ import annotations

from maps.navigation import Navigation

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

    def resume(self, place: tuple[float, float] | None) -> None:
        self.paused = self._arrived = False
        self.step(place)

    def step(self, place: tuple[float, float] | None) -> None:
        """Positions are new: ``place`` is where he is in the world, None when nobody knows."""
        if not self.worker or self.paused or place is None:
            return
        viewport = self._navigation.viewport
        if (viewport.x, viewport.y) != place:
            self._navigation.centre(*place, None if self._arrived else max(NEAR, viewport.zoom))
        self._arrived = True
