"""Makes the pictures of ``docs/pictures``: ``python -m tools.pictures [NAME ...] [--list] [--out DIR]``.

Each is taken of the running program, without a display: a backend with a simulated day that is some hours old, and the
desk or the wall on it. NAMEs are those of the list (``*`` fits anything: ``'wall-*'``); without one, all are made."""

from __future__ import annotations

import argparse
import contextlib
import fnmatch
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from PIL import Image

ROOT = Path(__file__).parent.parent
CITIES = ("gulou", "nanjing", "hechuan", "lianyungang", "tongzhou")
FULL, LARGE = "1920x1080", "3840x2160"
#: Seconds a backend runs fast before its city is looked at, how fast, and seconds a window stays open.
AGEING, RATE, OPEN = 75, 60, 14


class Shot(NamedTuple):
    """One picture. ``pose`` is one of ``tools.pose``, or empty for a window as it opens."""

    name: str
    window: str
    city: str
    size: str = FULL
    language: str = "zh"
    theme: str = "dark"
    pose: str = ""


def shots() -> list[Shot]:
    """Everything that is shown in the documents."""
    found = []
    for language in ("zh", "en"):
        for theme in ("dark", "light"):
            for size, ending in ((FULL, ""), (LARGE, "-4k")):
                found.append(Shot(f"desk-{language}-{theme}{ending}", "desk", "gulou", size, language, theme))
                found.append(Shot(f"wall-{language}-{theme}{ending}", "wall", "gulou", size, language, theme))
    for city in CITIES[1:]:
        found.append(Shot(f"desk-{city}", "desk", city))
        found.append(Shot(f"wall-{city}", "wall", city, theme="light"))
    for pose in ("drag", "palette", "keys", "tour", "lost"):
        found.append(Shot(pose, "desk", "gulou", pose=pose))
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "pictures")
    parser.add_argument("--data", type=Path, help="keep the cities here for the next time")
    parser.add_argument("--list", action="store_true", help="only say what there is")
    given = parser.parse_args()
    wanted = [shot for shot in shots() if not given.names or any(fnmatch.fnmatch(shot.name, n) for n in given.names)]
    if given.list or not wanted:
        print("\n".join(shot.name for shot in (wanted or shots())))
        return 0 if wanted else 1
    given.out.mkdir(parents=True, exist_ok=True)
    with contextlib.ExitStack() as stack:
        data = given.data or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        failed = [shot.name for city in CITIES for shot in _of_city(city, wanted, data, given.out)]
    for name in failed:
        print(f"{name}: not made", file=sys.stderr)
    return 1 if failed else 0


def _of_city(city: str, wanted: list[Shot], data: Path, out: Path) -> Iterator[Shot]:
    """Takes the pictures of one city; those that failed."""
    here = [shot for shot in wanted if shot.city == city]
    if not here:
        return
    with backend(city, data, RATE):
        time.sleep(AGEING)
    for shot in here:
        # not 1: a city that ran ahead of the clock says so on every desk, and the picture is not about that
        with backend(city, data, 2) as (url, process):
            if not _take(shot, url, process, data, out / f"{shot.name}.png"):
                yield shot


@contextlib.contextmanager
def backend(city: str, data: Path, rate: float) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """A backend of a city while the block lasts: its address and process."""
    command = [sys.executable, str(ROOT / "main.py"), "serve", "--city", city, "--data", str(data), "--log", "ERROR"]
    process = subprocess.Popen([*command, "--simulate", str(rate)], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield process.stdout.readline().removeprefix("listening on ").strip(), process
    finally:
        process.terminate()
        process.wait(60)


def _take(shot: Shot, url: str, process: subprocess.Popen[str], data: Path, file: Path) -> bool:
    options = [
        "--data", str(data), "--city", shot.city, "--backend", url, "--size", shot.size, "--lang", shot.language,
        "--theme", shot.theme, "--exit-after", str(OPEN), "--shot", str(file), "--log", "ERROR",
    ]  # fmt: skip
    program = ["-m", "tools.pose", shot.pose] if shot.pose else [str(ROOT / "main.py"), shot.window]
    if shot.size == LARGE and shot.window == "desk":
        width, height = (int(side) // 2 for side in shot.size.split("x"))
        options[options.index(shot.size)] = f"{width}x{height}"  # as such a screen is used: everything twice as sharp
        options += ["--scale", "2"]
    around = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "POSE_BACKEND_PID": str(process.pid)}
    taken = subprocess.run([sys.executable, *program, *options], cwd=ROOT, env=around, stdout=subprocess.DEVNULL)
    if taken.returncode or not file.exists():
        return False
    smaller(file)
    print(f"{file.name}: {file.stat().st_size // 1024} kB", flush=True)
    return True


def smaller(file: Path) -> None:
    """The same picture in 256 colours: a third of the bytes, and no eye sees it."""
    with Image.open(file) as picture:
        fewer = picture.convert("RGB").quantize(256, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
        fewer.save(file, optimize=True)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    sys.exit(main())
