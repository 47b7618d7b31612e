"""Cases that went through the real flow, and pictures full of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import count

import msgspec
from hypothesis import strategies as st

from domain.category import Category
from domain.incident import Incident, Source, TimelineEntry
from domain.messages import Clock, Snapshot
from domain.orders import Actor, Report
from domain.picture import Picture
from domain.workflow import Facts, advance, open_incident, possible
from tests.domain.small_city import (
    BUILDING,
    CATEGORIES,
    COVER,
    GRIDS,
    MONDAY_NINE,
    RUBBISH,
    SHANGHAI,
    middle_of,
    order,
    seven_steps,
    small_city,
)

#: Monday noon: three hours after most of it began.
NOON = MONDAY_NINE + 3 * 3600
FLOW = seven_steps()
CITY = small_city()
PEOPLE = {worker.id: worker for worker in CITY.workers}
_FIELDS: dict[str, dict[str, object]] = {
    "extend": {"hours": 4.0},
    "evaluate": {"rating": 5},
    "classify": {"category": BUILDING.code},
    "note": {"note": "x"},
}
_COMMANDS = count()


def walked(
    id: str,
    verbs: Iterable[str] = (),
    *,
    received: float = MONDAY_NINE,
    step: float = 60.0,
    grid: int = 1,
    category: Category = RUBBISH,
    source: Source = Source.HOTLINE,
    workers: Sequence[str] = ("g1", "g2"),
    rating: int = 5,
    found_by: str = "",
) -> tuple[Incident, list[TimelineEntry]]:
    """A case after some steps, ``step`` seconds apart; each dispatch goes to the next of ``workers``."""
    incident = _reported(id, grid, category, received, source, found_by)
    timeline = [TimelineEntry(id, 1, received, "open", f"channel:{source}", to_stage=incident.stage)]
    turn = 0
    for number, verb in enumerate(verbs, 1):
        fields: dict[str, object] = {"command_id": f"c{next(_COMMANDS)}", "reason": "so", **_FIELDS.get(verb, {})}
        if verb == "evaluate":
            fields["rating"] = rating
        assignee = PEOPLE[workers[turn % len(workers)]]
        if verb in ("dispatch", "reassign"):
            fields["worker"], turn = assignee.id, turn + 1
        if verb == "merge":
            fields["into"] = "other"
        into = _reported("other", 1, RUBBISH, received, source) if verb == "merge" else None
        facts = Facts(SHANGHAI, CATEGORIES, case=f"C-{id}", assignee=assignee, into=into)
        actor = _actor(incident, verb)
        now = received + step * number
        incident, entry = advance(FLOW, incident, order(incident, verb, **fields), actor, now, facts)
        timeline.append(entry)
    return incident, timeline


def _reported(
    id: str, grid: int, category: Category, received: float, source: Source, found_by: str = ""
) -> Incident:
    lon, lat = middle_of(grid)
    incident, _ = open_incident(
        FLOW,
        Report(source, category.name.zh, lon, lat, received - 60, reported_by=found_by),
        id=id,
        now=received,
        region=GRIDS[grid - 1],
        category=category,
        severity=category.severity,
        lookalikes=(),
        calendar=SHANGHAI,
    )
    return incident


def _actor(incident: Incident, verb: str) -> Actor:
    roles = ("dispatcher", "supervisor", "worker", "rule")
    for role in roles:
        if any(step.verb == verb for step in possible(FLOW, incident, role)):
            worker = Actor("worker", incident.worker or "g1", "员", "worker")
            return worker if role == "worker" else Actor("user", role, role, role)
    raise AssertionError(f"nobody may do {verb} in {incident.stage}")


def filled(cases: Iterable[tuple[Incident, list[TimelineEntry]]], now: float = NOON) -> Picture:
    """The small city with these cases."""
    cases = list(cases)
    picture = Picture(CITY)
    incidents, timelines = [one for one, _ in cases], {one.id: entries for one, entries in cases}
    picture.apply(Snapshot("epoch", 1, Clock(now), incidents, timelines, picture.roster))
    return picture


#: Ways through the flow that end anywhere.
WAYS: tuple[tuple[str, ...], ...] = (
    (),
    ("file",),
    ("void",),
    ("merge",),
    ("dispatch",),
    ("file", "dispatch", "accept"),
    ("file", "dispatch", "decline"),
    ("file", "dispatch", "accept", "return", "dispatch", "accept", "arrive"),
    ("file", "suspend"),
    ("file", "extend", "dispatch", "accept", "arrive", "report"),
    ("dispatch", "reassign", "accept", "report", "close"),
    ("dispatch", "accept", "report", "rework", "accept", "report", "verify", "close", "evaluate"),
    ("dispatch", "accept", "arrive", "report", "verify", "close"),
    ("dispatch", "accept", "report", "close", "reopen"),
    ("file", "dispatch", "recall"),
)


@st.composite
def any_cases(draw: st.DrawFn, most: int = 14) -> list[tuple[Incident, list[TimelineEntry]]]:
    """Cases of all kinds, some days old, some outside the city."""
    found = []
    for number in range(draw(st.integers(0, most))):
        incident, timeline = walked(
            f"i{number}",
            draw(st.sampled_from(WAYS)),
            received=NOON - draw(st.sampled_from([700, 5000, 20_000, 90_000, 200_000, 800_000])) - number,
            step=draw(st.sampled_from([20.0, 300.0, 5000.0])),
            grid=draw(st.integers(1, 8)),
            category=draw(st.sampled_from([COVER, RUBBISH, BUILDING])),
            source=draw(st.sampled_from([Source.HOTLINE, Source.WORKER, Source.CAMERA])),
            rating=draw(st.integers(1, 5)),
        )
        if draw(st.integers(0, 9)) == 0:
            incident = msgspec.structs.replace(incident, region="")
        found.append((incident, timeline))
    return found
