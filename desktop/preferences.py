"""What a person told this installation once and does not want to tell again; one small file in the data folder."""

from __future__ import annotations

import contextlib
import logging
import os
from pathlib import Path

import msgspec

log = logging.getLogger(__name__)

FILE = "preferences.json"


class Preferences(msgspec.Struct, frozen=True):
    """``toured``: the tour was gone through or left."""

    toured: bool = False


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

    def change(self, **fields: bool) -> None:
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
