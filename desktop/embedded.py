"""The backend this desk brings along: its own process, watched, started again, shared with other desks on the data."""

from __future__ import annotations

import logging
import random
import threading
import time
from collections import deque
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

import msgspec
import psutil
from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QTimer, Signal

from client.policy import ReconnectPolicy, next_attempt, next_delay
from domain.trouble import Trouble

log = logging.getLogger(__name__)

#: Starting again: quickly once, slowly when it does not help.
RESTART = ReconnectPolicy(first=0.2, factor=2.5, longest=15.0, jitter=0.2, steady=20.0)
#: Milliseconds between two looks at an adopted backend; and that a child may take to end on request.
WATCH_MS, END_MS = 500, 5000


class Running(msgspec.Struct, frozen=True):
    """``backend.json``: the backend that serves a data folder."""

    url: str
    token: str
    pid: int


class _Progress(msgspec.Struct):
    progress: float
    zh: str = ""
    en: str = ""


class _Refused(msgspec.Struct):
    """Why it did not start."""

    error: str
    sentence: str = ""
    facts: dict[str, str] = {}


class EmbeddedBackend(QObject):
    """``command`` starts the backend (program first); ``--with-parent --progress json`` and the port are added here.
    ``folder`` is ``DATA/<city>``. Signals: ``progress(share, Chinese, English)`` while a city is prepared;
    ``ready(url, token)`` each time a backend stands; ``failed(Trouble)`` when one did not come to stand or fell."""

    progress = Signal(float, str, str)
    ready = Signal(str, str)
    failed = Signal(object)
    _looked = Signal(object)

    def __init__(self, command: Sequence[str], folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._command = list(command)
        self._folder = folder
        self._process: QProcess | None = None
        self._adopted: Running | None = None
        self._port: int | None = None
        self._failures = 0
        self._ready_at: float | None = None
        self._closing = False
        self._words: deque[str] = deque(maxlen=40)
        self._trouble: Trouble | None = None
        self._logged: Trouble | None = None
        self._set_aside = False
        self._rest = {"out": b"", "err": b""}
        self._again = QTimer(self, singleShot=True)
        self._again.timeout.connect(self.start)
        self._watch = QTimer(self, interval=WATCH_MS)
        self._watch.timeout.connect(self._on_watch)
        self._looked.connect(self._on_looked)
        self._look: threading.Thread | None = None

    @property
    def pid(self) -> int | None:
        """The process id of the backend in use, own or adopted."""
        if self._adopted is not None:
            return self._adopted.pid
        return int(self._process.processId()) if self._process is not None else None

    @property
    def adopted(self) -> bool:
        """Whether the backend in use was there before us."""
        return self._adopted is not None

    def start(self) -> None:
        """Adopt the backend that serves the folder, or start one."""
        if self._closing or self._process is not None or self._look is not None:
            return
        running = read_running(self._folder)
        if running is None:
            self._spawn()
            return
        # asking it takes a moment that the screen must not wait
        self._look = threading.Thread(target=self._ask, args=(running,), name="look-for-backend", daemon=True)
        self._look.start()

    def retry(self) -> None:
        """The user put right what ``failed`` said and does not want to wait for the next try."""
        self._failures = 0
        self._again.stop()
        self.start()

    def set_aside(self) -> None:
        """The user wants the damaged database put aside and an empty one begun: with the next start, and that one
        only."""
        self._set_aside = True
        self.retry()

    def stop(self) -> None:
        """End the own backend cleanly (an adopted one is left alone). Waits for it."""
        self._closing = True
        self._again.stop()
        self._watch.stop()
        if self._look is not None:
            self._look.join()
            self._look = None
        process, self._process = self._process, None
        if process is None:
            return
        process.blockSignals(True)
        process.closeWriteChannel()
        if not process.waitForFinished(END_MS):
            process.terminate()
            if not process.waitForFinished(END_MS):
                process.kill()
                process.waitForFinished(END_MS)
        process.deleteLater()

    # --- adopting ---

    def _ask(self, running: Running) -> None:
        self._looked.emit(running if answers(running) else None)

    def _on_looked(self, running: Running | None) -> None:
        if self._look is not None:
            self._look.join()
            self._look = None
        if self._closing:
            return
        if running is None:
            self._spawn()
            return
        self._adopted = running
        self._port = urlsplit(running.url).port
        self._failures = 0
        self._watch.start()
        self.ready.emit(running.url, running.token)

    def _on_watch(self) -> None:
        if self._adopted is None or is_alive(self._adopted.pid):
            return
        self._adopted = None
        self._watch.stop()
        # desks that shared it do not all take over in one instant: the lock lets one win, the others adopt
        self._again.start(round(random.uniform(50, 400)))

    # --- a child of one's own ---

    def _spawn(self) -> None:
        process = QProcess(self)
        environment = QProcessEnvironment.systemEnvironment()
        environment.insert("PYTHONUNBUFFERED", "1")
        process.setProcessEnvironment(environment)
        process.readyReadStandardOutput.connect(self._on_output)
        process.readyReadStandardError.connect(self._on_errors)
        process.finished.connect(self._on_finished)
        process.errorOccurred.connect(self._on_trouble)
        port = [] if self._port is None else ["--port", str(self._port)]
        self._process, self._ready_at = process, None
        self._words.clear()
        self._trouble = None
        self._rest = {"out": b"", "err": b""}
        aside = ["--set-aside"] if self._set_aside else []
        self._set_aside = False
        process.start(self._command[0], [*self._command[1:], "--with-parent", "--progress", "json", *port, *aside])

    def _on_output(self) -> None:
        assert self._process is not None
        for line in self._lines("out", self._process.readAllStandardOutput().data()):
            if line.startswith("listening on ") and self._ready_at is None:
                self._came_up(line.removeprefix("listening on ").strip())

    def _came_up(self, url: str) -> None:
        running = read_running(self._folder)
        if running is None:
            sentence = "The backend started but left no backend.json in its folder."
            self._trouble = Trouble("no_note", sentence, {"file": str(self._folder / "backend.json")})
            self.stop_child()
            return
        self._ready_at = time.monotonic()
        self._port = urlsplit(url).port
        self.ready.emit(url, running.token)

    def stop_child(self) -> None:
        """Ask the child to end; it is started again if it was not ready yet."""
        if self._process is not None:
            self._process.terminate()

    def _on_errors(self) -> None:
        assert self._process is not None
        for line in self._lines("err", self._process.readAllStandardError().data()):
            if not self._told_progress(line) and not self._told_why(line) and line.strip():
                self._words.append(line)

    def _told_progress(self, line: str) -> bool:
        if not line.startswith('{"progress"'):
            return False
        try:
            said = msgspec.json.decode(line, type=_Progress)
        except msgspec.DecodeError:
            return False
        self.progress.emit(said.progress, said.zh, said.en)
        return True

    def _told_why(self, line: str) -> bool:
        if not line.startswith('{"error"'):
            return False
        try:
            said = msgspec.json.decode(line, type=_Refused)
        except msgspec.DecodeError:
            return False
        self._trouble = Trouble(said.error, said.sentence, said.facts)
        return True

    def _lines(self, channel: str, data: bytes | bytearray | memoryview) -> list[str]:
        *whole, self._rest[channel] = (self._rest[channel] + bytes(data)).split(b"\n")
        return [line.decode(errors="replace").rstrip("\r") for line in whole]

    def _on_trouble(self, trouble: QProcess.ProcessError) -> None:
        if trouble is QProcess.ProcessError.FailedToStart and self._process is not None:
            said = self._process.errorString()
            sentence = f"{self._command[0]} cannot be started: {said}"
            self._trouble = Trouble("no_program", sentence, {"program": self._command[0], "said": said})
            self._ended()

    def _on_finished(self) -> None:
        if self._process is not None:
            self._on_output()
            self._on_errors()
            self._ended()

    def _ended(self) -> None:
        process, self._process = self._process, None
        assert process is not None
        code = process.exitCode()
        process.deleteLater()
        if self._closing:
            return
        now = time.monotonic()
        uptime = 0.0 if self._ready_at is None else now - self._ready_at
        trouble = self._why(code)
        if trouble.code == "port_in_use":
            self._port = None  # somebody else has it now; any other will do
        delay = next_delay(RESTART, self._failures, uptime, random.random())
        self._failures = next_attempt(RESTART, self._failures, uptime)
        if trouble != self._logged:  # it is tried again and again
            self._logged = trouble
            log.warning("No backend: %s", trouble.sentence)
        self.failed.emit(trouble)
        self._again.start(round(delay * 1000))

    def _why(self, code: int) -> Trouble:
        """What it told, or what can be told of its end."""
        if self._ready_at is not None:  # its last words are log lines and say nothing to a user
            sentence = f"The backend stopped by itself (exit code {code}) and is started again."
            return Trouble("backend_ended", sentence, {"code": str(code)})
        if self._trouble is not None:
            return self._trouble
        said = last_sentence(self._words) or f"exit code {code}"
        return Trouble("unforeseen", f"The backend could not start: {said}", {"said": said})


def last_sentence(lines: Sequence[str]) -> str:
    """The last thing that was said on standard error, for a person: no traceback or log lines."""
    for line in reversed(lines):
        text = line.strip()
        if text and not line.startswith((" ", "\t", "Traceback", "timestamp=")):
            return text
    return ""


def read_running(folder: Path) -> Running | None:
    """The backend that says it serves the folder and whose process lives; None when there is none."""
    try:
        running = msgspec.json.decode((folder / "backend.json").read_bytes(), type=Running)
    except (OSError, msgspec.DecodeError):
        return None
    return running if is_alive(running.pid) else None


def is_alive(pid: int) -> bool:
    """Whether a process lives (a dead child nobody waited for does not)."""
    try:
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.Error:
        return False


def answers(running: Running) -> bool:
    """Whether that backend is well. Takes up to two seconds."""
    from http.client import HTTPConnection, HTTPException  # 50 ms that a desk which starts its own need not wait for

    parts = urlsplit(running.url)
    connection = HTTPConnection(parts.hostname or "127.0.0.1", parts.port, timeout=2.0)
    try:
        connection.request("GET", "/health")
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
