"""How long a process lives is told by its own clock, not by a rounded one."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_age_lies_between_nothing_and_what_passed_here() -> None:
    script = "from desktop.process_start import process_age_ms as age; print(age(), age())"
    before = time.monotonic()
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    passed_ms = (time.monotonic() - before) * 1000
    first, second = map(float, done.stdout.split())
    assert 0 < first <= second <= passed_ms + 10  # the kernel counts starts in ticks of 10 ms
