"""Cameras where a city has them: at crossings, at estate gates, along streets."""

from __future__ import annotations

import math

import numpy as np
import shapely
from scipy.spatial import cKDTree

from backend.geography.plane import Floats, Plane
from domain.cameras import Camera, Cameras, no_cameras
from domain.city import Geography
from domain.region import Level
from domain.shapes import DEGREE, Shapes

_SIDES = ("东", "北", "西", "南")


def cameras(geography: Geography, count: int, prefix: str, seed: int) -> Cameras:
    """``count`` cameras. Codes have 20 digits as in GB/T 28181: ``prefix`` (district), 00, type 132, 0, serial."""
    if count == 0 or len(geography.roads.start) == 0:
        return no_cameras()
    rng = np.random.default_rng([seed, 0x63616D])
    middle = geography.roads.nodes.mean(axis=0) / DEGREE
    plane = Plane(float(middle[0]), float(middle[1]))
    crossings = _crossings(geography, plane)
    gates = _gates(geography, plane)
    found = [*crossings[: int(0.42 * count)], *gates[: int(0.26 * count)]]
    found += _along(geography, plane, count - len(found), rng)
    places = np.array([place for place, _ in found])
    region = _grids_of(geography, plane.degrees(places))
    stored = plane.degrees(places)
    order = np.lexsort((np.arange(len(found)), region))
    head = (prefix[:6].ljust(6, "0") if prefix.isdigit() else "000000") + "00" + "132" + "0"
    codes = [item.code for item in geography.regions]
    return Cameras.of(
        Camera(
            f"{head}{serial:08d}",
            found[index][1],
            round(float(stored[index, 0]), 7),
            round(float(stored[index, 1]), 7),
            codes[int(region[index])] if region[index] >= 0 else "",
        )
        for serial, index in enumerate(order.tolist(), 1)
    )


def locate(outlines: Shapes, members: list[int], degrees: Floats) -> np.ndarray:
    """For each place (degrees ``(n, 2)``) the number of the shape among ``members`` that holds it, -1 for none."""
    shapes = np.array([polygon(outlines, index) for index in members], object)
    found = np.full(len(degrees), -1, np.int64)
    place, shape = shapely.STRtree(shapes).query(shapely.points(degrees), predicate="intersects")
    found[place[::-1]] = np.array(members, np.int64)[shape[::-1]]
    return found


def polygon(outlines: Shapes, index: int) -> shapely.Geometry:
    """One of the shapes as a shapely geometry in degrees (rings combined even-odd)."""
    rings = [shapely.Polygon(ring / DEGREE) for ring in outlines.rings_of(index)]
    whole = rings[0]
    for ring in rings[1:]:
        whole = shapely.symmetric_difference(whole, ring)
    return whole


def _grids_of(geography: Geography, degrees: Floats) -> np.ndarray:
    members = [index for index, region in enumerate(geography.regions) if region.level is Level.GRID]
    found = locate(geography.outlines, members, degrees)
    outside = np.flatnonzero(found < 0)  # a pole on the far side of a border street
    if len(outside):
        shapes = np.array([polygon(geography.outlines, index) for index in members], object)
        nearest = shapely.STRtree(shapes).nearest(shapely.points(degrees[outside]))
        found[outside] = np.array(members)[nearest]
    return found


def _crossings(geography: Geography, plane: Plane) -> list[tuple[Floats, str]]:
    """Up to four views of every crossing, the most important crossings first."""
    roads = geography.roads
    points = plane.metres(roads.nodes / DEGREE)
    beside: dict[int, list[tuple[int, int]]] = {}
    columns = (column.tolist() for column in (roads.start, roads.end, roads.rank, roads.name))
    for start, end, rank, name in zip(*columns, strict=True):
        beside.setdefault(start, []).append((rank, name))
        beside.setdefault(end, []).append((rank, name))
    ranked = sorted(
        (sorted(rank for rank, _ in ways)[1], sum(rank for rank, _ in ways), node)
        for node, ways in beside.items()
        if len(ways) > 2
    )
    found = []
    for _, _, node in ranked:
        names = sorted({roads.names[name] for _, name in beside[node] if name >= 0})
        title = "与".join(names[:2]) + ("路口" if len(names) > 1 else "支路口") if names else "街巷路口"
        views = 4 if len(beside[node]) > 3 else 3
        if min(rank for rank, _ in beside[node]) > 3:
            views = 2 if len(beside[node]) > 3 else 1
        for view in range(views):
            turn = view * math.pi / 2
            found.append((points[node] + 7 * np.array([math.cos(turn), math.sin(turn)]), f"{title}{_SIDES[view]}"))
    return found


def _gates(geography: Geography, plane: Plane) -> list[tuple[Floats, str]]:
    """The gates of every estate: middles of its longest sides."""
    found = []
    for index, name in enumerate(geography.estates.names):
        ring = plane.metres(geography.estates.shapes.rings_of(index)[0] / DEGREE)
        following = np.roll(ring, -1, axis=0)
        length = np.hypot(*(following - ring).T)
        title = name.zh or name.en or "小区"
        for number, side in enumerate(np.argsort(-length, kind="stable")[:4].tolist()):
            middle = (ring[side] + following[side]) / 2
            aside = middle - ring.mean(axis=0)
            facing = round(math.atan2(aside[1], aside[0]) / (math.pi / 2)) % 4
            gate = f"{title}{_SIDES[facing]}门"
            found += [(middle, f"{gate}"), (middle + 3.0, f"{gate}内")] if number < 2 else [(middle, gate)]
    return found


def _along(geography: Geography, plane: Plane, count: int, rng: np.random.Generator) -> list[tuple[Floats, str]]:
    """Masts along streets: evenly, and closer on main streets and where people live."""
    roads = geography.roads
    points = plane.metres(roads.nodes / DEGREE)
    start, end = points[roads.start], points[roads.end]
    length = np.hypot(*(end - start).T)
    estates = geography.estates.shapes
    weight = length * np.array([1.2, 1.2, 1.1, 1.0, 0.8, 0.5])[np.minimum(roads.rank, 5)]
    if len(estates):
        box = estates.bounds() / DEGREE
        homes = cKDTree(plane.metres((box[:, :2] + box[:, 2:]) / 2))
        near = homes.query((start + end) / 2)[0]
        weight *= 0.25 + np.exp(-near / 350)
    ends = np.cumsum(weight)
    wanted = (np.arange(count) + rng.uniform(0.2, 0.8, count)) / max(count, 1) * ends[-1]
    segment = np.searchsorted(ends, wanted)
    share = 1 - (ends[segment] - wanted) / weight[segment]
    aside = np.column_stack([start[:, 1] - end[:, 1], end[:, 0] - start[:, 0]]) / length[:, None]
    places = start[segment] + (end - start)[segment] * share[:, None] + 5 * aside[segment]
    serial: dict[int, int] = {}
    found = []
    for place, name in zip(places, roads.name[segment].tolist(), strict=True):
        serial[name] = serial.get(name, 0) + 1
        found.append((place, f"{roads.names[name] if name >= 0 else '巷道'}{serial[name]}号杆"))
    return found
