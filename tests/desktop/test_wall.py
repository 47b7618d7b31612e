"""``main.py wall`` beside a running backend, and walls a desk opens."""

from __future__ import annotations

import json
from pathlib import Path

from PIL import Image

from tests.desktop.test_program import backend, data, run

__all__ = ["data"]  # the fixture


def test_a_wall_finds_the_backend_of_its_data_folder(data: Path, tmp_path: Path) -> None:
    shot, report = tmp_path / "wall.png", tmp_path / "wall.json"
    with backend(data):
        run_ = run(
            "wall", "--data", data, "--city", "small", "--exit-after", 3, "--size", "1600x900", "--shot", shot,
            "--report", report,
        )  # fmt: skip
    assert run_.returncode == 0, run_.stderr
    told = json.loads(report.read_text())
    assert (told["city"], told["link"]["state"]) == ("small", "live")
    assert told["start_ms"] > 0
    with Image.open(shot) as picture:
        assert picture.size == (1600, 900)


def test_a_wall_without_a_backend_says_what_it_waits_for(data: Path, tmp_path: Path) -> None:
    run_ = run(
        "wall", "--data", data, "--city", "small", "--exit-after", 1, "--report", tmp_path / "r.json", "--lang", "en"
    )
    assert run_.returncode == 1
    assert "No desk is open on this machine for small" in run_.stderr


def test_a_screen_that_is_not_there(data: Path) -> None:
    run_ = run("wall", "--data", data, "--screen", 9)
    assert run_.returncode == 2
    assert "There is no screen 9" in run_.stderr
