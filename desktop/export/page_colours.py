"""The colours of the areas on the map page: the classes of every level, and the class of each of its areas."""

from __future__ import annotations

from typing import Any

from desktop.export.content import Content
from domain.look import THEMES
from domain.region import Level, Region
from maps.area_colours import AreaColours
from maps.layers.areas import COVERED
from maps.legend import classes_of, notes_of
from maps.terrain import AIMED, Terrain

#: Pixels of the whole world at Leaflet's zoom level 0.
WORLD = 256


def figure_of_page(content: Content, colours: AreaColours, theme: str) -> dict[str, Any]:
    """What the page says once of its figure. A level is coloured from the scale on at which one of its areas is
    ``aimed`` pixels across, as on a desk."""
    tokens = THEMES[theme]
    return {
        "title": colours.figure.name.text(content.language),
        "about": content.coloured,
        "covered": COVERED,
        "aimed": AIMED,
        "colors": [*tokens.area_usual, *tokens.area_abnormal],
        "quiet": tokens.quiet,
    }


def level_of_page(
    level: Level, regions: list[Region], content: Content, colours: AreaColours, terrain: Terrain
) -> dict[str, Any]:
    """Of one level: ``size`` pixels an area is across at zoom level 0; ``classes`` place in ``colors`` (−1: no data)
    and words, the worst first; ``places`` a sign for each of ``regions``, the place of its class or ``-``."""
    shown = dict(zip((one.code for one in terrain.tree.at_level(level)), colours.shown(level).places, strict=True))
    places = [shown[region.code] for region in regions]
    return {
        "size": terrain.across(level, WORLD),
        "notes": notes_of(colours, level, content.zone, content.language),
        "classes": classes_of(colours.figure, level, content.language),
        "places": "".join("-" if place == 255 else str(place) for place in places),
    }
