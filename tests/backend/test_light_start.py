"""What a backend loads before it listens: nothing heavy that only some of its work needs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
LATE = {"PySide6", "alembic", "openpyxl", "osmium", "pypinyin", "rich", "scipy"}


def test_a_backend_stands_without_them() -> None:
    script = "import sys, main, backend.log, backend.serve; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert LATE & {name.partition(".")[0] for name in done.stdout.split()} == set()


def test_what_was_hidden_from_a_library_is_there_for_everybody_else() -> None:
    script = "import sys, backend.log; print('rich' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"  # no entry that would make a later import fail
