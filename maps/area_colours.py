"""The areas coloured by a figure: what the ground shows of it, and what is said of it; no Qt."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from domain.area_figures import MOST_ABNORMAL, MOST_USUAL, NO_DATA, AreaFigure
from domain.region import Level


def place_of(figure: AreaFigure, number: int, level: Level) -> int:
    """The place 0..6 of a class in the colours of a theme. The best class has the first, the worst the last if any is
    abnormal."""
    strong, place, count = figure.badness(number, level)
    if strong:
        return MOST_USUAL + MOST_ABNORMAL - count + place
    return round(place * (MOST_USUAL - 1) / max(count - 1, 1))


@dataclass(frozen=True, slots=True)
class ShownColours:
    """What is drawn: the areas of ``level`` in their ``places`` (one byte for each, in the order of the city's regions
    of that level; 255: no data). Equal ones look alike."""

    level: Level
    places: bytes


@dataclass(frozen=True, slots=True, eq=False)
class AreaColours:
    """A figure of all areas. ``values`` ``(regions,)`` in the order of the city's regions, NaN where there is no data;
    ``depth`` their levels; ``at``: city time it was counted at."""

    figure: AreaFigure
    values: NDArray[np.float64]
    depth: NDArray[np.uint8]
    at: float = 0.0
    _shown: dict[Level, ShownColours] = field(default_factory=dict)

    def shown(self, level: Level) -> ShownColours:
        """What the areas of a level show; found when first asked for."""
        if level not in self._shown:
            classes = self.figure.class_of(self.values[self.depth == level.depth], level)
            count = len(self.figure.ranges(level))
            places = np.array([*(place_of(self.figure, number, level) for number in range(count)), 255], np.uint8)
            self._shown[level] = ShownColours(level, places[np.where(classes == NO_DATA, count, classes)].tobytes())
        return self._shown[level]

    def words(self, index: int, language: str, no_data: str) -> str:
        """What there is to say of a region, by its number; ``no_data`` where there is none."""
        value = self.figure.text(float(self.values[index]), language) or no_data
        name = self.figure.name.text(language)
        return f"{name}: {value}" if language.startswith("en") else f"{name}：{value}"
