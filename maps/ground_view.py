"""What a ground layer is given to draw with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from PySide6.QtGui import QPainter

from maps.lettering import Lettering, Occupied
from maps.style import Style
from maps.terrain import Terrain
from maps.viewport import Viewport


@dataclass(frozen=True, slots=True)
class GroundView:
    """The part of the city that is drawn into one picture. ``taken``: where words stand already."""

    terrain: Terrain
    viewport: Viewport
    style: Style
    letters: Lettering
    language: str
    taken: Occupied = field(default_factory=Occupied)

    @property
    def scale(self) -> float:
        return self.viewport.scale


#: Draws one layer and gives way (yields) every few milliseconds, so that the room stays live while the ground is drawn.
GroundLayer = Callable[[QPainter, GroundView], Iterator[None]]
