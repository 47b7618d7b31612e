"""A desk whose disk does not play along goes on, and says so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from client.link import LinkPhase
from domain.refusal import Refusal
from tests.client.desk import Desk
from tests.client.test_desk_client import note
from tests.client.test_journal import fill
from tests.client.toy_backend import ToyBackend
from tests.domain.small_city import new_incident, small_city


@pytest.fixture
def backend() -> Iterator[ToyBackend]:
    toy = ToyBackend(small_city()).start()
    yield toy
    toy.stop()


@pytest.fixture
def open_desk(tmp_path: Path) -> Iterator[Callable[[str], Desk]]:
    desks: list[Desk] = []

    def one(url: str) -> Desk:
        desks.append(Desk(url, tmp_path))
        return desks[-1]

    yield one
    for desk in desks:
        desk.client.stop()


def files_of(desk: Desk) -> Any:
    keeping = desk.client._keeping
    assert keeping is not None and keeping._orders is not None and keeping._pictures is not None
    return keeping._orders._file, keeping._pictures._file


def told(desk: Desk) -> list[tuple[str, str]]:
    return [(one.code, one.facts.get("cause", "")) for one in desk.link.notices]


def test_on_a_full_disk_orders_are_not_taken_and_the_picture_lives(
    backend: ToyBackend, open_desk: Callable[[str], Desk]
) -> None:
    desk = open_desk(backend.url).live()
    for file in files_of(desk):
        fill(file)
    with pytest.raises(Refusal, match="disk is full") as refusal:
        for number in range(200):
            desk.client.submit(note(number))
    assert refusal.value.code == "not_kept"
    for number in range(200):
        backend.report(new_incident(f"i{number}"))
    desk.until(lambda: desk.picture is not None and desk.picture.seq >= 200)
    desk.until(lambda: told(desk) == [("picture_not_kept", "disk_full")])
    assert desk.link.live
    for file in files_of(desk):
        with file.transaction() as connection:
            connection.execute("PRAGMA max_page_count = 1000000")
    desk.until(lambda: not desk.link.notices)
    desk.client.submit(note("again"))
    desk.until(lambda: "cagain" in backend.orders)


def test_a_folder_without_room_for_orders_still_shows_the_city(
    backend: ToyBackend, open_desk: Callable[[str], Desk], tmp_path: Path
) -> None:
    (tmp_path / "desk-1" / "orders.sqlite").mkdir(parents=True)
    desk = open_desk(backend.url).live()
    (notice,) = desk.link.notices
    assert (notice.code, notice.facts["cause"]) == ("orders_not_kept", "unwritable")
    assert notice.facts["said"] and notice.facts["file"].endswith("orders.sqlite")
    with pytest.raises(Refusal, match="Orders cannot be given"):
        desk.client.submit(note(1))


def test_what_a_desk_beside_it_left_is_sent(backend: ToyBackend, open_desk: Callable[[str], Desk]) -> None:
    backend.report(new_incident())
    one, two = open_desk(backend.url).live(), open_desk(backend.url).live()
    backend.close()
    two.client.submit(note("left"))
    two.client.stop()
    one.client.stop()
    backend.open()
    again = open_desk(backend.url).live()
    assert again.client.slot is not None and again.client.slot.name == "desk-1"
    again.until(lambda: backend.acted == ["cleft"] and not again.pending)
    again.client.stop()
    third = open_desk(backend.url).live()
    assert third.pending == []


@pytest.mark.logs("picture.sqlite could not be read")
def test_a_damaged_picture_is_said_and_replaced(
    backend: ToyBackend, open_desk: Callable[[str], Desk], tmp_path: Path
) -> None:
    (tmp_path / "desk-1").mkdir()
    (tmp_path / "desk-1" / "picture.sqlite").write_bytes(b"not a database" * 100)
    desk = open_desk(backend.url).live()
    assert [one.code for one in desk.link.notices] == ["picture_set_aside"]
    desk.client.stop()
    backend.close()
    later = open_desk(backend.url)
    later.until(lambda: later.link.phase is LinkPhase.OFFLINE_PICTURE)


def test_a_map_that_cannot_be_kept_is_said(
    backend: ToyBackend, open_desk: Callable[[str], Desk], tmp_path: Path
) -> None:
    (tmp_path / "packs").write_bytes(b"")
    desk = open_desk(backend.url).live()
    desk.until(lambda: told(desk) == [("map_not_kept", "not_a_folder")])


def test_a_pulled_cable_is_noticed(
    backend: ToyBackend, open_desk: Callable[[str], Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("client.session.DEAD_AFTER", 0.6)
    monkeypatch.setattr("client.session.HEARTBEAT", 0.2)
    desk = open_desk(backend.url).live()
    backend.habit = "deaf"
    desk.until(lambda: desk.link.code == "silent")
    assert desk.link.phase is LinkPhase.LOST
    backend.habit = "good"
    desk.live()
