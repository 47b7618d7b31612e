"""What the drawn ground depends on beside the city, the view and the style."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain.heat import Heat
from domain.reach import Reach
from maps.area_colours import ShownColours
from maps.layer_choice import AS_SHIPPED, LayerChoice

if TYPE_CHECKING:
    from maps.tiles.tiled_base import TiledBase


@dataclass(frozen=True, slots=True)
class GroundTiles:
    """A base of tiles as far as it is there: equal ones look alike."""

    base: TiledBase
    version: int


@dataclass(frozen=True, slots=True)
class GroundContent:
    """Equal contents look alike: the ground is drawn anew when this becomes another value.

    What lives but changes seldom (colours of areas, heat, …) belongs here too, as a value that compares by what it
    shows; what moves belongs to the live layers."""

    language: str = "zh"
    choice: LayerChoice = AS_SHIPPED
    tiles: GroundTiles | None = None
    colours: ShownColours | None = None
    heat: Heat | None = None
    reach: Reach | None = None

    @property
    def lasting(self) -> Hashable | None:
        """What the picture may be kept under until the next start; None when it shows what passes."""
        passing = self.tiles is not None or self.colours is not None or self.heat is not None or self.reach is not None
        return None if passing else (self.language, self.choice)
