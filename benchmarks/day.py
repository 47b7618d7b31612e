"""A day of a city as one picture, made at once and always the same: what exports are measured and shown with."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec
import numpy as np

from backend.cityfile import prepare_city
from backend.cityprofile import load_profile
from backend.simulator.arrivals import Arrival, Arrivals
from backend.simulator.phrases import Phrases
from backend.simulator.places import Gazetteer, Kind
from domain.city import City
from domain.incident import Assignment, Incident, Source, TimelineEntry
from domain.messages import Clock, Snapshot
from domain.orders import Report
from domain.picture import Picture
from domain.positions import WORKER_STATES, PositionBlock
from domain.region import Level
from domain.shapes import DEGREE
from domain.worker import Worker, WorkerState
from domain.workflow import open_incident

#: When it is: a Monday, half past three in the afternoon in China.
NOW = datetime(2026, 3, 2, 15, 30, tzinfo=ZoneInfo("Asia/Shanghai")).timestamp()
#: How the incidents of a day stand: settled, with somebody on the way, on the scene, nobody yet.
_SETTLED, _HEADING, _ON_SCENE = 0.62, 0.14, 0.10
_HOUR = 3600.0
#: How much comes in at which hour before now, the oldest first: from seven in the morning on.
_HOURS = (3, 6, 9, 8, 7, 4, 5, 8, 5)


def city_of(name: str) -> City:
    """A shipped city, prepared with seed 1."""
    return prepare_city(load_profile(name), 1, lambda *_: None)


def busy_day(city: City, profile: str, incidents: int) -> Picture:
    """Everybody on duty and seen, and so many incidents since the morning."""
    dice = np.random.default_rng(7)
    cases, timelines = _cases(city, profile, incidents, dice)
    busy = {case.worker: case.stage for case in cases if case.assignment is not None}
    stages = {"accepted": WorkerState.HEADING, "handling": WorkerState.ON_SCENE}
    workers = [
        msgspec.structs.replace(worker, state=stages.get(busy.get(worker.id, ""), _state(dice)))
        for worker in city.workers
    ]
    picture = Picture(city)
    picture.apply(Snapshot("day", incidents, Clock(NOW), cases, timelines, workers))
    picture.apply(_positions(city, workers, dice))
    return picture


def _cases(
    city: City, profile: str, count: int, dice: np.random.Generator
) -> tuple[list[Incident], dict[str, list[TimelineEntry]]]:
    given = load_profile(profile)
    places = Gazetteer(city)
    arrivals = Arrivals(city, given.rhythm, given.behaviour, places, Phrases.load(), 1)
    sources = sorted(given.rhythm.per_day)
    weight = np.array([given.rhythm.per_day[source] for source in sources])
    people = [worker for worker in city.workers if worker.role == "grid_worker"] or list(city.workers)
    cases, timelines = [], {}
    for number in range(count):
        hour = int(dice.choice(len(_HOURS), p=np.array(_HOURS) / sum(_HOURS)))
        at = NOW - (len(_HOURS) - hour - float(dice.random())) * _HOUR
        source = Source(sources[int(dice.choice(len(sources), p=weight / weight.sum()))])
        case, entry = _case(city, arrivals, places, arrivals.draw(f"d{number}", at, source, dice), number, dice)
        case = _moved_on(city, case, people[int(dice.integers(len(people)))], dice)
        cases.append(case)
        timelines[case.id] = [entry]
    return cases, timelines


def _case(
    city: City, arrivals: Arrivals, places: Gazetteer, arrival: Arrival, number: int, dice: np.random.Generator
) -> tuple[Incident, TimelineEntry]:
    spot, told = arrival.spot, arrival.told
    if spot is None or told is None:
        somewhere = places.draw((Kind.ROAD, Kind.ESTATE), dice)
        spot, told = arrivals.found_at(arrival, somewhere.lon, somewhere.lat)
    report = Report(arrival.source, told.text, spot.lon, spot.lat, arrival.at, title=told.title, address=spot.address)
    category, rules = arrival.category, city.rules
    case, entry = open_incident(
        rules.workflow, report, id=f"i{number}", now=arrival.at, region=spot.region, category=category,
        severity=category.severity, lookalikes=(), calendar=rules.calendar,
    )  # fmt: skip
    return msgspec.structs.replace(case, case=f"GC20260302{number:05d}"), entry


def _moved_on(city: City, case: Incident, worker: Worker, dice: np.random.Generator) -> Incident:
    """As it stands at ``NOW``: the older ones more likely settled."""
    stages = {stage.code for stage in city.rules.workflow.stages}
    age, luck = NOW - case.received_at, float(dice.random())
    had = Assignment(worker.id, case.received_at + 300, accepted_at=case.received_at + 420, eta=480.0)
    if luck < _SETTLED and age > _HOUR:
        ended = case.received_at + float(dice.uniform(0.3, 1.0)) * max(
            min(case.deadline.due_at, NOW) - case.received_at, 900.0
        )
        if case.deadline.due_at < NOW and float(dice.random()) < 0.3:
            ended = float(dice.uniform(case.deadline.due_at, NOW))
        closed = next(stage.code for stage in city.rules.workflow.stages if not stage.open)
        return msgspec.structs.replace(
            case, stage=closed, closed_at=min(ended, NOW), assignment=had, outcome="已处置完毕，现场恢复正常。"
        )
    if luck < _SETTLED + _HEADING and "accepted" in stages:
        return msgspec.structs.replace(case, stage="accepted", assignment=had)
    if luck < _SETTLED + _HEADING + _ON_SCENE and "handling" in stages:
        return msgspec.structs.replace(
            case, stage="handling", assignment=msgspec.structs.replace(had, arrived_at=NOW - 600)
        )
    return case


def _state(dice: np.random.Generator) -> WorkerState:
    luck = float(dice.random())
    if luck < 0.82:
        return WorkerState.FREE
    return WorkerState.RESTING if luck < 0.86 else WorkerState.BUSY if luck < 0.89 else WorkerState.OFF_DUTY


def _positions(city: City, workers: list[Worker], dice: np.random.Generator) -> PositionBlock:
    """Everybody near the middle of his own area; some have not been heard of for a while."""
    grids = [region for region in city.geography.regions if region.level is Level.GRID]
    middle = {region.code: (region.lon, region.lat) for region in city.geography.regions}
    somewhere = [(region.lon, region.lat) for region in grids]
    places = np.array(
        [middle.get((worker.regions or ("",))[0]) or somewhere[worker.index % len(somewhere)] for worker in workers]
    )
    count = len(workers)
    stored = np.rint((places + dice.normal(0, 0.0012, (count, 2))) * DEGREE).astype(np.int32)
    unknown = np.full(count, 65535, np.uint16)
    age = np.where(dice.random(count) < 0.02, 4000, dice.integers(5, 400, count)).astype(np.uint16)
    state = np.array([WORKER_STATES.index(worker.state) for worker in workers], np.uint8)
    index = np.array([worker.index for worker in workers], np.int32)
    heading = dice.integers(0, 36000, count).astype(np.uint16)
    return PositionBlock(NOW, index, stored[:, 0], stored[:, 1], unknown, heading, age, state)
