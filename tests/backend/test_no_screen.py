"""The half of the suite that runs without PySide6 proves here that it does."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
ROOMS = ("domain", "client", "backend")


@pytest.mark.skipif(".venv-headless" not in sys.prefix, reason="only the environment without PySide6 can prove it")
def test_pyside6_is_not_there() -> None:
    assert importlib.util.find_spec("PySide6") is None


@pytest.mark.parametrize("room", ROOMS)
def test_every_module_of_the_room_imports_without_pyside6(room: str) -> None:
    modules = sorted(
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for path in (ROOT / room).rglob("*.py")
        if path.name != "env.py"  # the one file that only Alembic can load, in the middle of a migration
    )
    program = (
        "import importlib, sys\n"
        "sys.modules['PySide6'] = None  # type: ignore[assignment]\n"
        f"for name in {modules!r}: importlib.import_module(name)\n"
    )
    done = subprocess.run([sys.executable, "-W", "error", "-c", program], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
