"""The desk's side of the protocol, told by hand: no socket, no clock."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client.incoming import Photo
from client.session import Ending, Held, Identity, Reaction, Session, SessionState
from domain.incident import TimelineEntry
from domain.messages import (
    DEAD_AFTER,
    HEARTBEAT,
    PROTOCOL,
    Accepted,
    Clock,
    Goodbye,
    Hello,
    IncidentChanged,
    Ping,
    Pong,
    Refused,
    Snapshot,
    Welcome,
)
from domain.orders import Order
from tests.domain.small_city import new_incident

CLOCK = Clock(0.0)


def welcome(seq: int = 0, epoch: str = "e", digest: str = "d", protocol: int = PROTOCOL) -> Welcome:
    return Welcome(protocol, "p", epoch, seq, "small", digest, "wang", "王", "dispatcher", "", CLOCK)


def snapshot(seq: int = 0, epoch: str = "e") -> Snapshot:
    return Snapshot(epoch, seq, CLOCK, [], {}, [])


def change(seq: int) -> IncidentChanged:
    return IncidentChanged(seq, new_incident(), TimelineEntry("i1", 1, 0.0, "report", "channel:x"))


def order(number: int) -> Order:
    return Order(f"c{number}", "i1", 1, "note")


def session(held: Held | None = None) -> Session:
    return Session(Identity("desk", "wang", "secret", "0.1"), held)


def live(seq: int = 0, unanswered: tuple[Order, ...] = ()) -> Session:
    """Live at second 100, holding everything up to ``seq``."""
    one = session()
    one.opened(100.0, unanswered)
    one.receive(welcome(seq), 100.0)
    one.receive(snapshot(seq), 100.0)
    return one


def code_of(reaction: Reaction) -> str:
    return reaction.ending.code if reaction.ending else ""


def test_hello_tells_what_is_held() -> None:
    one = session(Held("e", 7, "d"))
    assert one.state is SessionState.CONNECTING
    assert one.opened(0.0, ()).send == (Hello(PROTOCOL, "desk", "wang", "secret", "0.1", "e", 7),)
    assert one.state is SessionState.GREETING


def test_resumes_with_the_missed_changes() -> None:
    one = session(Held("e", 7, "d"))
    one.opened(0.0, ())
    assert one.receive(welcome(9), 0.0).take == welcome(9)
    assert not one.caught_up
    assert one.receive(change(8), 0.0).take == change(8)
    assert one.receive(change(9), 0.0).take == change(9)
    assert one.caught_up
    assert one.held == Held("e", 9, "d")


def test_another_epoch_needs_a_snapshot() -> None:
    one = session(Held("old", 7, "d"))
    one.opened(0.0, ())
    one.receive(welcome(3), 0.0)
    assert not one.caught_up
    one.receive(snapshot(3), 0.0)
    assert one.caught_up
    assert one.held == Held("e", 3, "d")


@pytest.mark.parametrize("answer", [welcome(6), welcome(9, digest="other")])
def test_a_journal_behind_ours_or_another_city_begins_anew(answer: Welcome) -> None:
    one = session(Held("e", 7, "d"))
    one.opened(0.0, ())
    reaction = one.receive(answer, 0.0)
    assert reaction.ending is not None and reaction.ending.retry
    assert one.held == Held()


def test_a_repeated_change_is_passed_over() -> None:
    one = live(5)
    assert one.receive(change(5), 100.0) == Reaction()
    assert one.receive(change(3), 100.0) == Reaction()
    assert one.repeated == 2
    assert one.held.seq == 5


def test_a_gap_asks_for_what_is_missing_then_for_everything() -> None:
    one = live(5)
    assert code_of(one.receive(change(7), 100.0)) == "gap"
    assert one.held.seq == 5
    one.closed()
    one.opened(101.0, ())
    one.receive(welcome(7), 101.0)
    assert code_of(one.receive(change(7), 101.0)) == "gap"
    assert one.held == Held()


def test_a_change_before_any_snapshot_is_a_gap() -> None:
    one = session()
    one.opened(0.0, ())
    one.receive(welcome(1), 0.0)
    assert code_of(one.receive(change(1), 0.0)) == "gap"


def test_unanswered_orders_go_out_again_after_the_welcome_and_only_they() -> None:
    one = session()
    one.opened(0.0, (order(1), order(2)))
    assert one.order(order(3)).send == ()
    assert one.receive(welcome(), 0.0).send == (order(1), order(2), order(3))
    assert one.order(order(4)).send == (order(4),)
    assert one.order(order(4)).send == ()
    assert one.receive(Accepted("c4", 1), 0.0).take == Accepted("c4", 1)
    assert one.receive(Refused("c3", "stale", "Look again."), 0.0).take == Refused("c3", "stale", "Look again.")


def test_a_stopping_backend_judges_nothing() -> None:
    one = live(unanswered=(order(1),))
    assert one.receive(Refused("c1", "stopping", "Later."), 100.0) == Reaction()


def test_heartbeats() -> None:
    one = live()
    assert one.tick(100.0 + HEARTBEAT - 0.01) == Reaction()
    assert one.next_tick() == 100.0 + HEARTBEAT
    assert one.tick(100.0 + HEARTBEAT).send == (Ping(100.0 + HEARTBEAT),)
    assert one.tick(100.0 + HEARTBEAT) == Reaction()


def test_silence_is_a_dead_link() -> None:
    one = live()
    one.receive(Pong(0.0, CLOCK, 0), 105.0)
    assert code_of(one.tick(105.0 + DEAD_AFTER - 0.01)) == ""
    ending = one.tick(105.0 + DEAD_AFTER).ending
    assert ending is not None
    assert (ending.code, ending.retry) == ("silent", True)


def test_a_greeting_that_is_never_answered_is_a_dead_link() -> None:
    one = session()
    one.opened(0.0, ())
    assert one.tick(HEARTBEAT).send == ()
    assert code_of(one.tick(DEAD_AFTER)) == "silent"


@pytest.mark.parametrize(
    ("goodbye", "retry"),
    [
        (Goodbye("stopping", "Back soon."), True),
        (Goodbye("slow", "Too slow."), True),
        (Goodbye("malformed", "What?", retry=False), False),
        (Goodbye("sign_in", "No."), False),
        (Goodbye("protocol", "No."), False),
    ],
)
def test_goodbyes(goodbye: Goodbye, retry: bool) -> None:
    assert live().receive(goodbye, 100.0).ending == Ending(goodbye.code, goodbye.sentence, retry)


def test_another_protocol() -> None:
    one = session()
    one.opened(0.0, ())
    ending = one.receive(welcome(protocol=PROTOCOL + 1), 0.0).ending
    assert ending is not None
    assert (ending.code, ending.retry) == ("protocol", False)


@pytest.mark.parametrize("message", [Accepted("c", 1), snapshot(), Pong(0.0, CLOCK, 1), Photo("p", b"")])
def test_nothing_may_come_before_the_welcome(message: Any) -> None:
    one = session()
    one.opened(0.0, ())
    assert code_of(one.receive(message, 0.0)) == "malformed"


def test_a_second_welcome_is_refused() -> None:
    assert code_of(live().receive(welcome(), 100.0)) == "malformed"


def test_uptime_counts_from_the_welcome() -> None:
    one = session()
    one.opened(0.0, ())
    assert one.uptime(9.0) == 0.0
    one.receive(welcome(), 9.0)
    assert one.uptime(10.0) == 1.0
    one.closed()
    assert one.uptime(11.0) == 0.0


@given(st.lists(st.integers(1, 12), max_size=60))
def test_whatever_comes_what_is_taken_has_no_hole_and_no_repetition(seqs: list[int]) -> None:
    one = live()
    taken: list[int] = []
    for seq in seqs:
        reaction = one.receive(change(seq), 100.0)
        if isinstance(reaction.take, IncidentChanged):
            taken.append(reaction.take.seq)
        if reaction.ending:  # come back, and get what was missed
            one.closed()
            one.opened(100.0, ())
            one.receive(welcome(max(seqs)), 100.0)
            if not one.held.epoch:
                one.receive(snapshot(taken[-1] if taken else 0), 100.0)
    assert taken == list(range(1, len(taken) + 1))
