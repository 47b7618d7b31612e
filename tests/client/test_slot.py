"""Two desks on one data folder never share a journal."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from client import slot
from client.slot import Slot

ROOT = Path(__file__).parents[2]


def test_each_takes_the_first_free_folder(tmp_path: Path) -> None:
    with Slot(tmp_path) as one, Slot(tmp_path) as two:
        assert [one.path.name, two.path.name] == ["desk-1", "desk-2"]
        one.release()
        with Slot(tmp_path) as three:
            assert three.number == 1


def test_a_killed_process_gives_it_back(tmp_path: Path) -> None:
    program = (
        "import sys\nfrom pathlib import Path\nfrom client.slot import Slot\n"
        "slot = Slot(Path(sys.argv[1]))\nprint(slot.number, flush=True)\nsys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"1\n"
        with Slot(tmp_path) as here:
            assert here.number == 2
        other.kill()
        other.wait()
    with Slot(tmp_path) as here:
        assert here.number == 1


def test_the_folders_of_desks_that_ended_are_found(tmp_path: Path) -> None:
    with Slot(tmp_path), Slot(tmp_path) as two, Slot(tmp_path) as three:
        two.release()
        (tmp_path / "packs").mkdir()
        with three.abandoned() as folders:
            assert folders == [two.path]
            with Slot(tmp_path) as four:  # nobody takes it meanwhile
                assert four.number == 4
        with Slot(tmp_path) as again:
            assert again.number == 2


def test_too_many_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slot, "MOST_DESKS", 1)
    with Slot(tmp_path), pytest.raises(OSError, match="--data"):
        Slot(tmp_path)
