"""Cameras of a city."""

from __future__ import annotations

import msgspec
import numpy as np
import shapely
from scipy.spatial import cKDTree

from backend.geography.cameras import cameras, locate, polygon
from domain.city import City
from domain.region import Level
from domain.shapes import DEGREE


def test_there_are_7396_with_different_codes_of_the_standard(gulou: City) -> None:
    codes = [camera.code for camera in gulou.cameras]
    assert len(codes) == len(set(codes)) == 7396
    assert all(len(code) == 20 and code.isdigit() and code.startswith("320302") for code in codes)
    assert codes == sorted(codes)


def test_each_stands_in_or_beside_its_grid(gulou: City) -> None:
    at = {region.code: index for index, region in enumerate(gulou.geography.regions)}
    for camera in list(gulou.cameras)[::40]:
        grid = polygon(gulou.geography.outlines, at[camera.region])
        assert grid.distance(shapely.Point(camera.lon, camera.lat)) < 2e-4


def test_they_stand_at_crossings_gates_and_along_streets(gulou: City) -> None:
    names = [camera.name for camera in gulou.cameras]
    for part, least in (("路口", 2000), ("门", 1000), ("号杆", 1000)):
        assert sum(part in name for name in names) > least
    assert all(names)


def test_every_grid_with_many_residents_is_seen(gulou: City) -> None:
    seen = {camera.region for camera in gulou.cameras}
    crowded = [region for region in gulou.geography.regions if region.level is Level.GRID and region.residents > 900]
    assert sum(region.code in seen for region in crowded) > 0.98 * len(crowded)


def test_no_roads_no_cameras(gulou: City) -> None:
    assert len(cameras(gulou.geography, 0, "320302", 1)) == 0
    bare = msgspec.structs.replace(
        gulou.geography.roads, **{name: gulou.geography.roads.start[:0] for name in ("start", "end")}
    )
    assert cameras(msgspec.structs.replace(gulou.geography, roads=bare), 10, "320302", 1).codes.letters == b""


def test_locate_finds_the_polygon_of_a_place(gulou: City) -> None:
    geography = gulou.geography
    members = [index for index, region in enumerate(geography.regions) if region.level is Level.GRID]
    places = np.array([(geography.regions[index].lon, geography.regions[index].lat) for index in members])
    assert locate(geography.outlines, members, places).tolist() == members
    assert locate(geography.outlines, members, np.array([[0.0, 0.0]])).tolist() == [-1]


def test_each_looks_somewhere(gulou: City) -> None:
    eyes = gulou.cameras
    assert len(eyes.heading) == len(eyes.angle) == len(eyes)
    assert eyes.heading.min() >= 0 and eyes.heading.max() < 360
    assert set(np.unique(eyes.angle).tolist()) == {50, 65, 85, 360}


def test_along_a_street_it_looks_along_the_street(gulou: City) -> None:
    roads = gulou.geography.roads
    nodes = roads.nodes / DEGREE * [np.cos(np.radians(34.3)), 1.0]
    middles, ways = (nodes[roads.start] + nodes[roads.end]) / 2, nodes[roads.end] - nodes[roads.start]
    tree = cKDTree(middles)
    straight = []
    for camera in list(gulou.cameras)[::23]:
        if camera.angle == 50:
            near = tree.query([camera.lon * np.cos(np.radians(34.3)), camera.lat], 6)[1]
            bearings = np.degrees(np.arctan2(ways[near, 0], ways[near, 1])) - camera.heading
            apart = np.abs((bearings + 90) % 180 - 90)
            straight.append(apart.min() < 2)
    assert np.mean(straight) > 0.95
