"""The small city of the domain's tests with everything on it a map can draw, and a picture of it with matters in it."""

from __future__ import annotations

import msgspec
import numpy as np

from domain.cameras import Camera, Cameras
from domain.category import Severity
from domain.city import City, Landmarks
from domain.incident import Assignment, Incident
from domain.messages import Clock, Snapshot
from domain.names import Name
from domain.picture import Picture
from domain.polyline import encode_polyline
from domain.positions import WORKER_STATES, PositionBlock
from domain.shapes import DEGREE, Shapes
from domain.worker import Worker, WorkerState
from tests.domain.small_city import MONDAY_NINE, SIDE, SOUTH, WEST, middle_of, new_incident, small_city, square

NOW = MONDAY_NINE + 600
#: One worker in each state, by grid.
STATES = (
    WorkerState.FREE,
    WorkerState.HEADING,
    WorkerState.ON_SCENE,
    WorkerState.BUSY,
    WorkerState.RESTING,
    WorkerState.OFF_DUTY,
    WorkerState.FREE,
    WorkerState.FREE,
)


def landmark(name: Name, west: float, south: float, width: float, height: float) -> Landmarks:
    return Landmarks(Shapes.of([square(west, south, width, height)]), [name])


def town() -> City:
    """Four streets' worth of ground: water in the west, a park, an estate, named roads of every rank, two cameras."""
    city = small_city()
    geography = city.geography
    roads = msgspec.structs.replace(
        geography.roads,
        rank=(np.arange(len(geography.roads.start)) // 16 % 6).astype(np.uint8),
        name=(np.arange(len(geography.roads.start)) // 16 % 3 - 1).astype(np.int32),
        names=["解放路", "Zhongshan Road"],
    )
    geography = msgspec.structs.replace(
        geography,
        roads=roads,
        water=landmark(Name("云龙湖", "Yunlong Lake"), WEST + 0.2 * SIDE, SOUTH + 0.1 * SIDE, 0.5 * SIDE, 0.3 * SIDE),
        parks=landmark(Name("人民公园", "Renmin Park"), WEST + 2.1 * SIDE, SOUTH + 0.6 * SIDE, 0.6 * SIDE, 0.3 * SIDE),
        estates=landmark(Name("阳光小区", "Sunshine Court"), WEST + 5 * SIDE, SOUTH + 0.1 * SIDE, SIDE, 0.3 * SIDE),
    )
    cameras = [Camera("C1", "路口<1>", *middle_of(3), "g"), Camera("C2", "路口2", WEST + SIDE, SOUTH + SIDE / 4, "g")]
    workers = [_on_duty(worker) for worker in city.workers]
    return msgspec.structs.replace(city, geography=geography, cameras=Cameras.of(cameras), workers=workers)


def _on_duty(worker: Worker) -> Worker:
    if worker.id.startswith("g"):
        return msgspec.structs.replace(worker, state=STATES[int(worker.id[1:]) - 1])
    return worker


def matter(id: str, grid: int, severity: Severity = Severity.YELLOW, **fields: object) -> Incident:
    """An incident a little south-east of the middle of a grid."""
    incident = new_incident(id, grid)
    place = msgspec.structs.replace(incident.place, lon=incident.place.lon + 0.002, lat=incident.place.lat - 0.002)
    return msgspec.structs.replace(incident, severity=severity, place=place, **fields)


def matters() -> list[Incident]:
    """Five in five grids (the third late, the fourth on its way with a route), and a pile of three in the sixth."""
    late = matter("late", 3, Severity.ORANGE)
    late = msgspec.structs.replace(late, deadline=msgspec.structs.replace(late.deadline, due_at=NOW - 60))
    paused = matter("paused", 5, Severity.BLUE)
    paused = msgspec.structs.replace(paused, deadline=msgspec.structs.replace(paused.deadline, paused_at=NOW - 60))
    route = encode_polyline(np.array([middle_of(2), middle_of(3), middle_of(4)]))
    going = Assignment("g2", NOW - 300, accepted_at=NOW - 200, eta=400.0, route=route)
    return [
        matter("red", 1, Severity.RED),
        matter("yellow", 2),
        late,
        matter("going", 4, stage="accepted", assignment=going),
        paused,
        matter("pile1", 6, Severity.BLUE),
        matter("pile2", 6, Severity.RED),
        matter("pile3", 6, Severity.YELLOW),
    ]


def picture_of(city: City, incidents: list[Incident]) -> Picture:
    """Grid workers in the middle of their grids: the seventh not heard of for ten minutes, the eighth never seen; the
    others stand in the south-west corner of the city."""
    picture = Picture(city)
    picture.apply(Snapshot("e", 1, Clock(NOW), incidents, {}, city.workers))
    seen = [worker for worker in picture.roster if worker.id != "g8"]
    places = np.array([middle_of(int(w.id[1:])) if w.id.startswith("g") else (WEST, SOUTH) for w in seen])
    count = len(seen)
    picture.apply(
        PositionBlock(
            time=NOW,
            index=np.array([worker.index for worker in seen], np.int32),
            lon=np.rint(places[:, 0] * DEGREE).astype(np.int32),
            lat=np.rint(places[:, 1] * DEGREE).astype(np.int32),
            speed=np.full(count, 120, np.uint16),
            heading=np.full(count, 9000, np.uint16),
            age=np.array([6000 if worker.id == "g7" else 5 for worker in seen], np.uint16),
            state=np.array([WORKER_STATES.index(worker.state) for worker in seen], np.uint8),
        )
    )
    return picture
