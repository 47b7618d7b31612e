"""Orders that wait for their answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from client.journal import JournalError, OrderFile
from client.outbox import STALE_AFTER, OrderState, Outbox
from domain.orders import Order
from tests.client.test_journal import fill

NOON = 1_800_000_000.0


def order(number: int) -> Order:
    return Order(f"c{number}", "i1", 1, "note", note="x" * 500)


def ids(orders: list[Order]) -> list[str]:
    return [one.command_id for one in orders]


def test_an_order_outlives_the_desk_and_the_answer_ends_it(tmp_path: Path) -> None:
    file = OrderFile(tmp_path)
    outbox = Outbox(file)
    assert outbox.submit(order(1), NOON)
    assert not outbox.submit(order(1), NOON)
    assert outbox.submit(order(2), NOON)
    file.close()

    file = OrderFile(tmp_path)
    outbox = Outbox(file)
    assert outbox.pending() == ([order(1), order(2)], {"c1": OrderState.WAITING, "c2": OrderState.WAITING})
    assert outbox.sendable(NOON + 1) == [order(1), order(2)]
    outbox.sent(["c1"])
    assert outbox.pending()[1]["c1"] is OrderState.SENT
    outbox.accepted("c1")
    assert ids(outbox.pending()[0]) == ["c2"]
    assert ids([kept.order for kept in file.read()]) == ["c1", "c2"]
    outbox.tidy()
    assert ids([kept.order for kept in file.read()]) == ["c2"]
    file.close()


def test_a_refused_order_is_off_the_disk_at_once(tmp_path: Path) -> None:
    file = OrderFile(tmp_path)
    outbox = Outbox(file)
    outbox.submit(order(1), NOON)
    outbox.refused("c1")
    outbox.refused("c1")
    assert file.read() == []
    assert len(outbox) == 0
    file.close()


@pytest.mark.parametrize("away", [STALE_AFTER + 1, -STALE_AFTER - 1])
def test_an_old_order_or_one_from_the_future_asks_first(tmp_path: Path, away: float) -> None:
    file = OrderFile(tmp_path)
    outbox = Outbox(file)
    outbox.submit(order(1), NOON)
    outbox.submit(order(2), NOON + away)
    assert ids(outbox.sendable(NOON + away)) == ["c2"]
    assert outbox.pending()[1] == {"c1": OrderState.STALE, "c2": OrderState.WAITING}
    assert outbox.confirm("c2", NOON + away) is None
    assert not outbox.discard("c2")
    assert outbox.confirm("c1", NOON + away) == order(1)
    assert ids(outbox.sendable(NOON + away)) == ["c1", "c2"]
    file.close()
    again = OrderFile(tmp_path)
    assert ids(Outbox(again).sendable(NOON + away)) == ["c1", "c2"]
    again.close()


def test_a_discarded_order_is_gone(tmp_path: Path) -> None:
    file = OrderFile(tmp_path)
    outbox = Outbox(file)
    outbox.submit(order(1), NOON)
    outbox.sendable(NOON + STALE_AFTER + 1)
    assert outbox.discard("c1")
    assert outbox.pending() == ([], {})
    assert file.read() == []
    file.close()


def test_what_the_disk_does_not_take_was_not_given(tmp_path: Path) -> None:
    file = OrderFile(tmp_path)
    outbox = Outbox(file)
    fill(file._file)
    with pytest.raises(JournalError):
        for number in range(100):
            outbox.submit(order(number), NOON)
    assert ids(outbox.pending()[0]) == ids([kept.order for kept in file.read()])
    file.close()
