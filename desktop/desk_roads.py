"""The city's roads as this desk travels them: without those that are closed, made ready beside the screen's thread."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.afterwards import AddWork
from desktop.live_picture import LivePicture
from domain.city import City
from domain.closure import Closure
from domain.picture import Changes

if TYPE_CHECKING:
    from domain.roads import RoadGraph
    from domain.stretches import Stretches


class DeskRoads(QObject):
    """``changed``: travel times are others now. ``beside(work, then)`` as ``desktop.afterwards.Afterwards.add``."""

    changed = Signal()

    def __init__(self, live: LivePicture, beside: AddWork, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._live, self._beside = live, beside
        self._whole: RoadGraph | None = None
        self._graph: RoadGraph | None = None
        self._closed: tuple[Closure, ...] = ()
        self._stretches: Stretches | None = None
        live.city_opened.connect(self._on_city)
        live.changed.connect(self._on_changed)

    @property
    def graph(self) -> RoadGraph:
        """For travel times now; a question that comes before the roads are ready waits for them."""
        if self._graph is None:
            self._whole = roads_of(self._live.picture.city)
            self._closed = tuple(self._live.picture.closures.values())
            self._graph = without(self._whole, self.stretches, self._closed)
        return self._graph

    @property
    def ready(self) -> RoadGraph | None:
        """The same for a question that can be asked again; None until the roads are ready."""
        return self._graph

    @property
    def stretches(self) -> Stretches:
        """For finding a road on the ground."""
        if self._stretches is None:
            from domain.stretches import Stretches

            self._stretches = Stretches(self._live.picture.city.geography.roads)
        return self._stretches

    def _on_city(self, city: City) -> None:
        self._whole = self._graph = self._stretches = None
        self._closed = ()
        self._beside(partial(roads_of, city), partial(self._take_whole, city))

    def _take_whole(self, city: City, graph: RoadGraph) -> None:
        if city is self._live.picture.city and self._whole is None:
            self._whole = self._graph = graph
            self._follow()
            self.changed.emit()

    def _on_changed(self, changes: Changes) -> None:
        if changes.reset or changes.closures:
            self._follow()

    def _follow(self) -> None:
        """Leave out what is closed now."""
        closed = tuple(self._live.picture.closures.values())
        if self._whole is None or closed == self._closed:
            return
        self._closed = closed
        work = partial(without, self._whole, self.stretches, closed)
        self._beside(work, partial(self._take, self._whole, closed))

    def _take(self, whole: RoadGraph, closed: tuple[Closure, ...], graph: RoadGraph) -> None:
        if whole is self._whole and closed == self._closed:
            self._graph = graph
            self.changed.emit()


def roads_of(city: City) -> RoadGraph:
    """The roads of a city for travelling; what that takes is loaded the first time (0.4 s). In any thread."""
    from domain.roads import RoadGraph

    return RoadGraph(city.geography.roads)


def without(whole: RoadGraph, stretches: Stretches, closed: tuple[Closure, ...]) -> RoadGraph:
    """The roads without those that are closed. In any thread."""
    segments = [row for one in closed for part in stretches.segments(one.path) for row in part.tolist()]
    return whole.without(segments) if segments else whole
