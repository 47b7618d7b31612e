"""While an incident is in the air: what dropping it would mean, everywhere."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.live_picture import LivePicture
from domain.candidates import AreaTarget, Flight, responsible, weigh
from domain.city import City
from domain.roads import RoadGraph

#: How often consequences are weighed again while the drag lasts; workers keep moving.
_AGAIN_MS = 2000


class Drags(QObject):
    """Weighs the incident that is dragged (or looked at) against every worker, once for all views."""

    flown = Signal(object)  # Flight | None: show it, or stop showing it

    def __init__(self, live: LivePicture, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._live = live
        self._graph: RoadGraph | None = None
        self._flight: Flight | None = None
        self._again = QTimer(self, interval=_AGAIN_MS)
        self._again.timeout.connect(self._weigh_again)
        live.city_opened.connect(self._on_city)

    @property
    def flight(self) -> Flight | None:
        return self._flight

    def begin(self, incident_id: str) -> None:
        """Shows the consequences for this incident until ``end``."""
        self._flight = self.weigh(incident_id)
        if self._flight is not None:
            self._again.start()
            self.flown.emit(self._flight)

    def end(self) -> None:
        self._again.stop()
        if self._flight is not None:
            self._flight = None
            self.flown.emit(None)

    def weigh(self, incident_id: str) -> Flight | None:
        """Every worker against this incident now; None when it is unknown here."""
        incident = self._live.picture.incidents.get(incident_id)
        if incident is None:
            return None
        return weigh(self._live.picture, self._roads(), incident, self._live.now())

    def area(self, region: str) -> AreaTarget | None:
        """What dropping on a region would mean for the incident in the air."""
        if self._flight is None:
            return None
        return responsible(self._live.picture, self._flight, region, self._live.now())

    def _roads(self) -> RoadGraph:
        if self._graph is None:
            self._graph = RoadGraph(self._live.picture.city.geography.roads)
        return self._graph

    def _on_city(self, city: City) -> None:
        self.end()
        self._graph = None
        QTimer.singleShot(0, self._roads)  # ready before the first drag, after the first frame

    def _weigh_again(self) -> None:
        if self._flight is not None:
            self._flight = self.weigh(self._flight.incident)
            self.flown.emit(self._flight)
