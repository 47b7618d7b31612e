"""The features of a city on its plane; what its profile does not say is invented."""

from __future__ import annotations

import math
from collections.abc import Callable

import msgspec
import numpy as np
import shapely

from backend.geography.banks import on_land
from backend.geography.curves import blob, frayed, rounded, smooth, wander
from backend.geography.features import Degrees, Features, MainRoad, Spot
from backend.geography.plane import Floats, Plane
from backend.geography.terrain import Centre
from domain.names import Name

#: Rivers wider than this (metres) are crossed by the roads a profile gives and by no other; so are lakes.
WIDE = 250.0


class Water(msgspec.Struct):
    """A body of water, a hill or a park on the plane; ``corridor`` is it with its banks, where nobody builds."""

    name: Name
    shape: shapely.Geometry
    corridor: shapely.Geometry
    middle: Floats | None = None
    width: float = 0.0


class Course(msgspec.Struct):
    """A road that is given: ``points`` metres ``(n, 2)``, ``bridge`` the name of its crossing of wide water."""

    name: Name
    rank: int
    points: Floats
    tunnel: bool = False
    bridge: Name | None = None


class Ground(msgspec.Struct):
    """Features on the plane (metres)."""

    centres: list[Centre]
    waters: list[Water]
    hills: list[Water]
    parks: list[Water]
    railways: list[Floats]
    roads: list[Course]

    @property
    def rivers(self) -> list[tuple[Floats, float]]:
        """Middle line and width of each river, metres."""
        return [(water.middle, water.width) for water in self.waters if water.middle is not None]

    def corridors(self) -> shapely.Geometry:
        """Everything nobody builds on."""
        return shapely.union_all([body.corridor for body in (*self.waters, *self.hills, *self.parks)])

    def wide_water(self) -> shapely.Geometry:
        """Water that is a long way round."""
        return shapely.union_all([water.shape for water in self.waters if water.width > WIDE])


def lay_out(features: Features, outline: shapely.Geometry, plane: Plane, rng: np.random.Generator) -> Ground:
    """The features of a city on its plane; what was not said is invented."""

    def path(places: tuple[Degrees, ...], sway: float, wavelength: float) -> Floats:
        return wander(smooth(plane.metres(places)), sway, wavelength, rng)

    centres = [
        Centre(x, y, quarter.strength, quarter.radius, math.radians(quarter.angle))
        for quarter in features.quarters
        for x, y in plane.metres([(quarter.lon, quarter.lat)]).tolist()
    ] or _invented_centres(outline, rng)
    hills = [_body(hill, plane, rng, 6) for hill in features.hills]
    parks = [_body(park, plane, rng, 4) for park in features.parks]
    railways = [path(rail.path, 30, 4000) for rail in features.railways]
    waters = _waters(features, outline, centres, plane, path, rng)
    lakes = [_bank(water) for water in waters if water.middle is None]
    rivers = [(_bank(water), water.width) for water in waters if water.middle is not None]

    def course(road: MainRoad) -> Floats:
        points = path(road.path, 0 if road.rank == 0 else 25, 2600)
        return points if road.tunnel else on_land(points, lakes, rivers)

    roads = [Course(road.name, road.rank, course(road), road.tunnel, road.bridge) for road in features.roads]
    return Ground(centres, waters, hills, parks, railways, roads)


def _waters(
    features: Features,
    outline: shapely.Geometry,
    centres: list[Centre],
    plane: Plane,
    path: Callable[[tuple[Degrees, ...], float, float], Floats],
    rng: np.random.Generator,
) -> list[Water]:
    found = []
    for river in features.rivers if features.rivers is not None else ():
        sway, wavelength = min(1.6 * river.width, 160.0), max(1500.0, 8 * river.width)
        found.append(_river(river.name, path(river.path, sway, wavelength), river.width, rng))
    if features.rivers is None:
        line = _invented_river(outline, centres, rng)
        width = float(np.clip(math.sqrt(outline.area) / 160, 30, 120))
        found.append(_river(Name("清水河", "Qingshui River"), line, width, rng))
    found += [_body(lake, plane, rng, 28) for lake in features.lakes]
    islands = shapely.union_all([_spot(island, plane, rng) for island in features.islands])
    if not islands.is_empty:
        for water in found:
            water.shape = shapely.difference(water.shape, islands)
            water.corridor = shapely.difference(water.corridor, islands.buffer(-24))
    return found


def _bank(water: Water) -> shapely.Geometry:
    """A body of water with its banks, drawn as plainly as the shore roads."""
    return water.corridor.simplify(3.0)


def _body(spot: Spot, plane: Plane, rng: np.random.Generator, bank: float) -> Water:
    shape = _spot(spot, plane, rng)
    return Water(spot.name, shape, shape.buffer(bank), width=2 * math.sqrt(shape.area / math.pi))


def _spot(spot: Spot, plane: Plane, rng: np.random.Generator) -> shapely.Geometry:
    """A lake or hill on the plane, as it is drawn in the profile (with bays and spurs) or a blob of its size."""
    if spot.ring:
        return shapely.make_valid(shapely.Polygon(frayed(rounded(plane.metres(spot.ring)), rng)))
    x, y = plane.metres([(spot.lon, spot.lat)])[0].tolist()
    return blob(x, y, spot.long, spot.short, math.radians(spot.angle), rng)


def _river(name: Name, line: Floats, width: float, rng: np.random.Generator) -> Water:
    """A river whose width changes along its way, a wide one's less."""
    step = float(np.clip(width / 5, 40.0, 250.0))
    points = shapely.get_coordinates(shapely.segmentize(shapely.LineString(line).simplify(step / 12), step))
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
    sway = 0.22 * min(1.0, (100 / width) ** 0.5)
    half = np.full(len(points), width / 2)
    for wavelength in (18 * width + 400, 7 * width + 150):
        half *= 1 + sway * np.sin(2 * math.pi * along / wavelength + rng.uniform(0, 7))
    rounds = shapely.buffer(shapely.points(points), half, quad_segs=6)
    pieces = shapely.convex_hull(shapely.union(rounds[:-1], rounds[1:]))
    shape = shapely.union_all(pieces).simplify(min(2.0, width / 40)).buffer(width / 8).buffer(-width / 8)
    return Water(name, shape, shape.buffer(24), line, width)


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
