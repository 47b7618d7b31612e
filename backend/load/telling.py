"""What the person at the terminal hears while files are loaded, and how he stops it."""

from __future__ import annotations

import contextlib
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from backend.load.columns import Mapping
from backend.load.refused import ErrorFile

#: Seconds between two progress lines.
_OFTEN = 0.1


class Stopped(Exception):
    """The person pressed Ctrl+C; what was kept until then stays."""


class Tally(msgspec.Struct):
    """Rows, features and ways over all files."""

    read: int = 0
    added: int = 0
    already: int = 0
    refused: int = 0

    def line(self) -> str:
        """The last line of ``load``; programs read it."""
        return f"read {self.read}, added {self.added}, already there {self.already}, refused {self.refused}"


class Teller:
    """Sentences and progress on standard error. ``asked_to_stop`` is looked at with every progress."""

    def __init__(self, asked_to_stop: Callable[[], bool]) -> None:
        self._asked_to_stop = asked_to_stop
        self._line_open = False
        self._told_at = 0.0

    def say(self, text: str) -> None:
        """One sentence on a line of its own."""
        if self._line_open:
            print(file=sys.stderr)
            self._line_open = False
        print(text, file=sys.stderr, flush=True)

    def columns(self, path: Path, mapping: Mapping) -> None:
        """Which column was taken for what."""
        found = ", ".join(f"{field} = {column}" for field, column in mapping.columns.items())
        self.say(f"{path.name}: {found or 'no columns were recognised'}. Change it with --map FIELD=COLUMN.")
        if mapping.note:
            self.say(f"{path.name}: {mapping.note}")

    def refusals(self, errors: ErrorFile) -> None:
        """How many rows were refused, why, and where they are."""
        if errors.count:
            why = ", ".join(f"{count} {code}" for code, count in sorted(errors.codes.items()))
            self.say(f"{errors.count} rows were refused ({why}); they are in {errors.path} with the reasons.")

    def progress(self, share: float, _zh: str, doing: str) -> None:
        """How far (0..1) what is being done has come, on a terminal only. Raises Stopped when that was asked for."""
        if self._asked_to_stop():
            raise Stopped
        now = time.monotonic()
        if sys.stderr.isatty() and (share >= 1 or now - self._told_at >= _OFTEN):
            self._told_at = now
            print(f"\r{min(share, 1.0):5.0%}  {doing:<60.60}", end="", file=sys.stderr, flush=True)
            self._line_open = True


@contextlib.contextmanager
def stoppable() -> Iterator[Callable[[], bool]]:
    """The first Ctrl+C asks to stop at the next safe moment, the second breaks off; either leaves whole batches."""
    asked = [False]

    def ask(*_: object) -> None:
        if asked[0]:
            raise KeyboardInterrupt
        asked[0] = True
        print("\nStopping at the next safe moment; press Ctrl+C again to break off.", file=sys.stderr, flush=True)

    before = signal.signal(signal.SIGINT, ask)
    try:
        yield lambda: asked[0]
    finally:
        signal.signal(signal.SIGINT, before)
