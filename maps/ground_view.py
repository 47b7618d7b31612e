"""What a ground layer is given to draw with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtGui import QColor, QPainter

from maps.geometry import Runs
from maps.ground_content import GroundContent
from maps.lettering import Lettering
from maps.style import Style
from maps.terrain import Terrain
from maps.viewport import Viewport
from maps.words import Words

if TYPE_CHECKING:
    from maps.tiles.tiled_base import TiledBase


@dataclass(frozen=True, slots=True)
class GroundView:
    """The part of the city that is drawn just now, and what is shown on it. ``taken``: the words of the picture it
    belongs to."""

    terrain: Terrain
    viewport: Viewport
    style: Style
    letters: Lettering
    content: GroundContent
    taken: Words = field(default_factory=Words)

    @property
    def language(self) -> str:
        return self.content.language

    @property
    def base(self) -> TiledBase | None:
        """The base of tiles that is shown instead of the city's own, if there is one."""
        return self.content.tiles.base if self.content.tiles is not None else None

    @property
    def quiet(self) -> QColor:
        """The ink of lesser names; over coloured areas of the light theme, which are as dark as that, the ink of
        names."""
        strong = self.content.colours is not None and not self.style.dark
        return self.style.label if strong else self.style.quiet

    @property
    def scale(self) -> float:
        return self.viewport.scale

    def pixels(self, runs: Runs, cell: float) -> Runs:
        """Lines or rings from world coordinates to pixels, without points nobody would miss there: those in the same
        cell of ``cell`` pixels as the one before."""
        thin = runs.thinned(cell / self.scale)
        return Runs(self.viewport.to_pixels(thin.points), thin.ends)


#: Draws one layer and gives way (yields) after every stroke, so that the room stays live while the ground is drawn.
GroundLayer = Callable[[QPainter, GroundView], Iterator[None]]
