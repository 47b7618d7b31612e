"""What is kept of servers: whole, bounded, and never in anybody's way."""

from __future__ import annotations

import logging
import sqlite3
import threading
from pathlib import Path

import pytest

from maps.tiles.cache import Entry, TileCache
from maps.tiles.grid import Address

TILE = Address(14, 13523, 6542)


def entry(body: bytes | None = b"tile", at: float = 100.0) -> Entry:
    return Entry(body, "tag", "", at, at + 50)


@pytest.fixture
def cache(tmp_path: Path):  # type: ignore[no-untyped-def]
    cache = TileCache(tmp_path / "deep" / "tiles.sqlite", room=10_000)
    yield cache
    cache.close()


def test_what_is_put_is_got_also_after_a_restart(cache: TileCache, tmp_path: Path) -> None:
    assert cache.get("a", TILE, 100) is None
    cache.put("a", TILE, entry(), 100)
    cache.put("a", Address(1, 0, 0), entry(None), 100)
    assert cache.get("a", TILE, 100) == entry()
    assert cache.get("b", TILE, 100) is None
    cache.close()
    again = TileCache(tmp_path / "deep" / "tiles.sqlite")
    assert again.get("a", TILE, 100) == entry()
    assert again.get("a", Address(1, 0, 0), 100) == entry(None)
    again.renew("a", TILE, 300, 400)
    assert again.get("a", TILE, 300) == Entry(b"tile", "tag", "", 300, 400)
    again.close()


def test_it_never_grows_beyond_its_room_and_loses_what_was_not_looked_at(cache: TileCache) -> None:
    for number in range(300):
        now = number * 4000.0
        cache.put("a", Address(14, number, 0), entry(b"x" * 300), now)
        assert cache.get("a", Address(14, 0, 0), now) is not None  # looked at all the time
        assert cache.size() < 10_000 + 64 * 500
    assert cache.size() < 10_000 + 64 * 500
    assert cache.get("a", Address(14, 1, 0), 0) is None
    assert cache.get("a", Address(14, 299, 0), 0) is not None


def test_a_damaged_entry_counts_as_missing(cache: TileCache, tmp_path: Path) -> None:
    cache.put("a", TILE, entry(), 100)
    cache.close()
    database = sqlite3.connect(tmp_path / "deep" / "tiles.sqlite")
    database.execute("UPDATE tiles SET body = x'00'")
    database.commit()
    database.close()
    assert cache.get("a", TILE, 100) is None
    cache.put("a", TILE, entry(b"fresh"), 100)
    assert cache.get("a", TILE, 100) == entry(b"fresh")


def test_a_damaged_file_is_begun_anew(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "tiles.sqlite"
    path.write_bytes(b"not a database at all" * 400)
    caplog.set_level(logging.INFO)
    cache = TileCache(path)
    assert cache.get("a", TILE, 0) is None
    cache.put("a", TILE, entry(), 0)
    assert cache.get("a", TILE, 0) == entry()
    cache.close()
    assert "damaged" in caplog.text


def test_pages_destroyed_under_an_open_file(tmp_path: Path) -> None:
    path = tmp_path / "tiles.sqlite"
    cache = TileCache(path)
    for number in range(200):
        cache.put("a", Address(14, number, 0), entry(b"y" * 2000), 0)
    cache.close()
    content = bytearray(path.read_bytes())
    content[4096 * 3 : 4096 * 40] = b"\xff" * (4096 * 37)
    path.write_bytes(content)
    cache = TileCache(path)
    for number in range(200):
        found = cache.get("a", Address(14, number, 0), 0)
        assert found is None or found == entry(b"y" * 2000)
    cache.put("a", TILE, entry(), 0)
    assert cache.get("a", TILE, 0) in (entry(), None)
    cache.close()


@pytest.mark.logs("Map tiles are not kept")
def test_a_folder_that_cannot_be_is_said_once(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    cache = TileCache(tmp_path / "file" / "tiles.sqlite")
    for _ in range(3):
        cache.put("a", TILE, entry(), 0)
        assert cache.get("a", TILE, 0) is None
    cache.close()


def test_two_desks_and_many_threads_share_one_file(tmp_path: Path) -> None:
    desks = [TileCache(tmp_path / "tiles.sqlite") for _ in range(2)]

    def work(first: int) -> None:
        for number in range(40):
            desks[first % 2].put("a", Address(14, first * 100 + number, 0), entry(b"%d" % number), 0)

    threads = [threading.Thread(target=work, args=(first,)) for first in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for first in range(4):
        for number in range(40):
            assert desks[(first + 1) % 2].get("a", Address(14, first * 100 + number, 0), 0) == entry(b"%d" % number)
    for desk in desks:
        desk.close()


def test_a_source_can_be_forgotten(cache: TileCache) -> None:
    cache.put("a", TILE, entry(), 0)
    others = ("b", "ab", "ab#1")
    for source in ("a#1f", *others):
        cache.put(source, TILE, entry(), 0)
    cache.forget("a")
    assert cache.get("a", TILE, 0) is None
    assert cache.get("a#1f", TILE, 0) is None, "the same, under the names of its levels"
    assert all(cache.get(source, TILE, 0) == entry() for source in others)


def test_names_of_sources_are_only_names(cache: TileCache, tmp_path: Path) -> None:
    cache.put("../../x'; DROP TABLE tiles; --", TILE, entry(), 0)
    assert cache.get("../../x'; DROP TABLE tiles; --", TILE, 0) == entry()
    assert {path.name for path in tmp_path.rglob("*") if path.is_file()} <= {
        "tiles.sqlite", "tiles.sqlite-wal", "tiles.sqlite-shm"
    }  # fmt: skip
