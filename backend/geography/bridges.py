"""Where roads cross water: what carries them there, and what the larger bridges are called."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

from backend.geography import pinyin
from backend.geography.ground import WIDE, Ground
from backend.geography.layout import Layout
from backend.geography.mesh import Line
from backend.geography.plane import Floats
from domain.names import Name
from domain.network import BRIDGE, GROUND, TUNNEL

#: Roads of up to this rank have bridges with names, over rivers at least so wide (metres).
_NAMED, _RIVER = 2, 45.0


def decks(
    points: Floats, start: NDArray[np.int64], end: NDArray[np.int64], below: NDArray[np.bool_], ground: Ground
) -> NDArray[np.uint8]:
    """What carries each segment (``domain.network``), uint8 ``(n,)``. ``below``: segments of a road that dives under
    water instead of crossing it."""
    found = np.full(len(start), GROUND, np.uint8)
    water = shapely.union_all([body.shape for body in ground.waters])
    if water.is_empty or not len(start):
        return found
    shapely.prepare(water)
    lines = shapely.linestrings(np.stack([points[start], points[end]], axis=1))
    # A segment along the bank touches the water; one that crosses it has its middle, or most of itself, over it.
    wet = np.flatnonzero(shapely.intersects(water, lines))
    length = shapely.length(lines[wet])
    over = shapely.length(shapely.intersection(lines[wet], water))
    crossing = wet[(over > 0.35 * length) & (over > 4.0)]
    found[crossing] = np.where(below[crossing], TUNNEL, BRIDGE)
    return found


def bridges(
    lines: Sequence[Line], names: dict[int, Name], layout: Layout, ground: Ground
) -> list[tuple[Name, shapely.Geometry]]:
    """The larger bridges and tunnels with their names, each once."""
    found: dict[str, tuple[Name, shapely.Geometry]] = {}
    chosen = [line for line in lines if 0 <= line.rank <= _NAMED and line.name in names]
    if not chosen:
        return []
    drawn = np.array([shapely.LineString(line.points) for line in chosen], object)
    for water in ground.waters:
        if water.width < _RIVER:
            continue
        shapely.prepare(water.shape)
        for index in np.flatnonzero(shapely.intersects(water.shape, drawn)).tolist():
            across = shapely.line_merge(shapely.intersection(drawn[index], water.shape))
            for piece in shapely.get_parts(across):
                if piece.geom_type == "LineString" and piece.length > 0.5 * min(water.width, 400.0):
                    name = _name(chosen[index], names, layout, ground, water.width)
                    spot = shapely.line_interpolate_point(piece, 0.5, normalized=True)
                    if name.zh:
                        found.setdefault(name.zh, (name, shapely.box(*spot.buffer(14).bounds)))
    return list(found.values())


def _name(line: Line, names: dict[int, Name], layout: Layout, ground: Ground, width: float) -> Name:
    course = ground.roads[layout.given[line.name]] if line.name in layout.given else None
    if course is not None and course.bridge is not None and width > WIDE:
        return course.bridge
    road = names[line.name]
    if not road.zh:
        return Name("")
    kind = ("隧道", "Tunnel") if line.tunnel else ("大桥", "Bridge") if width > WIDE else ("桥", "Bridge")
    return Name(f"{road.zh}{kind[0]}", f"{road.en or pinyin.place(road.zh)} {kind[1]}")
