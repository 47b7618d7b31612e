"""Process start to first complete frame, and memory of the desk, started as a user starts it, with its own backend.

Per city: the median of later starts, how their time divides, and what went before them once. Beside it the raw limits
of the same run: an empty Python process, and one that shows an empty Qt window; and how busy the machine was.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.report import Value, show

ROOT = Path(__file__).parents[1]
#: Seconds after which a desk leaves: charts and road solvers are loaded by then, so its memory counts them.
SECONDS = 5.0
#: As often again, each time three times as long, when the desk was not complete by then.
PATIENCE = 3
_WINDOW = (
    "from PySide6.QtWidgets import QApplication, QMainWindow\n"
    "from PySide6.QtCore import QTimer\n"
    "a = QApplication([]); w = QMainWindow(); w.show(); QTimer.singleShot(0, a.quit); a.exec()"
)


def started(city: str, data: Path, simulate: float) -> dict[str, Any]:
    """One start of the desk: what it reported of itself. Raises SystemExit when it did not come up."""
    report = data / "report.json"
    for patience in range(PATIENCE):
        report.unlink(missing_ok=True)
        done = _program(
            "desk", "--city", city, "--data", data, "--simulate", simulate, "--report", report,
            "--exit-after", SECONDS * 3**patience,
        )  # fmt: skip
        if report.is_file():
            said: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
            if said["start_ms"]:
                return said
    raise SystemExit(f"the desk did not start with {city}: {done.stderr.strip().splitlines()[-1:]}")


def prepared(city: str, data: Path) -> float:
    """Milliseconds until a city is made (once) and its backend listens."""
    began = time.perf_counter()
    done = _program("serve", "--city", city, "--data", data, "--exit-after", 0.1)
    if done.returncode:
        raise SystemExit(f"{city} could not be prepared: {done.stderr.strip().splitlines()[-1:]}")
    return (time.perf_counter() - began) * 1000


def raw(script: str) -> float:
    """Milliseconds of a process that runs ``script``."""
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", script], cwd=ROOT, env=_environment(), capture_output=True, check=True)
    return (time.perf_counter() - began) * 1000


def _program(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "main.py", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, env=_environment(), capture_output=True, text=True, check=False)


def _environment() -> dict[str, str]:
    """Without a display; and compiled modules are kept, as ``./run`` has it."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "QT_QPA_PLATFORM": "offscreen"}


def of_city(city: str, data: Path, runs: int, simulate: float) -> dict[str, Value]:
    """``start_ms`` and ``rss_mb`` of later starts (medians); ``steps_ms``: when, counted from the start of the process,
    everything was loaded, the kept city was shown, the backend listened, the picture was live, and the first frame of
    it was painted (the ground may still be missing in that); ``first_start_ms``: of the first desk on a city that was
    prepared, ``prepare_ms``, before (0: it was there already)."""
    there = (data / city / "city.pack").is_file()
    prepare_ms = 0.0 if there else prepared(city, data)
    first = started(city, data, simulate)
    later = [started(city, data, simulate) for _ in range(runs)]
    steps = {name: statistics.median(run["start_steps_ms"].get(name, 0) for run in later) for name in _steps(later[0])}
    return {
        "start_ms": statistics.median(run["start_ms"] for run in later),
        "start_ms_best": min(run["start_ms"] for run in later),
        "rss_mb": statistics.median(run["rss_mb"] for run in later),
        "steps_ms": steps,
        "first_start_ms": first["start_ms"],
        "prepare_ms": prepare_ms,
    }


def _steps(run: Mapping[str, Any]) -> list[str]:
    return list(run["start_steps_ms"])


def measure(cities: list[str], runs: int, simulate: float, data: Path | None) -> dict[str, Value]:
    """``data``: where prepared cities are kept; None makes them in a folder that is thrown away."""
    figures: dict[str, Value] = {
        "raw_python_ms": statistics.median(raw("pass") for _ in range(3)),
        "raw_window_ms": statistics.median(raw(_WINDOW) for _ in range(3)),
        "simulate": simulate,
    }
    for city in cities:
        with tempfile.TemporaryDirectory() as folder:
            figures[city] = of_city(city, data or Path(folder), runs, simulate)
    figures["cores"] = os.cpu_count()
    figures["load_1m"] = round(os.getloadavg()[0], 2)
    return figures


def main() -> int:
    known = sorted(file.stem for file in (ROOT / "resources" / "cities").glob("*.toml"))
    parser = argparse.ArgumentParser(prog="python -m benchmarks.start", description=__doc__.splitlines()[0])
    parser.add_argument("--city", action="append", default=[], help=f"again for more; all: {', '.join(known)}")
    parser.add_argument("--data", type=Path, metavar="DIR", help="keep prepared cities here (a big one takes a minute)")
    parser.add_argument("--simulate", type=float, default=1.0, metavar="RATE", help="0: without the simulated city")
    parser.add_argument("--long", action="store_true", help="more runs")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    cities = known if "all" in given.city else given.city or ["gulou"]
    show("start", measure(cities, 7 if given.long else 3, given.simulate, given.data), given.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
