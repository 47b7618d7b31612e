"""The lists of a document: every incident, every area, everybody."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import numpy as np

from desktop.export import say
from desktop.export.content import Area, Person, Row
from desktop.export.plain import plain
from desktop.export.record import NAME
from domain.casefacts import was_settled
from domain.category import Severity
from domain.incident import Incident
from domain.picture import Picture
from domain.positions import WORKER_STATES
from domain.region import Level, Region
from domain.shapes import DEGREE
from domain.urgency import DeadlineState, deadline_state, hurt
from domain.worker import SILENT_AFTER, WorkerState
from widgets import words


def levels_of(picture: Picture) -> list[Level]:
    """The level below the whole city, and the streets where that is another one."""
    tree = picture.tree
    below = tree.children(tree.roots[0].code) if len(tree.roots) == 1 else tree.roots
    first = (below or tree.roots)[0].level if tree.roots else Level.STREET
    return [first, Level.STREET] if first.depth < Level.STREET.depth and tree.has_level(Level.STREET) else [first]


def areas_of(picture: Picture, midnight: float, now: float, level: Level, language: str) -> tuple[Area, ...]:
    tree = picture.tree
    above: dict[str, str] = {}
    for region in tree.at_level(level):
        for below in tree.subtree(region.code):
            above[below.code] = region.code
    cells: dict[str, list[int]] = {}
    for one in picture.incidents.values():
        cell = cells.setdefault(above.get(one.region, ""), [0] * 6)
        cell[3] += one.received_at >= midnight
        if picture.is_open(one):
            cell[0] += 1
            cell[1] += is_late(one, now)
            cell[2] += one.severity <= Severity.ORANGE
        elif was_settled(one) and (one.closed_at or 0.0) >= midnight:
            cell[4] += 1
            cell[5] += (one.closed_at or 0.0) <= one.deadline.due_at
    on_duty: dict[str, int] = {}
    for worker in picture.roster:
        if worker.on_duty:
            for code in {above.get(region, "") for region in worker.regions} - {""}:
                on_duty[code] = on_duty.get(code, 0) + 1
    areas = [
        _area(
            region,
            cells.get(region.code, [0] * 6),
            on_duty.get(region.code, 0),
            len(tree.grids_under(region.code)),
            language,
        )
        for region in tree.at_level(level)
    ]
    areas.sort(key=lambda area: (-area.open, -area.late, area.code))
    if any(cells.get("", ())[:1]):
        outside = Region("", say.outside(), level)
        areas.append(_area(outside, cells[""], 0, 0, language))
    return tuple(areas)


def _area(region: Region, cell: list[int], on_duty: int, grids: int, language: str) -> Area:
    open_, late, urgent, arrived, closed, in_time = cell
    name = plain(region.title(language), 60)
    return Area(
        region.code, name, words.level(region.level), open_, late, urgent, arrived, closed, in_time, on_duty, grids
    )


def states_of(picture: Picture, now: float) -> list[str]:
    """What everybody does by his index, or ``silent`` when he is on duty and has not been heard of."""
    positions, off_duty = picture.positions, WORKER_STATES.index(WorkerState.OFF_DUTY)
    silent = ~(positions.known & (now - positions.fixed_at <= SILENT_AFTER)) & (positions.state != off_duty)
    names = [*(state.value for state in WORKER_STATES), "silent"]
    return [names[number] for number in np.where(silent, len(WORKER_STATES), positions.state).tolist()]


# --- rows -------------------------------------------------------------------------------------------------------------


def is_late(one: Incident, now: float) -> bool:
    return one.deadline.paused_at is None and now > one.deadline.due_at


def rows_of(picture: Picture, now: float, language: str, only: Iterable[str] | None = None) -> tuple[Row, ...]:
    """Every incident of the picture, what hurts most first, closed ones last, the newest first; or those of ``only``,
    as they come."""
    calendar = picture.city.rules.calendar
    departments = {one.code: one.name.text(language) for one in picture.city.rules.departments}
    if only is not None:
        few = [picture.incidents[key] for key in only]
        return tuple(_row(picture, one, deadline_state(one, now, calendar), departments, language) for one in few)
    open_ = sorted(picture.open_incidents(), key=lambda one: hurt(one, now, picture.stages.get(one.stage), calendar))
    closed = [one for one in picture.incidents.values() if not picture.is_open(one)]
    closed.sort(key=lambda one: one.closed_at or one.changed_at, reverse=True)
    return tuple(
        _row(picture, one, deadline_state(one, now, calendar), departments, language) for one in (*open_, *closed)
    )


def _row(picture: Picture, one: Incident, stands: DeadlineState, departments: dict[str, str], language: str) -> Row:
    category = picture.categories.get(one.category)
    worker = picture.workers.get(one.worker)
    chain = picture.tree.lineage(one.region)
    area = next((region for region in chain if region.level is Level.STREET), None)
    return Row(
        id=plain(one.id, 60),
        case=plain(one.case, 60),
        severity=one.severity,
        title=plain(one.title, 120),
        category=plain(category.name.text(language) if category else one.category, 60),
        group=plain(category.group.text(language) if category else "", 60),
        stage=stage_name(picture, one.stage, language),
        area=plain(area.title(language), 60) if area else "",
        place=plain(picture.tree.path(one.region, language) if one.region in picture.tree else say.outside(), 120),
        address=plain(one.place.address, 200),
        source=words.source(one.source),
        worker=plain(worker.title(language), 60) if worker else "",
        department=plain(departments.get(one.department, one.department), 60),
        received_at=one.received_at,
        due_at=one.deadline.due_at,
        remaining=stands.remaining,
        phase=stands.phase,
        lon=one.place.lon,
        lat=one.place.lat,
        open=picture.is_open(one),
        supervised=one.supervised,
        closed_at=one.closed_at,
        outcome=plain(one.outcome, 400),
    )


def stage_name(picture: Picture, code: str, language: str) -> str:
    stage = picture.stages.get(code)
    return plain(stage.name.text(language) if stage else code, 40)


def staff_of(picture: Picture, now: float, language: str) -> tuple[Person, ...]:
    """Everybody; a place only of those on duty."""
    positions, states = picture.positions, states_of(picture, now)
    known, age = positions.known.tolist(), np.maximum(now - positions.fixed_at, 0.0).tolist()
    lon, lat = (positions.lon / DEGREE).tolist(), (positions.lat / DEGREE).tolist()
    roles = {code: plain(role.name.text(language), NAME) for code, role in picture.roles.items()}
    path = lru_cache(maxsize=None)(lambda code: picture.tree.path(code, language) if code in picture.tree else "")
    people = []
    for worker in picture.roster:
        row = worker.index
        seen = known[row] and worker.on_duty
        people.append(
            Person(
                id=plain(worker.id, NAME),
                name=plain(worker.title(language), NAME),
                role=roles.get(worker.role) or plain(worker.role, NAME),
                area=plain(", ".join(filter(None, map(path, worker.regions))), 200),
                state=states[row],
                load=picture.load(worker.id),
                lon=lon[row] if seen else None,
                lat=lat[row] if seen else None,
                age=age[row] if seen else None,
            )
        )
    return tuple(people)
