"""Who could take an incident: travel time by road, load, whether the deadline would hold, and who is best.

The order of candidates is by a cost in seconds, lowest first::

    cost = travel time by road
         + LOAD_COST          for every incident that waits for him
         + STATE_COST         0 free · 240 heading, on scene, busy · 1200 resting
         - OWN_GRID_BONUS     when it is his grid (or his community, street … once it has been escalated there)
         + LEVEL_COST         for every level between his role and where the incident has been escalated to
         + PART_TIME_COST     when he is not full-time staff
         + FOREIGN_COST       when he belongs to a department that is not the incident's
         + DECLINED_COST      when he declined or returned this incident before
         + LATE_COST          when the deadline would not hold

The deadline *holds* when now + ACCEPT_SECONDS + travel + the category's handling time is not after it is due.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import msgspec
import numpy as np
from numpy.typing import NDArray

from domain.incident import Incident
from domain.picture import Picture
from domain.positions import WORKER_STATES
from domain.region import Level
from domain.worker import SILENT_AFTER, WorkerState

if TYPE_CHECKING:
    from domain.roads import RoadGraph, Starts

#: How long a worker may take to accept, seconds.
ACCEPT_SECONDS = 60.0
LOAD_COST = 600.0
STATE_COST: dict[WorkerState, float] = {
    WorkerState.OFF_DUTY: 0.0,
    WorkerState.FREE: 0.0,
    WorkerState.HEADING: 240.0,
    WorkerState.ON_SCENE: 240.0,
    WorkerState.BUSY: 240.0,
    WorkerState.RESTING: 1200.0,
}
OWN_GRID_BONUS = 240.0
LEVEL_COST = 180.0
PART_TIME_COST = 120.0
FOREIGN_COST = 900.0
DECLINED_COST = 1800.0
LATE_COST = 3600.0
SHARED_COST = 120.0

#: Why a worker is not among the best, from the strongest reason to the weakest.
OBSTACLES: tuple[str, ...] = (
    "",
    "resting",
    "silent",
    "no_road",
    "no_position",
    "out_of_scope",
    "role_cannot",
    "off_duty",
    "already_has",
)
#: Obstacles that make a drop impossible; with the others the dispatcher may still insist.
FORBIDDING = frozenset({"out_of_scope", "role_cannot", "off_duty", "already_has", "no_change", "nobody"})


class Candidate(msgspec.Struct, frozen=True, gc=False):
    """What giving the incident to a worker would mean. ``seconds``: travel time, None when unknown or no road leads;
    ``load``: the incidents that wait for him; ``holds``: whether the deadline would, None when unknown; ``margin``:
    seconds left over then (negative: late), NaN when unknown; ``obstacle``: a code of ``OBSTACLES`` or empty;
    ``cost``: the order of preference, lower is better; ``own``: it is his grid (or area, at the level the incident has
    been escalated to)."""

    worker: str
    seconds: float | None
    load: int
    holds: bool | None
    margin: float
    obstacle: str = ""
    cost: float = math.inf
    own: bool = False

    @property
    def allowed(self) -> bool:
        """Whether he may be given it at all."""
        return self.obstacle not in FORBIDDING


class Flight(msgspec.Struct, frozen=True):
    """An incident in the air: what every worker would mean for it at city time ``at``. ``best``: up to three ids."""

    incident: str
    at: float
    candidates: dict[str, Candidate]
    best: tuple[str, ...]


class AreaTarget(msgspec.Struct, frozen=True):
    """What dropping an incident on an area would mean. ``worker`` is who would get it (empty: nobody), ``candidate``
    his figures, ``obstacle`` why it cannot be dropped here (empty: it can; ``nobody no_change unknown_region``).
    ``sentence_code`` says how he was found: ``own`` responsible for just this area, ``head_community head_street
    head_district head_city`` responsible for the area around it, ``inside`` the best inside it, ``nobody``.
    ``grids``, ``workers_on_duty`` and ``load`` (their open incidents) describe the area."""

    region: str
    worker: str
    candidate: Candidate | None
    obstacle: str
    sentence_code: str
    grids: int
    workers_on_duty: int
    load: int


class Matter(msgspec.Struct, frozen=True):
    """What counts about an incident when workers are weighed for it. ``own``, ``declined``: rows of the roster; ``row``
    who has it now (-1: nobody); ``depth`` the level it has been escalated to; ``slack``: seconds of travel with which
    the deadline just holds."""

    incident: str
    lon: float
    lat: float
    depth: int
    department: str
    own: NDArray[np.intp]
    declined: NDArray[np.intp]
    row: int
    slack: float


class Weighed(msgspec.Struct, frozen=True):
    """What every worker would mean for one incident, arrays ``(n,)`` in the roster's order: ``seconds`` of travel (inf:
    unknown), ``margin`` to the deadline, ``cost``, ``obstacle`` numbers of ``OBSTACLES``, ``own`` area or not."""

    seconds: NDArray[np.float64]
    margin: NDArray[np.float64]
    cost: NDArray[np.float64]
    obstacle: NDArray[np.int8]
    own: NDArray[np.bool_]


class Weighing:
    """The workers of a picture at city time ``now``, ready to be weighed for many incidents, also in another thread:
    nothing of the picture is looked at again. ``scope`` as in ``weigh``."""

    def __init__(self, picture: Picture, now: float, scope: str = "") -> None:
        roster, positions = picture.columns, picture.positions
        self.now, self.ids = now, roster.ids
        self._depth, self._department, self._has_department = roster.depth, roster.department, roster.has_department
        row = roster.index
        self.known = positions.fixed_at[row] > 0
        self._lon, self._lat = positions.lon[row] / 1e7, positions.lat[row] / 1e7
        self._mode = roster.mode
        self.load = roster.counts({worker: picture.load(worker) for worker in picture.tasks})
        state = roster.state.copy()
        self._base = LOAD_COST * self.load + _STATE_COSTS[state] + PART_TIME_COST * ~roster.full_time
        self._sides: dict[tuple[int, str], NDArray[np.float64]] = {}
        self._starts: tuple[RoadGraph, Starts] | None = None
        obstacle = np.zeros(len(roster), np.int8)
        obstacle[state == _RESTING] = _CODE["resting"]
        obstacle[now - positions.fixed_at[row] > SILENT_AFTER] = _CODE["silent"]
        obstacle[~self.known] = _CODE["no_position"]
        if scope:
            inside = roster.responsible(region.code for region in picture.tree.subtree(scope))
            obstacle[~inside] = _CODE["out_of_scope"]
        obstacle[~roster.handles] = _CODE["role_cannot"]
        obstacle[state == _OFF_DUTY] = _CODE["off_duty"]
        self._obstacle = obstacle
        self._unable = np.where(obstacle <= _CODE["resting"], 0.0, np.inf)

    def seconds(self, graph: RoadGraph, matter: Matter) -> NDArray[np.float64]:
        """Everybody's travel time to an incident; infinite where it is not known or no road leads."""
        if self._starts is None or self._starts[0] is not graph:
            seen = self.known
            self._starts = graph, graph.starts(self._lon[seen], self._lat[seen], self._mode[seen])
        seconds = np.full(len(self.ids), np.inf)
        seconds[self.known] = graph.field_to(matter.lon, matter.lat).seconds_of(self._starts[1])
        return seconds

    def cost(self, matter: Matter, seconds: NDArray[np.float64]) -> NDArray[np.float64]:
        """The order of preference, float64 ``(n,)``."""
        cost = seconds + self._side(matter)
        cost += LATE_COST * (seconds > matter.slack)
        cost[matter.own] -= OWN_GRID_BONUS
        cost[matter.declined] += DECLINED_COST
        return cost

    def cost_of_able(self, matter: Matter, seconds: NDArray[np.float64]) -> NDArray[np.float64]:
        """The same with infinity for everybody who is not to be proposed."""
        cost = self.cost(matter, seconds)
        cost += self._unable
        if matter.row >= 0:
            cost[matter.row] = np.inf
        return cost

    def _side(self, matter: Matter) -> NDArray[np.float64]:
        """What is the same for all incidents of one level and department."""
        side = self._sides.get((matter.depth, matter.department))
        if side is None:
            foreign = self._has_department & (self._department != matter.department)
            side = self._base + LEVEL_COST * np.abs(self._depth - matter.depth) + FOREIGN_COST * foreign
            self._sides[matter.depth, matter.department] = side
        return side

    def weighed(self, matter: Matter, seconds: NDArray[np.float64]) -> Weighed:
        """Everything about everybody for one incident."""
        obstacle = self._obstacle.copy()
        no_road = self.known & np.isinf(seconds)
        obstacle[no_road] = np.maximum(obstacle[no_road], _CODE["no_road"])
        if matter.row >= 0:
            obstacle[matter.row] = _CODE["already_has"]
        own = np.zeros(len(self.ids), bool)
        own[matter.own] = True
        return Weighed(seconds, matter.slack - seconds, self.cost(matter, seconds), obstacle, own)


def matter_of(picture: Picture, incident: Incident, now: float) -> Matter:
    """An incident ready to be weighed at city time ``now``."""
    roster = picture.columns
    depth = Level(incident.level).depth if incident.level in list(Level) else Level.GRID.depth
    around = picture.tree.lineage(incident.region)
    category = picture.categories.get(incident.category)
    handling = category.handling if category else 0.0
    return Matter(
        incident.id,
        incident.place.lon,
        incident.place.lat,
        depth,
        incident.department,
        roster.rows_for(region.code for region in around if region.level.depth == depth),
        roster.rows_of(_declined(picture, incident)),
        int(next(iter(roster.rows_of([incident.worker]).tolist()), -1)),
        _due(incident, now) - now - ACCEPT_SECONDS - handling,
    )


def weigh(picture: Picture, graph: RoadGraph, incident: Incident, now: float, scope: str = "") -> Flight:
    """What every worker would mean for an incident. ``now`` is city time; workers without an area inside ``scope``
    (a region code; empty: the whole city) are out of scope."""
    weighing, matter = Weighing(picture, now, scope), matter_of(picture, incident, now)
    found = weighing.weighed(matter, weighing.seconds(graph, matter))
    candidates = _candidates(
        weighing.ids, found.seconds, weighing.load, found.margin, found.obstacle, found.cost, found.own
    )
    return Flight(incident.id, now, candidates, _best(weighing.ids, found.cost, found.obstacle))


def retimed(candidate: Candidate, seconds: float) -> Candidate:
    """A candidate whose travel time was known, with another one; infinite: there is no way after all."""
    if candidate.seconds is None:
        return candidate
    if math.isinf(seconds):
        obstacle = max(candidate.obstacle, "no_road", key=OBSTACLES.index)
        return msgspec.structs.replace(
            candidate, seconds=None, holds=None, margin=math.nan, obstacle=obstacle, cost=math.inf
        )
    margin = candidate.margin - (seconds - candidate.seconds)
    late = LATE_COST * (int(margin < 0) - int(candidate.margin < 0))
    return msgspec.structs.replace(
        candidate, seconds=seconds, margin=margin, holds=margin >= 0,
        cost=candidate.cost + seconds - candidate.seconds + late,
    )  # fmt: skip


def responsible(picture: Picture, flight: Flight, region_code: str, now: float) -> AreaTarget:
    """Who would get the incident of ``flight`` if it were dropped on an area: never somebody off duty.

    First who is responsible for just that area, then the heads of the areas around it from the nearest upwards, last
    the best inside it. Within each circle by cost, with SHARED_COST for every further area somebody is responsible for:
    a grid's own head comes before the officer who covers six grids, unless the head has his hands full."""
    tree = picture.tree
    if region_code not in tree:
        return AreaTarget(region_code, "", None, "unknown_region", "nobody", 0, 0, 0)
    roster = picture.columns
    inside = roster.ids_for(region.code for region in tree.subtree(region_code))
    on_duty = [worker for worker in inside if picture.workers[worker].on_duty]
    grids = len(tree.grids_under(region_code))
    load = sum(picture.load(worker) for worker in on_duty)

    def target(worker: str, sentence_code: str, obstacle: str = "") -> AreaTarget:
        candidate = flight.candidates.get(worker)
        return AreaTarget(region_code, worker, candidate, obstacle, sentence_code, grids, len(on_duty), load)

    circles = [("own", roster.ids_for([region_code]))]
    circles += [(f"head_{region.level}", roster.ids_for([region.code])) for region in tree.lineage(region_code)[1:]]
    circles += [("inside", on_duty)]
    for sentence_code, ids in circles:
        able = [flight.candidates[worker] for worker in ids if worker in flight.candidates]
        able = [one for one in able if one.obstacle not in _NEVER and picture.workers[one.worker].on_duty]
        if able:
            first = min(able, key=lambda one: _preference(one, len(picture.workers[one.worker].regions)))
            return target(first.worker, sentence_code, "no_change" if first.obstacle == "already_has" else "")
    return target("", "nobody", "nobody")


#: Obstacles of a worker nobody may be sent for, whatever the area.
_NEVER = FORBIDDING - {"already_has"}
_CODE = {code: number for number, code in enumerate(OBSTACLES)}
_STATE_COSTS = np.array([STATE_COST[state] for state in WORKER_STATES])
_RESTING = WORKER_STATES.index(WorkerState.RESTING)
_OFF_DUTY = WORKER_STATES.index(WorkerState.OFF_DUTY)


def _due(incident: Incident, now: float) -> float:
    """When it is due if its clock went on now."""
    paused_at = incident.deadline.paused_at
    return incident.deadline.due_at + (now - paused_at if paused_at is not None else 0.0)


def _declined(picture: Picture, incident: Incident) -> list[str]:
    entries = picture.timelines.get(incident.id, ())
    return [entry.actor.removeprefix("worker:") for entry in entries if entry.verb in ("decline", "return")]


def _preference(candidate: Candidate, areas: int) -> tuple[int, float, int, str]:
    """Sorts the better candidate for an area first, also where travel times are not known. ``areas``: how many he is
    responsible for."""
    known = candidate.cost < math.inf
    doubt = candidate.obstacle not in ("", "resting", "already_has")
    cost = (candidate.cost if known else 0.0) + SHARED_COST * max(0, areas - 1)
    return int(doubt) + int(not known), cost, candidate.load, candidate.worker


def _best(ids: list[str], cost: NDArray[np.float64], obstacle: NDArray[np.int8]) -> tuple[str, ...]:
    able = np.flatnonzero((obstacle <= OBSTACLES.index("resting")) & np.isfinite(cost))
    if len(able) > 3:
        able = able[np.argpartition(cost[able], 2)[:3]]
    return tuple(ids[at] for at in sorted(able.tolist(), key=lambda at: (cost[at], ids[at])))


def _candidates(
    ids: list[str],
    seconds: NDArray[np.float64],
    load: NDArray[np.int64],
    margin: NDArray[np.float64],
    obstacle: NDArray[np.int8],
    cost: NDArray[np.float64],
    own: NDArray[np.bool_],
) -> dict[str, Candidate]:
    reached = np.isfinite(seconds)
    times: list[float | None] = seconds.tolist()
    holds: list[bool | None] = (margin >= 0).tolist()
    margin = np.where(reached, margin, np.nan)
    for at in np.flatnonzero(~reached).tolist():
        times[at] = holds[at] = None
    words = [OBSTACLES[code] for code in obstacle.tolist()]
    rows = map(Candidate, ids, times, load.tolist(), holds, margin.tolist(), words, cost.tolist(), own.tolist())
    return dict(zip(ids, rows, strict=True))
