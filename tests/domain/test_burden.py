from __future__ import annotations

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from domain.burden import Burdens
from domain.category import Severity
from domain.incident import TimelineEntry
from domain.messages import Change, Clock, IncidentChanged, Snapshot, WorkerChanged
from domain.picture import Changes, Picture
from domain.worker import WorkerState
from tests.domain.small_city import GRIDS, MONDAY_NINE, new_incident, picture_with_everybody

KEYS = [f"i{number}" for number in range(6)]
DEADLINE = new_incident().deadline
INCIDENTS = st.builds(
    lambda key, grid, stage, severity, due, paused: msgspec.structs.replace(
        new_incident(key, grid),
        stage=stage,
        severity=severity,
        region=GRIDS[grid - 1] if grid < 8 else "",
        deadline=msgspec.structs.replace(DEADLINE, due_at=due, paused_at=MONDAY_NINE if paused else None),
        closed_at=MONDAY_NINE + 5 if stage in ("closed", "void", "merged") else None,
    ),
    st.sampled_from(KEYS),
    st.integers(1, 8),
    st.sampled_from(["received", "filed", "suspended", "closed", "void", "merged"]),
    st.sampled_from(list(Severity)),
    st.integers(0, 40).map(lambda minutes: MONDAY_NINE + 60 * minutes),
    st.booleans(),
)
WORKERS = st.tuples(st.sampled_from(["g1", "g2", "h1", "s1", "p1"]), st.sampled_from(list(WorkerState)))
STEPS = st.lists(st.one_of(INCIDENTS, WORKERS, st.integers(1, 600), st.just("snapshot")), max_size=30)


def counted(picture: Picture, now: float) -> dict[str, tuple[int, int, int]]:
    """Of each area what an honest count finds."""
    found = {region.code: [0, 0, 0] for region in picture.tree}
    for incident in picture.open_incidents():
        late = incident.deadline.paused_at is None and incident.deadline.due_at < now
        for region in picture.tree.lineage(incident.region):
            found[region.code][0] += 1
            found[region.code][1] += late
    for worker in picture.roster:
        for code in {region.code for own in worker.regions for region in picture.tree.lineage(own)}:
            found[code][2] += worker.on_duty
    return {code: (cell[0], cell[1], cell[2]) for code, cell in found.items()}


def told(burdens: Burdens, picture: Picture) -> dict[str, tuple[int, int, int]]:
    cells = ((region.code, burdens.of(region.code)) for region in picture.tree)
    return {code: (cell.open, cell.late, cell.on_duty) for code, cell in cells}


@given(STEPS)
def test_kept_up_it_is_what_an_honest_count_finds(steps: list[object]) -> None:
    picture, now = picture_with_everybody(MONDAY_NINE), MONDAY_NINE
    picture.apply(Snapshot("e", 1, Clock(now), [], {}, list(picture.roster)))
    burdens = Burdens()
    burdens.refresh(picture, Changes(reset=True), now)
    for step in steps:
        if isinstance(step, int):
            now += step
            burdens.tick(now)
        else:
            burdens.refresh(picture, picture.apply(_message(picture, step)), now)
        assert told(burdens, picture) == counted(picture, now)
        still_open = picture.open_incidents()
        assert burdens.open == len(still_open)
        assert burdens.by_severity == {one: sum(i.severity is one for i in still_open) for one in Severity}
        late = {i.id for i in still_open if i.deadline.paused_at is None and i.deadline.due_at < now}
        assert burdens.late == late
        assert burdens.on_duty == sum(worker.on_duty for worker in picture.roster)
        settled = [i for i in picture.incidents.values() if i.stage == "closed"]
        assert burdens.settled_since(MONDAY_NINE) == len(settled)
        assert burdens.settled_since(MONDAY_NINE + 6) == 0


def _message(picture: Picture, step: object) -> Snapshot | Change:
    if step == "snapshot":
        return picture.snapshot()
    if isinstance(step, tuple):
        worker = msgspec.structs.replace(picture.workers[step[0]], state=step[1])
        return WorkerChanged(picture.seq + 1, MONDAY_NINE, worker)
    return IncidentChanged(picture.seq + 1, step, TimelineEntry(step.id, 1, MONDAY_NINE, "note", "user:x"))  # type: ignore[arg-type, attr-defined]
