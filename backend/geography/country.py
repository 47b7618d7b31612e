"""The land before it is built on: whose it is, where people settle, and the roads between their towns."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np
import shapely
from numpy.typing import NDArray

from backend.geography.countryroads import Town, TownRoad, town_roads
from backend.geography.ground import Ground
from backend.geography.mesh import NO_ROAD, Line
from backend.geography.plane import Floats, Plane
from backend.geography.settlements import Village, density, towns, villages
from backend.geography.terrain import Centre, Terrain
from backend.geography.territory import Claim, Land, Territory, claimed, land_of, rough
from backend.geography.tree import Branch, is_village, walk
from backend.geography.villageland import dividing_lines, fields_of, village_ways
from domain.region import Level

#: Where it is more urban than this, streets run everywhere and roads between towns end.
_DENSE = 0.42


class Crowd(msgspec.Struct):
    """How many people live on a square metre, by place."""

    land: Land
    people: Floats

    def at(self, x: float, y: float) -> float:
        """0 outside the city."""
        cell = self.land.at(x, y)
        return float(self.people[cell]) if cell >= 0 else 0.0


class Country(msgspec.Struct):
    """``territory`` is None where nobody knows where the streets lie. ``outlines``: the parts of the ground on the
    plane that no street reaches over; ``streets``: the branches in the order of their numbers in ``territory``;
    ``fields``: which village the land belongs to (-1: to a town); ``lines``: ways to villages, and what parts their
    fields; ``crowd``: how densely people live."""

    territory: Territory | None
    outlines: list[shapely.Geometry]
    streets: list[Branch]
    villages: list[Village]
    fields: Territory | None
    links: list[TownRoad]
    lines: list[Line]
    crowd: Crowd | None = None


def open_up(
    tree: Branch,
    outline: shapely.Geometry,
    ground: Ground,
    terrain: Terrain,
    plane: Plane,
    residents: int,
    wide: float,
    build: bool,
    rng: np.random.Generator,
) -> Country:
    """Divide the land among the streets, let towns and villages grow on it (``terrain``), and lay roads between them.
    Without ``build`` only the first: what stands there is known."""
    streets = [branch for branch in walk(tree) if branch.level is Level.STREET]
    known = bool(streets) and all(street.anchor is not None for street in streets)
    if not known and not build:
        return Country(None, [], [], [], None, [], [])
    outlines = _outlines(tree, plane) if known else {}
    land = land_of(list(outlines.values()) or [outline], ground)
    rivers = (terrain.dry.sample(land.places) < 0) & ~land.steep
    if known:
        claims = _claims(tree, streets, list(outlines), plane, residents)
        owner = claimed(land, claims, rough(land, rivers, rng))
    else:
        middle = ground.centres[0]
        claims, owner = [Claim(middle.x, middle.y, 0, float(residents))], np.zeros(len(land.places), np.int64)
    territory = Territory(land, owner) if known else None
    if not build:
        return Country(territory, list(outlines.values()), streets, [], None, [], [])
    named = [sum(is_village(child) for child in street.children) for street in streets] if known else [0]
    if known:
        terrain.settle(towns(land, owner, claims, named, terrain.urban))
    links = _links(land, claims, rivers, ground, terrain, rng) if known else []
    roads = [link.points for link in links] + [road.points for road in ground.roads if road.rank]
    settled = villages(land, owner, named, terrain.urban, terrain.dry, wide, rng)
    settled = _beside(settled, roads)
    urban = terrain.urban.sample(land.places)
    fields = fields_of(land, owner, settled, urban, rough(land, rivers, rng))
    lines = village_ways(land, rivers, settled, roads, rng) + dividing_lines(land, fields, rng)
    terrain.settle([Centre(one.x, one.y, 0.4, one.radius, float(rng.normal(0, 0.3))) for one in settled])
    crowd = Crowd(land, density(land, owner, claims, settled, terrain.urban))
    return Country(territory, list(outlines.values()), streets, settled, Territory(land, fields), links, lines, crowd)


def border_lines(tree: Branch, plane: Plane) -> list[Line]:
    """Real borders of regions as lines that part blocks."""
    return [
        Line(shapely.get_coordinates(ring), NO_ROAD)
        for branch in walk(tree)
        if branch.border is not None
        for ring in shapely.get_rings(shapely.get_parts(shapely.transform(branch.border, plane.metres)))
    ]


def _outlines(tree: Branch, plane: Plane) -> dict[str, shapely.Geometry]:
    """The parts of the ground that nobody's streets reach over, by code, on the plane."""
    holders = [branch for branch in walk(tree) if branch.border is not None and branch.level is not Level.STREET]
    lowest = [branch for branch in holders if not any(child.border is not None for child in branch.children)]
    return {branch.code: shapely.make_valid(shapely.transform(branch.border, plane.metres)) for branch in lowest}


def _claims(
    tree: Branch, streets: Sequence[Branch], outlines: Sequence[str], plane: Plane, residents: int
) -> list[Claim]:
    above = {child.code: branch.code for branch in walk(tree) for child in branch.children}
    places = plane.metres([street.anchor for street in streets])
    total = sum(street.share for street in streets)
    found = []
    for street, (x, y) in zip(streets, places.tolist(), strict=True):
        home = street.ground or above[street.code]
        outline = outlines.index(home) if home in outlines else 0
        found.append(Claim(x, y, outline, residents * street.share / total))
    return found


def _links(
    land: Land,
    claims: Sequence[Claim],
    rivers: NDArray[np.bool_],
    ground: Ground,
    terrain: Terrain,
    rng: np.random.Generator,
) -> list[TownRoad]:
    towns = [Town(claim.x, claim.y, claim.residents) for claim in claims]
    dense = terrain.urban.sample(land.places) > _DENSE
    return town_roads(land, rivers, dense, towns, ground.roads, rng)


def _beside(settled: list[Village], lines: Sequence[Floats]) -> list[Village]:
    """Villages near a road lie on it."""
    if not lines or not settled:
        return settled
    roads = np.array([shapely.LineString(line) for line in lines], object)
    places = shapely.points([(one.x, one.y) for one in settled])
    tree = shapely.STRtree(roads)
    found = list(settled)
    village, road = tree.query_nearest(places, max_distance=650.0, all_matches=False)
    for number, nearest in zip(village.tolist(), road.tolist(), strict=True):
        line = roads[nearest]
        spot = shapely.line_interpolate_point(line, shapely.line_locate_point(line, places[number]))
        # Beside the road, not astride it.
        aside = 0.7 * settled[number].radius
        dx, dy = settled[number].x - spot.x, settled[number].y - spot.y
        far = max((dx * dx + dy * dy) ** 0.5, 1.0)
        found[number] = msgspec.structs.replace(
            settled[number], x=spot.x + dx / far * min(aside, far), y=spot.y + dy / far * min(aside, far)
        )
    return found
