"""The room is told of what matters until somebody of it has acted; acknowledging takes nothing from anybody else."""

from __future__ import annotations

import msgspec
import pytest

from domain.category import Severity
from domain.incident import Incident, TimelineEntry
from domain.messages import Clock, IncidentChanged, Snapshot
from domain.notices import FLOOD, NoticeBook, NoticeKind
from domain.orders import Actor
from domain.picture import Changes, Picture
from domain.refusal import Refusal
from domain.urgency import calls
from domain.workflow import Facts, advance
from tests.domain.small_city import (
    CATEGORIES,
    COVER,
    DISPATCHER,
    MONDAY_NINE,
    RUBBISH,
    SHANGHAI,
    new_incident,
    order,
    picture_with_everybody,
    seven_steps,
)

NOW = MONDAY_NINE + 60.0
FLOW = seven_steps()


class Room:
    """A picture that is told of steps as the backend would tell it, and the book of a desk."""

    def __init__(self, *incidents: Incident) -> None:
        self.picture: Picture = picture_with_everybody(NOW)
        self.picture.apply(Snapshot("e", 1, Clock(NOW), [], {}, self.picture.roster))
        self.book = NoticeBook()
        self.book.take(self.picture, Changes(reset=True), NOW)
        for incident in incidents:
            self.open(incident)

    def open(self, incident: Incident) -> list[NoticeKind]:
        entry = TimelineEntry(incident.id, 1, incident.received_at, "open", "channel:hotline", to_stage=incident.stage)
        return self.tell(incident, entry)

    def step(
        self, id: str, verb: str, actor: Actor = DISPATCHER, now: float = NOW, **fields: object
    ) -> list[NoticeKind]:
        before = self.picture.incidents[id]
        facts = Facts(
            SHANGHAI, CATEGORIES, case="C1", assignee=self.picture.workers["g1"], eta=60.0,
            timeline=self.picture.timelines[id],
        )  # fmt: skip
        return self.tell(*advance(FLOW, before, order(before, verb, **fields), actor, now, facts))

    def tell(self, incident: Incident, entry: TimelineEntry) -> list[NoticeKind]:
        changes = self.picture.apply(IncidentChanged(self.picture.seq + 1, incident, entry))
        return [notice.kind for notice in self.book.take(self.picture, changes, NOW)]

    def waiting(self) -> list[tuple[NoticeKind, str]]:
        return [(notice.kind, notice.incident) for notice in self.book.waiting(self.picture)]


def red(id: str = "red") -> Incident:
    return new_incident(id, 1, COVER, NOW)


WORKER = Actor("worker", "g1", "员g1", "worker")


def test_only_the_two_worst_severities_are_told_as_new() -> None:
    room = Room()
    assert room.open(red()) == [NoticeKind.NEW]
    assert room.open(new_incident("yellow", 2, RUBBISH, NOW)) == []
    assert room.waiting() == [(NoticeKind.NEW, "red")]


def test_acknowledged_once_it_is_settled_for_every_desk_also_one_that_comes_later() -> None:
    room = Room(red())
    assert calls(room.picture.incidents["red"], room.picture.stages["received"])
    room.step("red", "acknowledge")
    assert not calls(room.picture.incidents["red"], room.picture.stages["received"])
    assert room.waiting() == []
    later = NoticeBook()
    later.take(room.picture, Changes(reset=True), NOW + 5)
    assert later.waiting(room.picture) == []


def test_acting_is_as_good_as_acknowledging_and_what_comes_back_is_told_again() -> None:
    room = Room(red())
    room.step("red", "file")
    assert room.waiting() == []
    room.step("red", "dispatch", worker="g1", now=NOW + 1)
    assert room.step("red", "decline", WORKER, now=NOW + 20, reason="too far") == [NoticeKind.BACK]
    assert room.waiting() == [(NoticeKind.BACK, "red")]
    room.step("red", "acknowledge", now=NOW + 30)
    assert room.waiting() == []


def test_what_turns_late_is_told_once() -> None:
    room = Room(red())
    room.step("red", "acknowledge")
    due = room.picture.incidents["red"].deadline.due_at
    assert room.book.tick(room.picture, due - 1) == []
    assert [notice.kind for notice in room.book.tick(room.picture, due + 1)] == [NoticeKind.LATE]
    assert room.book.tick(room.picture, due + 2) == []
    assert room.waiting() == [(NoticeKind.LATE, "red")]


def test_a_desk_that_comes_later_finds_the_same_notices() -> None:
    room = Room(red("a"), red("b"))
    room.step("a", "acknowledge")
    room.book.tick(room.picture, room.picture.incidents["a"].deadline.due_at + 1)
    later = NoticeBook()
    later.take(room.picture, Changes(reset=True), room.picture.incidents["a"].deadline.due_at + 1)
    assert sorted((n.kind, n.incident) for n in later.waiting(room.picture)) == sorted(room.waiting())


def test_more_than_ten_in_ten_minutes_are_a_flood() -> None:
    room = Room(*(red(f"r{number}") for number in range(FLOOD)))
    assert room.book.flood(NOW + 1) == 0
    room.open(red("one more"))
    assert room.book.flood(NOW + 1) == FLOOD + 1
    assert room.book.flood(NOW + 601) == 0


# --- saying something overtakes nobody --------------------------------------------------------------------------------


@pytest.mark.parametrize("verb", ["acknowledge", "note"])
def test_what_was_only_said_meanwhile_does_not_make_an_order_stale(verb: str) -> None:
    room = Room(red())
    seen = room.picture.incidents["red"]
    room.step("red", verb, note="on the phone with them" if verb == "note" else "")
    after, _ = advance(
        FLOW, room.picture.incidents["red"], order(seen, "file"), DISPATCHER, NOW,
        Facts(SHANGHAI, CATEGORIES, case="C1", timeline=room.picture.timelines["red"]),
    )  # fmt: skip
    assert after.stage == "filed"


def test_what_was_done_meanwhile_does() -> None:
    room = Room(red())
    seen = room.picture.incidents["red"]
    room.step("red", "acknowledge")
    room.step("red", "file")
    facts = Facts(SHANGHAI, CATEGORIES, timeline=room.picture.timelines["red"])
    with pytest.raises(Refusal) as refused:
        advance(FLOW, room.picture.incidents["red"], order(seen, "void", reason="double"), DISPATCHER, NOW, facts)
    assert refused.value.code == "stale"
    late, _ = advance(FLOW, room.picture.incidents["red"], order(seen, "acknowledge"), DISPATCHER, NOW + 9, facts)
    assert late.acknowledged_at == NOW + 9


def test_without_the_timeline_nothing_is_taken_for_granted() -> None:
    seen = red()
    now_ = msgspec.structs.replace(seen, version=2)
    with pytest.raises(Refusal) as refused:
        advance(FLOW, now_, order(seen, "file"), DISPATCHER, NOW, Facts(SHANGHAI, CATEGORIES))
    assert refused.value.code == "stale"


def test_an_acknowledgement_between_does_not_stand_in_the_way_of_taking_back() -> None:
    room = Room(red())
    before = room.picture.incidents["red"]
    room.step("red", "file")
    filed = room.picture.incidents["red"]
    given = room.picture.timelines["red"][-1].command_id
    room.step("red", "acknowledge", Actor("user", "li", "李", "supervisor"))
    now_ = room.picture.incidents["red"]
    facts = Facts(SHANGHAI, CATEGORIES, timeline=room.picture.timelines["red"], before=before, undo_age=2.0)
    after, _ = advance(FLOW, now_, order(now_, "undo", undoes=given, command_id="u"), DISPATCHER, NOW, facts)
    assert (after.stage, after.acknowledged_at) == (before.stage, now_.acknowledged_at)
    assert filed.stage == "filed"


def test_severities_that_are_told_are_the_first_two() -> None:
    assert [severity for severity in Severity if severity <= Severity.ORANGE] == [Severity.RED, Severity.ORANGE]
