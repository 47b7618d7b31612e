"""The figures that areas can be coloured by, as they are shipped."""

from __future__ import annotations

from functools import cache

from domain.area_figures import AreaCatalogue, read_area_figures
from domain.indicators import read_indicators
from resources import FOLDER


@cache
def area_catalogue() -> AreaCatalogue:
    """All figures there are; read when first asked for."""
    indicators = read_indicators((FOLDER / "indicators.toml").read_bytes())
    return read_area_figures((FOLDER / "area_figures.toml").read_bytes(), indicators)
