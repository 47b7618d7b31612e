"""Makes the pictures of ``docs/pictures``: ``python -m tools.pictures [NAME ...] [--list] [--out DIR]``.

Each is taken of the running program, without a display: a backend with a simulated day that is some hours old, and the
desk or the wall on it. Gulou stands for all looks: both languages, both themes, two sizes; each other city has a desk
and a wall in two sizes that between them show both themes and languages; and every city has three maps, from afar, of
a district and of a neighbourhood. NAMEs are those of the list (``*`` fits anything: ``'wall-*'``); without one, all are
made."""

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
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from PIL import Image

ROOT = Path(__file__).parent.parent
CITIES = ("gulou", "nanjing", "hechuan", "lianyungang", "tongzhou")
FULL, LARGE = "1920x1080", "3840x2160"
#: Of a window whose map alone is shown.
AROUND_MAP = "2000x1300"
#: Seconds a backend runs fast before its city is looked at, how fast, and seconds a window stays open.
AGEING, RATE, OPEN = 75, 60, 20
#: Seconds in which everybody is heard of after a start.
SETTLING = 20
#: Seconds after which a window that does not end is given up.
PATIENCE = 240
#: The pose that comes last.
LAST = "lost"


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
    for place, city in enumerate(CITIES[1:]):
        day, foreign = ("light", "dark")[place % 2], ("en", "zh")[place % 2]
        night, home = ("dark", "light")[place % 2], ("zh", "en")[place % 2]
        found.append(Shot(f"desk-{city}", "desk", city, FULL, home, night))
        found.append(Shot(f"desk-{city}-4k", "desk", city, LARGE, foreign, day))
        found.append(Shot(f"wall-{city}", "wall", city, FULL, foreign, day))
        found.append(Shot(f"wall-{city}-4k", "wall", city, LARGE, home, night))
    for place, city in enumerate(CITIES):
        for zoom, pose in enumerate(("whole", "district", "near")):
            theme = ("light", "dark")[(place + zoom) % 2]
            found.append(Shot(f"map-{city}-{pose}", "desk", city, AROUND_MAP, "zh", theme, f"{pose}-{city}"))
    for theme in ("dark", "light"):
        found.append(Shot(f"layers-{theme}", "desk", "gulou", AROUND_MAP, "zh", theme, "layers"))
    for pose in ("drag", "palette", "keys", "tour", "lost"):
        found.append(Shot(pose, "desk", "gulou", pose=pose))
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "pictures")
    parser.add_argument("--data", type=Path, help="keep the cities here, aged, for the next time")
    parser.add_argument("--at-once", type=int, default=2, metavar="N", help="so many windows are open together")
    parser.add_argument("--list", action="store_true", help="only say what there is")
    given = parser.parse_args()
    wanted = [shot for shot in shots() if not given.names or any(fnmatch.fnmatch(shot.name, n) for n in given.names)]
    if given.list or not wanted:
        print("\n".join(shot.name for shot in (wanted or shots())))
        return 0 if wanted else 1
    given.out.mkdir(parents=True, exist_ok=True)
    with contextlib.ExitStack() as stack:
        data = given.data or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        failed = [shot.name for city in CITIES for shot in _of_city(city, wanted, data, given.out, given.at_once)]
    for name in failed:
        print(f"{name}: not made", file=sys.stderr)
    return 1 if failed else 0


def _of_city(city: str, wanted: list[Shot], data: Path, out: Path, at_once: int) -> Iterator[Shot]:
    """Takes the pictures of one city; those that failed."""
    here = [shot for shot in wanted if shot.city == city]
    if not here:
        return
    if not (data / city / "city.sqlite").exists():
        with backend(city, data, RATE):
            time.sleep(AGEING)
    here.sort(key=lambda shot: shot.pose == LAST)  # it costs the backend its life
    # not 1: a city that ran ahead of the clock says so on every desk, and the picture is not about that
    with backend(city, data, 2) as (url, process), ThreadPoolExecutor(at_once) as hands:
        time.sleep(SETTLING)
        taken = [
            hands.submit(_take, shot, url, process, data, out / f"{shot.name}.png")
            for shot in here
            if shot.pose != LAST
        ]
        yield from (shot for shot, done in zip(here, taken, strict=False) if not done.result())
        if here[-1].pose == LAST and not _take(here[-1], url, process, data, out / f"{here[-1].name}.png"):
            yield here[-1]


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
    at_desk = ["-m", "tools.pose", shot.pose or "plain"]
    program = at_desk if shot.window == "desk" else [str(ROOT / "main.py"), shot.window]
    if shot.size == LARGE and shot.window == "desk":
        width, height = (int(side) // 2 for side in shot.size.split("x"))
        options[options.index(shot.size)] = f"{width}x{height}"  # as such a screen is used: everything twice as sharp
        options += ["--scale", "2"]
    around = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "POSE_BACKEND_PID": str(process.pid)}
    if shot.size == AROUND_MAP:
        options[options.index("--shot") + 1] = str(data / f"{shot.name}.png")  # the window
        around["POSE_MAP"] = str(file)
    file.unlink(missing_ok=True)
    with contextlib.suppress(subprocess.TimeoutExpired):
        command = [sys.executable, *program, *options]
        subprocess.run(command, cwd=ROOT, env=around, stdout=subprocess.DEVNULL, timeout=PATIENCE, check=False)
    if not file.exists():
        return False
    for made in (file, *(file.parent.glob(f"layer-*-{shot.theme}.png") if shot.pose == "layers" else ())):
        smaller(made)
    print(f"{file.name}: {file.stat().st_size // 1024} kB", flush=True)
    return True


def smaller(file: Path) -> None:
    """The same picture in 256 colours: a third of the bytes, and no eye sees it."""
    with Image.open(file) as picture:
        fewer = picture.convert("RGB").quantize(256, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        fewer.save(file, optimize=True)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    sys.exit(main())
