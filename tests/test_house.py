"""The rules of the house are executable: style, types, import contracts, pins. A failure shows the tool's own words."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def check(*command: str) -> None:
    done = subprocess.run([sys.executable, *command], cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        pytest.fail(done.stdout + done.stderr, pytrace=False)


def test_style() -> None:
    check("-m", "ruff", "check", ".")


@pytest.mark.timeout(600)
def test_types() -> None:
    # from nothing: a cache that two runs at once have written to makes mypy see errors that are not there
    check("-m", "mypy", "--cache-dir", "/dev/null")


LINT_IMPORTS = ("-c", "from importlinter.cli import lint_imports_command as lint; lint()", "--no-cache", "--no-logo")


@pytest.mark.timeout(300)
def test_import_contracts() -> None:
    check(*LINT_IMPORTS)


ROOMS = ("domain", "client", "backend", "maps", "widgets", "desktop", "resources")
TRESPASSES = {
    # the contract: a file that breaks it, and how
    "desktop -> {widgets | maps | client} -> domain": ("maps/trespass.py", "import widgets"),
    "backend -> domain": ("domain/trespass_a.py", "import backend"),
    "backend and the rooms of the desk": ("backend/trespass_a.py", "import client"),
    "no room of the desk reaches into backend": ("client/trespass_a.py", "import backend"),
    "domain is pure": ("domain/trespass_b.py", "import time"),
    "resources are data": ("resources/trespass.py", "import domain"),
    "PySide6 stays out": ("client/trespass_b.py", "import PySide6.QtCore"),
    "pyqtgraph only where something is drawn": ("desktop/trespass_a.py", "import pyqtgraph"),
    "websockets only in client.connection": ("client/trespass_c.py", "import websockets"),
    "aiohttp only in backend": ("desktop/trespass_b.py", "import aiohttp"),
    "the maps speak to the network": ("maps/trespass_b.py", "import http.client"),
    "SQLAlchemy only in the store modules": ("backend/trespass_b.py", "import sqlalchemy"),
}


@pytest.mark.timeout(300)
def test_every_import_contract_bites(tmp_path: Path) -> None:
    for room in ROOMS:
        for source in (ROOT / room).rglob("*.py"):
            copy = tmp_path / source.relative_to(ROOT)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(source.read_bytes())
    shutil.copy(ROOT / "setup.cfg", tmp_path)
    for file, line in TRESPASSES.values():
        (tmp_path / file).write_text(line + "\n")
    done = subprocess.run([sys.executable, *LINT_IMPORTS], cwd=tmp_path, capture_output=True, text=True)
    assert f"Contracts: 0 kept, {len(TRESPASSES)} broken." in done.stdout, done.stdout


def test_nothing_imports_main() -> None:
    sources = [source for room in ROOMS for source in (ROOT / room).rglob("*.py")]
    assert [str(s) for s in sources if re.search(r"^\s*(import|from) main\b", s.read_text(), re.MULTILINE)] == []


def pins() -> dict[str, str]:
    lines = (ROOT / "requirements" / "constraints.txt").read_text().splitlines()
    return dict(line.split("==") for line in lines if line and not line.startswith("#"))


def asked_for() -> set[str]:
    lines = [line for file in ROOT.glob("requirements/*.txt") for line in file.read_text().splitlines()]
    return {line for line in lines if re.fullmatch(r"[A-Za-z][\w.-]*", line)}


@pytest.mark.parametrize("name", sorted(asked_for()))
def test_each_package_asked_for_is_pinned_and_installed_so(name: str) -> None:
    assert metadata.version(name) == pins()[name]


def test_continuous_integration_runs_the_command_of_the_readme() -> None:
    blocks = re.findall(r"```sh\n(.*?)\n```", (ROOT / "README.md").read_text(), flags=re.DOTALL)
    assert blocks[:2] == ["./run", "./test"]
    commands = [line for line in (ROOT / ".ci" / "run").read_text().splitlines() if not line.startswith("#")]
    assert commands[-1] == "exec ./test"


def test_whoever_waits_for_a_window_or_a_signal_does_wait() -> None:
    """pytest-qt's waits are for a ``with``: as a statement of its own such a call waits for nothing."""
    waits = {"waitExposed", "waitActive", "waitSignal", "waitSignals", "assertNotEmitted"}
    found = []
    for file in ROOT.glob("tests/**/*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
                called = node.value.func
                if isinstance(called, ast.Attribute) and called.attr in waits:
                    found.append(f"{file.relative_to(ROOT)}:{node.lineno}")
    assert not found
