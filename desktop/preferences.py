"""What a person told this installation once and does not want to tell again; one small file in the data folder."""

from __future__ import annotations

import contextlib
import logging
import os
from pathlib import Path
from typing import Annotated, Any

import msgspec
from msgspec import Meta

log = logging.getLogger(__name__)

FILE = "preferences.json"


class Preferences(msgspec.Struct, frozen=True):
    """What concerns this machine, whoever sits at it. ``toured``: the tour was gone through or left. ``scale``: size of
    everything in per cent, from the next start on; ``city``: which opens when none is named (empty: the usual one).
    ``volume`` 0…100; ``silent``: sounds (by file name) that are not to be heard."""

    toured: bool = False
    scale: Annotated[int, Meta(ge=50, le=400)] = 100
    city: str = ""
    volume: Annotated[int, Meta(ge=0, le=100)] = 60
    silent: frozenset[str] = frozenset()


class PreferenceFile:
    """Reads at once, writes at every change. A file that cannot be read counts as empty; a disk that cannot be written
    is no reason to stop anybody's work: it is logged, and asked again next time."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        self.now = Preferences()
        try:
            self.now = msgspec.json.decode(self._path.read_bytes(), type=Preferences)
        except FileNotFoundError:
            pass
        except (OSError, msgspec.DecodeError) as problem:
            log.warning("Preferences in %s cannot be read (%s); beginning anew", self._path, problem)

    def change(self, **fields: Any) -> None:
        """Keep these fields of Preferences."""
        self.now = msgspec.structs.replace(self.now, **fields)
        fresh = self._path.with_suffix(".new")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            fresh.write_bytes(msgspec.json.format(msgspec.json.encode(self.now)) + b"\n")
            os.replace(fresh, self._path)
        except OSError as problem:
            log.warning("Preferences cannot be kept in %s: %s", self._path, problem.strerror)
            with contextlib.suppress(OSError):
                fresh.unlink(missing_ok=True)
