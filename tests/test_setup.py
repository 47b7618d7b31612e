"""``./run`` and ``./test`` themselves: tried in a small project of their own that borrows this one's environments."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PARTS = ("run", "test", "setup", "requirements", "setup.cfg", ".venv", ".venv-headless")


@pytest.fixture
def project() -> Iterator[Path]:
    """A project whose program prints its arguments. Everybody may read it, other users too."""
    folder = Path(tempfile.mkdtemp(prefix="grid-command-setup-"))
    folder.chmod(0o755)
    for part in PARTS:
        (folder / part).symlink_to(ROOT / part)
    for part in ("run", "test"):
        (folder / part).unlink()
        shutil.copy(ROOT / part, folder / part)  # they look for the project where they stand
    (folder / "main.py").write_text("import sys; print(sys.argv[1:]); sys.exit(7)\n")
    for room in ("domain", "client", "backend"):
        (folder / "tests" / room).mkdir(parents=True)
        (folder / "tests" / room / f"test_{room}.py").write_text("def test_it(): pass\n")
    (folder / "tests" / "test_whole.py").write_text("def test_it(): pass\n")
    (folder / "tests" / "conftest.py").symlink_to(ROOT / "tests" / "conftest.py")
    (folder / "tests" / "silence.py").symlink_to(ROOT / "tests" / "silence.py")
    yield folder
    shutil.rmtree(folder)


def start(project: Path, *command: str, prefix: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "EARLIER_HALF"}
    return subprocess.run(
        [*prefix, str(project / command[0]), *command[1:]], capture_output=True, text=True, env=environment, cwd="/"
    )


def lacks_a_library(project: Path) -> None:
    libraries = (ROOT / "setup" / "libraries.txt").read_text()
    (project / "setup").unlink()
    shutil.copytree(ROOT / "setup", project / "setup")
    (project / "setup" / "libraries.txt").write_text(libraries + "run | libnever.so.9 | libnever9t64 libnever9\n")


def test_run_hands_over_arguments_exit_code_and_a_clean_standard_output(project: Path) -> None:
    done = start(project, "run", "desk", "--city", "two words", "")
    assert done.stdout == "['desk', '--city', 'two words', '']\n"
    assert done.returncode == 7


def test_run_says_nothing_when_nothing_is_missing(project: Path) -> None:
    start(project, "run")
    assert start(project, "run").stderr == ""


def test_what_is_compiled_once_is_kept_also_in_a_container_that_says_no(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    (project / "other.py").write_text("")
    (project / "main.py").write_text("import other\n")
    assert start(project, "run").returncode == 0
    assert list((project / "__pycache__").glob("other.*.pyc"))


def test_an_ordinary_user_reads_the_one_line_an_administrator_must_run(project: Path) -> None:
    lacks_a_library(project)
    (project / "main.py").write_text("raise SystemExit('must not start')\n")
    ordinary = ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups") if os.getuid() == 0 else ()
    done = start(project, "run", prefix=ordinary)
    assert done.returncode == 1
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert done.stderr.startswith("apt-get update && apt-get install -y --no-install-recommends libnever9  #")


def test_the_suite_runs_both_halves_and_closes_with_the_words_of_pytest(project: Path) -> None:
    done = start(project, "test")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "3 passed" in done.stdout.split("On a screen")[0]
    assert "1 passed" in done.stdout.splitlines()[-1]


def test_a_failure_in_the_first_half_is_not_hidden_by_the_second(project: Path) -> None:
    (project / "tests" / "domain" / "test_domain.py").write_text("def test_it(): assert False\n")
    done = start(project, "test")
    assert done.returncode == 1
    assert "1 failed, 2 passed" in done.stdout
    assert "The first half, without PySide6, FAILED" in done.stdout.split("On a screen")[1]


@pytest.mark.parametrize(
    ("argument", "halves"),
    [("tests/client", ["Without PySide6"]), ("tests/test_whole.py::test_it", ["On a screen"])],
)
def test_a_path_goes_to_the_half_it_belongs_to(project: Path, argument: str, halves: list[str]) -> None:
    done = subprocess.run(["./test", "-q", argument], cwd=project, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert [line.split(":")[0] for line in done.stdout.splitlines() if line.startswith(("On", "Without"))] == halves


def test_a_selection_by_name_may_leave_one_half_empty(project: Path) -> None:
    done = start(project, "test", "-k", "whole")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "no tests ran" in done.stdout.split("On a screen")[0]
    assert "1 passed" in done.stdout.splitlines()[-1]


def pretended(folder: Path, offered: str) -> Path:
    """Commands of a system on which an administrator finds only the packages ``offered``; what they did stands in
    ``done``."""
    folder.mkdir()
    (folder / "id").write_text("#!/bin/sh\necho 0\n")
    (folder / "apt-cache").write_text(f"#!/bin/sh\nprintf '%s\\n' {offered}\n")
    (folder / "apt-get").write_text(
        f'#!/bin/sh\necho "$*" >>"{folder}/done"\n'
        f'case "$*" in *install*{offered}*) exit 0 ;; *install*) exit 100 ;; esac\n'
    )
    for command in folder.iterdir():
        command.chmod(0o755)
    return folder


@pytest.mark.parametrize(("offered", "words"), [("neverseen", ""), ("other", "the tests that need it are skipped")])
def test_what_only_some_tests_need_is_tried_once_and_never_a_failure(
    project: Path, tmp_path: Path, offered: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = project / ".venv-own"
    (own / "bin").mkdir(parents=True)
    (own / "bin" / "python").symlink_to(ROOT / ".venv-headless" / "bin" / "python")
    (project / "setup").unlink()
    shutil.copytree(ROOT / "setup", project / "setup")
    (project / "setup" / "libraries.txt").write_text("also | command:neverseen | neverseen\n")
    system = pretended(tmp_path / "system", offered)
    monkeypatch.setenv("PATH", f"{system}:{os.environ['PATH']}")
    begin = f'root="{project}"; . "$root/setup/prepare.sh"; fingerprint "{own}" >"{own}/ready-test"; '
    shell = begin + "prepare test .venv-own test"
    first = subprocess.run(["sh", "-euc", shell], capture_output=True, text=True)
    assert first.returncode == 0, first.stderr
    assert "Installing what some tests need: neverseen" in first.stderr
    assert words in first.stderr
    assert "install -y --no-install-recommends neverseen" in (system / "done").read_text()
    again = subprocess.run(["sh", "-euc", shell], capture_output=True, text=True)
    assert (again.returncode, again.stderr) == (0, "")
    run = subprocess.run(["sh", "-euc", shell.replace("prepare test", "prepare run")], capture_output=True, text=True)
    assert (run.returncode, run.stderr) == (0, ""), "who only runs the program is not asked for it"
