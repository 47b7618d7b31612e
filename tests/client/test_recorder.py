"""Writing the picture down while it lives."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from client.journal import PictureFile
from client.recorder import Recorder
from domain.trouble import Trouble
from tests.client.test_journal import CLOCK, assert_kept, changes, fill, start
from tests.client.test_merging import some


def quiet() -> None:
    pass


def until(told: Callable[[], object]) -> None:
    end = time.monotonic() + 20
    while not told():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_what_came_is_on_disk_when_it_stops(tmp_path: Path) -> None:
    picture, file, tidied = start(), PictureFile(tmp_path), list[int]()
    recorder = Recorder(file, lambda: tidied.append(1), quiet)
    recorder.start()
    recorder.heard(CLOCK, 100.0)
    recorder.put(picture.snapshot(), "digest", True)
    for change in changes(picture, 30):
        recorder.put(change, "digest")
    recorder.put_positions(some([1]))
    recorder.put_positions(some([4]))
    recorder.stop()
    assert_kept(file, picture)
    last = file.read()
    assert last is not None and last.block is not None
    assert last.block.index.tolist() == [1, 4]
    assert last.heard_at == 100.0
    assert tidied
    assert (recorder.notice, recorder.lost) == (None, 0)
    file.close()


def test_a_full_disk_is_said_and_made_good_when_there_is_room(tmp_path: Path) -> None:
    picture, file, told = start(), PictureFile(tmp_path), list[Trouble | None]()
    file.write([picture.snapshot()], "digest", CLOCK, 100.0)
    fill(file._file)
    recorder = Recorder(file, quiet, lambda: told.append(recorder.notice))
    recorder.start()
    recorder.heard(CLOCK, 100.0)
    for change in changes(picture, 300):
        recorder.put(change, "digest")
    until(lambda: told)
    assert told[0] is not None and (told[0].code, told[0].facts["cause"]) == ("picture_not_kept", "disk_full")
    assert told[0].facts["file"] == str(tmp_path / "picture.sqlite")
    with file._file.transaction() as connection:
        connection.execute("PRAGMA max_page_count = 1000000")
    until(lambda: len(told) == 2)
    assert told[1] is None
    recorder.stop()
    assert_kept(file, picture)
    assert recorder.lost == 0
    file.close()


def test_what_waits_for_a_full_disk_is_bounded_and_the_file_stays_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("client.recorder.MOST_WAITING", 100)
    picture, file = start(), PictureFile(tmp_path)
    file.write([picture.snapshot()], "digest", CLOCK, 100.0)
    fill(file._file)
    recorder = Recorder(file, quiet, quiet)
    recorder.start()
    recorder.heard(CLOCK, 100.0)
    for change in changes(picture, 300):
        recorder.put(change, "digest")
    until(lambda: recorder.lost == 300)
    (one_more,) = changes(picture, 1)
    recorder.put(one_more, "digest")
    assert recorder.lost == 301
    with file._file.transaction() as connection:
        connection.execute("PRAGMA max_page_count = 1000000")
    assert_kept(file, start())
    recorder.put(picture.snapshot(), "digest")
    recorder.stop()
    assert_kept(file, picture)
    file.close()
