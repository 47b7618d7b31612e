"""How dense incidents lie, counted beside the screen's thread for the maps that show it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
from PySide6.QtCore import QObject, QTimer

from desktop.afterwards import Afterwards
from desktop.live_picture import LivePicture
from domain.casefilter import EVERYTHING, CaseFilter
from domain.casematch import matcher
from domain.city import City
from domain.heat import Heat, HeatRequest, bandwidth_for, chosen_incidents, heat_of, heat_request
from domain.shapes import DEGREE
from maps.heat import ShownHeat
from maps.map_view import MapView

#: Milliseconds between two looks whether a map wants it; it is counted anew at most so often (seconds), because the
#: whole ground is drawn anew with it.
LOOK_MS, EVERY_S = 500, 10.0
#: Parts of the city's bandwidth it may be smoothed over.
WIDTHS = (1.0, 0.5, 0.2)
#: What it may be of: what is open, or all that arrived in so many seconds before now.
SPANS: tuple[float | None, ...] = (None, 3600.0, 8 * 3600.0, 24 * 3600.0)


class HeatKeeper(QObject):
    """Tells ``maps`` (also those that come to the list later) the heat of the incidents that ``chosen`` (the filter of
    this desk; None: all) leaves, while one of them shows the layer."""

    def __init__(
        self,
        live: LivePicture,
        maps: Sequence[MapView],
        parent: QObject,
        chosen: Callable[[], CaseFilter] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._live, self._maps, self._clock = live, maps, clock
        self._chosen = chosen or (lambda: EVERYTHING)
        self._span: float | None = None
        self._width, self._bandwidth = WIDTHS[0], 500.0
        self._asked: tuple[HeatRequest, float | None, CaseFilter] | None = None
        self._asked_at = -np.inf
        self._busy = False
        self._beside = Afterwards(self)
        self._beside.begin()
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        live.city_opened.connect(self._on_city)
        if live.opened:
            self._on_city(live.picture.city)

    @property
    def span(self) -> float | None:
        return self._span

    def next_span(self) -> None:
        """Of another stretch of time."""
        self._span = SPANS[(SPANS.index(self._span) + 1) % len(SPANS)]
        self.look()

    def next_width(self) -> None:
        """Smoothed over less, and after the least over the most again."""
        self._width = WIDTHS[(WIDTHS.index(self._width) + 1) % len(WIDTHS)]
        self._asked_at = -np.inf
        self.look()

    def look(self) -> None:
        """Whether it is wanted and has changed; then it is counted."""
        if self._busy or not self._live.opened or not any(map_.shows("heat") for map_ in self._maps):
            return
        chosen = self._chosen()
        same = self._asked is not None and self._asked[1:] == (self._span, chosen)
        if same and self._clock() - self._asked_at < EVERY_S:
            return
        picture, now = self._live.picture, self._live.now()
        matches = matcher(chosen, picture, now)
        request = heat_request(chosen_incidents(picture, matches, now, self._span), self._bandwidth * self._width)
        asked = request, self._span, chosen
        self._asked_at = self._clock()
        if asked != self._asked:
            self._asked, self._busy = asked, True
            self._beside.add(partial(heat_of, request), partial(self._show, self._span, bool(chosen)))

    def end(self) -> None:
        """Counts nothing any more."""
        self._timer.stop()
        self._beside.end()

    def _show(self, span: float | None, filtered: bool, heat: Heat) -> None:
        self._busy = False
        for map_ in self._maps:
            map_.set_heat(ShownHeat(heat, span, filtered))

    def _on_city(self, city: City) -> None:
        self._asked = None
        bounds = city.geography.outlines.bounds() / DEGREE
        if len(bounds):
            low, high = bounds[:, :2].min(axis=0), bounds[:, 2:].max(axis=0)
            self._bandwidth = bandwidth_for(*low.tolist(), *high.tolist())
