"""What the ground of the desk's map shows just now, as an export takes it along."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from desktop.colouring import LAYER, Colouring
from desktop.export.order import MapLook
from maps.layers.table import BY_CODE
from maps.map_view import MapView


class MapGround(QObject):
    """``changed``: it shows something else."""

    changed = Signal()

    def __init__(self, view: MapView, colouring: Colouring, parent: QObject) -> None:
        super().__init__(parent)
        self._view, self._colouring = view, colouring
        view.layers_changed.connect(self.changed)

    def look(self) -> MapLook:
        figure = self._colouring.figure
        return MapLook(figure, self._strengths(LAYER) if figure else ())

    def words(self, language: str) -> str:
        """The same for people; empty for the city's own ground, not coloured."""
        figure = self._colouring.figure
        return self._colouring.catalogue[figure].name.text(language) if figure else ""

    def _strengths(self, *codes: str) -> tuple[tuple[str, float], ...]:
        """Of those layers that are dimmed."""
        strengths = ((code, self._view.layers.strength(BY_CODE[code])) for code in codes)
        return tuple((code, strength) for code, strength in strengths if strength < 1.0)
