"""``main.py`` as a person starts it: with and without a display, with wrong options, with a backend that refuses."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from domain.city import pack_city
from maps.projection import to_world
from maps.tiles.grid import Grid
from tests.domain.small_city import small_city
from tests.maps.tiles.making import picture, write_mbtiles

ROOT = Path(__file__).parents[2]
PATIENCE = 45.0
KEYS = {
    "version", "city", "time", "link", "regions", "workers", "incidents", "cameras", "applied_messages",
    "merged_positions", "dropped", "pending_commands", "frames", "rss_mb", "start_ms",
    "start_steps_ms",
}  # fmt: skip


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with the small city prepared."""
    folder = tmp_path / "data"
    (folder / "small").mkdir(parents=True)
    (folder / "small" / "city.pack").write_bytes(pack_city(small_city()))
    return folder


def command(*arguments: object) -> list[str]:
    return [sys.executable, str(ROOT / "main.py"), *map(str, arguments)]


def run(*arguments: object, screen: bool = False, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs it to its end. Without ``screen`` there is no display."""
    around = {**os.environ, **environment}
    if not screen:
        around.pop("DISPLAY", None)
        around.update(environment)
    return subprocess.run(
        command(*arguments), env=around, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=PATIENCE,
        check=False,
    )  # fmt: skip


def wait_until(told: Callable[[], Any]) -> None:
    end = time.monotonic() + PATIENCE
    while not told():
        assert time.monotonic() < end
        time.sleep(0.05)


# --- with and without a display ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["zh", "en"])
def test_without_a_display_it_says_so_and_leaves_picture_and_report(data: Path, tmp_path: Path, language: str) -> None:
    shot, report = tmp_path / "made" / "a.png", tmp_path / "a.json"
    run_ = run(
        "desk", "--data", data, "--city", "small", "--simulate", 0, "--lang", language, "--size", "1280x720",
        "--exit-after", 5, "--shot", shot, "--report", report,
    )  # fmt: skip
    assert run_.returncode == 0, run_.stderr
    assert "No display" in run_.stdout
    assert str(shot) in run_.stdout
    with Image.open(shot) as picture:
        assert picture.size == (1280, 720)
    told = json.loads(report.read_text())
    assert set(told) == KEYS
    assert (told["city"], told["link"]["state"], told["pending_commands"]) == ("small", "live", 0)
    assert told["regions"] == {"district": 1, "street": 2, "community": 4, "grid": 8}
    assert told["workers"]["total"] == 15
    assert told["frames"]["painted"] > 0
    steps = list(told["start_steps_ms"].values())
    assert 0 < steps[0] <= told["start_ms"] and steps == sorted(steps)


def test_a_display_that_does_not_answer_is_said(data: Path) -> None:
    run_ = run("desk", "--data", data, "--city", "small", "--simulate", 0, "--exit-after", 2, DISPLAY=":4077")
    assert run_.returncode == 0
    assert "The display :4077 does not answer" in run_.stderr
    assert "No display" in run_.stdout


@pytest.mark.timeout(120)
def test_two_desks_on_one_folder_share_a_backend_and_the_second_takes_over(
    data: Path, tmp_path: Path, qapp: object
) -> None:
    """The desks run on the tests' screen; the first is closed as by a person, with SIGTERM."""
    note = data / "small" / "backend.json"
    options = ("--data", data, "--city", "small", "--simulate", 0, "--size", "800x600")

    def desk(*more: object) -> subprocess.Popen[bytes]:
        quiet = subprocess.DEVNULL
        return subprocess.Popen(command("desk", *options, *more), stdin=quiet, stdout=quiet, stderr=quiet)

    def standing() -> dict[str, Any] | None:
        try:
            told: dict[str, Any] = json.loads(note.read_text())
            socket.create_connection(("127.0.0.1", int(told["url"].split(":")[2].split("/")[0])), 1).close()
        except (OSError, ValueError):
            return None
        return told

    first = desk()
    second = None
    try:
        wait_until(standing)
        before = standing()
        assert before is not None
        second = desk("--report", tmp_path / "second.json")
        wait_until(lambda: desks_at(standing()) == 2)
        assert (standing() or before)["pid"] == before["pid"]
        first.send_signal(signal.SIGTERM)
        assert first.wait(PATIENCE) == 0
        wait_until(lambda: (now := standing()) is not None and now["pid"] != before["pid"])
        assert second.poll() is None
        wait_until(lambda: desks_at(standing()) == 1)
        second.send_signal(signal.SIGTERM)
        assert second.wait(PATIENCE) == 0
        assert json.loads((tmp_path / "second.json").read_text())["city"] == "small"
    finally:
        for process in (first, second):
            if process is not None and process.poll() is None:
                process.kill()
                process.wait()
    wait_until(lambda: standing() is None)


def desks_at(note: dict[str, Any] | None) -> int:
    """How many desks a backend counts."""
    if note is None:
        return 0
    try:
        with urllib.request.urlopen(f"{note['http']}/metrics", timeout=2) as answer:
            lines = answer.read().decode().splitlines()
    except OSError:
        return 0
    return int(float(next(line.split()[1] for line in lines if line.startswith("grid_command_desks "))))


# --- what cannot be ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--bogus",), "unrecognized arguments: --bogus"),
        (("desk", "--size", "10x"), "is not a size like 1920x1080"),
        (("desk", "--scale", "9"), "is not a factor from 0.5 to 4"),
        (("desk", "--simulate", "-1"), "is not a rate from 0"),
        (("desk", "--exit-after", "soon"), "is not a number of seconds"),
        (("desk", "--lang", "fr"), "invalid choice: 'fr'"),
        (("serve", "--port", "70000"), "is not a port from 0 to 65535"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_wrong_options_are_named(arguments: tuple[str, ...], words: str, tmp_path: Path) -> None:
    run_ = run(*arguments, XDG_DATA_HOME=str(tmp_path))
    assert run_.returncode == 2
    assert words in run_.stderr.splitlines()[-1]


def test_a_city_nobody_knows(data: Path, tmp_path: Path) -> None:
    run_ = run("desk", "--data", data, "--city", "nowhere", "--exit-after", 4, "--report", tmp_path / "r.json")
    assert run_.returncode == 1
    assert "there is no city 'nowhere'" in run_.stderr


def test_a_data_folder_that_is_a_file(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    run_ = run("desk", "--data", file, "--exit-after", 3, "--report", tmp_path / "r.json", "--shot", tmp_path / "a.png")
    assert run_.returncode == 1
    assert str(file) in run_.stderr
    assert "Traceback" not in run_.stderr


def test_nobody_is_asked_for_a_password_where_nobody_can_answer(data: Path) -> None:
    run_ = run("desk", "--backend", "ws://127.0.0.1:9/ws", "--data", data, "--exit-after", 3)
    assert run_.returncode == 2
    assert "GRID_COMMAND_PASSWORD" in run_.stderr


def test_a_wrong_password(data: Path, tmp_path: Path) -> None:
    with backend(data) as url:
        run_ = run(
            "desk", "--backend", url, "--data", tmp_path / "other", "--exit-after", 4, "--report", tmp_path / "r.json",
            GRID_COMMAND_PASSWORD="wrong",
        )  # fmt: skip
    assert run_.returncode == 1
    assert "There is no report" in run_.stderr
    assert "password" in run_.stderr.lower() or "account" in run_.stderr.lower()


def test_missing_fonts(data: Path, tmp_path: Path) -> None:
    """In a copy of the program without its fonts."""
    copy = tmp_path / "copy"
    for room in ("domain", "client", "backend", "maps", "widgets", "desktop", "resources"):
        shutil.copytree(ROOT / room, copy / room, ignore=shutil.ignore_patterns("*.ttf", "*.otf", "__pycache__"))
    shutil.copy(ROOT / "main.py", copy)
    around = {key: value for key, value in os.environ.items() if key != "DISPLAY"}
    arguments = [sys.executable, str(copy / "main.py"), "desk", "--data", str(data), "--city", "small"]
    run_ = subprocess.run(
        [*arguments, "--simulate", "0", "--exit-after", "3"], env=around, capture_output=True, text=True,
        timeout=PATIENCE, check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert run_.returncode == 2
    assert "font" in run_.stderr.splitlines()[-1].lower()


class backend:
    """A backend on the small city's data while the block lasts; gives its address."""

    def __init__(self, data: Path) -> None:
        self._command = command("serve", "--data", data, "--city", "small")

    def __enter__(self) -> str:
        self._process = subprocess.Popen(
            self._command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=ROOT
        )
        assert self._process.stdout is not None
        return self._process.stdout.readline().removeprefix("listening on ").strip()

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait(20)
        assert self._process.stdout is not None
        self._process.stdout.close()


# --- doctor -----------------------------------------------------------------------------------------------------------


def test_the_doctor_says_what_is_there(tmp_path: Path) -> None:
    run_ = run("doctor", "--data", tmp_path)
    assert run_.returncode == 0
    assert run_.stdout.splitlines()[-1] == "The desk can run."
    told = json.loads(run("doctor", "--json", "--data", tmp_path).stdout)
    assert told["able"]
    assert {"Python", "Qt for Python", "display", "Chinese font", "data folder"} <= {
        f["name"] for f in told["findings"]
    }


def test_the_doctor_tries_a_base_map(data: Path, tmp_path: Path) -> None:
    west, south = 117.0, 34.0
    bounds = (*to_world(west, south + 1).tolist(), *to_world(west + 1, south).tolist())
    tiles = {tile: picture((20, 60, 200), side=8) for tile in Grid().covering(bounds, 9)}
    box = f"{west},{south},{west + 1},{south + 1}"
    file = write_mbtiles(tmp_path / "town.mbtiles", tiles, format="png", bounds=box)
    run_ = run("doctor", "--data", tmp_path / "new", "--tiles", file)
    assert "ok    base map: town: png, zoom 9–9" in run_.stdout
    run_ = run("doctor", "--data", data, "--city", "small", "--tiles", tmp_path / "gone.mbtiles")
    assert run_.returncode == 0  # the desk can do without
    assert "note  base map" in run_.stdout and "There is no file" in run_.stdout
    told = run("doctor", "--data", data, "--tiles", "http://127.0.0.1:9/{z}/{x}/{y}.png?tk=s3cret")
    assert "cannot be reached" in told.stdout and "s3cret" not in told.stdout + told.stderr


def test_a_desk_is_started_with_a_base_map(data: Path, tmp_path: Path) -> None:
    whole = {tile: picture((20, 60, 200), side=8) for tile in Grid().covering((0, 0, 1, 1), 3)}
    file = write_mbtiles(tmp_path / "world.mbtiles", whole, format="png")
    shot = tmp_path / "a.png"
    run_ = run(
        "desk", "--data", data, "--city", "small", "--simulate", 0, "--size", "1280x720", "--exit-after", 8,
        "--shot", shot, "--tiles", file,
    )  # fmt: skip
    assert run_.returncode == 0, run_.stderr
    with Image.open(shot) as left:
        pixels = [left.getpixel((x, y)) for x in range(300, 900, 10) for y in range(100, 420, 10)]
    assert sum(blue > red + 15 for red, _, blue, *_ in pixels) > len(pixels) / 2  # type: ignore[misc]
    assert (data / "bases.json").is_file()


def test_the_doctor_says_what_is_missing(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    run_ = run("doctor", "--data", file)
    assert run_.returncode == 1
    assert "MISS  data folder" in run_.stdout
    assert "--data" in run_.stdout
