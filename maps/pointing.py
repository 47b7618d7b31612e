"""What the pointer is over, in the order in which things lie on top of each other."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from domain.region import Level
from maps.camera_groups import group
from maps.crowd_signs import RADII as CROWD_RADII
from maps.crowd_signs import radius_of
from maps.crowds import Crowds
from maps.flight_view import FORBIDDEN, FlightView
from maps.layers.workers import size_class
from maps.marks import REACH, Marks
from maps.picking import nearest, within
from maps.scene import OFF_DUTY, Scene
from maps.sprites import RADII
from maps.target import Target
from maps.terrain import Terrain
from maps.viewport import Viewport

#: How far (logical pixels) from a sign the pointer may be.
INCIDENT_REACH, WORKER_REACH, CAMERA_REACH = 14.0, 9.0, 8.0
#: In the air: the nearest who may be given the incident is caught from farther away than one who may not.
SNAP, SNAP_FORBIDDEN = 18.0, 10.0
#: Somebody off duty is meant only by a hand right on his sign, so much beside it at most: by day and by night the area
#: around him can be reached.
SNAP_AWAY = 1.5
#: Signs this near to the pointer (pixels) lie on each other.
CROWDED = 7.0


def thing_at(
    x: float,
    y: float,
    viewport: Viewport,
    terrain: Terrain,
    scene: Scene,
    marks: Marks,
    crowds: Crowds,
    people: bool = True,
    cameras: bool = True,
) -> Target | None:
    """The incident, worker, crowd or camera under the pixel (x, y) while nothing is in the air. ``people``,
    ``cameras``: whether these are shown at all."""
    matters = scene.matters
    row = nearest(marks.pixels(matters, viewport), x, y, INCIDENT_REACH)
    if row is not None:
        chosen = int(marks.rows[row])
        members = np.flatnonzero(marks.leader == chosen)
        if len(members) == 1 and chosen not in marks.offsets:
            # the selected one is drawn for itself and still lies on its pile
            members = np.sort(within(matters.world, *_place(matters.world, chosen), REACH / viewport.scale))
        members = members[::-1]
        return Target("incident", matters.ids[chosen], tuple(matters.ids[member] for member in members.tolist()))
    if people:
        person = _worker_at(x, y, viewport, scene, crowds) or _gathered_at(x, y, viewport, scene, crowds)
        if person is not None:
            return person
    return _camera_at(x, y, viewport, terrain) if cameras else None


def _camera_at(x: float, y: float, viewport: Viewport, terrain: Terrain) -> Target | None:
    """The camera or the group of them whose sign is drawn at the pixel (x, y)."""
    # The pointer is taken to the world, not a hundred thousand things to the screen.
    around = viewport.centred(*viewport.to_world((x, y)).tolist()).resized(4 * CAMERA_REACH, 4 * CAMERA_REACH)
    groups = group(terrain.cameras, around)
    sign = nearest(viewport.to_pixels(groups.world), x, y, CAMERA_REACH)
    if sign is None:
        return None
    members = groups.members(sign)
    if len(members) == 1:
        return Target("camera", str(members[0]))
    bounds = groups.bounds(sign, terrain.cameras)
    return Target("cameras", str(members[0]), tuple(map(str, members)), bounds=bounds)


def _place(world: NDArray[np.float64], row: int) -> tuple[float, float]:
    return float(world[row, 0]), float(world[row, 1])


def _gathered_at(x: float, y: float, viewport: Viewport, scene: Scene, crowds: Crowds) -> Target | None:
    number = nearest(viewport.to_pixels(crowds.world), x, y, CROWD_RADII[-1] + 2.0)
    if number is None:
        return None
    apart = np.hypot(*(viewport.to_pixels(crowds.world[number]) - (x, y)))
    if apart > radius_of(int(crowds.on_duty[number])) + 2.0:
        return None
    counts = tuple(crowds.count[number].tolist())
    return Target("crowd", str(number), counts=counts, bounds=crowds.bounds(number, scene.crew))


def _worker_at(x: float, y: float, viewport: Viewport, scene: Scene, crowds: Crowds) -> Target | None:
    crew = scene.crew
    wx, wy = viewport.to_world((x, y)).tolist()
    found = within(crew.world, wx, wy, WORKER_REACH / viewport.scale)
    found = found[crew.known[found] & (crowds.crowd[found] < 0)]
    # Somebody at work before somebody off duty who happens to be a little nearer.
    found = found[np.argsort(crew.state[found] == OFF_DUTY, kind="stable")]
    worker = crew.workers[int(found[0])] if len(found) else None
    return Target("worker", worker.id) if worker is not None else None


def worker_in_reach(x: float, y: float, viewport: Viewport, scene: Scene, flight: FlightView) -> Target | None:
    """The worker a drop at (x, y) would go to."""
    crew = scene.crew
    (wx, wy), pixel = viewport.to_world((x, y)).tolist(), 1 / viewport.scale
    candidates = np.flatnonzero((flight.look >= 0) & crew.known)
    places = crew.world[candidates]
    found = candidates[within(places, wx, wy, SNAP * pixel)]
    allowed = found[flight.look[found] != FORBIDDEN]
    if not len(allowed):
        allowed = candidates[within(places, wx, wy, SNAP_FORBIDDEN * pixel)]
    if not len(allowed):
        allowed = _away_at(x, y, viewport, scene, flight)
    worker = crew.workers[int(allowed[0])] if len(allowed) else None
    return Target("worker", worker.id) if worker is not None else None


def crowd_at(x: float, y: float, viewport: Viewport, scene: Scene, flight: FlightView) -> int:
    """How many who may be given the incident lie under the pixel (x, y) so close that nobody can tell them apart."""
    crew = scene.crew
    rows = np.flatnonzero((flight.look >= 0) & (flight.look != FORBIDDEN) & crew.known)
    wx, wy = viewport.to_world((x, y)).tolist()
    return len(within(crew.world[rows], wx, wy, CROWDED / viewport.scale))


def _away_at(x: float, y: float, viewport: Viewport, scene: Scene, flight: FlightView) -> NDArray[np.int64]:
    """Rows of those off duty whose signs, as large as they are drawn, lie under the pixel (x, y)."""
    crew = scene.crew
    pixels = viewport.to_pixels(crew.world)
    inside = (pixels >= 0).all(axis=1) & (pixels <= (viewport.width, viewport.height)).all(axis=1) & crew.known
    reach = RADII[size_class(viewport.zoom, int(inside.sum()))] + SNAP_AWAY
    away = np.flatnonzero(inside & flight.away)
    found: NDArray[np.int64] = away[within(pixels[away], x, y, reach)]
    return found


def area_at(
    x: float, y: float, viewport: Viewport, terrain: Terrain, steps: int, flight: FlightView | None
) -> Target | None:
    """The area under the pixel (x, y) at the level the scale means, ``steps`` deeper or higher."""
    level = terrain.aimed_level(viewport, steps)
    wx, wy = viewport.to_world((x, y)).tolist()
    region = terrain.region_at(wx, wy, level)
    if region is None:
        return None
    area = flight.area_of(region.code) if flight is not None and flight.area_of is not None else None
    return Target("region", region.code, area=area, level=Level(region.level))
