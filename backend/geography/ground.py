"""The features of a city on its plane; what its profile does not say is invented."""

from __future__ import annotations

import math

import msgspec
import numpy as np
import shapely

from backend.geography.curves import blob, rounded, smooth, wander
from backend.geography.features import Degrees, Features, Spot
from backend.geography.plane import Floats, Plane
from backend.geography.terrain import Centre
from domain.names import Name


class Water(msgspec.Struct):
    """A body of water or a hill on the plane; ``corridor`` is it with its banks, where nobody builds."""

    name: Name
    shape: shapely.Geometry
    corridor: shapely.Geometry
    middle: Floats | None = None


class Ground(msgspec.Struct):
    """Features on the plane (metres)."""

    centres: list[Centre]
    waters: list[Water]
    hills: list[Water]
    railways: list[Floats]
    roads: list[tuple[Name, int, Floats]]

    @property
    def rivers(self) -> list[Floats]:
        return [water.middle for water in self.waters if water.middle is not None]

    def corridors(self) -> shapely.Geometry:
        """Everything nobody builds on."""
        return shapely.union_all([body.corridor for body in (*self.waters, *self.hills)])


def lay_out(features: Features, outline: shapely.Geometry, plane: Plane, rng: np.random.Generator) -> Ground:
    """The features of a city on its plane; what was not said is invented."""

    def path(places: tuple[Degrees, ...], sway: float, wavelength: float) -> Floats:
        return wander(smooth(plane.metres(places)), sway, wavelength, rng)

    centres = [
        Centre(x, y, quarter.strength, quarter.radius, math.radians(quarter.angle))
        for quarter in features.quarters
        for x, y in plane.metres([(quarter.lon, quarter.lat)]).tolist()
    ] or _invented_centres(outline, rng)
    centres += _villages(outline, centres, rng)
    waters = []
    for river in features.rivers if features.rivers is not None else ():
        sway, wavelength = min(1.6 * river.width, 160.0), max(1500.0, 8 * river.width)
        waters.append(_river(river.name, path(river.path, sway, wavelength), river.width, rng))
    if features.rivers is None:
        line = _invented_river(outline, centres, rng)
        width = float(np.clip(math.sqrt(outline.area) / 160, 30, 120))
        waters.append(_river(Name("清水河", "Qingshui River"), line, width, rng))
    for lake in features.lakes:
        shape = _spot(lake, plane, rng)
        waters.append(Water(lake.name, shape, shape.buffer(28)))
    hills = []
    for hill in features.hills:
        shape = _spot(hill, plane, rng)
        hills.append(Water(hill.name, shape, shape.buffer(6)))
    railways = [path(rail.path, 30, 4000) for rail in features.railways]
    roads = [(road.name, road.rank, path(road.path, 25, 2600)) for road in features.roads]
    return Ground(centres, waters, hills, railways, roads)


def _spot(spot: Spot, plane: Plane, rng: np.random.Generator) -> shapely.Geometry:
    """A lake or hill on the plane, as it is drawn in the profile or a blob of its size."""
    if spot.ring:
        return shapely.make_valid(shapely.Polygon(rounded(plane.metres(spot.ring))))
    x, y = plane.metres([(spot.lon, spot.lat)])[0].tolist()
    return blob(x, y, spot.long, spot.short, math.radians(spot.angle), rng)


def _river(name: Name, line: Floats, width: float, rng: np.random.Generator) -> Water:
    """A river whose width changes along its way, a wide one's less."""
    less, more = 0.2 * min(1.0, 100 / width), 0.25 * min(1.0, 100 / width)
    pieces = [
        shapely.LineString(line[start : start + 13]).buffer(width / 2 * float(rng.uniform(1 - less, 1 + more)))
        for start in range(0, len(line) - 1, 12)
    ]
    shape = shapely.union_all(pieces).buffer(12).buffer(-12)
    return Water(name, shape, shape.buffer(24), line)


def _invented_centres(outline: shapely.Geometry, rng: np.random.Generator) -> list[Centre]:
    """An old town near the middle and a few younger quarters around it."""
    middle, size = outline.representative_point(), math.sqrt(outline.area)
    base = float(rng.normal(0, 0.07))
    near = shapely.Point(middle.x + float(rng.normal(0, 0.06)) * size, middle.y + float(rng.normal(0, 0.06)) * size)
    heart = near if outline.contains(near) else middle
    centres = [Centre(heart.x, heart.y, 0.95, 0.17 * size, base)]
    west, south, east, north = outline.bounds
    for _ in range(200):
        if len(centres) > 4:
            break
        x, y = float(rng.uniform(west, east)), float(rng.uniform(south, north))
        if outline.contains(shapely.Point(x, y)) and min(math.hypot(x - c.x, y - c.y) for c in centres) > 0.25 * size:
            strength, radius = float(rng.uniform(0.3, 0.6)), size * float(rng.uniform(0.06, 0.11))
            centres.append(Centre(x, y, strength, radius, base + float(rng.normal(0, 0.25))))
    return centres


def _invented_river(outline: shapely.Geometry, centres: list[Centre], rng: np.random.Generator) -> Floats:
    """A river that passes the old town at some distance and leaves the city on both sides."""
    size, heart = math.sqrt(outline.area), centres[0]
    turn = float(rng.uniform(0, math.pi))
    aside = float(rng.choice([-1.0, 1.0])) * heart.radius * float(rng.uniform(0.4, 0.8))
    along = np.linspace(-2.5, 2.5, 21)[:, None] * size
    direction = np.array([math.cos(turn), math.sin(turn)])
    normal = np.array([-direction[1], direction[0]])
    points = np.array([heart.x, heart.y]) + along * direction + normal * aside
    points += normal * (rng.normal(0, 0.06, 21) * size * np.abs(np.linspace(-1, 1, 21)))[:, None]
    return wander(smooth(points), 0.02 * size, 0.35 * size, rng)


def _villages(outline: shapely.Geometry, centres: list[Centre], rng: np.random.Generator) -> list[Centre]:
    """Small dense places in the fields, each with streets of its own direction."""
    west, south, east, north = outline.bounds
    wanted = min(int(outline.area / 3.2e6), 900)
    found: list[Centre] = []
    for _ in range(12 * wanted):
        if len(found) >= wanted:
            break
        x, y = float(rng.uniform(west, east)), float(rng.uniform(south, north))
        far = all(math.hypot(x - c.x, y - c.y) > 0.9 * c.radius for c in centres)
        apart = all(math.hypot(x - c.x, y - c.y) > 900 for c in found)
        if far and apart and outline.contains(shapely.Point(x, y)):
            radius = float(rng.uniform(230, 420))
            found.append(Centre(x, y, float(rng.uniform(0.2, 0.34)), radius, float(rng.normal(0, 0.35))))
    return found
