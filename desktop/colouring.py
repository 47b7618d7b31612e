"""The areas of a map coloured by a figure: counted from the same cases as all figures, some seconds apart."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from desktop.area_catalogue import area_catalogue
from desktop.live_picture import LivePicture
from domain.area_figures import AreaCatalogue, Areas
from domain.burden import Burdens
from domain.casetable import CaseTable
from domain.city import City
from domain.picture import Changes
from maps.area_colours import AreaColours
from maps.layers.table import BY_CODE
from maps.map_view import MapView

#: Milliseconds between two counts: colours that change oftener than an eye returns to them say nothing.
EVERY_MS = 4000
#: But while nothing is shown yet, because the cases are still read.
SOON_MS = 500
#: The layer that shows them, and the figure it shows until somebody chooses.
LAYER, USUAL = "figures", "burden"


class Colouring(QObject):
    """Of one map. ``table`` gives the cases, None while they are still read. Nothing is counted while the layer is
    off."""

    def __init__(
        self,
        live: LivePicture,
        view: MapView,
        burdens: Burdens,
        table: Callable[[], CaseTable | None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._live, self._view, self._burdens, self._table = live, view, burdens, table
        self._areas: Areas | None = None
        self._shown = ""
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self.count)
        view.layers_changed.connect(self._on_layers)
        live.city_opened.connect(self._on_city)
        if live.opened:
            self._on_city(live.picture.city)

    @property
    def catalogue(self) -> AreaCatalogue:
        """All figures; read when first asked for."""
        return area_catalogue()

    @property
    def figure(self) -> str:
        """The code of the figure that is shown, empty when the areas are not coloured."""
        choice = self._view.layers
        if not choice.shows(BY_CODE[LAYER]):
            return ""
        code = choice.variant(LAYER, USUAL)
        return code if any(one.code == code for one in self.catalogue.figures) else USUAL

    def titles(self, language: str) -> list[tuple[str, str]]:
        """Code and name of each figure."""
        return [(one.code, one.name.text(language)) for one in self.catalogue.figures]

    def end(self) -> None:
        self._timer.stop()

    def count(self) -> None:
        """Count now, when there is something to show and the cases are there."""
        code, table = self.figure, self._table() if self._live.opened else None
        if not code or table is None:
            return
        if self._areas is None or self._areas.tree is not self._live.picture.tree:
            self._areas = Areas(self._live.picture.tree)
        figure, now = self.catalogue[code], self._live.now()
        values = self._areas.values(figure, table, self._burdens, now)
        self._view.set_colours(AreaColours(figure, values, self._areas.depth, now))
        if self._timer.interval() != EVERY_MS:
            self._timer.setInterval(EVERY_MS)

    def _on_city(self, _city: City) -> None:
        self._areas, self._shown = None, ""
        self._on_layers()

    def _on_layers(self) -> None:
        code = self.figure
        if code == self._shown:
            return
        self._shown = code
        if not code:
            self._timer.stop()
            self._view.set_colours(None)
            return
        self._timer.start(SOON_MS)
        self.count()


class Cases(QObject):
    """The cases and burdens of a picture for a window that has nobody else to count them; call ``refresh`` with every
    change. They are read in small parts."""

    def __init__(self, live: LivePicture, parent: QObject) -> None:
        super().__init__(parent)
        self._live = live
        self._cases: CaseTable | None = None
        self.burdens = Burdens()
        self._reading = QTimer(self, interval=0)
        self._reading.timeout.connect(self._read_on)

    def refresh(self, changes: Changes, now: float) -> None:
        picture = self._live.picture
        if self._cases is None or self._cases.picture is not picture:
            self._cases, changes = CaseTable(picture), Changes(reset=True)
        self.burdens.refresh(picture, changes, now)
        self._cases.refresh(changes)
        if not self._cases.complete:
            self._reading.start()

    def table(self) -> CaseTable | None:
        """All cases; None while they are still read."""
        return self._cases if self._cases is not None and self._cases.complete else None

    def end(self) -> None:
        self._reading.stop()

    def _read_on(self) -> None:
        if self._cases is None or self._cases.catch_up():
            self._reading.stop()
