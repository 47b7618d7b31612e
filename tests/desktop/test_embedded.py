"""The backend a desk brings along, as a real process: started, killed, shared, failing."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from desktop.embedded import EmbeddedBackend, is_alive, last_sentence, read_running
from domain.trouble import Trouble

PROCESS = Path(__file__).parent / "small_process.py"
SECONDS = 20_000


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "gulou"


@pytest.fixture
def embed(qtbot: QtBot, folder: Path) -> Iterator[Callable[..., EmbeddedBackend]]:
    made: list[EmbeddedBackend] = []

    def one(*options: str, command: list[str] | None = None) -> EmbeddedBackend:
        made.append(EmbeddedBackend(command or [sys.executable, str(PROCESS), str(folder), *options], folder))
        return made[-1]

    yield one
    for backend in made:
        backend.stop()


def up(qtbot: QtBot, backend: EmbeddedBackend, act: Callable[[], Any]) -> list[Any]:
    with qtbot.waitSignal(backend.ready, timeout=SECONDS) as ready:
        act()
    assert ready.args is not None
    return list(ready.args)


def test_it_starts_tells_progress_and_is_ready(
    qtbot: QtBot, embed: Callable[..., EmbeddedBackend], folder: Path
) -> None:
    backend = embed()
    told: list[tuple[float, str, str]] = []
    backend.progress.connect(lambda share, zh, en: told.append((share, zh, en)))
    url, token = up(qtbot, backend, backend.start)
    assert url.startswith("ws://127.0.0.1:")
    assert token == f"token-{backend.pid}"
    assert told == [(0.5, "正在准备城市", "Preparing the city")]
    assert not backend.adopted
    pid = backend.pid
    backend.stop()
    assert pid is not None and not is_alive(pid)
    assert not (folder / "backend.json").exists()


@pytest.mark.logs("No backend: The backend stopped by itself")
def test_killed_it_comes_back_on_the_same_port(qtbot: QtBot, embed: Callable[..., EmbeddedBackend]) -> None:
    backend = embed()
    url, token = up(qtbot, backend, backend.start)
    first = backend.pid
    assert first is not None
    again, other = up(qtbot, backend, lambda: os.kill(first, signal.SIGKILL))
    assert again == url
    assert other != token
    assert backend.pid != first


def test_a_second_desk_adopts_it_and_takes_over_when_it_goes(
    qtbot: QtBot, embed: Callable[..., EmbeddedBackend]
) -> None:
    one, two = embed(), embed()
    url, token = up(qtbot, one, one.start)
    assert up(qtbot, two, two.start) == [url, token]
    assert two.adopted
    assert two.pid == one.pid
    again, other = up(qtbot, two, one.stop)
    assert again == url
    assert other != token
    assert not two.adopted


def test_what_a_dead_backend_left_is_passed_over(
    qtbot: QtBot, embed: Callable[..., EmbeddedBackend], folder: Path
) -> None:
    folder.mkdir()
    (folder / "backend.json").write_text('{"url": "ws://127.0.0.1:1/ws", "token": "t", "pid": 4194305}')
    assert read_running(folder) is None
    backend = embed()
    up(qtbot, backend, backend.start)
    assert not backend.adopted


def test_a_live_process_that_is_no_backend_is_not_adopted(
    qtbot: QtBot, embed: Callable[..., EmbeddedBackend], folder: Path
) -> None:
    folder.mkdir()
    note = f'{{"url": "ws://127.0.0.1:1/ws", "token": "t", "pid": {os.getpid()}}}'
    (folder / "backend.json").write_text(note)
    backend = embed()
    up(qtbot, backend, backend.start)
    assert not backend.adopted


@pytest.mark.logs("No backend")
def test_a_refusal_comes_with_its_code_and_facts(qtbot: QtBot, embed: Callable[..., EmbeddedBackend]) -> None:
    told = '{"error": "port_in_use", "sentence": "In use.", "facts": {"port": "80"}}'
    backend = embed("--fail", told)
    with qtbot.waitSignal(backend.failed, timeout=SECONDS) as failed:
        backend.start()
    assert failed.args == [Trouble("port_in_use", "In use.", {"port": "80"})]


@pytest.mark.logs("No backend")
def test_the_database_is_set_aside_with_the_next_start_only(
    qtbot: QtBot, embed: Callable[..., EmbeddedBackend]
) -> None:
    backend = embed("--fail-unless-aside", '{"error": "corrupt", "sentence": "Damaged."}')
    with qtbot.waitSignal(backend.failed, timeout=SECONDS):
        backend.start()
    up(qtbot, backend, backend.set_aside)
    pid = backend.pid
    assert pid is not None
    with qtbot.waitSignals([backend.failed, backend.failed], timeout=SECONDS):  # it fell; and begins as before
        os.kill(pid, signal.SIGKILL)


@pytest.mark.logs("No backend")
def test_a_failure_nobody_foresaw_says_its_last_sentence(qtbot: QtBot, embed: Callable[..., EmbeddedBackend]) -> None:
    backend = embed("--fail", "The disk is full: free some space and start again.")
    with qtbot.waitSignal(backend.failed, timeout=SECONDS) as failed:
        backend.start()
    said = "The disk is full: free some space and start again."
    assert failed.args == [Trouble("unforeseen", f"The backend could not start: {said}", {"said": said})]


@pytest.mark.logs("No backend")
def test_it_goes_on_trying_by_itself_and_at_once_when_asked(
    qtbot: QtBot, embed: Callable[..., EmbeddedBackend]
) -> None:
    backend = embed("--fail", "No.")
    told: list[Trouble] = []
    backend.failed.connect(told.append)
    backend.start()
    qtbot.waitUntil(lambda: len(told) == 4, timeout=SECONDS)
    assert backend._again.isActive()
    backend.retry()
    qtbot.waitUntil(lambda: len(told) == 5, timeout=SECONDS)


@pytest.mark.logs("No backend")
def test_a_program_that_is_not_there_is_said(qtbot: QtBot, embed: Callable[..., EmbeddedBackend]) -> None:
    backend = embed(command=["/nowhere/python", "main.py"])
    with qtbot.waitSignal(backend.failed, timeout=SECONDS) as failed:
        backend.start()
    assert failed.args is not None
    trouble = failed.args[0]
    assert trouble.code == "no_program" and trouble.sentence.startswith("/nowhere/python cannot be started")
    assert trouble.facts["program"] == "/nowhere/python" and trouble.facts["said"]


def test_the_last_sentence_is_not_a_traceback_line() -> None:
    assert last_sentence(["Traceback (most recent call last):", "  File x", "OSError: the port is in use"]) == (
        "OSError: the port is in use"
    )
    assert last_sentence([]) == ""
