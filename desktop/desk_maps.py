"""The maps of one desk: what is told to one is told to all, also to one that comes later."""

from __future__ import annotations

from collections.abc import Callable
from typing import Concatenate, ParamSpec

from PySide6.QtCore import QEvent, QObject, Signal

from desktop.second_map import SecondMap
from desktop.timed_map import TimedMap
from domain.picture import Changes, Picture
from maps.canvas import MapCanvas
from widgets.look import Look

Told = ParamSpec("Told")


class DeskMaps(QObject):
    """``main`` goes where what is found and chosen lies; the second one stays where a person looks.
    ``came(MapCanvas)``: one more is there: whoever serves maps serves it too."""

    came = Signal(object)

    def __init__(self, look: Look, main: TimedMap, second: SecondMap) -> None:
        super().__init__()
        self._look, self.main, self._second = look, main, second
        #: All that are there. Whoever is given this list sees those that come.
        self.every: list[MapCanvas] = [main]
        self._used: MapCanvas = main
        main.installEventFilter(self)
        second.opened.connect(self._on_opened)

    @property
    def used(self) -> MapCanvas:
        """The one a person touched last, if it can be seen."""
        return self._used if self._used.isVisible() else self.main

    def tell(
        self, what: Callable[Concatenate[MapCanvas, Told], None], *values: Told.args, **named: Told.kwargs
    ) -> None:
        """``tell(MapCanvas.select_worker, id)``: the same to every map."""
        for canvas in self.every:
            what(canvas, *values, **named)

    def refresh(self, picture: Picture, changes: Changes, now: float) -> None:
        self.tell(MapCanvas.refresh, picture, changes, now)

    def tick(self, now: float) -> None:
        self.tell(MapCanvas.tick, now)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.FocusIn and isinstance(watched, MapCanvas):
            self._used = watched
        return False

    def _on_opened(self) -> None:
        canvas = MapCanvas(self._look.tokens, self._look.language, commons=self.main.commons)
        canvas.join(self.main)
        canvas.installEventFilter(self)
        self.every.append(canvas)
        self._second.put(canvas)
        for one, other in ((self.main, canvas), (canvas, self.main)):
            one.furniture.remembered.connect(lambda one=one, other=other: other.furniture.share(one.furniture))
        canvas.furniture.share(self.main.furniture)
        self.came.emit(canvas)
