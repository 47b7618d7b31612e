"""Who can be at a place in time, counted beside the screen's thread for the maps that show it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, QTimer

from desktop.afterwards import Afterwards
from desktop.live_picture import LivePicture
from domain.picture import Picture
from domain.positions import Positions
from domain.reach import Reach, free_workers, reach_of
from maps.map_view import MapView

if TYPE_CHECKING:
    from domain.roads import RoadGraph

#: Milliseconds between two looks whether the map wants it; workers are counted anew after so many seconds.
LOOK_MS, EVERY_S = 400, 4.0


class ReachKeeper(QObject):
    """Tells ``maps`` the reach of ``selected()`` (an incident's id), or of a place somebody asked for, while one of
    them shows the layer. ``roads()``: the road network, None until it is ready."""

    def __init__(
        self,
        live: LivePicture,
        maps: Sequence[MapView],
        selected: Callable[[], str],
        roads: Callable[[], RoadGraph | None],
        parent: QObject,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._live, self._maps, self._selected, self._roads, self._clock = live, maps, selected, roads, clock
        self._place: tuple[float, float] | None = None
        self._incident = ""
        self._asked: tuple[float, float] | None = None
        self._asked_at = -np.inf
        self._busy = False
        self._beside = Afterwards(self)
        self._beside.begin()
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        live.city_opened.connect(self._on_city)

    def ask(self, lon: float, lat: float) -> None:
        """The reach of a place (degrees), until another incident is selected."""
        self._place, self._incident = (lon, lat), self._selected()
        self.look()

    def look(self) -> None:
        """Whether it is wanted and may have changed; then it is counted."""
        graph = self._roads()
        if self._busy or graph is None or not self._live.opened or not any(one.shows("reach") for one in self._maps):
            return
        wanted = self._wanted()
        if wanted is None:
            if self._asked is not None:
                self._asked = None
                self._tell(None)
            return
        if wanted == self._asked and self._clock() - self._asked_at < EVERY_S:
            return
        self._asked, self._asked_at, self._busy = wanted, self._clock(), True
        picture = self._live.picture
        work = partial(_count, graph, wanted, picture, picture.positions.copied(), self._live.now())
        self._beside.add(work, self._show)

    def end(self) -> None:
        """Counts nothing any more."""
        self._timer.stop()
        self._beside.end()

    def _wanted(self) -> tuple[float, float] | None:
        selected = self._selected()
        if selected != self._incident:
            self._incident, self._place = selected, None
        if self._place is not None:
            return self._place
        incident = self._live.picture.incidents.get(selected)
        return (incident.place.lon, incident.place.lat) if incident is not None else None

    def _show(self, reach: Reach) -> None:
        self._busy = False
        if self._asked == (reach.lon, reach.lat):
            self._tell(reach)

    def _tell(self, reach: Reach | None) -> None:
        for one in self._maps:
            one.set_reach(reach)

    def _on_city(self) -> None:
        self._asked = self._place = None


def _count(
    graph: RoadGraph, place: tuple[float, float], picture: Picture, positions: Positions, now: float
) -> Reach:
    """Beside the screen's thread; of the picture only what may be asked for there."""
    return reach_of(graph, *place, free_workers(picture.columns, positions, now))
