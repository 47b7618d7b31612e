"""Yes or no, and what a yes leads to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from backend.dispatching import RULE
from backend.judge import MOST_LOOKALIKES, Preparation
from backend.position_store import bounds_of
from domain.incident import Source
from domain.messages import Accepted
from domain.orders import Order, Report
from domain.refusal import Refusal
from domain.shapes import DEGREE
from tests.backend.desk_room import RESIDENT, Room, open_room, worker_actor
from tests.domain.small_city import COVER, DISPATCHER, GRIDS, RUBBISH, SUPERVISOR, middle_of


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with open_room(tmp_path) as room:
        yield room


def test_a_report_is_placed_categorised_and_compared(room: Room) -> None:
    lon, lat = middle_of(3)
    first = room.judge.report(Report(Source.HOTLINE, "井盖不见了", lon, lat, room.now), RESIDENT, room.now)
    again = room.judge.report(Report(Source.RESIDENT, "路上井盖没了", lon + 1e-4, lat, room.now), RESIDENT, room.now)
    assert (first.region, first.category, first.severity) == (GRIDS[2], COVER.code, COVER.severity)
    assert again.lookalikes == (first.id,)
    assert first.version == 1 and first.id != again.id


def test_many_reports_of_one_place_name_only_the_likeliest(room: Room) -> None:
    lon, lat = middle_of(3)
    reports = [Report(Source.HOTLINE, "井盖不见了", lon + n * 1e-6, lat, room.now) for n in range(MOST_LOOKALIKES + 9)]
    told = [room.judge.report(report, RESIDENT, room.now) for report in reports]
    assert told[-1].lookalikes == tuple(one.id for one in reversed(told[-1 - MOST_LOOKALIKES : -1]))


def test_a_report_from_beside_the_city_is_taken_but_has_no_grid(room: Room) -> None:
    west, south, _, _ = bounds_of(room.city)
    report = Report(Source.HOTLINE, "井盖", (west + 1) / DEGREE, (south + 1) / DEGREE, room.now)
    assert room.judge.report(report, RESIDENT, room.now).region == ""


def test_a_report_from_another_part_of_the_world_is_refused(room: Room) -> None:
    with pytest.raises(Refusal) as refused:
        room.judge.report(Report(Source.HOTLINE, "井盖", 0.1, 51.0, room.now), RESIDENT, room.now)
    assert refused.value.code == "outside_city"


def test_the_same_external_report_is_one_incident_also_after_a_restart(room: Room, tmp_path: Path) -> None:
    first = room.report(1, RUBBISH, external="open311:77")
    assert room.report(2, COVER, external="open311:77").id == first.id
    room.commit()
    with open_room(tmp_path) as restarted:
        assert restarted.report(2, COVER, external="open311:77").id == first.id


def test_an_external_report_whose_commit_failed_can_come_again(room: Room) -> None:
    room.report(1, RUBBISH, external="open311:77")
    room.judge.undo()
    room.judge.begin()
    assert room.report(1, RUBBISH, external="open311:77").id in room.picture.incidents


def test_unknown_categories_and_workers_are_refused(room: Room) -> None:
    with pytest.raises(Refusal) as refused:
        room.report(1, "no such")
    assert refused.value.code == "unknown_category"
    with pytest.raises(Refusal) as refused:
        room.report(1, RUBBISH, reported_by="nobody")
    assert refused.value.code == "unknown_worker"
    assert room.picture.incidents == {}


def test_case_numbers_count_up_within_a_day_and_begin_anew_the_next(room: Room, tmp_path: Path) -> None:
    first, second = room.report().id, room.report(2).id
    room.order(first, "file")
    room.order(second, "file")
    assert (room.incident(first).case, room.incident(second).case) == ("20260302-0001", "20260302-0002")
    room.commit()
    with open_room(tmp_path) as restarted:
        third = restarted.report(3).id
        restarted.order(third, "file")
        assert restarted.incident(third).case == "20260302-0003"
        restarted.hands.pass_by(86400)
        fourth = restarted.report(4).id
        restarted.order(fourth, "file")
        assert restarted.incident(fourth).case == "20260303-0001"


def test_a_case_number_that_was_not_kept_is_given_again(room: Room) -> None:
    first = room.report().id
    room.commit()
    room.order(first, "file")
    room.judge.undo()
    room.judge.begin()
    assert room.incident(first).stage == "received"
    room.order(first, "file")
    assert room.incident(first).case.endswith("-0001")


def test_an_incident_nobody_knows_is_refused(room: Room) -> None:
    with pytest.raises(Refusal) as refused:
        room.judge.order(Order("c", "i999", 1, "file"), DISPATCHER, Preparation(), room.now)
    assert refused.value.code == "unknown_incident"


def test_a_stale_order_is_refused_with_the_current_version(room: Room) -> None:
    incident = room.report().id
    room.order(incident, "file")
    with pytest.raises(Refusal) as refused:
        room.judge.order(Order("c", incident, 1, "dispatch", worker="g1"), DISPATCHER, Preparation(), room.now)
    assert (refused.value.code, refused.value.version) == ("stale", 2)


@pytest.mark.parametrize("committed", [True, False])
def test_undo_gives_back_what_was_before(room: Room, committed: bool) -> None:
    incident = room.report(category=COVER).id
    room.order(incident, "file")
    before = room.incident(incident)
    room.order(incident, "dispatch", worker="g1", command_id="drop")
    if committed:
        room.commit()
    room.hands.pass_by(5)
    room.order(incident, "undo", undoes="drop")
    after = room.incident(incident)
    assert (after.stage, after.worker, after.version) == (before.stage, "", before.version + 2)


def test_undo_comes_too_late_after_its_grace(room: Room) -> None:
    incident = room.report(category=COVER).id
    room.order(incident, "dispatch", worker="g1", command_id="drop")
    room.commit()
    room.hands.pass_by(11)
    with pytest.raises(Refusal) as refused:
        room.order(incident, "undo", undoes="drop")
    assert refused.value.code == "undo_too_late"


def test_undo_of_an_unknown_command_is_refused(room: Room) -> None:
    incident = room.report().id
    with pytest.raises(Refusal) as refused:
        room.order(incident, "undo", undoes="never given")
    assert refused.value.code == "nothing_to_undo"


def test_a_dispatch_to_an_area_goes_to_whom_the_road_work_found(room: Room) -> None:
    incident = room.report(category=COVER).id
    order = Order("c", incident, 1, "dispatch", region=GRIDS[0])
    prepared = Preparation("g1", 42.0)
    assert isinstance(room.judge.order(order, DISPATCHER, prepared, room.now), Accepted)
    assignment = room.incident(incident).assignment
    assert assignment is not None
    assert (assignment.worker, assignment.region, assignment.eta) == ("g1", GRIDS[0], 42.0)


def test_merging_counts_who_follows(room: Room) -> None:
    first, second, third = (room.report(1, COVER).id for _ in range(3))
    room.order(second, "merge", into=first, reason="同一件事")
    with pytest.raises(Refusal) as refused:
        room.order(first, "merge", into=third, reason="同一件事")
    assert refused.value.code == "has_merged"


# --- cases merged into another go where it goes ----------------------------------------------------------------------


def merged_pair(room: Room) -> tuple[str, str]:
    """A case reported back, and one that was merged into it."""
    main, follower = room.report(1, COVER).id, room.report(2, COVER).id
    room.order(follower, "merge", into=main, reason="同一件事")
    room.order(main, "dispatch", worker="g1")
    for verb in ("accept", "arrive", "report"):
        room.order(main, verb, worker_actor("g1"))
    return main, follower


def standing(room: Room, incident: str) -> tuple[str, str, bool]:
    one = room.incident(incident)
    return one.stage, one.merged_into, one.closed_at is not None


def test_it_is_closed_with_the_case_it_is_merged_into_and_tells_so(room: Room) -> None:
    main, follower = merged_pair(room)
    room.order(main, "close", note="已更换")
    room.commit()
    assert standing(room, follower) == ("closed", main, True)
    assert room.incident(follower).outcome == room.incident(main).outcome == "已更换"
    entry = room.picture.timelines[follower][-1]
    assert (entry.verb, entry.actor, entry.into) == ("close", DISPATCHER.label, main)
    assert entry.command_id == ""


def test_it_is_open_with_it_again_by_undo_and_by_reopening(room: Room) -> None:
    main, follower = merged_pair(room)
    room.order(main, "close", command_id="closing")
    room.commit()
    room.order(main, "undo", undoes="closing")
    assert standing(room, follower) == ("merged", main, False)
    room.order(main, "close")
    room.order(main, "reopen", reason="又坏了")
    assert standing(room, follower) == ("merged", main, False)
    assert room.verbs(follower) == ["open", "merge", "close", "undo", "close", "reopen"]


def test_it_is_void_with_it(room: Room) -> None:
    main, follower = room.report(1, COVER).id, room.report(2, COVER).id
    room.order(follower, "merge", into=main, reason="同一件事")
    room.order(main, "void", reason="误报")
    assert standing(room, follower) == ("void", main, True)


def test_split_off_it_goes_its_own_way(room: Room) -> None:
    main, follower = merged_pair(room)
    room.order(follower, "unmerge", reason="另一处")
    room.order(main, "close")
    assert standing(room, follower) == ("filed", "", False)
    assert room.incident(follower).case


def test_reopened_by_itself_it_is_a_case_of_its_own(room: Room) -> None:
    main, follower = merged_pair(room)
    room.order(main, "close")
    room.order(follower, "reopen", reason="这边没修")
    assert standing(room, follower) == ("filed", "", False)
    room.order(main, "reopen", reason="又坏了")
    assert standing(room, follower) == ("filed", "", False)


def test_it_is_held_as_long_as_that_one_goes_on_and_found_when_both_are_old(room: Room, tmp_path: Path) -> None:
    main, follower = merged_pair(room)
    room.commit()
    assert not room.picture.let_go(room.now + 1)
    assert follower in {one.id for one in room.store.load(room.now + 1).incidents}
    with open_room(tmp_path) as later:
        later.hands.pass_by(10 * 86_400)
        assert follower in later.picture.incidents
        later.order(main, "close")
        later.commit()
        version = later.incident(main).version
        later.picture.let_go(later.now + 1)
        assert later.picture.incidents == {}
        order = Order("again", main, version, "reopen", reason="又坏了")
        later.judge.order(order, SUPERVISOR, Preparation(), later.now)
        assert standing(later, follower) == ("merged", main, False)


def as_an_earlier_program_kept_it(room: Room, follower: str) -> None:
    """Merged, and not counted as going on."""
    with room.store._writer.begin() as connection:
        connection.exec_driver_sql("UPDATE incident SET open = 0 WHERE id = ?", (follower,))


def test_one_that_an_earlier_program_merged_goes_with_the_main_one_too(room: Room, tmp_path: Path) -> None:
    main, follower = merged_pair(room)
    room.commit()
    as_an_earlier_program_kept_it(room, follower)
    with open_room(tmp_path) as later:
        later.hands.pass_by(10 * 86_400)
        later.judge.take_along_late(RULE, later.now)
        assert standing(later, follower) == ("merged", main, False) and not later.judge.draft.transaction
        later.order(main, "close")
        assert standing(later, follower) == ("closed", main, True)


def test_one_that_an_earlier_program_left_behind_goes_after_the_main_one(room: Room, tmp_path: Path) -> None:
    main, follower = merged_pair(room)
    room.commit()
    left_behind = room.incident(follower)
    room.order(main, "close", note="已更换")
    room.order(main, "evaluate", rating=4)
    room.commit()
    closed_at = room.incident(main).closed_at
    with room.store._writer.begin() as connection:
        connection.exec_driver_sql("DELETE FROM journal WHERE subject = ? AND version > 2", (follower,))
        row = (left_behind.version, msgspec.json.encode(left_behind).decode(), follower)
        connection.exec_driver_sql("UPDATE incident SET closed_at = NULL, version = ?, body = ? WHERE id = ?", row)
    with open_room(tmp_path) as later:
        later.hands.pass_by(10 * 86_400)
        assert standing(later, follower) == ("merged", main, False)
        later.judge.take_along_late(RULE, later.now)
        later.commit()
        assert standing(later, follower) == ("closed", main, True)
        after, entry = later.incident(follower), later.picture.timelines[follower][-1]
        assert (after.closed_at, after.outcome, after.version) == (closed_at, "已更换", 3)
        assert (entry.verb, entry.actor, entry.into, entry.at) == ("close", RULE.label, main, later.now)
        later.judge.take_along_late(RULE, later.now)
        assert not later.judge.draft.transaction  # once is enough


def test_a_failed_commit_takes_the_merged_ones_back_too(room: Room) -> None:
    main, follower = merged_pair(room)
    room.commit()
    room.order(main, "close")
    room.judge.undo()
    assert standing(room, follower) == ("merged", main, False)
    assert standing(room, main)[2] is False


def test_an_old_closed_incident_is_found_in_the_database_and_comes_back_whole(room: Room) -> None:
    incident = room.report(1, RUBBISH, worker_actor("g1"), reported_by="g1", settled=True).id
    room.commit()
    room.picture.let_go(room.now + 1)
    assert incident not in room.picture.incidents
    order = Order("again", incident, 4, "reopen", reason="又脏了")
    room.judge.order(order, SUPERVISOR, Preparation(), room.now)
    assert room.incident(incident).stage == "filed"
    assert room.verbs(incident) == ["open", "self_handle", "verify", "close", "reopen"]
    room.judge.undo()
    assert incident not in room.picture.incidents
