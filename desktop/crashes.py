"""When the desk falls: what is known about it is kept on this machine, and told to the person at the next start.

While a desk runs there is a file for it in ``DATA/crashes``; a desk that ends well takes it away when nothing went
wrong. One that is still there without its process belongs to a desk that fell."""

from __future__ import annotations

import contextlib
import faulthandler
import logging
import os
import sys
import threading
import time
import traceback
from pathlib import Path
from types import TracebackType
from typing import TextIO

import psutil

log = logging.getLogger(__name__)

#: Reports that are kept; older ones go.
KEPT = 10


class CrashKeeper:
    """For one run of the program. ``found``: the report of an earlier desk that fell, until it is told."""

    def __init__(self, data: Path, version: str) -> None:
        self._folder = data / "crashes"
        self._version = version
        self._file: TextIO | None = None
        self._path: Path | None = None
        self._start = 0
        self.found: Path | None = None

    def begin(self) -> None:
        """Looks for what an earlier desk left and keeps the reports of this one from now on. A folder that cannot be
        written is logged: the desk starts without."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self.found = self._gather()
            self._path = self._folder / f"running-{os.getpid()}.txt"
            self._file = self._path.open("w", encoding="utf-8")
        except OSError as problem:
            log.warning("No crash reports can be kept in %s: %s", self._folder, problem.strerror)
            return
        started = time.strftime("%Y-%m-%d %H:%M:%S")
        self._write(f"Grid Command {self._version}, Python {sys.version.split()[0]}, {sys.platform}, from {started}\n")
        try:
            self._start = self._file.tell()
        except OSError as problem:  # the disk is full
            log.warning("No crash reports can be kept in %s: %s", self._folder, problem.strerror)
            self._drop()
            return
        faulthandler.enable(self._file)
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread_exception

    def end(self) -> None:
        """The desk ends well. What went wrong on the way stays as a report."""
        if self._file is None or self._path is None:
            return
        sys.excepthook, threading.excepthook = sys.__excepthook__, threading.__excepthook__
        faulthandler.disable()
        clean = False
        with contextlib.suppress(OSError):
            clean = self._file.tell() == self._start
        self._drop()
        with contextlib.suppress(OSError):
            if clean:
                self._path.unlink()
            else:
                self._path.rename(self._report_of(self._path))

    def _drop(self) -> None:
        file, self._file = self._file, None
        if file is not None:
            with contextlib.suppress(OSError):  # what the disk does not take is gone; the file is closed all the same
                file.close()

    # --- what goes wrong ----------------------------------------------------------------------------------------------

    def _on_exception(self, kind: type[BaseException], problem: BaseException, trace: TracebackType | None) -> None:
        self._write("".join(traceback.format_exception(kind, problem, trace)))
        sys.__excepthook__(kind, problem, trace)

    def _on_thread_exception(self, told: threading.ExceptHookArgs) -> None:
        if told.exc_value is not None:
            name = told.thread.name if told.thread is not None else "?"
            self._write(f"In thread {name}:\n" + "".join(traceback.format_exception(told.exc_value)))
        threading.__excepthook__(told)

    def _write(self, text: str) -> None:
        if self._file is not None:
            with contextlib.suppress(OSError, ValueError):
                self._file.write(text)
                self._file.flush()

    # --- what is found ------------------------------------------------------------------------------------------------

    def _gather(self) -> Path | None:
        """Turns the files of desks that fell into reports; the newest of them."""
        newest = None
        for left in sorted(self._folder.glob("running-*.txt"), key=lambda path: path.stat().st_mtime):
            pid = left.stem.removeprefix("running-")
            if pid.isdigit() and int(pid) != os.getpid() and _runs_desk(int(pid)):
                continue
            newest = self._report_of(left)
            left.rename(newest)
        reports = sorted(self._folder.glob("crash-*.txt"))
        for old in reports[:-KEPT]:
            old.unlink(missing_ok=True)
        return newest

    def _report_of(self, left: Path) -> Path:
        """Named by the moment its last line was written."""
        moment = time.strftime("%Y%m%d-%H%M%S", time.localtime(left.stat().st_mtime))
        return self._folder / f"crash-{moment}-{left.stem.removeprefix('running-')}.txt"


def _runs_desk(pid: int) -> bool:
    """Whether a process of this program runs under that number: numbers are given again."""
    try:
        process = psutil.Process(pid)
        return process.status() != psutil.STATUS_ZOMBIE and any("main.py" in part for part in process.cmdline())
    except psutil.Error:
        return False
