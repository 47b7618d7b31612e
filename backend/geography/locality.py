"""What is where: the streets and communities blocks belong to, and the own parts of their names."""

from __future__ import annotations

import numpy as np
from scipy.spatial import cKDTree

from backend.geography.filling import Filled
from backend.geography.naming import base
from backend.geography.plane import Floats
from domain.region import Level


class Locality:
    """Asked by block number, or by place (metres). Empty where the level does not exist."""

    def __init__(self, filled: Filled, centres: Floats) -> None:
        self._index = {level: np.full(len(centres), -1, np.int64) for level in (Level.STREET, Level.COMMUNITY)}
        self._regions = filled.regions
        for number, (region, blocks) in enumerate(zip(filled.regions, filled.blocks, strict=True)):
            if region.level in self._index:
                self._index[region.level][blocks] = number
        self._bases = [base(region.name) for region in filled.regions]
        self._tree = cKDTree(centres)

    def street(self, block: int) -> int:
        """Number of the region, -1 for none."""
        return int(self._index[Level.STREET][block])

    def names(self, block: int) -> list[str]:
        """Own parts of the names of community and street."""
        found = [self._bases[number] for level in self._index if (number := int(self._index[level][block])) >= 0]
        return [name for name in reversed(found) if name]

    def street_name(self, block: int) -> str:
        """The street's own name; empty for none."""
        number = self.street(block)
        return self._bases[number] if number >= 0 else ""

    def names_at(self, places: Floats) -> list[list[str]]:
        """The same by place."""
        return [self.names(block) for block in self._tree.query(places)[1].tolist()]
