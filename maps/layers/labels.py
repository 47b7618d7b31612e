"""Names of areas, roads, water, parks and estates: the important first, and none on top of another."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from PySide6.QtGui import QColor, QFont, QPainter

from domain.region import Level
from maps.ground_view import GroundView
from maps.layers import tiles
from maps.layers.places import paint_places
from maps.layers.road_names import paint_road_names
from maps.lettering import box_around
from maps.terrain import Ground

#: By level: the pixels a typical area must be across for its name to show, and the size and weight of the letters.
AREA_NAMES = {
    Level.CITY: (1e9, 17.0, QFont.Weight.Bold),
    Level.DISTRICT: (150.0, 16.0, QFont.Weight.Bold),
    Level.STREET: (70.0, 14.0, QFont.Weight.DemiBold),
    Level.COMMUNITY: (72.0, 12.0, QFont.Weight.Medium),
    Level.GRID: (92.0, 11.0, QFont.Weight.Normal),
}


def paint(painter: QPainter, view: GroundView) -> Iterator[None]:
    view.taken.repaint(painter, view.viewport.width, view.viewport.height)
    for level in (Level.DISTRICT, Level.STREET, Level.COMMUNITY):
        yield from _areas(painter, view, level)
    if tiles.names_instead(view):
        yield from tiles.paint_names(painter, view)
        yield from _areas(painter, view, Level.GRID)
        return
    yield from paint_road_names(painter, view, ranks=(0, 1, 2))
    yield from _landmarks(painter, view, view.terrain.water, view.style.water_text, 11.5, 60.0)
    yield from _landmarks(painter, view, view.terrain.parks, view.style.park_text, 11.0, 40.0)
    yield from paint_places(painter, view)
    yield from _areas(painter, view, Level.GRID)
    yield from paint_road_names(painter, view, ranks=(3, 4, 5))
    yield from _landmarks(painter, view, view.terrain.estates, view.quiet, 10.5, 62.0)


def _areas(painter: QPainter, view: GroundView, level: Level) -> Iterator[None]:
    terrain, letters = view.terrain, view.letters
    needed, pixels, weight = AREA_NAMES[level]
    across = terrain.across(level, view.scale)
    # The only area of its level is what the whole map shows: its name would say nothing.
    if across < needed or np.count_nonzero(terrain.depth == level.depth) < 2:
        return
    growth = min(1.35, 1.0 + max(0.0, across / needed - 1) * 0.06)
    color = view.style.label if level.depth <= Level.STREET.depth else view.quiet
    indices = np.flatnonzero(terrain.depth == level.depth)
    places = view.viewport.to_pixels(terrain.anchors[indices])
    low, high = (-80.0, -30.0), (view.viewport.width + 80, view.viewport.height + 30)
    seen = ((places > low) & (places < high)).all(axis=1)
    for index, (x, y) in zip(indices[seen].tolist(), places[seen].tolist(), strict=True):
        name = _short(view, index)
        box = box_around(letters.size(name, pixels * growth, weight), x, y, 3.0)
        if view.taken.free(box):
            view.taken.write(painter, letters, [(letters.stamp(name, pixels * growth, color, weight), x, y)], box)
        yield


def _short(view: GroundView, index: int) -> str:
    """The name without the name of the area above, which stands nearby anyway."""
    region = view.terrain.regions[index]
    name = region.title(view.language)
    if region.parent:
        above = view.terrain.tree[region.parent].title(view.language)
        for prefix in (above, above.removesuffix("社区"), above.removesuffix(" Community")):
            if prefix and name.startswith(prefix) and len(name) > len(prefix) + 1:
                return name.removeprefix(prefix).strip(" ,·-")
    return name


def _landmarks(
    painter: QPainter, view: GroundView, ground: Ground, color: QColor, pixels: float, needed: float
) -> Iterator[None]:
    viewport, letters = view.viewport, view.letters
    seen = ground.shapes.in_view(viewport.bounds)
    seen = seen[ground.size[seen] * view.scale >= needed]
    seen = seen[np.argsort(-ground.size[seen], kind="stable")]
    for index in seen.tolist():
        name = ground.names[index].text(view.language)
        if name:
            size = letters.size(name, pixels)
            # A name much wider than its ground belongs to nothing one can see.
            if size[0] >= ground.size[index] * view.scale * 1.5:
                continue
            x, y = viewport.to_pixels(ground.anchor(index)).tolist()
            box = box_around(size, x, y, 3.0)
            if view.taken.free(box):
                view.taken.write(painter, letters, [(letters.stamp(name, pixels, color), x, y)], box)
        yield
