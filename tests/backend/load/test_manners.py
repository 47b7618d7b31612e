"""What a person at a terminal can rely on: preview, error file, progress, Ctrl+C, a backend that is running."""

from __future__ import annotations

import json
import os
import pty
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from backend.data_folder import DataFolder
from tests.backend.load.loading import CALLS, STREETS, Loading

ROOT = Path(__file__).parents[3]


def command(loading: Loading, *more: str) -> list[str]:
    return [sys.executable, str(ROOT / "main.py"), "load", "--data", str(loading.data), *more]


def test_preview_keeps_nothing(loading: Loading) -> None:
    outcome = loading.load(CALLS, city="nowhere", preview=True, zone="America/New_York")
    assert (outcome.code, outcome.tally) == (0, (5, 0, 0, 0))
    assert "lon = lng" in outcome.said
    assert "not used: zip" in outcome.said
    first = json.loads(outcome.shown[0])
    assert first["line"] == 2
    assert -76 < first["lon"] < -75
    assert first["time"].startswith("2016-01-01T") and first["time"].endswith("+00:00")  # the column is called time_utc
    assert not (loading.data / "nowhere").exists()


def test_preview_of_roads_and_of_bad_rows(loading: Loading) -> None:
    assert "204 street names" in loading.load(STREETS, preview=True).said
    path = loading.write("bad.csv", "id,lon,lat\n1,117.2,34.2\n2,0,0\n3,117.2,34.2\n")
    outcome = loading.load(path, preview=True)
    assert "never measured" in json.loads(outcome.shown[1])["refused"]


def test_mended_rows_of_the_error_file_can_be_loaded(loading: Loading) -> None:
    path = loading.write("calls.csv", "id,lon,lat,text\n1,117.205,34.265,a\n2,0,0,\"b, c\"\n")
    errors = loading.data / "mend.csv"
    assert loading.load(path, errors=errors).tally == (2, 1, 0, 1)
    errors.write_bytes(errors.read_bytes().replace(b"2,0,0", b"2,117.215,34.265"))
    assert loading.load(errors).tally == (1, 1, 0, 0)
    assert loading.incidents()[1].text == "b, c"


def test_every_input_has_an_error_file_of_its_own(loading: Loading) -> None:
    one = loading.write("one.csv", "id,lon,lat\n1,0,0\n2,117.205,34.265\n")
    two = loading.write("two.csv", "id,lon,lat\n3,0,0\n4,117.205,34.265\n")
    assert loading.load(one, two, errors=loading.data / "bad.csv").tally == (4, 2, 0, 2)
    assert loading.refused(loading.data / "bad-one.csv")[0]["id"] == "1"
    assert loading.refused(loading.data / "bad-two.csv")[0]["id"] == "3"
    refused = loading.load(one, errors=one)
    assert refused.code == 2
    assert one.read_text().startswith("id,lon,lat\n1,0,0")


def test_two_systems_that_both_count_from_one(loading: Loading) -> None:
    one = loading.write("311.csv", "id,lon,lat,time\n1,117.205,34.265,2016-01-01 10:00\n")
    two = loading.write("911.csv", "id,lon,lat,time\n1,117.205,34.265,2016-01-01 11:00\n")
    assert loading.load(one, two).tally == (2, 2, 0, 0)


def test_a_backend_that_holds_the_folder(loading: Loading) -> None:
    path = loading.write("one.csv", "id,lon,lat\n1,117.205,34.265\n")
    with DataFolder(loading.data / "small"):
        outcome = loading.load(path)
    assert (outcome.code, outcome.tally) == (2, (0, 0, 0, 0))
    assert "already works with" in outcome.said
    assert len(outcome.said.splitlines()) == 1


def test_progress_on_a_terminal_only(loading: Loading) -> None:
    path = loading.write("one.csv", "id,lon,lat\n1,117.205,34.265\n")
    assert "%" not in loading.load(path).said
    try:
        ours, theirs = pty.openpty()
    except OSError:
        pytest.skip("this machine lends no terminals (/dev/pts is not there)")
    process = subprocess.Popen(command(loading, str(path), "--city", "small"), stdout=subprocess.PIPE, stderr=theirs)
    os.close(theirs)
    seen = b""
    try:
        while piece := os.read(ours, 4096):
            seen += piece
    except OSError:
        pass  # the other side was closed
    finally:
        os.close(ours)
    assert process.communicate()[0].decode().strip() == "read 1, added 0, already there 1, refused 0"
    assert b"100%" in seen


#: Several batches: so many that a hand is quick enough to end it before the last one.
MANY = 10_000


def many_calls(loading: Loading) -> Path:
    rows = (f"{n},{117.2 + n % 800 / 10000:.5f},{34.26 + n % 197 / 10000:.5f},rubbish {n}" for n in range(MANY))
    return loading.write("many.csv", "id,lon,lat,text\n" + "\n".join(rows))


def test_ctrl_c_leaves_whole_batches_and_the_same_command_goes_on(loading: Loading) -> None:
    path = many_calls(loading)
    arguments = command(loading, str(path), "--city", "small", "--database", f"sqlite:///{loading.data}/calls.sqlite")
    process = subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    database = loading.data / "calls.sqlite-wal"
    patience = time.monotonic() + 30
    while time.monotonic() < patience and not (database.exists() and database.stat().st_size > 2_000_000):
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    out, said = process.communicate(timeout=30)
    assert process.returncode == 1, said
    assert "the same command again goes on" in said
    first = tally(out)
    assert 0 < first[1] < MANY
    assert first[1] % 2000 == 0
    again = subprocess.run(arguments, capture_output=True, text=True, timeout=60)
    assert again.returncode == 0, again.stderr
    assert tally(again.stdout) == (MANY, MANY - first[1], first[1], 0)


def test_ctrl_c_while_a_city_is_made_leaves_none(loading: Loading) -> None:
    process = subprocess.Popen(
        command(loading, str(CALLS), "--city", "fresh"), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stderr is not None
    said: list[str] = []
    making = threading.Event()

    def listen() -> None:
        assert process.stderr is not None
        for line in process.stderr:
            said.append(line)
            if line.startswith("Making"):
                making.set()

    listener = threading.Thread(target=listen)
    listener.start()
    assert making.wait(30)
    process.send_signal(signal.SIGINT)
    assert process.wait(30) == 1
    listener.join()
    assert process.stdout is not None
    assert tally(process.stdout.read())[1] == 0
    process.stdout.close()
    process.stderr.close()
    assert not (loading.data / "fresh" / "city.pack").exists()


def tally(out: str) -> tuple[int, int, int, int]:
    match = re.fullmatch(r"read (\d+), added (\d+), already there (\d+), refused (\d+)", out.splitlines()[-1])
    assert match is not None, out
    read, added, already, refused = (int(number) for number in match.groups())
    return read, added, already, refused


@pytest.mark.parametrize("word", ["lon", "=x", "=lon"])
def test_a_map_option_that_is_none(loading: Loading, word: str) -> None:
    refused = subprocess.run(command(loading, "x.csv", "--map", word), capture_output=True, text=True)
    assert refused.returncode == 2
    assert "is not FIELD=COLUMN" in refused.stderr
