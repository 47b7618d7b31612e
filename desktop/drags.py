"""While an incident is in the air: what dropping it would mean, everywhere."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from desktop.desk_roads import DeskRoads
from desktop.live_picture import LivePicture
from domain.candidates import AreaTarget, Flight, responsible, weigh
from domain.city import City

#: How often consequences are weighed again while the drag lasts; workers keep moving.
_AGAIN_MS = 2000
#: A drag from another program that left all views is over for this desk after this time.
_VISIT_MS = 800


class Drags(QObject):
    """Weighs the incident that is dragged (or looked at) against every worker, once for all views."""

    flown = Signal(object)  # Flight | None: show it, or stop showing it

    def __init__(self, live: LivePicture, roads: DeskRoads, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._live, self._roads = live, roads
        self._flight: Flight | None = None
        self._again = QTimer(self, interval=_AGAIN_MS)
        self._again.timeout.connect(self._weigh_again)
        self._visit = QTimer(self, interval=_VISIT_MS, singleShot=True)
        self._visit.timeout.connect(self.end)
        live.city_opened.connect(self._on_city)
        roads.changed.connect(self._weigh_again)

    @property
    def flight(self) -> Flight | None:
        return self._flight

    def begin(self, incident_id: str) -> None:
        """Shows the consequences for this incident until ``end``."""
        self._flight = self.weigh(incident_id)
        if self._flight is not None:
            self._again.start()
            self.flown.emit(self._flight)

    def begin_visit(self, incident_id: str) -> None:
        """The same for a drag of another program, whose end nobody tells us: it is over when it left or dropped."""
        self.begin(incident_id)
        application = QApplication.instance()
        if self._flight is not None and application is not None:
            application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.DragEnter, QEvent.Type.DragMove):
            self._visit.stop()
        elif event.type() in (QEvent.Type.DragLeave, QEvent.Type.Drop):
            self._visit.start()
        return False

    def end(self) -> None:
        self._again.stop()
        self._visit.stop()
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)
        if self._flight is not None:
            self._flight = None
            self.flown.emit(None)

    def weigh(self, incident_id: str) -> Flight | None:
        """Every worker against this incident now; None when it is unknown here."""
        incident = self._live.picture.incidents.get(incident_id)
        if incident is None:
            return None
        return weigh(self._live.picture, self._roads.graph, incident, self._live.now())

    def area(self, region: str) -> AreaTarget:
        """What dropping on a region would mean for the incident in the air. Raises LookupError when none is."""
        if self._flight is None:
            raise LookupError("nothing is in the air")
        return responsible(self._live.picture, self._flight, region, self._live.now())

    def _on_city(self, city: City) -> None:
        self.end()

    def _weigh_again(self) -> None:
        if self._flight is not None:
            self._flight = self.weigh(self._flight.incident)
            self.flown.emit(self._flight)

