"""Process start to first complete frame, and memory of the desk, started as a user starts it, with its own backend.

Beside it the raw limits of the same run: an empty Python process, and one that shows an empty Qt window.
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
from pathlib import Path

from benchmarks.report import Value, show

ROOT = Path(__file__).parents[1]
_WINDOW = (
    "from PySide6.QtWidgets import QApplication, QMainWindow\n"
    "from PySide6.QtCore import QTimer\n"
    "a = QApplication([]); w = QMainWindow(); w.show(); QTimer.singleShot(0, a.quit); a.exec()"
)


def started(city: str, data: Path, seconds: float) -> dict[str, float]:
    """One start of the desk: what it reported of itself (``start_ms``, ``rss_mb``)."""
    report = data / "report.json"
    report.unlink(missing_ok=True)
    command = [
        sys.executable, "main.py", "desk", "--city", city, "--data", str(data), "--simulate", "0",
        "--exit-after", str(seconds), "--report", str(report),
    ]  # fmt: skip
    done = subprocess.run(command, cwd=ROOT, env=_environment(), capture_output=True, text=True, check=False)
    if done.returncode or not report.is_file():
        raise SystemExit(f"the desk did not start with {city}: {done.stderr.strip().splitlines()[-1:]}")
    said = json.loads(report.read_text(encoding="utf-8"))
    return {"start_ms": said["start_ms"], "rss_mb": said["rss_mb"]}


def raw(script: str) -> float:
    """Milliseconds of a process that runs ``script``."""
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", script], cwd=ROOT, env=_environment(), capture_output=True, check=True)
    return (time.perf_counter() - began) * 1000


def _environment() -> dict[str, str]:
    return {**os.environ, "QT_QPA_PLATFORM": "offscreen"}


def measure(cities: list[str], runs: int, seconds: float) -> dict[str, Value]:
    """Per city the median of ``runs`` later starts, and the first start that prepares the city."""
    figures: dict[str, Value] = {
        "raw_python_ms": statistics.median(raw("pass") for _ in range(3)),
        "raw_window_ms": statistics.median(raw(_WINDOW) for _ in range(3)),
    }
    for city in cities:
        with tempfile.TemporaryDirectory() as folder:
            first = started(city, Path(folder), seconds + 8)
            later = [started(city, Path(folder), seconds) for _ in range(runs)]
        figures[city] = {
            "start_ms": statistics.median(run["start_ms"] for run in later),
            "rss_mb": statistics.median(run["rss_mb"] for run in later),
            "first_start_ms": first["start_ms"],
        }
    return figures


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.start", description=__doc__.splitlines()[0])
    parser.add_argument("--city", action="append", default=[], help="again for more; default gulou")
    parser.add_argument("--long", action="store_true", help="more runs")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    show("start", measure(given.city or ["gulou"], 7 if given.long else 3, 5.0), given.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
