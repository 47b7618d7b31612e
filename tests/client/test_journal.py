"""What a desk keeps on disk: whole, small, and never the reason for a crash."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import msgspec
import pytest

from client.journal import JournalError, OrderFile, PictureFile
from client.outbox import Kept
from domain.closure import Closure
from domain.incident import TimelineEntry
from domain.messages import Clock, IncidentChanged, RoadChanged, Snapshot, WorkerChanged
from domain.names import Name
from domain.orders import Order, RoadOrder
from domain.picture import CLOSED_KEPT, Picture
from tests.client.test_merging import some
from tests.domain.small_city import new_incident, small_city

CITY = small_city()
CLOCK = Clock(1_772_413_200.0, 60.0)


def start() -> Picture:
    picture = Picture(CITY)
    picture.epoch, picture.clock = "e", CLOCK
    return picture


def changes(picture: Picture, count: int) -> list[IncidentChanged | WorkerChanged]:
    """Incidents, their next versions and workers, as a journal has them; taken by the picture as well."""
    made: list[IncidentChanged | WorkerChanged] = []
    for number in range(count):
        seq = picture.seq + 1
        incident = new_incident(f"i{number % 3}")
        if number % 4 == 3:
            worker = picture.roster[number % len(picture.roster)]
            change: IncidentChanged | WorkerChanged = WorkerChanged(
                seq, CLOCK.time, msgspec.structs.replace(worker, version=worker.version + 1)
            )
        else:
            incident = msgspec.structs.replace(incident, version=number + 1)
            entry = TimelineEntry(incident.id, incident.version, CLOCK.time, "note", "user:wang")
            change = IncidentChanged(seq, incident, entry)
        picture.apply(change)
        made.append(change)
    return made


def assert_kept(file: PictureFile, picture: Picture) -> None:
    last = file.read()
    assert last is not None
    again = Picture(CITY)
    again.apply(last.snapshot)
    for name in ("epoch", "seq", "incidents", "timelines", "workers", "closures"):
        assert getattr(again, name) == getattr(picture, name)


def test_roads_are_kept_while_they_are_closed(tmp_path: Path) -> None:
    picture = start()
    file = PictureFile(tmp_path)
    file.write([picture.snapshot()], "digest", CLOCK, 100.0)
    closed = [Closure(f"r{number}", 1, (1, 2, 3, 4), Name("长街"), "", "积水", 5.0, "user:wang") for number in (1, 2)]
    opened = msgspec.structs.replace(closed[0], version=2, opened_at=9.0)
    for seq, closure in enumerate((*closed, opened), 1):
        change = RoadChanged(seq, 5.0, closure, "", "user:wang")
        picture.apply(change)
        file.write([change], "digest", CLOCK, 101.0)
    assert list(picture.closures) == ["r2"]
    assert_kept(file, picture)
    file.write([picture.snapshot()], "digest", CLOCK, 102.0)
    assert_kept(file, picture)
    file.close()


def test_an_order_about_a_road_waits_like_any_other(tmp_path: Path) -> None:
    orders = OrderFile(tmp_path)
    kept = [
        Kept(Order("c1", "i1", 1, "file"), 1.0),
        Kept(RoadOrder("c2", "close_road", path=(1, 2, 3, 4), reason="积水"), 2.0),
    ]
    for one in kept:
        orders.keep(one)
    orders.close()
    orders = OrderFile(tmp_path)
    assert orders.read() == kept
    orders.close()


def test_an_empty_file_has_nothing(tmp_path: Path) -> None:
    file = PictureFile(tmp_path)
    assert file.read() is None
    file.close()


def test_a_snapshot_and_what_followed_come_back(tmp_path: Path) -> None:
    picture = start()
    file = PictureFile(tmp_path)
    file.write([picture.snapshot()], "digest", CLOCK, 100.0)
    file.write(changes(picture, 17), "digest", CLOCK, 105.0, some([1, 3], CLOCK.time))
    file.close()
    file = PictureFile(tmp_path)
    assert_kept(file, picture)
    last = file.read()
    assert last is not None and last.block is not None
    assert (last.digest, last.heard_at, last.snapshot.clock) == ("digest", 105.0, CLOCK)
    assert last.block.index.tolist() == [1, 3]
    file.close()


def test_a_snapshot_replaces_all_and_another_epoch_the_positions_too(tmp_path: Path) -> None:
    picture = start()
    file = PictureFile(tmp_path)
    file.write([picture.snapshot(), *changes(picture, 9)], "digest", CLOCK, 100.0, some([1]))
    file.write([start().snapshot()], "digest", CLOCK, 100.0)
    assert_kept(file, start())
    last = file.read()
    assert last is not None and last.block is not None
    file.write([Snapshot("second", 0, CLOCK, [], {}, CITY.workers)], "digest", CLOCK, 100.0)
    last = file.read()
    assert last is not None and last.block is None
    file.close()


def test_the_file_grows_with_the_city_not_with_time(tmp_path: Path) -> None:
    picture = start()
    file = PictureFile(tmp_path)
    closed = msgspec.structs.replace(new_incident("old"), closed_at=CLOCK.time)
    entry = TimelineEntry("old", 1, CLOCK.time, "close", "user:wang")
    file.write([picture.snapshot(), IncidentChanged(1, closed, entry)], "digest", CLOCK, 100.0)
    assert file.prune(CLOCK.time + CLOSED_KEPT - 1) == 0
    assert file.prune(CLOCK.time + CLOSED_KEPT + 1) == 1
    last = file.read()
    assert last is not None
    assert (last.snapshot.incidents, last.snapshot.timelines, last.snapshot.seq) == ([], {}, 1)
    file.close()


def test_a_case_that_comes_back_with_its_timeline_has_it_once(tmp_path: Path) -> None:
    file = PictureFile(tmp_path)
    entry = TimelineEntry("old", 1, CLOCK.time, "open", "user:wang")
    later = msgspec.structs.replace(entry, version=2, verb="reopen")
    back = IncidentChanged(2, new_incident("old"), later, [entry])
    file.write([start().snapshot(), IncidentChanged(1, new_incident("old"), entry), back], "digest", CLOCK, 100.0)
    last = file.read()
    assert last is not None and last.snapshot.timelines == {"old": [entry, later]}
    file.close()


@pytest.mark.logs("picture.sqlite could not be read")
@pytest.mark.parametrize(
    "content", [b"this is no database at all, not even a little", b"SQLite format 3\0" + b"x" * 5000]
)
def test_a_damaged_picture_is_set_aside(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "picture.sqlite").write_bytes(content)
    file = PictureFile(tmp_path)
    assert file.read() is None
    (aside,) = tmp_path.glob("picture.sqlite.aside-*")
    assert file.notice is not None and file.notice.code == "picture_set_aside"
    assert file.notice.facts["aside"] == str(aside)
    file.write([start().snapshot()], "digest", CLOCK, 100.0)
    assert_kept(file, start())
    file.close()
    assert aside.read_bytes() == content


@pytest.mark.logs("picture.sqlite holds what cannot be read")
def test_unreadable_rows_are_set_aside_too(tmp_path: Path) -> None:
    file = PictureFile(tmp_path)
    file.write([start().snapshot()], "digest", CLOCK, 100.0)
    file.close()
    with sqlite3.connect(tmp_path / "picture.sqlite") as database:
        database.execute("UPDATE worker SET body = 'nonsense'")
    database.close()
    file = PictureFile(tmp_path)
    assert file.read() is None
    assert file.notice
    file.close()


@pytest.mark.logs("orders.sqlite could not be read")
def test_a_file_of_another_version_is_set_aside(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "orders.sqlite") as database:
        database.execute("PRAGMA user_version = 99")
    database.close()
    file = OrderFile(tmp_path)
    assert file.read() == []
    assert file.notice is not None and file.notice.code == "orders_set_aside"
    assert "another version" in file.notice.sentence
    file.close()


def test_a_full_disk_is_said_and_the_file_stays_whole(tmp_path: Path) -> None:
    picture = start()
    file = PictureFile(tmp_path)
    file.write([picture.snapshot()], "digest", CLOCK, 100.0)
    fill(file._file)
    before = start()
    with pytest.raises(JournalError, match="disk is full") as error:
        file.write(changes(picture, 200), "digest", CLOCK, 100.0)
    assert error.value.code == "disk_full"
    assert_kept(file, before)
    file.close()


def test_an_order_on_a_full_disk_is_not_kept(tmp_path: Path) -> None:
    file = OrderFile(tmp_path)
    fill(file._file)
    with pytest.raises(JournalError, match="disk is full"):
        for number in range(100):
            file.keep(Kept(Order(f"c{number}", "i1", 1, "note", note="x" * 900), 100.0))
    file.close()


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "orders.sqlite").mkdir()
    with pytest.raises(JournalError) as error:
        OrderFile(tmp_path)
    assert error.value.code == "unwritable"


def test_orders_come_back_in_the_order_they_were_given(tmp_path: Path) -> None:
    file = OrderFile(tmp_path)
    given = [Kept(Order(f"c{number}", "i1", number, "note", note="说明"), 100.0 + number) for number in (3, 1, 2)]
    for kept in given:
        file.keep(kept)
    file.remove(["c1"])
    file.keep(Kept(given[0].order, 500.0))
    file.close()
    file = OrderFile(tmp_path)
    assert file.read() == [Kept(given[0].order, 500.0), given[2]]
    file.close()


def test_orders_are_synced_before_keep_returns(tmp_path: Path) -> None:
    file = OrderFile(tmp_path)
    with file._file.transaction() as connection:
        assert connection.execute("PRAGMA synchronous").fetchone()[0] == 2  # FULL
        assert connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    file.close()


def fill(database: object) -> None:
    """As if the disk had no page left."""
    with database.transaction() as connection:  # type: ignore[attr-defined]
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")
