"""Cameras where a city has them: at crossings, at the gates of estates and landmarks, along streets."""

from __future__ import annotations

import math

import msgspec
import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from backend.geography.camera_codes import made_up_code
from backend.geography.plane import Floats, Plane
from domain.cameras import Cameras, no_cameras
from domain.city import Geography
from domain.region import Level
from domain.shapes import DEGREE, Shapes
from domain.texts import Texts

_SIDES = ("东", "北", "西", "南")
#: Shares of all cameras at crossings and at gates; the rest stands along streets.
_CROSSINGS, _GATES = 0.42, 0.28


#: Degrees the view of a camera is wide at a crossing, at a gate, along a street; one in so many at a crossing turns all
#: around.
_AT_CROSSING, _AT_GATE, _ALONG, _TURNING = 65, 85, 50, 9


class Masts(msgspec.Struct):
    """Where cameras stand (metres), what each is called, where it looks (degrees clockwise from north) and how wide;
    ``nameless``: titles that do not say where."""

    places: list[Floats]
    titles: list[str]
    nameless: list[bool]
    headings: list[int]
    angles: list[int]

    def add(self, place: Floats, title: str, nameless: bool, towards: Floats, angle: int) -> None:
        """``towards``: east and north of where it looks, any length."""
        self.places.append(place)
        self.titles.append(title)
        self.nameless.append(nameless)
        self.headings.append(round(math.degrees(math.atan2(towards[0], towards[1]))) % 360)
        self.angles.append(angle)


def cameras(geography: Geography, count: int, prefix: str, seed: int) -> Cameras:
    """``count`` cameras. Codes have 20 digits as in GB/T 28181: district (that of their region, or ``prefix``), 00,
    type 132, 0, serial."""
    if count == 0 or len(geography.roads.start) == 0:
        return no_cameras()
    rng = np.random.default_rng([seed, 0x63616D])
    middle = geography.roads.nodes.mean(axis=0) / DEGREE
    plane = Plane(float(middle[0]), float(middle[1]))
    masts = Masts([], [], [], [], [])
    _crossings(geography, plane, int(_CROSSINGS * count), masts)
    _gates(geography, plane, int((_CROSSINGS + _GATES) * count), masts)
    _along(geography, plane, count, masts, rng)
    stored = plane.stored(np.array(masts.places))
    region = _grids_of(geography, stored / DEGREE)
    order = np.lexsort((np.arange(count), region))
    regions, codes, names = geography.regions, [], []
    above = {region.code: region for region in regions}
    for serial, index in enumerate(order.tolist(), 1):
        grid = regions[int(region[index])]
        codes.append(made_up_code(_district(grid.code, prefix), serial))
        around = above[grid.parent].name if masts.nameless[index] and grid.parent in above else ""
        names.append(around + masts.titles[index])
    used, area = np.unique(region[order], return_inverse=True)
    return Cameras(
        Texts.of(codes),
        Texts.of(names),
        stored[order],
        area.astype(np.int32),
        [regions[index].code for index in used.tolist()],
        np.array(masts.headings, np.int16)[order],
        np.array(masts.angles, np.uint16)[order],
    )


def _district(code: str, prefix: str) -> str:
    """The six digits a camera's code begins with."""
    for known in (code, prefix):
        if len(known) >= 6 and known[:6].isdigit():
            return known[:6]
    return "000000"


def locate(outlines: Shapes, members: list[int], degrees: Floats) -> NDArray[np.int64]:
    """For each place (degrees ``(n, 2)``) the number of the shape among ``members`` that holds it, -1 for none."""
    return _located(np.array([polygon(outlines, index) for index in members], object), members, degrees)


def _located(shapes: NDArray[np.object_], members: list[int], degrees: Floats) -> NDArray[np.int64]:
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


def _grids_of(geography: Geography, degrees: Floats) -> NDArray[np.int64]:
    members = [index for index, region in enumerate(geography.regions) if region.level is Level.GRID]
    shapes = np.array([polygon(geography.outlines, index) for index in members], object)
    found = _located(shapes, members, degrees)
    outside = np.flatnonzero(found < 0)  # a pole on the far side of a border street
    if len(outside):
        nearest = shapely.STRtree(shapes).nearest(shapely.points(degrees[outside]))
        found[outside] = np.array(members)[nearest]
    return found


def _crossings(geography: Geography, plane: Plane, until: int, masts: Masts) -> None:
    """Up to four views of every crossing, the most important crossings first, until there are so many."""
    roads = geography.roads
    points = plane.metres(roads.nodes / DEGREE)
    ends, others = np.concatenate([roads.start, roads.end]), np.concatenate([roads.end, roads.start])
    rank, name = np.tile(roads.rank.astype(np.int64), 2), np.tile(roads.name, 2)
    order = np.lexsort((name, rank, ends))
    ends, others, rank, name = ends[order], others[order], rank[order], name[order]
    first = np.flatnonzero(np.append(True, ends[1:] != ends[:-1]))
    ways = np.diff(np.append(first, len(ends)))
    crossing = np.flatnonzero(ways > 2)
    second, total = rank[first[crossing] + 1], np.add.reduceat(rank, first)[crossing]
    for row in crossing[np.lexsort((crossing, total, second))].tolist():
        if len(masts.titles) >= until:
            return
        begin, degree = int(first[row]), int(ways[row])
        names = sorted({roads.names[number] for number in name[begin : begin + degree].tolist() if number >= 0})
        title = "与".join(names[:2]) + ("路口" if len(names) > 1 else "支路口") if names else "街巷路口"
        views = 4 if degree > 3 else 3
        if rank[begin] > 3:
            views = 2 if degree > 3 else 1
        middle = points[ends[begin]]
        ways_out = points[others[begin : begin + degree]] - middle
        ways_out /= np.maximum(np.hypot(*ways_out.T), 0.1)[:, None]
        for view in range(min(views, until - len(masts.titles))):
            side = np.array([math.cos(view * math.pi / 2), math.sin(view * math.pi / 2)])
            along = ways_out[int(np.argmax(ways_out @ side))]  # the way that leads most to this side
            turning = (row + view) % _TURNING == 0
            title_here = f"{title}{_SIDES[view]}"
            masts.add(middle + 7 * side, title_here, not names, along, 360 if turning else _AT_CROSSING)


def _gates(geography: Geography, plane: Plane, until: int, masts: Masts) -> None:
    """The gates of landmarks and estates: middles of their longest sides."""
    places, estates = geography.places, geography.estates
    grounds = [
        (name, places.shapes.rings_of(index)[0], 1)
        for index, (name, kind) in enumerate(zip(places.names, places.kinds, strict=True))
        if kind != "bridge"
    ]
    grounds += [(name, estates.shapes.rings_of(index)[0], 4) for index, name in enumerate(estates.names)]
    for name, ring, most in grounds:
        corners = plane.metres(ring / DEGREE)
        following = np.roll(corners, -1, axis=0)
        length = np.hypot(*(following - corners).T)
        title = name.zh or name.en or "小区"
        for number, side in enumerate(np.argsort(-length, kind="stable")[:most].tolist()):
            middle = (corners[side] + following[side]) / 2
            aside = middle - corners.mean(axis=0)
            facing = round(math.atan2(aside[1], aside[0]) / (math.pi / 2)) % 4
            gate = f"{title}{_SIDES[facing]}门"
            inside = [(middle + 3.0, f"{gate}内", -aside)] if number < 2 else []
            for place, shown, towards in [(middle, gate, aside), *inside]:
                if len(masts.titles) >= until:
                    return
                masts.add(place, shown, not (name.zh or name.en), towards, _AT_GATE)


def _along(geography: Geography, plane: Plane, until: int, masts: Masts, rng: np.random.Generator) -> None:
    """Masts along streets: evenly, and closer on main streets and where people live."""
    count = until - len(masts.titles)
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
    aside = np.column_stack([start[:, 1] - end[:, 1], end[:, 0] - start[:, 0]]) / np.maximum(length, 0.1)[:, None]
    places = start[segment] + (end - start)[segment] * share[:, None] + 5 * aside[segment]
    serial: dict[int, int] = {}
    ways = (end - start)[segment]
    for place, name, way in zip(places, roads.name[segment].tolist(), ways, strict=True):
        serial[name] = serial.get(name, 0) + 1
        towards = way if serial[name] % 2 else -way  # to and fro along the street by turns
        masts.add(place, f"{roads.names[name] if name >= 0 else '巷道'}{serial[name]}号杆", name < 0, towards, _ALONG)
