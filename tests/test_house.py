"""The rules of the house are executable: style, types, import contracts, pins. A failure shows the tool's own words."""

from __future__ import annotations

import re
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
    check("-m", "mypy")


@pytest.mark.timeout(300)
def test_import_contracts() -> None:
    check("-c", "import sys; from importlinter.cli import lint_imports_command as lint; sys.exit(lint())", "--no-cache")


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
