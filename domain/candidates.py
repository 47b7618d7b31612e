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
    from domain.roads import RoadGraph

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


def weigh(picture: Picture, graph: RoadGraph, incident: Incident, now: float, scope: str = "") -> Flight:
    """What every worker would mean for an incident. ``now`` is city time; workers without an area inside ``scope``
    (a region code; empty: the whole city) are out of scope."""
    roster = picture.columns
    count = len(roster)
    positions = picture.positions
    row = roster.index
    known = positions.fixed_at[row] > 0
    seconds = np.full(count, np.inf)
    seen = np.flatnonzero(known)
    if len(seen):
        field = graph.field_to(incident.place.lon, incident.place.lat)
        lon, lat = positions.lon[row[seen]] / 1e7, positions.lat[row[seen]] / 1e7
        seconds[seen] = field.seconds(lon, lat, roster.mode[seen])
    state = roster.state
    load = roster.counts({worker: picture.load(worker) for worker in picture.tasks})
    depth = Level(incident.level).depth if incident.level in list(Level) else Level.GRID.depth
    around = picture.tree.lineage(incident.region)
    own = roster.responsible(region.code for region in around if region.level.depth == depth)
    category = picture.categories.get(incident.category)
    handling = category.handling if category else 0.0
    margin = _due(incident, now) - now - ACCEPT_SECONDS - handling - seconds
    foreign = roster.has_department & (roster.department != incident.department)
    cost = (
        seconds
        + LOAD_COST * load
        + _STATE_COSTS[state]
        - OWN_GRID_BONUS * own
        + LEVEL_COST * np.abs(roster.depth - depth)
        + PART_TIME_COST * ~roster.full_time
        + FOREIGN_COST * foreign
        + DECLINED_COST * roster.among(_declined(picture, incident))
        + LATE_COST * (margin < 0)
    )
    obstacle = np.zeros(count, np.int8)
    obstacle[state == _RESTING] = OBSTACLES.index("resting")
    obstacle[now - positions.fixed_at[row] > SILENT_AFTER] = OBSTACLES.index("silent")
    obstacle[known & np.isinf(seconds)] = OBSTACLES.index("no_road")
    obstacle[~known] = OBSTACLES.index("no_position")
    if scope:
        inside = roster.responsible(region.code for region in picture.tree.subtree(scope))
        obstacle[~inside] = OBSTACLES.index("out_of_scope")
    obstacle[~roster.handles] = OBSTACLES.index("role_cannot")
    obstacle[state == _OFF_DUTY] = OBSTACLES.index("off_duty")
    obstacle[roster.among([incident.worker])] = OBSTACLES.index("already_has")
    candidates = _candidates(roster.ids, seconds, load, margin, obstacle, cost, own)
    return Flight(incident.id, now, candidates, _best(roster.ids, cost, obstacle))


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
