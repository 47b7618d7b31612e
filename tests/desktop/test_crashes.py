"""A desk that falls leaves a report, and the next one finds it; a desk that ends well leaves nothing."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from desktop.crashes import KEPT, CrashKeeper
from desktop.preferences import PreferenceFile

ROOT = Path(__file__).parents[2]
SCRIPT = """
import os, sys, threading
sys.argv[0] = "main.py"
from pathlib import Path
from desktop.crashes import CrashKeeper
keeper = CrashKeeper(Path(sys.argv[1]), "9.9")
keeper.begin()
print(keeper.found or "", flush=True)
{fall}
keeper.end()
"""


def run(data: Path, fall: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", SCRIPT.format(fall=fall), str(data)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=30, check=False)


def reports(data: Path) -> list[str]:
    return [path.read_text() for path in sorted((data / "crashes").iterdir())]


def test_a_good_end_leaves_nothing(tmp_path: Path) -> None:
    assert run(tmp_path).returncode == 0
    assert reports(tmp_path) == []


@pytest.mark.parametrize(
    ("fall", "words"),
    [
        ("os.abort()", "Fatal Python error: Aborted"),
        ("import ctypes; ctypes.string_at(0)", "Segmentation fault"),
        ("raise ValueError('lost the map')", "ValueError: lost the map"),
        ("os.kill(os.getpid(), 9)", "Grid Command 9.9"),
    ],
)
def test_the_next_desk_finds_what_the_fallen_one_left(tmp_path: Path, fall: str, words: str) -> None:
    assert run(tmp_path, fall).returncode != 0
    found = run(tmp_path).stdout.strip()
    assert words in Path(found).read_text()
    assert "9.9" in Path(found).read_text()
    assert run(tmp_path).stdout.strip() == ""  # told once


def test_what_went_wrong_in_a_thread_is_kept_though_the_desk_goes_on(tmp_path: Path) -> None:
    fall = "t = threading.Thread(target=lambda: 1 / 0, name='courier'); t.start(); t.join()"
    assert run(tmp_path, fall).returncode == 0
    (report,) = reports(tmp_path)
    assert "In thread courier" in report
    assert "ZeroDivisionError" in report


def test_a_desk_that_still_runs_is_not_taken_for_a_fallen_one(tmp_path: Path) -> None:
    code = SCRIPT.format(fall="sys.stdin.read()")
    pipe = subprocess.PIPE
    command = [sys.executable, "-c", code, str(tmp_path), "main.py"]
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe) as other:
        assert other.stdout is not None
        other.stdout.readline()
        assert run(tmp_path).stdout.strip() == ""
        other.communicate()
    assert reports(tmp_path) == []


def test_old_reports_go(tmp_path: Path) -> None:
    folder = tmp_path / "crashes"
    folder.mkdir()
    for number in range(KEPT + 5):
        (folder / f"crash-2026010{number // 10}-00000{number % 10}-1.txt").touch()
    assert run(tmp_path).returncode == 0
    assert len(list(folder.iterdir())) == KEPT


@pytest.mark.logs("No crash reports can be kept")
def test_a_folder_that_cannot_be_made_does_not_stop_the_desk(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    keeper = CrashKeeper(file, "1")
    keeper.begin()
    assert keeper.found is None
    keeper.end()


# --- what a person said once ------------------------------------------------------------------------------------------


def test_what_was_said_once_is_known_next_time(tmp_path: Path) -> None:
    PreferenceFile(tmp_path).change(toured=True)
    assert PreferenceFile(tmp_path).now.toured
    assert os.listdir(tmp_path) == ["preferences.json"]


@pytest.mark.logs("cannot be read")
def test_a_damaged_file_counts_as_empty(tmp_path: Path) -> None:
    (tmp_path / "preferences.json").write_text("{" + str(time.time()))
    kept = PreferenceFile(tmp_path)
    assert not kept.now.toured
    kept.change(toured=True)
    assert PreferenceFile(tmp_path).now.toured


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no disk that is always full")
@pytest.mark.logs("No crash reports can be kept")
def test_a_full_disk_only_costs_the_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "crashes"
    folder.mkdir()
    (folder / f"running-{os.getpid()}.txt").symlink_to("/dev/full")
    monkeypatch.setattr(CrashKeeper, "_gather", lambda _: None)  # it would take the file for one of an earlier desk
    keeper = CrashKeeper(tmp_path, "9.9")
    keeper.begin()
    keeper.end()
