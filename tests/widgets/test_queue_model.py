"""The queue's order, shelves and filter; nothing is ever missing, nothing jumps while it is held."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from domain.category import Severity
from domain.incident import Incident
from domain.messages import Snapshot
from domain.picture import Changes, Picture
from domain.urgency import hurt
from tests.domain.small_city import COVER, SHANGHAI
from tests.widgets.room import FLOW, NOW, RESET, change, matter, room
from widgets.queue_model import READ_AT_ONCE, QueueModel
from widgets.queue_rows import QueueRows, Shelf

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def model(picture: Picture) -> QueueModel:
    model = QueueModel()
    model.refresh(picture, RESET, NOW)
    return model


def worst_first(picture: Picture, now: float) -> list[str]:
    stages = {stage.code: stage for stage in FLOW.stages}
    return sorted(
        (incident.id for incident in picture.open_incidents()),
        key=lambda id: hurt(picture.incidents[id], now, stages[picture.incidents[id].stage], SHANGHAI),
    )


def test_what_hurts_first_is_on_top(model: QueueModel, picture: Picture) -> None:
    assert model.order == worst_first(picture, NOW)
    assert model.order[0] == "late"


def test_shelves_and_counts(model: QueueModel) -> None:
    assert {shelf.value: count for shelf, count in model.counts.items()} == {
        "all": 4,
        "desk": 3,
        "field": 1,
        "late": 1,
        "closed": 1,
    }
    expected = {
        Shelf.FIELD: {"field"},
        Shelf.LATE: {"late"},
        Shelf.CLOSED: {"closed"},
        Shelf.DESK: {"red", "late", "reported"},
    }
    for shelf, ids in expected.items():
        model.set_shelf(shelf)
        assert set(model.order) == ids


@pytest.mark.parametrize(
    ("needle", "found"),
    [
        ("井盖", {"red"}),
        ("员g1", {"field"}),
        ("c-late", {"late"}),
        ("社区1 暴露", {"field", "reported"}),
        ("nowhere", set()),
    ],
)
def test_text_filter(model: QueueModel, needle: str, found: set[str]) -> None:
    model.set_needle(needle)
    assert set(model.order) == found


def test_a_new_one_is_there_at_once_and_in_its_place(model: QueueModel, picture: Picture) -> None:
    incident, _ = matter(picture, "new", category=COVER)
    model.refresh(picture, change(picture, incident), NOW)
    assert model.order == worst_first(picture, NOW)
    assert model.order[model.row_of("new")] == "new"


def test_a_closed_one_leaves_for_its_shelf(model: QueueModel, picture: Picture) -> None:
    steps = ("file", "dispatch", "accept", "arrive", "report", "close")
    closed, _ = matter(picture, "field", steps, worker="g1")
    model.refresh(picture, change(picture, closed), NOW)
    assert "field" not in model.order
    assert model.counts[Shelf.CLOSED] == 2
    model.set_shelf(Shelf.CLOSED)
    assert "field" in model.order


def test_nothing_jumps_while_held_and_nothing_is_missing(model: QueueModel, picture: Picture) -> None:
    before = list(model.order)
    model.freeze()
    worse, _ = matter(picture, "worse", category=COVER, received=NOW - 20_000)
    model.refresh(picture, change(picture, worse), NOW)
    late = picture.incidents["reported"]
    late = msgspec.structs.replace(late, severity=Severity.RED, version=late.version + 1)
    model.refresh(picture, change(picture, late), NOW)
    model.tick(NOW + 1)
    assert model.order == [*before, "worse"]
    model.thaw()
    assert model.order == worst_first(picture, NOW + 1)


def test_selection_follows_its_incident(model: QueueModel, picture: Picture) -> None:
    from PySide6.QtCore import QPersistentModelIndex

    kept = QPersistentModelIndex(model.index(model.row_of("field")))
    incident, _ = matter(picture, "new", category=COVER, received=NOW - 20_000)
    model.refresh(picture, change(picture, incident), NOW)
    held = model.incident(kept)
    assert held is not None
    assert held.id == "field"


def test_a_deadline_that_passes_moves_the_row_up(model: QueueModel, picture: Picture) -> None:
    due = picture.incidents["red"].deadline.due_at
    model.tick(due - 1)
    assert model.counts[Shelf.LATE] == 1
    model.tick(due + 1)
    assert model.counts[Shelf.LATE] == 2
    assert model.order == worst_first(picture, due + 1)


def test_what_calls_is_red_and_nobody_has_acknowledged_it(model: QueueModel, picture: Picture) -> None:
    assert model.unacknowledged() == ["red"]
    known = msgspec.structs.replace(picture.incidents["red"], acknowledged_at=NOW)
    model.refresh(picture, change(picture, known), NOW)
    assert model.unacknowledged() == []


@given(
    st.lists(
        st.tuples(st.integers(0, 25), st.sampled_from(list(Severity)), st.integers(-400, 400), st.booleans()),
        max_size=60,
    ),
    st.lists(st.integers(0, 60), max_size=6),
)
def test_order_after_any_changes_is_the_order_of_a_fresh_start(
    steps: list[tuple[int, Severity, int, bool]], holds: list[int]
) -> None:
    picture = room()
    model = QueueModel()
    model.refresh(picture, RESET, NOW)
    now = NOW
    for number, (place, severity, minutes, tick) in enumerate(steps):
        if number in holds:
            model.freeze()
        incident, _ = matter(picture, f"i{place}", received=NOW - 7 * 3600 + 60 * minutes, category=COVER)
        incident = msgspec.structs.replace(incident, severity=severity, version=number + 2)
        model.refresh(picture, change(picture, incident), now)
        if tick:
            now += 30
            model.tick(now)
        assert {incident.id for incident in picture.open_incidents()} <= set(model.order)
    model.thaw()
    model.tick(now)
    assert model.order == worst_first(picture, now)


def test_the_last_picture_wins_after_a_snapshot(model: QueueModel, picture: Picture) -> None:
    left = picture.snapshot()
    picture.apply(Snapshot("other", 9, left.clock, left.incidents[:2], {}, left.workers))
    model.refresh(picture, Changes(reset=True), NOW)
    assert set(model.order) == {"red", "field"}


def many(picture: Picture, count: int, received: float = NOW - 100) -> list[Incident]:
    """A picture of so many alike."""
    sample, _ = matter(picture, "n", received=received, category=COVER)
    incidents = [msgspec.structs.replace(sample, id=f"n{number:04d}") for number in range(count)]
    left = picture.snapshot()
    picture.apply(Snapshot("e", 1, left.clock, incidents, {}, left.workers))
    return incidents


def test_a_second_costs_nothing_unless_something_turns(picture: Picture, monkeypatch: pytest.MonkeyPatch) -> None:
    incidents = many(picture, 2 * READ_AT_ONCE)
    urgent = msgspec.structs.replace(incidents[-1].deadline, due_at=NOW + 10)
    incidents[-1] = msgspec.structs.replace(incidents[-1], deadline=urgent)
    picture.apply(Snapshot("e", 1, picture.clock, incidents, {}, list(picture.roster)))
    rows, looked_at = QueueRows(), list[str]()
    rows.begin(picture, NOW)
    while rows.unread:
        rows.read(READ_AT_ONCE)
    hold = rows.hold

    def counted(incident: Incident) -> bool:
        looked_at.append(incident.id)
        return hold(incident)

    monkeypatch.setattr(rows, "hold", counted)
    for second in range(10):
        rows.look_at(NOW + second)
        assert rows.turned() == []
    assert looked_at == []
    rows.look_at(NOW + 11)
    assert rows.turned() == [incidents[-1].id]
    assert Shelf.LATE in rows[incidents[-1].id].shelves


def test_a_large_picture_comes_in_parts_the_worst_first(qtbot: QtBot, picture: Picture) -> None:
    incidents = many(picture, 3 * READ_AT_ONCE + 7)
    incidents[500] = msgspec.structs.replace(incidents[500], received_at=NOW - 4 * 86400)
    late = msgspec.structs.replace(incidents[500].deadline, due_at=NOW - 3600)
    incidents[500] = msgspec.structs.replace(incidents[500], deadline=late)
    picture.apply(Snapshot("e", 1, picture.clock, incidents, {}, list(picture.roster)))
    model = QueueModel()
    model.refresh(picture, RESET, NOW)
    assert len(model.order) == READ_AT_ONCE
    assert model.order[0] == incidents[500].id
    assert not model.complete
    last = incidents[-1].id  # waits still; what happens to it shows at once
    assert model.row_of(last) < 0
    touched = msgspec.structs.replace(incidents[-1], severity=Severity.ORANGE, version=2)
    model.refresh(picture, change(picture, touched), NOW)
    assert model.row_of(last) >= 0
    qtbot.waitUntil(lambda: model.complete)
    assert model.order == worst_first(picture, NOW)
    assert model.counts[Shelf.ALL] == len(incidents)
    model.refresh(picture, RESET, NOW)
    small = picture.snapshot()
    picture.apply(msgspec.structs.replace(small, incidents=small.incidents[:3]))
    model.refresh(picture, Changes(reset=True), NOW)
    assert model.complete
    assert len(model.order) == 3
    qtbot.waitUntil(lambda: not model._more.isActive())


def test_what_was_closed_today_leaves_its_shelf_at_midnight(model: QueueModel) -> None:
    assert model.counts[Shelf.CLOSED] == 1
    model.tick(NOW + 15 * 3600 - 660)  # 23:59
    assert model.counts[Shelf.CLOSED] == 1
    model.tick(NOW + 15 * 3600)
    assert model.counts[Shelf.CLOSED] == 0
