"""Everything or nothing, durably; and a clear word when the database cannot."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from backend.store.engine import open_engine
from backend.store.location import set_aside, url_of
from backend.store.problem import StoreProblem
from backend.store.schema import NEWEST
from backend.store.store import Store
from backend.store.tables import metadata
from backend.store.transaction import PositionRows, Transaction
from domain.refusal import Refusal
from tests.backend.desk_room import Room, open_room
from tests.domain.small_city import COVER, RUBBISH


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with open_room(tmp_path) as room:
        yield room


def rows(room: Room, query: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(room.url.removeprefix("sqlite:///"))
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def test_the_migrations_make_the_tables_the_program_knows(tmp_path: Path) -> None:
    Store.open(f"sqlite:///{tmp_path / 'a.sqlite'}", "small").close()
    engine = open_engine(f"sqlite:///{tmp_path / 'a.sqlite'}", writes=False)
    with engine.begin() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), metadata)
        version = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one()
    engine.dispose()
    assert differences == []
    assert version == NEWEST


def test_a_commit_survives_power_loss_by_its_settings(room: Room) -> None:
    with room.store._writer.begin() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar_one() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar_one() == 2


def test_journal_and_state_change_together(room: Room) -> None:
    incident = room.report(category=COVER).id
    room.order(incident, "file", command_id="one")
    room.commit()
    assert rows(room, "SELECT max(seq) FROM journal") == [(room.picture.seq,)]
    assert rows(room, "SELECT version FROM incident") == [(2,)]
    held = room.store.incident(incident)
    assert held == room.incident(incident)
    assert room.store.commands(["one", "two"]) == {"one": (room.picture.seq, "user:wang")}
    assert room.store.timeline(incident) == room.picture.timelines[incident]
    before = room.store.incident_at(incident, 1)
    assert before is not None and before.stage == "received"


def test_a_change_by_another_program_is_noticed_and_nothing_is_written(room: Room) -> None:
    incident = room.report(category=COVER).id
    room.commit()
    other = sqlite3.connect(room.url.removeprefix("sqlite:///"))
    other.execute("UPDATE incident SET version = 7")
    other.commit()
    other.close()
    newest = room.picture.seq
    room.order(incident, "file")
    with pytest.raises(Refusal) as refused:
        room.commit()
    assert refused.value.code == "not_durable"
    assert rows(room, "SELECT max(seq) FROM journal") == [(newest,)]


def test_a_second_writer_is_noticed_by_its_entries(room: Room, tmp_path: Path) -> None:
    with open_room(tmp_path) as other:
        other.report(1, COVER)
        other.commit()
    room.report(2, COVER)
    with pytest.raises(Refusal) as refused:
        room.commit()
    assert refused.value.code == "not_durable" and "another program" in refused.value.sentence


def test_a_database_locked_by_another_program(room: Room) -> None:
    room.report()
    with room.store._writer.begin() as connection:  # this test need not wait the usual two seconds
        connection.exec_driver_sql("PRAGMA busy_timeout=10")
    other = sqlite3.connect(room.url.removeprefix("sqlite:///"))
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Refusal) as refused:
        room.commit()
    assert refused.value.code == "not_durable" and "locked" in refused.value.sentence
    other.rollback()
    other.close()
    room.commit()
    assert len(rows(room, "SELECT id FROM incident")) == 1


def test_a_full_disk(room: Room) -> None:
    pages = rows(room, "PRAGMA page_count")[0][0]
    with room.store._writer.begin() as connection:
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
    with pytest.raises(Refusal) as refused:
        for number in range(200):
            room.report(1 + number % 8, external=f"x:{number}")
        room.commit()
    assert refused.value.code == "not_durable" and "disk is full" in refused.value.sentence
    assert rows(room, "SELECT id FROM incident") == []
    with room.store._writer.begin() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count=1000000")
    room.commit()
    assert len(rows(room, "SELECT id FROM incident")) == 200


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "city.sqlite"
    garbage = bytes(range(256)) * 64
    path.write_bytes(garbage)
    with pytest.raises(StoreProblem) as problem:
        Store.open(f"sqlite:///{path}", "small")
    assert problem.value.code == "not_a_database" and "--set-aside" in problem.value.sentence
    assert problem.value.facts == {"file": str(path), "said": "file is not a database"}
    assert path.read_bytes() == garbage


def test_a_database_belongs_to_one_seed(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'city.sqlite'}"
    Store.open(url, "small").close()  # of an older version: it did not write its seed down
    Store.open(url, "small", 3).close()
    Store.open(url, "small").close()
    with pytest.raises(Refusal) as refused:
        Store.open(url, "small", 4)
    assert (refused.value.code, refused.value.facts["kept"], refused.value.facts["wanted"]) == ("other_seed", "3", "4")
    Store.open(url, "small", 3).close()


def test_a_damaged_database_is_refused_and_left_alone_until_it_is_set_aside(tmp_path: Path) -> None:
    with open_room(tmp_path) as room:
        for number in range(300):
            room.report(1 + number % 8, external=f"x:{number}")
        room.commit()
        url = room.url
    path = tmp_path / "city.sqlite"
    content = bytearray(path.read_bytes())
    for page in range(3, len(content) // 4096, 2):
        content[page * 4096 : page * 4096 + 64] = b"\xa5" * 64
    path.write_bytes(content)
    with pytest.raises(StoreProblem) as problem:
        Store.open(url, "small")
    assert problem.value.code == "corrupt" and "--set-aside" in problem.value.sentence
    assert path.read_bytes() == bytes(content)
    kept = set_aside(url)
    assert kept is not None and kept.read_bytes() == bytes(content)
    fresh = Store.open(url, "small")
    assert fresh.load(0).incidents == []
    fresh.close()


def test_a_database_of_another_city_or_program_is_refused(tmp_path: Path) -> None:
    url = url_of(tmp_path, None)
    Store.open(url, "small").close()
    with pytest.raises(StoreProblem, match="holds the city small"):
        Store.open(url, "gulou")
    other = sqlite3.connect(tmp_path / "other.sqlite")
    other.execute("CREATE TABLE journal (x)")
    other.commit()
    other.close()
    with pytest.raises(StoreProblem, match="another program"):
        Store.open(f"sqlite:///{tmp_path / 'other.sqlite'}", "small")


def test_a_database_of_a_newer_program_is_refused(tmp_path: Path) -> None:
    url = url_of(tmp_path, None)
    Store.open(url, "small").close()
    connection = sqlite3.connect(tmp_path / "city.sqlite")
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    with pytest.raises(StoreProblem, match="newer version"):
        Store.open(url, "small")


@pytest.mark.parametrize(
    "url", ["no address", "sqlite:////no/such/folder/x.sqlite", "oracle+nodriver://h/x", "nothing://h/x"]
)
def test_an_address_that_leads_nowhere(tmp_path: Path, url: str) -> None:
    with pytest.raises(StoreProblem):
        Store.open(url_of(tmp_path, url), "small")


def test_old_closed_incidents_are_not_loaded(room: Room) -> None:
    closed = room.report(1, RUBBISH, reported_by="g1", settled=True).id
    still_open = room.report(2, COVER).id
    room.commit()
    assert {incident.id for incident in room.store.load(room.now).incidents} == {closed, still_open}
    loaded = room.store.load(room.now + 1)
    assert [incident.id for incident in loaded.incidents] == [still_open]
    assert list(loaded.timelines) == [still_open]


def test_the_journal_is_found_by_time(room: Room) -> None:
    marks = []
    for minute in range(20):
        room.hands.pass_by(60)
        room.report(1 + minute % 8, COVER)
        marks.append((room.now, room.picture.seq))
    room.commit()
    for at, seq in marks:
        assert room.store.seq_at(at) == seq
        assert room.store.seq_at(at + 59) == seq
    assert room.store.seq_at(0) == 0


def test_position_blocks_are_found_by_time(room: Room) -> None:
    blocks = [PositionRows(at, at + 60, 1, bytes([number])) for number, at in enumerate(range(0, 600, 60))]
    room.store.commit(Transaction(positions=blocks))
    assert room.store.position_rows(130, 250) == blocks[2:5]
    assert room.store.newest_position_rows(2) == blocks[-2:]


def test_a_restored_database_begins_a_new_epoch(room: Room) -> None:
    before = room.store.epoch
    assert room.store.new_epoch() != before
    assert room.store.load(0).epoch == room.store.epoch


QUERIES = {
    "changes": "SELECT seq, payload FROM journal WHERE seq > 5 ORDER BY seq LIMIT 10",
    "command": "SELECT seq FROM journal WHERE command_id IN ('a', 'b')",
    "version": "SELECT payload FROM journal WHERE subject = 'i1' AND version = 2 AND kind = 'incident'",
    "timelines": "SELECT payload FROM journal WHERE subject IN ('i1') AND kind = 'incident' ORDER BY subject, version",
    "open": "SELECT body FROM incident WHERE open = 1 OR open = 0 AND closed_at >= 5 ORDER BY received_at, id",
    "external": "SELECT id FROM incident WHERE external IN ('a')",
    "update": "UPDATE incident SET version = 2 WHERE id = 'i1' AND version = 1",
    "worker": "UPDATE worker SET version = 2 WHERE id = 'g1' AND version = 1",
    "positions": "SELECT data FROM position_block WHERE last_at >= 5 AND last_at <= 9 AND first_at <= 6",
    "newest positions": "SELECT data FROM position_block ORDER BY id DESC LIMIT 3",
}


@pytest.mark.parametrize("name", QUERIES)
def test_nothing_is_searched_by_reading_all_of_it(room: Room, name: str) -> None:
    plan = " ".join(str(row[-1]) for row in rows(room, f"EXPLAIN QUERY PLAN {QUERIES[name]}"))
    assert "SEARCH" in plan or "ORDER BY id" in QUERIES[name]
    assert "SCAN journal" not in plan and "SCAN incident" not in plan
