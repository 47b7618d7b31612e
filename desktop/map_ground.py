"""What the ground of the desk's map shows just now, as an export takes it along."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from desktop.bases import Bases
from desktop.colouring import LAYER, Colouring
from desktop.export.order import MapLook
from maps.layers.table import BY_CODE
from maps.layers.tiles import LAYER as TILES
from maps.map_view import MapView
from maps.tiles.base import Base


class MapGround(QObject):
    """``changed``: it shows something else."""

    changed = Signal()

    def __init__(self, view: MapView, colouring: Colouring, bases: Bases, parent: QObject) -> None:
        super().__init__(parent)
        self._view, self._colouring, self._bases = view, colouring, bases
        view.layers_changed.connect(self.changed)
        bases.changed.connect(self.changed)

    def look(self) -> MapLook:
        codes = [*([LAYER] if self._colouring.figure else []), *([TILES.code] if self._base is not None else [])]
        strengths = ((code, self._view.layers.strength(BY_CODE[code])) for code in codes)
        dimmed = tuple((code, strength) for code, strength in strengths if strength < 1.0)
        return MapLook(self._colouring.figure, self._base, dimmed)

    def words(self, language: str) -> str:
        """The same for people; empty for the city's own ground, not coloured."""
        figure, base = self._colouring.figure, self._base
        names = [base.title(language)] if base is not None else []
        if figure:
            names.append(self._colouring.catalogue[figure].name.text(language))
        return " · ".join(names)

    @property
    def _base(self) -> Base | None:
        """The base of tiles that is seen."""
        shown = self._bases.shown
        return shown.base if shown is not None and self._view.layers.shows(TILES) else None
