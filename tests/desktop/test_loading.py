"""How a program with a window begins: Qt's hook on imports is away, and everything works without it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from desktop.loading import libc

ROOT = Path(__file__).parents[2]


def told_by(script: str) -> dict[str, object]:
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    told: dict[str, object] = json.loads(done.stdout)
    return told


def test_no_source_is_read_to_import_something() -> None:
    told = told_by(
        "import desktop.loading as loading, gc, json, linecache, os, sys\n"
        "loading.load_quickly()\n"
        "import desktop.room, desktop.theme, PySide6.QtSvg\n"
        "from PySide6.QtWidgets import QSizePolicy\n"
        "wide = QSizePolicy.Policy.Expanding\n"
        "print(json.dumps({'read': len(linecache.cache), 'gc': gc.isenabled(), 'type': str(wide), "
        "'threads': os.environ['OPENBLAS_NUM_THREADS']}))"
    )
    assert int(str(told.pop("read"))) < 10  # not the several hundred that are imported
    assert told == {"gc": False, "type": "Policy.Expanding", "threads": "1"}


def test_qt_that_is_loaded_already_is_left_alone() -> None:
    told = told_by(
        "import builtins, json, PySide6.QtCore\n"
        "before = builtins.__import__\n"
        "import desktop.loading as loading\n"
        "loading.import_plainly()\n"
        "print(json.dumps({'same': builtins.__import__ is before}))"
    )
    assert told == {"same": True}


def test_a_library_without_these_functions_harms_nobody() -> None:
    libc("no_such_function", 1)
