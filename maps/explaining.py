"""What there is to say about a place of a map: the thing or the closed road there, or else the area and who answers
for it."""

from __future__ import annotations

from domain.overlay import KINDS
from domain.region import Level
from maps.hint import rich
from maps.layers.table import BY_CODE
from maps.legend import no_data
from maps.presentation import Presentation
from maps.tooltips import Heard, closure_lines, lines_for, overlay_line
from maps.viewport import Viewport


def explain(shown: Presentation, x: float, y: float, viewport: Viewport) -> str:
    """About a pixel, as rich text; empty where there is nothing to say."""
    target, closed = shown.thing(x, y, viewport), shown.closure_at(x, y, viewport)
    if target is None and closed is not None:
        return rich(closure_lines(closed, shown.language, shown.zone))
    target = target or shown.area(x, y, viewport)
    if target is None or shown.terrain is None or shown.picture is None:
        return ""
    link = Heard(shown.live, shown.link_age, shown.heard_at)
    lines = lines_for(target, shown.picture, shown.scene, shown.terrain, shown.language, link)
    if target.kind == "region":
        if shown.coloured_level(viewport) is not None and shown.colours is not None:
            lines.append(shown.colours.words(shown.terrain.tree.index(target.id), shown.language, no_data()))
        lines += _officers(shown, x, y, viewport)
    return rich(lines)


def _officers(shown: Presentation, x: float, y: float, viewport: Viewport) -> list[str]:
    """The overlay grids that are shown over a pixel, and who answers for them."""
    terrain = shown.terrain
    kinds = [kind for kind in KINDS if shown.choice.shows(BY_CODE[f"overlay_{kind}"])]
    wx, wy = viewport.to_world((x, y)).tolist()
    region = terrain.region_at(wx, wy, Level.GRID) if terrain is not None and kinds else None
    if terrain is None or region is None:
        return []
    found = (terrain.overlays.at(wx, wy, terrain.tree.index(region.code), kind) for kind in kinds)
    return [overlay_line(grid, terrain.overlays.officer(grid), shown.language) for grid in found if grid is not None]
