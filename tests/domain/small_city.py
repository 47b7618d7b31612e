"""A city small enough to check by hand: two streets with two communities each, two grids in each community.

Grids are squares of about 920 by 1110 metres, numbered from the west; roads run along their edges and across their
middles. Every grid has a worker, every community a head, every street a supervisor; one officer sits in the police
department.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from domain.cameras import no_cameras
from domain.category import Allowance, Category, DeadlineKind, Severity
from domain.city import City, Geography, Landmarks, Rules
from domain.flow_check import read_workflow
from domain.incident import Incident, Source
from domain.names import Name
from domain.orders import Actor, Order, Report
from domain.picture import Picture
from domain.positions import WORKER_STATES, PositionBlock
from domain.region import Level, Region
from domain.roads import Roads
from domain.shapes import DEGREE, Shapes
from domain.workcalendar import WorkCalendar
from domain.worker import Department, Role, Worker, WorkerState
from domain.workflow import Workflow, open_incident

#: Monday 2026-03-02 09:00 in Shanghai.
MONDAY_NINE = 1772413200.0
WEST, SOUTH, SIDE = 117.20, 34.26, 0.01

SHANGHAI = WorkCalendar(
    zone="Asia/Shanghai",
    windows=((8 * 60, 12 * 60), (14 * 60, 18 * 60)),
    weekdays=(1, 2, 3, 4, 5),
    holidays=("2026-04-06", "2026-05-01", "2026-05-04", "2026-05-05"),
    makeup=("2026-05-09",),
)
COVER = Category(
    "0101",
    Name("井盖缺失", "Manhole cover missing"),
    Name("公用设施", "Public utility"),
    Severity.RED,
    Allowance(DeadlineKind.URGENT_HOURS, 2),
    words=("井盖", "manhole"),
)
RUBBISH = Category(
    "0601",
    Name("暴露垃圾", "Exposed rubbish"),
    Name("市容环境", "City appearance"),
    Severity.YELLOW,
    Allowance(DeadlineKind.WORKING_DAYS, 1),
    small=True,
    words=("垃圾", "rubbish"),
)
BUILDING = Category(
    "0602",
    Name("违法建设", "Illegal building"),
    Name("市容环境", "City appearance"),
    Severity.BLUE,
    Allowance(DeadlineKind.WORKING_DAYS, 15),
    words=("违建",),
    department="urban",
)
CATEGORIES = {category.code: category for category in (COVER, RUBBISH, BUILDING)}
ROLES = (
    Role("grid_worker", Name("专职网格员", "Grid worker")),
    Role("part_time", Name("兼职网格员", "Part-time grid worker"), full_time=False),
    Role("head", Name("社区网格总长", "Community head"), level="community"),
    Role("supervisor", Name("网格督导员", "Grid supervisor"), level="street"),
    Role("secretary", Name("网格党支部书记", "Party secretary"), handles=False),
)
DISPATCHER = Actor("user", "wang", "王调度", "dispatcher")
SUPERVISOR = Actor("user", "li", "李督导", "supervisor")


def seven_steps() -> Workflow:
    """The flow that ships."""
    root = Path(__file__).resolve().parents[2]
    return read_workflow((root / "resources" / "workflows" / "seven_steps.toml").read_bytes())


def square(west: float, south: float, width: float, height: float) -> list[list[tuple[float, float]]]:
    return [[(west, south), (west + width, south), (west + width, south + height), (west, south + height)]]


def lattice(columns: int, rows: int, west: float = WEST, south: float = SOUTH, side: float = SIDE) -> Roads:
    """Residential roads along a lattice, two-way; node ``row * columns + column``."""
    east, north = np.meshgrid(west + side * np.arange(columns), south + side * np.arange(rows))
    nodes = np.rint(np.column_stack([east.ravel(), north.ravel()]) * DEGREE).astype(np.int32)
    number = np.arange(columns * rows, dtype=np.int32).reshape(rows, columns)
    start = np.concatenate([number[:, :-1].ravel(), number[:-1].ravel()])
    end = np.concatenate([number[:, 1:].ravel(), number[1:].ravel()])
    flat = np.zeros(len(start), np.uint8)
    return Roads(nodes, start, end, flat + 4, flat, np.full(len(start), -1, np.int32), [])


def small_city() -> City:
    regions = [Region("320302", "鼓楼区", Level.DISTRICT)]
    outlines = [square(WEST, SOUTH, 8 * SIDE, SIDE)]
    workers: list[Worker] = []

    def employ(id: str, role: str, *codes: str, department: str = "") -> None:
        workers.append(Worker(id, len(workers), f"员{id}", role, codes, department=department))

    for street in range(2):
        street_code = f"32030200{street + 1}"
        regions.append(Region(street_code, f"街道{street + 1}", Level.STREET, "320302"))
        outlines.append(square(WEST + 4 * SIDE * street, SOUTH, 4 * SIDE, SIDE))
        employ(f"s{street + 1}", "supervisor", street_code)
        for community in range(2):
            number = 2 * street + community
            community_code = f"{street_code}00{community + 1}"
            regions.append(Region(community_code, f"社区{number + 1}", Level.COMMUNITY, street_code))
            outlines.append(square(WEST + 2 * SIDE * number, SOUTH, 2 * SIDE, SIDE))
            employ(f"h{number + 1}", "head", community_code)
            for grid in range(2):
                place = 2 * number + grid
                code = f"{community_code}00{grid + 1}"
                regions.append(Region(code, f"网格{place + 1}", Level.GRID, community_code))
                outlines.append(square(WEST + SIDE * place, SOUTH, SIDE, SIDE))
                employ(f"g{place + 1}", "grid_worker", code)
    employ("p1", "grid_worker", "320302", department="police")
    nothing = Landmarks(Shapes.of([]), [])
    return City(
        code="small",
        name=Name("小城", "Small city"),
        seed=1,
        geography=Geography(regions, Shapes.of(outlines), lattice(17, 3, side=SIDE / 2), nothing, nothing, nothing),
        rules=Rules(
            workflow=seven_steps(),
            categories=list(CATEGORIES.values()),
            roles=list(ROLES),
            departments=[
                Department("police", Name("公安", "Police"), True),
                Department("urban", Name("城管", "Urban")),
            ],
            calendar=SHANGHAI,
        ),
        workers=[
            Worker(w.id, w.index, w.name, w.role, w.regions, department=w.department, state=WorkerState.FREE)
            for w in workers
        ],
        cameras=no_cameras(),
        figures={},
    )


#: Codes of the eight grids from the west.
GRIDS: tuple[str, ...] = tuple(region.code for region in small_city().geography.regions if region.level is Level.GRID)


def middle_of(place: int) -> tuple[float, float]:
    """The middle of the n-th grid from the west (from 1), degrees."""
    return WEST + SIDE * (place - 0.5), SOUTH + SIDE / 2


def new_incident(
    id: str = "i1", grid: int = 1, category: Category = RUBBISH, now: float = MONDAY_NINE, text: str = "门口有垃圾"
) -> Incident:
    lon, lat = middle_of(grid)
    report = Report(Source.HOTLINE, text, lon, lat, now - 60, reporter_name="张三丰", reporter_phone="13812345678")
    incident, _ = open_incident(
        seven_steps(),
        report,
        id=id,
        now=now,
        region=GRIDS[grid - 1],
        category=category,
        severity=category.severity,
        lookalikes=(),
        calendar=SHANGHAI,
    )
    return incident


def order(incident: Incident, verb: str, **fields: object) -> Order:
    command = fields.pop("command_id", f"c{incident.version}")
    return Order(command, incident.id, incident.version, verb, **fields)  # type: ignore[arg-type]


def picture_with_everybody(now: float = MONDAY_NINE) -> Picture:
    """The picture of the small city with grid workers in the middle of their grids and the others in the far west."""
    city = small_city()
    picture = Picture(city)
    lon, lat = [], []
    for worker in picture.roster:
        east, north = middle_of(int(worker.id[1:])) if worker.id.startswith("g") else (WEST, SOUTH)
        lon.append(east)
        lat.append(north)
    count = len(picture.roster)
    picture.apply(
        PositionBlock(
            time=now,
            index=np.arange(count, dtype=np.int32),
            lon=np.rint(np.array(lon) * DEGREE).astype(np.int32),
            lat=np.rint(np.array(lat) * DEGREE).astype(np.int32),
            speed=np.zeros(count, np.uint16),
            heading=np.zeros(count, np.uint16),
            age=np.zeros(count, np.uint16),
            state=np.full(count, WORKER_STATES.index(WorkerState.FREE), np.uint8),
        )
    )
    return picture
