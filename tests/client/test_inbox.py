"""What waits for the desk's next frame."""

from __future__ import annotations

import pytest

from client.inbox import Inbox
from client.link import Link, LinkPhase
from domain.incident import TimelineEntry
from domain.messages import Accepted, Clock, IncidentChanged, Snapshot
from tests.client.test_merging import some
from tests.domain.small_city import new_incident, small_city

CITY = small_city()


def change(seq: int) -> IncidentChanged:
    return IncidentChanged(seq, new_incident(), TimelineEntry("i1", 1, 0.0, "report", "channel:x"))


def snapshot(seq: int = 0) -> Snapshot:
    return Snapshot("e", seq, Clock(0.0), [], {}, [])


@pytest.fixture
def inbox() -> Inbox:
    """With a city, and bounded to three changes."""
    inbox = Inbox(Link(LinkPhase.CONNECTING, 0.0), most_changes=3)
    inbox.put_city(CITY)
    inbox.drain()
    return inbox


def test_nothing_is_shown_before_there_is_ground_to_stand_on() -> None:
    inbox = Inbox(Link(LinkPhase.CONNECTING, 0.0))
    inbox.put_change(snapshot())
    inbox.put_change(change(1))
    inbox.put_positions(some([1]))
    inbox.put_answer(Accepted("c", 1))
    arrivals, _ = inbox.drain()
    assert (arrivals.city, arrivals.changes, arrivals.block) == (None, [], None)
    assert arrivals.answers == [Accepted("c", 1)]
    inbox.put_city(CITY)
    arrivals, _ = inbox.drain()
    assert arrivals.city is CITY
    assert arrivals.changes == [snapshot(), change(1)]
    assert arrivals.block is not None


def test_changes_keep_their_order_and_are_taken_once(inbox: Inbox) -> None:
    for seq in (1, 2, 3):
        inbox.put_change(change(seq))
    assert [one.seq for one in inbox.drain()[0].changes] == [1, 2, 3]
    assert inbox.drain()[0].changes == []


def test_a_backlog_collapses_into_the_need_for_a_snapshot_and_is_counted(inbox: Inbox) -> None:
    for seq in range(1, 7):
        inbox.put_change(change(seq))
    arrivals, stale = inbox.drain()
    assert stale
    assert arrivals.changes == []
    assert arrivals.dropped == {"collapsed": 4, "waits_for_snapshot": 2}
    inbox.put_change(snapshot(6))
    inbox.put_change(change(7))
    arrivals, stale = inbox.drain()
    assert not stale
    assert arrivals.changes == [snapshot(6), change(7)]


def test_a_snapshot_makes_what_waits_superfluous(inbox: Inbox) -> None:
    inbox.put_change(change(1))
    inbox.put_change(snapshot(5))
    assert inbox.drain()[0].changes == [snapshot(5)]


def test_in_another_epoch_positions_mean_nobody(inbox: Inbox) -> None:
    inbox.put_positions(some([1]))
    inbox.put_change(snapshot(5), new_epoch=True)
    assert inbox.drain()[0].block is None


def test_positions_merge_and_are_counted(inbox: Inbox) -> None:
    for _ in range(4):
        inbox.put_positions(some([1, 2]))
    arrivals, _ = inbox.drain()
    assert arrivals.block is not None
    assert arrivals.block.index.tolist() == [1, 2]
    assert arrivals.merged == 6


def test_an_impossible_worker_is_counted(inbox: Inbox) -> None:
    inbox.put_positions(some([1]))
    inbox.put_positions(some([2**31 - 1]))
    assert inbox.drain()[0].dropped == {"impossible_worker": 1}


def test_it_wakes_once_until_drained(inbox: Inbox) -> None:
    woken: list[int] = []
    inbox.on_ready = lambda: woken.append(1)
    inbox.put_change(change(1))
    inbox.put_clock(Clock(1.0), 0.0)
    inbox.put_photo("p", None)
    assert len(woken) == 1
    inbox.drain()
    inbox.put_link(Link(LinkPhase.LIVE, 0.0))
    assert len(woken) == 2
    assert inbox.drain()[0].link.live


def test_nothing_new_says_nothing(inbox: Inbox) -> None:
    arrivals, _ = inbox.drain()
    assert arrivals.pending is None
    inbox.put_pending([], {})
    assert inbox.drain()[0].pending == []
