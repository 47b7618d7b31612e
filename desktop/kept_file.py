"""A small JSON file that is always whole: written beside and moved into place; a damaged one is set aside, not lost."""

from __future__ import annotations

import contextlib
import os
import time
from pathlib import Path
from typing import Generic, TypeVar

import msgspec

T = TypeVar("T", bound=msgspec.Struct)


class KeptFile(Generic[T]):
    """Holds one ``kind``. ``set_aside``: where a file that could not be understood was put, None when all was well."""

    def __init__(self, path: Path, kind: type[T]) -> None:
        self.path = path
        self._kind = kind
        self.set_aside: Path | None = None

    def read(self) -> T | None:
        """What was kept; None for nothing, for a file that may not be read, and for one that cannot be understood,
        which is set aside."""
        try:
            content = self.path.read_bytes()
        except OSError:
            return None
        try:
            return msgspec.json.decode(content, type=self._kind)
        except (msgspec.DecodeError, ValueError, RecursionError):
            aside = self.path.with_name(f"{self.path.stem}.damaged-{time.strftime('%Y%m%d-%H%M%S')}{self.path.suffix}")
            with contextlib.suppress(OSError):
                os.replace(self.path, aside)
                self.set_aside = aside
            return None

    def write(self, content: bytes) -> None:
        """``content`` as ``encoded`` gives it; on the disk when this returns. Raises OSError; what was there stays."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        fresh = self.path.with_name(self.path.name + ".new")
        try:
            with fresh.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.replace(fresh, self.path)
        except OSError:
            with contextlib.suppress(OSError):
                fresh.unlink(missing_ok=True)
            raise

    @staticmethod
    def encoded(value: msgspec.Struct) -> bytes:
        return msgspec.json.encode(value) + b"\n"
